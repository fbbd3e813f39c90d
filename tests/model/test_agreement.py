"""One set of rules, many drivers: a run, an ensemble, a sweep and Mesa agents agree to the last bit."""

from types import SimpleNamespace

import numpy as np
import pytest

from greatgame.model import GreatGame, Noise, World
from greatgame.model.agents import Actor, PowerAgent, StateAgent

from .worlds import changed, history, made_up

REPLICATIONS = [0, 1, 2, 251]


def scenario():
    return SimpleNamespace(inputs=made_up(months=18))


def same(one, other):
    for name, past in one.items():
        assert np.array_equal(past, other[name]), name


@pytest.fixture(scope="module")
def ensemble():
    return history(scenario().inputs, REPLICATIONS, seed=5, log=True)


@pytest.mark.parametrize("position", range(len(REPLICATIONS)))
def test_an_ensemble_is_its_single_runs(ensemble, position):
    single = history(scenario().inputs, [REPLICATIONS[position]], seed=5, log=True)
    same(single, {name: past[..., [position]] for name, past in ensemble.items()})


@pytest.mark.parametrize("position", range(len(REPLICATIONS)))
def test_a_run_is_its_mesa_model_stepped_by_hand(ensemble, position):
    model = GreatGame(scenario(), seed=5, replication=REPLICATIONS[position])
    while model.running:
        model.step()
    same(model.world.history, {name: past[..., [position]] for name, past in ensemble.items()})


def test_chunks_do_not_matter(ensemble):
    inputs = scenario().inputs
    chunks = [history(inputs, chunk, seed=5, log=True) for chunk in ([0], [1, 2], [251])]
    same(ensemble, {name: np.concatenate([chunk[name] for chunk in chunks], axis=-1) for name in ensemble})


def test_the_order_of_replications_does_not_matter(ensemble):
    backwards = history(scenario().inputs, REPLICATIONS[::-1], seed=5, log=True)
    same(ensemble, {name: past[..., ::-1] for name, past in backwards.items()})


def test_a_run_repeats(ensemble):
    same(ensemble, history(scenario().inputs, REPLICATIONS, seed=5, log=True))


def test_running_changes_neither_scenario_nor_noise():
    inputs = scenario().inputs
    noise = Noise(inputs, 5, REPLICATIONS)
    arrays = [*inputs.constants.values(), *inputs.causes.values(), *noise.streams.values()]
    for array in arrays:
        array.flags.writeable = False
    World(inputs, noise).run()
    fresh = Noise(inputs, 5, REPLICATIONS)
    assert all(np.array_equal(noise.streams[name], fresh.streams[name]) for name in fresh.streams)


def test_a_sweep_of_parameters_is_its_separate_runs():
    inputs = scenario().inputs
    rng = np.random.default_rng(0)
    sweep = {name: value * rng.uniform(0.8, 1.0, 5) for name, value in inputs.parameters.items()}
    together = history(changed(inputs, sweep), [3] * 5, seed=5, log=True)
    for position in range(5):
        own = {name: float(values[position]) for name, values in sweep.items()}
        alone = history(changed(inputs, own), [3], seed=5, log=True)
        same(alone, {name: past[..., [position]] for name, past in together.items()})


def test_causes_by_replication_are_separate_runs():
    inputs = scenario().inputs
    stronger = inputs.causes["capability"] * np.array([1.0, 1.5, 0.5])
    together = history(changed(inputs, capability=stronger), [3] * 3, seed=5)
    for position in range(3):
        alone = history(changed(inputs, capability=stronger[..., [position]]), [3], seed=5)
        same(alone, {name: past[..., [position]] for name, past in together.items()})


def test_the_order_of_agents_does_not_matter(ensemble):
    model = GreatGame(scenario(), seed=5, replication=1)
    for actors in model.actors.values():
        actors.reverse()
    model.run()
    same(model.world.history, {name: past[..., [1]] for name, past in ensemble.items()})


class Stubborn(StateAgent):
    """A state that never changes its alignment."""

    def decide(self, stage, seen):
        return (seen["alignment"],) if stage.name == "alignment" else super().decide(stage, seen)


class Hostile(PowerAgent):
    """A power that resists every other."""

    def decide(self, stage, seen):
        decision = super().decide(stage, seen)
        return (np.full_like(decision[0], 2), decision[1]) if stage.name == "stance" else decision


def test_one_state_can_be_given_a_mind_of_its_own():
    model = GreatGame(scenario(), actors={"COR": Stubborn})
    model.run()
    alignment = model.world.history["alignment"]
    still = [not np.ptp(alignment[:, state], axis=0).any() for state in range(4)]
    assert still == [False, False, True, False]
    usual = history(scenario().inputs)["alignment"]
    assert not np.array_equal(usual[:, 0], alignment[:, 0]), "the others live with a stubborn neighbour"


def test_a_kind_of_actor_can_be_given_a_mind_and_an_id_wins():
    model = GreatGame(scenario(), actors={"state": Stubborn, "ARA": StateAgent})
    model.run()
    alignment = model.world.history["alignment"]
    assert [not np.ptp(alignment[:, state], axis=0).any() for state in range(4)] == [False, True, True, True]


def test_a_power_can_be_given_a_mind_of_its_own():
    model = GreatGame(scenario(), actors={"NOR": Hostile})
    model.run()
    stance = model.world.history["stance"][:, :, :, 0]
    assert (stance[:, 1, [0, 2]] == 2).all()
    assert not (stance[:, 0, 1:] == 2).all()


def test_agents_see_their_own_rows():
    model = GreatGame(scenario())
    model.step()
    values = model.world.values
    state, power = model.actors["state"][2], model.actors["power"][1]
    body = model.actors["institution"][0]
    assert np.array_equal(state.alignment, values["alignment"][2, ..., 0])
    assert np.array_equal(power.engagement, values["engagement"][:, 1, ..., 0])
    assert body.cohesion == values["cohesion"][0, 0]
    assert all(isinstance(actor, Actor) for actors in model.actors.values() for actor in actors)
    assert [actor.name for actor in model.actors["state"]] == list(model.world.inputs.ids["state"])


def test_a_run_that_is_over_cannot_be_stepped():
    inputs = made_up(months=2)
    world = World(inputs, Noise(inputs, 0, [0]))
    world.run()
    assert world.over
    with pytest.raises(RuntimeError, match="2 months"):
        world.step()
    model = GreatGame(SimpleNamespace(inputs=inputs))
    model.run()
    assert not model.running
    with pytest.raises(RuntimeError, match="over"):
        model.step()
