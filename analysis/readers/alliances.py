"""Alliances: how many kinds of obligation bind a state and a power, 0 to 5.

Source: Leeds, Ritter, Mitchell & Long 2002, International Interactions 28(3); Alliance Treaty Obligations and
Provisions, version 5.1, http://www.atopdata.org. Published form: the dyad-years, `atop5_1dy.csv`. The kinds are
defence, offence, neutrality, non-aggression and consultation.
"""

from collections.abc import Iterator

from .cast import Cast, Reading, Source
from .countries import of_number
from .long import Figure, LongForm, long_rows
from .table import Range, Sheet

_KINDS = ("defense", "offense", "neutral", "nonagg", "consul")

_YES_NO = Range("0 or 1", 0, 1, whole=True)

_LONG = LongForm(used={f"atop_{kind}": Figure(_YES_NO) for kind in _KINDS}, undirected=True)


def _long(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    bonds: dict[tuple[str, str, int], list[float]] = {}
    lines: dict[tuple[str, str, int], int] = {}
    for row in long_rows(sheet, _LONG, cast):
        if pair := cast.pair(row.state, row.other):
            bonds.setdefault((*pair, row.year), []).append(row.value)
            lines[*pair, row.year] = row.line
    for (state, power, year), values in bonds.items():
        line = lines[state, power, year]
        if len(values) == len(_KINDS):
            yield Reading("alliance", state, power, year, sum(values), line)
        else:
            sheet.complaints.add(
                line, f"{len(values)} of {len(_KINDS)} obligations of {state} and {power} in {year}; add the others"
            )


def _published(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    places = sheet.columns("mem1", "mem2", "year", *_KINDS)
    for line, cells in sheet.rows():
        one, two, period, *bonds = (cells[place] for place in places)
        pair = cast.pair(of_number(one), of_number(two))
        if pair is None:
            continue
        year = sheet.year(line, period)
        values = [sheet.published(line, kind, bond, _YES_NO) for kind, bond in zip(_KINDS, bonds, strict=True)]
        known = [value for value in values if value is not None]
        if year is not None and len(known) == len(_KINDS):
            yield Reading("alliance", *pair, year, sum(known), line)


ATOP = Source("ATOP alliances", "atop_alliances.csv", r"atop_alliances|atop.*dy\.csv$", _long, _published)
