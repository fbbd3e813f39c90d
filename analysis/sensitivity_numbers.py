"""Which numbers a study of sensitivity varies, and how far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..model.inputs import Array
from ..runs.design import LARGEST
from ..scenarios import Change, Number, Problem, ScenarioError, numbers
from ..scenarios.errors import remedy
from ..scenarios.quantities import Series
from ..scenarios.ranges import range_of
from ..scenarios.slots import values

if TYPE_CHECKING:
    from ..scenarios import Scenario

AROUND = 0.2
"""How far what is assumed is moved, as a share of its value."""

KINDS = {"tuned": ("tuned",), "assumed": ("assumption",), "all": ("tuned", "assumption")}
"""Kinds of numbers by what the user asks for."""

_EFFECT = ".causes."
"""In the path of what a shock adds, which may be less than its unit admits."""

_FORM = "write PATH=LOW:HIGH, such as parameters.balance=1:4"


@dataclass(frozen=True)
class Moved:
    """A number that is varied.

    Attributes
    ----------
    path : str
        Its dotted path.
    low, high : float
        Ends of its range.
    unit : str
        Its unit.
    factor : bool
        Whether the range is of a factor on a whole series, and not of the number itself.
    value : float
        What the scenario has; 1 of a factor.
    """

    path: str
    low: float
    high: float
    unit: str
    factor: bool = False
    value: float = 1.0

    @property
    def range(self) -> str:
        """The range in words; a unit that only says which numbers are admitted is left out."""
        unit = "times" if self.factor else self.unit
        return f"{self.low:.4g} to {self.high:.4g}" + (f" {unit}" if unit[0].isalpha() else "")

    def change(self, to: Array) -> Change:
        """Give the change that makes it these values, one a replication."""
        return Change(times=to) if self.factor else Change(times=0.0, plus=to)

    def scaled(self, to: Array) -> Change:
        """Give the change in the same proportion, which leaves at 0 what another world has set to 0."""
        return Change(times=to / self.value) if self.value else self.change(to)


def moved(scenario: "Scenario", which: str, vary: Sequence[str]) -> tuple[Moved, ...]:
    """Choose what is varied.

    Parameters
    ----------
    scenario : Scenario
        Whose numbers.
    which : {"tuned", "assumed", "all"}
        Those that are tuned, within their admissible range; those that are assumed, a fifth up and down; or both.
    vary : sequence of str
        PATH=LOW:HIGH each, instead of these.

    Raises
    ------
    ScenarioError
        With all that is wrong.
    """
    if not vary:
        known = (number for number in numbers(scenario) if number.kind in KINDS[which] and number.sized)
        found = tuple(item for number in known if (item := _by_kind(scenario, number)) is not None)
        if not found:
            raise ScenarioError(
                [Problem(scenario.name, 0, 0, f"it has no {which} numbers; take {_FORM[6:]} in --vary")]
            )
        return found
    found, problems = list[Moved](), list[Problem]()
    for text in vary:
        try:
            found.append(_asked(scenario, text))
        except ValueError as error:
            problems.append(Problem(f"--vary {text}", 0, 0, str(error)))
    paths = [item.path for item in found]
    twice = sorted({path for path in paths if paths.count(path) > 1})
    problems += [Problem(f"--vary {path}", 0, 0, "is varied twice; give each path once") for path in twice]
    if problems:
        raise ScenarioError(problems)
    return tuple(found)


def _by_kind(scenario: "Scenario", number: Number) -> Moved | None:
    """Give the range of what is tuned or assumed; None where there is nothing between its ends."""
    ends = number.tuned or (1.0 - AROUND, 1.0 + AROUND)
    factor = number.value is None
    if factor and number.tuned:
        largest = _largest(scenario, number.path)
        ends = (ends[0] / largest, ends[1] / largest) if largest else (0.0, 0.0)
    elif number.value is not None and not number.tuned:
        around = sorted(number.value * end for end in ends)
        admitted = range_of(number.unit)
        ends = tuple(around if _EFFECT in number.path else admitted.kept(np.array(around)).tolist())
    low, high = ends
    value = 1.0 if number.value is None else number.value
    return Moved(number.path, low, high, number.unit, factor, value) if low < high else None


def _largest(scenario: "Scenario", path: str) -> float:
    """Find the largest value of a series, without what shocks add."""
    inputs = scenario.inputs
    months = np.arange(inputs.start, inputs.start + inputs.months)
    series = next(value.content for value in values(scenario.document) if value.path == path)
    assert isinstance(series, Series)
    return float(np.abs(series.over(months)).max())


def _asked(scenario: "Scenario", text: str) -> Moved:
    """Read PATH=LOW:HIGH."""
    path, equals, rest = (part.strip() for part in text.partition("="))
    ends = rest.split(":")
    if not (path and equals and len(ends) == 2):
        raise ValueError(_FORM)
    try:
        low, high = map(float, ends)
    except ValueError:
        raise ValueError(f"LOW and HIGH must be numbers; {_FORM}") from None
    if not (abs(low) <= LARGEST and abs(high) <= LARGEST):
        raise ValueError(f"LOW and HIGH must be numbers between -{LARGEST:g} and {LARGEST:g}; write others")
    if low >= high:
        raise ValueError(f"LOW {ends[0]} is not below HIGH {ends[1]}; write the smaller one first")
    known = {number.path: number for number in _known(scenario)}
    if path not in known:
        raise ValueError(f"no number of the run of {scenario.name} stands there; {remedy(path, known)}")
    unit, value = known[path].unit, known[path].value
    admitted = range_of(unit)
    if admitted.truth:
        raise ValueError("it is 0 or 1, which has no range; compare the two with greatgame compare")
    outside = [end for end in (low, high) if not admitted.holds(end) and _EFFECT not in path]
    if outside:
        raise ValueError(f"{outside[0]:g} is not admitted there, but {admitted} is; change the range")
    return Moved(path, low, high, unit, value=value or 0.0)


def _known(scenario: "Scenario") -> Iterator[Number]:
    """Give all that can be varied, what the scenario leaves to defaults too; nothing of absent actors."""
    yield from numbers(scenario)
    for setting in scenario.quantities():
        if setting.kind not in ("default", "choice") and not setting.path.endswith(".strength"):
            continue
        if isinstance(setting.value, float) and any(scenario.frame.moved_by(setting.path)):
            yield Number(setting.path, setting.kind, setting.value, setting.unit)
