"""What each forecaster foresees, by hand; none of them looks past the base year."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greatgame.analysis.observations import Series
from greatgame.analysis.skill.forecasters import (
    Causes,
    Interests,
    Model,
    Region,
    latest,
    part_logs,
    persistence,
    trend,
)
from greatgame.model.inputs import Inputs

from .made_up import leaning, model_of, seen, worlds_of


def halves(x: float, y: float) -> list[float]:
    """Centred logarithms of two parts."""
    return [log(x / y) / 2, -log(x / y) / 2]


# ---- logarithms of what worlds show


def test_shares_are_counted_with_a_hundredth_more() -> None:
    # .6 and .2 are .75 and .25 of what the two have; Z is not observed.
    found = part_logs(np.array([[0.6], [0.9], [0.2]], np.float32), ("X", "Z"), ("X", "Y", "Z"))
    np.testing.assert_allclose(found[:, 0], halves(0.76, 0.26), atol=1e-6)


def test_parts_come_in_the_order_of_the_series() -> None:
    found = part_logs(np.array([[0.6], [0.2]], np.float32), ("Y", "X"), ("X", "Y"))
    np.testing.assert_allclose(found[:, 0], halves(0.26, 0.76), atol=1e-6)


def test_what_no_power_has_is_the_rest() -> None:
    logs = np.log([0.61, 0.11, 0.31])
    found = part_logs(np.array([[0.6], [0.1]], np.float32), ("X", "Y", "rest"), ("X", "Y"))
    np.testing.assert_allclose(found[:, 0], logs - logs.mean(), atol=1e-6)


def test_there_is_no_rest_where_powers_have_more_than_all() -> None:
    logs = np.log([0.76, 0.26, 0.01])  # 1.2 and .4 of 1.6
    found = part_logs(np.array([[1.2], [0.4]], np.float32), ("X", "Y", "rest"), ("X", "Y"))
    np.testing.assert_allclose(found[:, 0], logs - logs.mean(), atol=1e-6)


def test_one_part_is_an_amount() -> None:
    found = part_logs(np.array([[0.6], [0.2]], np.float32), ("Y",), ("X", "Y"))
    np.testing.assert_allclose(found[:, 0], [log(0.21)], atol=1e-6)


def test_where_no_power_has_anything_they_are_level() -> None:
    found = part_logs(np.zeros((3, 1), np.float32), ("X", "Y", "Z"), ("X", "Y", "Z"))
    np.testing.assert_allclose(found[:, 0], 0.0, atol=1e-6)


# ---- the model


@pytest.fixture
def model() -> Model:
    """Of B: Y stays at .5 while X goes from .5 to .9, .7, .5 and .3 in two runs of two points."""
    trade = np.full((3, 2, 2, 2, 2), 0.5)
    trade[1, 1, 0] = [[0.9, 0.7], [0.5, 0.3]]
    trade[2, 1, 0] = 0.9
    trade[1:, 0] = 7.0
    return model_of(worlds_of({"trade": trade}))


def moved(x: float) -> float:
    """By how much X moves from half to where it has x and Y a half."""
    share = x / (x + 0.5)
    return log((share + 0.01) / (1 - share + 0.01)) / 2


def test_each_world_is_a_member(model: Model) -> None:
    expected = [moved(x) for x in (0.9, 0.7, 0.5, 0.3)]
    found = model(leaning("trade", "B", {}), 1990, 1991)
    np.testing.assert_allclose(found, [expected, [-x for x in expected]], atol=1e-6)


def test_the_movement_is_from_the_base_year(model: Model) -> None:
    expected = [moved(0.9) - moved(x) for x in (0.9, 0.7, 0.5, 0.3)]
    np.testing.assert_allclose(model(leaning("trade", "B", {}), 1991, 1992)[0], expected, atol=1e-6)


def test_a_point_foresees_the_mean_of_its_runs(model: Model) -> None:
    expected = [(moved(0.9) + moved(0.7)) / 2, (moved(0.5) + moved(0.3)) / 2]
    np.testing.assert_allclose(model.by_point(leaning("trade", "B", {}), 1990, 1991)[0], expected, atol=1e-6)


def test_points_that_are_kept_stay_as_they_are(model: Model) -> None:
    kept = replace(model, shown=model.shown.take(np.array([1])))(leaning("trade", "B", {}), 1990, 1991)
    np.testing.assert_allclose(kept[0], [moved(0.5), moved(0.3)], atol=1e-6)


# ---- persistence and trend


def test_nothing_changes() -> None:
    assert persistence(leaning("trade", "A", {1990: 0.1, 1991: 0.9}), 1991, 1995).tolist() == [[0.0], [0.0]]


def test_the_line_through_the_years_so_far_goes_on() -> None:
    # Years 0, 1, 3 and values 0, 2, 3: means 4/3 and 5/3; slope (20/9 - 1/9 + 20/9) / (16/9 + 1/9 + 25/9) = 13/14.
    own = seen("aid", "A", "X", {1990: 0.0, 1991: 2.0, 1993: 3.0, 1995: -50.0})
    np.testing.assert_allclose(trend(own, 1993, 1995), [[2 * 13 / 14]])


def test_each_part_has_its_own_line() -> None:
    own = seen("trade", "A", "X Y", {1990: (0, 0), 1991: (1, -1), 1992: (2, -2)})
    np.testing.assert_allclose(trend(own, 1992, 1995), [[3.0], [-3.0]])


@pytest.mark.parametrize(("base", "foreseen"), [(1991, 0.0), (1992, 4.0)])
def test_two_years_make_no_line(base: int, foreseen: float) -> None:
    own = seen("aid", "A", "X", {1990: 0.0, 1991: 1.0, 1992: 2.0})
    np.testing.assert_allclose(trend(own, base, base + 4), [[foreseen]], atol=1e-9)


# ---- the region


def test_a_state_returns_to_the_mean_of_the_others_as_last_seen() -> None:
    here = seen("aid", "A", "X", {1990: 5.0, 1994: 1.0})
    others = [seen("aid", "B", "X", {1990: 9.0, 1993: 2.0, 1995: 100.0}), seen("aid", "C", "X", {1991: 6.0})]
    # B was last seen at 2 and C at 6, so their mean is 4.
    assert Region([here, *others])(here, 1994, 1996).tolist() == [[3.0]]


@pytest.mark.parametrize(
    "other",
    [
        seen("aid", "B", "Y", {1990: 9.0}),  # of another power
        seen("treaties", "B", "X", {1990: 9.0}),  # of another kind
        seen("aid", "B", "X", {1995: 9.0}),  # not yet seen
    ],
)
def test_who_is_not_comparable_draws_nobody(other: Series) -> None:
    here = seen("aid", "A", "X", {1990: 1.0})
    assert Region([here, other])(here, 1994, 1996).tolist() == [[0.0]]


# ---- interests


@pytest.fixture
def first() -> Model:
    """In the first year interests would have 1, 2 and 4 in A, B and C; what comes after is far off."""
    aid = np.full((4, 3, 1, 2, 2), 50.0)
    aid[0] = np.exp(np.array([1.0, 2.0, 4.0]))[:, np.newaxis, np.newaxis, np.newaxis] - 0.01
    return model_of(worlds_of({"aid": aid}))


def test_states_return_to_their_interests_as_the_kind_shows_them(first: Model) -> None:
    here = seen("aid", "A", "X", {1991: 3.0})
    others = [seen("aid", "B", "X", {1991: 7.0}), seen("aid", "C", "X", {1990: 10.0, 1992: 99.0})]
    # The kind shows 2, 5 and 6 more than interests, so 13/3 more: A belongs at 1 + 13/3 and is at 3.
    found = Interests([here, *others], first)(here, 1991, 1993)
    np.testing.assert_allclose(found, [[1 + 13 / 3 - 3]], atol=1e-5)


def test_interests_are_the_mean_over_the_prior() -> None:
    aid = np.exp(np.array([[[[[1.0, 3.0], [2.0, 6.0]]], [[[0.0, 0.0], [0.0, 0.0]]]]])) - 0.01
    here, other = seen("aid", "A", "X", {1990: 0.0}), seen("aid", "B", "X", {1990: 0.0})
    # Interests have 3 in A and 0 in B, 1.5 on average where both are at 0.
    found = Interests([here, other], model_of(worlds_of({"aid": aid})))(here, 1990, 1991)
    np.testing.assert_allclose(found, [[1.5]], atol=1e-5)


def test_one_state_does_not_tell_how_a_kind_shows_interests(first: Model) -> None:
    here = seen("aid", "A", "X", {1991: 3.0})
    others = [seen("aid", "B", "X", {1992: 7.0}), seen("aid", "C", "Y", {1991: 7.0})]
    assert Interests([here, *others], first)(here, 1991, 1993).tolist() == [[0.0]]


# ---- causes

FACTORS = ("usefulness", "threat", "resources", "proximity", "relevance", "border")
TWO_YEARS = np.repeat([1.0, 2.0], 12)
"""Something doubles in the second year."""


def world(
    capability: Any = ((1.0,), (1.0,)),
    demand: Any = ((1.0,), (1.0,)),
    always: Sequence[float] = (0.5,),
    need: Any = None,
    spends: Any = ((1.0, 0.5),),
    **at: float,
) -> Inputs:
    """One state, two powers, domains security and trade, 24 months; by power, and by purpose where it applies."""
    purposes = len(always)

    def monthly(values: Any, *shape: int) -> Any:
        return np.stack([np.broadcast_to(value, 24) for row in values for value in row], -1).reshape(24, *shape, 1)

    def by_power(name: str) -> Any:
        return np.array([at.get(name, 0.0), 0.0]).reshape(1, 2, 1)

    constants = {
        "weight": np.array([[0.75], [0.25]]),
        "usefulness": np.array([[at.get("usefulness", 0.0)]]),
        "resources": np.array([[at.get("resources", 0.0)]]),
        "proximity": by_power("proximity"),
        "relevance": by_power("relevance"),
        "border_0": by_power("border_0"),
        "need_always": np.array(always)[:, np.newaxis],
        "need": np.array(need if need is not None else np.zeros((purposes, 6)))[..., np.newaxis],
        "spends": np.array(spends)[..., np.newaxis],
    }
    causes = {"capability": monthly(capability, 2), "demand": monthly(demand, 2, purposes)}
    ids = {"state": ("A",), "power": ("X", "Y"), "domain": ("security", "trade")}
    return Inputs(12 * 1990, 24, ids, constants, causes, {}, {}, {})


def test_shares_follow_the_means_of_powers() -> None:
    # Security: X calls for 1 * 1 * .5 and then twice as much, Y for .5 all the time.
    found = Causes(world(capability=[[TWO_YEARS], [1.0]]))(leaning("arms", "A", {}), 1990, 1991)
    np.testing.assert_allclose(found[:, 0], halves(1.01, 0.51))


def test_shares_follow_the_demands_of_powers() -> None:
    found = Causes(world(demand=[[1.0], [TWO_YEARS]]))(leaning("trade", "A", {}), 1990, 1991)
    np.testing.assert_allclose(found[:, 0], halves(0.26, 0.51))  # half of it is spent on trade


def test_every_purpose_weighs_the_same() -> None:
    # The first purpose, on security, doubles from .5; the second spends .2 on it all the time.
    inputs = world(demand=[[TWO_YEARS, 1.0], [1.0, 1.0]], always=(0.5, 0.2), spends=[[1.0, 0.0], [1.0, 1.0]])
    found = Causes(inputs)(leaning("arms", "A", {}), 1990, 1991)
    np.testing.assert_allclose(found[:, 0], halves(1.21, 0.71))


@pytest.mark.parametrize(
    ("factor", "called"),
    [("usefulness", 0.2), ("threat", 0.0), ("resources", 0.3), ("proximity", 0.4), ("relevance", 0.1), ("border", 0.2)],
)
def test_purposes_need_what_the_state_is_to_the_power(factor: str, called: float) -> None:
    # Half of what the state has of it: .4, nothing, .6, .8, .2 and .8 * .5.
    need = 0.5 * np.eye(6)[[FACTORS.index(factor)]]
    state = {"usefulness": 0.4, "resources": 0.6, "proximity": 0.8, "relevance": 0.2, "border_0": 0.5}
    inputs = world([[TWO_YEARS], [1.0]], always=(0.0,), need=need, **state)
    # An amount, .75 + .25 * .5 of which the domains weigh; the fiscal year 1991 has three months of 1990.
    found = Causes(inputs)(seen("aid", "A", "X", {}), 1990, 1991)
    np.testing.assert_allclose(found, [[log((1.75 * 0.875 * called + 0.01) / (0.875 * called + 0.01))]], atol=1e-12)


def test_what_nobody_calls_for_stands_still() -> None:
    # Trade: X calls for .25 and then .5, Y for .25; the rest is as large as both at the start, .5.
    own = seen("trade_of_all", "A", "X Y rest", {})
    before, after = np.log([0.26, 0.26, 0.51]), np.log([0.51, 0.26, 0.51])
    found = Causes(world(capability=[[TWO_YEARS], [1.0]]))(own, 1990, 1991)
    np.testing.assert_allclose(found[:, 0], (after - after.mean()) - (before - before.mean()))


def test_causes_stay_as_they_are_after_the_end() -> None:
    causes = Causes(world(capability=[[TWO_YEARS], [1.0]]))
    own = leaning("arms", "A", {})
    assert causes(own, 1991, 1995).tolist() == [[0.0], [0.0]]
    np.testing.assert_allclose(causes(own, 1990, 1995), causes(own, 1990, 1991))


# ---- what is known


@pytest.mark.parametrize(("year", "level"), [(1989, None), (1990, 1.0), (1992, 1.0), (1993, 2.0), (1999, 2.0)])
def test_the_latest_is_what_was_last_seen(year: int, level: float | None) -> None:
    found = latest(seen("aid", "A", "X", {1990: 1.0, 1993: 2.0}), year)
    assert (None if found is None else found[0]) == level


BASE = 1994
levels = st.floats(-5, 5)
after = st.dictionaries(st.integers(BASE + 1, BASE + 8), levels, max_size=5)
Makes = Callable[[list[Series]], Callable[[Series, int, int], Any]]


@pytest.mark.parametrize("makes", [lambda _: trend, Region, lambda all_: Interests(all_, still)])
@settings(max_examples=40, deadline=None)
@given(futures=st.lists(after, min_size=6, max_size=6))
def test_nobody_looks_past_the_base_year(makes: Makes, futures: list[dict[int, float]]) -> None:
    pasts = [{1990: 0.0, 1992: 2.0, 1994: 1.0}, {1991: 3.0}, {1990: -1.0, 1993: 1.5}]

    def movement(futures: Sequence[dict[int, float]]) -> Any:
        all_ = [
            seen("aid", state, "X", past | dict(sorted(future.items())))
            for state, past, future in zip("ABC", pasts, futures, strict=True)
        ]
        return makes(all_)(all_[0], BASE, BASE + 3)

    np.testing.assert_array_equal(movement(futures[:3]), movement(futures[3:]))
    assert movement(futures[:3]).any()


still = model_of(worlds_of({"aid": np.arange(1.0, 4.0).reshape(1, 3, 1, 1, 1)}))
"""Worlds whose interests differ from state to state."""
