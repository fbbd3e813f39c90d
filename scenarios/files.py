"""Which file a name means, and why one cannot be used."""

import os
from collections.abc import Mapping
from pathlib import Path

from .errors import Place, printable, remedy
from .reader import refusal

HOME = Path(__file__).parent
"""Where the shipped scenarios are."""


def shipped() -> dict[str, Path]:
    """Find the YAML files that ship, by name."""
    return {path.stem: path for path in sorted(HOME.glob("*.yaml"))}


def is_shipped(place: Place) -> bool:
    """Tell whether a value was written in a file that ships."""
    return str(Path(place.file).absolute().parent) == str(HOME)


def locate(name: str, beside: Path | None = None) -> Path | None:
    """Find the file that a name or path means; None if a bare name is unknown.

    Parameters
    ----------
    name : str
        A shipped name, or a path.
    beside : Path, optional
        Folder that a relative path starts from; the working directory if left out.
    """
    if "\0" in name:
        return None
    is_path = name.endswith((".yaml", ".yml")) or "/" in name or os.sep in name
    if not is_path and name in shipped():
        return shipped()[name]
    path = (beside or Path()) / name
    return path if is_path or os.path.exists(path) else None


def shown(path: Path) -> str:
    """Write a path as a person would: from the working directory if it lies below, on one line."""
    try:
        text = str(path.resolve().relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except (OSError, ValueError):
        text = str(path)
    return printable(text)


def instead_of(name: str, folder: Path, seen: Mapping[str, str]) -> str:
    """Say what to write instead of a name that no file has.

    Parameters
    ----------
    name : str
        What was written.
    folder : Path
        Where files can be meant besides those that ship.
    seen : mapping of str to str
        Files that cannot be meant, by their real path.
    """
    try:
        beside = [path.name for path in folder.glob("*.yaml") if os.path.realpath(path) not in seen]
    except OSError:
        beside = []
    if f"{name}.yaml" in beside:
        return f"did you mean {f'{name}.yaml'!r}?"
    return remedy(name, [*shipped(), *beside])


def unusable(name: str, parent: Path | None, folder: Path, seen: Mapping[str, str]) -> str | None:
    """Say why a file cannot be extended.

    Parameters
    ----------
    name : str
        What `extends:` says.
    parent : Path or None
        The file that it means.
    folder : Path
        Where the file with `extends:` lies.
    seen : mapping of str to str
        The files so far, as shown, by their real path.
    """
    if not name.strip():
        return "extends is empty; write the name or path of a scenario, or remove the line"
    unknown = f"extends {name!r}, which is neither a scenario that ships nor a file"
    if parent is None:
        return f"{unknown}; {instead_of(name, folder, seen)}"
    try:
        reason = refusal(parent.stat())
        if reason is None and not os.access(parent, os.R_OK):
            reason = "cannot be read (Permission denied); check its permissions"
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return f"{unknown}; {instead_of(name, folder, seen)}"
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); check its name and permissions"
    if reason is not None:
        return f"extends {name!r}, which {reason}"
    real = os.path.realpath(parent)
    if real in seen:
        names = [*list(seen.values())[list(seen).index(real) :], seen[real]]
        return f"extends runs in a circle, {' -> '.join(Path(name).name for name in names)}; remove one of them"
    return None
