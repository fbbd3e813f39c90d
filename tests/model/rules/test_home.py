"""Borders, quarrels among neighbours and instability at home, by hand."""

import numpy as np
import pytest

from greatgame.model.rules import borders, instability, rivalry

from ..checking import check

BORDER = {
    "border_dispute": [[0.5, 0.5]],
    "membership": [[1]],
    "leader": [[1, 0]],
    "provides_border": [0.5],
    "noise_settlement": [[0.07, 0.07]],
    "settlement_chance": 0.03,
    "settlement_in_forum": 0.1,
    "settlement_share": 0.2,
}
HOME = {
    "instability": [0.5],
    "interest": [1],
    "conditions": [0.4],
    "engagement": [[[0.5, 0.2]]],
    "alignment": [[[0.25, 0.04]]],
    "leverage": [1, 0.5],
    "extremist_threat": [0.2],
    "unrest": [0.1],
    "noise_crisis": [0.11],
    "noise_crisis_size": [2],
    "instability_pace": 0.1,
    "instability_always": 0.1,
    "instability_by_conditions": 2,
    "instability_by_threat": 0.5,
    "instability_by_unrest": 0.3,
    "crisis_chance": 0.2,
    "crisis_size": 0.15,
}


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({}, [[0.4, 0.5]]),  # chance .03 + .1 x .5 with the power that leads the forum, .03 with the other
        ({"membership": [[0]]}, [[0.5, 0.5]]),
        ({"membership": [[0]], "noise_settlement": [[0.04, 0.04]]}, [[0.5, 0.5]]),
        ({"noise_settlement": [[0.081, 0.029]]}, [[0.5, 0.4]]),
        ({"provides_border": [0]}, [[0.5, 0.5]]),
        ({"membership": np.zeros((1, 0)), "leader": np.zeros((0, 2)), "provides_border": np.zeros(0)}, [[0.5, 0.5]]),
    ],
)
def test_a_border_agreement_is_likelier_inside_a_common_body_for_borders(changes, after):
    check(borders.border_dispute, after, **(BORDER | changes))


@pytest.mark.parametrize(
    ("leader", "provides", "exists", "left"),
    [
        ([[1, 1]], [1], [1], 0.7),
        ([[1, 1]], [0.5], [1], 0.8),
        ([[1, 1]], [1], [0], 0.9),
        ([[1, 0]], [1], [1], 0.9),
        ([[1, 1], [1, 1]], [0.5, 1], [1, 1], 0.7),
        (np.zeros((0, 2)), np.zeros(0), np.zeros(0), 0.9),
    ],
)
def test_a_dispute_between_powers_fades_faster_inside_a_body_both_lead(leader, provides, exists, left):
    check(
        borders.powers_border,
        [[0, 0.5 * left], [0.5 * left, 0]],
        powers_border=[[0, 0.5], [0.5, 0]],
        leader=leader,
        provides_border=provides,
        exists=exists,
        powers_border_fade=0.1,
        powers_border_fade_in_forum=0.2,
    )


def test_what_is_settled_wants_guarding_and_the_rest_settling():
    dispute = {"border_dispute": [[0.2, 0], [0.2, 0.5]], "border_0": [[0.6, 0.4], [0.6, 0.5]]}
    check(borders.border_need, ([[0.1, 0], [0, 0]], [[0.2, 0.2], [0, 0]]), interest=[0.5, 0], **dispute)


def test_a_common_enemy_hides_quarrels():
    # goals .5 (1 - .75 x .4) = .35 and .5 (1 - .75) = .125, for a threat above 1 hides no more than 1 does
    check(
        rivalry.rivalry,
        [0.2 + 0.5 * 0.15, 0.2 - 0.5 * 0.075, 0.1],
        rivalry=[0.2, 0.2, 0.2],
        quarrel=[[0, 0.3, 0.2], [0.3, 0, 0.2], [0, 0, 0]],
        extremist_threat=[0.4, 1.2, 0],
        rivalry_scale=1,
        common_enemy_hides=0.75,
        rivalry_pace=0.5,
    )


def test_rivalry_has_a_ceiling():
    check(
        rivalry.rivalry,
        [1.2],
        rivalry=[1],
        quarrel=[[5]],
        extremist_threat=[0],
        rivalry_scale=1,
        common_enemy_hides=0.75,
        rivalry_pace=0.5,
    )


def test_a_power_that_needs_help_suspends_its_criticism():
    check(instability.conditions, [0.5, 0.2, 0], conditionality=[0.5] * 3, act=[0, 1, 2], campaign_silences=0.6)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        # a say of .5 sqrt(.25) + .5 x .2 sqrt(.04) = .27; push .1 + 2 x .4 x .27 + .5 x .2 + .3 x .1 = .446
        ({}, 0.5 + 0.1 * (0.446 * 0.7 - 0.5)),
        ({"noise_crisis": [0.09]}, 0.5 + 0.1 * (0.446 * 0.7 - 0.5) + 0.3),
        ({"interest": [0]}, 0.5 + 0.1 * (0.23 * 0.7 - 0.5)),
        ({"engagement": [[[0, 0]]]}, 0.5 + 0.1 * (0.23 * 0.7 - 0.5)),
        ({"alignment": [[[0, 0]]]}, 0.5 + 0.1 * (0.23 * 0.7 - 0.5)),
        ({"conditions": [0]}, 0.5 + 0.1 * (0.23 * 0.7 - 0.5)),
        ({"instability": [1.2], "noise_crisis": [0]}, 1.2 - 0.12 + 0.12),
        ({"instability": [0], "noise_crisis": [0]}, 0.1 * 0.446 * 1.2),
    ],
)
def test_instability_is_pushed_by_strings_threat_and_unrest_and_jumps_in_a_crisis(changes, after):
    check(instability.instability, [after], **(HOME | changes))
