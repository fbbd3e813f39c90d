"""In what two results differ before anything is computed: scenario, worlds, what they were computed with, files."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..runs.environments import Reach, changes
from ..runs.files import sha256
from .compare_differences import NOTHING, differences

if TYPE_CHECKING:
    from ..runs import Design
    from .sides import Side

PARTS = ("shocks", "parameters")
"""Parts of a scenario that are told by themselves."""

_CAN = {Reach.numbers: "can change numbers", Reach.bytes: "changes bytes only", Reach.nothing: "changes nothing"}


def of_scenario(one: "Side", two: "Side", part: str) -> list[str]:
    """Say which values of a part of the scenarios differ.

    Parameters
    ----------
    one, two : Side
        The two.
    part : str
        One of `PARTS`, or "" for the rest.
    """
    rows = differences([one, two])
    lines = _told(rows, [one.record.scenario, two.record.scenario])
    found = [line for path, line in lines if (path.split(".")[0] if path.split(".")[0] in PARTS else "") == part]
    if not part and not rows and one.record.scenario != two.record.scenario:
        found.append("titles, sources or remarks alone")
    return found


def _told(rows: Sequence[tuple[str, ...]], trees: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Give the paths that differ in words; what only one tree has is named once, however much is below it."""
    told: set[str] = set()
    for path, *values in rows:
        if NOTHING not in values:
            yield path, f"{path}: {values[0]} -> {values[1]}"
            continue
        lacks = values.index(NOTHING)
        top = _missing(trees[lacks], path)
        if top not in told:
            told.add(top)
            value = f" {values[1 - lacks]}" if top == path else ""
            yield path, f"{top}:{value} only in {'BA'[lacks]}"


def _missing(tree: Any, path: str) -> str:
    """Give the shortest beginning of a path at which a tree has nothing."""
    keys = path.split(".")
    for depth, key in enumerate(keys):
        if not isinstance(tree, dict) or key not in tree:
            return ".".join(keys[: depth + 1])
        tree = tree[key]
    return path


def of_worlds(one: "Side", two: "Side") -> Iterator[str]:
    """Say in what the worlds differ that were run.

    Parameters
    ----------
    one, two : Side
        The two.
    """
    if one.record.seed != two.record.seed:
        yield f"seed: {one.record.seed} -> {two.record.seed} (other noise in every world)"
    numbers = [set(side.record.replications) for side in (one, two)]
    if numbers[0] != numbers[1]:
        yield f"replications: {one.number} -> {two.number}, {len(numbers[0] & numbers[1])} of them in both"
    designs = [side.design for side in (one, two)]
    if designs[0] != designs[1]:
        yield f"varied: {_varied(designs[0])} -> {_varied(designs[1])}"
    if one.record.model != two.record.model:
        yield f"model: {one.record.model or 'the usual one'} -> {two.record.model or 'the usual one'}"
    for axis, labels in one.record.layout.axes.items():
        if axis in {"rival", "actor"}:
            continue
        others = two.record.layout.axes[axis]
        for name, own, rest in (("A", labels, others), ("B", others, labels)):
            only = [label for label in own if label not in rest]
            if only:
                yield f"{axis} only in {name}: {', '.join(only)}"
    if one.monthly != two.monthly:
        yield f"months: kept in {'A' if one.monthly else 'B'} alone; yearly means are compared"


def _varied(design: "Design | None") -> str:
    if design is None:
        return "nothing"
    return f"{', '.join(design.paths)} ({design.method}, {len(design.points)} points of {design.runs})"


def of_environment(one: "Side", two: "Side") -> Iterator[str]:
    """Say in what they differ that they were computed with.

    Parameters
    ----------
    one, two : Side
        The two.
    """
    for name, side in (("A", one), ("B", two)):
        if not side.record.intact:
            yield f"run.json of {name} was changed after it was written"
    for change in changes(one.record, two.record):
        values = f"{change.before or 'none more'} -> {change.after or 'none more'}"
        yield f"{change.name}: {values} ({_CAN[change.reach]}: {change.why})"


def of_files(one: "Side", two: "Side") -> Iterator[str]:
    """Say which files only one has, and which have other bytes.

    Parameters
    ----------
    one, two : Side
        The two.
    """
    names = list(dict.fromkeys((*one.record.data, *two.record.data)))
    there = {name: [(side.folder / name).is_file() for side in (one, two)] for name in names}
    for place, letter in enumerate("AB"):
        only = [name for name in names if there[name][place] and not there[name][1 - place]]
        if only:
            yield f"only in {letter}: {', '.join(only)}"
    both = [name for name in names if all(there[name])]
    other = [name for name in both if sha256(one.folder / name) != sha256(two.folder / name)]
    if other:
        yield f"with other bytes, {len(other)} of {len(both)}: {', '.join(other)}"
