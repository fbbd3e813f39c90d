"""The worlds that a quiz is about: an ensemble of its scenario, and of those it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...runs import Run, ensemble, run
from ...scenarios import month
from ..acts import NEVER
from ..claims.past import Past

if TYPE_CHECKING:
    from ...scenarios import Scenario

NUMBER = 200
"""Worlds of an ensemble: frequencies are known to within 7 points."""

When = NDArray[np.int64]
Happening = tuple[str, str, str]
"""Kind, actor and target, as in events.csv; "founding" is the opening of a forum as an organisation."""


@dataclass
class Ensemble:
    """Many worlds of one scenario, simulated when they are first asked for.

    Attributes
    ----------
    scenario : Scenario
        What is simulated.
    seed : int
        Seed of the noise.
    """

    scenario: "Scenario"
    seed: int

    @cached_property
    def run(self) -> Run:
        """The worlds."""
        return ensemble(self.scenario, NUMBER, self.seed)

    @cached_property
    def past(self) -> Past:
        """Their history by name."""
        return Past(self.run.inputs, self.run.history)

    @cached_property
    def world(self) -> Run:
        """World 0, with the terms of every choice."""
        return run(self.scenario, self.seed)

    @cached_property
    def first(self) -> "Mapping[Happening, When]":
        """The month in which each thing first happened, by world; `NEVER` where it did not."""
        told: Any = self.run.events()
        events = told.to_pandas()
        begins = (events["kind"] == "founding") & (events["what"] == "founded")
        events.loc[begins, "kind"] = "begins"  # an institution is founded by dated causes, but opens by itself
        months = events["date"].map({text: month(text) for text in events["date"].unique()})
        firsts = months.groupby([events[name] for name in ("kind", "actor", "target", "replication")]).min()
        found: dict[Happening, When] = {}
        for (kind, actor, target, world), when in firsts.items():  # pyright: ignore[reportGeneralTypeIssues]
            dates = found.setdefault((str(kind), str(actor), str(target)), np.full(NUMBER, NEVER, dtype=np.int64))
            dates[int(world)] = int(when)
        return found


@dataclass
class Worlds:
    """The ensemble that a quiz asks about, and others by a short name.

    Attributes
    ----------
    own : Ensemble
        Of the scenario.
    others : mapping of str to Ensemble
        What it is compared with, under the same noise.
    said : mapping of str to str
        The others in words, such as "without the attacks".
    """

    own: Ensemble
    others: Mapping[str, Ensemble] = field(default_factory=dict[str, Ensemble])
    said: Mapping[str, str] = field(default_factory=dict[str, str])
    _without: dict[str, Ensemble] = field(default_factory=dict[str, Ensemble])

    @property
    def scenario(self) -> "Scenario":
        """The scenario that is asked about."""
        return self.own.scenario

    def without(self, shock: str) -> "Worlds":
        """Give the same with a shock switched off in the scenario that is asked about."""
        if shock not in self._without:
            self._without[shock] = Ensemble(self.scenario.without_shock(shock), self.own.seed)
        return replace(self, own=self._without[shock])
