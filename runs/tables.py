"""Tables as they leave the program."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol


class Table(Protocol):
    """A `pyarrow.Table`, as far as it is used here (pyarrow comes without types)."""

    @property
    def num_rows(self) -> int:
        """Number of rows."""
        ...

    @property
    def schema(self) -> Any:
        """Names and types of the columns."""
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
    join_csv([table], file)


def join_csv(tables: Iterable[Table], file: Path) -> None:
    """Write tables of the same columns as one CSV."""
    with file.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        for number, table in enumerate(tables):
            if number == 0:
                writer.writerow(table.column_names)
            columns = [table.column(name).to_pylist() for name in table.column_names]
            writer.writerows(zip(*columns, strict=True))


def write_parquet(table: Table, file: Path, about: Mapping[str, Any] | None = None) -> None:
    """Write a table as parquet, the same bytes each time.

    Parameters
    ----------
    table : Table
        What to write.
    file : Path
        Where.
    about : mapping, optional
        Plain values to keep with it, each as JSON.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    options: dict[str, Any] = {
        "version": "2.6",
        "compression": "zstd",
        "use_dictionary": [field.name for field in table.schema if pa.types.is_string(field.type)],
        "write_statistics": False,
        "store_schema": False,
        "write_page_checksum": True,
    }
    # Python's own file, so that a full disk is an OSError with its number
    with file.open("wb") as sink, pq.ParquetWriter(sink, table.schema, **options) as writer:
        writer.write_table(table, row_group_size=max(table.num_rows, 1))
        if about:
            writer.add_key_value_metadata(
                {name: json.dumps(value, ensure_ascii=False) for name, value in about.items()}
            )
