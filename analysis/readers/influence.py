"""Formal Bilateral Influence Capacity (FBIC): what a power could bring to bear on a state.

Source: Moyer, Sweijs, Burrows & Van Manen 2018; Moyer, Meisel, Matthews, Bohl & Burrows 2021, Frederick S. Pardee
Center for International Futures, University of Denver. Published form: the table of directed pairs with `iso3a` (who
has influence), `iso3b` (on whom), `year` and `fbic`.
"""

from collections.abc import Iterator
from pathlib import PurePath

from .cast import Cast, Reading, Source
from .long import Figure, LongForm, long_rows
from .table import SHARE, Sheet

_LONG = LongForm(
    used={"fbic": Figure(SHARE, "WEST29|WEST42")},
    passed={
        "bandwidth",
        "bandwidth_sum",
        "economic_bandwidth",
        "economic_dependence",
        "fbic_sum",
        "political_bandwidth",
        "security_bandwidth",
        "security_dependence",
    },
)


def _long(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    for row in long_rows(sheet, _LONG, cast):
        if cast.towards(row.state, row.other):
            vintage = row.source or PurePath(sheet.name).stem
            yield from _influence(sheet, Reading("fbic", row.state, row.other, row.year, row.value, row.line, vintage))


def _published(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    places = sheet.columns("iso3a", "iso3b", "year", "fbic")
    vintage = PurePath(sheet.name).stem
    for line, cells in sheet.rows():
        power, state, period, text = (cells[place] for place in places)
        if not cast.towards(state, power):
            continue
        year = sheet.year(line, period)
        value = sheet.published(line, "fbic", text, SHARE)
        if year is not None and value is not None:
            yield from _influence(sheet, Reading("fbic", state, power, year, value, line, vintage))


def _influence(sheet: Sheet, reading: Reading) -> Iterator[Reading]:
    if reading.value:
        yield reading
    else:
        sheet.left_out["an influence of exactly zero stands for missing trade"] += 1


FBIC = Source("Formal Bilateral Influence Capacity", "fbic_influence.csv", "fbic", _long, _published)
