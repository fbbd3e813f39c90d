"""What each shock did: the same worlds, under the same noise, with and without it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..runs.simulate import simulate
from ..scenarios import Scenario, label, month
from .explain import AT_ONCE, SHOWN, Question, Values, pick, replications_first

if TYPE_CHECKING:
    from ..model.inputs import Inputs
    from ..runs import Run


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
    acting = acting_shocks(run.worlds[0], question)
    changes = without(run, [shock.scenario for shock in acting], question)
    found = [
        Effect(shock.label, shock.date, shock.within, change[0]) for shock, change in zip(acting, changes, strict=True)
    ]
    return shown(found)


@dataclass(frozen=True)
class Acting:
    """A shock that acts in a window.

    Attributes
    ----------
    label, date : str
        As of an `Effect`.
    within : bool
        Whether it is dated in the window.
    scenario : Scenario
        The scenario without it.
    """

    label: str
    date: str
    within: bool
    scenario: Scenario


def acting_shocks(scenario: Scenario, question: Question) -> list[Acting]:
    """Find the shocks that act in a window; last all that are dated in it together, if they are several.

    Parameters
    ----------
    scenario : Scenario
        With the shocks.
    question : Question
        For the window.
    """
    inputs = scenario.inputs
    begin, end = inputs.start + question.first, inputs.start + question.last
    on = sorted((month(shock.date), name) for name, shock in scenario.shocks.items() if shock.strength > 0)
    acting: list[Acting] = []
    for date, name in on:
        other = scenario.without_shock(name)
        if begin < date <= end or (date <= begin and _acts(inputs, other.inputs, question)):
            acting.append(Acting(scenario.shocks[name].title or name, label(date), date > begin, other))
    within = [name for date, name in on if begin < date <= end]
    if len(within) > 1:
        together = scenario
        for name in within:
            together = together.without_shock(name)
        acting.append(Acting(f"all {len(within)} of the window together", "", True, together))
    return acting


def shown(found: Sequence[Effect]) -> list[Effect]:
    """Leave out the effect of all together unless several have an effect that shows.

    Parameters
    ----------
    found : sequence of Effect
        Of each that acts.
    """
    showing = sum(effect.within and bool(effect.date) and np.abs(effect.effect).max() >= SHOWN for effect in found)
    return [effect for effect in found if effect.date or showing > 1]


def _acts(inputs: "Inputs", without: "Inputs", question: Question) -> bool:
    """Whether a shock changes any cause in the months of the window."""
    window = slice(question.first + 1, question.last + 1)
    return any(
        not np.array_equal(values[window], without.causes[name][window]) for name, values in inputs.causes.items()
    )


def without(run: "Run", scenarios: Sequence[Scenario], question: Question) -> Iterator[Values]:
    """Compare the change with that in other scenarios, all under the noise of the run.

    Parameters
    ----------
    run : Run
        One or more replications.
    scenarios : sequence of Scenario
        That differ from the run's in their causes.
    question : Question
        For the window.

    Yields
    ------
    array, shape (replications, columns)
        For each scenario, the change in the run less the change in the scenario.
    """
    change = _change(run.inputs, question, run.history["alignment"])
    number = len(run.replications)
    abreast = 1 if run.model else max(1, AT_ONCE // number)
    for first in range(0, len(scenarios), abreast):
        part = scenarios[first : first + abreast]
        alignment = _together(run, part)
        for place in range(len(part)):
            own = alignment[..., place * number : (place + 1) * number]
            yield change - _change(run.inputs, question, own)


def _together(run: "Run", scenarios: Sequence[Scenario]) -> Values:
    """Run scenarios side by side; their alignment: (month, state, power, domain, scenarios x replications)."""
    if run.model:
        return simulate(scenarios[0], run.seed, run.replications, model=run.model).history["alignment"]
    from ..model import Ensemble, Noise
    from ..model.inputs import side_by_side

    joint = side_by_side([scenario.inputs for scenario in scenarios], [len(run.replications)] * len(scenarios))
    history = Ensemble(joint).run(Noise(joint, run.seed, run.draws * len(scenarios)))
    return np.asarray(history["alignment"], dtype=np.float64)


def _change(inputs: "Inputs", question: Question, alignment: Values) -> Values:
    """Give the change in the window: (replication, column)."""
    before, after = (
        pick(inputs, question, replications_first(alignment[place]))[1] for place in (question.first, question.last)
    )
    return after - before
