"""What powers put in and the belief in their guarantees, by hand."""

from math import exp

import numpy as np
import pytest

from greatgame.model.rules import engagement

from ..checking import check

NEEDS = {
    "need": [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0] * 6],
    "need_always": [0.05, 1],
    "usefulness": [0.5],
    "extremist_threat": [0.4],
    "resources": [0.2],
    "proximity": [[0.5]],
    "relevance": [[0.6]],
    "border_dispute": [[0.2]],
    "border_0": [[0.4]],
    "border_shadow": 0.3,
}
OFFER = {
    "engagement": [[[0.1, 0.1]]],
    "needs": [[[0.5]]],
    "demand": [[1]],
    "effort": [2],
    "spends": [[1, 0.5]],
    "alignment": [[[0.5, 0]]],
    "contested": [1, 0.5],
    "needs_access": [1, 0],
    "pace": [0.5, 0.1],
    "hindered": [0.8],
    "channel": [[1.5]],
    "proximity": [[0.5]],
    "base": [[0]],
    "capability": [1.5],
    "fluctuation": [0.1],
    "swing_floor": 0.25,
    "reach_without_base": 0.4,
    "budget": 2,
}
TRUST = {
    "credibility": [[0.5, 0.2]],
    "guaranteed": [[0.9, 0]],
    "threat_rise": [0.1],
    "act": [0.5, 0.2],
    "struck": [0.2, 0],
    "learning_always": 0.01,
    "learning_by_attack": 1,
    "learning_by_campaign": 0.1,
    "learning_most": 0.4,
    "credit_for_strikes": 0.5,
}


@pytest.mark.parametrize(
    ("resistance", "capability", "core", "passing"),
    [
        # nearness .6 and .3; the second hinders the first by .5 x 2 x .3, the first the second by 1 x .5 x .6
        ([[0, 1], [0.5, 0]], [0.5, 2], [1, 1], [0.85, 0.85]),
        ([[0, 1], [0.5, 0]], [0.5, 2], [1, 0], [0.8, 0.8]),
        ([[0, 1], [0.5, 0]], [0, 0], [1, 1], [1, 1]),
        ([[0, 1], [0.5, 0]], [50, 2], [1, 1], [0.85, 0.5]),
        ([[0, 0], [0, 0]], [0.5, 2], [1, 1], [1, 1]),
        ([[0, 1], [0.5, 0]], [0.5, 2], [0, 0], [1, 1]),
    ],
)
def test_near_and_able_rivals_who_resist_hinder_a_power(resistance, capability, core, passing):
    world = {"proximity": [[0.8, 0.4], [0.4, 0.2]], "core": core, "resistance_cuts": 0.5}
    check(engagement.hindered, passing, resistance=resistance, capability=capability, **world)


def test_institutions_help_the_powers_that_lead_them():
    seats = {"membership": [[1, 0], [1, 1]], "depth": [0.5, 1], "leading": [[1, 0], [0.5, 0.2]]}
    check(engagement.channel, [[1.2, 1], [1.4, 1.08]], channel_gain=0.4, **seats)
    none = {"membership": np.zeros((2, 0)), "depth": np.zeros(0), "leading": np.zeros((0, 2))}
    check(engagement.channel, [[1, 1], [1, 1]], channel_gain=0.4, **none)


@pytest.mark.parametrize(
    ("changes", "needed"),
    [
        # .05 + .1 x .5 + .2 x .4 + .3 x .2 + .4 x .5 + .5 x .6 + .6 x .5 (.2 + .3)
        ({}, [0.89, 1]),
        ({"border_dispute": [[0]]}, [0.83, 1]),
        ({"border_dispute": [[0]], "border_0": [[0]]}, [0.74, 1]),
        ({"need": np.zeros((2, 6))}, [0.05, 1]),
    ],
)
def test_a_purpose_needs_a_state_for_what_the_world_file_names(changes, needed):
    check(engagement.needs, [[needed]], **(NEEDS | changes))


def offered(security, trade, *, states=1, capability=1.5, luck=0.1):
    scale = capability * exp(luck) / (1 + states * (security + trade) / 2)
    return [0.1 + 0.5 * (security * scale - 0.1), 0.1 + 0.1 * (trade * scale - 0.1)]


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        # called 1 and .5; swing 1 and .25; passing 1.2 and 1.1; reach .5 + .5 x .4
        ({}, offered(1 * 1 * 1.2 * 0.7, 0.5 * 0.25 * 1.1)),
        ({"base": [[1]]}, offered(1.2, 0.1375)),
        ({"proximity": [[1]]}, offered(1.2, 0.1375)),
        ({"alignment": [[[0.25, 1]]]}, offered((0.25 + 0.75 * 0.75) * 1.2 * 0.7, 0.1375)),
        ({"contested": [0, 0]}, offered(0.7, 0.125)),
        ({"fluctuation": [0]}, offered(0.84, 0.1375, luck=0)),
        ({"capability": [0]}, [0.05, 0.09]),
        ({"demand": [[0]]}, [0.05, 0.09]),
    ],
)
def test_engagement_follows_demand_need_reach_and_swing_under_a_budget(changes, after):
    check(engagement.engagement, [[after]], **(OFFER | changes))


def test_one_budget_serves_all_states():
    by_state = {"engagement", "needs", "alignment", "channel", "proximity", "base"}
    world = {name: value * 2 if name in by_state else value for name, value in OFFER.items()}
    check(engagement.engagement, [[offered(0.84, 0.1375, states=2)]] * 2, **world)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        # speed .01 + 1 x .1 + .1 x .7 = .18
        ({}, [0.5 + 0.18 * 0.4 + 0.1, 0.2 - 0.18 * 0.2]),
        ({"threat_rise": [9]}, [0.5 + 0.4 * 0.4 + 0.1, 0.2 - 0.4 * 0.2]),
        ({"act": [5, 0]}, [0.5 + 0.21 * 0.4 + 0.1, 0.2 - 0.21 * 0.2]),
        ({"act": [0, 0], "threat_rise": [0], "struck": [0, 0]}, [0.504, 0.198]),
        ({"struck": [9, 0]}, [1, 0.164]),
    ],
)
def test_belief_in_a_guarantee_is_learnt_and_fastest_under_attack(changes, after):
    check(engagement.credibility, [after], **(TRUST | changes))


def test_means_fluctuate_with_memory():
    luck = {"fluctuation": [0.5, 0], "noise_fluctuation": [1, -2]}
    check(engagement.fluctuation, [0.3 + 0.08, -0.16], fluctuation_memory=0.6, fluctuation_spread=0.1, **luck)
