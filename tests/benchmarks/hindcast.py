"""How fast points of the prior are run side by side, against one by one: ``python tests/benchmarks/hindcast.py``.

Packages for approximate Bayesian computation ask a simulator for one point at a time; the hindcast runs hundreds
together. Prints markdown; one core, a minute; nothing else should be at work on the machine.
"""

from collections.abc import Callable
from functools import partial

from measuring import machine, measure, show

from greatgame.analysis.skill.prior import draw
from greatgame.analysis.skill.shown import TOGETHER, Worlds, play
from greatgame.scenarios import load

RUNS = 4
"""At each point, as the command does by default."""

POINTS = TOGETHER // RUNS

ALONE = 8
"""Points that are run one by one: enough to tell, as they are slow."""


Work = Callable[[Worlds], None]


def one_by_one(worlds: Worlds) -> None:
    """Run the first points one by one."""
    for point in range(ALONE):
        play(worlds, slice(point, point + 1))


def side_by_side(worlds: Worlds) -> None:
    """Run all points together."""
    play(worlds, slice(0, len(worlds.prior)))


def prepared(work: Work) -> Callable[[], None]:
    """Draw points and give what is to be measured."""
    scenario = load("us_entry_2001")
    return partial(work, Worlds(scenario, draw(scenario, POINTS, 0), RUNS, 0))


def main() -> None:
    """Print a table."""
    works: dict[str, tuple[Work, int]] = {"one by one": (one_by_one, ALONE), "side by side": (side_by_side, POINTS)}
    found = measure({name: partial(prepared, work) for name, (work, _) in works.items()}, rounds=3)
    rates = {name: points / found[name].best for name, (_, points) in works.items()}
    rows = [[name, f"{rate:.1f}", f"{rate / rates['one by one']:.0f}"] for name, rate in rates.items()]
    print(machine())  # noqa: T201
    show(f"Points of the prior, {RUNS} runs each", ["how", "a second of a core", "ratio"], rows)


if __name__ == "__main__":
    main()
