"""Scores by hand, and what can be said of their ratio."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greatgame.analysis.observations import Values
from greatgame.analysis.skill.forecast import Case, Forecast
from greatgame.analysis.skill.link import Link, Scatter
from greatgame.analysis.skill.scores import Skill, by_series, changed, crps, scored, skill

from .made_up import seen

NONE = Link(0.0, Scatter(0.0, 0.0))


def logs(shares: Sequence[float]) -> Values:
    """Centred logarithms."""
    found = np.log(np.array(shares))
    return found - found.mean()


def told(parts: str, before: Sequence[float], sample: Sequence[Sequence[float]], observed: Sequence[float]) -> Forecast:
    """A forecast of shares, member by member."""
    own = seen("trade", "A", parts, {1990: logs(before).tolist(), 1991: logs(observed).tolist()})
    return Forecast(Case(own, 1990, 1990, 1991), NONE, np.stack([logs(member) for member in sample], axis=1))


def amount(before: float, sample: Sequence[float], observed: float) -> Forecast:
    own = seen("aid", "A", "X", {1990: before, 1991: observed})
    return Forecast(Case(own, 1990, 1990, 1991), NONE, np.array([sample], np.float64))


HALF = (0.5, 0.5)


# ---- continuous ranked probability score


@pytest.mark.parametrize(("observed", "score"), [(0.5, 0.25), (0.0, 0.25), (2.0, 1.25)])
def test_the_score_of_two_members_by_hand(observed: float, score: float) -> None:
    # Mean distance from what is observed, less half the mean distance of members from each other, 1/4 of theirs.
    assert crps([amount(0.0, [0.0, 1.0], observed)]) == pytest.approx([score])
    assert scored(amount(0.0, [0.0, 1.0], observed)).crps == pytest.approx(score)


def test_the_score_of_shares_is_the_mean_over_parts() -> None:
    # X is .5 or .8 and turns out .5: (0 + .3) / 2 - .3 / 4 = .075; Y .3 or .1, .3: .1 - .05 = .05; Z .2 or .1: .025.
    found = told("X Y Z", (0.4, 0.3, 0.3), [(0.5, 0.3, 0.2), (0.8, 0.1, 0.1)], (0.5, 0.3, 0.2))
    assert crps([found]) == pytest.approx([(0.075 + 0.05 + 0.025) / 3])


def test_scores_come_in_the_order_of_the_forecasts() -> None:
    shares = told("X Y", HALF, [HALF, (0.8, 0.2)], HALF)
    assert crps([amount(0.0, [0.0, 1.0], 2.0), shares, amount(0.0, [0.0, 1.0], 0.5)]) == pytest.approx(
        [1.25, 0.075, 0.25]
    )


# ---- who leads, and who has which rank


def test_who_leads_by_hand() -> None:
    # X leads in three members of four, and in fact: 2 * .25^2.
    found = scored(told("X Y", HALF, [(0.6, 0.4), (0.7, 0.3), (0.9, 0.1), (0.2, 0.8)], (0.6, 0.4)))
    assert found.leads == ((0.75, True), (0.25, False))
    assert found.leader == pytest.approx(0.125)
    # Likewise the rank of each: of two, first or not.
    assert found.rank == pytest.approx(0.0625)


def test_who_has_which_rank_by_hand() -> None:
    # In fact X, Y, Z. Members: XYZ, XZY, YXZ, ZXY. Chances of the ranks: X .5 .5 0, Y .25 .25 .5, Z .25 .25 .5.
    sample = [(0.5, 0.3, 0.2), (0.5, 0.2, 0.3), (0.3, 0.5, 0.2), (0.3, 0.2, 0.5)]
    found = scored(told("X Y Z", (0.4, 0.3, 0.3), sample, (0.6, 0.3, 0.1)))
    assert found.leads == ((0.5, True), (0.25, False), (0.25, False))
    assert found.leader == pytest.approx(0.25 + 0.0625 + 0.0625)
    # Cumulated, less the fact: X (-.5, 0), Y (.25, -.5), Z (.25, .5).
    assert found.rank == pytest.approx((0.25 + (0.0625 + 0.25) + (0.0625 + 0.25)) / 3)


def test_who_is_sure_and_right_scores_nothing() -> None:
    found = scored(told("X Y Z", (0.4, 0.3, 0.3), [(0.5, 0.3, 0.2)] * 3, (0.6, 0.3, 0.1)))
    assert (found.leader, found.rank) == (0.0, 0.0)


@pytest.mark.parametrize(
    "found",
    [
        told("X Y", HALF, [(0.6, 0.4), (0.3, 0.7)], HALF),  # level
        told("X Y Z", (0.4, 0.3, 0.3), [(0.5, 0.3, 0.2)] * 2, (0.6, 0.2, 0.2)),  # level behind the first
        told("X rest", HALF, [(0.6, 0.4), (0.3, 0.7)], (0.8, 0.2)),  # alone
        amount(0.0, [0.0, 1.0], 0.5),
    ],
)
def test_powers_that_are_level_or_alone_have_no_rank(found: Forecast) -> None:
    own = scored(found)
    assert (own.leader, own.rank, own.leads) == (None, None, ())


def test_the_rest_is_no_power() -> None:
    sample = [(0.2, 0.1, 0.7), (0.1, 0.2, 0.7), (0.2, 0.1, 0.7), (0.2, 0.1, 0.7)]
    found = scored(told("X Y rest", (0.2, 0.1, 0.7), sample, (0.2, 0.1, 0.7)))
    assert found.leads == ((0.75, True), (0.25, False))


# ---- places


def test_the_place_of_what_was_observed_is_the_share_of_members_below() -> None:
    sample = [(0.5, 0.3, 0.2), (0.6, 0.1, 0.3), (0.7, 0.2, 0.1), (0.2, 0.4, 0.4)]
    found = scored(told("X Y Z", (0.4, 0.3, 0.3), sample, (0.55, 0.35, 0.1)))
    # Below .55 are two; below .35 three; below .1 none.
    np.testing.assert_allclose(found.place, [0.5, 0.75, 0.0])


def test_of_two_parts_one_says_all() -> None:
    found = scored(told("X Y", HALF, [(0.6, 0.4), (0.7, 0.3), (0.9, 0.1), (0.2, 0.8)], (0.65, 0.35)))
    assert found.place.tolist() == [0.5]


def test_the_rest_has_no_place() -> None:
    assert len(scored(told("X Y rest", (0.2, 0.1, 0.7), [(0.2, 0.1, 0.7)] * 2, (0.3, 0.1, 0.6))).place) == 2
    assert len(scored(told("X rest", HALF, [(0.6, 0.4)] * 2, (0.8, 0.2))).place) == 1


# ---- changes


@pytest.mark.parametrize(
    ("found", "moved"),
    [
        (told("X Y", HALF, [HALF], (0.56, 0.44)), True),
        (told("X Y", HALF, [HALF], (0.44, 0.56)), True),
        (told("X Y", HALF, [HALF], (0.54, 0.46)), False),
        (told("X Y Z", (0.1, 0.1, 0.8), [(0.1, 0.1, 0.8)], (0.1, 0.16, 0.74)), True),
        (told("X Y Z", (0.1, 0.1, 0.8), [(0.1, 0.1, 0.8)], (0.13, 0.11, 0.76)), False),
        (amount(3.0, [0.0], 3.26), True),
        (amount(3.0, [0.0], 2.74), True),
        (amount(3.0, [0.0], 3.24), False),
    ],
)
def test_something_moved_by_a_twentieth_or_an_amount_by_a_quarter(found: Forecast, moved: bool) -> None:
    assert changed(found) is moved


def test_the_direction_is_right_where_members_go_the_way_of_what_moved_most() -> None:
    # Y falls from .4 to .2, which is most; of four members two let it fall, while all let X rise.
    sample = [(0.4, 0.3, 0.3), (0.4, 0.35, 0.25), (0.35, 0.45, 0.2), (0.35, 0.5, 0.15)]
    assert scored(told("X Y Z", (0.3, 0.4, 0.3), sample, (0.42, 0.2, 0.38))).right == 0.5


def test_there_is_no_direction_where_nothing_moved() -> None:
    assert scored(told("X Y", HALF, [(0.6, 0.4), (0.3, 0.7)], (0.52, 0.48))).right is None


def test_an_amount_has_a_direction_too() -> None:
    assert scored(amount(1.0, [2.0, 0.0, 3.0, 5.0], 2.0)).right == 0.75


# ---- skill


def ones(count: int, value: float = 1.0) -> Values:
    return np.full(count, value)


def uneven(count: int) -> Values:
    return np.arange(1.0, count + 1.0)


@pytest.mark.parametrize(("own", "value"), [(0.0, 1.0), (0.5, 0.5), (1.0, 0.0), (3.0, -2.0)])
def test_skill_is_one_less_the_ratio_of_mean_scores(own: float, value: float) -> None:
    assert skill(ones(5, own), ones(5)).value == pytest.approx(value)


def test_means_are_compared_and_not_each_series() -> None:
    # 4 against 6 in the mean; ratios of each would be 3, .5 and .25.
    assert skill(np.array([6.0, 4.0, 2.0]), np.array([2.0, 8.0, 8.0])).value == pytest.approx(1 / 3)


def test_against_who_is_perfect_there_is_no_skill() -> None:
    found = skill(ones(5), ones(5, 0.0))
    assert np.isnan([found.value, found.low, found.high]).all()
    assert found.verdict == "unknown"


@pytest.mark.parametrize(("series", "known"), [(3, False), (4, True)])
def test_an_interval_needs_four_series(series: int, known: bool) -> None:
    found = skill(0.5 * uneven(series), uneven(series))
    assert found.value == pytest.approx(0.5)
    assert np.isfinite([found.low, found.high]).tolist() == [known, known]
    assert found.verdict == ("better" if known else "unknown")


@pytest.mark.parametrize(("telling", "known"), [(None, True), (4, True), (3, False)])
def test_an_interval_needs_four_series_in_which_something_happened(telling: int | None, known: bool) -> None:
    assert np.isfinite(skill(0.5 * uneven(9), uneven(9), telling=telling).low) == known


@pytest.mark.parametrize(("own", "verdict"), [(0.6, "better"), (1.5, "worse"), (1.0, "no more")])
def test_the_verdict_is_by_the_side_of_the_interval(own: float, verdict: str) -> None:
    scatter = np.array([0.9, 1.1, 1.0, 0.95, 1.05])
    found = skill(own * scatter, ones(5))
    assert found.low <= found.value <= found.high
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(0.1, 0.2, "better"), (-0.2, -0.1, "worse"), (-0.1, 0.1, "no more")]
)
def test_a_verdict_by_hand(low: float, high: float, verdict: str) -> None:
    assert Skill(0.0, low, high).verdict == verdict


def test_series_are_drawn_with_both_their_scores() -> None:
    # Each is half as bad, however bad: then so is every sample of them.
    found = skill(0.5 * uneven(8) ** 3, uneven(8) ** 3)
    assert (found.low, found.high) == pytest.approx((0.5, 0.5))


def test_the_interval_is_of_nineteen_in_twenty() -> None:
    # The mean of 400 values of standard deviation 1 around 10, against 20: 1.96 * .05 / 20 on either side of .5.
    own = 10.0 + np.random.default_rng(3).standard_normal(400)
    found = skill(own, ones(400, 20.0))
    assert found.high - found.low == pytest.approx(2 * 1.96 * own.std() / 20 / 20, rel=0.1)


def test_the_same_seed_gives_the_same_interval() -> None:
    own, other = np.random.default_rng(0).random((2, 12))
    assert skill(own, other, seed=1) == skill(own, other, seed=1)
    assert skill(own, other, seed=1) != skill(own, other, seed=2)


@given(st.lists(st.tuples(st.floats(0.01, 10), st.floats(0.01, 10)), min_size=4, max_size=8))
def test_who_is_no_better_on_average_has_no_skill(pairs: list[tuple[float, float]]) -> None:
    own, other = (np.array(column) for column in zip(*pairs, strict=True))
    assert (skill(own, other).value > 0.0) == (own.mean() < other.mean())


def test_cases_are_averaged_series_by_series() -> None:
    found = by_series(["B", "A", "B", "B"], [1.0, 7.0, 2.0, 6.0])
    assert found.tolist() == [3.0, 7.0]
