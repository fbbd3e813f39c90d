"""What `explain` says on the screen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenarios import label
from .explain import SHOWN
from .names import gloss, signed, title
from .passages import MECHANISM, changes, key, spoken

if TYPE_CHECKING:
    from ..runs import Run
    from ..scenarios import Scenario
    from .causes import Effect
    from .explain import Account, Question
    from .explain_batch import Band, Explained
    from .screen import Screen

Values = NDArray[np.float64]

ABREAST = 6
"""Columns of numbers side by side within 80 characters."""

BANDS_ABREAST = 2
"""The same for means with bands."""

PAIRED = (
    "Each number is the change with the shock less the change without it, in the same world under the same noise. "
    "Effects need not sum: shocks work through each other. What shocks that ended before the window left behind is not "
    "counted."
)
TWO_QUESTIONS = (
    "The account and the causes answer different questions: what the change is made of, and what would differ without "
    "the shock. Their numbers need not match."
)

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
    scenario = run.worlds[0]
    _about(
        screen,
        scenario,
        question,
        f"Scenario {scenario.name}, seed {run.seed}, replication {run.replications[0]}: run again, the same history.",
    )
    screen.heading("Account: what the change is made of")
    order = _account(screen, account)
    screen.line()
    _drivers(screen, scenario, question, account.drivers, account.columns, account.parts, order)
    screen.heading("Causes: what each shock did to this change")
    _effects(screen, account.columns, effects)


def explanation_of_all(screen: "Screen", found: "Explained", question: "Question") -> None:
    """Tell why a state moved in the replications of a batch.

    Parameters
    ----------
    screen : Screen
        Where to.
    found : Explained
        Account and effects over all replications.
    question : Question
        What was asked.
    """
    scenario = found.scenario
    _about(
        screen,
        scenario,
        question,
        f"Scenario {scenario.name}, seed {found.seed}, {found.number} replications: run again, the same histories. "
        "Each number is the mean over the replications, with 5 % and 95 % in brackets.",
    )
    screen.heading("Account: what the change is made of")
    order = _listed_with_noise(found)
    rows: list[tuple[str, Band]] = [("at the start", found.before)]
    rows += [(f"  {found.drivers[i].replace('_', ' ')}", _row(found.parts, i)) for i in order]
    rows += [("change", found.change), ("at the end", found.after)]
    levels = {"at the start", "at the end"}
    for begin in range(0, len(found.columns), BANDS_ABREAST):
        part = slice(begin, begin + BANDS_ABREAST)
        table = [["", *found.columns[part]]]
        table += [[name, *_between(band, part, level=name in levels)] for name, band in rows]
        screen.table(table, right=frozenset(range(1, len(table[0]))))
    screen.line(
        "The means of the drivers sum to the mean change, those too small to be listed included. Shares compete: a "
        "driver in the column of one power includes what the same driver did to its rivals."
    )
    screen.line()
    _drivers(screen, scenario, question, found.drivers, found.columns, found.parts.mean, order)
    screen.heading("Causes: what each shock did to this change")
    _effects_of_all(screen, found)


def _effects_of_all(screen: "Screen", found: "Explained") -> None:
    if not found.effects:
        screen.line("No shock acts in this window.")
        return
    for begin in range(0, len(found.columns), BANDS_ABREAST):
        part = slice(begin, begin + BANDS_ABREAST)
        rows = [_between(band, part, level=False) for _, band in found.effects]
        _shock_table(screen, found.columns[part], [effect for effect, _ in found.effects], rows)
    screen.line()
    screen.line(f"{PAIRED} Mean and band are over {found.number} pairs of worlds.")
    screen.line(TWO_QUESTIONS)


def _row(band: "Band", place: int) -> "Band":
    return replace(band, mean=band.mean[place], low=band.low[place], high=band.high[place])


def _between(band: "Band", part: slice, *, level: bool) -> list[str]:
    """Write mean and band, a level without sign."""

    def told(value: float) -> str:
        return f"{value:.3f}" if level else signed(value)

    numbers = zip(band.mean[part], band.low[part], band.high[part], strict=True)
    return [f"{told(mean)} ({told(low)} {told(high)})" for mean, low, high in numbers]


def _about(screen: "Screen", scenario: "Scenario", question: "Question", run: str) -> None:
    first, last = (label(scenario.inputs.start + place) for place in (question.first, question.last))
    power = f" with {title(scenario, 'powers', question.power)}" if question.power else ""
    domain = title(scenario, "domains", question.domain).lower() if question.domain else "mean over domains"
    screen.line(f"{title(scenario, 'states', question.state)}: alignment{power}, {domain}, {first} to {last}", "bold")
    screen.line(run)
    for line in changes(scenario):
        screen.line(line, "bold")
    screen.line()


def _listed(parts: Values) -> list[int]:
    """Give the drivers that show, largest first."""
    size = np.abs(parts).max(axis=1, initial=0.0)
    return [int(index) for index in np.argsort(-size, kind="stable") if size[index] >= SHOWN]


def _listed_with_noise(found: "Explained") -> list[int]:
    """Give the drivers that show, and the noise: its mean is small, but there are bands because of it."""
    order = _listed(found.parts.mean)
    noise = found.drivers.index("noise")
    widest = max(float(np.abs(end[noise]).max()) for end in (found.parts.low, found.parts.high))
    return order if noise in order or widest < SHOWN else [*order, noise]


def _account(screen: "Screen", account: "Account") -> list[int]:
    """Print the table of drivers, largest first; return the drivers listed."""
    order = _listed(account.parts)
    small = [index for index in range(len(account.parts)) if index not in order]
    for begin in range(0, len(account.columns), ABREAST):
        part = slice(begin, begin + ABREAST)
        rows = [["", *account.columns[part]]]
        rows.append(["at the start", *(f"{value:.3f}" for value in account.before[part])])
        bars = _bars(account.parts[order, 0]) if len(account.columns) == 1 else [""] * len(order)
        for index, bar in zip(order, bars, strict=True):
            numbers = [signed(value) for value in account.parts[index, part]]
            rows.append([f"  {account.drivers[index].replace('_', ' ')}", *numbers, *([bar] if bar else [])])
        if small and np.abs(account.parts[small, part].sum(axis=0)).max() >= SHOWN:
            rows.append(["  all others", *(signed(value) for value in account.parts[small, part].sum(axis=0))])
        rows.append(["change", *(signed(value) for value in (account.after - account.before)[part])])
        rows.append(["at the end", *(f"{value:.3f}" for value in account.after[part])])
        width = max(len(row) for row in rows)
        columns = frozenset(range(1, 1 + len(account.columns[part])))
        screen.table([row + [""] * (width - len(row)) for row in rows], right=columns)
    screen.line(
        "The drivers sum to the change; rounding aside, nothing is left over. Shares compete: a driver in the column "
        "of one power includes what the same driver did to its rivals."
    )
    return order


def _bars(values: Values) -> list[str]:
    """Draw numbers as bars of one letter, + or -."""
    longest = float(np.abs(values).max(initial=0.0)) or 1.0
    lengths = [max(1, round(abs(float(value)) / longest * BAR)) for value in values]
    return [("+" if value >= 0 else "-") * length for value, length in zip(values, lengths, strict=True)]


def _drivers(
    screen: "Screen",
    scenario: "Scenario",
    question: "Question",
    drivers: Sequence[str],
    columns: Sequence[str],
    parts: Values,
    order: Sequence[int],
) -> None:
    """Say of each driver listed what it is, with the passage for the power whose column it moved most."""
    screen.heading("What each driver is, and the words behind its mechanism")
    said: list[str] = []
    for index in order:
        driver = drivers[index]
        power = question.power or columns[int(np.abs(parts[index]).argmax())]
        words, of = spoken(scenario, driver, question.state, power)
        said.append(words)
        quoted = f". {f'For {of}, ' if of else ''}{words}" if words else ""
        screen.line(f"{driver.replace('_', ' ')}: {gloss(driver)}{quoted}", indent=2)
    if any(said):
        screen.line(f"{MECHANISM} {key(scenario, said)}")
    screen.line()


def _effects(screen: "Screen", columns: Sequence[str], effects: Sequence["Effect"]) -> None:
    if not effects:
        screen.line("No shock acts in this window.")
        return
    for begin in range(0, len(columns), ABREAST):
        part = slice(begin, begin + ABREAST)
        _shock_table(
            screen, columns[part], effects, [[signed(value) for value in effect.effect[part]] for effect in effects]
        )
    screen.line()
    screen.line(PAIRED)
    screen.line(TWO_QUESTIONS)


def _shock_table(
    screen: "Screen", columns: Sequence[str], effects: Sequence["Effect"], rows: Sequence[Sequence[str]]
) -> None:
    widths = [max(len(name), *(len(row[place]) for row in rows)) for place, name in enumerate(columns)]
    indent = sum(widths) + 2 * len(widths) + 2
    screen.line(
        "shock", lead="  ".join(name.rjust(width) for name, width in zip(columns, widths, strict=True)), indent=indent
    )
    for effect, row in zip(effects, rows, strict=True):
        lead = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        when = f"{effect.date}  " if effect.date else ""
        earlier = "" if effect.within else " (earlier, still acting)"
        screen.line(f"{when}{effect.label}{earlier}", lead=lead, indent=indent)
