"""Mutations of a scenario as plain values, and settings at random."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from .text import CHARACTERS, NUMBERS, TOKENS

Path = tuple[Any, ...]

_ABSENT = object()

_SCALARS: Sequence[Any] = (
    None, True, False, 0, 1, -1, 2, 1001, 12_001, 10**9, 10**400, -(10**30), 0.5, 1 / 3, -0.0,
    5e-324, 1e308, float("inf"),
    float("-inf"), float("nan"), "", " ", "some", "first", "1990-01", "2261-12", "1990-13", "Q1",
    "Q", "WES", "TAR", "EAS-WES",
    "WES-WES", "a-b", "-", ".", "..", "1 month", "2 years", "months", "open", "full", "inertia",
    "\x00", "\udc80", "\u202e",
    "x" * 5000, "powers.WES.legitimacy", "states.TAR.alignment", "powers..demand", "theory", "/dev/null", "null", "<<",
)  # fmt: skip


def junk(rng: Random, depth: int = 2) -> Any:
    """Give any value that JSON can hold, and some that it cannot."""
    how = rng.randrange(8 if depth else 6)
    if how < 4:
        return rng.choice(_SCALARS)
    if how == 4:
        return "".join(rng.choice(CHARACTERS + "aZ09_.- ") for _ in range(rng.randint(0, 8)))
    if how == 5:
        return rng.uniform(-2, 2)
    if how == 6:
        return [junk(rng, depth - 1) for _ in range(rng.randint(0, 3))]
    keys = (
        "value",
        "points",
        "step",
        "rise",
        "over",
        "text",
        "passage",
        "tuned",
        "assumption",
        "title",
        "date",
        "TAR",
        "",
    )
    return {rng.choice((*keys, 1, "WES-EAS")): junk(rng, depth - 1) for _ in range(rng.randint(0, 3))}


def paths(tree: Any, here: Path = ()) -> list[Path]:
    """Name the way to every value of a tree."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [(*here, key) for key, _ in inner] + [path for key, item in inner for path in paths(item, (*here, key))]


def at(tree: Any, path: Path) -> Any:
    """Give what stands at a path."""
    for key in path:
        tree = tree[key]
    return tree


def put(tree: Any, path: Path, value: Any) -> Any:
    """Give a tree with another value at a path; its parts are shared with the old one."""
    if not path:
        return value
    copy = tree.copy()
    copy[path[0]] = put(copy[path[0]], path[1:], value) if len(path) > 1 else value
    if copy[path[0]] is _ABSENT:
        del copy[path[0]]
    return copy


def mutated(rng: Random, tree: Mapping[str, Any], ways: Sequence[Path]) -> Any:
    """Change a tree in one to six places.

    Parameters
    ----------
    rng : Random
        Decides.
    tree : mapping
        Plain values.
    ways : sequence of tuple
        Its paths.
    """
    result: Any = tree
    for _ in range(rng.choice([1, 1, 1, 2, 3, 6])):
        path, other = rng.choice(ways), rng.choice(ways)
        try:
            result = _changed(rng, result, path, other)
        except (LookupError, TypeError, AttributeError):
            continue  # an earlier change has taken the place away
    return result


def _changed(rng: Random, tree: Any, path: Path, other: Path) -> Any:
    how = rng.randrange(8)
    if how < 3:
        return put(tree, path, junk(rng))
    if how == 3:
        return put(tree, path, _ABSENT)
    if how == 4:
        return put(tree, path, at(tree, other))
    if how == 5:
        return put(put(tree, path, at(tree, other)), other, at(tree, path))
    if how == 6:
        return put(tree, path, _deep(rng, at(tree, path)))
    return _renamed(rng, tree, path, other)


def _renamed(rng: Random, tree: Any, path: Path, other: Path) -> Any:
    """Give a key another name, the old one kept or not."""
    value, holder = at(tree, path), path[:-1]
    new = rng.choice([str(other[-1]), str(path[-1]).lower(), f"{path[-1]}x", str(junk(rng, 0))])
    kept = tree if rng.random() < 0.5 else put(tree, path, _ABSENT)
    table = at(kept, holder)
    if isinstance(table, list):
        return put(kept, holder, [*table, value])
    return put(kept, holder, {**table, new: value})


def _deep(rng: Random, value: Any) -> Any:
    for _ in range(rng.choice([1, 3, 30, 5000])):
        value = {"value": value} if rng.random() < 0.5 else [value]
    return value


def setting(rng: Random, ways: Sequence[Path]) -> str:
    """Write a setting as for ``--set``, right or wrong."""
    if rng.random() < 0.4:
        values = [way[:-1] for way in ways if way[-1] == "value"]
        return f"{'.'.join(rng.choice(values))}={rng.choice([rng.random(), rng.random(), 0, 1, 2, 'some'])}"
    path = ".".join(map(str, rng.choice(ways)))
    if rng.random() < 0.3:
        place = rng.randint(0, len(path))
        path = path[:place] + rng.choice([".", "-", "x", "", " ", "=", "\u00e9", ".x.y", *CHARACTERS]) + path[place:]
    value = rng.choice(
        [
            *("0.5", "null", "{}", "[]", "", "true", "1990-06", "{value: 0.5, assumption: x}", "{a: b", "[1, 2]"),
            *("{rise: 1, half_life: 2 years}", "{points: {1990-01: 0.1}, assumption: x}", "full", "inertia", "some"),
            rng.choice(NUMBERS),
            rng.choice(TOKENS),
            str(junk(rng, 0)),
        ]
    )
    return rng.choice([f"{path}={value}"] * 8 + [path, f"={value}", value])
