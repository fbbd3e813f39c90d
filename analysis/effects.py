"""Paired differences: the same replication under the same noise in two scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import measures
from .distribution import BAND
from .sides import first_difference, unpaired
from .signals import check

if TYPE_CHECKING:
    from .sides import Shared, Side

Values = NDArray[np.float64]

BEFORE, AFTER = 24, 72
"""Months around the first difference of two scenarios that an event study shows, at most."""

AT_ONCE = 250
"""Replications whose months are read together."""


@dataclass(frozen=True)
class Apart:
    """How far two sides are apart in a kind of alignment.

    Attributes
    ----------
    difference : array, shape (3, years, states, powers)
        5 %, median and 95 % of the differences, scenario less baseline; if unpaired, the difference of the medians
        between undefined ends.
    above : array, shape (years, states, powers)
        Share of the pairs in which it is above zero; undefined if unpaired.
    """

    difference: Values
    above: Values


@dataclass(frozen=True)
class Effect(Apart):
    """What differs between a scenario and the baseline in alignment, mean over domains.

    Attributes
    ----------
    name, baseline : str
        The two sides.
    unpaired : str
        Why the replications are not compared one by one; nothing if they are.
    date : int or None
        First month in which the causes differ; None if they differ from the start, or not at all.
    number : int
        Pairs, or 0.
    years : tuple of int
        The years.
    domains : mapping of str to Apart
        The same in each domain.
    """

    name: str
    baseline: str
    unpaired: str
    date: int | None
    number: int
    years: tuple[int, ...]
    domains: Mapping[str, Apart]


@dataclass(frozen=True)
class Course:
    """An effect month by month, around the month in which the causes part.

    Attributes
    ----------
    first : int
        First month.
    difference : array, shape (3, months, states, powers)
        5 %, median and 95 %.
    """

    first: int
    difference: Values


def effect(baseline: "Side", side: "Side", shared: "Shared") -> Effect:
    """Compare a side with the baseline year by year.

    Parameters
    ----------
    baseline, side : Side
        The two.
    shared : Shared
        The years, states and powers looked at.
    """
    reason = unpaired(baseline, side)
    common, here, there = _common(baseline, side)

    def apart(domain: str | None) -> Apart:
        check()
        one, other = (_alignment(own, shared, domain) for own in (baseline, side))
        if reason:
            medians = np.median(other, axis=0) - np.median(one, axis=0)
            ends = np.full(medians.shape, np.nan)
            return Apart(np.stack([ends, medians, ends]), ends)
        pairs = other[there] - one[here]
        return Apart(_band(pairs), (pairs > 0).mean(axis=0))

    whole, domains = apart(None), {domain: apart(domain) for domain in shared.domains}
    return Effect(
        whole.difference,
        whole.above,
        side.name,
        baseline.name,
        reason,
        None if reason else first_difference(baseline, side),
        0 if reason else len(common),
        shared.years,
        domains,
    )


def course(baseline: "Side", side: "Side", shared: "Shared", date: int | None) -> Course | None:
    """Follow the differences of paired sides month by month, as far as both have kept their months.

    Parameters
    ----------
    baseline, side : Side
        The two, under the same noise.
    shared : Shared
        The years, states and powers looked at.
    date : int or None
        Month around which to look; None for all months.

    Returns
    -------
    Course or None
        None where the months were not kept.
    """
    if not (baseline.monthly and side.monthly):
        return None
    layouts = [own.record.layout for own in (baseline, side)]
    begin, end = layouts[0].start, min(layout.start + layout.months for layout in layouts)
    first, last = (begin, end) if date is None else (max(begin, date - BEFORE), min(end, date + AFTER + 1))
    _, here, there = _common(baseline, side)
    apart = np.empty((len(here), last - first, len(shared.states), len(shared.powers)), dtype=np.float32)
    window = slice(first - begin, last - begin)
    for place in range(0, len(here), AT_ONCE):
        part = slice(place, place + AT_ONCE)
        one = _overall(baseline, shared, here[part], window)
        apart[part] = _overall(side, shared, there[part], window) - one
    return Course(first, _band(apart))


def _common(baseline: "Side", side: "Side") -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Give the replications that both have, and their places in each."""
    numbers = np.intersect1d(baseline.record.replications, side.record.replications, return_indices=True)
    return numbers[0], numbers[1], numbers[2]


def _alignment(side: "Side", shared: "Shared", domain: str | None) -> Values:
    """Give the alignment in a domain; the mean over domains if none is named."""
    labels: dict[str, Any] = {"year": list(shared.years), "state": list(shared.states), "power": list(shared.powers)}
    if domain is None:
        found = side.yearly("overall", **labels)["overall"]
    else:
        found = side.yearly("alignment", **labels, domain=domain)["alignment"]
    return np.asarray(found.transpose("replication", "year", "state", "power").values, dtype=np.float64)


def _overall(side: "Side", shared: "Shared", replications: NDArray[np.intp], months: slice) -> Values:
    data = side.months.isel(replication=replications, time=months).sel(
        state=list(shared.states), power=list(shared.powers)
    )
    found = measures.overall(data, data["weight"])
    return np.asarray(found.transpose("replication", "time", "state", "power").values, dtype=np.float64)


def _band(apart: NDArray[np.floating]) -> Values:
    """Give 5 %, median and 95 % over the first axis."""
    return np.quantile(np.ascontiguousarray(np.moveaxis(apart, 0, -1)), list(BAND.values()), axis=-1).astype(np.float64)
