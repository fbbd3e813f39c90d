"""From the parts of a claim to its score: frequency, margin, and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .claim import Claim, Part
from .points import EXACT, OFTEN, score_points


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
        Share of runs in which all parts of one run are so, but no more than the share of bootstrap resamples in which
        all parts on the ensemble are.
    low, high : float
        95 % interval (Wilson) of the frequency where the runs decide it; else the frequency itself.
    margin, holds :
        As in `Points`.
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
    runs = parts[0].margin.size
    found = score_points([replace(part, margin=part.margin[np.newaxis]) for part in parts])
    frequency, share = float(found.frequency[0]), float(found.share[0])
    by_run = frequency == share and any(part.each for part in parts)
    low, high = _wilson(share, runs) if by_run else (frequency, frequency)
    scored = tuple(map(_part, parts))
    return Score(claim, frequency, low, high, float(found.margin[0]), bool(found.holds[0]), runs, scored)


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
