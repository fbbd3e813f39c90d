"""Bases, by hand."""

import pytest

from greatgame.model.rules import access

from ..checking import check

TWO_BY_TWO = [[0.5, 1], [0.2, 0]]
# two states that are as willing, wanted as two to one: a negotiator's time divides 2/3 to 1/3, of a hazard .6 sigma(0)
TALKS = {
    "base": [[0], [0]],
    "base_worth": [[0.3], [0.3]],
    "want": [[1], [0.5]],
    "deployment": [0.6],
    "noise_grant": [[0.199], [0.099]],
    "noise_revoke": [[0], [0]],
    "noise_recall": [[0], [0]],
    "access_reserve": 0.3,
    "grant_chance": 0.6,
    "grant_steepness": 5,
    "grant_threshold": -0.3,
    "revoke_chance": 0.4,
    "base_exit_cost": 1,
    "recall_chance": 0.5,
}
HOSTS = TALKS | {"base": [[1], [1]], "base_worth": [[-0.7], [-0.7]], "noise_recall": [[0.201], [0.201]]}


def test_a_distant_power_at_war_wants_bases_where_they_are_useful():
    world = {"proximity": [[0.5, 0, 0], [1, 0, 0]], "usefulness": [0.4, 1]}
    wanted = [[0.8 * 0.5 * 2 * 0.5 * 0.4, 0, 0], [0, 0, 0]]
    check(access.want, wanted, deployment=[0.8, 1, 0], act=[0.5, 0, 1], capability=[2, 1, 1], **world)


@pytest.mark.parametrize(
    ("term", "arguments", "log_odds"),
    [
        (
            access.protection,
            {
                "interest": [0.5, 1],
                "extremist_threat": [0.8, 1],
                "credibility": TWO_BY_TWO,
                "want": [[0.3, 0.2], [2, 2]],
                "base": [[0, 1], [1, 0]],
            },
            [[2 * 0.4 * 0.5 * 0.3, 2 * 0.4 * 1], [2 * 0.2 * 2, 0]],
        ),
        (access.rent, {"interest": [1, 0], "want": TWO_BY_TWO, "rent_floor": 0.25}, [[1, 2], [0.1, 0]]),
        (access.legacy, {"legacy": TWO_BY_TWO, "fading": 0.5}, [[0.5, 1], [0.2, 0]]),
        (access.pressure, {"vulnerability": TWO_BY_TWO}, [[-1, -2], [-0.4, 0]]),
        (
            access.conditionality,
            {"interest": [0.5, 0], "conditions": [1, 0.2], "instability": [0.3, 1], "conditions_floor": 0.5},
            [[-0.8, -0.16], [0, 0]],
        ),
        (access.domination, {"interest": [0.5, 1], "fear": TWO_BY_TWO}, [[-0.5, -1], [-0.4, 0]]),
        (access.neutrality, {"neutral": [1, 0.5]}, [[-2, -2], [-1, -1]]),
    ],
)
def test_a_term_of_a_base_is_what_its_equation_says(term, arguments, log_odds):
    check(term, log_odds, strength=2, **arguments)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({}, [[1], [1]]),
        ({"noise_grant": [[0.201], [0.101]]}, [[0], [0]]),
        ({"noise_grant": [[0.299], [0.299]], "want": [[1], [0]]}, [[1], [0]]),
        ({"noise_grant": [[0.299], [0]], "base_worth": [[0.3], [-0.1]]}, [[1], [0]]),
        ({"noise_grant": [[0], [0.299]], "base": [[1], [0]], "noise_recall": [[1], [1]]}, [[0], [1]]),
        ({"noise_grant": [[0], [0]], "want": [[0], [0]]}, [[0], [0]]),
    ],
)
def test_one_team_of_negotiators_goes_where_want_times_readiness_is_largest(changes, after):
    world = TALKS | {"noise_revoke": [[0.001], [0.001]]} | changes
    check(access.base, after, **world)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({"noise_revoke": [[0.199], [0.201]]}, [[0], [1]]),  # worth as little as leaving costs: .4 sigma(0)
        ({"noise_revoke": [[0.199], [0]], "base_worth": [[9], [9]]}, [[1], [0]]),
        ({"noise_revoke": [[1], [1]], "noise_recall": [[0.199], [0.201]]}, [[0], [1]]),  # .5 (1 - .6)
        ({"noise_revoke": [[1], [1]], "noise_recall": [[0], [0]], "deployment": [1]}, [[1], [1]]),
    ],
)
def test_a_host_ends_an_unwelcome_base_and_a_power_recalls_its_troops(changes, after):
    check(access.base, after, **(HOSTS | changes))
