"""Designs: which values a batch varies, and the points at which it does."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .files import RECORD, StoreError, sha256
from .tables import Table, write_parquet

if TYPE_CHECKING:
    from ..scenarios import Problem, Scenario

METHODS = ("grid", "lhs")
LARGEST = 1e9
MOST = 1_000_000
"""Replications of a scenario in one batch."""

FILE = "design.parquet"
_FIXED = ("start", "months", "ids", "terms", "interests")
_COUNT = re.compile("[0-9]{1,9}")
_FORM = "write PATH=LOW:HIGH:COUNT, such as parameters.balance=1:6:11"


@dataclass(frozen=True)
class Range:
    """A value that is varied.

    Attributes
    ----------
    path : str
        Its dotted path.
    low, high : float
        The ends; both are among the points of a grid.
    count : int
        Points of a grid; samples of a Latin hypercube.
    """

    path: str
    low: float
    high: float
    count: int

    @property
    def text(self) -> str:
        """The range as a user writes it."""
        return f"{self.path}={self.low!r}:{self.high!r}:{self.count}"


def parse_range(text: str) -> Range:
    """Read ``PATH=LOW:HIGH:COUNT``.

    Parameters
    ----------
    text : str
        As the user writes it.

    Returns
    -------
    Range
        The path and its values.

    Raises
    ------
    ValueError
        Saying what is wrong and what to write.
    """
    path, equals, rest = (part.strip() for part in text.partition("="))
    parts = rest.split(":")
    if not (path and equals and len(parts) == 3):
        raise ValueError(_FORM)
    try:
        low, high = float(parts[0]), float(parts[1])
    except ValueError:
        raise ValueError(f"LOW and HIGH must be numbers; {_FORM}") from None
    if not (abs(low) <= LARGEST and abs(high) <= LARGEST):
        raise ValueError(f"LOW and HIGH must be numbers between -{LARGEST:g} and {LARGEST:g}; write others")
    if not _COUNT.fullmatch(parts[2].strip()) or int(parts[2]) < 1:
        raise ValueError(f"COUNT must be a whole number from 1 to {MOST}; {_FORM}")
    if low > high:
        raise ValueError(f"LOW {parts[0]} is above HIGH {parts[1]}; write the smaller one first")
    return Range(path, low, high, int(parts[2]))


@dataclass(frozen=True)
class Design:
    """Points in the space of the values that are varied, and how many worlds each gets.

    Replication ``r`` is at point ``r // runs`` and has the noise of draw ``r % runs``: all points share their random
    numbers, so that a difference between points is theirs.

    Attributes
    ----------
    method : str
        "grid" or "lhs" (Latin hypercube).
    paths : tuple of str
        Dotted paths of the values that are varied.
    points : tuple of tuple of float
        A value for each path.
    runs : int
        Worlds at each point.
    """

    method: str
    paths: tuple[str, ...]
    points: tuple[tuple[float, ...], ...]
    runs: int

    @property
    def replications(self) -> int:
        """Worlds in all."""
        return len(self.points) * self.runs

    def settings(self, point: int) -> list[str]:
        """Give the settings, as of ``--set``, that make a point."""
        return [f"{path}={value!r}" for path, value in zip(self.paths, self.points[point], strict=True)]

    def scenario(self, base: "Scenario", point: int) -> "Scenario":
        """Give the scenario at a point.

        Raises
        ------
        ScenarioError
            If a value is refused there.
        """
        return base.with_settings(self.settings(point))

    def table(self) -> Table:
        """Give a row for each replication: ``replication, point, draw`` and a column for each path."""
        import pyarrow as pa

        numbers = np.arange(self.replications, dtype=np.int32)
        values = np.repeat(np.array(self.points, dtype=np.float64), self.runs, axis=0)
        columns: dict[str, Any] = {
            "replication": pa.array(numbers),
            "point": pa.array(numbers // self.runs),
            "draw": pa.array(numbers % self.runs),
        }
        columns |= {path: pa.array(np.ascontiguousarray(values[:, i])) for i, path in enumerate(self.paths)}
        return pa.table(columns)

    def coordinates(self, replications: Sequence[int]) -> dict[str, Any]:
        """Give point, draw and the values that are varied, as coordinates of a dataset on its replications."""
        numbers = np.asarray(replications, dtype=np.int64)
        points = numbers // self.runs
        values = np.array(self.points, dtype=np.float64)[points]
        found: dict[str, Any] = {
            "point": ("replication", points, {"meaning": "number of the point of the design"}),
            "draw": ("replication", numbers % self.runs, {"meaning": "number of the noise: one draw, the same noise"}),
        }
        about = {"meaning": "value that is varied, by its path in the scenario"}
        return found | {path: ("replication", values[:, i], about) for i, path in enumerate(self.paths)}

    def write(self, file: Path) -> None:
        """Write the table."""
        write_parquet(self.table(), file, {"method": self.method, "runs": self.runs})


def make_design(method: str, ranges: Sequence[Range], runs: int, seed: int) -> Design:
    """Choose the points.

    Parameters
    ----------
    method : {"grid", "lhs"}
        All combinations of evenly spaced values; or a Latin hypercube, as many points as each range counts.
    ranges : sequence of Range
        What is varied, at least one.
    runs : int
        Worlds at each point.
    seed : int
        Of the batch; the hypercube is drawn with it.

    Returns
    -------
    Design
        Its points in the order of the ranges, the last of them varying fastest.

    Raises
    ------
    ValueError
        If the ranges do not make a design.
    """
    paths = tuple(item.path for item in ranges)
    twice = sorted({path for path in paths if paths.count(path) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} is varied twice; give each path once")
    counts = [item.count for item in ranges]
    if method == "lhs" and len(set(counts)) > 1:
        raise ValueError(
            f"a Latin hypercube takes one number of points, not {', '.join(map(str, counts))}; make all COUNTs the same"
        )
    for item in ranges:
        if method == "grid" and (item.count == 1) != (item.low == item.high):
            wanted = (
                "one value is one point; make COUNT 1" if item.count > 1 else "a grid has both; make COUNT 2 or more"
            )
            raise ValueError(f"{item.text} goes from {item.low!r} to {item.high!r}: {wanted}")
    number = counts[0] if method == "lhs" else prod(counts)
    if number * runs > MOST:
        raise ValueError(f"the points times {runs} runs are more than {MOST} worlds in all; take fewer")
    points = _hypercube(ranges, seed) if method == "lhs" else list(product(*map(_spaced, ranges)))
    return Design(method, paths, tuple(points), runs)


def _spaced(item: Range) -> list[float]:
    return np.linspace(item.low, item.high, item.count).tolist()


def _hypercube(ranges: Sequence[Range], seed: int) -> list[tuple[float, ...]]:
    from scipy.stats import qmc

    sample = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng(seed)).random(ranges[0].count)
    low, high = (np.array([getattr(item, end) for item in ranges]) for end in ("low", "high"))
    return [tuple(point) for point in (low + (high - low) * sample).tolist()]


def problems(design: Design, scenario: "Scenario") -> "list[Problem]":
    """Find what is wrong with varying these values of a scenario, judged at the ends and the middle of each.

    Returns
    -------
    list of Problem
        Empty if all is well; of each path the first value that is refused.
    """
    from ..scenarios import Problem, ScenarioError

    found: list[Problem] = []
    for position, path in enumerate(design.paths):
        values = sorted({point[position] for point in design.points})
        for value in dict.fromkeys((values[0], values[len(values) // 2], values[-1])):
            try:
                changed = scenario.with_settings([f"{path}={value!r}"]).inputs
            except ScenarioError as error:
                found += [Problem(f"--vary {path}={value!r}", 0, 0, problem.message) for problem in error.problems]
                break
            if any(getattr(changed, name) != getattr(scenario.inputs, name) for name in _FIXED):
                reason = "changes the length of the run, the actors or the terms; run one batch for each value"
                found.append(Problem(f"--vary {path}", 0, 0, reason))
                break
    return found


def stored_coordinates(folder: Path, replications: Sequence[int]) -> dict[str, Any]:
    """Give the coordinates of a batch that varies something; none of another.

    Raises
    ------
    StoreError
        If the file of the design is damaged, or does not fit the replications.
    """
    found = read_design(folder)
    if found is None:
        return {}
    if max(replications) >= found.replications:
        raise StoreError(f"{folder / FILE} has other replications than the data; run the batch again")
    return found.coordinates(replications)


def read_design(folder: Path | str) -> Design | None:
    """Read the design of a batch.

    Parameters
    ----------
    folder : path
        Folder of one scenario's results.

    Returns
    -------
    Design or None
        None if the batch varies nothing.

    Raises
    ------
    StoreError
        If its file is damaged, or is not there though run.json names it.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from .provenance import read_record

    file = Path(folder) / FILE
    written = read_record(folder).data.get(FILE) if (Path(folder) / RECORD).is_file() else None
    if written is not None and not (file.is_file() and sha256(file) == written):
        raise StoreError(f"{file} is missing or not as it was written; run the batch again")
    if not file.is_file():
        return None
    try:
        with pq.ParquetFile(file, page_checksum_verification=True) as parquet:
            about: dict[bytes, bytes] = parquet.metadata.metadata or {}
            method, runs = (json.loads(about[name]) for name in (b"method", b"runs"))
            table = parquet.read()
        paths = tuple(table.column_names[3:])
        columns = [table.column(path).to_numpy()[::runs].tolist() for path in paths]
        return Design(str(method), paths, tuple(zip(*columns, strict=True)), int(runs))
    except (OSError, pa.ArrowException, LookupError, ValueError, TypeError) as error:
        raise StoreError(f"{file} is damaged ({error}); run the batch again") from error
