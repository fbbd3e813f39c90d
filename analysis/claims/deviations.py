"""The model with something changed, many ways side by side, and what this does to claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...scenarios import Change
from .claim import Part
from .evaluate import Case
from .past import Values
from .points import least, score_points

FALL = 0.2
"""How far the frequency of a claim has to fall to be called a fall."""


@dataclass(frozen=True)
class Deviation:
    """One way in which the world differs.

    Attributes
    ----------
    title : str
        For people.
    changes : mapping of str to Change
        By path; single numbers.
    """

    title: str
    changes: Mapping[str, Change]

    @property
    def path(self) -> str:
        """The first path that it changes."""
        return next(iter(self.changes))

    @property
    def name(self) -> str:
        """The same, without saying that it is a parameter."""
        return self.path.removeprefix("parameters.")


@dataclass(frozen=True)
class Shift:
    """What deviations do to a claim; arrays of shape (deviations,).

    Attributes
    ----------
    held : bool
        Whether it holds as things are, in the same runs.
    holds : array
        Whether it does with each deviation.
    margin : array
        Change of its margin, in its own unit.
    relative : array
        The same in standard deviations over the runs of both.
    falls : array
        Whether its frequency falls by `FALL`.
    """

    held: bool
    holds: NDArray[np.bool_]
    margin: Values
    relative: Values
    falls: NDArray[np.bool_]

    @property
    def felled(self) -> NDArray[np.bool_]:
        """Whether it holds as things are, and does not with the deviation."""
        return ~self.holds & self.held

    @property
    def flips(self) -> NDArray[np.bool_]:
        """Whether it holds where it did not, or the other way round."""
        return self.holds != self.held


def case_of(name: str, deviations: Sequence[Deviation]) -> Case:
    """Put deviations side by side: the first point is the model as it is.

    Parameters
    ----------
    name : str
        For people.
    deviations : sequence of Deviation
        One point each.
    """
    count = 1 + len(deviations)
    fields: dict[str, tuple[Values, Values, NDArray[np.int64]]] = {}
    for point, deviation in enumerate(deviations, 1):
        for path, change in deviation.changes.items():
            if path not in fields:
                fields[path] = np.ones(count), np.zeros(count), np.zeros(count, dtype=np.int64)
            for field, value in zip(fields[path], (change.times, change.plus, change.later), strict=True):
                field[point] = value
    return Case(name, variation={path: Change(*arrays) for path, arrays in fields.items()}, points=count)


def shift(parts: Sequence[Part]) -> Shift:
    """Compare each point with the first.

    Parameters
    ----------
    parts : sequence of Part
        Of a claim, with margins of shape (1 + deviations, runs).
    """
    points, spread = score_points(parts), least(parts).std(axis=-1)
    margin = points.margin[1:] - points.margin[0]
    pooled = np.sqrt((spread[1:] ** 2 + spread[0] ** 2) / 2.0)
    # Where nothing scatters, a yes or no has changed in all runs at once: it counts in its own unit.
    relative = margin / np.where(pooled > 0.0, pooled, 1.0)
    return Shift(
        bool(points.holds[0]),
        points.holds[1:],
        margin,
        relative,
        points.frequency[0] - points.frequency[1:] > FALL,
    )
