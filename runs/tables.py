"""Tables as they leave the program."""

import csv
from pathlib import Path
from typing import Any, Protocol


class Table(Protocol):
    """A `pyarrow.Table`, as far as it is used here (pyarrow comes without types)."""

    @property
    def num_rows(self) -> int:
        """Number of rows."""
        ...

    @property
    def column_names(self) -> list[str]:
        """Names of the columns."""
        ...

    def column(self, i: str) -> Any:
        """One column."""
        ...

    def to_pylist(self) -> list[dict[str, Any]]:
        """Give the rows as dicts."""
        ...


def write_csv(table: Table, file: Path) -> None:
    """Write a table as CSV, every number with all its digits."""
    columns = [table.column(name).to_pylist() for name in table.column_names]
    with file.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows(zip(*columns, strict=True))


def write_parquet(table: Table, file: Path) -> None:
    """Write a table as parquet, the same bytes each time."""
    import pyarrow.parquet as pq

    names: Any = ["scenario", "month"]
    with file.open("wb") as sink:  # Python's own file, so that a full disk is an OSError with its number
        pq.write_table(
            table,
            sink,
            row_group_size=max(table.num_rows, 1),
            version="2.6",
            compression="zstd",
            use_dictionary=names,
            write_statistics=False,
            store_schema=False,
            write_page_checksum=True,
        )
