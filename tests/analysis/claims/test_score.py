"""What it takes for a claim to hold, on margins made by hand."""

from collections.abc import Sequence

import numpy as np
import pytest

from greatgame.analysis.claims.claim import Claim, Part, at_least, at_most, in_each
from greatgame.analysis.claims.points import score_points
from greatgame.analysis.claims.score import of_point, score

CLAIM = Claim("C00", "F", "nowhere", ("history",), lambda past: [])


def runs(so: int, not_so: int, size: float = 1.0) -> np.ndarray:
    return np.array([size] * so + [-size] * not_so)


@pytest.mark.parametrize(("so", "holds"), [(79, False), (80, True), (100, True), (0, False)])
def test_what_every_run_asserts_has_to_be_so_in_four_of_five(so: int, holds: bool) -> None:
    found = score(CLAIM, [in_each("so", runs(so, 100 - so))])
    assert (found.frequency, found.holds) == (so / 100, holds)


def test_the_margin_is_what_four_of_five_runs_exceed() -> None:
    found = score(CLAIM, [in_each("so", np.arange(10.0))])
    assert found.margin == 1.0


def test_equality_is_not_enough_in_a_run() -> None:
    assert score(CLAIM, [in_each("so", np.zeros(10))]).frequency == 0.0


def test_parts_have_to_be_so_in_the_same_runs() -> None:
    early, late = runs(85, 15), runs(85, 15)[::-1]
    found = score(CLAIM, [in_each("early", early), in_each("late", late)])
    assert found.frequency == pytest.approx(0.7)
    assert not found.holds
    assert all(part.holds for part in found.parts)


@pytest.mark.parametrize(("share", "holds"), [(0.3, False), (0.5, True), (0.6, True)])
def test_a_probability_has_to_reach_its_bound(share: float, holds: bool) -> None:
    happened = np.arange(100) < 100 * share
    found = score(CLAIM, [at_least("often", happened, 0.5)])
    assert found.holds == holds
    assert found.margin == pytest.approx(share - 0.5)


def test_at_most_turns_the_margin_round() -> None:
    assert score(CLAIM, [at_most("seldom", np.full(10, 0.2), 0.5)]).margin == pytest.approx(0.3)


def test_a_claim_of_both_sorts_fails_by_either() -> None:
    often, surely = in_each("often", runs(90, 10)), at_least("surely", np.ones(100), 0.5)
    seldom, hardly = in_each("seldom", runs(10, 90)), at_least("hardly", np.zeros(100), 0.5)
    assert score(CLAIM, [often, surely]).holds
    assert not score(CLAIM, [seldom, surely]).holds
    assert not score(CLAIM, [often, hardly]).holds


def test_the_frequency_of_a_claim_on_the_ensemble_says_how_sure_it_is() -> None:
    chance = np.random.default_rng(1)
    sure = score(CLAIM, [at_least("clear", chance.normal(1.0, 1.0, 400), 0.0)])
    unsure = score(CLAIM, [at_least("close", chance.normal(0.0, 1.0, 400) * runs(200, 200), 0.0)])
    assert sure.frequency == 1.0
    assert 0.0 < unsure.frequency < 1.0


def test_the_interval_of_a_share_never_leaves_it() -> None:
    found = score(CLAIM, [in_each("so", runs(10, 0))])
    assert found.low < found.frequency == found.high == 1.0


MANY: list[Sequence[Part]] = [
    [in_each("so", np.random.default_rng(1).normal(0.8, 1.0, (3, 40)))],
    [at_least("mean", np.random.default_rng(2).normal(0.0, 1.0, (3, 40)), 0.0)],
    [
        in_each("so", np.random.default_rng(3).normal(1.0, 1.0, (3, 40))),
        at_least("mean", np.random.default_rng(4).normal(0.05, 1.0, (3, 40)), 0.0),
        at_most("most", np.random.default_rng(5).normal(0.0, 1.0, (3, 40)), 0.1),
    ],
]


@pytest.mark.parametrize("parts", MANY)
def test_many_points_are_scored_as_one_by_one(parts: Sequence[Part]) -> None:
    together = score_points(parts)
    alone = [score(CLAIM, of_point(parts, point)) for point in range(3)]
    np.testing.assert_allclose(together.frequency, [one.frequency for one in alone])
    np.testing.assert_allclose(together.margin, [one.margin for one in alone])
    assert together.holds.tolist() == [one.holds for one in alone]


def test_the_frequency_falls_with_the_ensemble_where_the_share_of_runs_does_not() -> None:
    parts = [in_each("so", np.ones((2, 30))), at_least("mean", np.stack([np.ones(30), -np.ones(30)]), 0.0)]
    found = score_points(parts)
    assert found.share.tolist() == [1.0, 1.0]
    assert found.frequency.tolist() == [1.0, 0.0]
