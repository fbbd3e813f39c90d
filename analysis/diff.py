"""What differs between two runs or batches, in order from cause to effect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

import typer

from ..scenarios import label
from .compare_tables import percent
from .diff_causes import PARTS, of_environment, of_files, of_scenario, of_worlds
from .diff_results import Chance, Rows, by_variable, chances, events, shifts
from .doors import NO
from .failure import Failure
from .names import counted
from .outcomes import STANCES
from .screen import Screen
from .sheets import Sheet, abreast
from .sides import Shared, Side, share, sides, unpaired

SHOWN = 8
"""Differences of each kind that are told, unless all are asked for."""

Pair = tuple[Side, Side]


@dataclass(frozen=True)
class Section:
    """Differences of one kind.

    Attributes
    ----------
    title : str
        What differs.
    lines : sequence of str
        One a difference; none, and the section is not told.
    table : sequence of sequence of str
        The same in columns under a heading.
    notes : sequence of str
        How to read them.
    """

    title: str
    lines: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = field(default=())

    @property
    def number(self) -> int:
        """Differences."""
        return len(self.lines) + max(len(self.table) - 1, 0)


def carry_out(first: Path, second: Path, *, full: bool) -> None:
    """Tell what differs.

    Parameters
    ----------
    first, second : Path
        Folders of runs or batches.
    full : bool
        Tell everything.

    Raises
    ------
    typer.Exit
        With code 1 if anything differs.
    Failure
        If they have no scenario in common.
    StoreError
        If a folder holds no result, or it is damaged.
    """
    pairs, alone = paired(sides([first]), sides([second]))
    screen, differ = Screen(), bool(alone)
    for text in alone:
        screen.line(text)
    for pair in pairs:
        found = [section for section in sections(*pair) if section.number]
        differ = differ or bool(found)
        _tell(screen, pair, found, full=full)
    if differ:
        raise typer.Exit(NO)


def paired(one: Sequence[Side], two: Sequence[Side]) -> tuple[list[Pair], list[str]]:
    """Find which scenario of one folder stands against which of the other.

    Parameters
    ----------
    one, two : sequence of Side
        Scenarios of each folder.

    Returns
    -------
    tuple of (list of pairs, list of str)
        Those of one name, or the only ones of each; and what is in one alone.

    Raises
    ------
    Failure
        If there is no pair.
    """
    if len(one) == len(two) == 1:
        return [(one[0], two[0])], []
    there = {side.name: side for side in two}
    pairs = [(side, there[side.name]) for side in one if side.name in there]
    if not pairs:
        said = " and ".join(", ".join(side.name for side in own) for own in (one, two))
        raise Failure(f"they have no scenario in common ({said}); give the folder of one scenario of each")
    both = {side.name for side, _ in pairs}
    alone = [
        f"Scenario only in {letter}: {side.name}"
        for letter, own in (("A", one), ("B", two))
        for side in own
        if side.name not in both
    ]
    return pairs, alone


def sections(one: Side, two: Side) -> Iterator[Section]:
    """Find what differs, from cause to effect.

    Parameters
    ----------
    one, two : Side
        The two.
    """
    for part in PARTS:
        yield Section(part.capitalize(), of_scenario(one, two, part))
    yield Section("Scenario", of_scenario(one, two, ""))
    yield Section("Worlds", list(of_worlds(one, two)))
    yield Section("Computed with", list(of_environment(one, two)))
    yield Section("Files", list(of_files(one, two)))
    if not set(one.record.replications) & set(two.record.replications):
        yield Section("Results", ["not compared: they have no replication in common"])
        return
    yield _results(one, two)
    try:
        shared = share([one, two])
    except Failure as error:
        yield Section("Acts", [f"not compared: {str(error).partition(';')[0]}"])
    else:
        yield _events(one, two, shared)
    moved = shifts(one, two)
    if moved is not None:
        yield Section("Shifts of alignment", list(_counts(moved)))


def _results(one: Side, two: Side) -> Section:
    found = list(by_variable(one, two))
    apart = sorted(
        (pair for pair in found if pair[1] is None or not pair[1].none),
        key=lambda pair: -inf if pair[1] is None else -pair[1].size,
    )
    number = len(set(one.record.replications) & set(two.record.replications))
    several = number > 1
    head = ["variable", "share differing", "largest", *(["median"] if several else []), "A", "B"]
    rows = [[*head, "replication, date, names" if several else "date, names"]]
    for name, gap in apart:
        if gap is None:
            rows.append([name, *[""] * (len(head) - 1), "no cell in common"])
            continue
        sizes = [f"{size:.2g}" for size in (gap.size, *([gap.median] if several else []))]
        values = [_value(name, value) for value in (gap.before, gap.after)]
        place = " ".join(gap.where if several else gap.where[1:])
        rows.append([name, percent(gap.differing / gap.values), *sizes, *values, place])
    what = "months" if one.monthly and two.monthly else "yearly means"
    notes = [
        f"Of {what}, {counted(number)} that both have; {len(found) - len(apart)} variables are the same. Share "
        "differing: of the values of the variable. Largest: the largest difference, with the value in A and in B, and "
        "where it is." + (" Median: of the absolute differences of all replications at that place." if several else "")
    ]
    reason = unpaired(one, two)
    if reason:
        notes.append(f"World by world, though not under the same noise, since {reason}.")
    return Section("Results, the largest difference of each variable", table=rows, notes=notes)


def _value(variable: str, value: float) -> str:
    return STANCES[int(value)] if variable == "stance" else f"{value:.4g}"


def _events(one: Side, two: Side, shared: Shared) -> Section:
    """Tell the events of one world, or the acts of many with their probability and median date."""
    apart = events(one, two)
    lines = list(_counts(apart))
    if one.number == two.number == 1:
        told = [(row, letter) for rows, letter in ((apart.lost, "A"), (apart.gained, "B")) for row in rows]
        lines = [_event(row, letter) for row, letter in sorted(told, key=lambda pair: pair[0][1:])]
        return Section("Events that only one has", lines)
    rows = [["act", "A", "B"]]
    rows += [_chance(row, one) for row in chances(one, two, shared)]
    notes = ["Share of all replications of each, and median of the first date."] if len(rows) > 1 else []
    return Section("Events", lines, rows, notes)


def _event(row: tuple[object, ...], letter: str) -> str:
    _, date, kind, actor, target, what = row
    return f"{letter} {date} {kind} {actor}" + (f" {target}" if target else "") + (f": {what}" if what else "")


def _chance(row: Chance, side: Side) -> list[str]:
    cells = [
        f"{percent(part)}{'' if date is None else f' {label(date)}'}"
        for part, date in zip(row.shares, row.dates, strict=True)
    ]
    return [row.act.said(side.scenario), *cells]


def _counts(rows: Rows) -> Iterator[str]:
    if rows.lost or rows.gained:
        yield f"{len(rows.lost)} only in A, {len(rows.gained)} only in B, {rows.both} in both"


def _tell(screen: Screen, pair: Pair, found: Sequence[Section], *, full: bool) -> None:
    for letter, side in zip("AB", pair, strict=True):
        screen.line(f"{letter}: {side.name}, {counted(side.number)}, seed {side.record.seed} ({side.folder})")
    if not found:
        screen.line("Nothing differs: scenario, worlds, what they were computed with, files, results.")
    for section in found:
        screen.line()
        screen.heading(section.title)
        lines = section.lines if full else section.lines[:SHOWN]
        for text in lines:
            screen.line(text, indent=2, lead="  ")
        rows = section.table if full else section.table[: SHOWN + 1]
        if len(rows) > 1:
            for part in abreast(Sheet("", section.title, (), (), rows, 1), screen.width):
                numbers = (column for column, head in enumerate(part[0]) if column and not head.endswith("names"))
                screen.table(part, right=frozenset(numbers))
        left = section.number - len(lines) - max(len(rows) - 1, 0)
        if left:
            screen.line(f"and {left} more: --full", indent=2)
        for note in section.notes:
            screen.line(note)
    screen.line()
