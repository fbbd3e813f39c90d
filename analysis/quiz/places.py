"""YAML files that people write for a quiz: every mistake at once, each with its line and column."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ...scenarios.errors import InputError, Place, Problem, remedy
from ...scenarios.reader import MOST_BYTES, Node, kind_of, parse_value

Model = TypeVar("Model", bound=BaseModel)

_SAID = {
    "string_type": "should be text; put it in quotes",
    "list_type": "should be a list; write [A, B], or lines that begin with `- `",
    "dict_type": "should be a mapping; write `key: value`",
    "model_type": "should be a mapping; write `key: value`",
    "float_type": "should be a number; write such as 0.5",
    "tuple_type": "should be a list of two numbers; write [low, high]",
    "too_short": "is empty; add something, or leave it out",
    "string_pattern_mismatch": "should be made of letters, digits and _ only; change it",
}
"""Pydantic's kinds of errors in words."""


def read_yaml(file: Path) -> Node:
    """Read a mapping from a YAML file.

    Parameters
    ----------
    file : Path
        The file.

    Raises
    ------
    InputError
        If it cannot be read or is no mapping.
    """
    try:
        data = file.read_bytes()[: MOST_BYTES + 1]
    except OSError as error:
        raise InputError([Problem(str(file), 0, 0, f"cannot be read ({error.strerror}); check the name")]) from None
    if len(data) > MOST_BYTES:
        raise InputError([Problem(str(file), 0, 0, "is too large for this; check the name")])
    try:
        root, problems = parse_value(data.decode("utf-8-sig"), str(file))
    except UnicodeDecodeError:
        raise InputError([Problem(str(file), 1, 1, "is not text in UTF-8; save the file as UTF-8")]) from None
    if not problems and (root is None or not isinstance(root.value, dict)):
        problems.append(Problem(str(file), 1, 1, "should be made of lines such as `key: value`; write them"))
    if problems or root is None:
        raise InputError(problems)
    return root


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
    key = str(path[-1]) if path else ""
    if kind == "missing":
        return Problem.at(node.key or node.place, f"has no {key!r}; add it")
    if kind == "extra_forbidden":
        return Problem.at(node.key or node.place, f"unknown key {key!r}; remove it")
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        known = ("leads", "stance", "when", "number", "worlds")
        asked = node.get("ask")
        word = str(asked.value) if asked is not None else ""
        return Problem.at(
            asked.place if asked else node.place, f"`ask` says of which kind a question is; {remedy(word, known)}"
        )
    if kind == "literal_error":
        return Problem.at(
            node.place, f"{key} should be {error['ctx']['expected']}, not {kind_of(node.value)}; change it"
        )
    said = _SAID.get(kind, f"{error['msg']}; change it" if kind != "said" else str(error["msg"]))
    return Problem.at(node.place, f"{key} {said}")
