"""What a reader of a scenario's results should know, though nothing is wrong."""

from collections.abc import Iterator

import numpy as np

from .dates import label, month
from .inherit import NO_SOURCE, one_order
from .newcomers import left_out
from .quantities import Months, Quantity, Series, Values
from .ranges import Range, range_of
from .reader import Node
from .schema import CHOICES, SECTIONS, Actor, Document
from .slots import Coordinates, find, values

_SLACK = 1e-9
"""Sums of decimal fractions miss the end of a range by less."""


def notes(document: Document, root: Node) -> list[str]:
    """Tell what a checked scenario does that its author may not have meant.

    Parameters
    ----------
    document : Document
        A scenario without problems.
    root : Node
        The same with the place of each value.

    Returns
    -------
    list of str
        One sentence each; empty if there is nothing to say.
    """
    parts = (_theory, _held, _start, _cut_off)
    told = [note for part in parts for note in part(document)]
    return [*told, *left_out(document, root), *_unsourced(document)]


def _theory(document: Document) -> Iterator[str]:
    """Tell what a run under another theory leaves out."""
    chosen = document.theories.get(document.theory)
    if chosen is None:
        return
    called = f"runs under the theory {document.theory!r}"
    if not chosen.shocks:
        yield f"{called}: no shock has an effect"
    if any(getattr(chosen, choice) is not None for choice in CHOICES):
        listed = [f"{', '.join(document.weighed(choice)) or 'nothing'} in {choice}" for choice in CHOICES]
        yield f"{called}: states weigh only {'; '.join(listed)}"


def _held(document: Document) -> Iterator[str]:
    """Name the series that a run outlasts."""
    for value in values(document):
        if isinstance(value.content, Series) and not _is_absent(document, value.coordinates):
            last = value.content.held_after
            if last is not None and month(last) < month(document.end or ""):
                yield f"{value.path} is held at its last value after {last}"


def _is_absent(document: Document, coordinates: Coordinates) -> bool:
    """Tell whether a value concerns an actor that is not in the world."""
    things = (getattr(document, SECTIONS[kind]).get(name) for kind, name in coordinates if kind in SECTIONS)
    return any(isinstance(thing, Actor) and not thing.present for thing in things)


def _start(document: Document) -> Iterator[str]:
    if document.initial is not None and document.initial != document.start:
        yield (
            f"starts at {document.start} with the initial conditions coded for {document.initial}; "
            "the first two years are warm-up"
        )


def _unsourced(document: Document) -> Iterator[str]:
    contents = (value.content for value in values(document))
    bare = [content for content in contents if isinstance(content, Quantity | Series) and _is_bare(content)]
    if bare:
        yield f"{len(bare)} values give no source" if len(bare) > 1 else "1 value gives no source"


def _is_bare(content: Quantity | Series) -> bool:
    return (content.assumption or "").startswith(NO_SOURCE)


def _cut_off(document: Document) -> Iterator[str]:
    """Name the causes that shocks carry out of their range."""
    months = np.arange(month(document.start or ""), month(document.end or "") + 1)
    for path, shocked in _shocked(document, months).items():
        found = find(path)
        assert found is not None
        assert found[0].measures is not None
        admitted = range_of(found[0].measures.variable.unit)
        # What is only on or off has no size to lose.
        if not admitted.truth and not _is_absent(document, found[1]):
            yield from _beyond(path, shocked, admitted, months)


def _shocked(document: Document, months: Months) -> dict[str, Values]:
    """Give the causes that shocks change, month by month, before they are cut off."""
    origin = month(document.initial or document.start or "")
    given = {value.path: value.content for value in values(document) if isinstance(value.content, Series)}
    shocked: dict[str, Values] = {}
    for shock in document.shocks.values():
        for name, shape in shock.causes.items() if shock.strength and document.answers_shocks else ():
            path = ".".join(one_order(key) for key in name.split("."))
            found = find(path)
            assert found is not None
            assert found[0].measures is not None
            if path not in shocked:
                default = np.full(len(months), found[0].measures.default)
                shocked[path] = given[path].over(months, origin) if path in given else default
            shocked[path] = shocked[path] + shock.strength * shape.over_months(months - month(shock.date))
    return shocked


def _beyond(path: str, shocked: Values, admitted: Range, months: Months) -> Iterator[str]:
    for end, outside in (
        (admitted.low, shocked < admitted.low - _SLACK),
        (admitted.high, shocked > admitted.high + _SLACK),
    ):
        when = months[outside]
        if len(when) == 1:
            yield f"{path} is cut off at {end:g} in {label(int(when[0]))}"
        elif len(when):
            gaps = "" if when[-1] - when[0] + 1 == len(when) else f", in {len(when)} months"
            yield f"{path} is cut off at {end:g} from {label(int(when[0]))} to {label(int(when[-1]))}{gaps}"
