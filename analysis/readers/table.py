"""Tables of text: rows with their line numbers, and cells checked one by one."""

import csv
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ...scenarios.errors import listing, nearest, remedy
from .countries import codes
from .errors import Complaints

FIRST_YEAR, LAST_YEAR = 1800, 2100

LARGEST = 1e15
"""No amount or count is larger, in whatever unit: all the world makes in a year is worth some 1e14 USD.

Sums of as many such numbers as a file can hold are finite.
"""

MISSING = frozenset({"", "NA"})
"""How published tables write that there is no value."""

_TABS = frozenset({".tab", ".tsv"})

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}

_LONG = frozenset({"state", "power", "partner", "variable", "value"})

_SHOWN = 40
"""A message quotes no more characters of a cell than this."""


class UnusableError(Exception):
    """Nothing more can be read from a file; why, is among its complaints."""


@dataclass(frozen=True)
class Range:
    """What a number may be.

    Attributes
    ----------
    meaning : str
        In words with the unit, to complete "should be ...".
    low, high : float
        Smallest and largest value.
    whole : bool
        Whether it counts something.
    """

    meaning: str
    low: float
    high: float
    whole: bool = False

    def __contains__(self, value: float) -> bool:
        """Whether a number may be this one."""
        return self.low <= value <= self.high and (not self.whole or value == int(value))


SHARE = Range("a share from 0 to 1", 0, 1)
COUNT = Range(f"a count, a whole number from 0 to {LARGEST:g}", 0, LARGEST, whole=True)


def shown(text: str) -> str:
    """Quote a cell, cutting a long one short."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")


def plain(name: str) -> str:
    """Write the name of a column as it is compared: small letters and digits only."""
    return re.sub("[^a-z0-9]", "", name.lower())


class Sheet:
    """A table that is being read: its first line is read, the others come one by one.

    Parameters
    ----------
    path : Path
        A comma separated file in UTF-8, or a tab separated one if its name ends in .tab or .tsv.
    complaints : Complaints
        Where to note what is wrong with it.

    Attributes
    ----------
    name : str
        Name of the file without its folder.
    header : list of str
        Cells of the first line.
    left_out : Counter of str
        How many values were left out, by the reason.

    Raises
    ------
    UnusableError
        If the file is empty or its first line is no text.
    OSError
        If it cannot be opened.
    """

    def __init__(self, path: Path, complaints: Complaints) -> None:
        self.name = path.name
        self.complaints = complaints
        self.left_out: Counter[str] = Counter()
        self._separator = "\t" if path.suffix.lower() in _TABS else ","
        self._rows = self._parsed(path)
        first = next(self._rows, None)
        if first is None:
            self.give_up(1, "the file is empty; download or export it again")
        self.header = first[1]
        self._places = {plain(name): place for place, name in reversed(list(enumerate(self.header)))}

    @property
    def is_long(self) -> bool:
        """Whether each row gives one value of a named variable."""
        return len(_LONG & self._places.keys()) > 1

    def has(self, column: str) -> bool:
        """Whether there is a column of that name."""
        return plain(column) in self._places

    def columns(self, *names: str) -> list[int]:
        """Find columns by name, whatever their case and punctuation.

        Raises
        ------
        UnusableError
            If one is missing or stands twice.
        """
        missing = [name for name in names if not self.has(name)]
        if missing:
            self.expect_separator(1, self.header)
        wanted = {plain(name) for name in names}
        for name in missing:
            close = nearest(name, (column for column in self.header if plain(column) not in wanted))
            there = listing([shown(column) for column in self.header if column]) or "none"
            cure = f"did you mean {close!r}?" if close else f"the columns there are: {there}"
            self.complaints.add(1, f"the column {name!r} is missing; {cure}")
        held = Counter(plain(column) for column in self.header)
        twice = [name for name in dict.fromkeys(names) if held[plain(name)] > 1]
        for name in twice:
            self.complaints.add(1, f"the column {shown(name)} stands twice; keep one")
        if missing or twice:
            raise UnusableError
        return [self._places[plain(name)] for name in names]

    def expect_separator(self, line: int, cells: Collection[str]) -> None:
        """Give up if a line looks as if its cells were separated by something else than expected.

        Raises
        ------
        UnusableError
            If they hold more of another separator than there are cells.
        """
        for mark, name in _SEPARATORS.items():
            if mark != self._separator and sum(cell.count(mark) for cell in cells) > len(cells):
                wanted = _SEPARATORS[self._separator]
                self.give_up(line, f"the file is separated by {name}s; save it separated by {wanted}s")

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Give the other rows that are not blank, whatever their width: line number and cells."""
        return ((line, cells) for line, cells in self._rows if any(cells))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give the rows that are as wide as the header: line number and cells."""
        width = len(self.header)
        for line, cells in self.lines():
            if len(cells) == width:
                yield line, cells
            else:
                trouble = f"{len(cells)} cells where the header has {width}"
                self.complaints.add(line, f"{trouble}; look for a missing or a spare {_SEPARATORS[self._separator]}")

    def give_up(self, line: int, message: str) -> NoReturn:
        """Note a problem that ends the reading of the file."""
        self.complaints.add(line, message)
        raise UnusableError

    def year(self, line: int, text: str) -> int | None:
        """Read a year from 1800 to 2100; None, and a complaint, if it is none."""
        span = Range(f"a whole number from {FIRST_YEAR} to {LAST_YEAR}", FIRST_YEAR, LAST_YEAR, whole=True)
        year = self.number(line, "the year", text, span)
        return None if year is None else int(year)

    def number(self, line: int, what: str, text: str, span: Range) -> float | None:
        """Read a number within its range; None, and a complaint, if it is none."""
        try:
            value = math.nan if "_" in text else float(text)
        except ValueError:
            trouble = f"{what} is {shown(text)}, not a number" if text else f"{what} is empty"
            self.complaints.add(line, f"{trouble}; write {span.meaning}, or remove the row")
            return None
        if not math.isfinite(value):
            self.complaints.add(line, f"{what} is {shown(text)}, not a number; remove the row if the value is missing")
        elif value not in span:
            self.complaints.add(line, f"{what} is {shown(text)}, but should be {span.meaning}; check number and unit")
        else:
            return value
        return None

    def published(self, line: int, what: str, text: str, span: Range) -> float | None:
        """Read a number of a published table, whose missing values are left out and counted."""
        if text in MISSING:
            self.left_out[f"{what} is missing in the source"] += 1
            return None
        return self.number(line, what, text, span)

    def is_country(self, line: int, what: str, code: str, actors: Collection[str]) -> bool:
        """Whether a cell is the code of an actor or, by ISO 3166, of any country; a complaint if it is not."""
        if code in actors or code in codes():
            return True
        trouble = f"{what} is {shown(code)}, the code of no country" if code else f"{what} is empty"
        self.complaints.add(line, f"{trouble}; {remedy(code, actors)}")
        return False

    def _parsed(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        tabs = self._separator == "\t"
        with path.open("rb") as source:
            text = self._decoded(source)
            # Quotation marks in tab separated event lists are part of the headlines
            reader = csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(text)
            line = 1
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    self.give_up(line, f"the row cannot be taken apart ({error}); save the table again as csv")
                yield line, [cell.strip().strip('"') if tabs else cell.strip() for cell in cells]
                line = reader.line_num + 1

    def _decoded(self, source: Iterable[bytes]) -> Iterator[str]:
        for number, raw in enumerate(source, start=1):
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                byte = error.object[error.start]
                self.give_up(number, f"byte {byte:#04x} is not UTF-8 text; save the file in UTF-8")
            yield text
