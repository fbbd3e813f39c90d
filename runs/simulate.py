"""Run a scenario: one world, or many that differ only in their noise."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..scenarios.dates import label
from .design import Design
from .events import event_table
from .files import StoreError
from .layout import TERMS, attributes, to_dataset
from .models import act
from .shifts import joined, shift_table, within
from .tables import Table

if TYPE_CHECKING:
    import xarray as xr

    from ..model.attribution import Rows
    from ..model.ensemble import Ensemble
    from ..model.inputs import Inputs
    from ..scenarios import Scenario

CHUNK = 250
"""Replications in a file of a batch."""

TOGETHER = {False: 1000, True: CHUNK}
"""Replications simulated together, without and with the terms of the choices: what a month works on fits the cache."""

History = Mapping[str, NDArray[Any]]

_LAST = threading.local()


class DivergedError(StoreError, ValueError):
    """A run has left the numbers; the message says when and what to do."""


@dataclass(frozen=True)
class Run:
    """One or more replications of a scenario.

    Attributes
    ----------
    scenario : Scenario
        What was run; with a design, what its points change.
    seed : int
        Seed of the noise.
    replications : tuple of int
        Numbers of the replications.
    history : mapping of str to array
        Every recorded variable by its name in the model, shape ``(months, *dims, replications)``.
    started : datetime
        When the computing began.
    design : Design or None
        What differs from replication to replication beside the noise.
    model : str or None
        The user's own Mesa model, ``module:Class``.
    moves : mapping of str to array, or None
        The shifts as `model.attribution.Shifts` gives them, if they were asked for.
    """

    scenario: "Scenario"
    seed: int
    replications: tuple[int, ...]
    history: History = field(repr=False)
    started: datetime = field(repr=False, compare=False)
    design: Design | None = None
    model: str | None = None
    moves: "Rows | None" = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        """Write the run on one short line."""
        ends = dict.fromkeys((*self.replications[:1], *self.replications[-1:]))
        which = f"replication{'s' * (len(ends) > 1)} {' to '.join(map(str, ends))}"
        return f"Run({self.scenario.name}, {which}, seed {self.seed}, {self.scenario.start} to {self.scenario.end})"

    @property
    def logged(self) -> bool:
        """Whether the terms of the choices were kept."""
        return "attraction_term" in self.history

    @cached_property
    def worlds(self) -> "tuple[Scenario, ...]":
        """The scenario of each replication."""
        if self.design is None:
            return (self.scenario,) * len(self.replications)
        points = [number // self.design.runs for number in self.replications]
        found = {point: self.design.scenario(self.scenario, point) for point in dict.fromkeys(points)}
        return tuple(found[point] for point in points)

    @cached_property
    def draws(self) -> tuple[int, ...]:
        """The number of each replication's noise."""
        return self.replications if self.design is None else tuple(n % self.design.runs for n in self.replications)

    @cached_property
    def inputs(self) -> "Inputs":
        """The compiled scenario; what differs between the points has an axis of replications."""
        return _joined(self.worlds)

    @property
    def attributes(self) -> dict[str, Any]:
        """What is said of a dataset as a whole."""
        scenario = self.scenario
        return attributes(scenario.title, scenario.name, self.seed, scenario.sha256, scenario.changes)

    def parts(self) -> "Iterator[tuple[Scenario, tuple[int, ...], History]]":
        """Give the run point by point: scenario, numbers and history; without a design it is all one part."""
        for scenario, part in _groups(self.worlds):
            history = {name: past[..., part] for name, past in self.history.items()}
            yield scenario, self.replications[part], history

    def dataset(self, variables: Sequence[str] | None = None) -> "xr.Dataset":
        """Give the history as labelled arrays.

        Parameters
        ----------
        variables : sequence of str, optional
            Names to take; all but the terms of the choices by default.

        Returns
        -------
        xarray.Dataset
            Dimensions ``replication, time, ...``; each variable with its unit and meaning. With a design the
            replications carry the coordinates `point`, `draw` and one for each varied path.
        """
        run = self
        if set(TERMS) & set(variables or ()) and not self.logged:
            run = simulate(self.scenario, self.seed, self.replications, log=True, design=self.design, model=self.model)
        data = to_dataset(run.inputs, run.replications, run.history, run.attributes, variables)
        return data if self.design is None else data.assign_coords(self.design.coordinates(self.replications))

    def shifts(self) -> Table:
        """Give the shifts of alignment and what drove them (columns as in ``shifts.csv``)."""
        import pyarrow as pa

        found: list[Table] = []
        for run in self._watched():
            assert run.moves is not None
            for scenario, part in _groups(run.worlds):
                found.append(shift_table(scenario, run.replications[part], within(run.moves, part)))
        return pa.concat_tables(found)

    def events(self) -> Table:
        """Give the dated events (columns as in ``events.csv``)."""
        import pyarrow as pa

        return pa.concat_tables([event_table(*part) for part in self.parts()])

    def _watched(self) -> "Iterator[Run]":
        """Runs whose shifts are known; simulated again, chunk by chunk, if they are not."""
        if self.moves is not None:
            yield self
            return
        if self.logged:
            from ..model.attribution import shift_rows

            yield replace(self, moves=shift_rows(self.inputs, self.history))
            return
        for chunk in chunks(self.replications):
            yield simulate(self.scenario, self.seed, chunk, shifts=True, design=self.design, model=self.model)


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
    ValueError
        If `runs` is less than 1.
    DivergedError
        If a value becomes infinite or not a number.
    """
    if runs < 1:
        raise ValueError(f"an ensemble needs at least one run, not {runs}")
    return simulate(scenario, seed, range(runs))


def simulate(
    scenario: "Scenario",
    seed: int,
    replications: Sequence[int],
    *,
    log: bool = False,
    shifts: bool = False,
    design: Design | None = None,
    model: str | None = None,
) -> Run:
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
    shifts : bool
        Whether to note the shifts on the way, for which the terms need not be kept.
    design : Design, optional
        Gives each replication its point and its draw.
    model : str, optional
        A Mesa model to run instead, ``module:Class``; it keeps the terms always.

    Returns
    -------
    Run
        The replications in the order given.

    Raises
    ------
    DivergedError
        If a value becomes infinite or not a number.
    """
    history: dict[str, NDArray[Any]] = {}
    moves: dict[str, NDArray[Any]] | None = {} if shifts and model is None else None
    run = Run(scenario, seed, tuple(replications), history, datetime.now(UTC), design, model, moves)
    if model is not None:
        history.update(act(model, zip(run.worlds, run.draws, strict=True), len(run.draws), seed))
        _check_finite(history, scenario.inputs.start)
        return run
    from ..model.world import blank

    history.update(blank(scenario.inputs, len(run.replications), log=log))
    seen = list(_played(run, log=log, shifts=shifts))
    if moves is not None:
        moves.update(joined(seen))
    return run


def _played(run: Run, *, log: bool, shifts: bool) -> "Iterator[Rows]":
    """Fill the history of a run piece by piece, and give the shifts of each."""
    from ..model.attribution import Shifts
    from ..model.noise import Noise

    number, together = len(run.replications), TOGETHER[log or shifts]
    for first in range(0, number, together):
        part = slice(first, min(first + together, number))
        inputs = run.inputs if number <= together else _joined(run.worlds[part])
        ensemble = _ensemble(inputs, log=log or shifts)
        watcher = Shifts(inputs, part.stop - first) if shifts else None
        into = {name: past[..., part] for name, past in run.history.items()}
        ensemble.run(Noise(inputs, run.seed, run.draws[part]), into, watcher.see if watcher else None)
        if not ensemble.sound:
            _check_finite(into, inputs.start)
        if watcher is not None:
            yield {**(rows := watcher.rows()), "replication": rows["replication"] + first}


def _ensemble(inputs: "Inputs", *, log: bool) -> "Ensemble":
    """Take the ensemble of the last time if it is of the same world: it has its months recorded already."""
    from ..model.ensemble import Ensemble

    last: Ensemble | None = getattr(_LAST, "ensemble", None)
    if last is None or last.inputs is not inputs or last.log != log:
        last = _LAST.ensemble = Ensemble(inputs, log=log)
    return last


def chunks(replications: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Cut numbers of replications into pieces of at most `CHUNK`."""
    for first in range(0, len(replications), CHUNK):
        yield tuple(replications[first : first + CHUNK])


def _groups(worlds: "Sequence[Scenario]") -> "Iterator[tuple[Scenario, slice]]":
    """Find the replications in a row that have the same scenario."""
    first = 0
    for _, same in groupby(worlds, key=id):
        group = list(same)
        yield group[0], slice(first, first + len(group))
        first += len(group)


def _joined(worlds: "Sequence[Scenario]") -> "Inputs":
    groups = list(_groups(worlds))
    if len(groups) == 1:
        return groups[0][0].inputs
    from ..model.inputs import side_by_side

    return side_by_side([scenario.inputs for scenario, _ in groups], [part.stop - part.start for _, part in groups])


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
