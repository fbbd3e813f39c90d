"""An ensemble, whose month is recorded once and played, is what the rules say month by month."""

import dataclasses

import numpy as np
import pytest

from greatgame.model import Ensemble, Noise, World
from greatgame.model.inputs import side_by_side
from greatgame.model.variables import VARIABLES
from greatgame.model.world import blank

from .worlds import changed, history, made_up

SEEDS = range(4)


def by_hand(inputs, replications=(0, 1, 2), *, seed=0, log=False):
    world = World(inputs, Noise(inputs, seed, replications), log=log)
    while not world.over:
        world.step()
    return world.history


def same(one, other):
    assert one.keys() == other.keys()
    for name, past in one.items():
        assert np.array_equal(past, other[name]), name


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("extreme", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_an_ensemble_is_its_world_stepped_by_hand(seed, extreme, log):
    inputs = made_up(seed, months=12, extreme=extreme)
    same(history(inputs, (0, 1, 2), seed=seed, log=log), by_hand(inputs, seed=seed, log=log))


def test_chunks_one_after_the_other_are_each_by_itself():
    inputs = made_up(months=12)
    ensemble = Ensemble(inputs)
    for chunk in ((0, 1, 2), (3, 4, 5), (6,), (0, 1, 2)):
        same(dict(ensemble.run(Noise(inputs, 1, chunk))), by_hand(inputs, chunk, seed=1))


def test_a_history_can_be_written_where_the_caller_wants_it():
    inputs = made_up(months=6)
    wanted = history(inputs, range(4))
    room = {name: np.zeros_like(past) for name, past in wanted.items()}
    ensemble = Ensemble(inputs)
    for part in (slice(0, 2), slice(2, 4)):
        ensemble.run(Noise(inputs, 0, range(4)[part]), {name: past[..., part] for name, past in room.items()})
    same(room, wanted)


def test_an_ensemble_tells_when_a_value_is_no_number():
    inputs = made_up(months=6)
    ensemble = Ensemble(inputs)
    ensemble.run(Noise(inputs, 0, [0]))
    assert ensemble.sound
    broken = Ensemble(changed(inputs, {"effort": np.nan}, capability=inputs.causes["capability"] * np.nan))
    broken.run(Noise(inputs, 0, [0]))
    assert not broken.sound


def test_numpy_is_left_as_it_was():
    before, errors = np.getbufsize(), np.geterr()
    history(made_up(months=2))
    assert (np.getbufsize(), np.geterr()) == (before, errors)


@pytest.mark.parametrize("log", [False, True])
def test_worlds_side_by_side_are_each_by_itself(log):
    base = made_up(months=12)
    interest = np.clip(base.constants["interest"] * 0.5, 0, 1)
    worlds = [
        base,
        changed(base, {"balance": 0.3}, interest=interest, lead=base.constants["lead"][::-1]),
        changed(base, capability=base.causes["capability"] * 0.5, weight=base.constants["weight"][::-1]),
    ]
    together = history(side_by_side(worlds, [2, 1, 2]), [0, 1, 0, 0, 1], seed=3, log=log)
    for world, part, draws in zip(worlds, (slice(0, 2), slice(2, 3), slice(3, 5)), ([0, 1], [0], [0, 1]), strict=True):
        same({name: past[..., part] for name, past in together.items()}, history(world, draws, seed=3, log=log))


def test_worlds_of_different_length_or_names_do_not_stand_side_by_side():
    with pytest.raises(ValueError, match="months"):
        side_by_side([made_up(months=3), made_up(months=4)], [1, 1])


def test_what_does_not_differ_is_not_repeated():
    base = made_up(months=3)
    joined = side_by_side([base, changed(base, {"balance": 0.3})], [5, 5])
    assert joined.parameters["balance"].shape == (10,)
    assert all(array.shape[-1] == 1 for array in (*joined.constants.values(), *joined.causes.values()))


def test_only_what_is_recorded_takes_room():
    kept = {name for name, variable in VARIABLES.items() if variable.recorded}
    assert set(history(made_up(months=2))) == kept
    assert set(history(made_up(months=2), log=True)) - kept == {
        "attraction_term",
        "membership_term",
        "target",
        "target_alone",
    }


@pytest.mark.filterwarnings("error")
def test_a_value_that_runs_out_of_bounds_on_the_way_warns_of_nothing():
    inputs = made_up(months=3)
    steep = changed(inputs, {"decision_steepness": 1e6, "grant_steepness": 1e6, "reasons_weight": 1e6})
    assert np.isfinite(history(steep)["alignment"]).all()


@pytest.mark.parametrize("log", [False, True])
def test_a_world_without_terms_is_moved_by_luck_alone(log):
    inputs = made_up(months=6)
    bare = dataclasses.replace(changed(inputs, term_load=np.zeros((0, 3, 1))), terms=dict.fromkeys(inputs.terms, ()))
    same(history(bare, (0, 1, 2), log=log), by_hand(bare, log=log))


def test_all_of_a_history_lies_at_natural_addresses():
    assert all(past.flags.aligned for past in blank(made_up(months=13), 3, log=True).values())
