"""Checking that every id that is used is defined, and was not removed by who uses it."""

from collections.abc import Iterator, Sequence

from .entries import ACTORS, entries, is_removed, is_runnable, known, remedy_among, removal
from .errors import Problem, listing
from .reader import Node
from .schema import SECTIONS
from .slots import Spot, find

_MOST_PATHS = 3
"""A message names no more values than this."""

Use = tuple[str, str, str, Node]
"""A kind, an id, the path that uses it, and what has the place."""


def check_references(root: Node, found: Sequence[Spot]) -> Iterator[Problem]:
    """Check the ids that values use; those of something removed are told once, where it was removed."""
    lost: dict[tuple[str, str], list[str]] = {}
    for kind, name, path, node in _uses(found):
        defined = known(root, kind)
        if name in defined or (not defined and not is_runnable(root)):
            continue
        if is_removed(root, kind, name):
            lost.setdefault((kind, name), []).append(path)
        else:
            advice = remedy_among(entries(root, SECTIONS[kind]), name)
            yield Problem.at(node.place, f"{path}: there is no {kind} {name!r}; {advice}")
    for kind, name, path in _uses_in_keys(root):
        if is_removed(root, kind, name):
            lost.setdefault((kind, name), []).append(path)
    for (kind, name), paths in lost.items():
        section = SECTIONS[kind]
        rest = len(paths) - _MOST_PATHS
        which = listing(paths[:_MOST_PATHS]) + (f" and {rest} more" if rest > 0 else "")
        where = removal(root, section, name)
        assert where is not None
        advice = "remove these too, or keep it"
        if kind in ACTORS:
            leaves_out = f"{section}.{name}.present=false" if where.is_setting else f"{name}: {{present: false}}"
            advice = f"write {leaves_out} instead"
        yield Problem.at(where, f"{kind} {name!r} is removed, but is used by {which}; {advice}")


def _uses(found: Sequence[Spot]) -> Iterator[Use]:
    """Give every id that a value or a key of a table names."""
    for spot in found:
        kind, names = spot.slot.keys, spot.slot.names
        if names in SECTIONS and isinstance(spot.node.value, str):
            yield names, spot.node.value, spot.path, spot.node
        # The section that defines things is where the path has one key only.
        if kind in SECTIONS and "." in spot.path:
            for name, item in spot.node.table.items():
                yield kind, name, spot.path, Node(item.value, item.key or item.place)


def _uses_in_keys(root: Node) -> Iterator[tuple[str, str, str]]:
    """Give the ids within a key: those of a cause that a shock changes, and of a pair of powers."""
    for name, shock in entries(root, "shocks"):
        causes = shock.get("causes")
        for path in causes.table if causes is not None else {}:
            way = find(path)
            for kind, thing in way[1] if way is not None else ():
                if kind in SECTIONS:
                    yield kind, thing, f"shocks.{name}"
    for pair, _ in entries(root, "relations"):
        for power in pair.split("-"):
            yield "power", power, f"relations.{pair}"
