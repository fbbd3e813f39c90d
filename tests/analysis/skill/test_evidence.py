"""What mechanisms and theories are worth, in a world so small that it is known what does nothing there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from greatgame.analysis.claims.ablation import mechanisms
from greatgame.analysis.observations import Series
from greatgame.analysis.skill import evidence
from greatgame.analysis.skill.evidence import (
    MEMBERS,
    Worth,
    crps_of,
    mechanism_runs,
    mechanism_worths,
    off,
    theories,
    theory_worths,
)
from greatgame.analysis.skill.forecast import Case
from greatgame.analysis.skill.forecasters import Model
from greatgame.analysis.skill.link import Foresight
from greatgame.analysis.skill.matching import Region
from greatgame.analysis.skill.prior import Prior, draw
from greatgame.analysis.skill.scores import by_series, crps
from greatgame.analysis.skill.shown import Shown, Worlds, show
from greatgame.analysis.skill.study import Study, forecasts_of, kept_by_origin, members_of
from greatgame.scenarios import load

from ..pools import Here
from .made_up import STRAIT, seen

POINTS, RUNS, UNTIL, LAST = 5, 2, 1993, 1994

NO_CLAIMS: Mapping[int, tuple[str, ...]] = {UNTIL: ()}


@pytest.fixture(scope="module")
def prior() -> Prior:
    return draw(load(STRAIT), POINTS, 1)


@pytest.fixture(scope="module")
def shown(prior: Prior) -> Shown:
    return show(Worlds(load(STRAIT), prior, RUNS, 1), Here(), lambda _: None)


@pytest.fixture(scope="module")
def study(shown: Shown) -> Study:
    """Arms, votes and aid as the worlds have them on average, with large errors."""
    scenario = load(STRAIT)
    model = Model(shown, scenario.inputs.ids["state"], scenario.inputs.ids["power"])
    parts = {"arms": ("EAS", "WES"), "votes": ("EAS", "WES"), "aid": ("WES",)}
    years = (1990, 1991, 1992, 1993, 1994)
    series = []
    for kind, own in parts.items():
        for state in ("ELM", "TAR"):
            blank = Series(kind, state, own, years, np.zeros((5, len(own))), np.full((5, len(own)), 0.01))
            logs = np.stack([model.logs(blank, year).mean(axis=(1, 2)) for year in years])
            series.append(replace(blank, logs=logs.astype(np.float64)))
    return Study(scenario, tuple(series), (), UNTIL, LAST, 1)


@pytest.fixture(scope="module")
def worths(study: Study, prior: Prior) -> dict[str, Worth]:
    kept, ticks = Region(UNTIL, np.zeros(5), 9.0, {}, np.array([0, 1, 3, 4])), list[int]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "POINTS", 2)
        found = mechanism_worths(study, prior, kept, RUNS, Here(), ticks.append)
        assert sum(ticks) == mechanism_runs(5, RUNS) == (len(mechanisms()) + 1) * 2 * RUNS
    return {worth.name: worth for worth in found}


# ---- off


def test_the_first_points_are_left_as_they_are() -> None:
    _, changes = off(3)
    for change in changes.values():
        assert (np.asarray(change.times)[:3] == 1.0).all()
        assert (np.asarray(change.plus)[:3] == 0.0).all()


def test_every_mechanism_is_off_at_its_own_points_and_nowhere_else() -> None:
    listed, changes = off(3)
    assert [own.name for own in listed] == [own.name for own in mechanisms()]
    for place, mechanism in enumerate(listed, start=1):
        change = changes[mechanism.path]
        own = np.arange((len(listed) + 1) * 3) // 3 == place
        differs = (np.asarray(change.times) != 1.0) | (np.asarray(change.plus) != 0.0)
        assert (differs == own).all(), mechanism.name


@pytest.mark.parametrize(
    ("name", "times", "plus"),
    [("offer", 0.0, 0.0), ("swing_floor", 0.0, 1.0), ("legacy_life", 1000.0, 0.0)],
)
def test_what_switches_a_mechanism_off_is_nothing_one_or_very_much(name: str, times: float, plus: float) -> None:
    listed, changes = off(1)
    place = [own.name for own in listed].index(name) + 1
    change = changes[f"parameters.{name}"]
    assert (np.asarray(change.times)[place], np.asarray(change.plus)[place]) == (times, plus)


# ---- mechanisms


@pytest.mark.parametrize("name", ["balance", "legacy", "base", "access_legacy", "membership_balance"])
def test_a_mechanism_that_this_world_does_not_have_is_worth_nothing(name: str, worths: dict[str, Worth]) -> None:
    assert worths[name].against.value == 0.0
    assert set(worths[name].by_kind.values()) == {0.0}


@pytest.mark.parametrize("name", ["offer", "protection"])
def test_what_made_the_data_is_worth_something(name: str, worths: dict[str, Worth]) -> None:
    assert worths[name].against.value > 0.0
    assert worths[name].by_kind["arms"] > 0.1


def test_every_mechanism_is_weighed_in_its_order(worths: dict[str, Worth]) -> None:
    assert [(own.name, own.title) for own in worths.values()] == [(own.name, own.title) for own in mechanisms()]
    assert {tuple(own.by_kind) for own in worths.values()} == {("arms", "votes", "aid")}


def test_each_is_weighed_at_points_that_are_kept(study: Study, prior: Prior, worths: dict[str, Worth]) -> None:
    # Of points 0, 1, 3 and 4 two are taken evenly: 0 and 3.
    change = {own.name: own for own in mechanisms()}["offer"].changes
    some = prior.take(np.array([0, 3]))
    models = [
        study.model(show(Worlds(study.scenario, some, RUNS, study.seed, off=each), Here(), lambda _: None))
        for each in (None, change)
    ]
    full, without = (crps_of(study, {UNTIL: model}) for model in models)
    means = [np.concatenate([by_series(*scores[kind]) for kind in ("arms", "votes")]) for scores in (full, without)]
    assert worths["offer"].against.value == pytest.approx(1 - means[0].mean() / means[1].mean(), rel=1e-4)
    aid = [by_series(*scores["aid"]).mean() for scores in (full, without)]
    assert worths["offer"].by_kind["aid"] == pytest.approx(1 - aid[0] / aid[1], rel=1e-4)


# ---- scores


def test_scores_come_by_kind_with_the_names_of_their_series(study: Study, shown: Shown) -> None:
    found = crps_of(study, {UNTIL: study.model(shown)})
    assert {kind: names for kind, (names, _) in found.items()} == {
        "arms": ["ELM EAS WES", "TAR EAS WES"],
        "votes": ["ELM EAS WES", "TAR EAS WES"],
        "aid": ["ELM WES", "TAR WES"],
    }
    model = study.model(shown)
    forecasts = [own["one"] for _, own in forecasts_of(study, {UNTIL: {"one": Foresight(model)}}, MEMBERS)]
    assert [value for _, values in found.values() for value in values] == pytest.approx(crps(forecasts))


def test_a_series_is_named_by_its_state_and_parts() -> None:
    own = seen("trade_of_all", "A", "X Y rest", {1990: (0, 0, 0)})
    assert evidence.name_of(Case(own, 1990, 1990, 1991)) == "A X Y rest"


# ---- theories


def under(study: Study, shown: Shown, scenarios: Mapping[str, Any]) -> list[Worth]:
    kept = kept_by_origin(study, shown, NO_CLAIMS)
    own = members_of(study, shown, kept)
    return theory_worths(study, own, scenarios, NO_CLAIMS, (POINTS, RUNS), Here(), lambda _: None)


def test_a_theory_that_is_the_model_is_as_good_as_it(study: Study, shown: Shown) -> None:
    [found] = under(study, shown, {"the_same": study.scenario})
    assert (found.name, found.title, found.against.value) == ("the_same", "the same", 0.0)


def test_a_theory_without_what_made_the_data_is_beaten(study: Study, shown: Shown) -> None:
    # An offer that is set is no longer tuned, but assumed: nothing.
    bare = study.scenario.with_settings(["parameters.offer=0", "parameters.protection=0"])
    same, found = under(study, shown, {"the_same": study.scenario, "nothing_attracts": bare})
    assert same.against.value == 0.0
    assert found.against.value > 0.01


def test_amounts_are_weighed_by_themselves(study: Study, shown: Shown) -> None:
    [found] = under(replace(study, series=study.series[4:]), shown, {"the_same": study.scenario})
    assert np.isnan(found.against.value)
    assert found.by_kind == {"aid": 0.0}


def test_rivals_that_are_set_and_not_drawn_are_put_in_the_models_place() -> None:
    assert theories() == ["inertia", "offer_only", "balance_of_threat", "bandwagoning", "omnibalancing", "hedging"]


def test_no_more_points_are_run_than_the_prior_has() -> None:
    assert mechanism_runs(3, 4) == (len(mechanisms()) + 1) * 3 * 4
