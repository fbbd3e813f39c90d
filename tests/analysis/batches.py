"""Small batches in a folder, run in this process."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from greatgame.analysis.yearly import finish, reduce
from greatgame.runs import make_design, make_plan, opened, parse_range
from greatgame.scenarios import Scenario


class Here:
    """Runs units one after the other."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, function: Callable[[Any], Any], units: Sequence[Any]) -> Iterator[Any]:
        return map(function, units)


def batch(
    folder: Path,
    *scenarios: Scenario,
    runs: int,
    seed: int = 1,
    vary: Sequence[str] = (),
    method: str = "grid",
    **more: Any,
) -> Path:
    """Make the folder of a batch."""
    design = make_design(method, [parse_range(text) for text in vary], runs, seed) if vary else None
    plan = make_plan(scenarios, runs, seed, design=design, **more)
    with opened(folder, plan) as made, Here() as pool:
        for _ in made.work(pool, reduce, finish):
            pass
    return folder
