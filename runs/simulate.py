"""Run a scenario: one world, or many that differ only in their noise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..scenarios.dates import label
from .events import event_table
from .files import StoreError
from .layout import TERMS, to_dataset
from .shifts import shift_table
from .tables import Table

if TYPE_CHECKING:
    import xarray as xr

    from ..model.inputs import Inputs
    from ..scenarios import Scenario

CHUNK = 250
"""Replications simulated together: their arrays fit the cache."""

History = Mapping[str, NDArray[Any]]


class DivergedError(StoreError, ValueError):
    """A run has left the numbers; the message says when and what to do."""


@dataclass(frozen=True)
class Run:
    """One or more replications of a scenario.

    Attributes
    ----------
    scenario : Scenario
        What was run.
    seed : int
        Seed of the noise.
    replications : tuple of int
        Numbers of the replications.
    history : mapping of str to array
        Every recorded variable by its name in the model, shape ``(months, *dims, replications)``.
    started : datetime
        When the computing began.
    """

    scenario: "Scenario"
    seed: int
    replications: tuple[int, ...]
    history: History = field(repr=False)
    started: datetime = field(repr=False, compare=False)

    @property
    def logged(self) -> bool:
        """Whether the terms of the choices were kept."""
        return "attraction_term" in self.history

    def dataset(self, variables: Sequence[str] | None = None) -> "xr.Dataset":
        """Give the history as labelled arrays.

        Parameters
        ----------
        variables : sequence of str, optional
            Names to take; all but the terms of the choices by default.

        Returns
        -------
        xarray.Dataset
            Dimensions ``replication, time, ...``; each variable with its unit and meaning.
        """
        if set(TERMS) & set(variables or ()) and not self.logged:
            return simulate(self.scenario, self.seed, self.replications, log=True).dataset(variables)
        return to_dataset(self.scenario, self.seed, self.replications, self.history, variables)

    def shifts(self) -> Table:
        """Give the shifts of alignment and what drove them (columns as in ``shifts.csv``)."""
        return shift_table(self.scenario, self._logged())

    def events(self) -> Table:
        """Give the dated events (columns as in ``events.csv``)."""
        return event_table(self.scenario, self.replications, self.history)

    def _logged(self) -> Iterator[tuple[tuple[int, ...], History]]:
        """Histories that hold the terms; simulated again, chunk by chunk, if this run has not kept them."""
        if self.logged:
            yield self.replications, self.history
            return
        for chunk in chunks(self.replications):
            yield chunk, simulate(self.scenario, self.seed, chunk, log=True).history


def run(scenario: "Scenario", seed: int = 0, replication: int = 0) -> Run:
    """Run one world, keeping the terms of every choice.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    seed : int
        Seed of the noise.
    replication : int
        Which of the worlds of that seed: the one of this number in ``ensemble(scenario, runs, seed)``.

    Returns
    -------
    Run
        One replication.

    Raises
    ------
    DivergedError
        If a value becomes infinite or not a number.
    """
    return simulate(scenario, seed, (replication,), log=True)


def ensemble(scenario: "Scenario", runs: int, seed: int = 0) -> Run:
    """Run many worlds that differ only in their noise.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    runs : int
        Number of replications, at least 1.
    seed : int
        Seed of the noise.

    Returns
    -------
    Run
        Replications 0 to ``runs - 1``.

    Raises
    ------
    DivergedError
        If a value becomes infinite or not a number.
    """
    if runs < 1:
        raise ValueError(f"an ensemble needs at least one run, not {runs}")
    return simulate(scenario, seed, range(runs))


def simulate(scenario: "Scenario", seed: int, replications: Sequence[int], *, log: bool = False) -> Run:
    """Run the replications of these numbers.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    seed : int
        Seed of the noise.
    replications : sequence of int
        Numbers of the replications.
    log : bool
        Whether to keep the terms of the choices.

    Returns
    -------
    Run
        The replications in the order given.

    Raises
    ------
    DivergedError
        If a value becomes infinite or not a number.
    """
    started = datetime.now(UTC)
    inputs = scenario.inputs
    parts = [_history(inputs, seed, chunk, log=log) for chunk in chunks(replications)]
    history = (
        parts[0]
        if len(parts) == 1
        else {name: np.concatenate([part[name] for part in parts], axis=-1) for name in parts[0]}
    )
    return Run(scenario, seed, tuple(replications), history, started)


def chunks(replications: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Cut numbers of replications into pieces of at most `CHUNK`."""
    for first in range(0, len(replications), CHUNK):
        yield tuple(replications[first : first + CHUNK])


def _history(inputs: "Inputs", seed: int, replications: tuple[int, ...], *, log: bool) -> dict[str, NDArray[Any]]:
    from ..model.noise import draw
    from ..model.world import World

    world = World(inputs, draw(inputs, seed, replications), log=log)
    with np.errstate(all="ignore"):  # what matters of it is found below
        world.run()
    _check_finite(world.history, inputs.start)
    return dict(world.history)


def _check_finite(history: History, start: int) -> None:
    found = [
        (int(np.argmin(finite)), name)
        for name, values in history.items()
        if not (finite := np.isfinite(values).all(axis=tuple(range(1, values.ndim)))).all()
    ]
    if found:
        position, name = min(found, key=lambda pair: pair[0])
        raise DivergedError(
            f"the run diverged in {label(start + position)}: {name} is not a number; "
            "make the parameters that were changed smaller"
        )
