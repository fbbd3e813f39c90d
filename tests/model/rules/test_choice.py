"""The choice of alignment, by hand."""

from math import exp, log

import numpy as np
import pytest

from greatgame.model.rules import choice

from ..checking import check


def test_autonomy_and_neutrality_pull_away_from_everybody():
    pulls = {"autonomy_pull": 0.2, "neutrality_pull": 1.1}
    check(choice.outside_option, [1.2, 0.2, 0], interest=[0.5, 1, 0], neutral=[1, 0, 0], **pulls)


@pytest.mark.parametrize(
    ("attraction", "engagement", "alone", "shares"),
    [
        ([0, log(2)], [1, 1], 0, [0.25, 0.5]),
        ([0, log(2)], [1, 1], log(3), [1 / 6, 2 / 6]),
        ([0, log(2)], [1, 0], 0, [0.5, 0]),
        ([0, log(2)], [0, 0], 0, [0, 0]),
        ([5000, 0], [1, 1], 0, [1, 0]),
        ([5000, 5000], [1, 1], 0, [0.5, 0.5]),
        ([-5000, 0], [1, 0], 0, [0, 0]),
        ([0, 0], [1, 1], 5000, [0, 0]),
    ],
)
def test_shares_are_a_contest_with_autonomy_in_it(attraction, engagement, alone, shares):
    by_domain = [[[value] for value in row] for row in (attraction, engagement, shares)]
    chosen = ([by_domain[2]], [[1 - sum(shares)]])
    check(choice.target, chosen, attraction=[by_domain[0]], engagement=[by_domain[1]], outside_option=[alone])


@pytest.mark.parametrize(
    ("attraction", "offered", "alone", "left"),
    [
        ([0, log(2)], [1, 1], 0, 0.25),
        ([0, log(2)], [0, 1], 0, 1 / 3),
        ([0, log(2)], [0, 0], 0, 1),
        ([40, 0], [1, 1], 0, exp(-40) / (1 + 2 * exp(-40))),
        ([700, -700], [1, 1], 0, exp(-700)),
        ([-700, 0], [1, 0], 0, 1),
    ],
)
def test_what_is_left_is_autonomy_however_small(attraction, offered, alone, left):
    powers = np.array([[[[value]] for value in row] for row in (attraction, offered)], float)[:, np.newaxis]
    shares, autonomy = choice.target(powers[0], powers[1], np.array([[float(alone)]]))
    assert autonomy[0, 0, 0] == pytest.approx(left, rel=1e-12)
    assert shares.sum() + autonomy.sum() == pytest.approx(1, rel=1e-12)


def test_without_powers_there_is_nobody_to_lean_on():
    nobody = np.zeros((2, 0, 1))
    check(choice.target, (nobody, [[1], [1]]), attraction=nobody, engagement=nobody, outside_option=[0, 1])


def test_domains_and_states_choose_by_themselves():
    world = {"attraction": [[[0, log(3)]], [[log(2), 0]]], "engagement": [[[1, 1]], [[1, 0]]]}
    check(choice.target, ([[[0.5, 0.75]], [[2 / 3, 0]]], [[0.5, 0.25], [1 / 3, 1]]), outside_option=[0, 0], **world)


def test_alignment_follows_with_the_inertia_of_its_domain():
    lean = {"alignment": [[[0.2, 0.2]]], "target": [[[0.6, 0]]]}
    check(choice.alignment, [[[0.4, 0.18]]], adjustment=[0.5, 0.1], **lean)


def test_leans_are_means_over_domains_and_core_states():
    check(choice.mean_alignment, [[0.38, 0.6]], alignment=[[[0.5, 0.2], [1, 0]]], weight=[0.6, 0.4])
    check(choice.regional_alignment, [0.3, 0.1], mean_alignment=[[0.4, 0.2], [0.2, 0], [1, 1]], core=[1, 1, 0])
    check(choice.regional_alignment, [0, 0], mean_alignment=[[0.4, 0.2]], core=[0])


def test_what_is_not_modelled_has_memory():
    luck = {"disposition": [[[0.5, 0]]], "noise_disposition": [[[1, -2]]]}
    check(choice.disposition, [[[0.38, -0.16]]], disposition_memory=0.6, disposition_spread=0.1, **luck)
