"""What `run` says on the screen."""

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..runs.shifts import NOT_TERMS
from ..scenarios import label
from .aligned import hedging_by_month, overall
from .moves import LARGE, LONGEST
from .names import title
from .noting import held, notes
from .passages import MECHANISM, changes, key, spoken
from .stances import RULE
from .timeline import timeline

if TYPE_CHECKING:
    from ..runs import Run
    from .moves import Told
    from .screen import Screen
    from .timeline import Entry, Timeline

Values = NDArray[np.float64]

INDENT = 18
"""Columns of a timeline before the text: date and kind."""

STYLES = {"shock": "bold red", "shift": "cyan"}


def report(screen: "Screen", run: "Run", folder: Path, asked: str, settings: Sequence[str] = ()) -> None:
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
    settings : sequence of str
        What the user changed in it with `--set`.
    """
    scenario = run.scenario
    screen.line(scenario.title, "bold")
    screen.line(scenario.question)
    screen.line(f"Scenario {scenario.name}, {scenario.start} to {scenario.end}, seed {run.seed}.")
    for line in changes(scenario):
        screen.line(line, "bold")
    screen.line()
    found = timeline(run)
    screen.heading("What happened")
    for entry in _together(found.entries):
        lead = f"{entry.date}  {entry.kind}"
        screen.line(entry.text, STYLES.get(entry.kind), lead=lead, indent=INDENT)
        if entry.below:
            screen.line(entry.below, indent=INDENT)
    screen.line()
    _legend(screen, found)
    _words(screen, run, found.told)
    _closing(screen, run)
    notes(screen, scenario.notes)
    held(screen, scenario.notes)
    if scenario.notes:
        screen.line()
    again = ["greatgame", "run", asked, "--seed", str(run.seed + 1)]
    again += [word for setting in settings for word in ("--set", setting)]
    screen.line(
        f"One run is one possible world: another seed gives another history. Look at several before you conclude, as "
        f"with `{shlex.join(again)}`.",
        "bold",
    )
    powers = len(scenario.inputs.ids["power"])
    if powers != 3:
        screen.line(f"No ternary.png: a triangle needs three powers, this world has {powers}.")
    screen.line(f"Results are in {folder}", None)
    state = scenario.inputs.ids["state"][-1]
    screen.line(f"To see why a state moved: greatgame explain {shlex.quote(str(folder))} --state {state}")


def _together(entries: Sequence["Entry"]) -> list["Entry"]:
    """Put the stances of a month on one line."""
    shown: list[Entry] = []
    for entry in entries:
        if shown and entry.kind == "stance" and (shown[-1].date, shown[-1].kind) == (entry.date, entry.kind):
            shown[-1] = replace(shown[-1], text=f"{shown[-1].text}; {entry.text}")
        else:
            shown.append(entry)
    return shown


def _legend(screen: "Screen", found: "Timeline") -> None:
    """Say how the timeline is to be read, and how much it leaves out."""
    screen.line(
        f"Shift: an alignment (0 to 1) moved by {LARGE:g} or more, dated at its steepest month; below, the months in "
        "which most of it happened, the drivers that pushed most and the strongest that held it back. Rows of "
        f"shifts.csv in the same direction are joined, for up to {LONGEST} months and not across the first shock in a "
        f"year. {found.smaller} smaller shifts are left out; all rows are in shifts.csv."
    )
    if found.stances:
        screen.line(f"{RULE}. {found.flicker} other changes of stance are left out; all are in events.csv.")
    if any(entry.kind == "opens" for entry in found.entries):
        screen.line("Opens: until then an institution has its founders only, from then on it can admit members.")
    screen.line()


def _words(screen: "Screen", run: "Run", told: Sequence["Told"]) -> None:
    """Quote the texts behind the drivers that led the shifts told."""
    quotes: dict[str, dict[tuple[str, str], list[str]]] = {}
    for move in told:
        driver = next((name for name, _ in move.leading() if name not in NOT_TERMS), "noise")
        words = spoken(run.scenario, driver, move.move.state, move.move.power)
        if words[0]:
            states = quotes.setdefault(driver, {}).setdefault(words, [])
            if move.move.state not in states:
                states.append(move.move.state)
    if not quotes:
        return
    screen.heading("The mechanisms behind the leading drivers, in the words of the texts")
    for driver, said in sorted(quotes.items()):
        for (words, power), states in said.items():
            alone = sum(other == power for _, other in said) == 1
            of = " ".join([*([] if alone else [", ".join(states)]), *([f"for {power}"] if power else [])])
            screen.line(f"{driver.replace('_', ' ')}{f' ({of})' if of else ''}: {words}", indent=2)
    screen.line(f"{MECHANISM} {key(run.scenario, [words for said in quotes.values() for words, _ in said])}")
    screen.line()


def _closing(screen: "Screen", run: "Run") -> None:
    """Print who leads where at a few dates, and how far each state hedges."""
    inputs = run.scenario.inputs
    alignment = overall(run)
    hedging = hedging_by_month(run)
    dates = turning_dates(alignment)
    screen.heading("Whom each state leans on most")
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
