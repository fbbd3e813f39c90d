"""What `list` prints: the scenarios that ship, or every value of one of them with where it comes from."""

from typing import TYPE_CHECKING

from ..scenarios import headings, load
from ..scenarios.errors import nearest, remedy
from .failure import Failure

if TYPE_CHECKING:
    from ..scenarios import Scenario
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


def settings(screen: "Screen", name: str, prefix: str | None = None) -> None:
    """List the paths that --set takes, with value, unit and provenance.

    Parameters
    ----------
    screen : Screen
        Where to.
    name : str
        A file or the name of a scenario that ships.
    prefix : str or None
        What the paths begin with, by whole words, such as ``powers.RUS``; None for all.

    Raises
    ------
    Failure
        If no path begins so.
    """
    found = load(name)
    shown = [item for item in found.quantities() if prefix is None or f"{item.path}.".startswith(f"{prefix}.")]
    if not shown:
        raise Failure(f"{name} has no path that begins with {prefix} as whole words; {_instead(found, prefix or '')}")
    for item in shown:
        value = f"{item.value:.6g}" if isinstance(item.value, float) else item.value
        unit = f"  ({item.unit})" if item.unit else ""
        screen.line(f"{item.path} = {value}{unit}")
        screen.line(item.source if item.source.startswith(item.kind) else f"{item.kind} {item.source}", indent=4)
    if prefix is not None:
        return
    kinds = found.provenance()
    screen.line()
    screen.line(f"{sum(kinds.values())} values by provenance:", "bold")
    for kind in sorted(kinds, key=lambda kind: (list(KINDS).index(kind) if kind in KINDS else len(KINDS), kind)):
        screen.line(KINDS.get(kind, kind), lead=f"{kinds[kind]:>6}", indent=8)
    screen.line(
        "Not counted: choices, such as dates of shocks, effects of shocks, and defaults, which the scenario leaves out."
    )


def _instead(scenario: "Scenario", prefix: str) -> str:
    """Say what a prefix that no path has may have meant: the nearest beginning of a path, or what is on its level."""
    paths = [item.path.split(".") for item in scenario.quantities()]
    known = dict.fromkeys(".".join(path[:length]) for path in paths for length in range(1, len(path) + 1))
    if nearest(prefix, known) is not None:
        return remedy(prefix, known)
    level = prefix.rpartition(".")[0]
    while level and level not in known:
        level = level.rpartition(".")[0]
    return remedy(prefix, [name for name in known if name.rpartition(".")[0] == level])
