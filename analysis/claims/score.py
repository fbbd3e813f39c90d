"""From the parts of a claim to its score: frequency, margin, and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .claim import Claim, Part
from .past import Values

OFTEN = 0.8
"""Share of runs in which a statistic of one run has to be so."""

EXACT = 1e-12
"""What rounding can take from a mean that lies on its bound."""

RESAMPLES = 1000
"""Bootstrap resamples of the replications, for claims on the ensemble only."""


@dataclass(frozen=True)
class PartScore:
    """What came out of a part.

    Attributes
    ----------
    what : str
        In a few words.
    each : bool
        Of every run, or of the ensemble.
    value : float
        Share of runs in which it is so; of the ensemble, the mean margin.
    low, high : float
        95 % interval of `value` (Wilson; normal).
    holds : bool
        Whether it does by itself.
    """

    what: str
    each: bool
    value: float
    low: float
    high: float
    holds: bool


@dataclass(frozen=True)
class Score:
    """What came out of a claim.

    Attributes
    ----------
    claim : Claim
        Which.
    frequency : float
        Share of runs in which all parts of one run are so; for a claim on the ensemble only, share of bootstrap
        resamples in which all its parts are.
    low, high : float
        95 % interval (Wilson); of a claim on the ensemble the frequency itself.
    margin : float
        Distance to failing, negative if it fails: the least over the parts of the ensemble, and the 20 % quantile over
        runs of the least over the parts of one run.
    holds : bool
        Whether frequency and all parts of the ensemble meet their bounds.
    runs : int
        Replications.
    parts : tuple of PartScore
        One by one.
    """

    claim: Claim
    frequency: float
    low: float
    high: float
    margin: float
    holds: bool
    runs: int
    parts: tuple[PartScore, ...]


def score(claim: Claim, parts: Sequence[Part]) -> Score:
    """Score a claim.

    Parameters
    ----------
    claim : Claim
        Which.
    parts : sequence of Part
        With margins of shape (replications,).
    """
    scores = tuple(map(_part, parts))
    runs = parts[0].margin.size
    ensemble = [part.margin for part in parts if not part.each]
    single = [part.margin for part in parts if part.each]
    margins = [float(margin.mean()) for margin in ensemble]
    holds = all(margin >= -EXACT for margin in margins)
    if single:
        least = np.minimum.reduce(single)
        frequency = float(np.mean(least > 0.0))
        low, high = _wilson(frequency, runs)
        margins.append(float(np.quantile(least, 1.0 - OFTEN, method="lower")))
        holds = holds and frequency >= OFTEN
    else:
        low = high = frequency = _resampled(ensemble)
    return Score(claim, frequency, low, high, min(margins), holds, runs, scores)


def of_point(parts: Sequence[Part], point: int) -> list[Part]:
    """Take the margins of one point, where they have shape (points, replications)."""
    return [replace(part, margin=part.margin[point]) for part in parts]


def _part(part: Part) -> PartScore:
    size = part.margin.size
    if part.each:
        share = float(np.mean(part.margin > 0.0))
        return PartScore(part.what, True, share, *_wilson(share, size), holds=share >= OFTEN)
    value = float(part.margin.mean())
    spread = 1.96 * float(part.margin.std(ddof=1)) / np.sqrt(size) if size > 1 else 0.0
    return PartScore(part.what, False, value, value - spread, value + spread, holds=value >= -EXACT)


def _wilson(share: float, size: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    interval = binomtest(round(share * size), size).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)


def _resampled(margins: Sequence[Values]) -> float:
    """Share of bootstrap resamples in which every mean is at least 0."""
    chance = np.random.default_rng(0)
    size = margins[0].size
    counts = chance.multinomial(size, np.full(size, 1.0 / size), size=RESAMPLES)
    means = np.stack(margins) @ counts.T
    return float(np.mean((means >= -EXACT).all(axis=0)))
