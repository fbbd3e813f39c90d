"""A theory without idle wheels: leave out a rule or turn a parameter, and some history changes."""

import inspect

import numpy as np
import pytest

from greatgame.model import Noise, World, ensemble, world
from greatgame.model.month import MONTH, REST
from greatgame.model.rules import PARAMETERS, TERMS
from greatgame.model.variables import CAUSES, CONSTANTS, NOISE, VARIABLES

from .worlds import changed, history, made_up

WORLDS = 4
REPLICATIONS = range(4)
MONTHS = 20
STRENGTHS = {
    ("" if choice == "attraction" else f"{choice}_") + term for choice, terms in TERMS.items() for term in terms
}


@pytest.fixture(scope="module")
def worlds():
    return [made_up(100 + seed, MONTHS) for seed in range(WORLDS)]


@pytest.fixture(scope="module")
def usual(worlds):
    return [history(inputs, REPLICATIONS) for inputs in worlds]


def differ(one, other):
    return [name for name in one if not np.array_equal(one[name], other[name])]


@pytest.mark.parametrize("stage", MONTH, ids=lambda stage: stage.name)
def test_every_rule_matters(worlds, usual, stage, monkeypatch):
    """Replaced by its identity, which leaves what it writes as it was, a rule is missed."""
    for driver in (world, ensemble):
        monkeypatch.setattr(driver, "MONTH", tuple(other for other in MONTH if other is not stage))
    assert any(differ(past, history(inputs, REPLICATIONS)) for inputs, past in zip(worlds, usual, strict=True))


@pytest.fixture(scope="module")
def turned(worlds):
    """Histories in which replication n has the n-th parameter cut to a tenth, the last none."""
    numbers = len(PARAMETERS) + 1
    sweeps = []
    for inputs in worlds:
        values = {name: np.full(numbers, value) for name, value in inputs.parameters.items()}
        for position, name in enumerate(PARAMETERS):
            values[name][position] *= 0.1
        sweeps.append(changed(inputs, values))
    return [history(sweep, [replication] * numbers) for sweep in sweeps for replication in range(6)]


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_matters(turned, name):
    position = list(PARAMETERS).index(name)
    assert any((array[..., position] != array[..., -1]).any() for past in turned for array in past.values())


@pytest.mark.parametrize("name", [*CONSTANTS, *CAUSES])
def test_every_attribute_and_cause_matters(worlds, usual, name):
    for inputs, past in zip(worlds, usual, strict=True):
        array = {**inputs.constants, **inputs.causes}[name]
        other = np.zeros_like(array) if array.any() else np.ones_like(array)
        if differ(past, history(changed(inputs, **{name: other}), REPLICATIONS)):
            return
    pytest.fail(f"{name} changes no history")


@pytest.mark.parametrize("name", NOISE)
def test_every_stream_of_luck_matters(worlds, usual, name):
    inputs = worlds[0]
    noise, other = Noise(inputs, 0, REPLICATIONS), Noise(inputs, 1, REPLICATIONS)
    noise.streams[name][...] = other.streams[name]
    luckier = World(inputs, noise)
    luckier.run()
    assert differ(usual[0], luckier.history)


def arguments(rule):
    return set(inspect.signature(rule).parameters)


def all_rules():
    terms = [term for choice in TERMS.values() for term in choice.values()]
    return [stage.rule for stage in MONTH if callable(stage.rule)] + terms


def test_the_table_of_parameters_is_what_the_rules_take():
    quantities = {*VARIABLES, *CONSTANTS, *CAUSES, *NOISE}
    taken = set().union(*map(arguments, all_rules())) - {"strength", "interest"}
    assert set(PARAMETERS) == (taken - quantities) | STRENGTHS
    assert all(PARAMETERS.values()), "every parameter has a unit and a meaning"


def test_every_term_has_a_strength_of_its_own():
    assert len(STRENGTHS) == sum(map(len, TERMS.values()))
    assert all("strength" in arguments(term) for terms in TERMS.values() for term in terms.values())


def test_every_variable_is_written_once_a_month_or_fixed():
    written = [name for stage in MONTH for name in stage.writes]
    assert len(written) == len(set(written))
    assert set(written) <= set(VARIABLES)
    fixed = {"elapsed", "distinct", "leader", "leading", "provides"}
    assert set(VARIABLES) - set(written) == fixed


def test_everything_recorded_happens_in_a_made_up_world(usual):
    """Every recorded variable moves, so that the tests of this folder see what they should see."""
    for name in usual[0]:
        assert any(np.ptp(past[name].astype(float), axis=0).any() for past in usual), name


def test_stages_have_names_of_their_own():
    names = [stage.name for stage in MONTH]
    assert len(names) == len(set(names))
    assert set(REST) <= set(names)
