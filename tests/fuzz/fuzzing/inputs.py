"""The inputs of the fuzzer: each follows from a seed and its number alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from greatgame.scenarios import Scenario, from_tree, load
from greatgame.scenarios.reader import parse

from . import doors, text, trees
from .judge import Outcome, judge

TESTS = Path(__file__).parents[2]
SHIPPED = TESTS.parent / "scenarios"
BAY, REGION = TESTS / "scenarios" / "world.yaml", TESTS / "second_region.yaml"

MINI = b"""title: A change to the bay
extends: world.yaml
start: 1990-03
states: {TAR: {resources: {value: 0.5, assumption: "found"}}, OAK: {present: true}}
powers: {EAS: {capability: {points: {1990-01: 1, 1993-01: 0.5}, assumption: "tired"}}}
shocks:
  calm: {date: 1993-02, title: Calm, source: Q1, causes: {powers.WES.demand.patrol: {ramp: 0.4, over: 10 months}}}
theory: hedging
"""

KINDS = Counter(text=40, tree=22, written=6, settings=20, record=4, plan=1, table=4, word=3)
"""How often each kind of input comes, in hundredths: those of scenarios, then those of `doors`."""

FILES = Counter(bay=40, region=16, mini=30, shipped=8, theory=4, central_asia=2)
"""The same for the files that texts begin with; large ones take long."""


RUN_EVERY = 10
"""Of so many inputs one is run, if it is a scenario."""


@dataclass(frozen=True)
class Input:
    """Something given to `greatgame.scenarios`.

    Attributes
    ----------
    kind : str
        text, tree, written or settings.
    content : bytes or tree
        A file's text; for ``tree`` the plain values themselves; for ``settings`` the text of a file that is right.
    settings : tuple of str
        As for ``--set``.
    """

    kind: str
    content: Any
    settings: tuple[str, ...] = ()


def _drawn(rng: Random, often: Counter[str]) -> str:
    return rng.choices(list(often), list(often.values()))[0]


@cache
def _texts() -> Mapping[str, Sequence[bytes]]:
    files = {"bay": [BAY], "region": [REGION], "theory": [SHIPPED / "theory.yaml"]}
    files |= {"central_asia": [SHIPPED / "central_asia.yaml"]}
    large = {path for paths in files.values() for path in paths}
    files |= {"shipped": sorted(path for path in SHIPPED.glob("*.yaml") if path not in large)}
    return {"mini": [MINI]} | {name: [path.read_bytes() for path in paths] for name, paths in files.items()}


@cache
def _all_texts() -> Sequence[bytes]:
    return [content for contents in _texts().values() for content in contents]


Tree = tuple[Mapping[str, Any], Sequence[trees.Path]]


def _with_paths(tree: Any) -> Tree:
    return tree, trees.paths(tree)


@cache
def _resolved() -> Sequence[Tree]:
    """Scenarios as run.json keeps them."""
    return [_with_paths(load(path).tree) for path in (BAY, REGION)]


@cache
def _written() -> Tree:
    node, _ = parse(BAY.read_text(encoding="utf-8"), "world.yaml")
    assert node is not None
    return _with_paths(node.plain())


def start(seed: int, number: int) -> tuple[str, Random]:
    """Give the kind of an input, and what decides all else about it."""
    rng = Random(f"{seed} {number}")
    return _drawn(rng, KINDS), rng


def make(kind: str, rng: Random) -> Input:
    """Make something to be given to `greatgame.scenarios`."""
    if kind == "text":
        return Input(kind, text.mutated(rng, rng.choice(_texts()[_drawn(rng, FILES)]), _all_texts()))
    if kind == "tree":
        return Input(kind, trees.mutated(rng, *rng.choice(_resolved())))
    if kind == "written":
        return Input(kind, _dumped(trees.mutated(rng, *_written())))
    _, ways = rng.choice(_resolved())
    content = rng.choice([MINI, b"extends: world.yaml\n"])
    return Input(kind, content, tuple(trees.setting(rng, ways) for _ in range(rng.choice([1, 1, 2, 4]))))


def _dumped(tree: Any) -> bytes:
    try:
        return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")
    except RecursionError:
        return b"deep: " + b"[" * 5000


def loaded(given: Input, folder: Path) -> Scenario:
    """Give an input to the program; the folder is the current one and holds ``world.yaml``."""
    if given.kind == "tree":
        return from_tree(given.content, "tree")
    (folder / "case.yaml").write_bytes(given.content)
    return load("case.yaml", given.settings)


def prepare(folder: Path) -> None:
    """Put into a folder what the inputs need."""
    (folder / "world.yaml").write_bytes(BAY.read_bytes())
    doors.prepare(folder, folder / "world.yaml")


def attempt(seed: int, number: int, folder: Path) -> tuple[str, Outcome]:
    """Try one input; what is wrong is raised.

    Parameters
    ----------
    seed, number : int
        All that it follows from.
    folder : Path
        The current folder, as `prepare` makes it.
    """
    kind, rng = start(seed, number)
    if kind in doors.DOORS:
        return kind, doors.DOORS[kind](rng, folder)
    given = make(kind, rng)
    return kind, judge(lambda: loaded(given, folder), run=number % RUN_EVERY == 0)
