"""run.json: everything needed to repeat a result, and nothing about where it was made."""

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .files import RECORD, StoreError
from .layout import Layout, layout_of

if TYPE_CHECKING:
    from .simulate import Run

SCHEMA_VERSION = 1

LIBRARIES = ("matplotlib", "mesa", "networkx", "numpy", "pandas", "pyarrow", "pydantic", "PyYAML", "xarray")
"""Those that can change a number or a byte of a result."""


@dataclass(frozen=True)
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


def record_of(run: "Run", data: Mapping[str, str], command: tuple[str, ...] = ()) -> Record:
    """Describe a run that has been written.

    Parameters
    ----------
    run : Run
        What was computed.
    data : mapping of str to str
        Hash of every data file.
    command : tuple of str
        The command line.

    Returns
    -------
    Record
        The content of run.json.
    """
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
        notes=tuple(scenario.notes),
        command=command,
        started=_second(run.started),
        finished=_second(datetime.now(UTC)),
        layout=layout_of(scenario.inputs),
        data=data,
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
        "cpu_features": (*simd["baseline"], *simd["found"]),
    }


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
    tree = {field.name: getattr(record, field.name) for field in fields(record)} | {"layout": record.layout.as_json()}
    (folder / RECORD).write_text(json.dumps(tree, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_record(folder: Path | str) -> Record:
    """Read the run.json of a folder.

    Parameters
    ----------
    folder : path
        Folder of a run or batch.

    Returns
    -------
    Record
        What it says.

    Raises
    ------
    StoreError
        If the folder is not that of a run.
    """
    file = Path(folder) / RECORD
    try:
        tree = json.loads(file.read_text(encoding="utf-8"))
        return _from_tree(tree)
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(
            f"{folder} is not the folder of a run: it holds no {RECORD}; give a folder that `greatgame run` wrote"
        ) from None
    except OSError as error:
        raise StoreError(f"cannot read {file}: {error.strerror}") from error
    except _NewerError as error:
        raise StoreError(
            f"{file} has schema version {error}, this greatgame reads {SCHEMA_VERSION}; install a newer greatgame"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = " ".join(str(error).split())[:200]
        raise StoreError(f"{file} is damaged ({type(error).__name__}: {what}); run the scenario again") from error


class _NewerError(Exception):
    """The record was written by a later version."""


def _from_tree(tree: dict[str, Any]) -> Record:
    if tree["schema_version"] > SCHEMA_VERSION:
        raise _NewerError(tree["schema_version"])
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in tree["data"]):
        raise ValueError("it names a data file outside its folder")
    from pydantic import TypeAdapter

    content: dict[str, Any] = {**tree, "layout": Layout.from_json(tree["layout"])}
    return TypeAdapter(Record).validate_python(content)


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


def _second(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
