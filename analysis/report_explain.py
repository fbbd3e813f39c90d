"""What `explain` says on the screen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenarios import label
from .names import signed, title
from .report import spoken

if TYPE_CHECKING:
    from ..runs import Run
    from .explain import Account, Effect, Question
    from .screen import Screen

Values = NDArray[np.float64]

ABREAST = 6
"""Columns of numbers side by side within 80 characters."""

TINY = 0.0005
"""What is smaller than this rounds to nothing and is not listed."""

BAR = 30
"""Length of the longest bar."""


def explanation(
    screen: "Screen", run: "Run", question: "Question", account: "Account", effects: Sequence["Effect"]
) -> None:
    """Tell why a state moved.

    Parameters
    ----------
    screen : Screen
        Where to.
    run : Run
        The world.
    question : Question
        What was asked.
    account : Account
        The change, driver by driver.
    effects : sequence of Effect
        What each shock did.
    """
    scenario = run.scenario
    first, last = (label(scenario.inputs.start + place) for place in (question.first, question.last))
    power = f" with {title(scenario, 'powers', question.power)}" if question.power else ""
    domain = title(scenario, "domains", question.domain).lower() if question.domain else "mean over domains"
    screen.line(f"{title(scenario, 'states', question.state)}: alignment{power}, {domain}, {first} to {last}", "bold")
    screen.line(
        f"Scenario {scenario.name}, seed {run.seed}, replication {run.replications[0]}: run again, the same history."
    )
    screen.line()
    screen.heading("Account: what the change is made of")
    order = _account(screen, account)
    screen.line()
    _passages(screen, run, question.state, [account.drivers[index] for index in order])
    screen.heading("Causes: what each shock did to this change")
    _effects(screen, account.columns, effects)


def _account(screen: "Screen", account: "Account") -> list[int]:
    """Print the table of drivers, largest first; return the drivers listed."""
    size = np.abs(account.parts).max(axis=1, initial=0.0)
    order = [int(index) for index in np.argsort(-size, kind="stable") if size[index] >= TINY]
    small = [index for index in range(len(size)) if index not in order]
    for begin in range(0, len(account.columns), ABREAST):
        part = slice(begin, begin + ABREAST)
        rows = [["", *account.columns[part]]]
        rows.append(["at the start", *(f"{value:.3f}" for value in account.before[part])])
        bars = _bars(account.parts[order, 0]) if len(account.columns) == 1 else [""] * len(order)
        for index, bar in zip(order, bars, strict=True):
            numbers = [signed(value) for value in account.parts[index, part]]
            rows.append([f"  {account.drivers[index].replace('_', ' ')}", *numbers, *([bar] if bar else [])])
        if small and np.abs(account.parts[small, part].sum(axis=0)).max() >= TINY:
            rows.append(["  all others", *(signed(value) for value in account.parts[small, part].sum(axis=0))])
        rows.append(["change", *(signed(value) for value in (account.after - account.before)[part])])
        rows.append(["at the end", *(f"{value:.3f}" for value in account.after[part])])
        width = max(len(row) for row in rows)
        columns = frozenset(range(1, 1 + len(account.columns[part])))
        screen.table([row + [""] * (width - len(row)) for row in rows], right=columns)
    screen.line("The drivers sum to the change; rounding aside, nothing is left over.")
    return order


def _bars(values: Values) -> list[str]:
    """Draw numbers as bars of one letter, + or -."""
    longest = float(np.abs(values).max(initial=0.0)) or 1.0
    lengths = [max(1, round(abs(float(value)) / longest * BAR)) for value in values]
    return [("+" if value >= 0 else "-") * length for value, length in zip(values, lengths, strict=True)]


def _passages(screen: "Screen", run: "Run", state: str, drivers: Sequence[str]) -> None:
    said = [(driver, spoken(run, state, driver)) for driver in drivers]
    if not any(words for _, words in said):
        return
    screen.heading("What stands behind each driver")
    for driver, words in said:
        if words:
            screen.line(f"{driver.replace('_', ' ')}: {words}", indent=2)
    screen.line()


def _effects(screen: "Screen", columns: Sequence[str], effects: Sequence["Effect"]) -> None:
    if not effects:
        screen.line("No shock acts in this window.")
        return
    for begin in range(0, len(columns), ABREAST):
        part = slice(begin, begin + ABREAST)
        head = ["", *columns[part]]
        rows = [[signed(value) for value in effect.effect[part]] for effect in effects]
        widths = [max(len(head[1 + place]), *(len(row[place]) for row in rows)) for place in range(len(rows[0]))]
        indent = sum(widths) + 2 * len(widths) + 2
        screen.line(
            "shock",
            lead="  ".join(name.rjust(width) for name, width in zip(columns[part], widths, strict=True)),
            indent=indent,
        )
        for effect, row in zip(effects, rows, strict=True):
            lead = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            when = f"{effect.date}  " if effect.date else ""
            earlier = "" if effect.within else " (earlier, still acting)"
            screen.line(f"{when}{effect.label}{earlier}", lead=lead, indent=indent)
    screen.line()
    screen.line(
        "Each number is the change with the shock less the change without it, in the same world under the same noise. "
        "Effects need not sum: shocks work through each other. What shocks that ended before the window left behind "
        "is not counted."
    )
