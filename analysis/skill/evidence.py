"""Which mechanisms and which theories earn their place on data: skill without each, and under each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...scenarios import Change
from ..claims.ablation import mechanisms
from ..claims.deviations import Deviation
from ..claims.rivals import DRAWN, RIVALS
from ..observations import KINDS
from .forecast import Case
from .forecasters import Model
from .link import Foresight
from .matching import Region
from .prior import Prior, draw
from .scores import Skill, by_series, crps, skill
from .shown import Tick, Worlds, show
from .study import MODEL, Study, forecasts_of, kept_by_origin, members_of, spread

if TYPE_CHECKING:
    from ...runs import Pool
    from ...scenarios import Scenario

POINTS = 48
"""Of those that are kept, at which each mechanism is switched off."""

MEMBERS = 200
"""Of each forecast here: compared are forecasts with the same luck."""

SHARE = 4
"""Of the points of the prior, one in so many is drawn under each rival theory."""

Scores = Mapping[str, tuple[list[str], list[float]]]
"""By kind: names of state-series and continuous ranked probability scores, case by case."""


@dataclass(frozen=True)
class Worth:
    """What forecasts lose without a mechanism, or under a theory.

    Attributes
    ----------
    name, title : str
        Of what is switched off or put in the model's place; for people.
    against : Skill
        Of the model against it, over all kinds of shares: above 0 if the model is better, so that the mechanism earns
        its place or the rival is beaten.
    by_kind : mapping of str to float
        The same by kind of data.
    """

    name: str
    title: str
    against: Skill
    by_kind: Mapping[str, float]


def off(points: int) -> tuple[list[Deviation], dict[str, Change]]:
    """List the mechanisms, and switch off each at so many points in a row; the first points are left as they are."""
    listed = mechanisms()
    changes: dict[str, Change] = {}
    for place, mechanism in enumerate(listed, start=1):
        own = slice(place * points, (place + 1) * points)
        for path, change in mechanism.changes.items():
            times, plus = np.ones((len(listed) + 1) * points), np.zeros((len(listed) + 1) * points)
            times[own], plus[own] = change.times, change.plus
            changes[path] = Change(times, plus)
    return listed, changes


def mechanism_worths(study: Study, prior: Prior, kept: Region, runs: int, pool: "Pool", tick: Tick) -> list[Worth]:
    """Switch every mechanism off in turn, in the worlds that are kept at the first origin.

    Parameters
    ----------
    study : Study
        What is foreseen.
    prior : Prior
        The points.
    kept : Region
        At the first origin.
    runs : int
        Replications of each.
    pool : Pool
        Open workers.
    tick : callable
        Told how many runs more were done.
    """
    points = spread(kept.points, POINTS)
    listed, changes = off(len(points))
    repeated = prior.take(np.tile(points, len(listed) + 1))
    shown = show(Worlds(study.scenario, repeated, runs, study.seed, off=changes), pool, tick)

    def model(place: int) -> Model:
        return study.model(shown.take(slice(place * len(points), (place + 1) * len(points))))

    full = crps_of(study, dict.fromkeys(study.origins, model(0)))
    found: list[Worth] = []
    for place, mechanism in enumerate(listed, start=1):
        without = crps_of(study, dict.fromkeys(study.origins, model(place)))
        found.append(_worth(mechanism.name, mechanism.title, full, without))
        tick(0)
    return found


def mechanism_runs(points: int, runs: int) -> int:
    """Count the runs that `mechanism_worths` does at most, with so many points of the prior and runs at each."""
    return (len(mechanisms()) + 1) * min(points, POINTS) * runs


def theories() -> list[str]:
    """Name the rivals that are set and not drawn."""
    return [name for name in RIVALS if name != DRAWN]


def theory_worths(
    study: Study,
    own: Mapping[int, Model],
    scenarios: Mapping[str, "Scenario"],
    claims: Mapping[int, Sequence[str]],
    size: tuple[int, int],
    pool: "Pool",
    tick: Tick,
) -> list[Worth]:
    """Put every rival theory in the model's place, with its own prior, matched to the same data.

    Parameters
    ----------
    study : Study
        What is foreseen.
    own : mapping of int to Model
        By origin: the worlds of the model that are kept.
    scenarios : mapping of str to Scenario
        By theory.
    claims : mapping of int to sequence of str
        By origin: fitted claims that end by then.
    size : tuple of int
        Points of each prior, and replications at each.
    pool : Pool
        Open workers.
    tick : callable
        Told how many runs more were done.
    """
    points, runs = size
    full = crps_of(study, own)
    wanted = tuple(dict.fromkeys(id_ for ids in claims.values() for id_ in ids))
    found: list[Worth] = []
    for name, scenario in scenarios.items():
        theirs = replace(study, scenario=scenario)
        prior = draw(scenario, points, study.seed)
        shown = show(Worlds(scenario, prior, runs, study.seed, wanted), pool, tick)
        kept = kept_by_origin(theirs, shown, claims)
        found.append(_worth(name, name.replace("_", " "), full, crps_of(study, members_of(theirs, shown, kept))))
    return found


def crps_of(study: Study, models: Mapping[int, Model]) -> Scores:
    """Score the forecasts of worlds.

    Parameters
    ----------
    study : Study
        What is foreseen.
    models : mapping of int to Model
        By origin.
    """
    sights = {id(model): Foresight(model) for model in models.values()}
    own = {origin: {MODEL: sights[id(model)]} for origin, model in models.items()}
    forecasts = [found[MODEL] for _, found in forecasts_of(study, own, MEMBERS)]
    scores: dict[str, tuple[list[str], list[float]]] = {}
    for forecast, score in zip(forecasts, crps(forecasts), strict=True):
        names, values = scores.setdefault(forecast.case.series.kind, ([], []))
        names.append(name_of(forecast.case))
        values.append(score)
    return scores


def name_of(case: Case) -> str:
    """Name the state-series of a case."""
    return f"{case.series.state} {' '.join(case.series.parts)}"


def _worth(name: str, title: str, full: Scores, without: Scores) -> Worth:
    pairs = {kind: (by_series(*full[kind]), by_series(*without[kind])) for kind in full if kind in without}
    each = {kind: skill(own, other).value for kind, (own, other) in pairs.items()}
    shares = [pair for kind, pair in pairs.items() if KINDS[kind].form != "amount"]
    own, other = (np.concatenate([np.zeros(0), *(pair[side] for pair in shares)]) for side in (0, 1))
    return Worth(name, title, skill(own, other), each)
