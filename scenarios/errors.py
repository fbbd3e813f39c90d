"""What is wrong with a scenario, where, and what to do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

_SETTING = "--set "

_MOST_NAMES = 12
"""A message lists no more known names than this."""


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where a value was written.

    Attributes
    ----------
    file : str
        The file, or `--set PATH=VALUE` for a value from the command line.
    line, column : int
        Counted from 1; both 0 where there are no lines.
    """

    file: str
    line: int = 0
    column: int = 0

    @classmethod
    def of_setting(cls, setting: str) -> "Place":
        """Make the place of a value from the command line."""
        return cls(f"{_SETTING}{setting}")

    @property
    def is_setting(self) -> bool:
        """Whether the value is from the command line."""
        return self.file.startswith(_SETTING)


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One error: its place, what is wrong, and what to do.

    Attributes
    ----------
    file : str
        The file, or `--set PATH=VALUE` for a value from the command line.
    line, column : int
        Counted from 1; both 0 where there are no lines, the column where the line is all that matters.
    message : str
        A sentence for the person who wrote the file.
    """

    file: str
    line: int
    column: int
    message: str

    @classmethod
    def at(cls, place: Place, message: str) -> "Problem":
        """Make the problem of a place."""
        return cls(place.file, place.line, place.column, message)

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.file, self.line, self.column)

    def __str__(self) -> str:
        """Write the problem on one line, as `file:line:column: message`."""
        lines = "".join(f":{number}" for number in (self.line, self.column) if number)
        return printable(" ".join(f"{self.file}{lines}: {self.message}".split()))


def printable(text: str) -> str:
    """Escape what a screen or a file in UTF-8 cannot show."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class InputError(Exception):
    """What was given cannot be used; `problems` holds every reason.

    Parameters
    ----------
    problems : iterable of Problem
        What is wrong; sorted by place and freed of repetitions.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["InputError"], tuple[list[Problem]]]:
        """Keep the problems when the error crosses from a worker process."""
        return type(self), (self.problems,)


class ScenarioError(InputError):
    """A scenario, or what is asked of it, cannot be used."""


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Find the known name that a misspelt word most likely means."""
    names = sorted(known)
    for name in names:
        if name.lower() == word.lower():
            return name
    close = get_close_matches(word, names, n=1, cutoff=cutoff)
    return close[0] if close else None


def remedy(word: str, known: Iterable[str]) -> str:
    """Say what to write instead of an unknown name.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str
        A question with the nearest name, or a list of the names there are.
    """
    names = sorted(known)
    close = nearest(word, names)
    if close is not None:
        return f"did you mean {close!r}?"
    return f"known: {listing(names)}" if names else "there are none here"


def listing(names: Sequence[str]) -> str:
    """Join names with commas, cutting a long list short."""
    rest = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "")
