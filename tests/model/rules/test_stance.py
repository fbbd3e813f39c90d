"""How powers answer each other, by hand; what a power thinks of itself is not said."""

import numpy as np
import pytest

from greatgame.model.rules import stance

from ..checking import check

SELF = np.nan
REASONS = {
    "legitimacy": [0.5, 0.2],
    "vigilance": [1, 0.4],
    "act": [0, 0.5],
    "capability": [1, 0.5],
    "trust": [[1, 0.6], [0.6, 1]],
    "source_strength": [0.5],
    "reason_legitimacy": 1,
    "reason_benefit": 1,
    "reason_incapacity": 1,
    "reason_relations": 1,
    "benefit_of_campaign": 2,
    "benefit_without_source": 0.2,
    "handicap": 0.5,
}
ODDS = [[[0.2, 0.5, 0.3]] * 5]


def test_presence_is_visible_alignment_and_bases_in_the_core():
    alignment = [[[0.5, 0.2], [0, 0]], [[1, 1], [0, 0]]]
    seen = {"alignment": alignment, "presence": [0.6, 0.5], "base": [[1, 0], [0, 0]], "base_visibility": 0.25}
    check(stance.presence_of, [0.3 + 0.1 + 0.25, 0], core=[1, 0], **seen)
    check(stance.presence_of, [(0.65 + 1.1) / 2, 0], core=[1, 1], **seen)
    check(stance.presence_of, [0, 0], core=[0, 0], **seen)


@pytest.mark.parametrize(
    ("changes", "against", "invite"),
    [
        # first towards second: legitimacy .2, benefit 2 x 1 x .5 (.2 + .8 x .5) = .6, no means 1 - 1/1.25, trust .6
        # second towards first: legitimacy .5, no campaign, no means 1 - .5/1, trust .6
        ({}, [0.8 + 0.2 + 0.6, 0.5 + 0.5 + 0.6], [0.8, 0.5]),
        ({"reason_legitimacy": 0}, [1.4, 1.1], [0.6, 0]),
        ({"reason_benefit": 0}, [1.0, 1.6], [0.2, 0.5]),
        ({"reason_incapacity": 0}, [1.4, 1.1], [0.8, 0.5]),
        ({"reason_relations": 0}, [1.0, 1.0], [0.8, 0.5]),
        ({"source_strength": np.zeros(0)}, [0.2 + 0.2 + 0.2 + 0.6, 1.6], [0.4, 0.5]),
        ({"capability": [0, 0]}, [0.8 + 1 + 0.6, 0.5 + 1 + 0.6], [0.8, 0.5]),
        ({"capability": [1, 0]}, [0.8 + 0 + 0.6, 0.5 + 1 + 0.6], [0.8, 0.5]),
    ],
)
def test_four_reasons_speak_against_resisting_and_two_for_cooperating(changes, against, invite):
    pairs = tuple([[SELF, first], [second, SELF]] for first, second in (against, invite))
    check(stance.four_reasons, pairs, **(REASONS | changes))


def test_stances_are_a_quantal_response():
    # first towards second: resist 1 + 2 x .5 x .4 + .5 x .2 - 1.5 = 0, cooperate 2 x .5 - 1 = 0
    # second towards first: resist 1 + 0 + .1 - 1.1 = 0, cooperate ln 2
    check(
        stance.stance_probabilities,
        [[[SELF] * 3, [1 / 3] * 3], [[0.5, 0.25, 0.25], [SELF] * 3]],
        against=[[0, 1.5], [1.1, 0]],
        invite=[[0, 0.5], [0.5 + np.log(2) / 2, 0]],
        presence_of=[0, 0.4],
        stake=[0.5, 1],
        friction=[[0, 0.2], [0.2, 0]],
        resist_always=1,
        resist_presence=2,
        resist_friction=0.5,
        reasons_weight=1,
        cooperate_reluctance=1,
        cooperate_reasons=2,
    )


def test_overwhelming_reasons_give_certain_stances():
    none = dict.fromkeys(("resist_presence", "resist_friction", "reasons_weight", "cooperate_reluctance"), 0)
    world = {"against": [[0, 0]], "invite": [[0, 1]], "presence_of": [0, 0], "stake": [1], "friction": [[0, 0]]}
    certain = [[[0, 0, 1], [0.5, 0, 0.5]]]
    check(stance.stance_probabilities, certain, resist_always=1e6, cooperate_reasons=1e6, **world, **none)


@pytest.mark.parametrize(
    ("last", "luck", "drawn", "remembered"),
    [
        # the odds have not moved: reconsidered with probability .15
        ([0.2, 0.5, 0.3], [0.14] * 5, [0, 1, 1, 2, 0], [0.2, 0.5, 0.3]),
        ([0.2, 0.5, 0.3], [0.16] * 5, [1, 1, 1, 1, 0], [0.2, 0.5, 0.3]),
        # they have moved by (.3 + .3) / 2: with probability .45
        ([0.5, 0.5, 0.0], [0.44] * 5, [0, 1, 1, 2, 0], [0.2, 0.5, 0.3]),
        ([0.5, 0.5, 0.0], [0.46] * 5, [1, 1, 1, 1, 0], [0.5, 0.5, 0.0]),
    ],
)
def test_a_stance_towards_another_is_drawn_anew_when_the_odds_have_moved(last, luck, drawn, remembered):
    check(
        stance.stance,
        ([drawn], [[remembered] * 5]),
        stance=[[1] * 5],
        stance_odds=[[last] * 5],
        odds=ODDS,
        noise_reconsider=[luck],
        noise_stance=[[0.19, 0.2, 0.69, 0.71, 0.99]],
        distinct=[[1, 1, 1, 1, 0]],
        reconsider_chance=0.15,
    )


def test_a_power_with_a_stake_resists_another_wholly_partly_or_not():
    check(
        stance.resistance,
        [[0, 0.5, 0.125], [0, 0, 0.25], [0, 0, 0]],
        stance=[[1, 2, 1], [0, 1, 1], [2, 2, 1]],
        stake=[0.5, 1, 0],
        distinct=[[0, 1, 1], [1, 0, 1], [1, 1, 0]],
        acquiescence_grates=0.25,
    )
