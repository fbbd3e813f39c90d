"""Run a folder again from its run.json and compare, byte for byte."""

import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .chunk import Finish, end, file_of, write_chunk
from .design import Design, read_design
from .files import RECORD, StoreError, sha256
from .plan import KINDS, Kind, cut
from .provenance import Record, damaged, environment, git_state, read_record
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
        different when computed again.
    changed : tuple of str
        Those among them that are missing or were changed since they were written.
    repeated : tuple of str
        Names of the files that were computed again; of the others only the hash was checked.
    environment : tuple of str
        What it was computed with then and is now, where that differs (version, commit, libraries, processor): no
        difference by itself, but it may explain one.
    """

    differing: tuple[str, ...]
    changed: tuple[str, ...]
    repeated: tuple[str, ...]
    environment: tuple[str, ...]

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
        Folder of a run, or of one scenario of a batch; nothing in it is touched.
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
    from ..scenarios import ScenarioError, from_tree

    record = read_record(folder)
    changed = set(verify(folder))
    try:
        scenario = from_tree(dict(record.scenario), record.name, record.changes)
    except ScenarioError as error:
        if record.intact:
            raise
        raise damaged(Path(folder) / RECORD, f"its scenario is refused: {error}") from error
    if scenario.sha256 != record.scenario_sha256:
        changed.add(RECORD)
    design = read_design(folder)
    with _passing_folder() as place:
        if record.files("yearly"):
            fresh = _batch(scenario, record, design, place, reduce, finish)
        else:
            write_data(simulate(scenario, record.seed, record.replications, log=_logged(record)), place, extra)
            fresh = _hashes(record, place)
    differing = changed | {name for name, found in fresh.items() if found != record.data[name]}
    return Replay(tuple(sorted(differing)), tuple(sorted(changed)), tuple(sorted(fresh)), tuple(_differences(record)))


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


def _hashes(record: Record, place: Path) -> dict[str, str]:
    """Hashes of the data files that are there."""
    return {name: sha256(place / name) for name in record.data if (place / name).is_file()}


def _batch(
    scenario: "Scenario",
    record: Record,
    design: Design | None,
    place: Path,
    reduce: Reduce | None,
    finish: Finish | None,
) -> dict[str, str]:
    """Run a batch again, chunk by chunk, and give the hashes of its files; only the small ones are kept so long."""
    kinds: list[Kind] = [
        kind for kind in KINDS if kind == "events" or (record.files(kind) and (kind != "yearly" or reduce))
    ]
    hashes: dict[str, str] = {}
    chunks = cut(len(record.replications), record.model)
    for number, numbers in enumerate(chunks):
        shifts = "shifts" in kinds
        run = simulate(scenario, record.seed, numbers, shifts=shifts, design=design, model=record.model)
        write_chunk(run, place, kinds, number, reduce)
        for kind in ("history", "shifts"):
            if kind in kinds:
                file = place / file_of(kind, number)
                hashes[file.name] = sha256(file)
                file.unlink()
    end(place, len(chunks), design, finish if "yearly" in kinds else None)
    return hashes | _hashes(record, place)


def _logged(record: Record) -> bool:
    return any(name.startswith("terms-") for name in record.data)


def _commit(git: Mapping[str, Any] | None) -> str:
    if git is None:
        return "none"
    return f"{git.get('commit')} with changes" if git.get("dirty") else str(git.get("commit"))


def _differences(record: Record) -> list[str]:
    now = environment()
    found = [
        f"{name}: {getattr(record, name)} then, {now[name]} now"
        for name in ("version", "python", "machine")
        if getattr(record, name) != now[name]
    ]
    then, here = _commit(record.git), _commit(git_state(Path(__file__)))
    if then != here:
        found.append(f"commit: {then} then, {here} now")
    names = sorted({*record.libraries, *now["libraries"]})
    pairs = [(name, record.libraries.get(name, "none"), now["libraries"].get(name, "none")) for name in names]
    found += [f"{name}: {then} then, {here} now" for name, then, here in pairs if then != here]
    if set(record.cpu_features) != set(now["cpu_features"]):
        then, here = " ".join(record.cpu_features), " ".join(now["cpu_features"])
        found.append(f"processor features: {then} then, {here} now")
    return found
