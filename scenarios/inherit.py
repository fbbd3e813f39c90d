"""From files to one tree: a child's values replace the parent's, and each remembers where it was written.

Mappings merge key by key; a number with its source, a series, a shape and a list are replaced whole; an empty value
removes the parent's. Settings (`--set PATH=VALUE`) are the last layer.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .changes import changes
from .dates import month
from .entries import entries, remedy_among
from .errors import Place, Problem, remedy
from .files import instead_of, locate, shown, unusable
from .quantities import KINDS
from .reader import Node, marked, parse_value, read
from .slots import ROOT, Slot, step

BY_SETTING = "set with --set"
"""The source of a bare number from the command line."""

NO_SOURCE = "no source given"
"""How the source of a bare number from a file begins."""


@dataclass
class Resolved:
    """What files and settings add up to.

    Attributes
    ----------
    root : Node
        The tree, shorthands written out.
    problems : list of Problem
        What is wrong so far.
    whole : bool
        False when a file of the chain could not be read, so that missing things mean nothing.
    changes : tuple of str
        What settings changed against the files, in words.
    """

    root: Node
    problems: list[Problem] = field(default_factory=list[Problem])
    whole: bool = True
    changes: tuple[str, ...] = ()


def resolve(name: str, settings: Sequence[str] = ()) -> Resolved:
    """Read a scenario with all it extends, and apply settings."""
    path = locate(name)
    if path is None:
        advice = instead_of(name, Path(), {})
        problem = Problem(name, 0, 0, f"no scenario of this name ships and no such file exists; {advice}")
        return Resolved(Node({}, Place(name)), [problem], whole=False)
    layers, problems, whole = _chain(path)
    root = Node({}, layers[0].place if layers else Place(shown(path), 1, 1))
    for layer in reversed(layers):
        root = _laid_over(root, layer)
    found = Resolved(root, problems, whole)
    return apply(found, settings)


def _chain(path: Path) -> tuple[list[Node], list[Problem], bool]:
    """Read a file and its ancestors, the file itself first."""
    layers: list[Node] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    while True:
        name = shown(path)
        seen[os.path.realpath(path)] = name
        node, found = read(path, name)
        problems += found
        if node is None:
            return layers, problems, False
        extends = node.table.get("extends")
        layers.append(_prepared(node, problems))
        if extends is None or extends.value is None:
            return layers, problems, True
        if not isinstance(extends.value, str):
            problems.append(Problem.at(extends.place, "extends should be the name or path of one scenario; write it"))
            return layers, problems, False
        parent = locate(extends.value, path.parent)
        problem = unusable(extends.value, parent, path.parent, seen)
        if parent is None or problem is not None:
            problems.append(Problem.at(extends.place, problem or ""))
            return layers, problems, False
        path = parent


def _prepared(node: Node, problems: list[Problem]) -> Node:
    """Write relations in one order of ids, and drop what concerns the file alone."""
    table = {key: item for key, item in node.table.items() if key != "extends"}
    relations = table.get("relations")
    if relations is not None and isinstance(relations.value, dict):
        ordered: dict[str, Node] = {}
        for key, item in relations.value.items():
            name = one_order(key)
            if name in ordered and item.key is not None:
                problems.append(Problem.at(item.key, f"relations.{key} is given twice, in both orders; keep one"))
            ordered.setdefault(name, item)
        table["relations"] = replace(relations, value=ordered)
    return replace(node, value=table)


def one_order(pair: str) -> str:
    """Write an unordered pair of ids in alphabetical order."""
    return "-".join(sorted(pair.split("-")))


def merge(parent: Node | None, child: Node, place: Slot | None) -> Node:
    """Lay a child over its parent; empty values vanish with what they remove."""
    if place is not None and place.is_leaf:
        return _written_out(child, place)
    if not isinstance(child.value, dict):
        return child
    table = dict(parent.table) if parent is not None else {}
    removed = dict(parent.removed) if parent is not None else {}
    if any(kind in child.value for kind in KINDS) and place is not None and "assumption" in place.fields():
        # A new source replaces the old one.
        table = {key: item for key, item in table.items() if key not in (*KINDS, "passage")}
    for key, item in child.value.items():
        if item.value is None:
            if table.pop(key, None) is not None:
                removed[key] = item.key or item.place
        else:
            removed.pop(key, None)
            table[key] = merge(table.get(key), item, step(place, key) if place is not None else None)
    return replace(child, value=table, removed=removed)


_BARE_KEY = {"Quantity": "value", "Series": "value", "Shape": "step"}


def _laid_over(root: Node, layer: Node) -> Node:
    """Lay a file or a setting over what it changes; where it changes the start, the initial conditions stay old."""
    merged = merge(root, layer, ROOT)
    old, new = root.get("start"), merged.get("start")
    said = "initial" in root.table or "initial" in layer.table
    if said or old is None or new is None or old.value == new.value or not entries(root, "states"):
        return merged
    try:
        month(str(old.value))
    except ValueError:
        return merged
    return replace(merged, value={**merged.table, "initial": old})


def _written_out(node: Node, place: Slot) -> Node:
    """Turn the shorthand of a bare number into the mapping it stands for."""
    if isinstance(node.value, dict | list):
        return node
    table = {_BARE_KEY[place.type.__name__]: node}
    if place.type.__name__ != "Shape":
        name = Path(node.place.file).name
        why = BY_SETTING if node.place.is_setting else f"{NO_SOURCE} in {name}"
        table["assumption"] = Node(why, node.place, node.key)
    return Node(table, node.place, node.key)


def apply(resolved: Resolved, settings: Sequence[str]) -> Resolved:
    """Lay settings over a tree, one after the other."""
    root, problems, told = resolved.root, list(resolved.problems), list(resolved.changes)
    for setting in settings:
        found = _layer(setting, root, problems)
        if found is not None:
            keys, layer = found
            before, root = root, _laid_over(root, layer)
            told += changes(before, root, keys)
    # A child has the place of its file; the whole keeps that of the scenario.
    root = replace(root, place=resolved.root.place)
    return replace(resolved, root=root, problems=problems, changes=tuple(told))


def _layer(setting: str, root: Node, problems: list[Problem]) -> tuple[list[str], Node] | None:
    """Turn `PATH=VALUE` into the keys of the path and a tree that holds this value only."""
    place = Place.of_setting(setting)
    path, equals, text = setting.partition("=")
    path = path.strip()
    if not equals or not path:
        problems.append(Problem.at(place, "write PATH=VALUE, such as parameters.balance=4.1"))
        return None
    value, found = parse_value(text, place.file)
    if value is None or found:
        reasons = [problem.message for problem in found] or ["has no value; write PATH=VALUE, null removes"]
        problems += [Problem.at(place, reason) for reason in reasons]
        return None
    keys = _keys(path)
    wrong = _no_such(keys, root, removes=value.value is None)
    if wrong is not None:
        problems.append(Problem.at(place, wrong))
        return None
    if value.value == {} and _is_table(keys):
        problems.append(Problem.at(place, f"an empty mapping changes nothing; {path}=null removes"))
        return None
    layer = marked(value.plain(), place)
    for key in reversed(keys):
        layer = Node({key: layer}, place, place)
    return keys, layer


def _keys(path: str) -> list[str]:
    """Split a path; the cause that a shock names is one key, dots and all."""
    keys = path.split(".")
    if len(keys) > 3 and keys[0] == "shocks" and keys[2] == "causes":
        keys[3:] = [".".join(keys[3:])]
    if len(keys) > 1 and keys[0] == "relations":
        keys[1] = one_order(keys[1])
    return keys


def _is_table(keys: Sequence[str]) -> bool:
    """Tell whether a path that exists leads to a mapping, which a value merges into."""
    place: Slot | None = ROOT
    for key in keys:
        place = step(place, key) if place is not None else None
    return place is not None and (place.is_model or place.is_mapping)


def _no_such(keys: Sequence[str], root: Node, *, removes: bool) -> str | None:
    """Say why a path cannot be set; None if it can."""
    place, node = ROOT, root
    if keys[0] == "extends":
        return "a setting cannot change what a file extends; edit the file"
    for depth, key in enumerate(keys):
        here = ".".join(keys[:depth])
        if place.is_leaf or not (place.is_model or place.is_mapping):
            return f"{here} is one value; set it whole, {here}=VALUE"
        known = place.fields() if place.is_model else node.table
        # A last key may be new in a mapping; whether it names something is for the checks to say.
        fresh = place.is_mapping and (place.keys == "pair" or (depth == len(keys) - 1 and not removes))
        if key not in known and not fresh:
            kind = place.keys if place.keys is not None and place.keys != "pair" else None
            where = f"there is no {kind} {key!r}" if kind else f"there is no {key!r} in {here or 'a scenario'}"
            if place.is_mapping:
                return f"{where}; {remedy_among(node.table.items(), key)}"
            return f"{where}; {remedy(key, [name for name in known if name != 'extends'])}"
        below = step(place, key)
        assert below is not None
        place, node = below, node.table.get(key) or Node({}, node.place)
    return None
