"""Mesa agents: each passes its own row of the world to the rules of the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .inputs import Array
    from .model import GreatGame
    from .stage import Stage
    from .world import Seen


class Actor(mesa.Agent):
    """A state, a power or an institution; subclass it and override `decide` to give one a mind of its own.

    Parameters
    ----------
    model : GreatGame
        The model.
    name : str
        Id in the scenario.
    row : int
        Position on the axis of its kind.
    """

    kind = "nature"

    def __init__(self, model: GreatGame, name: str, row: int) -> None:
        super().__init__(model)
        self.world = model.world
        self.name = name
        self.row = row
        self.intention: Sequence[Array] = ()

    def perceive(self, stage: Stage) -> Seen:
        """What the actor sees at a stage: the arguments of the rule, its own rows cut out.

        Returns
        -------
        dict of str to array or float
            Own rows keep an axis of length 1; the last axis is the replication, here of length 1.
        """
        return self.world.look(stage, self.row)

    def decide(self, stage: Stage, seen: Seen) -> Sequence[Array]:
        """What the actor does at a stage, one array for each name in `stage.writes`; by default what the rule says.

        Parameters
        ----------
        stage : Stage
            The stage; `stage.name` tells which.
        seen : dict
            From `perceive`.
        """
        return self.world.apply(stage, seen)

    def consider(self, stage: Stage) -> None:
        """Perceive and decide, without acting yet: all actors of a stage read the same world."""
        self.intention = self.decide(stage, self.perceive(stage))

    def act(self, stage: Stage) -> None:
        """Write the intention into the world."""
        self.world.write(stage, self.intention, self.row)


class StateAgent(Actor):
    """A small state: it weighs attraction, chooses alignments, hosts bases, joins and leaves institutions."""

    kind = "state"

    @property
    def alignment(self) -> Array:
        """Its share of alignment with each power, (power, domain), in [0,1]."""
        return self.world.values["alignment"][self.row, ..., 0]


class PowerAgent(Actor):
    """A great power: it answers the others, engages states and negotiates for bases."""

    kind = "power"

    @property
    def engagement(self) -> Array:
        """What it puts into each state, (state, domain), at least 0."""
        return self.world.values["engagement"][:, self.row, ..., 0]


class InstitutionAgent(Actor):
    """An institution: it opens, works on what its members need, and holds together or not."""

    kind = "institution"

    @property
    def cohesion(self) -> float:
        """Common interest of its members, in [0,1]."""
        return float(self.world.values["cohesion"][self.row, 0])
