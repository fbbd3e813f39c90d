"""Observed figures from a folder of files that their users keep."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ...scenarios import Problem
from .aid import AID
from .alliances import ATOP
from .arms import SIPRI
from .cast import Cast, Source
from .errors import Complaints, DataError
from .events import ICEWS
from .exercises import EXERCISES
from .influence import FBIC
from .membership import IGO
from .settle import Key, settle
from .table import Sheet, UnusableError
from .trade import COMTRADE
from .votes import IDEAL_POINTS, PAIRS

SOURCES = (IDEAL_POINTS, PAIRS, FBIC, ICEWS, SIPRI, EXERCISES, COMTRADE, AID, IGO, ATOP)
"""The kinds of file there is a reader for."""

_TABLES = frozenset({".csv", ".tab", ".tsv"})


@dataclass(frozen=True)
class Readings:
    """What a folder tells about the countries of a scenario.

    Attributes
    ----------
    values : mapping
        By variable, by (state, other) and by year. `other` is a power, or empty for a figure of the state alone.
        Unit and range of each variable are with its reader.
    files : mapping of str to str
        What each file was read as.
    unused : tuple of str
        Tables of the folder there is no reader for.
    dropped : tuple of str
        A sentence for each group of values left out as missing or unreliable: how many, and why.
    """

    values: Mapping[str, Mapping[tuple[str, str], Mapping[int, float]]]
    files: Mapping[str, str]
    unused: tuple[str, ...]
    dropped: tuple[str, ...]

    def since(self, first: int) -> "Readings":
        """Leave out what is before a year, and say how much that is.

        Parameters
        ----------
        first : int
            The first year that stays.
        """
        values = {
            variable: {
                pair: {year: value for year, value in series.items() if year >= first} for pair, series in pairs.items()
            }
            for variable, pairs in self.values.items()
        }
        early = _count(self.values) - _count(values)
        if not early:
            return self
        said = f"{early} values before {first} left out: the run begins then"
        return replace(self, values=values, dropped=(*self.dropped, said))


def _count(values: Mapping[str, Mapping[tuple[str, str], Mapping[int, float]]]) -> int:
    return sum(len(series) for pairs in values.values() for series in pairs.values())


class _Gathered:
    """What has been read so far, file by file."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.values: dict[Key, float] = {}
        self.places: dict[Key, tuple[str, int]] = {}
        self.files: dict[str, str] = {}
        self.unused: list[str] = []
        self.problems: list[Problem] = []
        self.dropped: list[str] = []

    def add(self, path: Path) -> None:
        """Read a file, with all its problems."""
        complaints = Complaints(str(path))
        try:
            if not path.is_file():
                kind = "a folder" if path.is_dir() else "no regular file"
                complaints.add(1, f"is {kind}, not a table; move or rename it")
            elif source := _source(path.name):
                self._read(path, source, complaints)
            else:
                self.unused.append(path.name)
        except UnusableError:
            pass
        except OSError as error:
            complaints.add(1, f"cannot be read ({error.strerror}); check the file and its permissions")
        self.problems += complaints.problems

    def _read(self, path: Path, source: Source, complaints: Complaints) -> None:
        sheet = Sheet(path, complaints)
        self.files[path.name] = f"{source.name}, {'long form' if sheet.is_long else 'as published'}"
        before = len(self.places)
        for reading in (source.long if sheet.is_long else source.published)(sheet, self.cast):
            variable, state, other, year, value, line, kind = reading
            key = Key(variable, kind, state, other, year)
            file, earlier = self.places.setdefault(key, (path.name, line))
            if (file, earlier) == (path.name, line):
                self.values[key] = value
            elif file == path.name:
                complaints.add(line, f"{_what(key)} stands in line {earlier} too; keep one row")
            else:
                complaints.add(line, f"{_what(key)} stands in line {earlier} of {file} too; keep one of the two files")
        if len(self.places) == before:
            self.dropped.append(f"{path.name}: nothing in it is about the countries asked for")
        self.dropped += [f"{path.name}: {count} left out: {why}" for why, count in sheet.left_out.items()]


def _what(key: Key) -> str:
    countries = f"{key.state}-{key.other}" if key.other else key.state
    return f"{key.variable} of {countries} in {key.year}"


def read(folder: Path, actors: Collection[str], powers: Collection[str]) -> Readings:
    """Read every known file of a folder, in its published or its long form.

    Parameters
    ----------
    folder : Path
        Where the files are; those in folders within it are not read.
    actors : collection of str
        ISO 3166 alpha-3 codes of the states and powers of the scenario.
    powers : collection of str
        Codes of the powers among them.

    Returns
    -------
    Readings
        The figures of the actors.

    Raises
    ------
    DataError
        If there is no folder or no known file in it, or if anything is wrong with a known file.
    """
    gathered = _Gathered(Cast(frozenset(actors), frozenset(powers)))
    for path in _tables(folder):
        gathered.add(path)
    if not gathered.files and not gathered.problems:
        known = ", ".join(source.example for source in SOURCES)
        gathered.problems.append(Problem(str(folder), 0, 0, f"no file here is known; put some there, such as {known}"))
    if gathered.problems:
        raise DataError(gathered.problems)
    values, dropped = settle(gathered.values, gathered.cast)
    return Readings(values, gathered.files, tuple(gathered.unused), (*gathered.dropped, *dropped))


def _tables(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in _TABLES)
    except OSError as error:
        reason = f"no folder that can be read ({error.strerror}); give the folder that holds the data files"
        raise DataError([Problem(str(folder), 0, 0, reason)]) from None


def _source(name: str) -> Source | None:
    """Find the reader for a file by its name."""
    return next((source for source in SOURCES if re.match(source.pattern, name.lower())), None)
