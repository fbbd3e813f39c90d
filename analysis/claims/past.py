"""What claims ask of a history: means over windows of months and over actors, by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.inputs import Inputs
from ...model.rules.arithmetic import saturating
from ...model.variables import FUNCTIONS, SAME_AXIS, VARIABLES
from ...scenarios.dates import month

Values = NDArray[np.float64]
"""The last axis is the replication."""

Names = str | tuple[str, ...] | None
"""A name along an axis, several to be averaged over, or None for the whole axis."""


@dataclass(frozen=True)
class Past:
    """A history of replications, and how domains weigh in it.

    Attributes
    ----------
    inputs : Inputs
        The compiled scenario.
    history : mapping of str to array, (month, *dims, replication)
        What was recorded.
    weights : mapping of str to float, or None
        Weights of the domains in means over them; the scenario's own by default.
    """

    inputs: Inputs
    history: Mapping[str, NDArray[Any]]
    weights: Mapping[str, float] | None = None

    @property
    def replications(self) -> int:
        """How many there are."""
        return next(iter(self.history.values())).shape[-1]

    def series(self, name: str, window: str, *where: Names) -> Values:
        """Give a variable month by month.

        Parameters
        ----------
        name : str
            A name of `model/variables.py`.
        window : str
            Months: "2001-09", "2002", "2000-01..2001-08", "1996..2003".
        *where : str, tuple of str or None
            One for each axis of the variable, from the left; axes that are not mentioned stay.

        Returns
        -------
        array, (month, ..., replication)
            One axis less for each name or group of names.

        Raises
        ------
        KeyError
            If the world has no such name, or the run no such months.
        """
        values = self.history[name][self.months(window)]
        return self._narrowed(values, VARIABLES[name].dims, where)

    def mean(self, name: str, window: str, *where: Names) -> Values:
        """Average a variable over months; arguments as `series`.

        Returns
        -------
        array, (..., replication)
            One axis less for each name or group of names.
        """
        return self.series(name, window, *where).mean(axis=0)

    def lean_series(self, state: Names, power: Names, window: str) -> Values:
        """Give A[s,p] by month: alignment averaged over the domains with their weights.

        Returns
        -------
        array, (month, ..., replication)
            In [0,1]; axes as asked for.
        """
        return self._narrowed(self._leans[self.months(window)], ("state", "power"), (state, power))

    def lean(self, state: Names, power: Names, window: str) -> Values:
        """Average A[s,p] over months; see `lean_series`."""
        return self.lean_series(state, power, window).mean(axis=0)

    def influence_series(self, state: Names, power: Names, window: str, domain: str | None = None) -> Values:
        """Give I[s,p] by month: alignment times saturating engagement, bandwidth times dependence (Moyer et al. 2021).

        Parameters
        ----------
        state, power : str, tuple of str or None
            Whose.
        window : str
            Months.
        domain : str, optional
            One domain alone, without its weight; the weighted sum over all by default.

        Returns
        -------
        array, (month, ..., replication)
            In [0,1]; axes as asked for.
        """
        months = self.months(window)
        offered = saturating(self.history["engagement"][months], self.inputs.parameters["saturation"])
        held = self.history["alignment"][months] * offered
        if domain is None:
            return self._narrowed(self.by_weight(held), ("state", "power"), (state, power))
        return self._narrowed(held, ("state", "power", "domain"), (state, power, domain))

    def influence(self, state: Names, power: Names, window: str, domain: str | None = None) -> Values:
        """Average I[s,p] over months; see `influence_series`."""
        return self.influence_series(state, power, window, domain).mean(axis=0)

    def engagement_series(self, power: str, window: str, states: Names) -> Values:
        """Give e[.,p] by month: engagement averaged over states and over the domains with their weights.

        Returns
        -------
        array, (month, replication)
            At least 0.
        """
        engaged = self.by_weight(self.history["engagement"][self.months(window)])
        return self._narrowed(engaged, ("state", "power"), (states, power))

    def term(self, choice: str, name: str, window: str, *where: Names) -> Values:
        """Average a term of a choice over months; only where the terms were kept.

        Parameters
        ----------
        choice : str
            "attraction" or "membership".
        name : str
            Of the term; 0 everywhere in a world that does not weigh it.
        window : str
            Months.
        *where : str, tuple of str or None
            As in `series`, without the term's own axis.
        """
        names = [use.name for use in self.inputs.terms[choice]]
        values = self.history[f"{choice}_term"]
        dims = VARIABLES[f"{choice}_term"].dims[1:]
        part = values[self.months(window), names.index(name)] if name in names else 0.0 * values[self.months(window), 0]
        return self._narrowed(part, dims, where).mean(axis=0)

    def months(self, window: str) -> slice:
        """Find months in the history.

        Raises
        ------
        KeyError
            If they are not all in the run.
        """
        first, last = _ends(window)
        begin, end = first - self.inputs.start, last - self.inputs.start
        if begin < 0 or end >= self.inputs.months:
            raise KeyError(f"the run does not cover {window}")
        return slice(begin, end + 1)

    @cached_property
    def _leans(self) -> Values:
        return self.by_weight(self.history["alignment"])

    def by_weight(self, values: Values) -> Values:
        """Average over the domains with their weights.

        Parameters
        ----------
        values : array, (month, state, power, domain, replication)
            Such as alignment.

        Returns
        -------
        array, (month, state, power, replication)
            In the same unit.
        """
        if self.weights is None:
            weight = self.inputs.constants["weight"]
        else:
            weight = np.array([[self.weights[name]] for name in self.inputs.ids["domain"]])
        return np.einsum("mspdr,dr->mspr", values, np.broadcast_to(weight, (len(weight), values.shape[-1])))

    def _narrowed(self, values: Values, dims: Sequence[str], where: Sequence[Names]) -> Values:
        axis = 1
        for dim, names in zip(dims, where, strict=False):
            if names is None:
                axis += 1
            elif isinstance(names, str):
                values = np.take(values, self._position(dim, names), axis=axis)
            else:
                places = [self._position(dim, name) for name in names]
                values = np.take(values, places, axis=axis).mean(axis=axis)
        return values

    def _position(self, dim: str, name: str) -> int:
        ids = FUNCTIONS if dim == "function" else self.inputs.ids[SAME_AXIS.get(dim, dim)]
        if name not in ids:
            raise KeyError(f"no {dim} {name!r} in this world")
        return ids.index(name)


@cache
def _ends(window: str) -> tuple[int, int]:
    """First and last month of a window."""
    first, _, last = window.partition("..")
    last = last or first
    return month(f"{first}-01" if len(first) == 4 else first), month(f"{last}-12" if len(last) == 4 else last)


def slope(series: Values) -> Values:
    """Fit a straight line to months by least squares.

    Parameters
    ----------
    series : array, (month, replication)
        At least two months.

    Returns
    -------
    array, (replication,)
        Rise a month.
    """
    elapsed = np.arange(len(series)) - (len(series) - 1) / 2.0
    return np.tensordot(elapsed, series, axes=1) / (elapsed @ elapsed)


def effective_powers(leans: Values) -> Values:
    """Count the powers that a state leans on, N = 1 / sum_p (A_p / sum_q A_q)^2 (Laakso & Taagepera 1979).

    Parameters
    ----------
    leans : array, (power, ..., replication)
        At least 0.

    Returns
    -------
    array, (..., replication)
        At least 1.
    """
    share = leans / leans.sum(axis=0)
    return 1.0 / (share * share).sum(axis=0)
