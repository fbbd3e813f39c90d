"""Another region is another file."""

from pathlib import Path

import numpy as np
import pytest

from greatgame import runs, scenarios

FILE = Path(__file__).with_name("second_region.yaml")


@pytest.fixture(scope="module")
def islands():
    return scenarios.load(str(FILE))


def test_a_region_of_seven_states_two_powers_other_domains_and_one_institution_runs(islands):
    data = runs.ensemble(islands, runs=20, seed=1).dataset()
    assert {dim: data.sizes[dim] for dim in ("state", "power", "domain", "institution")} == {
        "state": 7,
        "power": 2,
        "domain": 3,
        "institution": 1,
    }
    assert data["alignment"].sizes["time"] == 120
    assert np.isfinite(data["alignment"]).all()
    assert (data["alignment"].sum("power") < 1).all()


def test_its_islands_turn_to_the_power_that_sends_its_fleet(islands):
    turned = runs.ensemble(islands, runs=40, seed=1).dataset(["alignment"])["alignment"]
    quiet = runs.ensemble(islands.without_shock("fleet_sails"), runs=40, seed=1).dataset(["alignment"])["alignment"]
    effect = (turned - quiet).sel(state="ALB", power="WES", domain="fleet")
    assert (effect.sel(time=slice(None, "1804-02")) == 0).all()
    assert (effect.sel(time="1805-03") > 0.05).mean() > 0.9


def test_its_shifts_are_explained_too(islands):
    shifts = runs.run(islands, seed=3).shifts().to_pylist()
    assert shifts
    for row in shifts:
        drivers = sum(value for name, value in row.items() if name.startswith("driver_"))
        assert drivers == pytest.approx(row["change"], abs=1e-9)
