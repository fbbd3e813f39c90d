"""Small functions that the rules share."""

from collections.abc import Callable, Sequence
from functools import partial
from math import prod

import numpy as np

from ..inputs import Array, Scalar

MANY = 64
"""Weights beyond which a few large operations cost less than a small one for each."""


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
        result = result + x[(*front, position)]
    return result


def mix(parts: Sequence[Array], weight: Array) -> Array:
    """Sum of parts times fixed weights, leaving out what weighs nothing.

    Parameters
    ----------
    parts : sequence of array
        As many as there are weights.
    weight : array, (n, replication)
        Mostly the same for all replications.

    Returns
    -------
    array
        Shape of the parts, added in their order.
    """
    counted = _counted(weight)
    return _sum([_times(parts[place], share) for place, share in counted] or [np.zeros((*parts[0].shape[:-1], 1))])


def weighted(x: Array, weight: Array, axis: int) -> Array:
    """Sum along an axis of a quantity times fixed weights, which may spread it over new axes.

    Parameters
    ----------
    x : array, (..., n, ..., replication)
        Anything.
    weight : array, (n, ..., replication)
        Weight along `axis`, for each place along the new axes, which take the place of `axis`.
    axis : int
        Axis to sum over, counted from the left.

    Returns
    -------
    array
        Shape of `x` with the new axes instead of `axis`.
    """
    return _along(x, weight, axis, total, _sum)


def largest(x: Array, weight: Array, axis: int) -> Array:
    """Largest value along an axis, at least 0, of a quantity times fixed weights; arguments as `weighted`."""
    return _along(x, weight, axis, partial(np.max, initial=0.0), _most)


def _along(
    x: Array,
    weight: Array,
    axis: int,
    whole: Callable[[Array, int], Array],
    pieces: Callable[[Sequence[Array]], Array],
) -> Array:
    """Join along an axis, all at once or in pieces that leave out what weighs nothing."""
    new, rest = weight.shape[1:-1], x.shape[axis + 1 : -1]
    if 0 in new:
        return np.zeros((*x.shape[:axis], *new, *rest, 1))
    if x.shape[-1] == 1 or np.count_nonzero(weight) > MANY:  # what weighs nothing adds nothing
        place = (slice(None),) * (axis + 1) + (np.newaxis,) * len(new)
        return whole(x[place] * weight.reshape(*weight.shape[:-1], *(1,) * len(rest), weight.shape[-1]), axis)
    if new:
        places = np.moveaxis(weight, 0, -2).reshape(prod(new), weight.shape[0], weight.shape[-1])
        result = stacked([_along(x, place, axis, whole, pieces) for place in places], axis)
        return result.reshape(*result.shape[:axis], *new, *result.shape[axis + 1 :])
    front = (slice(None),) * axis
    found = [_times(x[(*front, place)], share) for place, share in _counted(weight)]
    return pieces(found) if found else np.zeros((*x.shape[:axis], *rest, 1))


def stacked(parts: Sequence[Array], axis: int) -> Array:
    """Put arrays side by side on a new axis; those that are the same for all replications are spread out."""
    shapes = {part.shape for part in parts}
    return np.stack(parts if len(shapes) == 1 else np.broadcast_arrays(*parts), axis=axis)


def _counted(weight: Array) -> list[tuple[int, Scalar]]:
    """Places that weigh something, and what."""
    if weight.shape[-1] == 1:
        return [(place, share) for place, share in enumerate(weight[:, 0].tolist()) if share]
    return [(place, share) for place, share in enumerate(weight) if share.any()]


def _times(part: Array, share: Scalar) -> Array:
    return part if isinstance(share, float) and share == 1.0 else part * share


def _sum(pieces: Sequence[Array]) -> Array:
    result = pieces[0]
    for piece in pieces[1:]:
        result = result + piece
    return result


def _most(pieces: Sequence[Array]) -> Array:
    result = np.maximum(pieces[0], 0.0)
    for piece in pieces[1:]:
        result = np.maximum(result, piece)
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
        Log odds; below -500, where a double knows no difference, as at -500.

    Returns
    -------
    array
        1 / (1 + exp(-x)).
    """
    return 1.0 / (1.0 + np.exp(np.minimum(-x, 500.0)))


def spared(x: Array, share: Array) -> Array:
    """What a factor leaves of something that feels it by domain, 1 + share (x - 1).

    Parameters
    ----------
    x : array, (..., replication)
        The factor.
    share : array, (domain, replication)
        How far each domain feels it, in [0,1].

    Returns
    -------
    array, (..., domain, replication)
        1 where the share is 0, `x` where it is 1.
    """
    by_domain = [mix([np.ones((*x.shape[:-1], 1)), x], np.stack([1.0 - each, each])) for each in share]
    return stacked(by_domain, axis=x.ndim - 1)


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
    return weighted(x, core, axis=0) * (1.0 / np.maximum(total(core), 1.0))


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
    return weighted(x, leader.swapaxes(0, 1), axis=1)


def over_pairs(x: Array, weight: Array) -> Array:
    """Sum over pairs of powers of a quantity times fixed weights.

    Parameters
    ----------
    x : array, (power, rival, replication)
        A quantity.
    weight : array, (..., power, rival, replication)
        Weights.

    Returns
    -------
    array, (..., replication)
        One sum for each place along the first axes of `weight`.
    """
    pairs = weight.reshape(*weight.shape[:-3], weight.shape[-3] * weight.shape[-2], weight.shape[-1])
    return weighted(x.reshape(-1, x.shape[-1]), np.moveaxis(pairs, -2, 0), axis=0)


def mean_over_leaders(x: Array, leader: Array) -> Array:
    """Mean of a quantity over the powers that lead each institution; arguments as `over_leaders`.

    Returns
    -------
    array, (state, institution, replication)
        Zero for an institution without leaders.
    """
    return over_leaders(x, leader / np.maximum(total(leader, axis=1), 1.0)[:, np.newaxis])


def largest_among_leaders(x: Array, leader: Array) -> Array:
    """Largest value (at least 0) among the powers that lead each institution; arguments as `over_leaders`.

    Returns
    -------
    array, (state, institution, replication)
        Zero for an institution without leaders.
    """
    return largest(x, leader.swapaxes(0, 1), axis=1)
