"""Run a folder again from its run.json and compare, byte for byte."""

import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .chunk import Finish, end, file_of, write_chunk
from .design import Design, read_design
from .environments import Change, changes
from .files import RECORD, StoreError, sha256
from .gaps import Gap, gap_of_files
from .plan import KINDS, Kind, cut
from .provenance import Record, damaged, here, read_record
from .simulate import simulate
from .store import Extra, verify, write_data
from .yearly import Reduce

if TYPE_CHECKING:
    from ..scenarios import Scenario


@dataclass(frozen=True)
class Replay:
    """What a replay found.

    Attributes
    ----------
    differing : tuple of str
        Names of the files that are not as they should be: changed since they were written (run.json too), missing, or
        different when computed again. Where run.json is all there is, a missing file is not among them if it was
        computed again and has its hash.
    changed : tuple of str
        Those that were changed since they were written.
    missing : tuple of str
        Those that are not there.
    repeated : tuple of str
        Names of the files that were computed again; of the others only the hash was checked.
    unlike : tuple of str
        Those among them that have not the hash in run.json.
    gaps : mapping of str to Gap
        Of each of these that is there as it was written, and holds a table: how far the two are apart.
    environment : tuple of Change
        What it was computed with then (before) and is now (after), where that differs: no difference by itself, but
        it may explain one.
    """

    differing: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    repeated: tuple[str, ...]
    unlike: tuple[str, ...]
    gaps: Mapping[str, Gap]
    environment: tuple[Change, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not self.differing


def replay(
    folder: Path | str, *, extra: Extra | None = None, reduce: Reduce | None = None, finish: Finish | None = None
) -> Replay:
    """Run a folder again from its run.json and compare the data files.

    Parameters
    ----------
    folder : path
        Folder of a run, or of one scenario of a batch; nothing in it is touched. Its run.json is enough.
    extra : callable, optional
        What was given to `write` as such, so that those files are computed again too.
    reduce, finish : callable, optional
        The same for a batch: without them its yearly files and its summary are not computed again.

    Returns
    -------
    Replay
        Which files differ.

    Raises
    ------
    StoreError
        If the folder is not that of a run, or there is no room for the second one.
    ScenarioError
        If the scenario in it is refused.
    """
    record, source = read_record(folder), Path(folder)
    missing = {name for name in record.data if not (source / name).is_file()}
    changed = set(verify(folder)) - missing
    scenario = _scenario(record, source)
    if scenario.sha256 != record.scenario_sha256:
        changed.add(RECORD)
    again = _Again(scenario, record, source, record.design or read_design(folder))
    with _passing_folder() as place:
        if record.files("yearly"):
            again.batch(place, reduce, finish)
        else:
            write_data(simulate(scenario, record.seed, record.replications, log=_logged(record)), place, extra)
            again.look_at(place)
    unlike = {name for name, found in again.hashes.items() if found != record.data[name]}
    lost = missing - set(again.hashes) if missing == set(record.data) else missing
    return Replay(
        differing=tuple(sorted(changed | lost | unlike)),
        changed=tuple(sorted(changed)),
        missing=tuple(sorted(missing)),
        repeated=tuple(sorted(again.hashes)),
        unlike=tuple(sorted(unlike)),
        gaps=again.gaps,
        environment=tuple(changes(record, here(record))),
    )


def _scenario(record: Record, source: Path) -> "Scenario":
    """Rebuild the scenario that was run."""
    from ..scenarios import ScenarioError, from_tree

    try:
        return from_tree(dict(record.scenario), record.name, record.changes)
    except ScenarioError as error:
        if record.intact:
            raise
        raise damaged(source / RECORD, f"its scenario is refused: {error}") from error


@contextmanager
def _passing_folder() -> Generator[Path, None, None]:
    try:
        with tempfile.TemporaryDirectory(prefix="greatgame-replay-") as place:
            yield Path(place)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"cannot write the second run into {tempfile.gettempdir()}: {reason}; free some space there, "
            "or set TMPDIR to another folder"
        ) from error


class _Again:
    """A scenario's results, computed again and compared file by file.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    record : Record
        What was computed then.
    source : Path
        Where that is.
    design : Design or None
        What was varied.
    """

    def __init__(self, scenario: "Scenario", record: Record, source: Path, design: Design | None) -> None:
        self.scenario, self.record, self.source, self.design = scenario, record, source, design
        self.hashes: dict[str, str] = {}
        self.gaps: dict[str, Gap] = {}

    def look_at(self, place: Path) -> None:
        """Hash the data files in a folder; where one differs from that of then, see how far they are apart."""
        for name, then in self.record.data.items():
            file, old = place / name, self.source / name
            if name in self.hashes or not file.is_file():
                continue
            self.hashes[name] = sha256(file)
            if self.hashes[name] != then and old.is_file() and sha256(old) == then:
                gap = gap_of_files(old, file)
                if gap is not None:
                    self.gaps[name] = gap

    def batch(self, place: Path, reduce: Reduce | None, finish: Finish | None) -> None:
        """Run a batch chunk by chunk; of its files only the small ones are kept so long."""
        record, design = self.record, self.design
        kinds: list[Kind] = [
            kind for kind in KINDS if kind == "events" or (record.files(kind) and (kind != "yearly" or reduce))
        ]
        chunks = cut(len(record.replications), record.model)
        for number, numbers in enumerate(chunks):
            shifts = "shifts" in kinds
            run = simulate(self.scenario, record.seed, numbers, shifts=shifts, design=design, model=record.model)
            write_chunk(run, place, kinds, number, reduce)
            self.look_at(place)
            for kind in ("history", "shifts"):
                (place / file_of(kind, number)).unlink(missing_ok=True)
        end(place, len(chunks), design, finish if "yearly" in kinds else None)
        self.look_at(place)


def _logged(record: Record) -> bool:
    return any(name.startswith("terms-") for name in record.data)
