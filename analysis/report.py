"""What `run` says on the screen."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..runs.shifts import NOT_TERMS, passage
from ..scenarios import label
from .aligned import hedging_by_month, overall
from .names import title
from .timeline import timeline

if TYPE_CHECKING:
    from ..runs import Run
    from .screen import Screen
    from .timeline import Told

Values = NDArray[np.float64]

INDENT = 18
"""Columns of a timeline before the text: date and kind."""

HELD = " is held at its last value after "

STYLES = {"shock": "bold red", "shift": "cyan"}


def report(screen: "Screen", run: "Run", folder: Path, asked: str) -> None:
    """Tell a run.

    Parameters
    ----------
    screen : Screen
        Where to.
    run : Run
        Of one replication.
    folder : Path
        Where its results are.
    asked : str
        The scenario as the user named it.
    """
    scenario = run.scenario
    screen.line(scenario.title, "bold")
    screen.line(scenario.question)
    screen.line(f"Scenario {scenario.name}, {scenario.start} to {scenario.end}, seed {run.seed}.")
    screen.line()
    entries, told, left = timeline(run)
    screen.heading("What happened")
    for entry in entries:
        lead = f"{entry.date}  {entry.kind}"
        screen.line(entry.text, STYLES.get(entry.kind), lead=lead, indent=INDENT)
        if entry.below:
            screen.line(entry.below, indent=INDENT)
    screen.line()
    screen.line(
        "A shift is listed at its steepest month: alignment before and after (0 to 1), and the drivers that pushed "
        "most in the months in which most of it happened, with the strongest that held it back. "
        + (f"{left} smaller shifts are left out here; all rows are in shifts.csv." if left else "See shifts.csv.")
    )
    screen.line()
    _words(screen, run, told)
    _closing(screen, run)
    _notes(screen, scenario.notes)
    screen.line(
        f"One run is one possible world: another seed gives another history. Look at several before you conclude, as "
        f"with `greatgame run {asked} --seed {run.seed + 1}`.",
        "bold",
    )
    screen.line(f"Results are in {folder}", None)
    screen.line(f"To see why a state moved: greatgame explain {folder} --state {scenario.inputs.ids['state'][-1]}")


def _words(screen: "Screen", run: "Run", told: Sequence["Told"]) -> None:
    """Quote the texts behind the drivers that led the shifts told."""
    quotes: dict[str, dict[str, list[str]]] = {}
    for move in told:
        state, driver = move.move.state, next((name for name, _ in move.leading() if name not in NOT_TERMS), "")
        words = spoken(run, state, driver)
        if words:
            states = quotes.setdefault(driver, {}).setdefault(words, [])
            if state not in states:
                states.append(state)
    if not quotes:
        return
    screen.heading("What stands behind the leading drivers")
    for driver, said in sorted(quotes.items()):
        for words, states in said.items():
            whose = f" ({', '.join(states)})" if len(said) > 1 else ""
            screen.line(f"{driver.replace('_', ' ')}{whose}: {words}", indent=2)
    screen.line()


def _notes(screen: "Screen", notes: Sequence[str]) -> None:
    """Print the notes of a scenario, those on series that are held past their last point as one."""
    held = [note.replace(HELD, " (") + ")" for note in notes if HELD in note]
    for note in notes:
        if HELD not in note:
            screen.line(f"Note: {note}")
    if held:
        screen.line(f"Note: held at their last value after the month given: {', '.join(held)}.")
    if notes:
        screen.line()


def spoken(run: "Run", state: str, driver: str) -> str:
    """Give the passage behind a driver, or nothing.

    Parameters
    ----------
    run : Run
        The run.
    state : str
        Whose choice.
    driver : str
        Name of the driver.
    """
    return passage(run.scenario, state, driver)


def _closing(screen: "Screen", run: "Run") -> None:
    """Print who leads where at a few dates, and how far each state hedges."""
    inputs = run.scenario.inputs
    alignment = overall(run)
    hedging = hedging_by_month(run)
    dates = turning_dates(alignment)
    screen.heading("Who leads where")
    rows = [["", *(label(inputs.start + date) for date in dates)]]
    for index, state in enumerate(inputs.ids["state"]):
        row = [title(run.scenario, "states", state)]
        for date in dates:
            power = int(np.argmax(alignment[date, index]))
            row.append(f"{inputs.ids['power'][power]} {alignment[date, index, power]:.2f} | {hedging[date, index]:.2f}")
        rows.append(row)
    screen.table(rows)
    screen.line(
        "The power with the largest alignment, mean over domains (0 to 1) | hedging (0 for none; it grows with "
        "alignment spread over rivals). The dates between the first and the last enclose the twelve months of most "
        "change."
    )
    screen.line()


def turning_dates(alignment: Values) -> list[int]:
    """Choose the dates of the closing table.

    Parameters
    ----------
    alignment : array, shape (months, states, powers)
        Mean over domains.

    Returns
    -------
    list of int
        The first month, the last, and the ends of the twelve months in which most changed.
    """
    last = len(alignment) - 1
    if last <= 12:
        return sorted({0, last})
    moved = np.abs(alignment[12:] - alignment[:-12]).sum(axis=(1, 2))
    first = int(np.argmax(moved))
    return sorted({0, first, first + 12, last})
