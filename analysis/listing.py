"""What `list` prints: the scenarios that ship, or every value of one of them with where it comes from."""

from typing import TYPE_CHECKING

from ..scenarios import headings, load

if TYPE_CHECKING:
    from .screen import Screen

KINDS = {
    "tuned": "tuned, within a range",
    "assumption": "assumption",
    "text": "text, with the passage",
    "figure": "figure, with its citation",
}
"""Kinds of provenance, in the order of the counts."""


def scenarios(screen: "Screen") -> None:
    """List the scenarios that ship.

    Parameters
    ----------
    screen : Screen
        Where to.
    """
    for found in headings():
        screen.line(found.name, "bold")
        screen.line(f"{found.title}, {found.start} to {found.end}", indent=4)
        screen.line(found.question, indent=4)
    screen.line()
    screen.line("Run one: greatgame run NAME. See all it contains: greatgame list NAME.")


def settings(screen: "Screen", name: str) -> None:
    """List every path that --set takes, with value, unit and provenance.

    Parameters
    ----------
    screen : Screen
        Where to.
    name : str
        A file or the name of a scenario that ships.
    """
    found = load(name)
    for item in found.quantities():
        value = f"{item.value:.6g}" if isinstance(item.value, float) else item.value
        unit = f"  ({item.unit})" if item.unit else ""
        screen.line(f"{item.path} = {value}{unit}")
        screen.line(item.source if item.source.startswith(item.kind) else f"{item.kind} {item.source}", indent=4)
    kinds = found.provenance()
    screen.line()
    screen.line(f"{sum(kinds.values())} values by provenance:", "bold")
    for kind in sorted(kinds, key=lambda kind: (list(KINDS).index(kind) if kind in KINDS else len(KINDS), kind)):
        screen.line(KINDS.get(kind, kind), lead=f"{kinds[kind]:>6}", indent=8)
    screen.line(
        "Not counted: choices, such as dates and strengths of shocks, and defaults, which the scenario leaves out."
    )
