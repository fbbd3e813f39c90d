"""In what the scenarios of a comparison differ, path by path."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..scenarios.changes import flow
from ..scenarios.quantities import KINDS
from .sheets import Sheet

if TYPE_CHECKING:
    from .screen import Screen
    from .sides import Side

SHOWN = 8
"""Differences on the screen, of each side."""

NOTHING = "nothing"
"""Stands for a value of which a scenario says nothing."""

_REMARKS = frozenset((*KINDS, "passage", "note", "unit", "title", "question", "source", "text_key"))

_MONTHS = frozenset(("over", "half_life"))
"""Lengths of time in the shape of a shock."""

Row = tuple[str, ...]


def differences(sides: Sequence["Side"]) -> list[Row]:
    """List the values that are not the same in all scenarios; titles, sources and remarks do not count.

    Parameters
    ----------
    sides : sequence of Side
        What is compared.

    Returns
    -------
    list of tuple of str
        The dotted path, and the value in each scenario.
    """
    trees = [dict(_leaves(side.record.scenario, "")) for side in sides]
    rows = [(path, *(tree.get(path, NOTHING) for tree in trees)) for path in dict.fromkeys(p for t in trees for p in t)]
    return [row for row in rows if len(set(row[1:])) > 1]


def differences_sheet(sides: Sequence["Side"], rows: Sequence[Row]) -> Sheet:
    """Make the table of what differs.

    Parameters
    ----------
    sides : sequence of Side
        What is compared.
    rows : sequence of tuple of str
        From `differences`.
    """
    columns = ("path", *(side.name for side in sides))
    return Sheet("differences", "In what the scenarios differ", columns, rows)


def tell_differences(screen: "Screen", sides: Sequence["Side"], rows: Sequence[Row], place: int) -> None:
    """Print in what a side differs from the first.

    Parameters
    ----------
    screen : Screen
        Where to.
    sides : sequence of Side
        What is compared.
    rows : sequence of tuple of str
        From `differences`.
    place : int
        Of the side.
    """
    apart = [(row[0], row[1], row[1 + place]) for row in rows if row[1] != row[1 + place]]
    first = sides[0].name
    if not apart:
        screen.line(f"has the numbers of {first}", indent=2)
        return
    screen.line(f"differs from {first} in:", indent=2)
    for path, old, new in apart[:SHOWN]:
        screen.line(f"{path} {old} -> {new}", indent=4)
    if len(apart) > SHOWN:
        screen.line(f"and {len(apart) - SHOWN} more in differences.csv", indent=4)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Give each value with its dotted path; a number with a source stands at its own path."""
    if not isinstance(value, Mapping):
        yield path, _said(value) + (" months" if path.rpartition(".")[2] in _MONTHS else "")
        return
    for key, item in value.items():
        if key not in _REMARKS:
            below = path if key == "value" else f"{path}.{key}" if path else str(key)
            yield from _leaves(item, below)


def _said(value: Any) -> str:
    """Write a value so that unequal numbers are never written alike."""
    short = flow(value)
    return repr(value) if isinstance(value, float) and float(short) != value else short
