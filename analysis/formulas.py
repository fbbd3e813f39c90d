"""The formulas of the measures for plain arrays: the axes worked over are the last; what they mean is in `measures`."""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from .arrays import Values, known, largest, square, total

ACQUIESCE = 0.25
"""Intensity of a stance: cooperate 0, acquiesce 1/4, resist 1 (as in the model)."""


def weighted(own: Values, weight: Values) -> Values:
    """Sum with weights: both (..., item)."""
    return total(own * weight)


def mean(own: Values, weight: Values) -> Values:
    """Average with weights: both (..., item)."""
    return total(own * weight) / total(weight)


def autonomy(own: Values) -> Values:
    """Give what is left of 1: own (..., power)."""
    return 1.0 - total(own)


def greatest(own: Values) -> Values:
    """Give the largest: own (..., power)."""
    return largest(own)[0]


def shares(own: Values) -> Values:
    """Give each power's share: own (..., power)."""
    return own / known(total(own))[..., None]


def hhi(own: Values) -> Values:
    """Sum the squares of the shares: own (..., power)."""
    return total(shares(own) ** 2)


def rivalry(friction: Values, stance: Values) -> Values:
    """Give the rivalry of every two powers: friction and stance (..., power, rival)."""
    intensity = stance * ACQUIESCE + (stance == 2) * (1.0 - 2.0 * ACQUIESCE)
    mutual = (intensity + intensity.swapaxes(-1, -2)) / 2.0
    distance = 1.0 - (1.0 - friction) * (1.0 - mutual)
    for power in range(distance.shape[-1]):
        distance[..., power, power] = 0.0
    return distance


def hedging(own: Values, distance: Values) -> Values:
    """Give the spread over rivals: own (..., power), distance (..., power, rival)."""
    lean, pairs = total(own), np.zeros(own.shape[:-1])
    for one, other in combinations(range(own.shape[-1]), 2):
        pairs = pairs + own[..., one] * own[..., other] * (distance[..., one, other] + distance[..., other, one])
    return np.where(lean > 0.0, pairs / lean, 0.0)


def domain_split(own: Values, weight: Values) -> Values:
    """Give the Jensen-Shannon divergence of the domains: own (..., domain, power), weight (..., domain)."""
    lean = total(own)
    share = own / np.where(lean > 0.0, lean, 1.0)[..., None]
    counted = np.where(lean > 0.0, weight, 0.0)
    part = counted / known(total(counted))[..., None]
    mixture = total((part[..., None] * share).swapaxes(-1, -2))
    return np.maximum(_entropy(mixture) - total(part * _entropy(share)), 0.0)


def _entropy(share: Values) -> Values:
    return -total(share * np.log(np.maximum(share, np.finfo(np.float64).tiny)))


def influence(own: Values, engagement: Values, weight: Values, saturation: Values) -> Values:
    """Give bandwidth times dependence: own, engagement and weight (..., domain), saturation (...)."""
    return total(own * engagement / (engagement + saturation[..., None]) * weight)


def similarity(dims: int, maximum: float, profile: Values, weight: Values) -> Values:
    """Give S: profile (..., state, *compared), weight (..., *compared), `dims` of them compared."""
    items, part = _in_a_row(profile, dims), _in_a_row(weight, dims)
    items = items * (part / total(part)[..., None])[..., None, :]
    return 1.0 - 2.0 * _to_each_other(items, np.abs) / maximum


def agreement(dims: int, between: float, profile: Values) -> Values:
    """Give kappa (`between` is 1) or pi (1/2): profile (..., state, *compared)."""
    items = _in_a_row(profile, dims) * 1.0
    count = items.shape[-1]
    mean = total(items) / count
    within = total((items - mean[..., None]) ** 2) / count
    apart = mean[..., None] - mean[..., None, :]
    expected = within[..., None] + within[..., None, :] + between * apart**2
    return 1.0 - _to_each_other(items, np.square) / count / known(expected)


def _to_each_other(items: Values, distance: Callable[[Values], Values]) -> Values:
    """Sum over the items of the distance of every two states."""
    states = items.shape[-2]
    found = square(items[..., 0, 0], states)
    for state in range(states):
        found[..., state, state] = 0.0
        apart = total(distance(items[..., state + 1 :, :] - items[..., state : state + 1, :]))
        found[..., state, state + 1 :] = apart
        found[..., state + 1 :, state] = apart
    return found


def _in_a_row(profile: Values, dims: int) -> Values:
    """Make one axis of the last ones."""
    return profile.reshape(*profile.shape[: profile.ndim - dims], -1)


def concentration(own: Values) -> Values:
    """Give CON: own (..., power)."""
    powers = own.shape[-1]
    if powers == 1:
        return np.full(own.shape[:-1], np.nan)
    return np.sqrt(np.maximum(hhi(own) - 1.0 / powers, 0.0) / (1.0 - 1.0 / powers))


def polarization(alpha: float, own: Values, core: Values) -> Values:
    """Give the split into camps: own (..., power, state), core (..., state)."""
    powers = range(own.shape[-2])
    lead = largest(own.swapaxes(-1, -2))[1]
    aligned = total(own.swapaxes(-1, -2)) > 0.0
    member = [((lead == power) & aligned) * core for power in powers]
    size = [total(camp) for camp in member]
    states = total(core)
    centre = [
        [total(camp * own[..., power, :]) / np.where(count > 0.0, count, 1.0) for power in powers]
        for camp, count in zip(member, size, strict=True)
    ]
    found = np.zeros(own.shape[:-2])
    for one, other in combinations(powers, 2):
        apart = [centre[one][power] - centre[other][power] for power in powers]
        distance = (sum(abs(part) for part in apart) + abs(sum(apart))) / 2.0
        part, against = size[one] / states, size[other] / states
        found = found + (part ** (1.0 + alpha) * against + against ** (1.0 + alpha) * part) * distance
    return 2.0 ** (1.0 + alpha) * found
