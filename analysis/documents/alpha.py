"""Krippendorff's alpha: agreement of several coders beyond chance, for nominal, ordinal and interval values."""

import warnings
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Metric = Literal["nominal", "ordinal", "interval"]


def coincidences(codings: Numbers, levels: Numbers) -> Numbers:
    """Count the pairs of values that coders give to the same unit.

    Parameters
    ----------
    codings : array, (coder, unit)
        Values, each one of the levels; nan where a coder gave none.
    levels : array, (level,)
        All values there are, in their order.

    Returns
    -------
    array, (unit, level, level)
        Ordered pairs of different coders, each pair of a unit with m values counting 1 / (m - 1); 0 throughout for a
        unit with fewer than two values. The sum over units is the coincidence matrix.
    """
    counts = (codings[:, :, np.newaxis] == levels).sum(axis=0).astype(float)
    given = counts.sum(axis=1)
    pairs = counts[:, :, np.newaxis] * counts[:, np.newaxis] - counts[:, :, np.newaxis] * np.eye(len(levels))
    return pairs / np.maximum(given - 1.0, 1.0)[:, np.newaxis, np.newaxis]


def alpha(coincidence: Numbers, levels: Numbers, metric: Metric = "ordinal") -> float:
    """Measure agreement beyond chance: 1 - observed disagreement / that expected by chance.

    Formula: ``1 - (n - 1) sum_ck o_ck d_ck / sum_ck n_c n_k d_ck``, o the coincidences, n_c their marginals. d_ck is
    1 for c != k (nominal), ``(sum of n_g from c to k - (n_c + n_k) / 2)^2`` (ordinal), ``(c - k)^2`` (interval).
    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; Hayes & Krippendorff (2007),
    Communication Methods and Measures 1(1).

    Parameters
    ----------
    coincidence : array, (level, level)
        Sum over units of what `coincidences` gives.
    levels : array, (level,)
        The values, in their order.
    metric : {"nominal", "ordinal", "interval"}
        How far apart two values are.

    Returns
    -------
    float
        1 for agreement, 0 for chance, negative for systematic disagreement; nan if all values are the same, as nothing
        can then be told apart.
    """
    size = coincidence.sum(axis=1)
    expected = (np.outer(size, size) * (apart := _apart(size, levels, metric))).sum()
    if expected == 0.0:
        return float("nan")
    return float(1.0 - (size.sum() - 1.0) * (coincidence * apart).sum() / expected)


def _apart(size: Numbers, levels: Numbers, metric: Metric) -> Numbers:
    if metric == "nominal":
        return 1.0 - np.eye(len(levels))
    if metric == "interval":
        return (levels[:, np.newaxis] - levels) ** 2
    middle = np.cumsum(size) - size / 2.0  # what lies between the middles of two levels is what the formula sums
    return (middle[:, np.newaxis] - middle) ** 2


def interval(units: Numbers, levels: Numbers, metric: Metric = "ordinal", share: float = 0.95) -> tuple[float, float]:
    """Give a percentile bootstrap interval of alpha over the units.

    Parameters
    ----------
    units : array, (unit, level, level)
        What `coincidences` gives.
    levels : array, (level,)
        The values, in their order.
    metric : {"nominal", "ordinal", "interval"}
        As for `alpha`.
    share : float
        Of the resamples that lie inside.

    Returns
    -------
    tuple of float
        Ends; nan with fewer than two units. Resamples in which all values are the same are left out.
    """
    from scipy.stats import bootstrap

    if len(units) < 2:
        return float("nan"), float("nan")

    def resampled(chosen: NDArray[np.int64]) -> float:
        return alpha(units[chosen].sum(axis=0), levels, metric)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of resamples that are all alike; see above
        drawn = bootstrap(
            (np.arange(len(units)),),
            resampled,
            vectorized=False,
            n_resamples=2000,
            method="percentile",
            rng=np.random.default_rng(0),
        ).bootstrap_distribution
    told = drawn[~np.isnan(drawn)]
    if not len(told):
        return float("nan"), float("nan")
    low, high = np.quantile(told, [(1.0 - share) / 2.0, (1.0 + share) / 2.0])
    return float(low), float(high)
