"""Why a state moved: the exact account of the change, and what would have been without each shock.

The account decomposes the change that happened, driver by driver, and says nothing of causes outside. The paired
effect of a shock compares the same world, under the same noise, with and without it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..runs import Record, load, load_yearly, read_design, read_record, verify
from ..runs.simulate import simulate
from ..scenarios import Scenario, from_tree, month
from ..scenarios.errors import remedy
from .failure import Failure
from .yearly import by_year

if TYPE_CHECKING:
    from ..model.inputs import Inputs
    from ..runs import Run

Values = NDArray[np.float64]

SAME = 1e-9
"""A re-run counts as the same history up to this: other processors may differ in the last bit."""

AT_ONCE = 250
"""Worlds run side by side."""

AT_ONCE_BY_AGENTS = 5
"""Worlds of a Mesa model run until it is said how many are done."""

SHOWN = 0.0005
"""What is smaller than this rounds to nothing on the screen."""


@dataclass(frozen=True)
class Question:
    """What is to be explained.

    Attributes
    ----------
    state : str
        Whose alignment.
    power, domain : str or None
        With whom and in what; None for all powers, and for the mean over domains.
    first, last : int
        Between the ends of these months, counted from the start of the run.
    """

    state: str
    power: str | None
    domain: str | None
    first: int
    last: int


@dataclass(frozen=True)
class Account:
    """A change and its parts, for one or more measures of alignment at once.

    Attributes
    ----------
    columns : tuple of str
        Names of the measures: powers, or the mean over domains and each domain.
    before, after : array, shape (columns,)
        Alignment at the ends of the window.
    drivers : tuple of str
        Names.
    parts : array, shape (drivers, columns)
        Contributions; they sum to ``after - before``.
    """

    columns: tuple[str, ...]
    before: Values
    after: Values
    drivers: tuple[str, ...]
    parts: Values


def rerun(folder: Path, replication: int | None) -> "Run":
    """Run one world of a folder again and make sure that it is the same.

    Parameters
    ----------
    folder : Path
        Folder of a run, or of one scenario of a batch.
    replication : int or None
        Its number; None for the first.

    Returns
    -------
    Run
        With the terms of every choice.

    Raises
    ------
    Failure
        If files were changed, or the history is another one.
    """
    record = read_record(folder)
    number = next(iter(record.replications), 0) if replication is None else replication
    if number not in record.replications:
        ends = sorted({min(record.replications, default=0), max(record.replications, default=0)})
        raise Failure(f"{folder} has no replication {number}; it has {' to '.join(str(end) for end in ends)}")
    return next(reruns(folder, record, [number]))


def reruns(folder: Path, record: Record, numbers: Sequence[int]) -> "Iterator[Run]":
    """Run worlds of a folder again, some at a time, and make sure that they are the same.

    Parameters
    ----------
    folder : Path
        Folder of a run, or of one scenario of a batch.
    record : Record
        Its run.json.
    numbers : sequence of int
        Numbers of the replications.

    Yields
    ------
    Run
        Some of them, with the terms of every choice: at most `AT_ONCE`, or `AT_ONCE_BY_AGENTS` of a Mesa model.

    Raises
    ------
    Failure
        If files were changed, or the history is another one.
    """
    changed = verify(folder)
    if changed:
        raise Failure(
            f"{folder} is not as it was written: {', '.join(changed)} changed or missing; run the scenario again",
            code=1,
        )
    scenario = from_tree(dict(record.scenario), record.name, record.changes)
    if scenario.sha256 != record.scenario_sha256:
        raise Failure(f"the scenario in {folder}/run.json was changed after the run; run the scenario again", code=1)
    design = read_design(folder)
    together = AT_ONCE if record.model is None else AT_ONCE_BY_AGENTS
    for first in range(0, len(numbers), together):
        part = numbers[first : first + together]
        again = simulate(scenario, record.seed, part, log=True, design=design, model=record.model)
        differing = _differing(folder, record, again)
        if differing:
            raise Failure(
                f"running {folder} again gives another history ({', '.join(differing)}); "
                f"`greatgame replay {folder}` says what differs",
                code=1,
            )
        yield again


def _differing(folder: Path, record: Record, again: "Run") -> list[str]:
    """Name the variables that are not the same when computed again; where no months were kept, look at the years."""
    numbers = list(again.replications)
    if record.files("history"):
        names = None if len(numbers) == 1 else ["alignment"]
        kept, fresh = load(folder, names).sel(replication=numbers), again.dataset(names)
    else:
        names = ["alignment"]
        kept = load_yearly(folder, names).sel(replication=numbers)
        fresh = by_year(again.dataset(names))
    differing: list[str] = []
    for name in sorted({str(name) for name in kept.data_vars} | {str(name) for name in fresh.data_vars}):
        if name not in kept or name not in fresh or kept[name].shape != fresh[name].shape:
            differing.append(name)
            continue
        old, new = (np.asarray(data[name].values, dtype=np.float64) for data in (kept, fresh))
        if not np.allclose(old, new, rtol=0.0, atol=SAME, equal_nan=True):
            differing.append(name)
    return differing


def ask(
    scenario: Scenario,
    state: str,
    *,
    power: str | None = None,
    domain: str | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Question:
    """Check what a user asks for.

    Parameters
    ----------
    scenario : Scenario
        Of the run.
    state, power, domain : str or None
        Ids.
    start, end : str or None
        Months; None for the ends of the run.

    Returns
    -------
    Question
        In positions.

    Raises
    ------
    Failure
        If something is not in the run.
    """
    ids = scenario.inputs.ids
    wrong: list[str] = []
    for option, name in (("state", state), ("power", power), ("domain", domain)):
        if name is not None and name not in ids[option]:
            wrong.append(f"--{option} {name}: not in this run; {remedy(name, ids[option])}")
    ends: list[int] = []
    for option, text in (("--from", start or scenario.start), ("--to", end or scenario.end)):
        try:
            ends.append(_position(scenario, text))
        except ValueError as error:
            wrong.append(f"{option} {text}: {error}")
    if len(ends) == 2 and ends[0] >= ends[1]:
        wrong.append(
            f"--from {start or scenario.start} does not come before --to {end or scenario.end}; "
            f"give two months of the run, {scenario.start} to {scenario.end}, the earlier one first"
        )
    if wrong:
        raise Failure(*wrong)
    return Question(state, power, domain, ends[0], ends[1])


def _position(scenario: Scenario, text: str) -> int:
    number = month(text)
    if not month(scenario.start) <= number <= month(scenario.end):
        msg = f"outside the run, which goes from {scenario.start} to {scenario.end}"
        raise ValueError(msg)
    return number - month(scenario.start)


def account_for(run: "Run", question: Question) -> Account:
    """Decompose a change.

    Parameters
    ----------
    run : Run
        With the terms of every choice.
    question : Question
        What to explain.

    Returns
    -------
    Account
        Of the first replication; its parts sum to the change.
    """
    columns, drivers, before, after, parts = accounts(run, question)
    return Account(columns, before[0], after[0], drivers, parts[0])


def accounts(run: "Run", question: Question) -> tuple[tuple[str, ...], tuple[str, ...], Values, Values, Values]:
    """Decompose a change in every replication.

    Parameters
    ----------
    run : Run
        With the terms of every choice.
    question : Question
        What to explain.

    Returns
    -------
    tuple
        Columns and drivers; then, by replication, alignment before and after by column, and parts by driver and column.
    """
    from ..model.attribution import account, driver_names

    inputs = run.inputs
    parts = np.asarray(account(inputs, run.history, question.first, question.last), dtype=np.float64)
    alignment = run.history["alignment"]
    columns, picked = pick(inputs, question, replications_first(parts))
    before, after = (
        pick(inputs, question, replications_first(alignment[place]))[1] for place in (question.first, question.last)
    )
    return columns, tuple(str(name) for name in driver_names(inputs)), before, after, picked


def replications_first(values: Values) -> Values:
    """Move the last axis to the front.

    Parameters
    ----------
    values : array
        As a history has it.
    """
    return np.moveaxis(values, -1, 0)


def pick(inputs: "Inputs", question: Question, values: Values) -> tuple[tuple[str, ...], Values]:
    """Take what a question is about out of all alignments.

    Parameters
    ----------
    inputs : Inputs
        For the axes and weights.
    question : Question
        State, power and domain.
    values : array, shape (replications, ..., states, powers, domains)
        Alignments, or parts of them.

    Returns
    -------
    tuple
        Names of the columns, and an array of shape (replications, ..., columns).
    """
    ids = inputs.ids
    own = values[..., ids["state"].index(question.state), :, :]
    weight = np.moveaxis(inputs.constants["weight"], -1, 0)
    weight = weight.reshape(len(weight), *[1] * (own.ndim - 2), -1)
    if question.domain is None:
        mean = (own * weight).sum(axis=-1) / weight.sum(axis=-1)
        if question.power is None:
            return ids["power"], mean
        which = ids["power"].index(question.power)
        return ("overall", *ids["domain"]), np.concatenate([mean[..., which, None], own[..., which, :]], axis=-1)
    column = own[..., ids["domain"].index(question.domain)]
    if question.power is None:
        return ids["power"], column
    which = ids["power"].index(question.power)
    return (question.power,), column[..., which : which + 1]
