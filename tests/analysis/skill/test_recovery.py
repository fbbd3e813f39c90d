"""What the hindcast finds in data of known origin: of the model, of nothing, and of the model out of order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pytest

from greatgame.analysis.observations import Series, Values, centred
from greatgame.analysis.skill.evidence import name_of
from greatgame.analysis.skill.forecast import MEMBERS
from greatgame.analysis.skill.forecasters import Model, persistence
from greatgame.analysis.skill.link import Foresight
from greatgame.analysis.skill.matching import Region, match
from greatgame.analysis.skill.prior import Prior, draw
from greatgame.analysis.skill.scores import Skill, by_series, crps, skill
from greatgame.analysis.skill.shown import Shown, Worlds, show
from greatgame.analysis.skill.study import Study, forecasts_of, kept_by_origin, members_of
from greatgame.scenarios import Scenario, load

from ..pools import Here

TRIALS = 20

POINTS, RUNS = 160, 4
"""Of the prior in which the numbers behind the data are looked for."""

YEARS = tuple(range(1992, 2004))

PARTS = {
    "exercises": ("CHN", "RUS", "USA"),
    "votes": ("CHN", "RUS", "USA"),
    "trade": ("CHN", "RUS", "USA"),
    "influence": ("CHN", "RUS"),
    "aid": ("USA",),
}
"""One kind of data for each thing that data can show."""

ERROR = 0.15
"""Standard deviation of the error of measurement, in logarithms."""

Maker = Callable[[Series, int, np.random.Generator], Values]


@dataclass(frozen=True)
class Laboratory:
    """Worlds with known numbers, and a prior in which these are to be found; none of them shares any luck.

    The first `TRIALS` points of `shown` are those of the known numbers.
    """

    scenario: Scenario
    shown: Shown
    truth: Model

    @property
    def prior(self) -> Shown:
        return self.shown.take(slice(TRIALS, None))

    def study(self, trial: int, maker: Maker) -> Study:
        return Study(self.scenario, tuple(self._series(trial, maker)), (), 2000, 2003, trial)

    def _series(self, trial: int, maker: Maker) -> Iterator[Series]:
        luck = np.random.default_rng(trial)
        for kind, parts in PARTS.items():
            for state in self.truth.states:
                blank = np.zeros((len(YEARS), len(parts)))
                empty = Series(kind, state, parts, YEARS, blank, blank + ERROR**2)
                level, error = luck.normal(0.0, 0.5, len(parts)), luck.normal(0.0, ERROR, blank.shape)
                logs = maker(empty, trial, luck) + level + error
                yield replace(empty, logs=centred(logs) if len(parts) > 1 else logs)

    def of_the_model(self, series: Series, trial: int, luck: np.random.Generator) -> Values:
        return np.stack([self.truth.logs(series, year)[:, trial, 0] for year in YEARS]).astype(np.float64)

    def out_of_order(self, series: Series, trial: int, luck: np.random.Generator) -> Values:
        return luck.permutation(self.of_the_model(series, trial, luck))


def of_nothing(series: Series, trial: int, luck: np.random.Generator) -> Values:
    """Wander from year to year without any cause."""
    return np.cumsum(luck.normal(0.0, 0.25, series.logs.shape), axis=0)


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    scenario = load("us_entry_2001")
    known, unknown = draw(scenario, TRIALS, 99), draw(scenario, POINTS, 1)
    both = Prior(known.moved, np.concatenate([known.values, unknown.values]))
    shown = show(Worlds(scenario, both, RUNS, seed=0), Here(), lambda _: None)
    truth = show(Worlds(scenario, known, 1, seed=77), Here(), lambda _: None)
    ids = scenario.inputs.ids
    return Laboratory(scenario, shown, Model(truth, ids["state"], ids["power"]))


def kept(laboratory: Laboratory, trial: int, maker: Maker) -> Region:
    """Match all points, the known ones too, to what was observed by 2000."""
    study = laboratory.study(trial, maker)
    return match(study.by_kind, study.model(laboratory.shown), [], 2000, study.tuned)


def foreseen(laboratory: Laboratory, maker: Maker, trial: int) -> Skill:
    """Give the skill of the model against persistence, over all kinds with the same weight for all series."""
    study = laboratory.study(trial, maker)
    claims = dict.fromkeys(study.origins, ())
    models = members_of(study, laboratory.prior, kept_by_origin(study, laboratory.prior, claims))
    nothing = Foresight(persistence)
    sights = {origin: {"model": Foresight(model), "nothing": nothing} for origin, model in models.items()}
    pairs = list(forecasts_of(study, sights, MEMBERS))
    names = [f"{case.series.kind} {name_of(case)}" for case, _ in pairs]
    own, other = (by_series(names, crps([found[name] for _, found in pairs])) for name in ("model", "nothing"))
    return skill(own / other, np.ones_like(other))


def all_trials(laboratory: Laboratory, maker: Maker) -> Sequence[Skill]:
    return list(map(partial(foreseen, laboratory, maker), range(TRIALS)))


def test_the_numbers_behind_the_data_are_kept_in_nine_of_ten_trials(laboratory: Laboratory) -> None:
    found = [trial in kept(laboratory, trial, laboratory.of_the_model).points for trial in range(TRIALS)]
    assert np.mean(found) >= 0.9


def test_much_of_the_prior_is_ruled_out_by_data_of_the_model(laboratory: Laboratory) -> None:
    shares = [kept(laboratory, trial, laboratory.of_the_model).share for trial in range(TRIALS)]
    assert np.mean(shares) < 0.6
    assert min(shares) < 0.3


def test_the_model_foresees_data_of_the_model_clearly(laboratory: Laboratory) -> None:
    found = all_trials(laboratory, laboratory.of_the_model)
    assert np.mean([own.value for own in found]) > 0.15
    assert np.mean([own.verdict == "better" for own in found]) >= 0.9


def test_the_model_does_not_foresee_what_nothing_moves(laboratory: Laboratory) -> None:
    found = all_trials(laboratory, of_nothing)
    assert -0.05 < np.mean([own.value for own in found]) <= 0.005
    assert not any(own.verdict == "better" for own in found)


def test_the_model_does_not_foresee_years_out_of_order(laboratory: Laboratory) -> None:
    found = all_trials(laboratory, laboratory.out_of_order)
    assert -0.05 < np.mean([own.value for own in found]) <= 0.005
    assert not any(own.verdict == "better" for own in found)
