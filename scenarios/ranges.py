"""What values a unit admits, as variables.py and parameters.py of the model write units."""

import re
from dataclasses import dataclass
from functools import cache
from math import inf

import numpy as np
from numpy.typing import NDArray

_INTERVAL = re.compile(r"([\[(])(-?[0-9.]+),(-?[0-9.]+)([\])])")

_INSIDE = 1e-6
"""How far inside an excluded end values are kept."""


@dataclass(frozen=True)
class Range:
    """The numbers that a unit admits.

    Attributes
    ----------
    low, high : float
        Ends; infinite where there is none.
    low_open, high_open : bool
        Whether the end itself is excluded.
    truth : bool
        Whether only the ends are admitted: 0 or 1.
    """

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False
    truth: bool = False

    def holds(self, value: float) -> bool:
        """Tell whether a number is admitted."""
        if self.truth:
            return value in (self.low, self.high)
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below

    def kept(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Cut numbers off at the ends, where these are excluded just inside; 0 or 1 is what is nearer."""
        if self.truth:
            return (values >= (self.low + self.high) / 2).astype(np.float64)
        return np.clip(values, self.low + _INSIDE * self.low_open, self.high - _INSIDE * self.high_open)

    def __str__(self) -> str:
        """Say it for people."""
        if self.truth:
            return "0 or 1"
        if self.high == inf:
            return "any number" if self.low == -inf else f"{'more than' if self.low_open else 'at least'} {self.low:g}"
        return f"in {'(' if self.low_open else '['}{self.low:g},{self.high:g}{')' if self.high_open else ']'}"


UNITS = {
    "0 or 1": Range(0.0, 1.0, truth=True),
    "per month": Range(0.0, 1.0),
    ">= 0": Range(0.0, 1000.0),
    "> 0": Range(0.0, 1000.0, low_open=True),
    "per unit": Range(0.0, 1000.0),
    "per log odds": Range(0.0, 1000.0),
    "log odds": Range(-1000.0, 1000.0),
    "logs": Range(0.0, 10.0),
    "count": Range(0.0, 12_000.0, low_open=True),
    "months": Range(0.0, 12_000.0, low_open=True),
}
"""What each unit admits; the upper ends are far beyond use, and keep every history finite."""


@cache
def range_of(unit: str) -> Range:
    """Read a unit; one without a range of its own, such as that of what the model computes, admits any number."""
    found = _INTERVAL.match(unit)
    if found is not None:
        return Range(float(found[2]), float(found[3]), found[1] == "(", found[4] == ")")
    return UNITS.get(unit, Range())
