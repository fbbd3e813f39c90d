"""The Mesa model under Mesa's own batch runner, for those who want it; `greatgame batch` is the fast way."""

import inspect
from types import SimpleNamespace

import numpy as np
import pytest
from mesa.batchrunner import batch_run
from mesa.datacollection import DataCollector

from greatgame.model import GreatGame
from greatgame.model.agents import StateAgent

from .worlds import history, made_up

MONTHS = 12
SEED = 5
REPLICATIONS = (0, 1, 251)


class Watched(GreatGame):
    """The model as a user of Mesa watches it: reporters, collected at the end of each month."""

    def __init__(self, scenario, seed=0, replication=0):
        super().__init__(scenario, seed, replication)
        self.datacollector = DataCollector(
            model_reporters={"cohesion": lambda model: model.world.values["cohesion"][:, 0].copy()},
            agent_reporters={
                "name": "name",
                "alignment": lambda agent: agent.alignment.copy() if isinstance(agent, StateAgent) else None,
            },
        )

    def step(self):
        super().step()
        self.datacollector.collect(self)


def scenario():
    return SimpleNamespace(inputs=made_up(months=MONTHS))


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    """Mesa up to 3.3 takes the seed as a parameter of the model, later it passes on its own argument `rng`."""
    parameters = {"scenario": scenario(), "replication": REPLICATIONS}
    later = "rng" in inspect.signature(batch_run).parameters
    seed = {"rng": SEED} if later else {}
    return batch_run(
        Watched,
        parameters if later else {**parameters, "seed": SEED},
        data_collection_period=1,
        display_progress=False,
        **seed,
    )


@pytest.fixture(scope="module")
def ensemble() -> dict[str, np.ndarray]:
    return history(scenario().inputs, REPLICATIONS, seed=SEED)


def test_each_run_of_mesas_batch_is_a_replication_of_the_ensemble(rows, ensemble):
    states = scenario().inputs.ids["state"]
    for row in rows:
        if row.get("name") in states:
            place = int(row["Step"]) - 1, states.index(row["name"]), ..., REPLICATIONS.index(row["replication"])
            assert np.array_equal(row["alignment"], ensemble["alignment"][place])


def test_each_run_of_mesas_batch_has_every_month_but_perhaps_the_last(rows):
    states = scenario().inputs.ids["state"]
    for replication in REPLICATIONS:
        found = {(row["Step"], row["name"]) for row in rows if row["replication"] == replication and "name" in row}
        missing = {(step, name) for step in range(1, MONTHS + 1) for name in states} - found
        assert {step for step, _ in missing} <= {MONTHS}, "Mesa 3.3 drops the last row"


def test_a_seed_is_asked_for_rather_than_made_up():
    with pytest.raises(ValueError, match="a seed is needed"):
        GreatGame(scenario(), seed=None)
