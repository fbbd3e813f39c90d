"""Who plays: the states and powers whose figures are looked for, and one figure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .table import Sheet


class Reading(NamedTuple):
    """One figure from one place of a file.

    Attributes
    ----------
    variable : str
        Its canonical name.
    state, other : str
        Whose it is and towards which power; `other` is empty for a figure of the state alone.
    year : int
        Calendar year, or fiscal year where the source has these.
    value : float
        In the unit of the variable.
    line : int
        Where it stands, counted from 1; the last of several lines.
    kind : str
        Tells apart series of one variable that must not be mixed, such as reported and mirrored trade.
    """

    variable: str
    state: str
    other: str
    year: int
    value: float
    line: int
    kind: str = ""


@dataclass(frozen=True)
class Cast:
    """The countries of a scenario.

    Attributes
    ----------
    actors : frozenset of str
        Codes of states and powers.
    powers : frozenset of str
        Codes of the powers.
    """

    actors: frozenset[str]
    powers: frozenset[str]

    def is_small(self, country: str) -> bool:
        """Whether it is a state of the scenario and no power."""
        return country in self.actors and country not in self.powers

    def towards(self, state: str, power: str) -> bool:
        """Whether the first is a small state and the second a power."""
        return power in self.powers and self.is_small(state)

    def pair(self, one: str, two: str) -> tuple[str, str] | None:
        """Order two countries as small state and power; None if they are not that."""
        if self.towards(one, two):
            return one, two
        return (two, one) if self.towards(two, one) else None


Read = Callable[[Sheet, Cast], Iterator[Reading]]


@dataclass(frozen=True)
class Source:
    """A kind of file that can be read.

    Attributes
    ----------
    name : str
        What it holds, for people.
    example : str
        Name of such a file.
    pattern : str
        Begin of its name, as a regular expression in small letters.
    long, published : callable
        How to read it in the long form, and as its publisher gives it out.
    """

    name: str
    example: str
    pattern: str
    long: Read
    published: Read
