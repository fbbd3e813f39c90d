"""Wide tables: a row for each replication and month or year, a column for each cell, read only as far as is asked.

A column is named ``variable|state|power|domain``. The replications are spread over files, one a chunk.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .files import RECORD, StoreError
from .tables import Table

if TYPE_CHECKING:
    from xarray.core.indexing import LazilyIndexedArray


def column_names(name: str, labels: Iterable[Sequence[str]]) -> list[str]:
    """Give the names of a variable's columns in the order of its axes."""
    return ["|".join((name, *cell)) for cell in product(*labels)]


def wide(
    scenario: str,
    replications: Sequence[int],
    period: str,
    periods: Sequence[Any],
    variables: Iterable[tuple[str, Sequence[Sequence[str]], NDArray[Any]]],
) -> Table:
    """Make a table of arrays.

    Parameters
    ----------
    scenario : str
        Its name.
    replications : sequence of int
        Their numbers.
    period : str
        Name of the column of periods, "month" or "year".
    periods : sequence
        The periods.
    variables : iterable of (name, labels of its axes, array)
        Arrays of shape ``(replications, periods, *axes)``.

    Returns
    -------
    Table
        Columns scenario, replication, period, and those of the variables.
    """
    import pyarrow as pa

    number, length = len(replications), len(periods)
    columns: dict[str, Any] = {
        "scenario": pa.array([scenario] * (number * length), pa.string()),
        "replication": pa.array(np.repeat(np.asarray(replications, dtype=np.int32), length)),
        period: _periods(tuple(periods), number),
    }
    for name, labels, array in variables:
        rows = array.reshape(number * length, -1)
        names = column_names(name, labels)
        columns |= {key: pa.array(part) for key, part in zip(names, np.ascontiguousarray(rows.T), strict=True)}
    return pa.table(columns)


@dataclass(frozen=True)
class Chunks:
    """The files of a wide table, checked as far as their footers go.

    Attributes
    ----------
    files : tuple of Path
        In the order of the replications.
    replications : tuple of int
        The numbers that must be in them.
    counts : tuple of int
        How many are in each.
    period : str
        Name of the column of periods.
    periods : tuple
        What must be in it for every replication.
    """

    files: tuple[Path, ...]
    replications: tuple[int, ...]
    counts: tuple[int, ...]
    period: str
    periods: tuple[Any, ...]

    @staticmethod
    def of(files: Sequence[Path], replications: Sequence[int], period: str, periods: Sequence[Any]) -> "Chunks":
        """Look at the footers.

        Raises
        ------
        StoreError
            If a file is missing or damaged, or their rows are not as many as they should be.
        """
        counts: list[int] = []
        for file in files:
            rows = _opened(file, lambda parquet: parquet.metadata.num_rows)
            if rows % len(periods):
                raise _incomplete(file, period, periods)
            counts.append(rows // len(periods))
        if sum(counts) != len(replications):
            raise _other(files[0].parent)
        return Chunks(tuple(files), tuple(replications), tuple(counts), period, tuple(periods))

    def array(self, name: str, labels: Sequence[Sequence[str]]) -> "NDArray[Any] | LazilyIndexedArray":
        """Give a variable, shape ``(replications, periods, *axes)``.

        It is read at once from one file, and from several only when it is used, as far as it is used.

        Raises
        ------
        StoreError
            If its columns are missing or damaged; for several files when it is used.
        """
        from .stored import Stored, later

        stored = Stored(self, name, tuple(tuple(axis) for axis in labels))
        return later(stored) if len(self.files) > 1 else stored.whole()

    def check(self) -> None:
        """Check that the replications and periods are those that they should be.

        Raises
        ------
        StoreError
            If not.
        """
        for position in range(len(self.files)):
            self.read(position, [])

    def dtype(self, column: str) -> np.dtype[Any]:
        """Give the type of a column."""
        schema = _opened(self.files[0], lambda parquet: parquet.schema_arrow)
        if column not in schema.names:
            raise StoreError(f"{self.files[0]} lacks the column {column}; run the scenario again")
        return np.dtype(schema.field(column).type.to_pandas_dtype())

    def read(self, position: int, columns: Sequence[str]) -> Table:
        """Read columns of one file."""
        file = self.files[position]

        def chosen(parquet: Any) -> Table:
            missing = {"replication", self.period, *columns} - set(parquet.schema_arrow.names)
            if missing:
                raise StoreError(f"{file} lacks the column {min(missing)}; run the scenario again")
            return parquet.read(["replication", self.period, *columns])

        table = _opened(file, chosen)
        first = sum(self.counts[:position])
        numbers = np.asarray(self.replications[first : first + self.counts[position]], dtype=np.int64)
        if not table.column(self.period).combine_chunks().equals(_periods(self.periods, len(numbers))):
            raise _incomplete(file, self.period, self.periods)
        if not np.array_equal(table.column("replication").to_numpy(), np.repeat(numbers, len(self.periods))):
            raise _other(file.parent)
        return table


def _opened(file: Path, use: Callable[[Any], Any]) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not file.is_file():
        raise StoreError(f"{file} is missing; run the scenario again")
    try:
        with pq.ParquetFile(file, page_checksum_verification=True) as parquet:
            return use(parquet)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"{file} cannot be read, it is damaged or cut short ({error}); run the scenario again"
        ) from error


def metadata(file: Path) -> Mapping[bytes, bytes]:
    """Give what is kept with a table (see `tables.write_parquet`).

    Raises
    ------
    StoreError
        If the file is missing or damaged.
    """
    return _opened(file, lambda parquet: parquet.metadata.metadata or {})


def replications_in(file: Path, periods: int) -> list[int]:
    """Read the numbers of the replications in a file that holds so many periods of each.

    Raises
    ------
    StoreError
        If the file is missing or damaged.
    """
    return _opened(file, lambda parquet: parquet.read(["replication"]).column(0).to_numpy()[::periods].tolist())


def table_in(file: Path) -> Table:
    """Read a whole table.

    Raises
    ------
    StoreError
        If the file is missing or damaged.
    """
    return _opened(file, lambda parquet: parquet.read())


@lru_cache(maxsize=4)
def _periods(periods: tuple[Any, ...], number: int) -> Any:
    import pyarrow as pa

    kind: Any = pa.string() if isinstance(periods[0], str) else pa.int32()
    return pa.array(periods * number, kind)


def _incomplete(file: Path, period: str, periods: Sequence[Any]) -> StoreError:
    return StoreError(f"{file} does not hold every {period} from {periods[0]} to {periods[-1]}; run the scenario again")


def _other(folder: Path) -> StoreError:
    return StoreError(f"the replications in {folder} are not those that {RECORD} names; run the scenario again")
