"""Frequency, margin and verdict of a claim, at one point or at many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .claim import Part
from .past import Values

OFTEN = 0.8
"""Share of runs in which a statistic of one run has to be so."""

EXACT = 1e-12
"""What rounding can take from a mean that lies on its bound."""

RESAMPLES = 1000
"""Bootstrap resamples of the replications, for parts on the ensemble."""


@dataclass(frozen=True)
class Points:
    """What came out of a claim point by point; arrays of shape (points,).

    Attributes
    ----------
    share : array
        Share of runs in which all parts of one run are so; 1 without such parts.
    frequency : array
        The same, but no more than the share of bootstrap resamples in which all parts on the ensemble hold: it falls
        with either.
    margin : array
        Distance to failing, negative if it fails: the least over the parts of the ensemble, and the 20 % quantile over
        runs of the least over the parts of one run.
    holds : array
        Whether the share and all parts on the ensemble meet their bounds.
    """

    share: Values
    frequency: Values
    margin: Values
    holds: NDArray[np.bool_]


def score_points(parts: Sequence[Part]) -> Points:
    """Score a claim at each point.

    Parameters
    ----------
    parts : sequence of Part
        With margins of shape (points, replications).
    """
    ensemble = [part.margin for part in parts if not part.each]
    each = [part.margin for part in parts if part.each]
    share = np.ones(len(parts[0].margin))
    frequency, holds = share, share > 0.0
    margins = [margin.mean(axis=-1) for margin in ensemble]
    if ensemble:
        holds = np.min(margins, axis=0) >= -EXACT
        frequency = _resampled(np.stack(ensemble))
    if each:
        together = np.minimum.reduce(each)
        share = np.mean(together > 0.0, axis=-1)
        margins.append(np.quantile(together, 1.0 - OFTEN, axis=-1, method="lower"))
        holds = holds & (share >= OFTEN)
    return Points(share, np.minimum(share, frequency), np.min(margins, axis=0), holds)


def least(parts: Sequence[Part]) -> Values:
    """Give the least margin of all parts in each run: what the margin of the claim scatters with.

    Parameters
    ----------
    parts : sequence of Part
        With margins of shape (points, replications).

    Returns
    -------
    array, (points, replications)
        In the unit of the parts.
    """
    return np.minimum.reduce([part.margin for part in parts])


def _resampled(margins: Values) -> Values:
    """Share of bootstrap resamples in which every mean is at least 0, of (part, point, replication)."""
    chance = np.random.default_rng(0)
    size = margins.shape[-1]
    counts = chance.multinomial(size, np.full(size, 1.0 / size), size=RESAMPLES)
    return np.mean(np.all(margins @ counts.T.astype(np.float64) >= -EXACT, axis=0), axis=-1)
