"""YAML files that people write for a quiz: every mistake at once, each with its line and column."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ...scenarios.errors import InputError, Place, Problem, remedy
from ...scenarios.reader import MOST_BYTES, Node, kind_of, parse_value

Model = TypeVar("Model", bound=BaseModel)

_WANTED = {
    "string_type": ("text", "put it in quotes"),
    "list_type": ("a list", "write [A, B], or lines that begin with `- `"),
    "dict_type": ("a mapping", "write `key: value`"),
    "model_type": ("a mapping", "write `key: value`"),
    "model_attributes_type": ("a mapping", "write `key: value`"),
    "too_short": ("a list with at least one entry", "add one"),
    "string_pattern_mismatch": ("made of letters, digits and _ only", "change it"),
}
"""Pydantic's names of errors: what is wanted instead, and what to do."""


def text_of(file: Path) -> str:
    """Read the text of a file.

    Parameters
    ----------
    file : Path
        The file.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise InputError([Problem(str(file), 0, 0, f"cannot be read ({error.strerror}); check the name")]) from None
    except UnicodeDecodeError:
        raise InputError([Problem(str(file), 1, 1, "is not text in UTF-8; save the file as UTF-8")]) from None
    if len(data) > MOST_BYTES:
        raise InputError([Problem(str(file), 0, 0, "is too large for this; check the name")])
    return text


def read_yaml(text: str, file: Path) -> Node:
    """Read a mapping from the text of a YAML file.

    Parameters
    ----------
    text : str
        YAML.
    file : Path
        Where it stands.

    Raises
    ------
    InputError
        If it is no mapping.
    """
    root, problems = parse_value(text, str(file))
    if not problems and (root is None or not isinstance(root.value, dict)):
        problems.append(Problem(str(file), 1, 1, "should be made of lines such as `key: value`; write them"))
    if problems or root is None:
        raise InputError(problems)
    return root


def as_written(text: str, key: str) -> str:
    """Give the letters of a value: `007` stays 007.

    Parameters
    ----------
    text : str
        A mapping in YAML that `read_yaml` has read.
    key : str
        Of a value in it that is text, a number or nothing.
    """
    return str(yaml.load(text, yaml.BaseLoader)[key])  # noqa: S506 (it makes nothing but text)


def fitted(model: type[Model], root: Node) -> Model:
    """Check a file against a model.

    Parameters
    ----------
    model : type of BaseModel
        What it should hold.
    root : Node
        What it holds.

    Raises
    ------
    InputError
        With every mistake.
    """
    try:
        return model.model_validate(root.plain())
    except ValidationError as error:
        found: list[Any] = error.errors(include_url=False)
    raise InputError(_problem(root, each) for each in found)


def place_of(root: Node, *path: str | int, at_key: bool = False) -> Place:
    """Find where something stands, or where it would.

    Parameters
    ----------
    root : Node
        The file.
    *path : str or int
        Keys and positions in lists; what is not there is skipped.
    at_key : bool
        Whether its key is meant instead of its value.
    """
    node = _follow(root, path)
    return (node.key or node.place) if at_key else node.place


def _follow(root: Node, path: tuple[str | int, ...]) -> Node:
    node = root
    for part in path:
        if isinstance(part, int) and isinstance(node.value, list) and part < len(node.value):
            node = node.value[part]
        elif isinstance(part, str):
            node = node.table.get(part, node)
    return node


def _problem(root: Node, error: dict[str, Any]) -> Problem:
    path: tuple[str | int, ...] = error["loc"]
    kind, node = str(error["type"]), _follow(root, error["loc"])
    name = _called(path)
    if kind == "missing":
        return Problem.at(node.key or node.place, f"has no {name!r}; add it")
    if kind == "extra_forbidden":
        return Problem.at(node.key or node.place, f"unknown key {name!r}; remove it")
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        known = ("leads", "stance", "when", "number", "worlds")
        asked = node.get("ask")
        word = str(asked.plain()) if asked is not None else ""
        return Problem.at(
            asked.place if asked else node.place, f"`ask` says of which kind a question is; {remedy(word, known)}"
        )
    if kind == "said":
        return Problem.at(node.place, f"{name} {error['msg']}")
    if kind == "literal_error":
        wanted, advice = str(error["ctx"]["expected"]), "change it"
    else:
        wanted, advice = _WANTED.get(kind, (f"something else ({error['msg']})", "change it"))
    return Problem.at(node.place, f"{name} should be {wanted}, not {kind_of(node.value)}; {advice}")


def _called(path: tuple[str | int, ...]) -> str:
    """Name what an error is about: its key, or its number in a list."""
    *before, last = path
    return f"entry {last + 1} of {before[-1]}" if isinstance(last, int) else last
