"""Checks of logic (set X): what has to be so whatever the texts say, or the other claims would prove nothing."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...model.variables import CAUSES, SAME_AXIS, VARIABLES
from ...scenarios import Scenario, load, names
from ...scenarios.dates import month
from ...scenarios.quantities import Series
from ...scenarios.schema import SECTIONS
from ...scenarios.slots import find, paths_to, values
from .claim import CLAIMS, Part, at_least, at_most, claim, in_each
from .past import Past, Values

TURN = ("C03", "C04", "C06", "C42")
"""Claims that say how the region turned; each speaks of one world."""

MOSTLY_NOT = 0.05
"""Share of runs without September 11 in which the region may turn all the same."""

ADMISSIBLE = frozenset(CAUSES) - {"accession"}
"""What a shock may change."""

SWAPPED: Mapping[str, str] = MappingProxyType({"CHN": "CHN", "RUS": "USA", "USA": "RUS"})
"""Who has whose name in the world `names_exchanged`."""

ERRORS = 4.0
"""Standard errors by which two ensembles of the same world may differ."""


@claim("X01", "X", "logic", "no_september_11")
def no_turn(without: Past) -> Sequence[Part]:
    """No September 11, no turn.

    In the world without the attacks, the statistics of one run of C03, C04, C06 and C42, each computed as in history,
    are so in at most .05 of the runs.
    """
    return [at_most(f"{id_} without September 11", _so(id_, without), MOSTLY_NOT) for id_ in TURN]


def _so(id_: str, past: Past) -> NDArray[np.bool_]:
    """In which runs all is so that a claim asserts of every run."""
    return np.logical_and.reduce([part.margin > 0.0 for part in CLAIMS[id_].statistic(past) if part.each])


@claim("X02", "X", "logic")
def no_script(history: Past) -> Sequence[Part]:
    """No script: shocks change causes, files state causes, initial conditions and founding rules, and no outcome.

    Of the language, not of runs: a shock can name every cause but an accession, and nothing else; no value of a file
    that ships, nor any shock in one, fills what the rules write; every accession in one is an intervention with title
    and source; history has none.
    """
    found = {
        "a shock can name causes only, and no accession": nameable() == ADMISSIBLE,
        "no file states what the rules write": not any(map(outcomes_stated, _shipped())),
        "all accessions are labelled interventions": all(map(accessions_labelled, _shipped())),
        "there are no accessions in history": not history.inputs.causes["accession"].any(),
    }
    return [in_each(what, np.full(history.replications, so)) for what, so in found.items()]


@cache
def _shipped() -> tuple[Scenario, ...]:
    return tuple(map(load, names()))


@cache
def nameable() -> frozenset[str]:
    """Give the variables of the model that the language lets a shock name: what it has as a series."""
    two_of_each = {kind: (f"{kind}_1", f"{kind}_2") for kind in SECTIONS}
    return frozenset(map(_measured, paths_to(Series, two_of_each)))


def outcomes_stated(scenario: Scenario) -> list[str]:
    """Give the paths in a scenario that fill what the rules write, and those of its shocks that name no cause."""
    given = [value for value in values(scenario.document) if value.content is not None]
    stated = [value.path for value in given if value.slot.measures and value.slot.measures.name in VARIABLES]
    shocked = [path for shock in scenario.shocks.values() for path in shock.causes]
    return [*stated, *(path for path in shocked if _measured(path) not in ADMISSIBLE)]


def accessions_labelled(scenario: Scenario) -> bool:
    """Tell whether all that makes members from outside are interventions that say what they are and whence."""
    labelled = {
        (month(one.date), one.state, one.institution)
        for one in scenario.document.interventions.values()
        if one.strength and one.title and one.source
    }
    ids, inputs = scenario.inputs.ids, scenario.inputs
    places: Sequence[tuple[int, ...]] = [tuple(place) for place in np.argwhere(inputs.causes["accession"]).tolist()]
    return {(inputs.start + t, ids["state"][i], ids["institution"][k]) for t, i, k, _ in places} == labelled


def _measured(path: str) -> str:
    """Name the variable that a path fills; a path that fills none stands for itself."""
    found = find(path)
    return path if found is None or found[0].measures is None else found[0].measures.name


@claim("X04", "X", "logic", "history", "power_without_means")
def nothing_gained(history: Past, joined: Past) -> Sequence[Part]:
    """Nothing offered, nothing gained.

    A fourth power, near to all, with old ties and disputed borders, but without capability or demand, is added: no
    state aligns with it, and all other numbers of every run stay exactly what they were.
    """
    newcomer = joined.inputs.ids["power"].index("NIL")
    same = [
        _equal(history.history[name], _without_power(past, VARIABLES[name].dims, newcomer))
        for name, past in joined.history.items()
    ]
    unmoved = _equal(joined.history["alignment"][:, :, newcomer], np.zeros(1))
    return [
        at_least("no other history changes, in all runs", np.logical_and.reduce(same), 1.0),
        at_least("nobody aligns with a power that offers nothing, in all runs", unmoved, 1.0),
    ]


def _without_power(past: Values, dims: Sequence[str], position: int) -> Values:
    for axis, dim in enumerate(dims, start=1):
        if SAME_AXIS.get(dim, dim) == "power":
            past = np.delete(past, position, axis=axis)
    return past


def _equal(one: Values, other: Values) -> NDArray[np.bool_]:
    """In which runs all numbers of a history are exactly the same."""
    return (one == other).all(axis=tuple(range(one.ndim - 1)))


@claim("X05", "X", "logic", "history", "names_exchanged")
def no_favourites(history: Past, exchanged: Past) -> Sequence[Part]:
    """No favourites: if two powers exchange all attributes and their names, nothing else changes.

    Russia and the United States exchange all that is said of them. Luck goes by name, so the runs differ, the ensemble
    does not: each mean over a run (alignment, engagement, bases, stances, by state and power), with the names
    exchanged back, differs by at most 4 standard errors of the mean of paired differences, more where runs are few (as
    Student's distribution has it). Of the scenario as it is: a variation of one power's numbers would meet the
    other's attributes here.
    """
    apart: dict[str, list[Values]] = {}
    for (what, original), (_, mirrored) in zip(_means(history), _means(exchanged, SWAPPED), strict=True):
        apart.setdefault(what, []).append(mirrored - original)
    return [at_least(f"the same {what}", _within_errors(np.stack(pairs)), 0.0) for what, pairs in apart.items()]


def _means(past: Past, called: Mapping[str, str] | None = None) -> Iterator[tuple[str, Values]]:
    """Give means over the run of what concerns each power, or whoever is called so."""
    powers = [(called or {}).get(power, power) for power in SWAPPED]
    last = past.inputs.start + past.inputs.months - 1
    whole = f"{past.inputs.start // 12}-{past.inputs.start % 12 + 1:02}..{last // 12}-{last % 12 + 1:02}"
    for power in powers:
        for state in past.inputs.ids["state"]:
            yield "alignment", past.lean(state, power, whole)
            yield "engagement", past.engagement_series(power, whole, state).mean(axis=0)
            yield "bases", past.mean("base", whole, state, power)
        for rival in (other for other in powers if other != power):
            yield "stances", past.mean("stance", whole, power, rival)


def _within_errors(apart: Values) -> Values:
    """Give how far the means of paired differences (mean, run) stay within their standard errors, the least of all."""
    runs = apart.shape[1]
    moved = apart[apart.any(axis=1)]
    from scipy.stats import norm as normal
    from scipy.stats import t as student

    factor = float(student.ppf(normal.cdf(ERRORS), max(runs - 1, 1)))
    allowed = factor * moved.std(axis=1, ddof=1 if runs > 1 else 0) / np.sqrt(runs)
    within = allowed - np.abs(moved.mean(axis=1))
    return np.full(runs, within.min() if within.size else 0.0)
