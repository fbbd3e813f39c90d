"""Measure a piece of work in a process of its own, and say on which machine."""

import math
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TypeVar

Name = TypeVar("Name")
Prepare = Callable[[], Callable[[], object]]
"""Gets everything ready, and gives the work that is to be measured; a module-level function or a partial of one."""


@dataclass(frozen=True)
class Measured:
    """What some repetitions of the same work took.

    Attributes
    ----------
    seconds : tuple of float
        Time of the process on its core, user and system.
    peak : float
        Memory at its highest in MB, of the whole process, imports included.
    """

    seconds: tuple[float, ...]
    peak: float

    @property
    def best(self) -> float:
        """The least that it took: what disturbs it only adds."""
        return min(self.seconds)

    @property
    def spread(self) -> str:
        """The median and the worst, as multiples of the best."""
        return f"{median(self.seconds) / self.best:.2f}, {max(self.seconds) / self.best:.2f}"


def measure(works: Mapping[Name, Prepare], rounds: int) -> dict[Name, Measured]:
    """Measure works in turn, round after round, so that a noisy hour falls on all of them alike."""
    found: dict[Name, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, prepare in works.items():
            with ProcessPoolExecutor(1, get_context("spawn")) as own:
                found[name].append(own.submit(_once, prepare).result())
    return {
        name: Measured(tuple(seconds for seconds, _ in pairs), max(peak for _, peak in pairs))
        for name, pairs in found.items()
    }


def _once(prepare: Prepare) -> tuple[float, float]:
    work = prepare()
    before = time.process_time()
    work()
    return time.process_time() - before, peak()


def peak() -> float:
    """Give the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def exponents(sizes: Sequence[int], seconds: Sequence[float]) -> list[float]:
    """Give for each size but the first the power of the size with which time has grown from the one before."""
    pairs = zip(zip(sizes, seconds, strict=True), zip(sizes[1:], seconds[1:], strict=False), strict=False)
    return [math.log(t1 / t0) / math.log(n1 / n0) for (n0, t0), (n1, t1) in pairs]


def machine() -> str:
    """Name the kind of machine and what the numbers depend on most."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "mesa", "pyarrow", "xarray"))
    return f"{os.cpu_count()} cores, {_processor()}; Python {platform.python_version()}, {libraries}"


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text().splitlines() if listing.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def show(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table as markdown."""
    table = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    print(f"\n**{title}**\n", *(f"| {' | '.join(row)} |" for row in table), sep="\n", flush=True)  # noqa: T201
