"""Forecasts of what will be observed, made at origins that roll on, and what was observed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..observations import Series, Values, shares
from .link import HORIZON, Changes, Link, Movement, changes

MEMBERS = 1000
"""Of each forecast."""


@dataclass(frozen=True)
class Case:
    """One forecast: of a series, at an origin, for a later year.

    Attributes
    ----------
    series : Series
        Of what.
    origin : int
        Year up to which everything is known.
    base : int
        Last year by then that is observed.
    year : int
        That is forecast.
    """

    series: Series
    origin: int
    base: int
    year: int

    @property
    def before(self) -> Values:
        """What was last observed, (part,)."""
        return self.series.logs[self.series.years.index(self.base)]

    @property
    def observed(self) -> Values:
        """What is observed in the year, (part,)."""
        return self.series.logs[self.series.years.index(self.year)]


@dataclass(frozen=True)
class Forecast:
    """What a forecaster says in a case.

    Attributes
    ----------
    case : Case
        Which.
    link : Link
        How the kind shows it.
    logs : array, (part, member)
        Sample of what may be observed.
    """

    case: Case
    link: Link
    logs: Values

    @property
    def values(self) -> tuple[Values, Values]:
        """The sample and what was observed, as shares; logarithms of what has one part."""
        if len(self.logs) == 1:
            return self.logs, self.case.observed
        return shares(self.logs, axis=0), shares(self.case.observed)


def cases(series: Sequence[Series], until: int, last: int) -> Iterator[Case]:
    """List what is forecast: at the first origin, and again whenever a series has a new observation.

    Parameters
    ----------
    series : sequence of Series
        Of one kind.
    until, last : int
        First origin; last year that is forecast.
    """
    for own in series:
        known = [year for year in own.years if year <= until]
        later = [year for year in own.years if until < year <= last]
        origins = [(until, known[-1])] if known else []
        for origin, base in [*origins, *((year, year) for year in later)]:
            for year in later:
                if origin < year <= base + HORIZON:
                    yield Case(own, origin, base, year)


@dataclass(frozen=True)
class Past:
    """What is known of a kind at an origin.

    Attributes
    ----------
    changes : Changes
        So far.
    error : mapping of (str, tuple of str) to array, (part,)
        By state and parts: variance of the measurement of a year to come.
    """

    changes: Changes
    error: Mapping[tuple[str, tuple[str, ...]], Values]


def past(series: Sequence[Series], origin: int) -> Past | None:
    """Collect what is known of a kind at an origin; None if that is too little.

    Parameters
    ----------
    series : sequence of Series
        Of one kind.
    origin : int
        Last year that is known.
    """
    found = changes(series, origin)
    if found is None:
        return None
    # What a later year's measurement will be worth is not known yet: as much as those so far.
    error = {(own.state, own.parts): own.variance[: _known(own, origin)].mean(axis=0) for own in series}
    return Past(found, error)


def _known(series: Series, origin: int) -> int:
    return max(sum(year <= origin for year in series.years), 1)


def forecast(case: Case, known: Past, fitted: Link, movement: Movement, luck: Values) -> Forecast:
    """Make a forecast.

    Parameters
    ----------
    case : Case
        Of what.
    known : Past
        At the origin.
    fitted : Link
        Of the forecaster to that past.
    movement : callable
        Of the forecaster.
    luck : array, (part, member)
        Standard normal; the same for all forecasters.
    """
    parts, members = luck.shape
    foreseen = movement(case.series, case.base, case.year)
    foreseen = foreseen[:, np.arange(members) * foreseen.shape[1] // members]
    base = case.series.variance[case.series.years.index(case.base)]
    error = base + known.error[case.series.state, case.series.parts] + fitted.scatter.over(case.year - case.base)
    spread = np.sqrt(error)[:, np.newaxis] * luck
    if parts > 1:  # centring takes a part of the variance away
        spread = (spread - spread.mean(axis=0)) * np.sqrt(parts / (parts - 1.0))
    return Forecast(case, fitted, case.before[:, np.newaxis] + fitted.loading * foreseen + spread)
