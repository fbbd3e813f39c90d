"""The answers of the gallery: paired differences, and sentences whose words follow from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .acts import wilson
from .distribution import BAND
from .gallery_file import WORDS, Entry, Value
from .names import signed

Values = NDArray[np.float64]

Verdict = Literal["higher", "lower", "unclear"]

MOST_DIGITS = 4
"""Decimals at most; the last ones are those that tell a bound from 0."""


@dataclass(frozen=True)
class Seen:
    """What was seen of a world.

    Attributes
    ----------
    start : int
        First month.
    states : tuple of str
        Titles of the core states.
    numbers : mapping of str to array, (state, replication)
        Outcomes; one row where the outcome names its state.
    courses : mapping of str to array, (month, replication)
        Outcomes without their date, month by month, those with * averaged over the core states.
    """

    start: int
    states: tuple[str, ...]
    numbers: Mapping[str, Values]
    courses: Mapping[str, Values]


@dataclass(frozen=True)
class Band:
    """Median and 5-95 % band of paired differences over replications."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, sample: Values) -> "Band":
        """Take it from a sample, (replication,)."""
        return cls(*np.quantile(sample, list(BAND.values())).tolist())

    @property
    def verdict(self) -> Verdict:
        """Whether the band excludes 0, and on which side it is then."""
        if self.low > 0:
            return "higher"
        return "lower" if self.high < 0 else "unclear"

    def amount(self, *, percent: bool = False) -> str:
        """Write it, without its sign where the verdict says it.

        Parameters
        ----------
        percent : bool
            Whether it is in per cent.
        """
        sign, ends = " %" if percent else "", (self.low, self.middle, self.high)
        digits = _digits(min(abs(self.low), abs(self.high)), 0 if percent else 2)
        if self.verdict == "unclear":
            low, middle, high = (signed(end, digits) for end in ends)
            return f"median {middle}{sign}, {low} to {high}{sign}"
        low, middle, high = (f"{end:.{digits}f}" for end in sorted(map(abs, ends)))
        return f"{middle}{sign} ({low} to {high}{sign})"


def _digits(least: float, usual: int) -> int:
    """Find decimals with which the bound next to 0 is not written as 0, unless it is 0."""
    if least == 0:
        return usual
    return next((n for n in range(usual, MOST_DIGITS) if round(least, n) > 0), MOST_DIGITS)


@dataclass(frozen=True)
class Answered:
    """A value, computed.

    Attributes
    ----------
    value : Value
        What was asked for.
    sample : array, (state, replication)
        Paired differences; of a chance 0 and 1.
    states : tuple of str
        Titles of the rows.
    """

    value: Value
    sample: Values
    states: tuple[str, ...]

    @cached_property
    def bands(self) -> list[Band]:
        """The band of each row."""
        return [Band.of(row) for row in self.sample]

    @cached_property
    def row(self) -> int:
        """The row of the greatest median, whatever its sign; the first of equals."""
        return int(np.argmax([abs(band.middle) for band in self.bands]))

    @property
    def band(self) -> Band:
        """The band of that row, which is the only one but for kind most."""
        return self.bands[self.row]

    def part(self, name: str) -> str:
        """Write what a sentence says of it.

        Parameters
        ----------
        name : str
            What stands behind the dot; nothing for the number in words.
        """
        parts: dict[str, Callable[[], str]] = {
            "": self._words,
            "says": self._says,
            "name": lambda: self.states[self.row],
            "share": lambda: chance(np.abs(self.sample).argmax(axis=0) == self.row),
        }
        return parts[name]()

    def _words(self) -> str:
        if self.value.kind == "chance":
            return chance(self.sample[0] > 0)
        amount, verdict = self.band.amount(percent=self.value.relative), self.band.verdict
        if verdict == "unclear":
            said = "shows no clear change" if self.value.since else "is neither clearly higher nor lower"
            return f"{said} ({amount})"
        if self.value.since:
            return f"{'rises' if verdict == 'higher' else 'falls'} by {amount}"
        return f"is {amount} {verdict}"

    def _says(self) -> str:
        assert self.value.says is not None
        return getattr(self.value.says, self.band.verdict)


def chance(so: NDArray[Any]) -> str:
    """Write a probability with the 95 % interval of Wilson (1927).

    Parameters
    ----------
    so : array of bool, (replication,)
        Whether it is so.
    """
    low, high = wilson(so.mean(), len(so))
    return f"{100 * so.mean():.0f} % ({100 * float(low):.0f} to {100 * float(high):.0f} %)"


def answered(value: Value, worlds: Mapping[str, Seen]) -> Answered:
    """Compute a value.

    Parameters
    ----------
    value : Value
        What is asked for.
    worlds : mapping of str to Seen
        By their names in the entry, of equal replications.
    """
    here = _sum(value, value.outcome, value.within, worlds)
    states = worlds[value.within[0]].states
    if value.kind == "chance":
        return Answered(value, here, states)
    there = _sum(value, value.earlier or value.outcome, value.less or value.within, worlds)
    difference = here - there
    return Answered(value, 100 * difference / there if value.relative else difference, states)


def _sum(value: Value, outcome: str, names: Sequence[str], worlds: Mapping[str, Seen]) -> Values:
    """Add an outcome over worlds; but for kind most its mean over the states."""
    found = np.sum([worlds[name].numbers[outcome] for name in names], axis=0)
    return found if value.kind == "most" else found.mean(axis=0, keepdims=True)


def sentences(entry: Entry, values: Mapping[str, Answered]) -> str:
    """Write the answer of an entry.

    Parameters
    ----------
    entry : Entry
        With the frame of the two sentences.
    values : mapping of str to Answered
        What fills them.
    """
    return " ".join(WORDS.sub(lambda found: _filled(found[1], values), text) for text in entry.answer if text)


def _filled(place: str, values: Mapping[str, Answered]) -> str:
    key, _, part = place.partition(".")
    return values[key].part(part)
