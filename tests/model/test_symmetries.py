"""What must make no difference: who is added without means, who is called what, who stands where in the file."""

import numpy as np
import pytest

from greatgame.model import Noise, World

from .worlds import history, joined_by, made_up, rearranged, rearranged_history

WITHOUT_MEANS = ("capability", "demand", "credibility_0", "base_0", "lead")


def positions_of(names, among):
    return [among.index(name) for name in names]


@pytest.mark.parametrize("name", ["AAA", "MID", "ZZZ"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_power_that_offers_nothing_changes_no_history(name, seed):
    inputs = made_up(seed)
    joined = joined_by(inputs, "power", name, WITHOUT_MEANS, seed)
    before, after = history(inputs, range(6)), history(joined, range(6))
    others = rearranged_history(after, "power", positions_of(inputs.ids["power"], joined.ids["power"]))
    for variable, past in before.items():
        assert np.array_equal(past, others[variable]), variable
    nothing = joined.ids["power"].index(name)
    assert not after["alignment"][:, :, nothing].any()
    assert not after["engagement"][:, :, nothing].any()


@pytest.mark.parametrize("name", ["AAA", "ZZZ"])
def test_a_power_with_means_changes_history(name):
    inputs = made_up(1)
    joined = joined_by(inputs, "power", name)
    others = rearranged_history(history(joined), "power", positions_of(inputs.ids["power"], joined.ids["power"]))
    assert not np.array_equal(history(inputs)["alignment"], others["alignment"])
    assert history(joined)["alignment"][:, :, joined.ids["power"].index(name)].max() > 0.01


@pytest.mark.parametrize("name", ["AAA", "ZZZ"])
def test_an_institution_that_never_exists_changes_no_history(name):
    inputs = made_up(3)
    joined = joined_by(inputs, "institution", name, ["exists"])
    before, after = history(inputs, range(6)), history(joined, range(6))
    kept = positions_of(inputs.ids["institution"], joined.ids["institution"])
    for variable, past in rearranged_history(after, "institution", kept).items():
        assert np.array_equal(past, before[variable]), variable


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        ("power", [2, 1, 0]),
        ("power", [1, 2, 0]),
        ("state", [3, 1, 0, 2]),
        ("institution", [1, 0]),
        ("side", [1, 0]),
        ("domain", [2, 0, 1]),
        ("purpose", [1, 2, 0]),
    ],
)
@pytest.mark.parametrize("seed", [4, 5])
def test_names_and_places_do_not_matter(kind, order, seed):
    """Actors that exchange attributes, names and luck exchange their histories."""
    inputs = made_up(seed)
    exchanged = history(rearranged(inputs, kind, order), range(6))
    for name, past in rearranged_history(history(inputs, range(6)), kind, order).items():
        np.testing.assert_allclose(exchanged[name], past, rtol=0, atol=1e-9, err_msg=name)


def test_no_power_resists_itself():
    inputs = made_up(6)
    world = World(inputs, Noise(inputs, 0, range(20)))
    world.run()
    for power in range(len(inputs.ids["power"])):
        assert not world.values["resistance"][power, power].any()
        assert not world.history["stance"][:, power, power].any(), "one's own stance towards oneself is no event"
        assert not world.history["friction"][:, power, power].any()


def test_friction_and_borders_between_powers_are_mutual():
    past = history(made_up(7), range(10))
    for name in ("friction", "powers_border"):
        assert np.array_equal(past[name], np.swapaxes(past[name], 1, 2)), name
