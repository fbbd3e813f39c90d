"""What may come of an input: a scenario that survives, or problems that a person can act upon."""

import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from greatgame.runs import ensemble
from greatgame.scenarios import Problem, Scenario, ScenarioError, from_tree, label, month

MONTHS = 5

_ADVICE = re.compile(r"; \S|^write |^and \d+ more problems? in this file$")
_CHANGING = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"|[-+]?[0-9][0-9.e+,-]*|\b(?:\w+\.)+\w+\b")


class WrongError(AssertionError):
    """Something came of an input that should not."""


@dataclass(frozen=True)
class Outcome:
    """What came of an input.

    Attributes
    ----------
    valid : bool
        Whether it is a scenario.
    messages : tuple of str
        What the problems say, without the names and numbers in them.
    ran : int
        Months that it was run.
    """

    valid: bool
    messages: tuple[str, ...] = ()
    ran: int = 0


def demand(so: bool, message: str) -> None:
    """Complain unless something is so."""
    if not so:
        raise WrongError(message)


def judge_problems(problems: list[Problem]) -> Outcome:
    """Check that each problem can be shown, has a place, and says what to do."""
    demand(bool(problems), "refused without a problem")
    for problem in problems:
        line = str(problem)
        demand(line.isprintable(), f"cannot be shown: {line!r}")
        demand(problem.file != "", f"names no place: {line}")
        demand(_ADVICE.search(problem.message) is not None, f"does not say what to do: {line}")
        for word in ("pydantic", "Traceback", "<class", "object at 0x"):
            demand(word not in problem.message, f"speaks of the program's inside: {line}")
    return Outcome(False, tuple(sorted({_CHANGING.sub("_", problem.message) for problem in problems})))


def judge_scenario(scenario: Scenario, *, run: bool) -> Outcome:
    """Check that a scenario can be kept and is finite; run a few months of it if asked."""
    text = json.dumps(scenario.tree, allow_nan=False)
    again = from_tree(json.loads(text), scenario.name)
    demand(again.sha256 == scenario.sha256, "its tree is another scenario")
    demand(scenario.name.isprintable() and repr(scenario).isprintable(), "its name cannot be shown")
    demand(all(note.isprintable() for note in scenario.notes), f"a note cannot be shown: {scenario.notes!a}")
    demand(bool(list(scenario.quantities())), "it has no values that can be set")
    inputs = scenario.inputs
    for name, array in {**inputs.constants, **inputs.causes, **inputs.parameters}.items():
        demand(bool(np.isfinite(array).all()), f"{name} is not finite")
    return Outcome(True, ran=_ran(scenario) if run else 0)


def _ran(scenario: Scenario) -> int:
    """Run the first months, without what is dated later."""
    last = min(month(scenario.start) + MONTHS, month(scenario.end))
    tree: dict[str, Any] = {**scenario.tree, "end": label(last)}
    for section in ("shocks", "interventions"):
        dated = scenario.tree.get(section, {})
        tree[section] = {name: item for name, item in dated.items() if month(item["date"]) <= last}
    short = from_tree(tree, scenario.name)
    for name, past in ensemble(short, 2, seed=1).history.items():
        demand(bool(np.isfinite(past).all()), f"{name} is not a number")
    return 2 * short.inputs.months


def judge(attempt: Any, *, run: bool) -> Outcome:
    """Try something that gives a scenario or raises `ScenarioError`, and judge what comes of it."""
    try:
        scenario = attempt()
    except ScenarioError as error:
        return judge_problems(error.problems)
    return judge_scenario(scenario, run=run)
