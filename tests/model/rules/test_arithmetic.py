"""The small functions that rules share, by hand."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greatgame.model.rules import arithmetic

from ..checking import check

BY_POWER = {"x": [[0.2, 0.5, -1], [1, 0, 0.5]], "leader": [[1, 1, 0], [0, 0, 1], [0, 0, 0]]}


@pytest.mark.parametrize(("axis", "sums"), [(0, [[5.0], [7.0], [9.0]]), (1, [[6.0], [15.0]])])
def test_a_total_sums_one_axis(axis, sums):
    x = np.array([[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]])
    before = x.copy()
    assert np.array_equal(arithmetic.total(x, axis=axis), sums)
    assert np.array_equal(x, before)


def test_a_total_of_nothing_is_zero_and_of_truths_a_count():
    assert np.array_equal(arithmetic.total(np.zeros((2, 0, 3)), axis=1), np.zeros((2, 3)))
    assert arithmetic.total(np.array([True, True, False])) == 2.0


def test_a_weighted_sum_leaves_out_what_weighs_nothing():
    x = np.array([[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]])
    assert np.array_equal(arithmetic.weighted(x, np.array([[0.5], [0.0], [2.0]]), axis=1), [[6.5], [14.0]])
    assert np.array_equal(arithmetic.weighted(x, np.array([[10.0], [1.0]]), axis=0), [[14.0], [25.0], [36.0]])
    assert np.array_equal(arithmetic.weighted(x, np.zeros((3, 1)), axis=1), [[0.0], [0.0]])


def test_a_weighted_sum_can_be_spread_over_new_axes():
    x, weight = [[1, 2], [3, 4], [5, 6]], [[[1, 0], [0.5, 0], [0, 0]], [[0, 1], [0.5, 0], [0, 0]]]
    spread = [[[1, 2], [1.5, 0], [0, 0]], [[3, 4], [3.5, 0], [0, 0]], [[5, 6], [5.5, 0], [0, 0]]]
    check(lambda x, weight: arithmetic.weighted(x, weight, axis=1), spread, x=x, weight=weight)
    by_row = [[[4, 6], [3, 4]]]
    check(lambda x, weight: arithmetic.weighted(x, weight, axis=0), by_row, x=x[:2], weight=[[[1, 0]], [[1, 1]]])
    assert arithmetic.weighted(np.ones((2, 3, 1)), np.ones((3, 0, 1)), axis=1).shape == (2, 0, 1)


def test_the_largest_of_what_weighs_something_is_at_least_nothing():
    x, weight = [[0.2, 0.6], [-1, -2], [0.5, 0.3]], [[1, 0, 1, 0], [0.5, 0, 1, 0]]
    wanted = [[0.3, 0, 0.6, 0], [0, 0, 0, 0], [0.5, 0, 0.5, 0]]
    check(lambda x, weight: arithmetic.largest(x, weight, axis=1), wanted, x=x, weight=weight)
    spread = np.repeat(np.array(x, dtype=float)[..., np.newaxis], 4, axis=-1)
    once = np.array(weight, dtype=float)[..., np.newaxis]
    assert np.array_equal(arithmetic.largest(spread, once, axis=1)[..., 0], wanted)


def test_parts_are_mixed_in_order_without_those_that_weigh_nothing():
    parts = [np.array([1.0, 2.0]), np.array([np.nan, np.nan]), np.array([10.0, 20.0])]
    assert np.array_equal(arithmetic.mix(parts, np.array([[1.0], [0.0], [0.5]])), [6.0, 12.0])
    assert np.array_equal(arithmetic.mix(parts[:1], np.array([[0.0]])), [0.0])
    assert np.array_equal(arithmetic.mix(parts[::2], np.array([[1.0, 0.0], [0.0, 0.5]])), [1.0, 10.0])


def test_what_is_stacked_has_all_replications():
    both = arithmetic.stacked([np.array([[1.0, 2.0]]), np.array([[3.0]])], axis=1)
    assert np.array_equal(both, [[[1.0, 2.0], [3.0, 3.0]]])


def test_a_factor_is_felt_in_the_share_of_each_domain():
    check(arithmetic.spared, [[1, 0.2, 0.6], [1, 0.8, 0.9]], x=[0.2, 0.8], share=[0, 1, 0.5])


def test_pairs_of_powers_are_summed_by_weight():
    x, weight = [[1, 2], [3, 4]], [[[0, 1], [0, 0]], [[0, 0], [0.5, 1]], [[0, 0], [0, 0]]]
    check(arithmetic.over_pairs, [2, 5.5, 0], x=x, weight=weight)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=12), st.integers(0, 12))
def test_a_term_of_zero_changes_no_total(terms, position):
    with_zero = [*terms[:position], 0.0, *terms[position:]]
    assert arithmetic.total(np.array(with_zero)) == arithmetic.total(np.array(terms))


@pytest.mark.parametrize(
    ("log_odds", "probability"),
    [(0, 0.5), (log(3), 0.75), (-log(3), 0.25), (1e9, 1), (-1e9, 0), (-2, 1 / (1 + exp(2)))],
)
def test_log_odds_become_probabilities(log_odds, probability):
    check(arithmetic.sigma, probability, x=log_odds)


def test_what_is_clipped_stays_between_its_bounds():
    check(arithmetic.clipped, [0, 0.3, 1.2], x=[-1, 0.3, 5], low=0, high=1.2)


def test_returns_diminish():
    check(arithmetic.saturating, [0, 0.5, 0.75], x=[0, 0.2, 0.6], half=[0.2] * 3)


def test_the_region_is_its_core_states():
    check(arithmetic.core_mean, 0.3, x=[0.2, 0.4, 9], core=[1, 1, 0])
    check(arithmetic.core_mean, [[0.3], [1]], x=[[[0.2], [1]], [[0.4], [1]], [[9], [9]]], core=[1, 1, 0])
    check(arithmetic.core_mean, 0, x=[0.2, 0.4], core=[0, 0])


def test_leaders_are_summed_averaged_and_compared():
    check(arithmetic.over_leaders, [[0.7, -1, 0], [1, 0.5, 0]], **BY_POWER)
    check(arithmetic.mean_over_leaders, [[0.35, -1, 0], [0.5, 0.5, 0]], **BY_POWER)
    check(arithmetic.largest_among_leaders, [[0.5, 0, 0], [1, 0.5, 0]], **BY_POWER)
