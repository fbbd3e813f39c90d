"""What the commands that judge the model share: workers, files asked for, and results that outlive the screen."""

import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from . import signals
from .failure import Failure
from .progress import Progress

if TYPE_CHECKING:
    from ..runs import Pool
    from ..scenarios import Scenario


class Mute(AbstractContextManager[None]):
    """Lets nothing be lost because the screen has gone: files are written and the exit code is kept all the same."""

    def __init__(self) -> None:
        self.error: OSError | None = None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, OSError):
            return False
        self.error = error
        return True

    def complain(self) -> None:
        """Raise what went wrong, but for a reader that had enough."""
        if self.error is not None and not isinstance(self.error, BrokenPipeError):
            raise self.error


def check_json(file: Path | None, folder: Path | None) -> None:
    """Find out before anything is computed whether a file of JSON can be written.

    Parameters
    ----------
    file : Path or None
        That is asked for.
    folder : Path or None
        That will be written too.

    Raises
    ------
    Failure
        If it cannot.
    """
    if file is None:
        return
    if folder is not None and folder.resolve() in (file.resolve(), *file.resolve().parents):
        raise Failure(f"--json {file}: is in or the same as the folder {folder} to be written; take a name elsewhere")
    if os.path.lexists(file):
        raise Failure(f"--json {file}: is there already; remove it or take another name")
    if not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
        raise Failure(f"--json {file}: there is no folder {file.parent} to write to; make it first")
    try:
        with TemporaryFile(dir=file.parent):
            pass
    except OSError as error:
        raise Failure(f"--json {file}: cannot be written: {error.strerror}; take another place") from None


def write_json(file: Path | None, document: Callable[[], str]) -> list[Path]:
    """Write a file of JSON where one is asked for.

    Parameters
    ----------
    file : Path or None
        A new file.
    document : callable
        Makes its text.

    Returns
    -------
    list of Path
        What was written.
    """
    if file is None:
        return []
    with file.open("x", encoding="utf-8") as stream:
        stream.write(document())
    return [file]


def stamp(began: datetime, libraries: Sequence[str]) -> dict[str, object]:
    """Say what made a result: versions, machine, commit, command, times.

    Parameters
    ----------
    began : datetime
        When the work began.
    libraries : sequence of str
        Names of those that matter beside the usual ones.
    """
    from ..runs import provenance

    environment = provenance.environment()
    return {
        "schema_version": 1,
        **environment,
        "libraries": {**environment["libraries"], **{name: version(name) for name in libraries}},
        "git": provenance.git_state(Path(__file__)),
        "command": [provenance.printable(part) for part in ("greatgame", *sys.argv[1:])],
        "started": began.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def of_scenario(scenario: "Scenario") -> dict[str, object]:
    """Give what a record says of its scenario."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "changes": scenario.changes,
        "scenario_sha256": scenario.sha256,
        "scenario": scenario.tree,
    }


@contextmanager
def working(workers: int | None) -> "Generator[Pool]":
    """Open workers.

    Parameters
    ----------
    workers : int or None
        How many; as many as there are cores by default.

    Raises
    ------
    Failure
        If one of them was lost.
    """
    from ..runs import StoreError, Workers, cores

    try:
        with Workers(workers or cores()) as pool:
            yield pool
    except StoreError as error:  # its words are those of a batch, which could go on
        raise Failure(f"{str(error).partition(';')[0]}; run it again with fewer --workers") from error


def ticking(progress: Progress) -> Callable[[int], None]:
    """Show what is done, and stop where a signal asks for it.

    Parameters
    ----------
    progress : Progress
        What is shown.
    """

    def tick(done: int) -> None:
        progress.add(done)
        signals.check()

    return tick
