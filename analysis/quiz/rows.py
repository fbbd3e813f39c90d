"""The rows of a file of scores: read, and checked cell by cell."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from ...scenarios.errors import InputError, Problem
from ...scenarios.quantities import LARGEST
from ...scenarios.reader import kind_of
from ..failure import Failure
from .forecasts import number_of
from .questions import Question

COLUMNS = (
    "name",
    "sitting",
    "date",
    "quiz",
    "scenario",
    "seed",
    "question",
    "kind",
    "asked",
    "known",
    "forecast",
    "outcome",
    "world_0",
    "inside",
    "score",
    "score_unknown",
    "score_best",
    "skill",
    "attainable",
)
"""Of the file: `outcome` is per cent of the worlds by option, or quantiles; `inside` the share in an interval."""

LONGEST = 100
"""Letters of a learner's name, at most."""

_LONGEST_CELL = 2**31 - 1
"""A question may be as long as the file that asks it; what was written has to be read."""

_KINDS = frozenset(kind.model_fields["ask"].default for kind in get_args(Question))
_REMEDY = "mend or remove the line, or take another file"

Row = Mapping[str, str]


def read_scores(file: Path) -> list[Row]:
    """Read the file of a learner.

    Raises
    ------
    Failure
        If it is none; an empty file is one without sittings.
    InputError
        With every cell that is not as it was written.
    """
    try:
        lines = list(_lines(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise Failure(f"{file} cannot be read ({reason}); name a file that `greatgame quiz` has written") from None
    if lines and tuple(lines[0][1]) != COLUMNS:
        raise Failure(f"{file} was not written by `greatgame quiz`; name another, which is not touched")
    problems = [Problem(str(file), line, 0, why) for line, cells in lines[1:] for why in _wrong(cells)]
    if problems:
        raise InputError(problems)
    return [dict(zip(COLUMNS, cells, strict=True)) for _, cells in lines[1:]]


def _lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Read the cells of each row, with the line on which it begins."""
    usual = csv.field_size_limit(_LONGEST_CELL)  # which holds for the whole process
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            line = 1
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1
    finally:
        csv.field_size_limit(usual)


def name_of(text: str) -> str:
    """Give a learner's name as it is kept, on one line.

    Parameters
    ----------
    text : str
        As it was given.

    Raises
    ------
    ValueError
        If it is too long, or cannot be printed.
    """
    name = " ".join(text.split())
    if len(name) > LONGEST or not name.isprintable():
        raise ValueError(f"should be at most {LONGEST} letters, all of which can be printed; take another name")
    return name


def _is_name(text: str) -> bool:
    return bool(text) and name_of(text) == text


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= LARGEST


def _is_date(text: str) -> bool:
    return date.fromisoformat(text).isoformat() == text


def _is_within(low: float, high: float) -> Callable[[str], bool]:
    return lambda text: low <= number_of(text) <= high


def _are_numbers(text: str) -> bool:
    return all(abs(value) <= LARGEST for value in pairs_in(text).values())


_AS_WRITTEN: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "name": _is_name,
        "sitting": _is_count,
        "date": _is_date,
        "quiz": bool,
        "scenario": bool,
        "seed": lambda text: text.isascii() and text.isdigit(),
        "question": bool,
        "kind": _KINDS.__contains__,
        "asked": bool,
        "known": ("yes", "no").__contains__,
        "forecast": _are_numbers,
        "outcome": _are_numbers,
        "world_0": bool,
        "inside": lambda text: not text or _is_within(0.0, 1.0)(text),
        "score": _is_within(0.0, LARGEST),
        "score_unknown": _is_within(0.0, LARGEST),
        "score_best": _is_within(0.0, LARGEST),
        "skill": _is_within(-LARGEST, 1.0),
        "attainable": _is_within(-LARGEST, 1.0),
    }
)
"""Whether a cell is as `_row` writes it, by column; a ValueError says no too."""


def _wrong(cells: Sequence[str]) -> Iterator[str]:
    """Complain of a row that was changed by hand."""
    if len(cells) != len(COLUMNS):
        yield f"has {len(cells)} columns, not {len(COLUMNS)}; {_REMEDY}"
        return
    row: Row = dict(zip(COLUMNS, cells, strict=True))
    found = [column for column, holds in _AS_WRITTEN.items() if not _suits(holds, row[column])]
    if not found and not _suits(_fits, row):
        found = ["forecast"]
    for column in found:
        yield f"{column} cannot be {kind_of(row[column])}; {_REMEDY}"


def _fits(row: Row) -> bool:
    """Say whether forecast and outcome are of one kind: an interval, or per cents of the same options."""
    said, was = pairs_in(row["forecast"]), pairs_in(row["outcome"])
    if row["inside"]:
        return tuple(said) == ("low", "high") and said["low"] <= said["high"]
    return said.keys() == was.keys() and all(0.0 <= value <= 100.0 for value in (*said.values(), *was.values()))


def _suits(holds: Callable[[Any], bool], value: object) -> bool:
    try:
        return holds(value)
    except ValueError:
        return False


def pairs_in(text: str) -> dict[str, float]:
    """Read what `written` wrote."""
    return {name: number_of(value) for name, _, value in (part.partition("=") for part in text.split("; "))}
