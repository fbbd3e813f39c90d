"""How far two tables of results are apart: rows that one of them lacks, and the largest difference of a number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .tables import Table

Row = tuple[Any, ...]
"""What tells a row apart."""

ROUNDING = 1e-9
"""Differences up to this are those of the last bits, grown over the months of a run."""

_TOGETHER = 200
"""Columns that are read at once."""

_WORDS = frozenset(("leading_driver", "passage", "what", "source", "leading_power", "typology"))
"""Columns that say something of a row, and not which row it is."""


@dataclass(frozen=True)
class Gap:
    """What differs between two tables, or two arrays, of the same kind.

    Attributes
    ----------
    values, differing : int
        Numbers that both have, and how many of them are not the same.
    size : float
        The largest difference; infinite where a value is undefined in one of them.
    variable : str
        Whose it is; empty if none differs.
    where : tuple of str
        Replication, date, actors: where it is.
    before, after : float
        The two values.
    lost, gained : int
        Rows that only the first has, and only the second.
    reworded : int
        Cells of text that differ in rows that both have.
    """

    values: int = 0
    differing: int = 0
    size: float = 0.0
    variable: str = ""
    where: tuple[str, ...] = ()
    before: float = 0.0
    after: float = 0.0
    lost: int = 0
    gained: int = 0
    reworded: int = 0

    @property
    def none(self) -> bool:
        """Whether the contents are the same."""
        return not (self.differing or self.lost or self.gained or self.reworded)

    @property
    def rounding(self) -> bool:
        """Whether it is no more than last bits."""
        return not (self.lost or self.gained or self.reworded) and self.size <= ROUNDING


def apart(before: NDArray[Any], after: NDArray[Any]) -> NDArray[np.float64]:
    """Give the absolute differences of two arrays.

    Parameters
    ----------
    before, after : array
        Of one shape; undefined (nan) in both is no difference, in one of them an infinite one.
    """
    one, two = (np.asarray(values, dtype=np.float64) for values in (before, after))
    with np.errstate(invalid="ignore"):
        found = np.abs(two - one)
    found[(one == two) | (np.isnan(one) & np.isnan(two))] = 0.0
    found[np.isnan(found)] = np.inf
    return found


def largest(before: NDArray[Any], after: NDArray[Any]) -> tuple[int, float, int]:
    """Find the largest difference of two arrays.

    Parameters
    ----------
    before, after : array
        Of one shape; undefined (nan) in both is no difference.

    Returns
    -------
    tuple of (int, float, int)
        How many values differ, the largest difference, and its place in the flattened arrays.
    """
    found = apart(np.ravel(before), np.ravel(after))
    place = int(found.argmax()) if found.size else 0
    return int(np.count_nonzero(found)), float(found[place]) if found.size else 0.0, place


def gap_of_files(before: Path, after: Path) -> Gap | None:
    """Compare what two files hold.

    Parameters
    ----------
    before, after : Path
        Parquet or CSV of one kind; rows are told apart by their replication, date, actors and the like.

    Returns
    -------
    Gap or None
        None for files of another kind, and for those that cannot be read.
    """
    import pyarrow as pa

    reader = {".parquet": _parquet, ".csv": _csv}.get(before.suffix)
    if reader is None:
        return None
    try:
        return reader(before, after)
    except (OSError, pa.ArrowException, KeyError):
        return None


def _parquet(before: Path, after: Path) -> Gap:
    import pyarrow.parquet as pq

    with pq.ParquetFile(before) as one, pq.ParquetFile(after) as two:
        shared = _shared(one.schema_arrow.names, two.schema_arrow.names)
        keys = _keys(one.schema_arrow, shared)
        rest = [name for name in shared if name not in keys]
        gaps = [
            gap_of_tables(one.read([*keys, *part]), two.read([*keys, *part]))
            for part in (rest[place : place + _TOGETHER] for place in range(0, max(len(rest), 1), _TOGETHER))
        ]
    return joined(gaps)


def _csv(before: Path, after: Path) -> Gap:
    from pyarrow import csv

    options = csv.ParseOptions(newlines_in_values=True)
    return gap_of_tables(*(csv.read_csv(file, parse_options=options) for file in (before, after)))


def joined(gaps: Sequence[Gap]) -> Gap:
    """Take gaps of parts of a table together; their rows are the same.

    Parameters
    ----------
    gaps : sequence of Gap
        At least one.
    """
    worst = max(gaps, key=lambda gap: gap.size)
    return Gap(
        sum(gap.values for gap in gaps),
        sum(gap.differing for gap in gaps),
        worst.size,
        worst.variable,
        worst.where,
        worst.before,
        worst.after,
        max(gap.lost for gap in gaps),
        max(gap.gained for gap in gaps),
        sum(gap.reworded for gap in gaps),
    )


def gap_of_tables(before: "Table", after: "Table") -> Gap:
    """Compare two tables row by row.

    Parameters
    ----------
    before, after : Table
        Columns that both have are compared.
    """
    import pyarrow as pa

    shared = _shared(before.column_names, after.column_names)
    keys = _keys(before.schema, shared)
    rows = [list(zip(*(table.column(name).to_pylist() for name in keys), strict=True)) for table in (before, after)]
    places = _places(*rows)
    shown = [rows[0][place] for place in places[0]]
    here, there = (pa.array(own, pa.int64()) for own in places)
    found = Gap(lost=len(rows[0]) - len(here), gained=len(rows[1]) - len(here))
    for name in shared:
        if name not in keys:
            one, two = before.column(name).take(here), after.column(name).take(there)
            variable, *cell = name.split("|")
            found = _widened(found, _gap_of_columns(one, two, variable, cell, shown))
    return found


def _widened(found: Gap, column: Gap) -> Gap:
    """Add the gap of a column to that of the columns before it."""
    return replace(joined([found, column]), lost=found.lost, gained=found.gained)


def _gap_of_columns(one: Any, two: Any, variable: str, cell: Sequence[str], keys: Sequence[Row]) -> Gap:
    numbers = [_numbers(column) for column in (one, two)]
    if numbers[0] is None or numbers[1] is None:
        pairs = zip(one.to_pylist(), two.to_pylist(), strict=True)
        return Gap(reworded=sum(here != there for here, there in pairs))
    differing, size, place = largest(numbers[0], numbers[1])
    if not differing:
        return Gap(len(numbers[0]))
    where = (*(str(part) for part in keys[place] if part not in {None, ""}), *cell)
    values = float(numbers[0][place]), float(numbers[1][place])
    return Gap(len(numbers[0]), differing, size, variable, where, *values)


def _shared(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Name the columns that both have; the name of the scenario is no result."""
    return [name for name in before if name in after and name != "scenario"]


def _keys(schema: Any, shared: Sequence[str]) -> list[str]:
    """Name the columns that tell rows apart: whole numbers and text, but for variables of whole numbers."""
    import pyarrow as pa

    def tells(name: str) -> bool:
        kind = schema.field(name).type
        return "|" not in name and name not in _WORDS and not (pa.types.is_floating(kind) or pa.types.is_boolean(kind))

    return [name for name in shared if tells(name)]


def _places(before: list[Row], after: list[Row]) -> tuple[list[int], list[int]]:
    """Give where the rows that both have are in each; a row that is there twice counts once more each time."""
    if before == after:
        return [*range(len(before))], [*range(len(after))]
    waiting: dict[Row, list[int]] = {}
    for place in reversed(range(len(after))):
        waiting.setdefault(after[place], []).append(place)
    pairs = [(place, waiting[row].pop()) for place, row in enumerate(before) if waiting.get(row)]
    return [one for one, _ in pairs], [two for _, two in pairs]


def _numbers(column: Any) -> NDArray[np.float64] | None:
    """Give a column as numbers, undefined where it is empty; None if it holds text."""
    import pyarrow as pa

    if pa.types.is_string(column.type) or pa.types.is_null(column.type):
        return None
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    values: NDArray[np.float64] = column.cast(pa.float64()).to_numpy()
    return values
