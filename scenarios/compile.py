"""From a checked document to the model's arrays; actors are sorted by id, absent ones left out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..model.inputs import Array, Inputs, TermUse
from ..model.variables import CAUSES, CONSTANTS, FACTORS, SAME_AXIS, Variable
from . import rulebook
from .dates import month
from .quantities import Months, Quantity, Series, Values
from .ranges import range_of
from .schema import CHOICES, DEFAULTS, SECTIONS, Actor, Document, Measures, Term
from .slots import Coordinates, Value, find, values
from .variation import AS_IT_IS, Variation

Axes = Mapping[str, Mapping[str, int]]
"""Position of each id along each axis."""

_SYMMETRIC = ("trust", "powers_border_0")


@dataclass(frozen=True)
class Place:
    """Where a number stands.

    Attributes
    ----------
    name : str
        A name of `variables.CONSTANTS` or `variables.CAUSES`.
    position : tuple of int
        Along the variable's axes; of two symmetric positions the one in order.
    """

    name: str
    position: tuple[int, ...]

    @property
    def unit(self) -> str:
        """Unit and range."""
        return (CONSTANTS[self.name] if self.name in CONSTANTS else CAUSES[self.name]).unit

    def fill(self, array: Array, numbers: Array) -> None:
        """Enter a constant, (replication,), or a cause, (month, replication); both positions if it is symmetric."""
        array[(..., *self.position, slice(None))] = numbers
        if self.name in _SYMMETRIC:
            array[(..., *reversed(self.position), slice(None))] = numbers


class Frame:
    """The numbers of a checked document, sorted by where they go.

    Parameters
    ----------
    document : Document
        A scenario without problems.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.ids = _ids(document)
        self.axes: Axes = {axis: {name: place for place, name in enumerate(names)} for axis, names in self.ids.items()}
        self.start = month(document.start or "")
        self.months: Months = np.arange(self.start, month(document.end or "") + 1)
        # Growth goes on from the month that the conditions describe, whenever the run starts.
        self._origin = month(document.initial or document.start or "")
        self.constants: dict[Place, Value] = {}
        self.causes: dict[Place, Value | None] = {}
        self._effects: dict[Place, list[tuple[str, str]]] = {}
        self._paths: dict[str, list[Place]] = {}
        for value in values(document):
            place = self._place(value.slot.measures, value.coordinates) if value.slot.is_leaf else None
            if place is not None:
                (self.constants if place.name in CONSTANTS else self.causes)[place] = value
                self._paths[value.path] = [place]
        self._sort_effects()

    def _sort_effects(self) -> None:
        """Sort what shocks do by the cause that they change."""
        if not self.document.answers_shocks:
            return
        for name, shock in sorted(self.document.shocks.items()):
            for path in sorted(shock.causes):
                found = find(path)
                assert found is not None
                place = self._place(found[0].measures, found[1])
                if place is None:
                    continue
                self.causes.setdefault(place, None)
                self._effects.setdefault(place, []).append((name, path))
                for moves in (f"shocks.{name}", f"shocks.{name}.strength", f"shocks.{name}.causes.{path}"):
                    self._paths.setdefault(moves, []).append(place)

    def _place(self, measures: Measures | None, coordinates: Coordinates) -> Place | None:
        position = _position(measures.variable, coordinates, self.axes) if measures is not None else None
        if measures is None or position is None:
            return None
        return Place(measures.name, tuple(sorted(position)) if measures.name in _SYMMETRIC else position)

    def moved_by(self, path: str) -> Iterator[Place]:
        """Give the places whose numbers depend on what stands at a path; none if it concerns absent actors."""
        yield from self._paths.get(path, ())

    def constant(self, place: Place, variation: Variation) -> Array:
        """Give a constant.

        Returns
        -------
        array, (replication,)
            Of length 1 if nothing changes it.
        """
        value = self.constants[place]
        given = value.content.value if isinstance(value.content, Quantity) else DEFAULTS.get(place.name, 0.0)
        change = variation.get(value.path, AS_IT_IS)
        admitted = range_of(place.unit)
        return np.atleast_1d(np.asarray(given) if admitted.truth else admitted.kept(change.of(given)))

    def course(self, place: Place, variation: Variation) -> Array:
        """Give a cause through time: its baseline and what shocks add, cut off at the ends of its range.

        Returns
        -------
        array, (month, replication)
            Of length 1 in the replication if nothing changes it.
        """
        admitted = range_of(place.unit)
        total = self._baseline(place, variation, keeps=admitted.truth)
        for name, path in self._effects.get(place, ()):
            total = total + self._effect(name, path, variation)
        return admitted.kept(total)

    def _baseline(self, place: Place, variation: Variation, *, keeps: bool) -> Array:
        value = self.causes[place]
        if value is None or not isinstance(value.content, Series):
            series = np.full((len(self.months), 1), DEFAULTS.get(place.name, 0.0))
        else:
            later = variation.get(value.path, AS_IT_IS).later if value.content.is_dated else 0
            series = _shifted(lambda months: value.content.over(months, self._origin), self.months, later)
        return series if keeps or value is None else variation.get(value.path, AS_IT_IS).of(series)

    def _effect(self, name: str, path: str, variation: Variation) -> Array:
        shock = self.document.shocks[name]
        shape = shock.causes[path]
        strength = range_of(">= 0").kept(variation.get(f"shocks.{name}.strength", AS_IT_IS).of(shock.strength))
        change = variation.get(f"shocks.{name}.causes.{path}", AS_IT_IS)
        # The whole course grows with its size.
        grown = change.times + np.divide(change.plus, shape.size) if shape.size else 1.0
        later = variation.get(f"shocks.{name}", AS_IT_IS).later
        return strength * _shifted(shape.over_months, self.months - month(shock.date), later) * grown


def _shifted(over: Callable[[Months], Values], months: Months, later: int | Months) -> Array:
    """Give what a function of months has it some months later, (month, replication)."""
    shifts, which = np.unique(later, return_inverse=True)
    return np.stack([over(months - shift) for shift in shifts], axis=-1)[:, which.ravel()]


def compile_document(frame: Frame) -> Inputs:
    """Turn a checked scenario into what the model reads.

    Parameters
    ----------
    frame : Frame
        Its numbers.

    Returns
    -------
    Inputs
        Read-only arrays, as in variables.py.
    """
    document, axes = frame.document, frame.axes
    constants = {name: _blank(name, variable, axes) for name, variable in CONSTANTS.items()}
    causes = {name: _blank(name, variable, axes, len(frame.months)) for name, variable in CAUSES.items()}
    # A power trusts itself.
    diagonal = np.arange(len(axes["power"]))
    causes["trust"][:, diagonal, diagonal] = 1.0
    for place in frame.constants:
        place.fill(constants[place.name], frame.constant(place, {}))
    for place in frame.causes:
        place.fill(causes[place.name], frame.course(place, {}))
    _fill_words(document, constants, axes)
    _add_interventions(document, causes, axes, frame.months)
    for array in (*constants.values(), *causes.values()):
        array.flags.writeable = False
    return Inputs(
        start=frame.start,
        months=len(frame.months),
        ids={axis: names for axis, names in frame.ids.items() if axis != "factor"},
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
    weighed = document.weighed("attraction")
    ids["term"] = tuple(name for name in rulebook.terms("attraction") if name in weighed)
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


def _fill_words(document: Document, constants: Mapping[str, Array], axes: Axes) -> None:
    """Fill what a file states in words or lists."""
    for name, position in axes["institution"].items():
        constants["by_application"][position] = document.institutions[name].admission == "application"
    for name, position in axes["side"].items():
        for power in document.sides[name].powers:
            if power in axes["power"]:
                constants["side_power"][position, axes["power"][power]] = 1.0


def _add_interventions(document: Document, causes: Mapping[str, Array], axes: Axes, months: Months) -> None:
    """Enter labelled accessions."""
    for intervention in document.interventions.values():
        where = (axes["state"][intervention.state], axes["institution"][intervention.institution])
        causes["accession"][(month(intervention.date) - months[0], *where)] = intervention.strength


def _terms(document: Document, axes: Axes) -> dict[str, tuple[TermUse, ...]]:
    uses: dict[str, tuple[TermUse, ...]] = {}
    for choice in CHOICES:
        listed: Mapping[str, Term] = getattr(document.terms, choice)
        weighed = document.weighed(choice)
        known = [name for name in rulebook.terms(choice) if name in weighed]
        interests = [listed[name].interest for name in known]
        uses[choice] = tuple(
            TermUse(name, None if interest is None else axes["interest"][interest])
            for name, interest in zip(known, interests, strict=True)
        )
    return uses
