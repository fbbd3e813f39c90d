"""The life of an institution, by hand."""

from math import exp, tanh

import numpy as np
import pytest

from greatgame.model.rules import institutions, rivalry

from ..checking import check

OPENING = {
    "opened": [0],
    "by_application": [1],
    "exists": [1],
    "summit": [1],
    "summits": [4],
    "demand_for": [[0.6], [0.2], [9]],
    "core": [1, 1, 0],
    "interest": [1, 0.6, 1],
    "noise_opening": [0.499],
    "decision_steepness": 10,
    "opening_threshold": 0.32,
    "agenda_of_forum": 5,
}
WORK = {
    "membership": [[1, 0], [1, 0]],
    "leader": [[1, 1], [0, 0]],
    "demand_for": [[0.4, 0], [0.2, 0]],
    "border_need": [[0.3, 0.1], [0, 0.2]],
    "border_settled": [[0.1, 0], [0, 0.4]],
    "border_dispute": [[0.5, 0.1], [0.3, 0.3]],
    "powers_border": [[0, 0.6], [0.6, 0]],
    "extremist_threat": [0.8, 0.4],
    "vigilance": [1, 0.5],
    "core": [1, 1],
    "depth": [0.5, 0.5],
    "demand": [[1, 0.3], [0, 0.4]],
    "seeks_outlets": [0, 1],
    "exists": [1, 1],
    "provides_border": [0.5, 1],
    "provides_counter_terror": [1, 1],
    "provides_economy": [0.8, 1],
    "counter_terror_weight": 1.5,
    "leaders_border_weight": 2,
    "guarantee_weight": 0.25,
    "economy_of_forum": 0.2,
}
BOND = {
    "cohesion": [0.3],
    "function": [[0.3, 0.1, 0.5, 0.25]],
    "participation": [0.5],
    "membership": [[1], [0], [1]],
    "discord": [0.2],
    "instability": [0.6, 1, 0.2],
    "strain": [0.1],
    "exists": [1],
    "cohesion_pace": 0.1,
    "cohesion_scale": 1.3,
    "cohesion_by_border": 0.5,
    "cohesion_by_economy": 0.8,
    "cohesion_by_participation": 0.2,
    "cohesion_by_quarrels": 0.5,
    "cohesion_by_instability": 0.3,
    "cohesion_by_strain": 0.5,
}
IDLE = [0, 0, 0, 0]


def test_who_leads_in_any_domain_is_a_leader():
    lead = [[[0, 0.3], [0.5, 1], [0, 0]], [[0, 0]] * 3]
    check(institutions.leader, [[1, 1, 0], [0, 0, 0]], lead=lead)
    check(institutions.leading, [[0.3, 1, 0], [0, 0, 0]], lead=lead)


def test_a_founding_is_the_first_summit():
    history = {"exists": [0, 1, 1, 1, 1, 0], "existed": [0, 0, 0, 1, 1, 1], "summit": [1, 0, 1, 0, 1, 1]}
    founded, summits = [0, 1, 1, 0, 0, 0], [0, 1, 1, 3, 4, 3]
    check(institutions.newly, (founded, history["exists"], summits), summits=[0, 0, 0, 3, 3, 3], **history)


def test_participation_counts_core_states():
    check(institutions.participation, [0.5, 0], membership=[[1, 0], [0, 0], [1, 1]], core=[1, 1, 0])
    check(institutions.participation, [0], membership=[[1]], core=[0])


@pytest.mark.parametrize(
    ("changes", "open_now"),
    [
        # unmet: .4 / .8 x (4/5)^2 = .32, as much as the threshold: an even chance
        ({}, 1),
        ({"noise_opening": [0.501]}, 0),
        ({"demand_for": [[0.1], [0], [9]], "interest": [0.2, 0, 1], "noise_opening": [0.17]}, 1),
        ({"demand_for": [[0.1], [0], [9]], "interest": [0.2, 0, 1], "noise_opening": [0.51]}, 0),
        ({"summit": [0], "noise_opening": [0]}, 0),
        ({"summits": [9], "noise_opening": [1 / (1 + exp(-1.8)) - 1e-9]}, 1),
        ({"summits": [9], "noise_opening": [1 / (1 + exp(-1.8)) + 1e-9]}, 0),
        ({"opened": [1], "summit": [0]}, 1),
        ({"by_application": [0], "summit": [0], "noise_opening": [1]}, 1),
        ({"by_application": [0], "exists": [0]}, 0),
        ({"opened": [1], "exists": [0]}, 0),
        ({"demand_for": np.zeros((3, 1)), "interest": [0, 0, 0], "noise_opening": [0.04]}, 0),
    ],
)
def test_a_forum_opens_when_declarations_are_exhausted_and_demand_is_unmet(changes, open_now):
    check(institutions.opened, [open_now], **(OPENING | changes))


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        # two members and two leaders. Borders: .5 (.6 + 2 x (.4 + .2) + .6) / 4; guarded: .5 x .25 x .5 / 4;
        # terror: 1.5 (.6 + 1.5 x .6) / 4; economy: .8 x .7 (.2 + .8 x .5)
        ({}, [0.3, 0.015625, 0.5625, 0.336]),
        ({"exists": [0, 1]}, IDLE),
        ({"seeks_outlets": [1, 1]}, [0.3, 0.015625, 0.5625, 0.48]),
        ({"depth": [0, 0]}, [0.3, 0.015625, 0.5625, 0.112]),
        ({"membership": [[0, 0], [0, 0]]}, [0.5 * 1.8 / 2, 0, 1.5 * 0.9 / 2, 0.336]),
        ({"leader": [[0, 0], [0, 0]]}, [0, 0, 1.5 * 0.6 / 2, 0]),
    ],
)
def test_an_institution_works_on_what_its_members_and_leaders_need(changes, first):
    check(institutions.functions, [first, IDLE], **(WORK | changes))


def test_bodies_overlap_in_functions_and_members():
    bodies = {"membership": [[1, 0], [1, 1], [0, 1], [0, 1]], "provides": [[1, 0.5, 0], [0.5, 1, 1]]}
    check(institutions.overlap, [[1 / 2, 1 / 6], [1 / 9, 5 / 6]], exists=[1, 1], **bodies)
    check(institutions.overlap, [[1 / 2, 0], [0, 0]], exists=[1, 0], **bodies)
    nobody = bodies | {"membership": np.zeros((4, 2))}
    check(institutions.overlap, [[0, 0], [0, 0]], exists=[1, 1], **nobody)


def test_bodies_are_as_estranged_as_the_leaders_they_do_not_share():
    # only the first and the third power lead one body each: .5 (.4 + .5 (1 + .5))
    cold = {"friction": [[0, 1, 0.4], [1, 0, 1], [0.4, 1, 0]], "resistance": [[0, 1, 1], [1, 0, 1], [0.5, 1, 0]]}
    check(institutions.estrangement, [[0, 0.575], [0.575, 0]], leader=[[1, 1, 0], [0, 1, 1]], **cold)
    check(institutions.estrangement, [[0, 0], [0, 0]], leader=[[1, 1, 0], [0, 0, 0]], **cold)
    # with two on one side, the mean of (1 + 1) / 2 and .575
    check(institutions.estrangement, [[0, 0.7875], [0.7875, 0]], leader=[[1, 1, 0], [0, 0, 1]], **cold)


def test_overlap_with_estranged_bodies_strains_not_with_oneself():
    check(institutions.strain, [0.1, 0.2], overlap=[[0.5, 0.2], [0.4, 0.5]], estrangement=[[1, 0.5], [0.5, 1]])


def test_discord_is_the_quarrels_among_members():
    # the first has three quarters of its quarrels with the fellow member, who has all with the first
    quarrels = {"rivalry": [0.4, 0.2, 1], "quarrel": [[0, 0.3, 0.1], [0.3, 0, 0], [0.1, 0, 0]]}
    check(rivalry.discord, [(0.4 * 0.75 + 0.2) / 2, 0, 0], membership=[[1, 1, 0], [1, 0, 0], [0, 0, 0]], **quarrels)
    check(rivalry.discord, [0], rivalry=[0.4, 0.2], quarrel=np.zeros((2, 2)), membership=[[1], [1]])


@pytest.mark.parametrize(
    ("changes", "goal"),
    [
        # works .5 x .4 + .5 + .8 x .25 = .9; bond 1.3 x .9 x .5 + .1; loose .1 + .12 + .05
        ({}, tanh(0.685 - 0.27)),
        ({"participation": [0]}, 0),
        ({"membership": [[0]] * 3, "discord": [0], "strain": [0]}, tanh(0.685)),
        ({"function": [IDLE], "discord": [0], "strain": [0], "instability": [0, 0, 0]}, tanh(0.1)),
    ],
)
def test_common_functions_bind_and_quarrels_instability_and_strain_loosen(changes, goal):
    check(institutions.cohesion, [0.3 + 0.1 * (goal - 0.3)], **(BOND | changes))


def test_what_does_not_exist_has_no_cohesion_depth_or_effect():
    check(institutions.cohesion, [0], **(BOND | {"exists": [0]}))
    check(institutions.cohesion, [0], **(BOND | {"cohesion": [0], "participation": [0]}))
    slow = {"depth": [0.5, 0.5], "cohesion": [0.8, 0.8], "depth_pace": 0.02}
    check(institutions.depth, [0.5 + 0.02 * 0.3, 0], exists=[1, 0], **slow)
    check(institutions.effectiveness, [2 / 3, 1, 0], strain=[0.25, 0, 0], exists=[1, 1, 0], strain_costs=2)
