"""Who will be a member of which body: events, forecast as probabilities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ..readers.membership import codes
from .forecasters import Model
from .link import HORIZON

if TYPE_CHECKING:
    from ..readers import Readings

MEMBER = (1.0, 2.0)
"""Levels of membership: full and associate; an observer is none."""

NAMES: Mapping[str, str] = MappingProxyType(
    {"persistence": "as it is, but for the rate at which it changed so far", "region": "as the others are"}
)
"""Forecasts of membership that the model has to beat."""


@dataclass(frozen=True)
class Membership:
    """A state and a body through the years.

    Attributes
    ----------
    institution, state : str
        Their ids.
    years : mapping of int to bool
        Whether it is a member at the end of the year.
    """

    institution: str
    state: str
    years: Mapping[int, bool]


@dataclass(frozen=True)
class Event:
    """One forecast of membership.

    Attributes
    ----------
    membership : Membership
        Of whom, in what.
    origin, year : int
        Last year that is known; year that is forecast.
    happened : bool
        Whether it is a member then.
    chances : mapping of str to float
        Probability by forecaster.
    """

    membership: Membership
    origin: int
    year: int
    happened: bool
    chances: Mapping[str, float]

    @property
    def changed(self) -> bool:
        """Whether the state joined or left."""
        return self.happened != self.membership.years[self.origin]


def memberships(readings: "Readings", states: Sequence[str], institutions: Sequence[str]) -> list[Membership]:
    """Make memberships of what was read, by body and state."""
    found: list[Membership] = []
    for institution in institutions:
        code = f"membership:{codes().get(institution, institution.lower())}"
        by_actor = readings.values.get(code, {})
        found += [
            Membership(institution, state, {year: level in MEMBER for year, level in sorted(levels.items())})
            for state in states
            if (levels := by_actor.get((state, "")))
        ]
    return found


def events(
    found: Sequence[Membership], models: Mapping[int, Model], institutions: Sequence[str], last: int
) -> Iterator[Event]:
    """Forecast memberships.

    Parameters
    ----------
    found : sequence of Membership
        What is on record.
    models : mapping of int to Model
        By origin: the worlds that are kept there.
    institutions : sequence of str
        Of the world.
    last : int
        Last year that is forecast.
    """
    for origin, model in models.items():
        rate = _rate(found, origin)
        for own in found:
            if origin not in own.years:
                continue
            others = [each for each in found if each.institution == own.institution and each.state != own.state]
            for year in (year for year in own.years if origin < year <= min(origin + HORIZON, last)):
                stays = (1.0 - rate) ** (year - origin)
                persists = stays if own.years[origin] else 1.0 - stays
                chances = {
                    "model": _modelled(model, own, institutions.index(own.institution), (origin, year), persists),
                    "persistence": persists,
                    "region": _alike(others, origin),
                }
                yield Event(own, origin, year, own.years[year], chances)


def _rate(found: Sequence[Membership], origin: int) -> float:
    """Rate at which memberships changed from a year to the next so far, with half a change added (Jeffreys 1946)."""
    pairs = [
        (own.years[year], own.years[year + 1])
        for own in found
        for year in own.years
        if year + 1 in own.years and year < origin
    ]
    return (sum(before != after for before, after in pairs) + 0.5) / (len(pairs) + 1.0)


def _alike(others: Sequence[Membership], origin: int) -> float:
    """Share of the other states that are members, with half a one on either side."""
    known = [own.years[origin] for own in others if origin in own.years]
    return (sum(known) + 0.5) / (len(known) + 1.0)


def _modelled(model: Model, own: Membership, place: int, years: tuple[int, int], persists: float) -> float:
    """Share of members among the worlds in which the state was at the origin what it is; that of `persists` weighs one.

    Where there is hardly such a world, the model has nothing to say, and this is what is left.
    """
    row = model.states.index(own.state)
    before, after = (model.shown.membership[model.shown.years.index(year), row, place].ravel() for year in years)
    alike = before == own.years[years[0]]
    return float((after[alike].sum() + persists) / (np.count_nonzero(alike) + 1.0))
