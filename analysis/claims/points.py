"""Scores of a claim at many points at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .claim import Part
from .past import Values
from .score import OFTEN, RESAMPLES


@dataclass(frozen=True)
class Points:
    """What `score` would say point by point, without intervals and single parts; arrays of shape (points,).

    Attributes
    ----------
    frequency, margin, holds : array
        As in `Score`.
    support : array
        The frequency, but of a claim with parts of both sorts no more than the share of bootstrap resamples in which
        those on the ensemble hold: it falls with either.
    """

    frequency: Values
    support: Values
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
    holds = np.ones(len(parts[0].margin), dtype=bool)
    frequency, margins = np.ones(len(holds)), [margin.mean(axis=-1) for margin in ensemble]
    support = frequency
    if ensemble:
        holds &= np.min(margins, axis=0) >= 0.0
        frequency = support = _resampled(np.stack(ensemble))
    if each:
        together = np.minimum.reduce(each)
        frequency = np.mean(together > 0.0, axis=-1)
        support = np.minimum(support, frequency)
        margins.append(np.quantile(together, 1.0 - OFTEN, axis=-1, method="lower"))
        holds &= frequency >= OFTEN
    return Points(frequency, support, np.min(margins, axis=0), holds)


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
    return np.mean(np.all(margins @ counts.T.astype(np.float64) >= 0.0, axis=0), axis=-1)
