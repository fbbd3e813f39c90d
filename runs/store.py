"""The folder of a run: written whole or not at all, read in part."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..scenarios.dates import label
from .files import RECORD, StoreError, data_files, new_folder, sha256
from .layout import TERMS, Layout, assemble, attributes, check_names, layout_of, values
from .provenance import Record, damaged, read_record, record_of, write_record
from .tables import Table, write_csv, write_parquet

if TYPE_CHECKING:
    import xarray as xr

    from .simulate import Run

Extra = Callable[["Run", Path], None]
"""Writes further files of a run into the folder that it is given."""

_INDEX = ("scenario", "replication", "month")


def write(
    run: "Run", folder: Path | str, command: Sequence[str] = (), *, extra: Extra | None = None, force: bool = False
) -> Path:
    """Write the folder of a run.

    Parameters
    ----------
    run : Run
        What to write.
    folder : path
        Where; see `files.output_folder`.
    command : sequence of str
        The command line, for run.json.
    extra : callable, optional
        Writes the files that others compute from the run (summary, plots).
    force : bool
        Replace a folder that holds a run.json.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    StoreError
        If it cannot be written; nothing is left behind then.
    """
    with new_folder(folder, force=force) as partial:
        write_data(run, partial, extra)
        hashes = {name: sha256(partial / name) for name in data_files(partial)}
        write_record(record_of(run, hashes, tuple(command)), partial)
    return Path(folder)


def write_data(run: "Run", folder: Path, extra: Extra | None = None) -> None:
    """Write all files of a run but run.json."""
    layout = layout_of(run.scenario.inputs)
    plain = check_names(None, layout)
    write_parquet(_wide(run, plain, layout), folder / "history-0000.parquet")
    if run.logged:
        write_parquet(_wide(run, TERMS, layout), folder / "terms-0000.parquet")
    write_csv(run.shifts(), folder / "shifts.csv")
    write_csv(run.events(), folder / "events.csv")
    if extra is not None:
        extra(run, folder)


def load(folder: Path | str, variables: Sequence[str] | None = None) -> "xr.Dataset":
    """Read the history of a run or batch.

    Parameters
    ----------
    folder : path
        The folder.
    variables : sequence of str, optional
        Names of the variables; all but the terms of the choices by default. Nothing else is read.

    Returns
    -------
    xarray.Dataset
        As `Run.dataset` gives it.

    Raises
    ------
    StoreError
        If the folder is not that of a run, or a file is missing or damaged, or run.json was changed: the labels of
        all arrays are in it.
    """
    record = read_record(folder)
    if not record.intact:
        raise damaged(Path(folder) / RECORD, "it was changed after it was written")
    try:
        names = check_names(variables, record.layout)
    except KeyError as error:
        raise StoreError(str(error.args[0])) from None
    arrays: dict[str, NDArray[Any]] = {}
    numbers: NDArray[np.int64] | None = None
    for kind, wanted in (
        ("history", [name for name in names if name not in TERMS]),
        ("terms", [name for name in names if name in TERMS]),
    ):
        if wanted or (kind == "history" and not names):
            read = [_read(Path(folder) / file, wanted, record.layout) for file in _files(record, kind)]
            numbers = np.concatenate([part[0] for part in read])
            arrays |= {name: np.concatenate([part[1][name] for part in read]) for name in wanted}
    if numbers is None or numbers.tolist() != list(record.replications):
        raise StoreError(f"the replications in {folder} are not those that {RECORD} names; run the scenario again")
    about = attributes(record.title, record.name, record.seed, record.scenario_sha256, record.changes)
    return assemble(record.layout, record.replications, {name: arrays[name] for name in names}, about)


def verify(folder: Path | str) -> list[str]:
    """Find the files that are missing or not as they were written, run.json among them.

    Parameters
    ----------
    folder : path
        Folder of a run.

    Returns
    -------
    list of str
        Their names; empty when all is well.
    """
    record, place = read_record(folder), Path(folder)
    changed = [] if record.intact else [RECORD]
    return changed + [
        name for name, written in record.data.items() if not (place / name).is_file() or sha256(place / name) != written
    ]


def columns_of(name: str, layout: Layout) -> list[str]:
    """Give the names of a variable's columns, ``variable|state|power|domain``, in the order of its axes."""
    columns = [name]
    for dim in layout.variables[name].dims:
        columns = [f"{column}|{item}" for column in columns for item in layout.axes[dim]]
    return columns


def _wide(run: "Run", names: Iterable[str], layout: Layout) -> Table:
    import pyarrow as pa

    months = [label(layout.start + position) for position in range(layout.months)]
    number = len(run.replications)
    columns: dict[str, Any] = {
        "scenario": pa.array([run.scenario.name] * (number * layout.months), pa.string()),
        "replication": pa.array(np.repeat(np.asarray(run.replications, dtype=np.int32), layout.months)),
        "month": pa.array(months * number, pa.string()),
    }
    for name in names:
        rows = values(name, run.scenario.inputs, run.history).reshape(number * layout.months, -1)
        columns |= {
            column: pa.array(part)
            for column, part in zip(columns_of(name, layout), np.ascontiguousarray(rows.T), strict=True)
        }
    return pa.table(columns)


def _files(record: Record, kind: str) -> list[str]:
    files = sorted(name for name in record.data if name.startswith(f"{kind}-") and name.endswith(".parquet"))
    if not files:
        raise StoreError(f"this run has kept no {kind} files; one world alone keeps them, run it by itself")
    return files


def _read(file: Path, names: Sequence[str], layout: Layout) -> tuple[NDArray[np.int64], dict[str, NDArray[Any]]]:
    """Read some variables of one file: the numbers of its replications, and arrays (replication, month, ...)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = {name: columns_of(name, layout) for name in names}
    if not file.is_file():
        raise StoreError(f"{file} is missing; run the scenario again")
    try:
        with pq.ParquetFile(file, page_checksum_verification=True) as parquet:
            missing = {column for columns in wanted.values() for column in columns} - set(parquet.schema_arrow.names)
            if missing:
                raise StoreError(f"{file} lacks the column {min(missing)}; run the scenario again")
            table = parquet.read([*_INDEX, *(column for columns in wanted.values() for column in columns)])
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"{file} cannot be read, it is damaged or cut short ({error}); run the scenario again"
        ) from error
    months = [label(layout.start + position) for position in range(layout.months)]
    replications = table.num_rows // layout.months
    if table.column("month").to_pylist() != months * replications:
        raise StoreError(f"{file} does not hold every month from {months[0]} to {months[-1]}; run the scenario again")
    numbers = table.column("replication").to_numpy().reshape(replications, layout.months)[:, 0]
    return numbers.astype(np.int64), {
        name: _stack(table, columns, (replications, layout.months, *layout.shape(name)))
        for name, columns in wanted.items()
    }


def _stack(table: Table, columns: Sequence[str], shape: tuple[int, ...]) -> NDArray[Any]:
    if not columns:
        return np.zeros(shape)
    return np.stack([table.column(column).to_numpy() for column in columns], axis=-1).reshape(shape)
