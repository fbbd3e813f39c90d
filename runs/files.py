"""Folders that are either complete or not there: written under another name, then renamed."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

RECORD = "run.json"
"""The file that makes a folder a result; it is written last."""

PLAN = "batch.json"
"""The file that makes a folder a batch; it is written first."""

_HIDDEN, _PARTIAL = ".gg-", ".partial"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NAME_MAX, _PATH_MAX = 255, 4000
"""Bytes in one name and in a whole path; the files in the folder need some of the latter."""


class StoreError(Exception):
    """A result cannot be written or read; the message says why and what to do."""


def output_folder(
    out: Path | str | None, name: str = "", seed: int = 0, *, force: bool = False, forcible: bool = True
) -> Path:
    """Decide where a result goes, before any time is spent on computing it.

    Parameters
    ----------
    out : path or None
        The folder that the user asked for; None for ``results/NAME-SEED`` with the next free suffix.
    name : str
        Name of the scenario.
    seed : int
        Seed of the run.
    force : bool
        Replace the folder if it holds a run.json.
    forcible : bool
        Whether the command has a ``--force`` to speak of.

    Returns
    -------
    Path
        A folder that `new_folder` will accept. Nothing stays behind of the trial whether one can write there.

    Raises
    ------
    StoreError
        If the folder exists and may not be replaced, or nothing can be written there.
    """
    wanted = Path("results") / f"{name}-{seed}" if out is None else Path(out)
    _check_name(wanted)
    if force:
        _check_replaceable(wanted)
    elif out is None:
        wanted = next_free(wanted)
    elif _taken(wanted):
        raise StoreError(_in_the_way(wanted, forcible=forcible))
    _check_writable(wanted)
    return wanted


@contextmanager
def new_folder(target: Path | str, *, force: bool = False) -> Generator[Path, None, None]:
    """Give a hidden folder beside the target to write into; at the end of the block it becomes the target.

    An error, a full disk or Ctrl-C inside the block removes it; a kill leaves it as ``.gg-XXXX.partial``, without a
    run.json. A target that someone else has made meanwhile is never overwritten.

    Parameters
    ----------
    target : path
        The folder to be.
    force : bool
        Replace a target that holds a run.json.

    Yields
    ------
    Path
        The folder to write into.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    target = Path(os.path.abspath(target))  # `--out .` has a name and a parent too
    partial: Path | None = None
    made = [parent for parent in target.parents if not os.path.lexists(parent)]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = _passing(target.parent, "partial")
        partial.chmod(0o777 & ~_umask())
        yield partial
        _publish(partial, target, force=force)
        made = []
    except OSError as error:
        raise StoreError(_explain(error, target)) from error
    finally:
        if partial is not None:
            shutil.rmtree(partial, ignore_errors=True)
        for parent in made:  # folders that were made for it, unless somebody uses them
            with suppress(OSError):
                parent.rmdir()


@contextmanager
def in_place(target: Path) -> Generator[Path, None, None]:
    """Give a hidden file beside the target to write into; at the end of the block it becomes the target.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    partial = target.with_name(f"{_HIDDEN}{uuid4().hex[:12]}{_PARTIAL}")
    with resumable(target):
        try:
            yield partial
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def resumable(target: Path) -> Generator[None, None, None]:
    """Explain why a file of a batch cannot be written.

    Raises
    ------
    StoreError
        If it cannot.
    """
    try:
        yield
    except OSError as error:
        what = "no room" if error.errno in _FULL else "no way"
        remedy = "free some space and go on" if error.errno in _FULL else "mend that and go on"
        raise StoreError(
            f"{what} to write {target}: {error.strerror or error}; what was finished is kept: {remedy} with --resume"
        ) from error


def sweep(folder: Path) -> None:
    """Remove files that `in_place` has not finished because the process was killed."""
    for partial in folder.glob(f"{_HIDDEN}*{_PARTIAL}"):
        with suppress(OSError):
            partial.unlink()


def next_free(path: Path) -> Path:
    """Give the path itself, or with the first of the suffixes -2, -3, ... that is not taken."""
    candidate, suffix = path, 1
    while os.path.lexists(candidate):
        suffix += 1
        candidate = path.with_name(f"{path.name}-{suffix}")
    return candidate


def sha256(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def data_files(folder: Path) -> list[str]:
    """Names of all files of a result but its run.json, sorted."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != RECORD
    )


def _publish(partial: Path, target: Path, *, force: bool) -> None:
    if _taken(target):
        if not force:
            raise StoreError(_in_the_way(target, forcible=False))
        _check_replaceable(target)
        _replace(partial, target)
        return
    if target.is_dir():
        target.rmdir()  # empty, and Windows does not rename onto it
    partial.rename(target)


def _replace(partial: Path, target: Path) -> None:
    attic = _passing(target.parent, "old")
    old = attic / target.name
    try:
        target.rename(old)
        partial.rename(target)
    except BaseException:
        if old.exists() and not os.path.lexists(target):
            old.rename(target)
        raise
    finally:
        if os.path.lexists(target):  # or else the old run is all there is
            shutil.rmtree(attic, ignore_errors=True)


def _passing(parent: Path, what: str) -> Path:
    """Make a hidden folder, ``.gg-XXXX.what``: a name that is never too long."""
    return Path(tempfile.mkdtemp(prefix=_HIDDEN, suffix=f".{what}", dir=parent))


def _taken(path: Path) -> bool:
    """Whether something is there that a result would overwrite; an empty folder is not."""
    return os.path.lexists(path) and not (path.is_dir() and not any(path.iterdir()))


def _check_replaceable(path: Path) -> None:
    if _taken(path) and not (path / RECORD).is_file():
        raise StoreError(
            f"{path} is not the folder of a run (it holds no {RECORD}), so it is not replaced; choose another --out"
        )


def _check_name(path: Path) -> None:
    whole = os.path.abspath(path)
    if len(os.fsencode(whole)) > _PATH_MAX or any(len(os.fsencode(part)) > _NAME_MAX for part in Path(whole).parts):
        raise StoreError(_too_long(path))


def _check_writable(path: Path) -> None:
    parent = path.absolute().parent
    while not os.path.lexists(parent):
        parent = parent.parent
    if not parent.is_dir():
        raise StoreError(f"{parent} is a file where a folder is needed; choose another --out")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise StoreError(f"cannot write into {parent}: permission denied; choose another --out")
    try:
        _passing(parent, "partial").rmdir()
    except OSError as error:  # such as /proc, where not even root can
        raise StoreError(_explain(error, path)) from error


def _in_the_way(path: Path, *, forcible: bool) -> str:
    if (path / RECORD).is_file():
        more = ", or add --force to replace it" if forcible else ""
        return f"{path} holds a run already; choose another --out{more}"
    return f"{path} exists already and is not overwritten; choose another --out"


def _explain(error: OSError, target: Path) -> str:
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return f"no room to write {target}: {reason}; nothing was kept; free some space, or choose another --out"
    if error.errno == errno.ENAMETOOLONG:
        return _too_long(target)
    if error.errno in {errno.EEXIST, errno.ENOTDIR}:
        return f"cannot make the folder {target}: there is a file in the way; choose another --out"
    return f"cannot write {target}: {reason}; choose another --out"


def _too_long(path: Path) -> str:
    shown = str(path)
    shown = shown if len(shown) <= 80 else f"{shown[:40]}...{shown[-20:]}"
    return f"cannot write {shown}: the name is too long; choose a shorter --out"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
