"""History matching: which points of the prior neither the observations nor the claims up to a year rule out.

After Craig et al. (1997) and Andrianakis et al. (2015), with the ensemble itself in the place of an emulator. A point
is ruled out if the data are so much less likely there than at the best point that chance does not explain it (ratio of
likelihoods, Wilks 1938, at three sigmas for as many free numbers as are tuned), or if a fitted claim fails in its
runs. The variance of each kind is what a point leaves unexplained, so that the best point sets the discrepancy between
model and world.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from ..observations import Series, Values
from .forecasters import Model
from .link import Changes, changes
from .shown import SIGMAS

FEWEST = 40
"""Points that are kept in any case: those that are least at odds, where fewer are at odds with nothing."""

LITTLE = 1e-12
"""What a point leaves of data that do not move."""


@dataclass(frozen=True)
class Region:
    """What is kept of the prior.

    Attributes
    ----------
    until : int
        Last year that was known.
    odds : array, (point,)
        Twice the logarithm by which the data are less likely at a point than at the best; 0 without data.
    allowed : float
        Odds that chance explains.
    missed : mapping of str to array of bool, (point,)
        By claim: whether it rules the point out.
    points : array of int
        Positions of the points that are kept.
    """

    until: int
    odds: Values
    allowed: float
    missed: Mapping[str, NDArray[np.bool_]]
    points: NDArray[np.int64]

    @property
    def strikes(self) -> NDArray[np.int64]:
        """By how many, the data and each claim, a point is ruled out, (point,)."""
        return np.sum([self.odds > self.allowed, *self.missed.values()], axis=0)

    @property
    def share(self) -> float:
        """Share of the prior that nothing rules out."""
        return float(np.mean(self.strikes == 0))

    @property
    def ruled_out(self) -> dict[str, float]:
        """Share of the prior that the data and each claim rule out."""
        by = {"data": self.odds > self.allowed, **self.missed}
        return {name: float(out.mean()) for name, out in by.items()}


def match(series: Mapping[str, Sequence[Series]], model: Model, claims: Sequence[str], until: int, free: int) -> Region:
    """Rule points out.

    Parameters
    ----------
    series : mapping of str to sequence of Series
        By kind.
    model : Model
        Over the prior.
    claims : sequence of str
        Fitted claims that end by the year.
    until : int
        Last year that is known.
    free : int
        Tuned numbers that the prior leaves open.

    Returns
    -------
    Region
        With at least `FEWEST` points, if there are as many.
    """
    unlikely = np.zeros(model.shown.points)
    for own in series.values():
        known = changes(own, until)
        if known is not None:
            unlikely += _unlikely(known, model)
    odds, missed = unlikely - unlikely.min(), {id_: model.shown.missed[id_] for id_ in claims}
    region = Region(until, odds, float(chi2.ppf(SIGMAS, max(free, 1))), missed, np.arange(len(odds)))
    kept = np.flatnonzero(region.strikes == 0)
    if len(kept) < FEWEST:
        kept = np.sort(np.lexsort((odds, region.strikes))[:FEWEST])
    return replace(region, points=kept)


def _unlikely(known: Changes, model: Model) -> Values:
    """Give minus twice the logarithm of the likelihood of normal errors whose variance is what they leave, (point,)."""
    return known.freedom * np.log(known.misfit(known.foreseen(model.by_point)) + LITTLE)
