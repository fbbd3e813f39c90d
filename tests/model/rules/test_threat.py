"""The source of extremism, its spread, and protection, by hand."""

from math import exp

import numpy as np
import pytest

from greatgame.model.rules import threat

from ..checking import check

SOURCE = {
    "source_strength": [0.5],
    "source_active": [1],
    "source_floor": [0.2],
    "act": [1, 0],
    "base": [[1, 0], [0, 0]],
    "core": [1, 1],
    "source_growth": 0.1,
    "campaign_effect": 0.4,
    "access_without_bases": 0.5,
    "bases_for_full_access": 2,
}
STRIKES = {
    "incident": [0.2, 0],
    "incidence": [0, 0.5],
    "source_strength": [0.8],
    "noise_incident_size": [0.5, 0.5],
    "noise_strike": [0.049, 0.049],
    "noise_strike_size": [2, 2],
    "strike_chance": 0.2,
    "strike_threshold": 0.6,
    "strike_size": 0.15,
}
THREAT = {
    "extremist_threat": [0.2, 0.4],
    "exposure": [[0.5], [0]],
    "source_strength": [0.8],
    "spill": [[0, 0.5], [0.25, 0]],
    "unrest": [0.1, 0],
    "protected": [0.5, 0],
    "attacked": [0, 0.3],
    "threat_pace": 0.1,
    "contagion": 0.8,
    "protection_works": 0.6,
}


def test_vigilance_counts_only_demand_for_fighting_extremism():
    check(threat.vigilance, [1, 0.2], demand=[[1, 0.5], [0.2, 3]], counters_threat=[1, 0])
    check(threat.vigilance, [1.5, 3.2], demand=[[1, 0.5], [0.2, 3]], counters_threat=[1, 1])


def test_a_campaign_takes_readiness_and_vigilance():
    check(threat.act, [1, 0, 0], campaign=[0.5, 0, 1], vigilance=[2, 1, 0])


@pytest.mark.parametrize(
    ("changes", "after", "struck"),
    [
        # one base of the two that give full access: access .75; .4 x .75 x (.5 - .2) is taken, .1 x .25 grows back
        ({}, 0.5 + 0.025 - 0.09, [0.09, 0]),
        ({"source_active": [0]}, 0.5 - 0.09, [0.09, 0]),
        ({"base": [[0, 0], [0, 0]]}, 0.5 + 0.025 - 0.06, [0.06, 0]),
        ({"base": [[1, 0], [1, 0]]}, 0.5 + 0.025 - 0.12, [0.12, 0]),
        ({"base": [[1, 0], [1, 0]], "bases_for_full_access": 1}, 0.5 + 0.025 - 0.12, [0.12, 0]),
        ({"core": [0, 1]}, 0.5 + 0.025 - 0.06, [0.06, 0]),
        ({"act": [0.5, 1]}, 0.5 + 0.025 - 0.045 - 0.06, [0.045, 0.06]),
        ({"source_strength": [0.1]}, 0.1 + 0.009, [0, 0]),
        ({"source_strength": [1.0], "act": [0, 0]}, 1.0, [0, 0]),
        ({"act": [100, 0]}, 0.0, [9.0, 0]),
    ],
)
def test_a_source_grows_by_itself_and_falls_by_demand_times_access(changes, after, struck):
    check(threat.source_strength, ([after], struck), **(SOURCE | changes))


def test_a_world_without_sources_has_nothing_to_strike():
    none = dict.fromkeys(("source_strength", "source_active", "source_floor"), np.zeros(0))
    check(threat.source_strength, (np.zeros(0), [0, 0]), **(SOURCE | none))


def test_protection_comes_from_powers_leaned_on_and_from_institutions():
    world = {
        "credibility": [[0.5, 1], [1, 1]],
        "guaranteed": [[0.4, 0], [1, 1]],
        "alignment": [[[0.5, 0.2], [0.1, 0.1]], [[0, 0], [0, 0]]],
        "guarantee": [1, 0.5],
        "protection_by_powers": 2,
        "protection_by_institutions": 0.6,
    }
    body = {"membership": [[1, 0], [0, 0]], "provides_counter_terror": [0.5, 1], "depth": [0.4, 1]}
    check(threat.protection, [1 - exp(-(2 * 0.5 * 0.4 * 0.6 + 0.6 * 0.2)), 0], effectiveness=[1, 1], **world, **body)
    check(threat.protection, [1 - exp(-(0.24 + 0.6 * 0.1)), 0], effectiveness=[0.5, 1], **world, **body)
    nobody = dict.fromkeys(("provides_counter_terror", "depth", "effectiveness"), np.zeros(0))
    check(threat.protection, [1 - exp(-0.24), 0], membership=np.zeros((2, 0)), **world, **nobody)


@pytest.mark.parametrize(
    ("changes", "attacked"),
    [
        # halfway from the threshold to full strength, incidence a half: chance .2 x .5 x .5 = .05
        ({}, [0.2, 0.3]),
        ({"noise_strike": [0, 0.051]}, [0.2, 0]),
        ({"noise_incident_size": [0, 0]}, [0.14, 0.3]),
        ({"noise_incident_size": [1, 1]}, [0.26, 0.3]),
        ({"source_strength": [0.6], "noise_strike": [0, 0]}, [0.2, 0]),
        ({"source_strength": [0.1, 1], "noise_strike": [0, 0.099]}, [0.2, 0.3]),
        ({"source_strength": np.zeros(0), "noise_strike": [0, 0]}, [0.2, 0]),
    ],
)
def test_attacks_are_the_dated_ones_and_chance_ones_while_a_source_is_strong(changes, attacked):
    check(threat.strikes, attacked, **(STRIKES | changes))


@pytest.mark.parametrize(
    ("changes", "after", "rise"),
    [
        # arriving: (.8 (.4 + .2) + .1) (1 - .3) = .406 and .8 (0 + .05) = .04
        ({}, [0.2 + 0.1 * 0.206, 0.4 - 0.1 * 0.36 + 0.3], [0.0206, 0.264]),
        ({"attacked": [5, 0]}, [1.3, 0.364], [1.1, 0]),
        ({"protected": [1, 1], "protection_works": 1, "attacked": [0, 0]}, [0.18, 0.36], [0, 0]),
        ({"exposure": np.zeros((2, 0)), "source_strength": np.zeros(0)}, [0.2 - 0.1 * 0.018, 0.664], [0, 0.264]),
    ],
)
def test_a_threat_follows_what_arrives_from_outside_neighbours_and_home(changes, after, rise):
    check(threat.extremist_threat, (after, rise), **(THREAT | changes))


def test_a_guarantee_has_diminishing_returns():
    engaged = [[[0.2, 0.4], [0, 0]], [[0, 0.4], [0, 0]]]
    check(threat.guaranteed, [[2 / 3, 0], [0.5, 0]], engagement=engaged, guarantee=[1, 0.5], saturation=0.2)
