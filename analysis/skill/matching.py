"""History matching: which points of the prior neither the observations nor the claims up to a year rule out.

After Craig et al. (1997) and Andrianakis et al. (2015), with the ensemble itself in the place of an emulator. What the
best point leaves unexplained of a kind of data is taken as the discrepancy between model and world; a point is ruled
out if it leaves more than that by more than chance explains (F test at three sigmas), or if a fitted claim fails in its
runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as ratio

from ..observations import Series, Values
from .forecasters import Model
from .link import Changes, changes

SIGMAS = 0.9973
"""Probability within three sigmas (Pukelsheim 1994)."""

FEWEST = 40
"""Points that are kept in any case: those that are least at odds, where fewer are at odds with nothing."""


@dataclass(frozen=True)
class Region:
    """What is kept of the prior.

    Attributes
    ----------
    until : int
        Last year that was known.
    excess : mapping of str to array, (point,)
        By kind of data: what a point leaves unexplained, in what it may leave; above 1 rules it out.
    missed : mapping of str to array of bool, (point,)
        By claim: whether it rules the point out.
    points : array of int
        Positions of the points that are kept.
    """

    until: int
    excess: Mapping[str, Values]
    missed: Mapping[str, NDArray[np.bool_]]
    points: NDArray[np.int64]

    @property
    def strikes(self) -> NDArray[np.int64]:
        """By how many kinds and claims each point is ruled out, (point,)."""
        by = [excess > 1.0 for excess in self.excess.values()] + list(self.missed.values())
        return np.sum(by, axis=0) if by else np.zeros(0, np.int64)

    @property
    def share(self) -> float:
        """Share of the prior that nothing rules out."""
        return float(np.mean(self.strikes == 0)) if self.strikes.size else 1.0


def match(series: Mapping[str, Sequence[Series]], model: Model, claims: Sequence[str], until: int) -> Region:
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

    Returns
    -------
    Region
        With at least `FEWEST` points, if there are as many.
    """
    known = {kind: found for kind, own in series.items() if (found := changes(own, until)) is not None}
    excess = {kind: _excess(found, model) for kind, found in known.items()}
    missed = {id_: model.shown.missed[id_] for id_ in claims}
    region = Region(until, excess, missed, np.arange(model.shown.points))
    strikes, worst = region.strikes, np.max([*excess.values()], axis=0) if excess else np.zeros(model.shown.points)
    if not strikes.size:
        return region
    kept = np.flatnonzero(strikes == 0)
    if len(kept) < FEWEST:
        kept = np.sort(np.lexsort((worst, strikes))[:FEWEST])
    return Region(until, excess, missed, kept)


def _excess(found: Changes, model: Model) -> Values:
    """Compare what points leave unexplained with the least, (point,)."""
    misfit = found.misfit(found.foreseen(model.by_point))
    allowed = float(ratio.ppf(SIGMAS, found.freedom, found.freedom))
    # Data that do not move at all rule nothing out.
    least = float(misfit.min())
    return misfit / (allowed * least) if least > 0.0 else np.zeros_like(misfit)
