"""Before data are seen, numbers can be anything within their range, as evenly as points can be spread."""

from collections.abc import Mapping

import numpy as np
import pytest

from greatgame.analysis.sensitivity_numbers import Moved
from greatgame.analysis.skill.prior import Prior, draw
from greatgame.scenarios import Number, Scenario, load, numbers, varied

from ..conftest import BAY

POINTS = 20


@pytest.fixture(scope="module")
def bay() -> Scenario:
    return load(BAY)


@pytest.fixture(scope="module")
def prior(bay: Scenario) -> Prior:
    return draw(bay, POINTS, 3)


@pytest.fixture(scope="module")
def stated(bay: Scenario) -> Mapping[str, Number]:
    return {number.path: number for number in numbers(bay)}


def column(prior: Prior, path: str) -> tuple[Moved, np.ndarray]:
    place = [item.path for item in prior.moved].index(path)
    return prior.moved[place], prior.values[:, place]


def test_every_tuned_number_can_be_anything_within_its_admissible_range(
    prior: Prior, stated: Mapping[str, Number]
) -> None:
    tuned = {path: number.tuned for path, number in stated.items() if number.kind == "tuned"}
    ranges = {item.path: (item.low, item.high) for item in prior.moved if item.path in tuned}
    assert ranges == tuned
    assert ranges["domains.fleet.adjustment"] == (0.1, 0.4)


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [
        ("sources.reef.strength", 0.24, 0.36),
        ("purposes.barter.need.always", 1 / 3 * 0.8, 1 / 3 * 1.2),
        ("states.TAR.exposure.reef", 0.8, 1.0),  # more than 1 is not admitted
        ("states.TAR.unrest", 0.8, 1.2),  # a series: times
    ],
)
def test_an_assumed_number_can_be_a_fifth_more_or_less(prior: Prior, path: str, low: float, high: float) -> None:
    _, values = column(prior, path)
    assert low <= values.min() < low + (high - low) / POINTS
    assert high - (high - low) / POINTS < values.max() <= high


def test_what_a_text_or_a_figure_gives_stands_as_it_is(
    bay: Scenario, prior: Prior, stated: Mapping[str, Number]
) -> None:
    given = {path for path, number in stated.items() if number.kind in ("text", "figure")}
    assert {"states.TAR.interests.safety", "powers.WES.capability"} <= given
    assert not given & {item.path for item in prior.moved}
    inputs = varied(bay, prior.changes(1))
    tarn, west = bay.inputs.ids["state"].index("TAR"), bay.inputs.ids["power"].index("WES")
    safety = bay.inputs.ids["interest"].index("safety")
    assert (inputs.constants["interest"][tarn, safety] == bay.inputs.constants["interest"][tarn, safety]).all()
    capability = bay.inputs.causes["capability"][:, west]
    assert (inputs.causes["capability"][:, west] == capability).all()


def test_each_number_is_once_in_each_of_as_many_strata_as_there_are_points(prior: Prior) -> None:
    low, high = (np.array([getattr(item, end) for item in prior.moved]) for end in ("low", "high"))
    strata = np.floor((prior.values - low) / (high - low) * POINTS)
    assert len(prior) == POINTS
    assert (np.sort(strata, axis=0) == np.arange(POINTS)[:, np.newaxis]).all()


def test_numbers_are_independent_of_each_other(bay: Scenario) -> None:
    found = np.corrcoef(draw(bay, 400, 0).values, rowvar=False)
    assert np.abs(found - np.eye(len(found))).max() < 0.3  # six standard errors


def test_the_same_seed_draws_the_same_points(bay: Scenario, prior: Prior) -> None:
    assert (draw(bay, POINTS, 3).values == prior.values).all()


def test_another_seed_draws_other_points(bay: Scenario, prior: Prior) -> None:
    assert (draw(bay, POINTS, 4).values != prior.values).any(axis=0).all()


def test_each_point_is_made_as_often_in_a_row_as_it_is_run(bay: Scenario, prior: Prior) -> None:
    _, offers = column(prior, "parameters.offer")
    inputs = varied(bay, prior.changes(3))
    assert np.asarray(inputs.parameters["offer"]).tolist() == np.repeat(offers, 3).tolist()


def test_a_series_is_made_larger_or_smaller_as_a_whole(bay: Scenario, prior: Prior) -> None:
    item, factors = column(prior, "states.TAR.unrest")
    unrest = varied(bay, {item.path: prior.changes(1)[item.path]}).causes["unrest"]
    tarn = bay.inputs.ids["state"].index("TAR")
    np.testing.assert_allclose(unrest[:, tarn], bay.inputs.causes["unrest"][:, tarn] * factors)


def test_some_of_the_points_are_taken_with_all_their_numbers(prior: Prior) -> None:
    some = prior.take(np.array([4, 1]))
    assert some.moved == prior.moved
    assert (some.values == prior.values[[4, 1]]).all()
