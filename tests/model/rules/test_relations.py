"""Friction between powers and mutual recognition, by hand."""

from math import exp

import numpy as np
import pytest

from greatgame.model.rules import friction, recognition

from ..checking import check

PAIR = {
    "friction": [[0, 0.1], [0.1, 0]],
    "trust": [[1, 0.6], [0.6, 1]],
    "powers_border": [[0, 0.3], [0.3, 0]],
    "engagement": [[[0.5, 0.5], [0.25, 0.25]]],
    "weight": [0.6, 0.4],
    "core": [1],
    "leader": [[1, 1]],
    "depth": [0.5],
    "exists": [1],
    "accord": [[0, 0], [0, 0]],
    "distinct": [[0, 1], [1, 0]],
    "friction_pace": 0.5,
    "friction_distrust": 0.5,
    "friction_crowding": 1,
    "friction_border": 0.2,
    "friction_relief": 0.4,
}
GAME = {"openness_pace": 0.1, "openness_steepness": 5, "openness_threshold": 0.9, "openness_by_threat": 0.4}


@pytest.mark.parametrize(
    ("changes", "goal"),
    [
        # .5 x .4 + .25 / 1.25 + .2 x .3 - .4 x .5
        ({}, 0.26),
        ({"engagement": [[[0.5, 0.5], [0, 0]]]}, 0.06),
        ({"exists": [0]}, 0.46),
        ({"leader": [[1, 0]]}, 0.46),
        ({"leader": [[1, 1]] * 3, "depth": [0.8] * 3, "exists": [1] * 3}, 0.06),
        ({"accord": [[0, 0.5], [0.5, 0]]}, 0.06),
        ({"core": [0]}, 0.06),
        ({"trust": [[1, 1], [1, 1]], "powers_border": np.zeros((2, 2))}, 0.0),
        ({"friction_distrust": 9}, 1.9 + 1.76),
    ],
)
def test_friction_comes_of_distrust_crowding_and_borders_and_common_bodies_relieve_it(changes, goal):
    after = min(max(0.1 + 0.5 * (goal - 0.1), 0), 1)
    check(friction.friction, [[0, after], [after, 0]], **(PAIR | changes))


def test_sides_open_when_the_other_does_or_a_threat_is_shared():
    # .6 + .2 + .1 - .9 = 0 and .4 + .2 - .9 = -.3
    after = [0.41, 0.6 + 0.1 * (1 / (1 + exp(1.5)) - 0.6)]
    world = {"extremist_threat": [0.5, 9], "core": [1, 0]}
    check(recognition.openness, after, openness=[0.4, 0.6], recognition=[0.1, 0], **world, **GAME)
    # of three sides, each sees the mean of the others: .6, .5 and .4
    pairs = ((0.3, 0.6), (0.5, 0.5), (0.7, 0.4))
    three = [start + 0.1 * (1 / (1 + exp(-5 * (others - 0.7))) - start) for start, others in pairs]
    check(recognition.openness, three, openness=[0.3, 0.5, 0.7], recognition=[0, 0, 0], **world, **GAME)
    alone = 0.5 + 0.1 * (1 / (1 + exp(3.5)) - 0.5)
    check(recognition.openness, [alone], openness=[0.5], recognition=[0], **world, **GAME)
    check(recognition.openness, np.zeros(0), openness=np.zeros(0), recognition=np.zeros(0), **world, **GAME)


def test_powers_on_different_sides_cooperate_as_far_as_both_are_open():
    sides = [[1, 0, 0, 1], [0, 1, 0, 0]]
    wanted = [[0, 0.2, 0, 0], [0.2, 0, 0, 0.2], [0, 0, 0, 0], [0, 0.2, 0, 0]]
    check(recognition.accord, wanted, openness=[0.5, 0.4], side_power=sides)
    both = [[1, 1, 0], [0, 1, 1]]
    check(recognition.accord, [[0, 0, 0.2], [0, 0, 0], [0.2, 0, 0]], openness=[0.5, 0.4], side_power=both)
    check(recognition.accord, np.zeros((2, 2)), openness=np.zeros(0), side_power=np.zeros((0, 2)))
