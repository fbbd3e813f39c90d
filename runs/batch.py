"""A batch: many replications of one or more scenarios, chunk by chunk, in a folder that can be gone on with."""

import os
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from .chunk import ENDS, Finish, end, file_of, is_there, layout_of_all, write_chunk
from .columns import metadata
from .files import PLAN, RECORD, StoreError, in_place, new_folder, output_folder, sha256, sweep
from .models import find_model
from .plan import Member, Plan, differences, plan_of, read_plan, write_plan
from .provenance import read_record, record_of, record_text, unfinished
from .simulate import DivergedError, Run, simulate
from .workers import Pool
from .yearly import Reduce


@dataclass(frozen=True)
class Unit:
    """A piece of work: a chunk of a member, or what ends the member.

    Attributes
    ----------
    folder : Path
        Of the batch.
    plan : str
        Digest of its plan.
    member : int
        Position of the scenario.
    chunk : int or None
        Number of the chunk; None to end the member.
    home : str
        The folder in which the user's own model is looked for.
    """

    folder: Path
    plan: str
    member: int
    chunk: int | None
    home: str


@dataclass(frozen=True)
class Done:
    """A unit that is done.

    Attributes
    ----------
    unit : Unit
        Which.
    replications : int
        How many were computed.
    """

    unit: Unit
    replications: int


class Batch:
    """A batch in its folder; see `opened`.

    Parameters
    ----------
    folder : Path
        The folder; it holds a batch.json.
    plan : Plan
        What it says.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan
        self._chunks = plan.chunks()
        self._open = [i for i, place in enumerate(self.members) if not _whole(place)]
        self._missing = [
            (member, chunk)
            for member in self._open
            for chunk in range(len(self._chunks))
            if not is_there(self.members[member], plan.kinds, chunk)
        ]

    @property
    def members(self) -> list[Path]:
        """The folder of each scenario."""
        return [self.folder / member.folder for member in self.plan.members]

    @property
    def complete(self) -> bool:
        """Whether nothing was left to do when the folder was opened."""
        return not self._open

    @property
    def replications(self) -> int:
        """Replications of all scenarios."""
        return len(self.plan.members) * self.plan.replications

    @property
    def missing(self) -> int:
        """Replications that were not there when the folder was opened."""
        return sum(len(self._chunks[chunk]) for _, chunk in self._missing)

    def work(self, pool: Pool, reduce: Reduce, finish: Finish) -> Iterator[Done | None]:
        """Do what is left to do.

        Parameters
        ----------
        pool : Pool
            Who does it.
        reduce : callable
            Gives the yearly values of a chunk.
        finish : callable
            Writes the summary of a scenario whose chunks are all there.

        Yields
        ------
        Done or None
            What was done; None from time to time, so that the caller can look about.

        Raises
        ------
        StoreError
            If something cannot be written, or a run diverges.
        """
        do = partial(work, reduce, finish)
        yield from pool.map(do, [self._unit(member, chunk) for member, chunk in self._missing])
        yield from pool.map(do, [self._unit(member, None) for member in self._open])

    def _unit(self, member: int, chunk: int | None) -> Unit:
        return Unit(self.folder.absolute(), self.plan.digest, member, chunk, os.getcwd())


def batch_folder(out: Path | str | None, names: Sequence[str], seed: int, *, resume: bool) -> Path:
    """Decide where a batch goes.

    Parameters
    ----------
    out : path or None
        What the user asked for; None for ``results/NAME-SEED``, or ``results/batch-SEED`` for several scenarios: with
        the next free suffix, or to resume the newest that holds a batch.
    names : sequence of str
        Of the scenarios.
    seed : int
        Of the batch.
    resume : bool
        Whether a batch that is there already is gone on with.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    StoreError
        If the folder is taken, or nothing can be written there.
    """
    name = names[0] if len(names) == 1 else "batch"
    if resume and out is None:
        first = Path("results") / f"{name}-{seed}"
        found = [place for place in _with_suffixes(first) if (place / PLAN).is_file()]
        held = [place for place in found if _is_of(place, names, seed)] or found
        if held:
            return max(held, key=lambda place: (place / PLAN).stat().st_mtime_ns)
    if out is not None and (Path(out) / PLAN).is_file():
        if not resume:
            raise StoreError(f"{out} holds a batch already; add --resume to go on with it, or choose another --out")
        return Path(out)
    return output_folder(out, name, seed, forcible=False)


def _with_suffixes(first: Path) -> Iterator[Path]:
    """Give the path itself and those with the suffixes -2, -3, ..."""
    for place in first.parent.glob("*"):
        rest = place.name.removeprefix(first.name)
        if place.name.startswith(first.name) and (not rest or (rest[0] == "-" and rest[1:].isdecimal())):
            yield place


def _is_of(place: Path, names: Sequence[str], seed: int) -> bool:
    """Whether a folder holds a batch of these scenarios with this seed."""
    try:
        plan = read_plan(place)
    except StoreError:
        return False
    return [member.name for member in plan.members] == list(names) and plan.seed == seed


@contextmanager
def opened(folder: Path, plan: Plan, *, resume: bool = True) -> Generator[Batch, None, None]:
    """Begin a batch in a new folder, or go on with the one that is there.

    Parameters
    ----------
    folder : Path
        From `batch_folder`.
    plan : Plan
        What is wanted; a batch that is there must have the same.
    resume : bool
        Whether to go on with a batch that is there.

    Yields
    ------
    Batch
        No other process has it open, where the system can tell. What is unfinished is removed at the end.

    Raises
    ------
    StoreError
        If the batch that is there differs, or is open elsewhere.
    """
    if not (folder / PLAN).is_file():
        with new_folder(folder) as place:
            for member in plan.members:
                (place / member.folder).mkdir(exist_ok=True)
            write_plan(plan, place)
    elif not resume:
        raise StoreError(f"another batch has taken {folder} meanwhile; give the command again, or choose another --out")
    with _locked(folder):
        then = read_plan(folder)
        differing = differences(then, plan)
        if differing:
            raise StoreError(
                f"{folder} cannot be gone on with, since this differs: {'; '.join(differing)}; make it as it was, or "
                "begin a new batch with another --out"
            )
        batch = Batch(folder, then)
        try:
            _tidy(batch)
            yield batch
        finally:
            _tidy(batch)
            _remove_if_empty(folder)


def _whole(place: Path) -> bool:
    """Whether the results of a scenario are complete; a record whose files are gone or cut is taken away."""
    if not (place / RECORD).is_file():
        return False
    try:
        for name in read_record(place).data:
            if name.endswith(".parquet"):
                metadata(place / name)
            elif not (place / name).stat().st_size:
                break
        else:
            return True
    except (StoreError, OSError):
        pass
    (place / RECORD).unlink()
    return False


def _remove_if_empty(folder: Path) -> None:
    """Let no folder of a batch stay of which nothing has been computed."""
    if [path for path in folder.rglob("*") if path.is_file()] == [folder / PLAN]:
        shutil.rmtree(folder, ignore_errors=True)


def _tidy(batch: Batch) -> None:
    """Remove what is left of a kill, and of the members that are complete the parts of events.csv."""
    for place in batch.members:
        sweep(place)
        if (place / RECORD).is_file():
            for part in place.glob("events-*.parquet"):
                with suppress(OSError):
                    part.unlink()


@contextmanager
def _locked(folder: Path) -> Generator[None, None, None]:
    try:
        file = (folder / PLAN).open("r+b")
    except OSError as error:
        raise StoreError(f"cannot write into {folder}: {error.strerror or error}; choose another --out") from error
    with file:
        if not _lock(file):
            raise StoreError(f"another greatgame is at work in {folder}; wait for it, or choose another --out")
        yield


def _lock(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:  # a system that has no such locks
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system that has none
        return True
    return True


def members(folder: Path | str) -> list[Path]:
    """Name the folders of results in a folder: itself, or for a batch of several scenarios one for each.

    Parameters
    ----------
    folder : Path
        Of a run or a batch.

    Returns
    -------
    list of Path
        Those that hold results.

    Raises
    ------
    StoreError
        If the batch is not finished.
    """
    place = Path(folder)
    if (place / RECORD).is_file() or not (place / PLAN).is_file():
        return [place]
    found = [place / member.folder for member in read_plan(place).members]
    if not all((member / RECORD).is_file() for member in found):
        raise StoreError(unfinished(place))
    return found


def work(reduce: Reduce, finish: Finish, unit: Unit) -> Done:
    """Do a unit.

    Parameters
    ----------
    reduce, finish : callable
        See `Batch.work`.
    unit : Unit
        What to do.

    Returns
    -------
    Done
        Its files are in place.

    Raises
    ------
    StoreError
        If something cannot be written, the run diverges, or there is not enough memory.
    """
    plan = plan_of(unit.folder, unit.plan)
    member = plan.members[unit.member]
    place = unit.folder / member.folder
    if plan.model is not None:
        find_model(plan.model, unit.home)
    try:
        if unit.chunk is None:
            _end(plan, member, place, finish)
            return Done(unit, 0)
        return Done(unit, _chunk(plan, member, place, unit.chunk, reduce))
    except DivergedError as error:
        raise DivergedError(f"{member.name}, chunk {unit.chunk}: {error}") from None
    except MemoryError:
        raise StoreError("not enough memory for so many workers; go on with --resume and fewer --workers") from None


def _chunk(plan: Plan, member: Member, place: Path, chunk: int, reduce: Reduce) -> int:
    """Run a chunk and write its files; give how many replications it has."""
    numbers = plan.chunks()[chunk]
    run = simulate(member.scenario, plan.seed, numbers, shifts=plan.shifts, design=plan.design, model=plan.model)
    write_chunk(run, place, plan.kinds, chunk, reduce)
    return len(numbers)


def _end(plan: Plan, member: Member, place: Path, finish: Finish) -> None:
    """Make what needs all chunks; run.json last."""
    chunks = len(plan.chunks())
    end(place, chunks, plan.design, finish)
    started = datetime.fromisoformat(plan.started)
    numbers = tuple(range(plan.replications))
    run = Run(member.scenario, plan.seed, numbers, {}, started, plan.design, plan.model)
    hashes = {name: sha256(place / name) for name in _data(plan, chunks, place)}
    record = record_of(run, layout_of_all(member.scenario, plan.design), hashes, plan.command)
    with in_place(place / RECORD) as partial_file:
        partial_file.write_text(record_text(record), encoding="utf-8")


def _data(plan: Plan, chunks: int, place: Path) -> list[str]:
    """Name the data files of a member, sorted."""
    kept = [file_of(kind, number) for kind in plan.kinds if kind != "events" for number in range(chunks)]
    return sorted([*kept, *(name for name in ENDS if (place / name).is_file())])
