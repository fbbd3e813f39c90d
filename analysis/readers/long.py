"""The long form of a table: one value of one variable in each row."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ...scenarios.errors import remedy
from .cast import Cast
from .table import Range, Sheet, shown


@dataclass(frozen=True)
class Figure:
    """A variable of a long table.

    Attributes
    ----------
    span : Range
        What its values may be.
    beyond : str, optional
        Pattern of what may stand for the other country; the empty pattern if the figure is of the state alone.
    countries : bool
        Whether the code of a country may stand there.
    """

    span: Range
    beyond: str | None = None
    countries: bool = True


@dataclass(frozen=True)
class LongForm:
    """What a long table holds.

    Attributes
    ----------
    used : mapping of str to Figure
        The variables that are read; `word_*` is of all whose first word is that.
    passed : collection of str
        The other variables such a table is known to hold.
    undirected : bool
        Whether a row is of a pair whichever country comes first.
    """

    used: Mapping[str, Figure]
    passed: Collection[str] = ()
    undirected: bool = False

    def figure(self, variable: str) -> Figure | None:
        """Find the variable, if it is one that is read."""
        found = self.used.get(variable)
        if found is None:
            found = self.used.get(f"{variable.partition('_')[0]}_*")
        return found


class LongRow(NamedTuple):
    """A checked row: where, when, between whom, what, how much; `source` is empty without such a column."""

    line: int
    year: int
    state: str
    other: str
    variable: str
    value: float
    source: str


def long_rows(sheet: Sheet, form: LongForm, cast: Cast) -> Iterator[LongRow]:
    """Read the rows of the variables that are used, each key once.

    Parameters
    ----------
    sheet : Sheet
        A table with the columns `year, state, power|partner, variable, value` and perhaps `source`.
    form : LongForm
        Its variables.
    cast : Cast
        Who plays: their codes are known even if they are no countries.

    Raises
    ------
    UnusableError
        If a column is missing or there are both a power and a partner.
    """
    if sheet.has("power") and sheet.has("partner"):
        sheet.give_up(1, "there are both a column 'power' and a column 'partner'; keep the one of the other country")
    role = "partner" if sheet.has("partner") else "power"
    places = sheet.columns("year", "state", role, "variable", "value", *(["source"] if sheet.has("source") else []))
    first: dict[tuple[object, ...], int] = {}
    for line, cells in sheet.rows():
        year, state, other, variable, value, *source = (cells[place] for place in places)
        if variable in form.passed:
            continue
        figure = form.figure(variable)
        if figure is None:
            trouble = f"unknown variable {shown(variable)}, perhaps another unit"
            sheet.complaints.add(line, f"{trouble}; {remedy(variable, form.used)}")
            continue
        row = _checked(sheet, line, figure, role, cast, (year, state, other, variable, value, "".join(source)))
        if row is None:
            continue
        pair = tuple(sorted((state, other))) if form.undirected else (state, other)
        earlier = first.setdefault((row.year, pair, variable, row.source), line)
        if earlier != line:
            sheet.complaints.add(line, f"the same year, countries and variable as in line {earlier}; keep one row")
            continue
        yield row


def _checked(
    sheet: Sheet, line: int, figure: Figure, role: str, cast: Cast, cells: tuple[str, str, str, str, str, str]
) -> LongRow | None:
    """Check each cell, so that all problems of a row are told."""
    year, state, other, variable, value, source = cells
    when = sheet.year(line, year)
    amount = sheet.number(line, variable, value, figure.span)
    right = sheet.is_country(line, "the state", state, cast.actors)
    if not (figure.beyond is not None and re.fullmatch(figure.beyond, other)):
        if figure.countries:
            right &= sheet.is_country(line, f"the {role}", other, cast.actors)
        else:
            right = False
            wanted = repr(figure.beyond) if figure.beyond else "empty"
            sheet.complaints.add(line, f"the {role} of {variable} should be {wanted}, not {shown(other)}")
    if when is None or amount is None or not right:
        return None
    return LongRow(line, when, state, other, variable, amount, source)
