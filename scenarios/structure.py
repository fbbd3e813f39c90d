"""The first half of checking: is each value of the right kind? Pydantic finds out, this module says it for people."""

from typing import Any

from pydantic import ValidationError

from .errors import Problem, nearest, remedy
from .reader import Node, kind_of
from .schema import Document
from .slots import ROOT, Slot, slot, step

Location = tuple[int | str, ...]

_WANTED = {
    "bool_type": ("true or false", "write one"),
    "string_type": ("text", "put it in quotes"),
    "list_type": ("a list", "write [A, B]"),
    "tuple_type": ("a list of two numbers", "write [low, high]"),
    "dict_type": ("a mapping", "write `key: value`"),
    "mapping_type": ("a mapping", "write `key: value`"),
    "model_type": ("a mapping", "write `key: value`"),
    "too_short": ("a list with at least one entry", "add one, or leave it out"),
}
"""Pydantic's names of errors: what is wanted instead, and what to do."""


def validate(root: Node, *, whole: bool = True) -> tuple[Document | None, list[Problem]]:
    """Check the kind of every value.

    Parameters
    ----------
    root : Node
        The resolved tree.
    whole : bool
        Whether nothing is known to be missing, so that a missing key is an error.

    Returns
    -------
    Document or None
        The validated scenario; None if there are problems.
    list of Problem
        All of them.
    """
    try:
        return Document.model_validate(root.plain()), []
    except ValidationError as error:
        details: list[Any] = error.errors(include_url=False)
    problems = [
        _problem(root, detail["loc"], detail["type"], detail["msg"], detail.get("ctx") or {})
        for detail in details
        if whole or detail["type"] != "missing" or isinstance(detail["loc"][-1], int)
    ]
    return None, problems


def _follow(root: Node, location: Location) -> tuple[Node, Slot | None, bool]:
    """Go to the deepest node on a location, with its type; the flag says whether the key itself is meant."""
    node: Node = root
    place: Slot | None = ROOT
    for part in location:
        if part == "[key]":
            return node, place, True
        below: Node | None = None
        if isinstance(part, int) and isinstance(node.value, list) and part < len(node.value):
            below = node.value[part]
            place = slot(place.each) if place is not None and place.type is list else None
        elif isinstance(part, str):
            below = node.table.get(part)
            place = step(place, part) or _inside_leaf(place, part) if place is not None else None
        if below is None:
            break
        node = below
    return node, place, False


def _inside_leaf(place: Slot, key: str) -> Slot | None:
    annotation = place.fields().get(key)
    return slot(annotation) if annotation is not None else None


def _dotted(location: Location) -> str:
    """Write a location as a path; the key that an error concerns is in the error's own words."""
    parts = location[:-2] if location[-1:] == ("[key]",) else location
    return ".".join(str(part) for part in (parts[:-1] if parts[-1:] == ("value",) else parts))


def _problem(root: Node, location: Location, kind: str, message: str, context: dict[str, Any]) -> Problem:
    """Say one of pydantic's errors in words."""
    if kind == "extra_forbidden":
        return _unknown_key(root, location)
    if kind == "missing" and isinstance(location[-1], int):
        return _wrong_length(root, location[:-1])
    if kind == "too_long":
        return _wrong_length(root, location)
    if kind == "missing":
        return _missing_key(root, location)
    node, place, at_key = _follow(root, location)
    where = node.key or node.place if at_key else node.head
    name = _dotted(location)
    if kind == "said":
        return Problem.at(where, f"{name} {message}")
    found = kind_of(node.value)
    if kind == "literal_error":
        known = [option.strip("'") for option in str(context["expected"]).replace(" or ", ", ").split(", ")]
        text = f"{name} should be {' or '.join(known)}, not {found}; {remedy(str(node.value), known)}"
    elif place is not None and place.is_leaf:
        text = f"{name} should be a number, or a mapping with its source, not {found}; write one"
    else:
        wanted, advice = _WANTED.get(kind, (f"something else ({message})", "change it"))
        text = f"{name} should be {wanted}, not {found}; {advice}"
    return Problem.at(where, text)


def _wrong_length(root: Node, location: Location) -> Problem:
    """Complain of a list that is no pair."""
    node, _, _ = _follow(root, location)
    size = len(node.value) if isinstance(node.value, list) else 0
    text = f"{_dotted(location)} should be a list of two numbers, not of {size}; write [low, high]"
    return Problem.at(node.place, text)


def _missing_key(root: Node, location: Location) -> Problem:
    """Complain of a key that is not there, at what should hold it."""
    holder, _, _ = _follow(root, location[:-1])
    return Problem.at(holder.key or holder.place, f"{_dotted(location[:-1])} has no {location[-1]!r}; add it")


def _unknown_key(root: Node, location: Location) -> Problem:
    """Complain of a key that the language does not have, at the key."""
    key = str(location[-1])
    holder, place, _ = _follow(root, location[:-1])
    node = holder.table.get(key)
    known = [name for name in place.fields() if name != "extends" or not location[:-1]] if place is not None else []
    close = nearest(key, known)
    inside = f" in {_dotted(location[:-1])}" if location[:-1] else ""
    advice = f"did you mean {close!r}?" if close else f"known: {', '.join(known)}"
    where = holder.place if node is None else node.key or node.place
    return Problem.at(where, f"unknown key {key!r}{inside}; {advice}")
