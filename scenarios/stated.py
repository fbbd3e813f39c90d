"""The numbers that a scenario stands on: what can be moved to see how much depends on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import rulebook
from .entries import numbers_in
from .quantities import WORDS, Quantity, Series, Shape
from .ranges import range_of
from .slots import Value, values

if TYPE_CHECKING:
    from .scenario import Scenario


@dataclass(frozen=True)
class Number:
    """A number, or a series of them, that `varied` can move.

    Attributes
    ----------
    path : str
        As `varied` takes it.
    kind : str
        text, figure, tuned or assumption. The source of a shock speaks of the event; the sizes of its effects are
        judgement, so assumptions.
    value : float or None
        The value; of a shock's effect its size; None for a series that is not one number.
    unit : str
        Unit and range, as the model has them.
    tuned : tuple of float, or None
        Lowest and highest admissible value of what is tuned.
    graded : bool
        Whether the file grades it in words: none, some, important, first.
    dated : bool
        Whether it is a series with dates, which can come later.
    """

    path: str
    kind: str
    value: float | None
    unit: str
    tuned: tuple[float, float] | None = None
    graded: bool = False
    dated: bool = False

    @property
    def sized(self) -> bool:
        """Whether its size can be moved; what is 0 or 1 has none."""
        return not range_of(self.unit).truth


def numbers(scenario: "Scenario") -> Iterator[Number]:
    """Give every number that a scenario states of its world, and that is in it.

    Parameters
    ----------
    scenario : Scenario
        What is asked.

    Yields
    ------
    Number
        In the order of the schema. Left out are what the scenario leaves to defaults, what concerns absent actors, and
        values 0 or 1 without a date.
    """
    for value in values(scenario.document):
        found = _number(scenario, value)
        if found is not None and (found.sized or found.dated):
            yield found


def _number(scenario: "Scenario", value: Value) -> Number | None:
    content, path = value.content, value.path
    parameter = path.removeprefix("parameters.") if path.startswith("parameters.") else None
    places = list(scenario.frame.moved_by(path))
    if parameter is None and not places:
        return None
    unit = rulebook.parameters()[parameter].partition(":")[0] if parameter else places[0].unit
    if isinstance(content, Shape):
        return Number(path, "assumption", content.size, unit)
    if not isinstance(content, Quantity | Series):
        return None
    node = scenario.root.get(*path.split("."))
    graded = node is not None and any(str(number.value) in WORDS for number in numbers_in(node))
    dated = isinstance(content, Series) and content.is_dated
    number = content.value if isinstance(content, Quantity) or content.growth is None else None
    return Number(path, content.kind, number, unit, content.tuned, graded, dated)
