"""Notes on a scenario, on the screen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .screen import Screen

HELD = " is held at its last value after "


def notes(screen: "Screen", told: Sequence[str], of: str = "") -> None:
    """Print notes, but for those on series that are held past their last point, of which most worlds have many.

    Parameters
    ----------
    screen : Screen
        Where to.
    told : sequence of str
        As `Scenario.notes` has them.
    of : str
        The scenario, where there are several.
    """
    for note in told:
        if HELD not in note:
            screen.line(f"Note{f' on {of}' if of else ''}: {note}")


def held(screen: "Screen", told: Sequence[str]) -> None:
    """Print how many series are held past their last point.

    Parameters
    ----------
    screen : Screen
        Where to.
    told : sequence of str
        As `Scenario.notes` has them.
    """
    number = sum(HELD in note for note in told)
    if number:
        causes = "1 cause is" if number == 1 else f"{number} causes are"
        last = "its last value" if number == 1 else "their last value"
        screen.line(f"Note: {causes} held at {last} to the end of the run (listed in run.json under notes).")
