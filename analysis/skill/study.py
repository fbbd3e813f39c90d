"""The hindcast: worlds of the prior, matched to what was known at each origin, and scored on what came after."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...scenarios import numbers
from ..claims.known import KNOWN
from ..observations import KINDS, Series, Values
from .bodies import Event, Membership, events
from .forecast import MEMBERS, Case, Forecast, Past, cases, forecast, past
from .forecasters import BASELINES, PERSISTENCE, Causes, Interests, Model, Region, persistence, trend
from .link import Foresight, Link, Movement
from .matching import Region as Kept
from .matching import match
from .scores import Scored, changed, scored
from .shown import Shown

if TYPE_CHECKING:
    from ...scenarios import Scenario

MODEL, WORD = "model", "word"
"""The forecaster that is judged; the same taken at its word, with every loading 1."""


@dataclass(frozen=True)
class Study:
    """What is to be foreseen.

    Attributes
    ----------
    scenario : Scenario
        Whose causes are given.
    series : tuple of Series
        Observed.
    memberships : tuple of Membership
        On record.
    until, last : int
        First origin; last year that is forecast.
    seed : int
        Of all that is drawn.
    """

    scenario: "Scenario"
    series: tuple[Series, ...]
    memberships: tuple[Membership, ...]
    until: int
    last: int
    seed: int

    @property
    def by_kind(self) -> dict[str, list[Series]]:
        """The series of each kind that has any, in the order of the kinds."""
        found = {name: [own for own in self.series if own.kind == name] for name in KINDS}
        return {name: own for name, own in found.items() if own}

    @cached_property
    def pasts(self) -> dict[str, dict[int, Past]]:
        """What is known of each kind at each origin, where that is enough."""
        return {
            name: {origin: known for origin in self.origins if (known := past(own, origin)) is not None}
            for name, own in self.by_kind.items()
        }

    @cached_property
    def tuned(self) -> int:
        """Numbers of the scenario that are tuned, and so return to their range."""
        return sum(number.kind == "tuned" and number.sized for number in numbers(self.scenario))

    @property
    def origins(self) -> range:
        """Years at which forecasts can be made."""
        return range(self.until, self.last)

    def model(self, shown: Shown) -> Model:
        """Make forecasts of worlds."""
        ids = self.scenario.inputs.ids
        return Model(shown, ids["state"], ids["power"])


@dataclass(frozen=True)
class Entry:
    """One case, and what every forecaster scored in it.

    Attributes
    ----------
    case : Case
        Which.
    changed : bool
        Whether something moved from what was last observed.
    scores : mapping of str to Scored
        By forecaster.
    links : mapping of str to Link
        By forecaster.
    """

    case: Case
    changed: bool
    scores: Mapping[str, Scored]
    links: Mapping[str, Link]


@dataclass(frozen=True)
class Judged:
    """What came out.

    Attributes
    ----------
    kept : mapping of int to Kept
        By origin: what is left of the prior.
    entries : tuple of Entry
        All cases.
    events : tuple of Event
        All forecasts of membership.
    """

    kept: Mapping[int, Kept]
    entries: tuple[Entry, ...]
    events: tuple[Event, ...]


def kept_by_origin(study: Study, shown: Shown, claims: Mapping[int, Sequence[str]]) -> dict[int, Kept]:
    """Match worlds to what was known at each origin.

    Parameters
    ----------
    study : Study
        What is foreseen.
    shown : Shown
        Over the prior.
    claims : mapping of int to sequence of str
        By origin: fitted claims that end by then; those that are known to fail rule nothing out.
    """
    model = study.model(shown)
    by_kind = study.by_kind
    return {
        origin: match(by_kind, model, [id_ for id_ in claims[origin] if id_ not in KNOWN], origin, study.tuned)
        for origin in study.origins
    }


def members_of(study: Study, shown: Shown, kept: Mapping[int, Kept]) -> dict[int, Model]:
    """Give by origin the worlds that are kept, no more of them than a forecast has members.

    Parameters
    ----------
    study : Study
        What is foreseen.
    shown : Shown
        Over the prior.
    kept : mapping of int to Kept
        By origin.
    """
    most = max(MEMBERS // shown.membership.shape[-1], 1)
    return {origin: study.model(shown.take(spread(region.points, most))) for origin, region in kept.items()}


def spread(points: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Take so many of some points at most, evenly."""
    return points if len(points) <= most else points[np.arange(most) * len(points) // most]


def baselines(study: Study, shown: Shown) -> dict[str, Movement]:
    """Make the forecasters that the model has to beat.

    Parameters
    ----------
    study : Study
        What is foreseen.
    shown : Shown
        Over the prior.
    """
    made: tuple[Movement, ...] = (
        persistence,
        trend,
        Region(study.series),
        Interests(study.series, study.model(shown)),
        Causes(study.scenario.inputs),
    )
    return dict(zip(BASELINES, made, strict=True))


def judge(
    study: Study, shown: Shown, claims: Mapping[int, Sequence[str]], tick: Callable[[int], None] = lambda _: None
) -> Judged:
    """Match, forecast and score.

    Parameters
    ----------
    study : Study
        What is foreseen.
    shown : Shown
        Over the prior.
    claims : mapping of int to sequence of str
        As in `kept_by_origin`.
    tick : callable
        Called with 0 now and then.
    """
    kept = kept_by_origin(study, shown, claims)
    models = members_of(study, shown, kept)
    others = {name: Foresight(movement) for name, movement in baselines(study, shown).items()}
    sights = {origin: {MODEL: Foresight(own), WORD: Foresight(own, 1.0), **others} for origin, own in models.items()}
    entries: list[Entry] = []
    for case, forecasts in forecasts_of(study, sights, MEMBERS):
        scores = {name: scored(found) for name, found in forecasts.items()}
        links = {name: found.link for name, found in forecasts.items()}
        entries.append(Entry(case, changed(forecasts[PERSISTENCE]), scores, links))
        tick(0)
    found = events(study.memberships, models, study.scenario.inputs.ids["institution"], study.last)
    return Judged(kept, tuple(entries), tuple(found))


def forecasts_of(
    study: Study, sights: Mapping[int, Mapping[str, Foresight]], members: int
) -> Iterator[tuple[Case, dict[str, Forecast]]]:
    """Forecast all cases of which enough is known.

    Parameters
    ----------
    study : Study
        What is foreseen.
    sights : mapping of int to mapping of str to Foresight
        By origin and forecaster.
    members : int
        Of each forecast.

    Yields
    ------
    Case, dict of str to Forecast
        Kind by kind; forecasters share their luck.
    """
    for kind, series in study.by_kind.items():
        links: dict[int, dict[str, Link]] = {}
        for case in cases(series, study.until, study.last):
            known = study.pasts[kind].get(case.origin)
            if known is None:
                continue
            own = sights[case.origin]
            if case.origin not in links:
                links[case.origin] = {name: sight.link(known.changes) for name, sight in own.items()}
            luck = _luck(study, kind, case, members)
            yield (
                case,
                {
                    name: forecast(case, known, links[case.origin][name], sight.movement, luck)
                    for name, sight in own.items()
                },
            )


def _luck(study: Study, kind: str, case: Case, members: int) -> Values:
    """Draw what is not foreseen, the same in whatever company a case is forecast."""
    words = (kind, case.series.state, *case.series.parts)
    key = [study.seed, case.base, case.year, *"|".join(words).encode()]
    return np.random.default_rng(key).standard_normal((len(case.series.parts), members))
