"""The folder of a run: written whole or not at all, read in part."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..scenarios.dates import label
from .columns import Chunks, wide
from .design import stored_coordinates
from .files import RECORD, StoreError, data_files, new_folder, sha256
from .layout import TERMS, Layout, assemble, attributes, check_names, layout_of, values
from .provenance import Record, damaged, read_record, record_of, write_record
from .tables import Table, write_csv, write_parquet

if TYPE_CHECKING:
    import xarray as xr

    from .simulate import Run

Extra = Callable[["Run", Path], None]
"""Writes further files of a run into the folder that it is given."""


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
        write_record(record_of(run, layout_of(run.inputs), hashes, tuple(command)), partial)
    return Path(folder)


def write_data(run: "Run", folder: Path, extra: Extra | None = None) -> None:
    """Write all files of a run but run.json."""
    layout = layout_of(run.inputs)
    plain = check_names(None, layout)
    write_parquet(history_table(run, plain, layout), folder / "history-0000.parquet")
    if run.logged:
        write_parquet(history_table(run, TERMS, layout), folder / "terms-0000.parquet")
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
        Names of the variables; all but the terms of the choices by default. Nothing else is read. Of a batch, which
        has many files, values are read when they are used and not kept: choose with ``sel``, then ``load()``.

    Returns
    -------
    xarray.Dataset
        As `Run.dataset` gives it.

    Raises
    ------
    StoreError
        If the folder is not that of a run, or a file is missing or damaged, or run.json was changed: the labels of
        all arrays are in it. Damage inside the files of a batch is found when the values are used.
    """
    record = read_record(folder)
    if not record.intact:
        raise damaged(Path(folder) / RECORD, "it was changed after it was written")
    layout = record.layout
    try:
        names = check_names(variables, layout)
    except KeyError as error:
        raise StoreError(str(error.args[0])) from None
    arrays: dict[str, Any] = {}
    for kind, wanted in (
        ("history", [name for name in names if name not in TERMS]),
        ("terms", [name for name in names if name in TERMS]),
    ):
        if wanted or (kind == "history" and not names):
            chunks = Chunks.of(_files(record, kind, Path(folder)), record.replications, "month", months_of(layout))
            if len(chunks.files) == 1 and not wanted:
                chunks.check()
            arrays |= {name: chunks.array(name, labels_of(name, layout)) for name in wanted}
    about = attributes(record.title, record.name, record.seed, record.scenario_sha256, record.changes)
    data = assemble(layout, record.replications, {name: arrays[name] for name in names}, about)
    return data.assign_coords(stored_coordinates(Path(folder), record.replications))


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


def history_table(run: "Run", names: Iterable[str], layout: Layout) -> Table:
    """Make the wide table of some variables of a run."""
    variables = ((name, labels_of(name, layout), values(name, run.inputs, run.history)) for name in names)
    return wide(run.scenario.name, run.replications, "month", months_of(layout), variables)


def months_of(layout: Layout) -> list[str]:
    """Name the months of a run."""
    return [label(layout.start + position) for position in range(layout.months)]


def labels_of(name: str, layout: Layout) -> list[tuple[str, ...]]:
    """Give the labels along each axis of a variable."""
    return [layout.axes[dim] for dim in layout.variables[name].dims]


def _files(record: Record, kind: str, folder: Path) -> list[Path]:
    files = record.files(kind)
    if files:
        return [folder / name for name in files]
    if kind == "history":
        raise StoreError(
            f"the months of {folder} were not kept (--keep summary); load_yearly(folder) gives the yearly means"
        )
    raise StoreError(f"this run has kept no {kind} files; one world alone keeps them, run it by itself")
