"""Small batches for tests."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from greatgame.analysis.yearly import finish, reduce
from greatgame.runs import Plan, make_plan, opened
from greatgame.scenarios import Scenario, load

REGION = Path(__file__).parents[1] / "second_region.yaml"
SHORT = ("start=1803-01", "end=1804-12")


def region(*settings: str) -> Scenario:
    """Seven islands for two years."""
    return load(REGION, [*SHORT, *settings])


class Here:
    """A pool without processes."""

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, function: Callable[[Any], Any], units: Sequence[Any]) -> Iterator[Any]:
        for unit in units:
            yield function(unit)
            yield None


def fill(folder: Path, plan: Plan, pool: Any = None, units: int | None = None) -> int:
    """Do a batch, or the first units of it; give how many replications were computed."""
    computed = 0
    with opened(folder, plan) as batch, pool or Here() as there:
        for done in batch.work(there, reduce, finish):
            if done is None:
                continue
            computed += done.replications
            units = None if units is None else units - 1
            if units == 0:
                break
    return computed


def plan_of(*scenarios: Scenario, runs: int = 5, seed: int = 3, **more: Any) -> Plan:
    return make_plan(scenarios or (region(),), runs, seed, **more)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of all data files."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in {"run.json", "batch.json"}
    }
