"""Proper scores of forecasts, and skill against other forecasts with bootstrap intervals over state-series.

CRPS, Brier and ranked probability scores from scoringrules (Zanetta & Allen 2024); intervals from scipy.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scoringrules
from numpy.typing import NDArray
from scipy.stats import bootstrap

from ..observations import REST, Values, shares
from .forecast import Forecast

RESAMPLES = 2000
"""Of the bootstrap."""

FEWEST = 4
"""State-series that an interval needs; of events, those in which one happened."""

MOVED, MOVED_AMOUNT = 0.05, 0.25
"""Change of a share, or of the logarithm of an amount, that counts as one; as alignment shifts are logged."""


@dataclass(frozen=True)
class Scored:
    """Scores of one forecaster in one case; what does not apply is None.

    Attributes
    ----------
    crps : float
        Continuous ranked probability score, mean over parts: an error in shares, or in logarithms of an amount.
    leader : float or None
        Brier score of who leads, summed over powers; None where powers are level or alone.
    rank : float or None
        Ranked probability score of the rank of each power, mean over powers; likewise.
    place : array, (part,)
        Share of the sample below what was observed (probability integral transform).
    right : float or None
        Probability that was given to the direction of the largest change; None where nothing changed.
    leads : tuple of (float, bool)
        Probability that each power leads, and whether it did.
    """

    crps: float
    leader: float | None
    rank: float | None
    place: Values
    right: float | None
    leads: tuple[tuple[float, bool], ...]


def crps(forecasts: Sequence[Forecast]) -> list[float]:
    """Give continuous ranked probability scores of forecasts, each the mean over parts."""
    found = np.zeros(len(forecasts))
    for count in {len(own.logs) for own in forecasts}:
        places = [place for place, own in enumerate(forecasts) if len(own.logs) == count]
        pairs = [forecasts[place].values for place in places]
        samples, observed = np.stack([sample for sample, _ in pairs]), np.stack([was for _, was in pairs])
        found[places] = np.asarray(scoringrules.crps_ensemble(observed, samples)).mean(axis=1)
    return found.tolist()


def scored(forecast: Forecast) -> Scored:
    """Score a forecast."""
    sample, observed = forecast.values
    own = [place for place, part in enumerate(forecast.case.series.parts) if part != REST]
    # Of two parts one says all: the other would count it twice, which changes no mean but the places.
    places = own if len(observed) != 2 else own[:1]
    place = (sample[places] < observed[places, np.newaxis]).mean(axis=1)
    leader, rank, leads = _ranked(sample[own], observed[own])
    return Scored(crps([forecast])[0], leader, rank, place, _right(forecast, sample, observed), leads)


def changed(forecast: Forecast) -> bool:
    """Tell whether something moved from what was last observed."""
    return bool(np.abs(_change(forecast)).max() >= (MOVED if len(forecast.logs) > 1 else MOVED_AMOUNT))


def _change(forecast: Forecast) -> Values:
    _, observed = forecast.values
    return observed - _before(forecast)


def _before(forecast: Forecast) -> Values:
    before = forecast.case.before
    return before if len(before) == 1 else shares(before)


def _right(forecast: Forecast, sample: Values, observed: Values) -> float | None:
    if not changed(forecast):
        return None
    before = _before(forecast)
    part = int(np.argmax(np.abs(observed - before)))
    return float(np.mean(np.sign(sample[part] - before[part]) == np.sign(observed[part] - before[part])))


def _ranked(sample: Values, observed: Values) -> tuple[float | None, float | None, tuple[tuple[float, bool], ...]]:
    """Score who leads, and who has which rank."""
    if len(observed) < 2 or len(np.unique(observed)) < len(observed):
        return None, None, ()
    ranks, outcome = _ranks(sample), _ranks(observed[:, np.newaxis])[:, 0]
    chances = np.stack([(ranks == rank).mean(axis=1) for rank in range(len(observed))], axis=1)
    leads = tuple((float(chance), bool(rank == 0)) for chance, rank in zip(chances[:, 0], outcome, strict=True))
    brier = float(sum(scoringrules.brier_score(float(was), chance) for chance, was in leads))
    return brier, float(np.mean(scoringrules.rps_score(outcome + 1, chances))), leads


def _ranks(values: Values) -> NDArray[np.intp]:
    """Rank parts from the largest, 0, down: (part, member)."""
    return np.argsort(np.argsort(-values, axis=0, kind="stable"), axis=0)


@dataclass(frozen=True)
class Skill:
    """How much better one forecaster is than another: 1 - its mean score over that of the other.

    Attributes
    ----------
    value : float
        1 perfect, 0 no better, negative worse; nan if the other is perfect.
    low, high : float
        95 % bootstrap interval over state-series; nan where they are too few.
    """

    value: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """In a word: whether the interval is on one side of 0."""
        if not np.isfinite(self.low):
            return "unknown"
        return "better" if self.low > 0.0 else "worse" if self.high < 0.0 else "no more"


def skill(own: Values, other: Values, seed: int = 0, telling: int | None = None) -> Skill:
    """Compare two forecasters.

    Parameters
    ----------
    own, other : array, (state-series,)
        Mean score of each on the same cases of a state-series; lower is better.
    seed : int
        Of the bootstrap.
    telling : int, optional
        In how many of the series anything happened that tells the two apart; in all by default.
    """
    value = float(_skill(own, other)) if len(own) else np.nan
    if min(len(own), len(own) if telling is None else telling) < FEWEST or not np.isfinite(value):
        return Skill(value, np.nan, np.nan)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of series that are all the same
        found = bootstrap(
            (own, other),
            _skill,
            n_resamples=RESAMPLES,
            paired=True,
            vectorized=True,
            method="percentile",
            rng=np.random.default_rng(seed),
        )
    ends = found.confidence_interval
    return Skill(value, float(ends.low), float(ends.high))


def _skill(own: Values, other: Values, axis: int = -1) -> Values:
    mean = other.mean(axis=axis)
    with np.errstate(all="ignore"):
        return np.where(mean > 0.0, 1.0 - own.mean(axis=axis) / mean, np.nan)


def by_series(names: Sequence[str], values: Sequence[float]) -> Values:
    """Average values over the cases of each series, in the order of the names' first appearance."""
    found: dict[str, list[float]] = {}
    for name, value in zip(names, values, strict=True):
        found.setdefault(name, []).append(value)
    return np.array([sum(own) / len(own) for own in found.values()])
