"""The Mesa model: one world, one replication, acted by agents."""

from __future__ import annotations

import mesa

from .agents import Actor, InstitutionAgent, PowerAgent, StateAgent
from .inputs import Scenario
from .month import MONTH
from .noise import Noise
from .world import World


class GreatGame(mesa.Model):
    """Small states among great powers.

    The same month as `World.step`, in which every actor perceives, decides and acts by itself.

    Parameters
    ----------
    scenario : Scenario
        Anything with `inputs`, such as what `greatgame.scenarios.load` returns.
    seed : int
        Seed of the ensemble, at least 0.
    replication : int
        Number within the ensemble, at least 0; the run is that replication of it.
    actors : dict of str to type, optional
        Classes to use instead, by kind ("state", "power", "institution") or by id; an id wins.

    Raises
    ------
    ValueError
        If there is no seed.

    Attributes
    ----------
    world : World
        The world and its history; the replication axis has length 1.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int | None = 0,
        replication: int = 0,
        actors: dict[str, type[Actor]] | None = None,
    ) -> None:
        """Build the world and its actors; the parameters are those of the class."""
        if seed is None:  # newer versions of mesa.batch_run hand over their own
            msg = "a seed is needed: GreatGame(..., seed=1), or mesa.batch_run(..., rng=1)"
            raise ValueError(msg)
        super().__init__(rng=seed)
        inputs = scenario.inputs
        self.world = World(inputs, Noise(inputs, seed, [replication]), log=True, acted=True)
        classes: dict[str, type[Actor]] = {"state": StateAgent, "power": PowerAgent, "institution": InstitutionAgent}
        classes.update(actors or {})
        self.actors: dict[str, list[Actor]] = {
            kind: [classes.get(name, classes[kind])(self, name, row) for row, name in enumerate(inputs.ids[kind])]
            for kind in ("state", "power", "institution")
        }
        self.running = not self.world.over

    def step(self) -> None:
        """One month; afterwards `running` tells whether there is another."""
        world = self.world
        world.open_month()
        for stage in MONTH:
            actors = self.actors.get(stage.actor)
            if actors is None:
                world.write(stage, world.apply(stage, world.look(stage)))
                continue
            for actor in actors:
                actor.consider(stage)
            for actor in actors:
                actor.act(stage)
        world.close_month()
        self.running = not world.over

    def run(self) -> None:
        """Step to the end."""
        while self.running:
            self.step()
