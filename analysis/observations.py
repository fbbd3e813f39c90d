"""What is observed of alignment, and how it shows it: the observation model (model/ODD.md, Observation).

A kind of data speaks for a domain, or for all. What powers have of it in a state is turned into shares among the powers
that are observed there, and shares into centred logarithms (Aitchison 1986), in which changes are compared with those
of the model.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .readers import Readings

Values = NDArray[np.float64]
Amounts = Mapping[str, tuple[float, float]]
"""What powers have in a state in a year, and the variance of its logarithm; those that are not observed are missing."""

REST = "rest"
"""The part of a whole that none of the observed powers has."""

CALENDAR, SESSION, FISCAL = (0, 12), (8, 12), (-3, 9)
"""Months that a year's figure is for, from January: all, a session of the General Assembly, a US fiscal year."""

HALF = 0.5
"""What is added to counts (Jeffreys 1946)."""

KNOWN = 0.05**2
"""Variance of the logarithm of what is on record: five per cent. What else scatters is estimated, see `skill.link`."""


@dataclass(frozen=True)
class Lens:
    """What of the model a kind of data is compared with.

    Attributes
    ----------
    shows : {"alignment", "influence", "engagement"}
        The quantity, by state and power.
    domain : str or None
        In which it is looked at; all with their weights if None.
    months : tuple of int
        First month, and the one after the last, counted from January of the year.
    """

    shows: Literal["alignment", "influence", "engagement"]
    domain: str | None
    months: tuple[int, int] = CALENDAR


@dataclass(frozen=True)
class Kind:
    """A kind of data.

    Attributes
    ----------
    name, title : str
        For files; for people.
    variables : tuple of str
        Of the readings.
    lens : Lens
        What it shows.
    source : str
        To cite.
    amounts : callable
        Makes amounts of the readings, a state, the powers that are read there, and a year.
    form : {"shares", "whole", "amount"}
        Shares among the powers; shares of a whole that has a rest; or the amount that one power gives.
    """

    name: str
    title: str
    variables: tuple[str, ...]
    lens: Lens
    source: str
    amounts: "Callable[[Readings, str, Sequence[str], int], Amounts]"
    form: Literal["shares", "whole", "amount"] = "shares"


@dataclass(frozen=True)
class Series:
    """One state through the years, as one kind of data shows it.

    Attributes
    ----------
    kind : str
        Name of the kind.
    state : str
        Its id.
    parts : tuple of str
        Powers, and perhaps `REST`.
    years : tuple of int
        In order, not all in a row.
    logs : array, (year, part)
        Centred logarithms of shares; of an amount its logarithm.
    variance : array, (year, part)
        Of their error of measurement.
    """

    kind: str
    state: str
    parts: tuple[str, ...]
    years: tuple[int, ...]
    logs: Values
    variance: Values

    @property
    def freedom(self) -> int:
        """Parts that can move independently of each other."""
        return max(len(self.parts) - 1, 1)


def _value(readings: "Readings", variable: str, state: str, other: str, year: int) -> float | None:
    return readings.values.get(variable, {}).get((state, other), {}).get(year)


def _each(
    readings: "Readings", variable: str, state: str, powers: Sequence[str], year: int, error: Callable[[float], float]
) -> dict[str, tuple[float, float]]:
    """Take a variable as it is: power, value and the variance of its logarithm."""
    values = {power: _value(readings, variable, state, power, year) for power in powers}
    return {power: (value, error(value)) for power, value in values.items() if value is not None}


def _counted(readings: "Readings", variable: str, state: str, powers: Sequence[str], year: int) -> Amounts:
    """Take counts, with half a one added; the logarithm of a Poisson count n + 1/2 scatters by 1 / (n + 1/2)."""
    found = _each(readings, variable, state, powers, year, lambda value: 1.0 / (value + HALF))
    return {power: (value + HALF, error) for power, (value, error) in found.items()}


def _arms(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Deliveries of major arms, lumpy; a twentieth of the year's total is added: a share of nothing is a small one."""
    whole = _value(readings, "arms_total", state, "", year)
    if not whole:
        return {}
    found = _each(readings, "arms", state, powers, year, lambda _: KNOWN)
    return {power: (value + 0.05 * whole, error) for power, (value, error) in found.items()}


def _exercises(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Joint exercises, in years that have any."""
    whole = _value(readings, "exercises_total", state, "", year)
    return _counted(readings, "exercises", state, powers, year) if whole else {}


def _treaties(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Obligations by treaty."""
    found = _each(readings, "alliance", state, powers, year, lambda _: KNOWN)
    return {power: (value + HALF, error) for power, (value, error) in found.items()}


def _votes(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Share of identical votes, binomial in their number; 60, a usual one, where it is not known."""
    votes = _value(readings, "votes", state, "", year) or 60.0
    found = _each(readings, "agreement", state, powers, year, lambda _: 0.0)
    shares = {power: (votes * value + HALF) / (votes + 1.0) for power, (value, _) in found.items()}
    return {power: (share, (1.0 - share) / share / votes) for power, share in shares.items()}


def _closeness(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Closeness exp(-distance) of ideal points, whose logarithm is as uncertain as the state's own point."""
    spread = _value(readings, "ideal_point_sd", state, "", year)
    error = (0.15 if spread is None else spread) ** 2
    found = _each(readings, "ideal_point_distance", state, powers, year, lambda _: error)
    return {power: (float(np.exp(-value)), error) for power, (value, error) in found.items()}


def _events(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Cooperative events, whose number follows the attention of the press: that is the same for all powers."""
    return _counted(readings, "cooperation", state, powers, year)


def _flows(
    readings: "Readings", variables: tuple[str, str], state: str, powers: Sequence[str]
) -> tuple[tuple[str, ...], set[int]]:
    """Choose which flows are taken, the same in all years, and give the years that have them for all powers.

    Both if they have as many years as either, so that no change is one of what is counted.
    """

    def years(names: tuple[str, ...]) -> set[int]:
        found = [readings.values.get(name, {}).get((state, power), {}) for name in names for power in powers]
        return set.intersection(*(set(own) for own in found)) if found else set()

    one, other = variables
    return max(((names, years(names)) for names in ((one, other), (one,), (other,))), key=lambda own: len(own[1]))


def _trade(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Exports and imports together, or the one of them that goes back further."""
    names, years = _flows(readings, ("exports", "imports"), state, powers)
    sums = {
        power: sum(readings.values[name][state, power][year] for name in names) for power in powers if year in years
    }
    return {power: (value, KNOWN) for power, value in sums.items() if value > 0.0}


def _trade_of_all(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Mean of the share of a power in all exports and in all imports, or the one of them that goes back further."""
    names, years = _flows(readings, ("export_share", "import_share"), state, powers)
    found = {power: [readings.values[name][state, power][year] for name in names] for power in powers if year in years}
    return {power: (sum(own) / len(own), KNOWN) for power, own in found.items() if sum(own) > 0.0}


def _fbic(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Formal bilateral influence capacity."""
    return _each(readings, "fbic", state, powers, year, lambda _: KNOWN)


def _aid(readings: "Readings", state: str, powers: Sequence[str], year: int) -> Amounts:
    """Obligations in constant dollars; less than a million, or what is taken back, counts as a million."""
    found = _each(readings, "aid", state, powers, year, lambda _: KNOWN)
    return {power: (max(value, 1e6), error) for power, (value, error) in found.items()}


_SECURITY, _TRADE = Lens("alignment", "security"), Lens("alignment", "trade")
_POLITICS, _SESSION = Lens("alignment", "politics"), Lens("alignment", "politics", SESSION)
_VOTING = "Bailey, Strezhnev & Voeten 2017"

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("arms", "arms deliveries", ("arms",), _SECURITY, "SIPRI Arms Transfers Database", _arms),
            Kind("exercises", "joint exercises", ("exercises",), _SECURITY, "D'Orazio & Galambos 2021", _exercises),
            Kind("treaties", "treaty obligations", ("alliance",), _SECURITY, "Leeds et al. 2002, ATOP", _treaties),
            Kind("votes", "UN votes", ("agreement",), _SESSION, _VOTING, _votes),
            Kind("ideal_points", "UN ideal points", ("ideal_point_distance",), _SESSION, _VOTING, _closeness),
            Kind("events", "cooperative events", ("cooperation",), _POLITICS, "Boschee et al., ICEWS", _events),
            Kind("trade", "trade", ("exports", "imports"), _TRADE, "UN Comtrade", _trade),
            Kind(
                "trade_of_all",
                "share in all trade",
                ("export_share", "import_share"),
                _TRADE,
                "UN Comtrade, WITS",
                _trade_of_all,
                "whole",
            ),
            Kind("influence", "influence (FBIC)", ("fbic",), Lens("influence", None), "Moyer et al. 2021", _fbic),
            Kind(
                "aid",
                "foreign aid",
                ("aid",),
                Lens("engagement", None, FISCAL),
                "ForeignAssistance.gov",
                _aid,
                "amount",
            ),
        )
    }
)
"""All kinds by name, in the order in which they are shown."""


def series(
    readings: "Readings", states: Collection[str], powers: Collection[str], domains: Collection[str]
) -> list[Series]:
    """Make series of what was read.

    Parameters
    ----------
    readings : Readings
        From `readers.read`.
    states, powers, domains : collection of str
        Of the scenario.

    Returns
    -------
    list of Series
        By kind and state; those of one year or of one power among others are left out, and kinds that speak of a domain
        that the scenario does not have.
    """
    kinds = [kind for kind in KINDS.values() if kind.lens.domain is None or kind.lens.domain in domains]
    found = (made for kind in kinds for state in sorted(states) for made in _made(readings, kind, state, powers))
    return [own for own in found if len(own.years) > 1]


def _made(readings: "Readings", kind: Kind, state: str, powers: Collection[str]) -> Iterator[Series]:
    known = [(pair, name) for name in kind.variables for pair in readings.values.get(name, {}) if pair[0] == state]
    observed = sorted({power for (_, power), _ in known} & set(powers))
    years = sorted({year for pair, name in known for year in readings.values[name][pair]})

    def whole(parts: tuple[str, ...]) -> dict[int, list[tuple[float, float]]]:
        """Give the years in which all of some powers are observed."""
        by_year = {year: kind.amounts(readings, state, parts, year) for year in years}
        return {year: [found[part] for part in parts] for year, found in by_year.items() if set(parts) <= set(found)}

    if kind.form == "amount":
        chosen = [((power,), whole((power,))) for power in observed]
    else:
        least = 2 if kind.form == "shares" else 1
        sets = (parts for count in range(least, len(observed) + 1) for parts in combinations(observed, count))
        candidates = [(parts, whole(parts)) for parts in sets]
        # A power that is seldom observed costs the years of the others: the most independent changes win.
        chosen = sorted(candidates, key=lambda own: (len(own[0]) - least + 1) * (len(own[1]) - 1))[-1:]
    for parts, found in chosen:
        if found:
            yield _series(kind, state, parts, found)


def _series(kind: Kind, state: str, parts: tuple[str, ...], whole: Mapping[int, list[tuple[float, float]]]) -> Series:
    found = np.array(list(whole.values()))
    amounts, variance = found[..., 0], found[..., 1]
    if kind.form == "whole":
        rest = np.maximum(1.0 - amounts.sum(axis=1, keepdims=True), 0.01)
        share = (amounts / rest) ** 2  # the error of the rest is that of the parts, as far as they weigh in it
        amounts = np.concatenate([amounts, rest], axis=1)
        variance = np.concatenate([variance, (share * variance).sum(axis=1, keepdims=True)], axis=1)
        parts = (*parts, REST)
    logs = np.log(amounts)
    if len(parts) > 1:
        logs, variance = centred(logs), _centred_variance(variance)
    return Series(kind.name, state, parts, tuple(whole), logs, variance)


def centred(logs: Values, axis: int = -1) -> Values:
    """Free logarithms of parts from the unit of the whole: less their mean over the parts (Aitchison 1986)."""
    return logs - logs.mean(axis=axis, keepdims=True)


def shares(logs: Values, axis: int = -1) -> Values:
    """Turn logarithms of parts back into shares of their sum."""
    raised = np.exp(logs - logs.max(axis=axis, keepdims=True))
    return raised / raised.sum(axis=axis, keepdims=True)


def _centred_variance(variance: Values) -> Values:
    """Variance of independent logarithms less their mean."""
    count = variance.shape[-1]
    return variance * (1.0 - 2.0 / count) + variance.sum(axis=-1, keepdims=True) / count**2
