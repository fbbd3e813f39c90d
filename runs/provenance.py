"""run.json: everything needed to repeat a result, and nothing about where it was made."""

import hashlib
import json
import os
import platform
import shutil
import stat
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from .design import Design
from .files import PLAN, RECORD, StoreError
from .layout import Layout, whole

if TYPE_CHECKING:
    from .simulate import Run

SCHEMA_VERSION = 1

_LARGEST_FILE = 200_000_000
_LARGEST_NUMBER = 2**31 - 1
"""Of a replication: the data files hold it in 32 bits."""

LIBRARIES = (
    "matplotlib",
    "mesa",
    "networkx",
    "numpy",
    "pandas",
    "pillow",
    "pyarrow",
    "pydantic",
    "PyYAML",
    "scipy",
    "xarray",
)
"""Those that can change a number or a byte of a result; `environments` says which does what."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What run.json says.

    Attributes
    ----------
    schema_version : int
        Version of this list of fields.
    version : str
        Version of the package.
    git : mapping or None
        ``commit`` and ``dirty`` (whether files differ from it), where the package runs from a checkout.
    name, title, question : str
        The scenario's.
    seed : int
        Seed of the noise.
    replications : tuple of int
        Numbers of the replications.
    scenario : mapping
        The resolved scenario, every file that it extends merged in.
    scenario_sha256 : str
        Hash of its canonical JSON.
    changes : tuple of str
        What was changed against the scenario's file (``--set``), in words.
    notes : tuple of str
        What the reader of the scenario remarked.
    command : tuple of str
        The command line, or nothing.
    started, finished : str
        When it was computed, UTC.
    python, machine : str
        Version of Python; kind of processor.
    libraries : mapping of str to str
        Versions.
    cpu_features : tuple of str
        Instruction sets that numpy uses: exp, log and pow differ in the last bit between some of them.
    layout : Layout
        Names, axes and units of what the data files hold.
    data : mapping of str to str
        SHA-256 of every other file of the folder.
    model : str or None
        The user's own Mesa model, ``module:Class``.
    design : Design or None
        What was varied.
    code : str
        Hash of the source of the package; empty in folders from before it was kept.
    intact : bool
        Not in the file: whether all fields agree with the digest that was written with them.
    """

    schema_version: int
    version: str
    git: Mapping[str, Any] | None
    name: str
    title: str
    question: str
    seed: int
    replications: tuple[int, ...]
    scenario: Mapping[str, Any]
    scenario_sha256: str
    changes: tuple[str, ...] = ()
    notes: tuple[str, ...]
    command: tuple[str, ...]
    started: str
    finished: str
    python: str
    machine: str
    libraries: Mapping[str, str]
    cpu_features: tuple[str, ...]
    layout: Layout
    data: Mapping[str, str]
    model: str | None = None
    design: Design | None = None
    code: str = ""
    intact: bool = True

    def files(self, kind: str) -> list[str]:
        """Name the data files of a kind (``KIND-0000.parquet``) in the order of their numbers."""
        found = [name for name in self.data if name.startswith(f"{kind}-") and name.endswith(".parquet")]
        return sorted(found, key=lambda name: (len(name), name))


def record_of(run: "Run", layout: Layout, data: Mapping[str, str], command: tuple[str, ...] = ()) -> Record:
    """Describe a run that has been written.

    Parameters
    ----------
    run : Run
        What was computed.
    layout : Layout
        Of the data files.
    data : mapping of str to str
        Hash of every data file.
    command : tuple of str
        The command line.

    Returns
    -------
    Record
        The content of run.json.
    """
    from .plan import code_sha256

    scenario = run.scenario
    return Record(
        schema_version=SCHEMA_VERSION,
        git=git_state(Path(__file__)),
        name=scenario.name,
        title=scenario.title,
        question=scenario.question,
        seed=run.seed,
        replications=run.replications,
        scenario=scenario.tree,
        scenario_sha256=scenario.sha256,
        changes=scenario.changes,
        notes=tuple(scenario.notes),
        command=tuple(printable(part) for part in command),
        started=_second(run.started),
        finished=_second(datetime.now(UTC)),
        layout=layout,
        data=data,
        model=run.model,
        design=run.design,
        code=code_sha256(),
        **environment(),
    )


def environment() -> dict[str, Any]:
    """Give the fields of `Record` that say what it was computed with."""
    import numpy as np

    simd = np.show_config(mode="dicts")["SIMD Extensions"]
    return {
        "version": _version("greatgame"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "cpu_features": (*simd["baseline"], *simd.get("found", ())),  # numpy leaves out a list that is empty
    }


def here(record: Record) -> Record:
    """Give a record as it would be if the same were computed here and now.

    Parameters
    ----------
    record : Record
        Of what was computed then.
    """
    from .plan import code_sha256

    return replace(record, git=git_state(Path(__file__)), code=code_sha256(), **environment())


def git_state(file: Path) -> dict[str, Any] | None:
    """Give the commit that holds this file and whether anything differs from it; None if it is in no commit."""
    folder = str(file.parent)
    if _git(folder, "ls-files", "--error-unmatch", "--", file.name) is None:
        return None
    commit = _git(folder, "rev-parse", "--verify", "HEAD")
    changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    return None if commit is None else {"commit": commit, "dirty": changed != ""}


def write_record(record: Record, folder: Path) -> None:
    """Write run.json."""
    (folder / RECORD).write_text(record_text(record), encoding="utf-8")


def record_text(record: Record) -> str:
    """Give the text of run.json."""
    tree = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "intact"}
    tree["layout"] = record.layout.as_json()
    tree["design"] = None if record.design is None else asdict(record.design)
    tree["digest"] = digest(tree)
    return _rendered(tree)


def _rendered(tree: Mapping[str, Any]) -> str:
    return json.dumps(tree, indent=1, ensure_ascii=False) + "\n"


def digest(tree: Mapping[str, Any]) -> str:
    """Hash the content of run.json without its digest."""
    rest = {name: content for name, content in tree.items() if name != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def read_record(folder: Path | str) -> Record:
    """Read the run.json of a folder.

    Parameters
    ----------
    folder : path
        Folder of a run or batch.

    Returns
    -------
    Record
        What it says; `Record.intact` tells whether that is what was written.

    Raises
    ------
    StoreError
        If the folder is not that of a run, or its run.json is damaged.
    """
    file = Path(folder) / RECORD
    try:
        text = _text(file)
        tree = json.loads(text)
        record = _from_tree(tree)
        return replace(record, intact=record.intact and text == _rendered(tree))
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(_no_record(Path(folder))) from None
    except OSError as error:
        raise StoreError(
            f"cannot read {file}: {error.strerror}; make it readable, or run the scenario again"
        ) from error
    except _NewerError as error:
        raise StoreError(
            f"{file} has schema version {error}, this greatgame reads {SCHEMA_VERSION}; install a newer greatgame"
        ) from None
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise damaged(file, f"{type(error).__name__}: {error}") from error


def _no_record(folder: Path) -> str:
    """Say why there is no run.json, and what to do."""
    if not (folder / PLAN).is_file():
        if _of_a_batch(folder):
            return unfinished(folder.parent)
        return f"{folder} is not the folder of a run: it holds no {RECORD}; give a folder that `greatgame run` wrote"
    inside = sorted(place for place in folder.iterdir() if (place / RECORD).is_file())
    if not inside:
        return unfinished(folder)
    return f"{folder} holds several scenarios; give one of them: {', '.join(map(str, inside))}"


def _of_a_batch(folder: Path) -> bool:
    """Whether a folder is that of one scenario in a batch."""
    from .plan import read_plan

    try:
        return folder.is_dir() and folder.name in [member.folder for member in read_plan(folder.parent).members]
    except StoreError:
        return False


def unfinished(folder: Path) -> str:
    """Say what to do with a batch that has been stopped."""
    return f"{folder} holds a batch that is not finished; repeat its command with --out {folder} --resume"


def damaged(file: Path, why: str) -> StoreError:
    """Give the error for a run.json that is not as it was written."""
    reason = " ".join(printable(why).split())[:200]
    return StoreError(f"{file} is damaged ({reason}); run the scenario again")


def _text(file: Path) -> str:
    about = file.stat()
    if not stat.S_ISREG(about.st_mode):  # reading a pipe would wait for ever
        raise ValueError("it is not a file")
    if about.st_size > _LARGEST_FILE:
        raise ValueError(f"it is larger than {_LARGEST_FILE // 10**6} MB")
    return file.read_bytes().decode("utf-8")  # line ends as they are


class _NewerError(Exception):
    """The record was written by a later version."""


def _from_tree(tree: dict[str, Any]) -> Record:
    if whole(tree["schema_version"], "schema_version", 1) > SCHEMA_VERSION:
        raise _NewerError(tree["schema_version"])
    json.dumps(tree, ensure_ascii=False, allow_nan=False).encode("utf-8")  # refuses half characters and what is no JSON
    for name in tree["data"]:
        _check_file_name(name)
    whole(tree["seed"], "seed", 0)
    numbers = [whole(number, "a replication", 0, _LARGEST_NUMBER) for number in tree["replications"]]
    if not numbers or len(set(numbers)) < len(numbers):
        raise ValueError("its replications are none, or one is there twice")
    from pydantic import TypeAdapter

    layout = Layout.from_json(tree["layout"])
    if any(
        dims[:1] == ("replication",) and len(values) != len(numbers) for dims, values in layout.coordinates.values()
    ):
        raise ValueError("a coordinate does not fit its replications")
    content: dict[str, Any] = {**tree, "layout": layout}
    record = TypeAdapter(Record).validate_python(content)
    return replace(record, intact=tree.get("digest") == digest(tree))


def _check_file_name(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError("it names a data file outside its folder")
    if name != str(path) or name in {".", RECORD} or not name.isprintable() or len(name.encode("utf-8")) > 255:
        raise ValueError(f"it names a data file {name[:40]!r}")


def _git(folder: str, *arguments: str) -> str | None:
    """Ask git about a folder; None if it cannot say."""
    program = shutil.which("git")
    if program is None:
        return None
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        answer = subprocess.run(  # noqa: S603
            [program, "-C", folder, *arguments], capture_output=True, text=True, timeout=10, env=ours, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def printable(part: str) -> str:
    """Spell out the bytes of a file name that are no text, which no JSON holds."""
    return part.encode("utf-8", "backslashreplace").decode("utf-8")


def _second(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
