"""Proper scores of a learner's forecast, in expectation over the worlds of an ensemble.

One world is luck: whoever says 70 % and sees the other thing happen need not be wrong. So a score is averaged over all
worlds of the ensemble, each as frequent as it is there. Such a score is best, in expectation, for who gives the
frequencies themselves (proper; Gneiting & Raftery 2007, Journal of the American Statistical Association 102).
"""

from dataclasses import dataclass

import numpy as np
import scoringrules
from numpy.typing import NDArray

Values = NDArray[np.float64]

MISSED = 0.1
"""Share of the worlds that an interval of 90 % leaves out."""


@dataclass(frozen=True)
class Score:
    """How good a forecast is; lower scores are better.

    Attributes
    ----------
    score, unknown, best : float
        Expected score of the forecast, of "don't know", and of the best forecast that there is; at least 0.
    """

    score: float
    unknown: float
    best: float

    @property
    def skill(self) -> float:
        """Share of the score of "don't know" that was saved: 0 for "don't know", below 0 for what is worse."""
        return 1.0 - self.score / self.unknown

    @property
    def attainable(self) -> float:
        """Skill of the best forecast: below 1 where luck decides, since nobody can foresee it."""
        return 1.0 - self.best / self.unknown


@dataclass(frozen=True)
class Chances:
    """What is so in each world, one of several options.

    Attributes
    ----------
    options : tuple of str
        At least two.
    happened : array of int, (world,)
        The option by world.
    ordered : bool
        Whether it matters how far off an option is, as with periods: ranked probability score instead of Brier's.
    """

    options: tuple[str, ...]
    happened: NDArray[np.intp]
    ordered: bool = False

    @property
    def frequency(self) -> Values:
        """Share of the worlds by option; sums to 1."""
        return np.bincount(self.happened, minlength=len(self.options)) / len(self.happened)

    @property
    def first(self) -> str:
        """What is so in world 0."""
        return self.options[self.happened[0]]

    @property
    def unknown(self) -> Values:
        """The forecast of who does not know: all options alike."""
        return np.full(len(self.options), 1.0 / len(self.options))

    def score(self, forecast: Values) -> Score:
        """Score probabilities.

        Parameters
        ----------
        forecast : array, (option,)
            Sums to 1.
        """
        return Score(self.expected(forecast), self.expected(self.unknown), self.expected(self.frequency))

    def expected(self, forecast: Values) -> float:
        """Give the Brier score summed over options, or the ranked probability score, averaged over worlds."""
        each = [self._of_one(forecast, option) for option in range(len(self.options))]
        return float(np.dot(self.frequency, each))

    def _of_one(self, forecast: Values, option: int) -> float:
        if self.ordered:
            return float(scoringrules.rps_score(option + 1, forecast))
        was = np.arange(len(self.options)) == option
        return float(np.sum(scoringrules.brier_score(was.astype(np.float64), forecast)))


@dataclass(frozen=True)
class Number:
    """A number in each world, or one number for all of them.

    Attributes
    ----------
    values : array, (world,)
        The number.
    low, high : float
        Between which the question places it.
    first : str
        What is so in world 0, in words.
    digits : int
        After the point, when it is shown.
    """

    values: Values
    low: float
    high: float
    first: str
    digits: int = 2

    @property
    def admitted(self) -> tuple[float, float]:
        """Where the ends of a forecast may lie: the range of the question, and as much again on either side."""
        width = self.high - self.low
        return self.low - width, self.high + width

    @property
    def unknown(self) -> Values:
        """The interval of who does not know: the middle 90 % of the range of the question."""
        margin = MISSED / 2 * (self.high - self.low)
        return np.array([self.low + margin, self.high - margin])

    @property
    def quantiles(self) -> Values:
        """The 5 %, 50 % and 95 % quantiles over worlds."""
        return np.quantile(self.values, [MISSED / 2, 0.5, 1 - MISSED / 2], method="inverted_cdf")

    def score(self, forecast: Values) -> Score:
        """Score an interval.

        Parameters
        ----------
        forecast : array, (2,)
            Its ends.
        """
        return Score(self.expected(forecast), self.expected(self.unknown), self.expected(self.quantiles[[0, 2]]))

    def expected(self, forecast: Values) -> float:
        """Give the interval score averaged over worlds: its width, and 20 times what lies outside."""
        low, high = (float(end) for end in forecast)
        return float(np.mean(scoringrules.interval_score(self.values, low, high, MISSED)))

    def inside(self, forecast: Values) -> float:
        """Give the share of the worlds within an interval."""
        return float(np.mean((self.values >= forecast[0]) & (self.values <= forecast[1])))


Truth = Chances | Number
