"""What membership is worth and who applies, joins and leaves, by hand."""

import inspect
from math import exp

import numpy as np
import pytest

from greatgame.model.rules import membership

from ..checking import check

# one state, one body; by default it exists, is open and admits, and the state is as willing as not
SEAT = {
    "membership": 0,
    "applied": 0,
    "lasting_benefit": 0,
    "exit_cost": 0,
    "by_application": 0,
    "summit": 0,
    "renewal": 0,
    "fixed_term": 0,
    "exists": 1,
    "newly": 0,
    "founder": 0,
    "admits": 1,
    "accession": 0,
    "opened": 1,
    "noise_join": 1,
    "noise_leave": 1,
}
BY_STATE = {
    *("membership", "applied", "lasting_benefit", "exit_cost", "founder", "admits"),
    *("accession", "noise_join", "noise_leave"),
}
RATES = {"join_chance": 0.4, "decision_steepness": 5, "admission_floor": 0.1, "leave_chance": 0.2, "renewal_ease": 0.5}
WAITING = {"by_application": 1, "summit": 1, "applied": 1, "lasting_benefit": -0.05}


def seat(**changes):
    return {name: [[value]] if name in BY_STATE else [value] for name, value in (SEAT | changes).items()}


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({}, 0),
        # an open body: .4 sigma(0)
        ({"noise_join": 0.199}, 1),
        ({"noise_join": 0.201}, 0),
        ({"noise_join": 0.199, "admits": 0}, 0),
        ({"noise_join": 0.199, "exists": 0}, 0),
        ({"noise_join": 0, "by_application": 1, "summit": 1}, 0),
        # by application: a summit admits who waits and is not too doubtful, once there is an organisation
        (WAITING, 1),
        (WAITING | {"lasting_benefit": -0.11}, 0),
        (WAITING | {"summit": 0}, 0),
        (WAITING | {"opened": 0}, 0),
        (WAITING | {"admits": 0}, 0),
        (WAITING | {"applied": 0}, 0),
        # a founding and a labelled intervention
        ({"founder": 1, "newly": 1}, 1),
        ({"founder": 1}, 0),
        ({"accession": 1}, 1),
        ({"accession": 1, "exists": 0}, 0),
        # leaving: .2 sigma(-5 (L + exit cost)); at renewal not staying: 1 - sigma(5 (L + .5 exit cost))
        ({"membership": 1, "noise_leave": 0.099}, 0),
        ({"membership": 1, "noise_leave": 0.101}, 1),
        ({"membership": 1, "noise_leave": 0.02, "exit_cost": 0.5}, 1),
        ({"membership": 1, "noise_leave": 0.2 / (1 + exp(2.5)) - 1e-9, "exit_cost": 0.5}, 0),
        ({"membership": 1, "noise_leave": 0.499, "renewal": 1}, 0),
        ({"membership": 1, "noise_leave": 0.501, "renewal": 1}, 1),
        ({"membership": 1, "noise_leave": 1 / (1 + exp(1.25)) - 1e-9, "renewal": 1, "exit_cost": 0.5}, 0),
        ({"membership": 1, "noise_leave": 1 / (1 + exp(1.25)) + 1e-9, "renewal": 1, "exit_cost": 0.5}, 1),
        ({"membership": 1, "noise_leave": 0, "fixed_term": 1}, 1),
        ({"membership": 1, "noise_leave": 0.499, "renewal": 1, "fixed_term": 1}, 0),
        ({"membership": 1, "exists": 0}, 0),
        ({"membership": 1, "admits": 0}, 1),
    ],
)
def test_founders_sign_the_willing_join_the_unwilling_leave(changes, member):
    check(membership.membership, [[member]], **seat(**changes), **RATES)


@pytest.mark.parametrize(
    ("changes", "observer"),
    [
        # a summit, of a forum or an organisation: sigma(0)
        ({"noise_join": 0.499}, 1),
        ({"noise_join": 0.501}, 0),
        ({"noise_join": 0.9, "lasting_benefit": 1}, 1),
        ({"noise_join": 0, "summit": 0}, 0),
        ({"noise_join": 0, "admits": 0}, 0),
        ({"noise_join": 0, "exists": 0}, 0),
        ({"noise_join": 0, "by_application": 0}, 0),
        ({"noise_join": 0, "membership": 1}, 0),
        ({"applied": 1}, 1),
        ({"applied": 1, "summit": 0}, 1),
        ({"applied": 1, "membership": 1}, 0),
        ({"applied": 1, "exists": 0}, 0),
    ],
)
def test_a_willing_state_applies_at_a_summit_and_waits(changes, observer):
    given = seat(**({"by_application": 1, "summit": 1} | changes))
    seen = {name: given[name] for name in given if name in inspect.signature(membership.applied).parameters}
    check(membership.applied, [[observer]], decision_steepness=5, **seen)


def test_a_change_of_worth_is_taken_for_lasting_little_by_little_and_at_a_founding_at_once():
    # .2 + .25 (1 - .2); .25 of the way from -1 to 1; newly founded: 1
    check(
        membership.lasting_benefit,
        [[0.4, -0.5, 1.0]],
        lasting_benefit=[[0.2, -1.0, 0.2]],
        benefit=[[1.0, 1.0, 1.0]],
        newly=[0.0, 0.0, 1.0],
        deliberation=0.25,
    )


def test_security_had_elsewhere_lowers_demand():
    secured = {"credibility": [[0.5, 1]], "guaranteed": [[0.4, 0.5]], "coverage_weight": 0.8, "coverage_most": 0.5}
    check(membership.coverage, [[0.4, 0.5, 0]], leader=[[1, 0], [0, 0], [1, 1]], **secured)
    covered = [[0.25, 0], [0.25, 0]]
    check(membership.demand_for, [[0.3, 0.4], [0, 0]], interest=[0.5, 1], extremist_threat=[0.8, 0], coverage=covered)


HELP = {
    "interest": [0.5],
    "extremist_threat": [0.8],
    "coverage": [[0.25, 0]],
    "provides_counter_terror": [0.5, 1],
    "leader": [[1, 1], [0, 0]],
    "capability": [0.5, 0.25],
    "depth": [0.5, 1],
    "function": [[0.1, 0.1, 0.3, 9], [0, 0, 0, 0]],
    "forum_works": 0.2,
}


@pytest.mark.parametrize(
    ("changes", "works"),
    [
        # half of .75 able x .6 for depth x .6 of its attention
        ({}, 0.5 * 0.75 * 0.6 * 0.6),
        ({"capability": [3, 0]}, 0.5 * 0.6 * 0.6),
        ({"depth": [0, 1]}, 0.5 * 0.75 * 0.2 * 0.6),
        ({"function": np.zeros((2, 4))}, 0.5 * 0.75 * 0.6),
        ({"function": [[0.1, 0.1, 0, 9], [0, 0, 0, 0]]}, 0),
    ],
)
def test_help_against_extremism_is_worth_what_the_body_can_do(changes, works):
    check(membership.counter_terror, [[2 * 0.4 * 0.75 * works, 0]], strength=2, **(HELP | changes))


@pytest.mark.parametrize(
    ("term", "arguments", "log_odds"),
    [
        # .2 + .25 x .4 + .1 with the first leader, nothing ever with the second
        (
            membership.border,
            {
                "interest": [0.5],
                "border_dispute": [[0.2, 0]],
                "border_0": [[0.6, 0]],
                "leader": [[1, 1], [0, 1]],
                "provides_border": [0.5, 1],
                "guarantee_of_settled": 0.25,
                "border_memory": 0.1,
            },
            [[2 * 0.5 * 0.5 * 0.4, 0]],
        ),
        (
            membership.economy,
            {
                "interest": [0.5],
                "provides_economy": [1, 0.5, 1],
                "leader": [[1, 0], [1, 1], [0, 0]],
                "relevance": [[0.2, 0.6]],
            },
            [[0.2, 0.3, 0]],
        ),
        (
            membership.standing,
            {
                "interest": [0.5],
                "provides_standing": [0.8, 0.8],
                "participation": [0.5, 0],
                "depth": [0.5, 1],
                "standing_of_forum": 0.4,
            },
            [[0.4 * 0.7, 0]],
        ),
        (
            membership.subordination,
            {
                "interest": [0.5],
                "sponsor_concentration": [0.5, 1, 1],
                "fear": [[0.2, 0.8]],
                "leader": [[1, 1], [1, 0], [0, 0]],
            },
            [[-0.4, -0.2, 0]],
        ),
        (membership.neutrality, {"neutral": [1, 0], "obligation": [0.5, 0]}, [[-1, 0], [0, 0]]),
        (
            membership.legacy,
            {"legacy": [[0.8, 0.5]], "fading": 0.5, "leader": [[1, 1], [0, 1], [0, 0]], "obligation": [0.5, 1, 1]},
            [[0.5, 0.5, 0]],
        ),
        # two able powers: .5 - .1 and .5 - .9 count for +-.3, .5 - .2 as it is
        (
            membership.balance,
            {
                "interest": [0.5],
                "mean_alignment": [[0.1, 0.9, 0.4]],
                "leader": [[1, 0, 0], [0, 1, 0], [1, 0, 1], [0, 0, 0]],
                "capability": [1, 1, 0],
                "balance_reach": 0.3,
            },
            [[0.3, -0.3, 0.2, 0]],
        ),
        # the third resists both leaders of the first body; it takes part in the second
        (
            membership.offence,
            {
                "hold": [[0.5, 0.5, 0.4]],
                "resistance": [[0, 1, 0], [1, 0, 0], [1, 0.5, 0]],
                "leader": [[1, 1, 0], [1, 1, 0], [0, 0, 0]],
                "participant": [[0, 0, 0], [0, 0, 1], [0, 0, 0]],
            },
            [[-2 * 0.4 * 1.5 / 2, 0, 0]],
        ),
        (membership.cost, {"obligation": [0.5, 0]}, [[-1, 0]]),
    ],
)
def test_a_term_of_membership_is_what_its_equation_says(term, arguments, log_odds):
    check(term, log_odds, strength=2, **arguments)


def test_where_no_power_has_means_all_balance_is_missing():
    lean = {"mean_alignment": [[0.9, 0.2]], "leader": [[1, 0], [0, 1]], "capability": [0, 0]}
    check(membership.balance, [[0.1, 0.3]], strength=2, interest=[0.5], balance_reach=0.3, **lean)


def test_those_who_lean_on_the_leaders_have_more_to_lose():
    lean = {"mean_alignment": [[0.6, 0.2]], "leader": [[1, 0], [1, 1], [0, 0]]}
    check(membership.exit_cost, [[1.3, 1.2, 1]], exit_always=1, exit_by_dependence=0.5, **lean)
