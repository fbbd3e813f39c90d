"""Why a state moved, over many replications: means and bands of the account and of what each shock did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..runs import Record
from ..scenarios import Scenario, from_tree
from .causes import Acting, Effect, acting_shocks, shown, without
from .explain import Question, Values, accounts, reruns


@dataclass(frozen=True)
class Band:
    """Something over replications.

    Attributes
    ----------
    mean, low, high : array
        Mean, and the quantiles at 5 % and 95 %.
    """

    mean: Values
    low: Values
    high: Values


@dataclass(frozen=True)
class Explained:
    """A change over many replications.

    Attributes
    ----------
    scenario : Scenario
        What was run.
    seed, number : int
        Of the batch; replications.
    columns, drivers : tuple of str
        As of an `Account`.
    before, after, change : Band, shape (columns,)
        Alignment at the ends of the window, and the difference.
    parts : Band, shape (drivers, columns)
        Contributions; their means sum to that of the change.
    effects : list of (Effect, Band)
        What each shock did; the effect is the mean of the band.
    """

    scenario: Scenario
    seed: int
    number: int
    columns: tuple[str, ...]
    drivers: tuple[str, ...]
    before: Band
    after: Band
    change: Band
    parts: Band
    effects: list[tuple[Effect, Band]]


def scenario_of(record: Record) -> Scenario:
    """Build the scenario of a record.

    Parameters
    ----------
    record : Record
        Its run.json.
    """
    return from_tree(dict(record.scenario), record.name, record.changes)


def explain_all(folder: Path, record: Record, question: Question, tick: Callable[[int], None]) -> Explained:
    """Explain a change in every replication of a batch.

    Parameters
    ----------
    folder : Path
        Of one scenario of a batch.
    record : Record
        Its run.json.
    question : Question
        What is to be explained.
    tick : callable
        Told from time to time how many runs were done, of `runs_needed`.

    Returns
    -------
    Explained
        Memory holds the terms of few replications at a time.

    Raises
    ------
    Failure
        If files were changed, or running the batch again gives another history.
    """
    acting = acting_shocks(scenario_of(record), question)
    causes: list[list[Values]] = [[] for _ in acting]
    found: list[tuple[Values, Values, Values]] = []
    columns: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    for run in reruns(folder, record, record.replications):
        columns, drivers, *numbers = accounts(run, question)
        found.append((numbers[0], numbers[1], numbers[2]))
        tick(len(run.replications))
        for own, change in zip(causes, without(run, [shock.scenario for shock in acting], question), strict=True):
            own.append(change)
            tick(len(run.replications))
    before, after, parts = (np.concatenate(several) for several in zip(*found, strict=True))
    return Explained(
        scenario_of(record),
        record.seed,
        len(before),
        columns,
        drivers,
        _band(before),
        _band(after),
        _band(after - before),
        _band(parts),
        _effects(acting, [_band(np.concatenate(own)) for own in causes]),
    )


def runs_needed(record: Record, question: Question) -> int:
    """Count the runs that an explanation takes.

    Parameters
    ----------
    record : Record
        Of the batch.
    question : Question
        For the shocks that act in its window.
    """
    return len(record.replications) * (1 + len(acting_shocks(scenario_of(record), question)))


def _effects(acting: Sequence[Acting], bands: Sequence[Band]) -> list[tuple[Effect, Band]]:
    every = [
        (Effect(shock.label, shock.date, shock.within, band.mean), band)
        for shock, band in zip(acting, bands, strict=True)
    ]
    kept = {id(effect) for effect in shown([effect for effect, _ in every])}
    return [(effect, band) for effect, band in every if id(effect) in kept]


def _band(values: Values) -> Band:
    low, high = np.quantile(values, (0.05, 0.95), axis=0)
    return Band(values.mean(axis=0), low, high)
