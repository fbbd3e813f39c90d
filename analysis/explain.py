"""Why a state moved: the exact account of the change, and what would have been without each shock.

The account decomposes the change that happened, driver by driver, and says nothing of causes outside. The paired
effect of a shock compares the same world, under the same noise, with and without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..runs import load, read_record, verify
from ..scenarios import Scenario, from_tree, label, month
from ..scenarios.errors import remedy
from .failure import Failure

if TYPE_CHECKING:
    from ..model.inputs import Inputs
    from ..runs import Run

Values = NDArray[np.float64]

SAME = 1e-9
"""A re-run counts as the same history up to this: other processors may differ in the last bit."""


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


@dataclass(frozen=True)
class Effect:
    """What a shock did to a change.

    Attributes
    ----------
    label : str
        The shock, or what it stands for.
    date : str
        Its month, or nothing.
    within : bool
        Whether it is dated in the window; else it came earlier and is still acting.
    effect : array, shape (columns,)
        The change with it less the change without it, under the same noise.
    """

    label: str
    date: str
    within: bool
    effect: Values


def rerun(folder: Path, replication: int | None) -> "Run":
    """Run one world of a folder again and make sure that it is the same.

    Parameters
    ----------
    folder : Path
        Folder of a run.
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
    from ..runs import run

    record = read_record(folder)
    number = next(iter(record.replications), 0) if replication is None else replication
    if number not in record.replications:
        ends = sorted({min(record.replications, default=0), max(record.replications, default=0)})
        raise Failure(f"{folder} has no replication {number}; it has {' to '.join(str(end) for end in ends)}")
    changed = verify(folder)
    if changed:
        raise Failure(
            f"{folder} is not as it was written: {', '.join(changed)} changed or missing; run the scenario again", 1
        )
    scenario = from_tree(dict(record.scenario), record.name, record.changes)
    if scenario.sha256 != record.scenario_sha256:
        raise Failure(f"the scenario in {folder}/run.json was changed after the run; run the scenario again", 1)
    again = run(scenario, record.seed, number)
    differing = _differing(folder, again, number)
    if differing:
        raise Failure(
            f"running {folder} again gives another history ({', '.join(differing)}); "
            f"`greatgame replay {folder}` says what differs",
            1,
        )
    return again


def _differing(folder: Path, again: "Run", number: int) -> list[str]:
    """Name the variables that are not the same when computed again."""
    kept, fresh = load(folder).sel(replication=[number]), again.dataset()
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
        raise Failure("\n".join(wrong))
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
        Its parts sum to the change.
    """
    from ..model.attribution import account, driver_names

    inputs = run.scenario.inputs
    parts = np.asarray(account(inputs, run.history, question.first, question.last), dtype=np.float64)[..., 0]
    columns, picked = _pick(inputs, question, parts)
    _, before = _pick(inputs, question, run.history["alignment"][question.first][..., 0])
    _, after = _pick(inputs, question, run.history["alignment"][question.last][..., 0])
    return Account(columns, before, after, tuple(str(name) for name in driver_names(inputs)), picked)


def _pick(inputs: "Inputs", question: Question, values: Values) -> tuple[tuple[str, ...], Values]:
    """Take what is asked for out of (..., state, power, domain): its names, and (..., column)."""
    ids = inputs.ids
    own = values[..., ids["state"].index(question.state), :, :]
    weight = inputs.constants["weight"][:, 0]
    if question.domain is None:
        mean = (own * weight).sum(axis=-1) / weight.sum()
        if question.power is None:
            return ids["power"], mean
        which = ids["power"].index(question.power)
        return ("overall", *ids["domain"]), np.concatenate([mean[..., which, None], own[..., which, :]], axis=-1)
    column = own[..., ids["domain"].index(question.domain)]
    if question.power is None:
        return ids["power"], column
    which = ids["power"].index(question.power)
    return (question.power,), column[..., which : which + 1]


def effects(run: "Run", question: Question) -> list[Effect]:
    """Switch off each shock that acts in the window, and all that are dated in it together.

    Parameters
    ----------
    run : Run
        The world with the shocks.
    question : Question
        What to explain.

    Returns
    -------
    list of Effect
        In order of date; all together last, when several have an effect that shows.
    """
    scenario = run.scenario
    inputs = scenario.inputs
    begin, end = inputs.start + question.first, inputs.start + question.last
    on = sorted((month(shock.date), name) for name, shock in scenario.shocks.items() if shock.strength > 0)
    acting: list[tuple[str, str, bool, Scenario]] = []
    for date, name in on:
        without = scenario.without_shock(name)
        if begin < date <= end or (date <= begin and _acts(inputs, without.inputs, question)):
            acting.append((scenario.shocks[name].title or name, label(date), date > begin, without))
    within = [name for date, name in on if begin < date <= end]
    if len(within) > 1:
        together = scenario
        for name in within:
            together = together.without_shock(name)
        acting.append((f"all {len(within)} of the window together", "", True, together))
    if not acting:
        return []
    changes = _changes(run, [inputs, *(item[3].inputs for item in acting)], question)
    found = [
        Effect(item[0], item[1], item[2], changes[0] - other) for item, other in zip(acting, changes[1:], strict=True)
    ]
    showing = sum(effect.within and bool(effect.date) and np.abs(effect.effect).max() >= SHOWN for effect in found)
    return found if showing > 1 else [effect for effect in found if effect.date]


def _acts(inputs: "Inputs", without: "Inputs", question: Question) -> bool:
    """Whether a shock changes any cause in the months of the window."""
    window = slice(question.first + 1, question.last + 1)
    return any(
        not np.array_equal(values[window], without.causes[name][window]) for name, values in inputs.causes.items()
    )


def _changes(run: "Run", worlds: Sequence["Inputs"], question: Question) -> list[Values]:
    """Run worlds that differ in their causes side by side, all under the noise of the run."""
    from ..model.noise import draw
    from ..model.world import World

    base = worlds[0]
    causes: dict[str, Any] = {}
    for name in base.causes:
        stack = [np.broadcast_to(world.causes[name], base.causes[name].shape) for world in worlds]
        same = all(np.array_equal(stack[0], other) for other in stack[1:])
        causes[name] = stack[0] if same else np.concatenate(stack, axis=-1)
    joint = replace(base, causes=causes)
    world = World(joint, draw(joint, run.seed, run.replications * len(worlds)))
    world.run()
    alignment = np.moveaxis(np.asarray(world.history["alignment"], dtype=np.float64), -1, 0)
    return [
        _pick(base, question, values[question.last])[1] - _pick(base, question, values[question.first])[1]
        for values in alignment
    ]
