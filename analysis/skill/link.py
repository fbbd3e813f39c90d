"""How strongly a kind of data shows a movement that is foreseen, and how far it wanders by itself.

A change of an observed log share from a base year to a later one is taken as

    z_t - z_b = loading (x_t - x_b) + error,   Var(error) = v_b + v_t + passing + wander (t - b),

with x what is foreseen and v the variances of measurement; what else varies passes from year to year or stays. The
loading is that of a measurement model: 0 if the data do not show what is foreseen, which leaves a forecast of no
change. The form is the same for all forecasters, who differ in x alone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import nnls

from ..observations import Series, Values

HORIZON = 5
"""Years over which changes are compared and foreseen."""

PRIOR = 1.0
"""Standard deviation of a loading before data are seen, around none."""

LEAST = 6
"""Independent changes that a kind needs before it is forecast."""

LITTLE = 1e-6
"""Variance a year of what has never moved yet."""

Movement = Callable[[Series, int, int], Values]
"""What is foreseen: of a series, from a base year to a later one, (part, member)."""


@dataclass(frozen=True)
class Changes:
    """Observed changes of the series of a kind between pairs of years; arrays of shape (change,), a row for each part.

    Attributes
    ----------
    pairs : tuple of (Series, int, int)
        Series, base year and later year; rows come in their order.
    size : array
        Of the change.
    error : array
        Variance of its measurement.
    span : array
        Years between.
    freedom : int
        How many of the changes are independent: from one observed year to the next, less one part of each whole.
    """

    pairs: tuple[tuple[Series, int, int], ...]
    size: Values
    error: Values
    span: Values
    freedom: int

    def foreseen(self, movement: Movement) -> Values:
        """Give what is foreseen for each change, (change, member)."""
        return np.concatenate([movement(*pair) for pair in self.pairs], axis=0)

    @cached_property
    def weight(self) -> Values:
        """Inverse of the variance that the changes have if nothing is foreseen."""
        return 1.0 / (self.error + scatter(self.size, self.error, self.span).over(self.span))

    def loading(self, foreseen: Values) -> Values:
        """Estimate loadings: the mean given the data, by a normal prior around none; not below 0.

        Parameters
        ----------
        foreseen : array, (change, ...)
            One loading for each column.

        Returns
        -------
        array, (...)
            At least 0. Overlapping changes count as often as there are independent ones.
        """
        each = self.freedom / len(self.size)
        weight = each * self.weight.reshape(-1, *(1,) * (foreseen.ndim - 1))
        size = self.size.reshape(weight.shape)
        return np.maximum(
            (weight * foreseen * size).sum(axis=0) / ((weight * foreseen**2).sum(axis=0) + PRIOR**-2), 0.0
        )

    def misfit(self, foreseen: Values) -> Values:
        """Say how much is left unexplained: the mean square of what the loading leaves, in its variance if all is.

        Parameters
        ----------
        foreseen : array, (change, ...)
            One misfit for each column.
        """
        left = self.size.reshape(-1, *(1,) * (foreseen.ndim - 1)) - self.loading(foreseen) * foreseen
        return (self.weight.reshape(-1, *(1,) * (foreseen.ndim - 1)) * left**2).mean(axis=0)


@dataclass(frozen=True)
class Scatter:
    """Variance of changes that is neither foreseen nor error of measurement.

    Attributes
    ----------
    passing : float
        Of what does not last into the next year; counted for both years of a change.
    wander : float
        A year, of what lasts.
    """

    passing: float
    wander: float

    def over(self, span: Values | float) -> Values | float:
        """Give the variance of changes over so many years."""
        return self.passing + self.wander * span


@dataclass(frozen=True)
class Link:
    """How a kind shows what a forecaster foresees.

    Attributes
    ----------
    loading : float
        Part of the foreseen change that is shown, at least 0.
    scatter : Scatter
        What is not foreseen.
    """

    loading: float
    scatter: Scatter


class Foresight:
    """A forecaster, who remembers what the mean and the scatter of its movements were.

    Parameters
    ----------
    movement : callable
        What is foreseen.
    loading : float, optional
        If it is not to be fitted.
    """

    def __init__(self, movement: Movement, loading: float | None = None) -> None:
        self.movement = movement
        self._loading = loading
        self._known: dict[tuple[int, int, int], tuple[Values, Values]] = {}

    def link(self, changes: Changes) -> Link:
        """Fit the link to the past; what the members scatter is taken from what is left.

        Parameters
        ----------
        changes : Changes
            Of a kind.
        """
        means, variances = zip(*(self._moments(pair) for pair in changes.pairs), strict=True)
        mean, variance = np.concatenate(means), np.concatenate(variances)
        loading = float(changes.loading(mean)) if self._loading is None else self._loading
        return Link(
            loading, scatter(changes.size - loading * mean, changes.error + loading**2 * variance, changes.span)
        )

    def _moments(self, pair: tuple[Series, int, int]) -> tuple[Values, Values]:
        series, base, later = pair
        key = (id(series), base, later)
        if key not in self._known:
            foreseen = self.movement(series, base, later)
            self._known[key] = foreseen.mean(axis=1), foreseen.var(axis=1)
        return self._known[key]


def changes(series: Sequence[Series], until: int) -> Changes | None:
    """Collect the changes of a kind by a year.

    Parameters
    ----------
    series : sequence of Series
        Of one kind.
    until : int
        Last year that is known.

    Returns
    -------
    Changes or None
        None if there are too few of them.
    """
    known = [(own, [year for year in own.years if year <= until]) for own in series]
    pairs = [(own, base, later) for own, years in known for base, later in _pairs(years)]
    freedom = sum(own.freedom * max(len(years) - 1, 0) for own, years in known)
    if freedom < LEAST or not pairs:
        return None
    size, error = (np.concatenate(found) for found in zip(*map(_change, pairs), strict=True))
    span = np.concatenate([np.full(len(own.parts), float(later - base)) for own, base, later in pairs])
    return Changes(tuple(pairs), size, error, span, freedom)


def _pairs(years: Iterable[int]) -> Iterator[tuple[int, int]]:
    listed = sorted(years)
    return ((base, later) for base in listed for later in listed if 0 < later - base <= HORIZON)


def _change(pair: tuple[Series, int, int]) -> tuple[Values, Values]:
    own, base, later = pair
    first, last = own.years.index(base), own.years.index(later)
    return own.logs[last] - own.logs[first], own.variance[last] + own.variance[first]


def scatter(left: Values, error: Values, span: Values) -> Scatter:
    """Split what is left of changes beyond their known variance, by least squares with no part negative.

    Parameters
    ----------
    left, error, span : array, (change,)
        As in `Changes`.
    """
    found, _ = nnls(np.stack([np.ones_like(span), span], axis=1), left**2 - error)
    return Scatter(float(found[0]), float(max(found[1], LITTLE)))
