"""Whatever the world, quantities stay within their units and are numbers."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greatgame.model import Noise, World
from greatgame.model.variables import VARIABLES

from .worlds import IDS, changed, made_up

ROUNDING = 1e-9
INTERVAL = re.compile(r"[\[(]([0-9.]+),([0-9.]+)[\])]")


def limits(unit):
    """Ends of the range that a unit states."""
    found = INTERVAL.match(unit)
    if found:
        return float(found[1]), float(found[2])
    fixed = {"0 or 1": (0, 1), "0, 1, 2": (0, 2), ">= 0": (0, np.inf), ">= 1": (1, np.inf), "count": (0, np.inf)}
    return fixed.get(unit, (-np.inf, np.inf))


def check_month(world):
    for name, variable in VARIABLES.items():
        value = world.values[name]
        assert np.isfinite(value).all(), f"{name} is not a number"
        low, high = limits(variable.unit)
        if name == "presence_of":  # its end depends on the world
            high = world.values["presence"].sum() + np.max(world.inputs.parameters["base_visibility"])
        assert value.min(initial=low) >= low - ROUNDING, name
        assert value.max(initial=-np.inf) <= high + ROUNDING, name
        if variable.dtype != "float":
            assert np.array_equal(value, np.round(value)), name
    for name in ("alignment", "target"):
        assert world.values[name].sum(axis=1).max(initial=0.0) <= 1.0 + ROUNDING, name
    for name in ("odds", "stance_odds"):
        np.testing.assert_allclose(world.values[name].sum(axis=2), 1.0, atol=ROUNDING)


def check_world(inputs, seed=0):
    world = World(inputs, Noise(inputs, seed, [0, 1, 2]))
    while not world.over:
        world.step()
        check_month(world)
    assert world.history["membership"].dtype == bool
    assert world.history["stance"].dtype == np.int8


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_quantities_keep_to_their_units(seed):
    check_world(made_up(seed, months=12), seed)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_quantities_keep_to_their_units_in_extreme_worlds(seed):
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        check_world(made_up(seed, months=8, extreme=True), seed)


@pytest.mark.parametrize("kind", ["power", "institution", "source", "side", "purpose"])
def test_a_world_can_do_without_a_kind_of_thing(kind):
    check_world(made_up(1, months=6, ids=lacking(kind)))


@pytest.mark.parametrize("kind", ["state", "power", "institution", "domain", "purpose", "interest"])
def test_a_world_can_have_one_of_a_kind(kind):
    check_world(made_up(1, months=6, ids=lacking(kind, keep=1)))


def lacking(kind, keep=0):
    return {**IDS, kind: IDS[kind][:keep]}


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_world_of_nothing_and_a_world_of_everything_run(value):
    inputs = made_up(2, months=6)
    tables = {**inputs.constants, **inputs.causes}
    kept = ("weight", "side_power")
    same = {name: np.full_like(array, value) for name, array in tables.items() if name not in kept}
    check_world(changed(inputs, **same))


def test_where_nobody_offers_anything_nobody_is_leaned_on():
    inputs = made_up(2, months=6)
    world = World(changed(inputs, capability=np.zeros_like(inputs.causes["capability"])), Noise(inputs, 0, [0]))
    world.run()
    for name in ("engagement", "alignment"):
        assert not world.history[name].any(), name
