"""Small functions that the rules share."""

import numpy as np

from ..inputs import Array, Scalar


def total(x: Array, axis: int = 0) -> Array:
    """Sum along an axis, one element after the other.

    `numpy.sum` may pair its terms differently for another shape; adding in the order of ids makes a single run and
    an ensemble agree to the last bit, and a term of zero change nothing.

    Parameters
    ----------
    x : array
        Anything.
    axis : int
        Axis to sum over, counted from the left.

    Returns
    -------
    array
        Shape of `x` without `axis`.
    """
    front = (slice(None),) * axis
    length = x.shape[axis]
    if length == 0:
        return np.zeros(x.shape[:axis] + x.shape[axis + 1 :])
    if length == 1:
        return x[(*front, 0)].astype(float)
    result = np.add(x[(*front, 0)], x[(*front, 1)], dtype=float)
    for position in range(2, length):
        result += x[(*front, position)]
    return result


def weighted(x: Array, weight: Array, axis: int) -> Array:
    """Sum along an axis of a quantity times fixed weights, as `total(x * weight)`, leaving out what weighs nothing.

    Parameters
    ----------
    x : array
        Anything.
    weight : array, (n, ..., 1)
        Weight along `axis` and the axes that follow it, the same for all replications.
    axis : int
        Axis to sum over, counted from the left.

    Returns
    -------
    array
        Shape of `x` without `axis`, broadcast with `weight`.
    """
    front = (slice(None),) * axis
    result: Array | None = None
    for position, share in enumerate(weight):
        if np.count_nonzero(share):
            part = x[(*front, position)] * share
            result = part if result is None else np.add(result, part, out=result)
    if result is None:
        return np.zeros(np.broadcast_shapes((*x.shape[:axis], *x.shape[axis + 1 :]), weight.shape[1:]))
    return result


def clipped(x: Array, low: Scalar, high: Scalar) -> Array:
    """Keep a quantity between two bounds (`numpy.clip` does the same at five times the cost for a small array).

    Parameters
    ----------
    x : array
        Anything.
    low, high : float or array
        Bounds, low <= high.

    Returns
    -------
    array
        In [low, high].
    """
    return np.minimum(np.maximum(x, low), high)


def sigma(x: Array) -> Array:
    """Logistic function, log odds to probability.

    Parameters
    ----------
    x : array
        Log odds; clipped to +-500, beyond which a double knows no difference.

    Returns
    -------
    array
        1 / (1 + exp(-x)).
    """
    return 1.0 / (1.0 + np.exp(-clipped(x, -500.0, 500.0)))


def saturating(x: Array, half: Scalar) -> Array:
    """Diminishing returns, g(x) = x / (x + half).

    Parameters
    ----------
    x : array
        At least 0.
    half : float or array
        Where half of the effect is reached, above 0.

    Returns
    -------
    array
        In [0,1).
    """
    return x / (x + half)


def core_mean(x: Array, core: Array) -> Array:
    """Mean over the core states of the region.

    Parameters
    ----------
    x : array, (state, ..., replication)
        A quantity by state.
    core : array, (state, replication)
        1 for the states that count.

    Returns
    -------
    array
        Shape of `x` without the first axis.
    """
    spread = core.reshape(core.shape[0], *(1,) * (x.ndim - 2), core.shape[-1])
    return total(x * spread) / np.maximum(total(core), 1.0)


def over_leaders(x: Array, leader: Array) -> Array:
    """Sum of a quantity by state and power over the powers that lead each institution.

    Parameters
    ----------
    x : array, (state, power, replication)
        A quantity.
    leader : array, (institution, power, replication)
        1 for the powers that lead.

    Returns
    -------
    array, (state, institution, replication)
        Zero for an institution without leaders.
    """
    return weighted(x[:, np.newaxis], leader.swapaxes(0, 1), axis=2)


def mean_over_leaders(x: Array, leader: Array) -> Array:
    """Mean of a quantity over the powers that lead each institution; arguments as `over_leaders`.

    Returns
    -------
    array, (state, institution, replication)
        Zero for an institution without leaders.
    """
    return over_leaders(x, leader) / np.maximum(total(leader, axis=1), 1.0)


def largest_among_leaders(x: Array, leader: Array) -> Array:
    """Largest value (at least 0) among the powers that lead each institution; arguments as `over_leaders`.

    Returns
    -------
    array, (state, institution, replication)
        Zero for an institution without leaders.
    """
    return np.max(x[:, np.newaxis] * leader, axis=2, initial=0.0)
