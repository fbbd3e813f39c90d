"""From a checked document to the model's arrays; actors are sorted by id, absent ones left out."""

from collections.abc import Mapping

import numpy as np

from ..model.inputs import Array, Inputs, TermUse
from ..model.variables import CAUSES, CONSTANTS, FACTORS, SAME_AXIS, Variable
from . import rulebook
from .dates import month
from .quantities import Months, Quantity, Series
from .ranges import range_of
from .schema import DEFAULTS, SECTIONS, Actor, Document
from .slots import Coordinates, Value, find, values

Axes = Mapping[str, Mapping[str, int]]
"""Position of each id along each axis."""

_SYMMETRIC = ("trust", "powers_border_0")


def compile_document(document: Document) -> Inputs:
    """Turn a checked scenario into what the model reads.

    Parameters
    ----------
    document : Document
        A scenario without problems.

    Returns
    -------
    Inputs
        Read-only arrays, as in variables.py.
    """
    ids = _ids(document)
    axes: Axes = {axis: {name: position for position, name in enumerate(names)} for axis, names in ids.items()}
    start = month(document.start or "")
    months = np.arange(start, month(document.end or "") + 1)
    constants = {name: _blank(name, variable, axes) for name, variable in CONSTANTS.items()}
    # Growth goes on from the month that the conditions describe, whenever the run starts.
    origin = month(document.initial or document.start or "")
    causes = {name: _blank(name, variable, axes, len(months)) for name, variable in CAUSES.items()}
    for value in values(document):
        if isinstance(value.content, Quantity) and value.slot.measures is not None:
            _fill(constants, value, value.content.value, axes)
        elif isinstance(value.content, Series) and value.slot.measures is not None:
            _fill(causes, value, value.content.over(months, origin), axes)
    _fill_words(document, constants, axes)
    _add_shocks(document, causes, axes, months)
    _keep_in_range(causes)
    _add_interventions(document, causes, axes, months)
    for array in (*constants.values(), *causes.values()):
        array.flags.writeable = False
    return Inputs(
        start=start,
        months=len(months),
        ids={axis: names for axis, names in ids.items() if axis != "factor"},
        constants=constants,
        causes=causes,
        parameters={name: document.parameters[name].value for name in sorted(document.parameters)},
        terms=_terms(document, axes),
        interests={rule: axes["interest"][name] for rule, name in sorted(document.rule_interests.items())},
    )


def _ids(document: Document) -> dict[str, tuple[str, ...]]:
    ids: dict[str, tuple[str, ...]] = {}
    for kind, section in SECTIONS.items():
        things: Mapping[str, object] = getattr(document, section)
        ids[kind] = tuple(
            sorted(name for name, thing in things.items() if not isinstance(thing, Actor) or thing.present)
        )
    ids["term"] = tuple(name for name in rulebook.terms("attraction") if name in document.terms.attraction)
    ids["factor"] = FACTORS
    return ids


def _blank(name: str, variable: Variable, axes: Axes, months: int | None = None) -> Array:
    shape = [len(axes[SAME_AXIS.get(dim, dim)]) for dim in variable.dims]
    return np.full([*([] if months is None else [months]), *shape, 1], DEFAULTS.get(name, 0.0))


def _position(variable: Variable, coordinates: Coordinates, axes: Axes) -> tuple[int, ...] | None:
    """Find the place of a value in its array; None if it concerns an absent actor."""
    left = list(coordinates)
    position: list[int] = []
    for dim in variable.dims:
        kind = SAME_AXIS.get(dim, dim)
        found = next(pair for pair in left if _axis(pair[0]) == kind)
        left.remove(found)
        if found[1] not in axes[kind]:
            return None
        position.append(axes[kind][found[1]])
    # An actor that the array has no axis for cannot be absent unnoticed: there is none in the language.
    return tuple(position)


def _axis(kind: str) -> str:
    return "term" if kind == "attraction" else kind


def _fill(arrays: Mapping[str, Array], value: Value, number: float | Array, axes: Axes) -> None:
    measures = value.slot.measures
    assert measures is not None
    position = _position(measures.variable, value.coordinates, axes)
    if position is None:
        return
    arrays[measures.name][(..., *position, 0)] = number
    if measures.name in _SYMMETRIC:
        arrays[measures.name][(..., *reversed(position), 0)] = number


def _fill_words(document: Document, constants: Mapping[str, Array], axes: Axes) -> None:
    """Fill what a file states in words or lists."""
    for name, position in axes["institution"].items():
        constants["by_application"][position] = document.institutions[name].admission == "application"
    for name, position in axes["side"].items():
        for power in document.sides[name].powers:
            if power in axes["power"]:
                constants["side_power"][position, axes["power"][power]] = 1.0


def _add_shocks(document: Document, causes: Mapping[str, Array], axes: Axes, months: Months) -> None:
    """Add shocks to the baseline."""
    for _, shock in sorted(document.shocks.items()):
        since = months - month(shock.date)
        for path, shape in sorted(shock.causes.items()):
            found = find(path)
            assert found is not None
            assert found[0].measures is not None
            name = found[0].measures.name
            position = _position(CAUSES[name], found[1], axes)
            if position is None:
                continue
            added = shock.strength * shape.over_months(since)
            causes[name][(..., *position, 0)] += added
            if name in _SYMMETRIC:
                causes[name][(..., *reversed(position), 0)] += added


def _keep_in_range(causes: Mapping[str, Array]) -> None:
    """Cut causes off at the ends of their range; a power trusts itself."""
    for name, variable in CAUSES.items():
        admitted = range_of(variable.unit)
        np.clip(causes[name], admitted.low, admitted.high, out=causes[name])
        if admitted.truth:
            causes[name][...] = causes[name] >= 0.5
    diagonal = np.arange(causes["trust"].shape[1])
    causes["trust"][:, diagonal, diagonal] = 1.0


def _add_interventions(document: Document, causes: Mapping[str, Array], axes: Axes, months: Months) -> None:
    """Enter labelled accessions."""
    for intervention in document.interventions.values():
        where = (axes["state"][intervention.state], axes["institution"][intervention.institution])
        causes["accession"][(month(intervention.date) - months[0], *where)] = intervention.strength


def _terms(document: Document, axes: Axes) -> dict[str, tuple[TermUse, ...]]:
    uses: dict[str, tuple[TermUse, ...]] = {}
    for choice, listed in (
        ("attraction", document.terms.attraction),
        ("access", document.terms.access),
        ("membership", document.terms.membership),
    ):
        known = [name for name in rulebook.terms(choice) if name in listed]
        interests = [listed[name].interest for name in known]
        uses[choice] = tuple(
            TermUse(name, None if interest is None else axes["interest"][interest])
            for name, interest in zip(known, interests, strict=True)
        )
    return uses
