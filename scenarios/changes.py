"""What a setting changed, in words: the path, the old value and the new."""

from collections.abc import Iterator, Sequence
from typing import Any

from .quantities import KINDS
from .reader import Node
from .slots import ROOT, Slot, slot, step

_LONGEST = 80
"""A value longer than this is cut."""

_REMARKS = (*KINDS, "passage", "note", "unit")
_ALONE = ("value", "step")
_NOTHING = "nothing"


def changes(before: Node, after: Node, keys: Sequence[str]) -> Iterator[str]:
    """Tell what differs between two trees below a path, as `shocks.storm.strength 1 -> 0`.

    Parameters
    ----------
    before, after : Node
        The trees.
    keys : sequence of str
        The path that was set.
    """
    holder, place = ROOT, ROOT
    for key in keys:
        below = step(place, key)
        if below is None:
            return
        holder, place = place, below
    yield from _differences(before.get(*keys), after.get(*keys), place, ".".join(keys), _default(holder, keys[-1]))


def _differences(old: Node | None, new: Node | None, place: Slot, path: str, default: str) -> Iterator[str]:
    if not place.is_leaf and old is not None and new is not None and old.table and new.table:
        for key in (*old.table, *(key for key in new.table if key not in old.table)):
            below = step(place, key) or slot(Any)
            yield from _differences(
                old.table.get(key), new.table.get(key), below, f"{path}.{key}", _default(place, key)
            )
        return
    words = [default if node is None else _cut(_value(node, place)) for node in (old, new)]
    if words[0] != words[1]:
        yield f"{path} {words[0]} -> {words[1]}"


def _default(holder: Slot, key: str) -> str:
    """Write what holds where a file says nothing."""
    place = step(holder, key)
    if place is not None and place.measures is not None:
        return flow(place.measures.default)
    if holder.is_model:
        for name, info in holder.type.model_fields.items():
            if key == (info.alias or name) and isinstance(info.default, str | bool | int | float):
                return flow(info.default)
    return _NOTHING


def _value(node: Node, place: Slot) -> str:
    """Write a value without its source."""
    if not place.is_leaf or not isinstance(node.value, dict):
        return flow(node.plain())
    parts = {key: item.plain() for key, item in node.value.items() if key not in _REMARKS}
    return flow(next(iter(parts.values())) if len(parts) == 1 and set(parts) <= set(_ALONE) else parts)


def flow(value: Any) -> str:
    """Write a plain value on one line, as YAML has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return " ".join(str(value).split()) if isinstance(value, str) else f"{value:g}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
