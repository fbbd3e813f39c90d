"""What is not known of the numbers before any data or claim is seen: priors by provenance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from ...scenarios import Change
from ..observations import Values
from ..sensitivity_numbers import Moved, moved

if TYPE_CHECKING:
    from ...scenarios import Scenario


@dataclass(frozen=True)
class Prior:
    """Points that fill the space of what the numbers could be.

    A tuned number can be anything within its admissible range, an assumed one a fifth more or less than it is, all
    independent of each other; what a text or a figure gives stands as it is.

    Attributes
    ----------
    moved : tuple of Moved
        The numbers.
    values : array, (point, number)
        In the units of `moved`.
    """

    moved: tuple[Moved, ...]
    values: Values

    def __len__(self) -> int:
        return len(self.values)

    def take(self, points: slice | NDArray[np.int64]) -> "Prior":
        """Take some of the points."""
        return Prior(self.moved, self.values[points])

    def changes(self, runs: int) -> Mapping[str, Change]:
        """Give the changes that make the points, each for so many runs in a row."""
        return dict(self._changes(runs))

    def _changes(self, runs: int) -> Iterator[tuple[str, Change]]:
        for item, column in zip(self.moved, self.values.T, strict=True):
            yield item.path, item.change(np.repeat(column, runs))


def draw(scenario: "Scenario", points: int, seed: int) -> Prior:
    """Draw points: a Latin hypercube (McKay, Beckman & Conover 1979).

    Parameters
    ----------
    scenario : Scenario
        Whose numbers.
    points : int
        How many.
    seed : int
        Of the draw.
    """
    numbers = moved(scenario, "all", ())
    cube = qmc.LatinHypercube(len(numbers), rng=np.random.default_rng(seed)).random(points)
    low, high = (np.array([getattr(item, end) for item in numbers]) for end in ("low", "high"))
    return Prior(numbers, low + (high - low) * cube)
