"""What a state sees of its surroundings, by hand."""

from math import exp

import numpy as np
import pytest

from greatgame.model.rules import outlook

from ..checking import check


@pytest.mark.parametrize(("months", "left"), [(0, 1), (54, exp(-1)), (108, exp(-2))])
def test_old_ties_fade(months, left):
    check(outlook.fading, left, elapsed=months, legacy_life=54)


def test_a_power_holds_a_state_by_its_lean_and_by_nearness_if_it_has_means():
    world = {"mean_alignment": [[0.3, 0.5]], "proximity": [[0.4, 0.2]], "hold_by_proximity": 0.5}
    check(outlook.hold, [[0.5, 0.5]], capability=[1, 0], **world)
    check(outlook.hold, [[0.3, 0.5]], capability=[0, 0], **world)


def test_leaning_on_a_power_exposes_to_those_who_resist_it():
    # the second resists the first wholly, the first the second by half
    check(outlook.vulnerability, [[0.4, 0.25]], hold=[[0.5, 0.4]], resistance=[[0, 0.5], [1, 0]])
    check(outlook.vulnerability, [[0, 0]], hold=[[0.5, 0.4]], resistance=[[0, 0], [0, 0]])


def test_a_strong_neighbour_is_feared_a_weak_or_distant_one_is_not():
    check(outlook.fear, [[0.5, 0, 0]], capability=[2, 0, 1], proximity=[[0.25, 1, 0]])


def test_leadership_is_concentrated_in_the_able_who_seek_influence():
    # drives 1 x 1 and .5 x .4: shares 5/6 and 1/6
    world = {"leader": [[1, 1], [1, 0], [0, 0]], "demand": [[1, 0.6], [0.4, 1]], "seeks_influence": [1, 0]}
    check(outlook.sponsor_concentration, [26 / 36, 1, 1], capability=[1, 0.5], **world)
    check(outlook.sponsor_concentration, [1, 1, 1], capability=[0, 0], **world)
    check(outlook.sponsor_concentration, [0.5, 1, 1], capability=[0.4, 1], **world)


def test_a_body_of_several_equals_dilutes_the_menace_of_each():
    body = {"leader": [[1, 0]], "depth": [0.5], "sponsor_concentration": [0.6]}
    check(outlook.dilution, [[0.8, 1], [1, 1]], membership=[[1], [0]], dilution_most=0.5, **body)
    check(outlook.dilution, [[0, 1], [1, 1]], membership=[[1], [0]], dilution_most=9, **body)
    check(outlook.dilution, [[1, 1]], membership=[[1]], dilution_most=0.5, **(body | {"sponsor_concentration": [1]}))
    none = {"membership": np.zeros((1, 0)), "leader": np.zeros((0, 2)), "depth": np.zeros(0)}
    check(outlook.dilution, [[1, 1]], sponsor_concentration=np.zeros(0), dilution_most=0.5, **none)
