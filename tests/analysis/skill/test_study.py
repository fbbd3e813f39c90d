"""A hindcast in small: what is kept at each origin, who forecasts what, and what none of them can know."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greatgame.analysis.observations import Series
from greatgame.analysis.skill import study as studying
from greatgame.analysis.skill.bodies import Membership
from greatgame.analysis.skill.forecasters import BASELINES, Causes, Interests, Region, persistence, trend
from greatgame.analysis.skill.link import Foresight, Movement
from greatgame.analysis.skill.matching import Region as Kept
from greatgame.analysis.skill.shown import Shown
from greatgame.analysis.skill.study import (
    Study,
    baselines,
    forecasts_of,
    judge,
    kept_by_origin,
    members_of,
    spread,
)
from greatgame.scenarios import load

from .made_up import STRAIT, worlds_of

YEARS = range(1990, 2002)
UNTIL, LAST = 1996, 2001
POINTS, RUNS = 6, 2


def series_of(kind: str, state: str, parts: tuple[str, ...], logs: Any) -> Series:
    return Series(kind, state, parts, tuple(YEARS), np.asarray(logs), np.full(np.shape(logs), 0.01))


def made(seed: int = 0) -> Study:
    """Trade of two states with two powers, and aid of one power, at random."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(0.0, 0.5, (4, len(YEARS)))
    trade = [
        series_of("trade", state, ("EAS", "WES"), np.stack([own, -own], 1))
        for state, own in zip(STATES, steps[:2], strict=True)
    ]
    aid = [series_of("aid", state, ("WES",), own[:, np.newaxis]) for state, own in zip(STATES, steps[2:], strict=True)]
    league = Membership("LEA", "ELM", {year: year > 1998 for year in YEARS})
    return Study(load(STRAIT), (*trade, *aid), (league,), UNTIL, LAST, 1)


STATES = ("ELM", "TAR")


@pytest.fixture(scope="module")
def study() -> Study:
    return made()


@pytest.fixture(scope="module")
def shown() -> Shown:
    rng = np.random.default_rng(1)
    shape = (len(YEARS), 2, 2, POINTS, RUNS)
    membership = rng.random((len(YEARS), 2, 1, POINTS, RUNS)) < 0.5
    missed = {"C01": [True] + [False] * 5, "C37": [True] * 6}
    return worlds_of({"trade": rng.random(shape), "aid": rng.random(shape)}, membership, missed)


def each_year(study: Study, **movements: Movement) -> dict[int, dict[str, Foresight]]:
    """The same forecasters at each origin."""
    sights = {name: Foresight(movement) for name, movement in movements.items()}
    return dict.fromkeys(study.origins, sights)


NO_CLAIMS: Mapping[int, tuple[str, ...]] = dict.fromkeys(range(UNTIL, LAST), ())


# ---- what is asked


def test_kinds_come_in_their_order_and_only_those_that_are_observed(study: Study) -> None:
    backwards = replace(study, series=study.series[::-1])
    assert list(backwards.by_kind) == ["trade", "aid"]
    assert [own.state for own in backwards.by_kind["aid"]] == ["TAR", "ELM"]


def test_forecasts_can_be_made_from_the_first_origin_to_the_year_before_the_last(study: Study) -> None:
    assert list(study.origins) == [1996, 1997, 1998, 1999, 2000]


def test_what_is_known_is_known_by_origin(study: Study) -> None:
    for known in study.pasts.values():
        assert list(known) == list(study.origins)
        for origin, past in known.items():
            assert max(later for _, _, later in past.changes.pairs) == origin


def test_kinds_are_left_out_at_origins_at_which_too_little_is_known(study: Study) -> None:
    alone = replace(study, series=study.series[:1], until=1993)
    assert list(alone.pasts["trade"]) == [1996, 1997, 1998, 1999, 2000]
    cases = [case for case, _ in forecasts_of(alone, each_year(alone, one=trend), 5)]
    assert min(case.origin for case in cases) == 1996


# ---- worlds that are kept


def test_worlds_are_matched_anew_at_each_origin(study: Study, shown: Shown) -> None:
    kept = kept_by_origin(study, shown, NO_CLAIMS)
    assert {origin: region.until for origin, region in kept.items()} == {origin: origin for origin in study.origins}


def test_claims_constrain_by_origin_and_known_failures_never(study: Study, shown: Shown) -> None:
    claims = {origin: ("C01", "C37") if origin > 1997 else () for origin in study.origins}
    kept = kept_by_origin(study, shown, claims)
    assert {origin: list(region.missed) for origin, region in kept.items()} == {
        origin: ["C01"] if origin > 1997 else [] for origin in study.origins
    }


def test_no_more_worlds_forecast_than_a_forecast_has_members(
    study: Study, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studying, "MEMBERS", 4)
    kept = {
        origin: Kept(origin, np.zeros(6), 9.0, {}, np.array(points))
        for origin, points in ((1996, [1, 2, 4, 5]), (1997, [3]))
    }
    found = members_of(study, shown, kept)
    lens = next(iter(shown.quantities))
    for origin, points in ((1996, [1, 4]), (1997, [3])):
        assert (found[origin].shown.quantities[lens] == shown.quantities[lens][:, :, :, points]).all()


@pytest.mark.parametrize(("most", "taken"), [(4, [0, 2, 5, 7]), (10, list(range(10))), (99, list(range(10))), (1, [0])])
def test_points_are_taken_evenly(most: int, taken: list[int]) -> None:
    assert spread(np.arange(10), most).tolist() == taken


# ---- forecasters


def test_each_baseline_is_what_it_is_called(study: Study, shown: Shown) -> None:
    found = baselines(study, shown)
    assert list(found) == list(BASELINES)
    assert (found["persistence"], found["trend"]) == (persistence, trend)
    kinds = {name: type(found[name]) for name in ("region", "interests", "causes")}
    assert kinds == {"region": Region, "interests": Interests, "causes": Causes}


def test_forecasters_share_their_luck(study: Study) -> None:
    sights = each_year(study, one=persistence, other=persistence)
    for _, found in forecasts_of(study, sights, 20):
        assert (found["one"].logs == found["other"].logs).all()
        assert found["one"].logs.std() > 0


def by_case(study: Study, sights: Mapping[str, Movement], until: int = LAST) -> dict[Any, Any]:
    return {
        (case.series.kind, case.series.state, case.origin, case.year): {name: own.logs for name, own in found.items()}
        for case, found in forecasts_of(study, each_year(study, **sights), 4)
        if case.origin <= until
    }


def test_luck_does_not_depend_on_the_company(study: Study) -> None:
    whole = by_case(study, {"persistence": persistence})
    trade = replace(study, series=tuple(own for own in study.series if own.kind == "trade"))
    for key, found in by_case(trade, {"persistence": persistence}).items():
        assert (found["persistence"] == whole[key]["persistence"]).all()


def test_luck_differs_from_year_to_year_and_state_to_state_and_seed_to_seed(study: Study) -> None:
    luck = {}
    for seed in (1, 2):
        for case, found in forecasts_of(replace(study, seed=seed), each_year(study, none=persistence), 50):
            own = found["none"].logs[0] - case.before[0]
            luck[seed, case.series.kind, case.series.state, case.base, case.year] = own / own.std()
    signs = {tuple(np.sign(own).tolist()) for own in luck.values()}
    assert len(signs) == len(luck)


@settings(max_examples=8, deadline=None)
@given(other=st.integers(1, 10_000))
def test_no_forecast_uses_what_is_observed_after_its_origin(other: int) -> None:
    one, changed, known = made(), made(other), 1998 - YEARS[0] + 1
    futures = tuple(
        replace(own, logs=np.concatenate([own.logs[:known], then.logs[known:]]))
        for own, then in zip(one.series, changed.series, strict=True)
    )
    two = replace(one, series=futures)
    still = worlds_of({"trade": np.arange(1.0, 97.0).reshape(12, 2, 2, 2, 1), "aid": np.ones((12, 2, 2, 2, 1))})

    def forecasts(study: Study) -> dict[Any, Any]:
        return by_case(study, {"model": study.model(still), **baselines(study, still)}, until=1998)

    before, after = forecasts(one), forecasts(two)
    assert len(before) == len(after) == 4 * (5 + 4 + 3)
    for key, found in before.items():
        for name, logs in found.items():
            np.testing.assert_array_equal(logs, after[key][name], err_msg=f"{key} {name}")


# ---- all of it


@pytest.fixture(scope="module")
def judged(study: Study, shown: Shown) -> Any:
    ticks: list[int] = []
    found = judge(study, shown, NO_CLAIMS, ticks.append)
    assert set(ticks) == {0}
    return found


def test_every_forecaster_is_scored_in_every_case(judged: Any) -> None:
    names = {"model", "word", *BASELINES}
    assert all(set(entry.scores) == set(entry.links) == names for entry in judged.entries)
    assert len(judged.entries) == 4 * (5 + 4 + 3 + 2 + 1)
    assert list(judged.kept) == [1996, 1997, 1998, 1999, 2000]


def test_at_its_word_the_model_is_shown_in_full(judged: Any) -> None:
    assert {entry.links["word"].loading for entry in judged.entries} == {1.0}
    assert {entry.links["model"].loading for entry in judged.entries} != {1.0}
    assert {entry.links["persistence"].loading for entry in judged.entries} == {0.0}


def test_links_are_fitted_anew_at_each_origin(judged: Any) -> None:
    found = {(e.case.series.kind, e.case.origin, e.links["trend"].scatter.passing) for e in judged.entries}
    assert len(found) == 2 * 5


def test_what_moved_is_said_of_each_case(judged: Any) -> None:
    for entry in judged.entries:
        if entry.case.series.kind == "aid":
            assert entry.changed == (abs(entry.case.observed[0] - entry.case.before[0]) >= 0.25)


def test_memberships_are_forecast_by_the_worlds_that_are_kept(judged: Any, shown: Shown) -> None:
    assert [(event.origin, event.year) for event in judged.events] == [
        (origin, year) for origin in range(UNTIL, LAST) for year in range(origin + 1, LAST + 1)
    ]
    first = judged.events[0]
    before, after = (shown.membership[year - 1990, 0, 0].ravel() for year in (1996, 1997))
    expected = (after[~before].sum() + first.chances["persistence"]) / ((~before).sum() + 1)
    assert first.chances["model"] == pytest.approx(expected)
