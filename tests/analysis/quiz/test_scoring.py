"""Scores are proper, and those that can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greatgame.analysis.quiz.scoring import Chances, Number, Values


def chances(*counts: int, ordered: bool = False) -> Chances:
    """Give an ensemble in which option i is so in counts[i] worlds."""
    options = tuple(f"option {place}" for place in range(len(counts)))
    return Chances(options, np.repeat(np.arange(len(counts)), counts), ordered=ordered)


def number(*values: float) -> Number:
    return Number(np.array(values), 0.0, 10.0, "so")


counted = st.lists(st.integers(0, 20), min_size=2, max_size=5).filter(any)
weights = st.lists(st.floats(0.01, 1.0), min_size=5, max_size=5)


@pytest.mark.parametrize("ordered", [False, True])
@given(counts=counted, weights=weights)
def test_no_probabilities_score_better_than_the_frequencies(
    ordered: bool, counts: list[int], weights: list[float]
) -> None:
    truth = chances(*counts, ordered=ordered)
    other = np.array(weights[: len(counts)]) / sum(weights[: len(counts)])
    assert truth.expected(truth.frequency) <= truth.expected(other) + 1e-12


@pytest.mark.parametrize("ordered", [False, True])
@given(counts=counted, weights=weights)
def test_other_probabilities_score_worse_the_further_they_are(
    ordered: bool, counts: list[int], weights: list[float]
) -> None:
    truth = chances(*counts, ordered=ordered)
    other = np.array(weights[: len(counts)]) / sum(weights[: len(counts)])
    half = (other + truth.frequency) / 2
    if np.abs(other - truth.frequency).max() > 0.01:
        assert truth.expected(truth.frequency) < truth.expected(half) < truth.expected(other)


@given(
    values=st.lists(st.floats(-5, 15), min_size=1, max_size=40), ends=st.tuples(st.floats(-5, 15), st.floats(-5, 15))
)
def test_no_interval_scores_better_than_the_quantiles(values: list[float], ends: tuple[float, float]) -> None:
    truth = number(*values)
    assert truth.expected(truth.quantiles[[0, 2]]) <= truth.expected(np.sort(ends)) + 1e-9


def test_brier_score_by_hand() -> None:
    truth = chances(3, 1)  # three worlds of one kind, one of the other
    # forecast .6, .4: (.4^2 + .4^2) in three of four worlds, (.6^2 + .6^2) in one
    assert truth.expected(np.array([0.6, 0.4])) == pytest.approx(0.75 * 0.32 + 0.25 * 0.72)


def test_ranked_probability_score_by_hand() -> None:
    truth = chances(0, 0, 4, ordered=True)
    # all on the first: cumulated 1, 1, 1 against 0, 0, 1
    assert truth.expected(np.array([1.0, 0.0, 0.0])) == pytest.approx(2.0)
    assert truth.expected(np.array([0.0, 1.0, 0.0])) == pytest.approx(1.0)


def test_brier_score_knows_no_order() -> None:
    truth = chances(0, 0, 4)
    assert truth.expected(np.array([1.0, 0.0, 0.0])) == truth.expected(np.array([0.0, 1.0, 0.0]))


def test_interval_score_by_hand() -> None:
    # width 2; the world at 5 is 1 above: 1 * 2 / .1 = 20, in one of two worlds
    assert number(3.0, 5.0).expected(np.array([2.0, 4.0])) == pytest.approx(2.0 + 20.0 / 2)


@pytest.mark.parametrize("truth", [chances(3, 1), chances(3, 1, 0, ordered=True), number(3.0, 4.0)])
def test_who_does_not_know_has_no_skill(truth: Chances | Number) -> None:
    assert truth.score(truth.unknown).skill == 0.0


@pytest.mark.parametrize("truth", [chances(3, 1), chances(3, 1, 0, ordered=True), number(3.0, 4.0)])
def test_the_best_forecast_has_all_the_skill_that_can_be_had(truth: Chances | Number) -> None:
    best: Values = truth.frequency if isinstance(truth, Chances) else truth.quantiles[[0, 2]]
    score = truth.score(best)
    assert score.skill == score.attainable > 0


def test_who_is_sure_of_what_is_not_so_has_less_than_none() -> None:
    truth = chances(3, 1)
    assert truth.score(np.array([0.0, 1.0])).skill < 0


def test_an_interval_holds_its_ends() -> None:
    assert number(1.0, 2.0, 3.0, 4.0).inside(np.array([2.0, 3.0])) == 0.5
