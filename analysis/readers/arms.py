"""Major arms delivered to a state, by supplier.

Source: SIPRI Arms Transfers Database, Stockholm International Peace Research Institute. Unit: million trend-indicator
values (TIV), a volume and no price. Published form: the importer/exporter TIV table of the imports of one recipient
as csv, whose lines above the table name the recipient ("TIV of arms exports to Kazakhstan, 1992-2003"), with one row
for each supplier, one column for each year, and a row of totals.
"""

import re
from collections.abc import Iterator

from .cast import Cast, Reading, Source
from .countries import of_name
from .long import Figure, LongForm, long_rows
from .table import LARGEST, Range, Sheet, plain, shown

_TIV = Range(f"a volume in million TIV from 0 to {LARGEST:g}", 0, LARGEST)

_LONG = LongForm(
    # Suppliers of the past or without a code stand by name, as do all together
    used={"sipri_tiv_musd1990": Figure(_TIV, "TOTAL|(?![A-Z]{3}$).+")},
)

_TITLE = re.compile(r"(?:exports to|imports (?:of|by|to)|imported by|recipient:)\s*([^,;\d]+)", re.IGNORECASE)

_HEADS = frozenset({"", "supplier", "exporter"})


def _long(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    for row in long_rows(sheet, _LONG, cast):
        yield from _deliveries(cast, row.state, row.other, row.year, row.value, row.line)


def _published(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    lines = iter([(1, sheet.header), *sheet.lines()])
    recipient, years = _head(sheet, lines)
    last = max(years, default=0)
    for row, cells in lines:
        if len(cells) <= last:
            sheet.complaints.add(row, f"{len(cells)} cells, but years up to cell {last + 1}; export the table anew")
            continue
        supplier = "TOTAL" if plain(cells[0]) == "total" else of_name(cells[0])
        for place, year in years.items():
            if cells[place]:
                value = sheet.number(row, f"{cells[0]} {year}", cells[place], _TIV)
                if value is not None:
                    yield from _deliveries(cast, recipient, supplier, year, value, row)


def _head(sheet: Sheet, lines: Iterator[tuple[int, list[str]]]) -> tuple[str, dict[int, int]]:
    """Read the lines up to the years: the recipient, and the years by their place in a row."""
    recipient = ""
    above: list[tuple[int, list[str]]] = []
    for line, cells in lines:
        if title := _TITLE.search(", ".join(cells)):
            recipient = _recipient(sheet, line, title[1].strip())
        heads = {place: cell for place, cell in enumerate(cells) if re.fullmatch("[12][0-9]{3}", cell)}
        if heads and plain(cells[0]) in _HEADS:
            break
        above.append((line, cells))
    else:
        for line, cells in above:
            sheet.expect_separator(line, cells)
        sheet.give_up(1, "no row with years above columns; export the TIV table of imports with a column for each year")
    if not recipient:
        sheet.give_up(1, "no line above the table names the recipient; keep the lines SIPRI writes there")
    if len(set(heads.values())) < len(heads):
        sheet.give_up(line, "a year stands twice above the columns; keep one column of each")
    return recipient, {place: year for place, head in heads.items() if (year := sheet.year(line, head)) is not None}


def _recipient(sheet: Sheet, line: int, name: str) -> str:
    code = of_name(name)
    if not code:
        sheet.give_up(line, f"the recipient {shown(name)} is no country of today; keep SIPRI's spelling")
    return code


def _deliveries(cast: Cast, state: str, supplier: str, year: int, value: float, line: int) -> Iterator[Reading]:
    if supplier == "TOTAL" and cast.is_small(state):
        yield Reading("arms_total", state, "", year, value, line)
    elif cast.towards(state, supplier):
        yield Reading("arms", state, supplier, year, value, line)


SIPRI = Source("SIPRI arms transfers", "sipri_arms_transfers.csv", "sipri|import-?export|tiv-import", _long, _published)
