"""A varied scenario is the one that a file with these numbers would give."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greatgame.model.inputs import Inputs
from greatgame.model.variables import CAUSES, CONSTANTS
from greatgame.scenarios import Change, Scenario, Variation, load, numbers, varied
from greatgame.scenarios.ranges import range_of

HISTORY = load("us_entry_2001")
PATHS = [
    *(number.path for number in numbers(HISTORY)),
    *(path for name in HISTORY.shocks for path in (f"shocks.{name}", f"shocks.{name}.strength")),
]


@pytest.fixture(scope="module")
def bay() -> Scenario:
    """The made-up world, whose storm of strength 0.5 comes in 1991-06."""
    return load(Path(__file__).with_name("world.yaml"))


def assert_same(inputs: Inputs, other: Inputs, replication: int = 0) -> None:
    """Compare one replication of inputs with a scenario's own."""
    for kind in ("constants", "causes"):
        for name, expected in getattr(other, kind).items():
            found = getattr(inputs, kind)[name]
            found = found[..., replication if found.shape[-1] > 1 else 0]
            np.testing.assert_allclose(found, expected[..., 0], rtol=0, atol=1e-15, err_msg=name)
    for name, expected in other.parameters.items():
        found = np.atleast_1d(inputs.parameters[name])
        assert found[replication if len(found) > 1 else 0] == pytest.approx(expected, rel=1e-15), name


@pytest.mark.parametrize(
    ("path", "change", "setting"),
    [
        ("parameters.balance", Change(times=0.0, plus=1.25), "parameters.balance=1.25"),
        ("states.TAR.interests.wealth", Change(plus=0.25), f"states.TAR.interests.wealth={1 / 3 + 0.25}"),
        ("powers.EAS.capability", Change(times=0.75), "powers.EAS.capability=0.75"),
        ("powers.WES.capability", Change(times=0.5), "powers.WES.capability={value: 0.25, growth: 0.12, figure: x}"),
        (
            "powers.WES.demand.barter",
            Change(times=2, plus=0.125),
            "powers.WES.demand.barter={points: {1990-01: 0.525, 1992-01: 1.725}, step: true, assumption: x}",
        ),
        (
            "states.TAR.unrest",
            Change(later=3),
            "states.TAR.unrest={points: {1990-09: 0.2, 1991-01: 0.6}, assumption: x}",
        ),
        ("institutions.LEA.exists", Change(later=4), "institutions.LEA.exists={from: 1990-07, assumption: x}"),
        ("sources.reef.active", Change(later=-2), "sources.reef.active={from: 1990-11, until: 1993-04, assumption: x}"),
        (
            "institutions.LEA.summits",
            Change(later=1),
            "institutions.LEA.summits={dates: [1990-04, 1991-04], assumption: x}",
        ),
        ("relations.EAS-WES.border", Change(times=2), "relations.EAS-WES.border=0.6"),
        ("shocks.storm.strength", Change(times=0.5), "shocks.storm.strength=0.25"),
        ("shocks.storm", Change(later=5), "shocks.storm.date=1991-11"),
        (
            "shocks.storm.causes.powers.WES.legitimacy",
            Change(plus=0.1),
            "shocks.storm.causes.powers.WES.legitimacy={rise: 0.5, half_life: 6 months}",
        ),
        (
            "shocks.storm.causes.relations.EAS-WES.trust",
            Change(times=3),
            "shocks.storm.causes.relations.EAS-WES.trust={step: -0.6}",
        ),
    ],
)
def test_it_is_what_the_setting_gives(bay: Scenario, path: str, change: Change, setting: str) -> None:
    expected = bay.with_settings([setting]).inputs
    with pytest.raises(AssertionError):
        assert_same(bay.inputs, expected)
    assert_same(varied(bay, {path: change}), expected)


def test_points_stand_side_by_side(bay: Scenario) -> None:
    variation = {
        "parameters.offer": Change(times=np.array([0.5, 2.0])),
        "shocks.storm": Change(later=np.array([-3, 7])),
        "powers.WES.legitimacy": Change(plus=np.array([0.1, -0.2])),
        "shocks.storm.strength": Change(times=np.array([1.5, 0.5])),
        "states.ELM.resources": Change(times=np.array([1.0, 0.25])),
    }
    both = varied(bay, variation)
    for point in range(2):
        alone = {
            path: Change(*(np.broadcast_to(part, 2)[point] for part in (change.times, change.plus, change.later)))
            for path, change in variation.items()
        }
        assert_same(both, varied(bay, alone), point)


def test_what_nothing_changes_is_shared(bay: Scenario) -> None:
    inputs = varied(bay, {"states.ELM.resources": Change(times=np.full(5, 0.5))})
    assert inputs.constants["resources"].shape[-1] == 5
    assert inputs.constants["exposure"] is bay.inputs.constants["exposure"]
    assert bay.inputs.constants["resources"].shape[-1] == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PATHS), min_size=1, max_size=40), st.integers(1, 3))
def test_no_change_changes_nothing(paths: list[str], count: int) -> None:
    none = Change(np.ones(count), np.zeros(count), np.zeros(count, dtype=np.int64))
    inputs = varied(HISTORY, dict.fromkeys(paths, none))
    for kind in ("constants", "causes", "parameters"):
        for name, expected in getattr(HISTORY.inputs, kind).items():
            found = getattr(inputs, kind)[name]
            np.testing.assert_array_equal(found, np.broadcast_to(expected, np.shape(found)), err_msg=name)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PATHS), min_size=1, max_size=40), st.floats(-3, 3), st.floats(-2, 2))
def test_numbers_stay_in_their_range(paths: list[str], times: float, plus: float) -> None:
    inputs = varied(HISTORY, dict.fromkeys(paths, Change(times, plus)))
    for kind, variables in (("constants", CONSTANTS), ("causes", CAUSES)):
        for name, array in getattr(inputs, kind).items():
            admitted = range_of(variables[name].unit)
            assert all(admitted.holds(value) for value in np.unique(array)), name


def test_an_excluded_end_is_not_reached(bay: Scenario) -> None:
    assert varied(bay, {"parameters.saturation": Change(times=0)}).parameters["saturation"] > 0
    assert varied(bay, {"parameters.strike_threshold": Change(plus=5)}).parameters["strike_threshold"] < 1


def test_domains_weigh_one_together(bay: Scenario) -> None:
    weight = varied(bay, {"domains.fleet.weight": Change(times=np.array([0.5, 1.0, 1.2]))}).constants["weight"]
    np.testing.assert_allclose(weight, [[0.3 / 0.7, 0.6, 0.72 / 1.12], [0.4 / 0.7, 0.4, 0.4 / 1.12]])


def test_domains_that_are_left_no_weight_keep_theirs(bay: Scenario) -> None:
    none = varied(bay, {f"domains.{name}.weight": Change(times=0) for name in ("fleet", "grain")})
    np.testing.assert_array_equal(none.constants["weight"], bay.inputs.constants["weight"])


@pytest.mark.parametrize("path", ["powers.WES.bases.ELM", "institutions.LEA.founders.TAR", "institutions.LEA.exists"])
def test_what_is_yes_or_no_has_no_size(bay: Scenario, path: str) -> None:
    assert_same(varied(bay, {path: Change(times=0.1, plus=-0.3)}), bay.inputs)


def test_a_constant_series_has_no_date(bay: Scenario) -> None:
    assert_same(varied(bay, {"powers.WES.legitimacy": Change(later=6)}), bay.with_settings([]).inputs)


def test_a_default_can_be_moved_too(bay: Scenario) -> None:
    changed = varied(bay, {"powers.WES.deployment": Change(times=0.5)})
    assert_same(changed, bay.with_settings(["powers.WES.deployment=0.5"]).inputs)


@pytest.mark.parametrize(
    "path",
    [
        "states.OAK.core",
        "powers.WES.proximity.OAK",
        "states.NOWHERE.core",
        "parameters.no_such",
        "shocks.calm",
        "title",
    ],
)
def test_what_is_not_in_the_world_is_passed_over(bay: Scenario, path: str) -> None:
    assert_same(varied(bay, {path: Change(times=0.5, plus=0.1, later=3)}), bay.inputs)


@pytest.mark.parametrize(
    "variation",
    [
        {"parameters.offer": Change(np.ones(3)), "parameters.base": Change(np.ones(2))},
        {"parameters.offer": Change(np.ones(3), np.zeros(2))},
        {"parameters.offer": Change(np.ones((3, 1)))},
    ],
)
def test_changes_are_for_the_same_replications(bay: Scenario, variation: Variation) -> None:
    with pytest.raises(ValueError, match=r"replications?$|all the same"):
        varied(bay, variation)


def test_numbers_are_those_of_the_world(bay: Scenario) -> None:
    listed = {number.path: number for number in numbers(bay)}
    assert listed["domains.fleet.adjustment"].tuned == (0.1, 0.4)
    assert listed["states.TAR.interests.safety"].graded
    assert not listed["states.TAR.exposure.reef"].graded
    assert listed["parameters.balance"].unit == "log odds"
    effect = listed["shocks.storm.causes.states.TAR.incident"]
    assert (effect.kind, effect.value, effect.unit) == ("assumption", 2.0, ">= 0")
    assert listed["states.TAR.unrest"].value is None
    assert {path for path, number in listed.items() if number.dated} == {
        "sources.reef.active",
        "states.TAR.unrest",
        "powers.WES.demand.barter",
        "relations.EAS-WES.trust",
        "institutions.LEA.exists",
        "institutions.LEA.summits",
    }
    assert not [path for path in listed if "OAK" in path]
    assert "powers.WES.bases.ELM" not in listed
    assert "powers.WES.deployment" not in listed


def test_every_number_moves_something() -> None:
    inputs = HISTORY.inputs
    for number in numbers(HISTORY):
        change = Change(times=0.9, plus=0.0123, later=-7) if number.sized else Change(later=-7)
        moved = varied(HISTORY, {number.path: change})
        assert any(
            not np.array_equal(getattr(moved, kind)[name], value)
            for kind in ("constants", "causes", "parameters")
            for name, value in getattr(inputs, kind).items()
        ), number.path
