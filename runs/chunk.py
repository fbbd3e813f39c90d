"""The files of one scenario's results in a batch: those of each chunk, and those that end it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import design
from .columns import metadata, table_in
from .files import StoreError, in_place, resumable
from .layout import COORDINATES, Layout, check_names, layout_of
from .store import history_table
from .tables import join_csv, write_parquet
from .yearly import Reduce, write_yearly

if TYPE_CHECKING:
    from ..scenarios import Scenario
    from .design import Design
    from .plan import Kind
    from .simulate import Run

Finish = Callable[[Path], None]
"""Writes summary.csv into a folder that holds the files of all chunks; a function that a worker can import."""

ENDS = (design.FILE, "events.csv", "summary.csv")
"""Files that are made when all chunks are there."""


def file_of(kind: "Kind", number: int) -> str:
    """Name the file of a chunk."""
    return f"{kind}-{number:04}.parquet"


def is_there(folder: Path, kinds: "Sequence[Kind]", number: int) -> bool:
    """Whether all files of a chunk are in place; each can be read as far as its footer."""
    try:
        for kind in kinds:
            metadata(folder / file_of(kind, number))
    except StoreError:
        return False
    return True


def write_chunk(run: "Run", folder: Path, kinds: "Sequence[Kind]", number: int, reduce: Reduce | None) -> None:
    """Write the files of a chunk, each moved into place when it is whole.

    Parameters
    ----------
    run : Run
        The replications of the chunk; with the terms if its shifts are kept.
    folder : Path
        The folder of the scenario.
    kinds : sequence of str
        What is kept.
    number : int
        Of the chunk.
    reduce : callable or None
        Gives the yearly values, if they are among what is kept.

    Raises
    ------
    StoreError
        If there is no room.
    """
    layout = layout_of(run.inputs)

    def write(kind: "Kind", file: Path) -> None:
        if kind == "yearly":
            assert reduce is not None
            write_yearly(reduce(run), run, file)
        elif kind == "history":
            write_parquet(history_table(run, check_names(None, layout), layout), file)
        else:
            write_parquet(run.shifts() if kind == "shifts" else run.events(), file)

    for kind in kinds:
        with in_place(folder / file_of(kind, number)) as partial:
            write(kind, partial)


def end(folder: Path, chunks: int, varied: "Design | None", finish: Finish | None) -> None:
    """Make the files that need all chunks.

    Parameters
    ----------
    folder : Path
        The folder of the scenario, the files of all chunks in it.
    chunks : int
        How many there are.
    varied : Design or None
        What is varied.
    finish : callable or None
        Makes the summary.
    """
    if varied is not None:
        with in_place(folder / design.FILE) as partial:
            varied.write(partial)
    with in_place(folder / "events.csv") as partial:
        join_csv((table_in(folder / file_of("events", number)) for number in range(chunks)), partial)
    if finish is not None:
        with resumable(folder / "summary.csv"):
            finish(folder)


def layout_of_all(scenario: "Scenario", varied: "Design | None") -> Layout:
    """Describe the results of all replications; coordinates that a design varies have a value for each."""
    base = layout_of(scenario.inputs)
    if varied is None:
        return base
    ends: list[Layout] = []
    for position, path in enumerate(varied.paths):
        values = [point[position] for point in varied.points]
        ends += [layout_of(scenario.with_settings([f"{path}={v!r}"]).inputs) for v in {min(values), max(values)}]
    vary = [name for name in COORDINATES if any(e.coordinates[name] != base.coordinates[name] for e in ends)]
    if not vary:
        return base
    points = [layout_of(varied.scenario(scenario, point).inputs) for point in range(len(varied.points))]
    coordinates = dict(base.coordinates)
    for name in vary:
        values = [point.coordinates[name][1] for point in points for _ in range(varied.runs)]
        coordinates[name] = (("replication", *base.coordinates[name][0]), values)
    return Layout(base.start, base.months, base.axes, base.variables, coordinates)
