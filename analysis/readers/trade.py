"""Trade of a state with a power.

Source: UN Comtrade, also through package `penppml` and the World Bank's WITS. Unit: current USD; shares are of all
trade of the state. Published form: the csv Comtrade gives for download (`period`, `reporterISO`, `partnerISO`,
`flowCode`, `cmdCode`, `primaryValue`), of which the rows of all goods (TOTAL) are read; the shares need the rows of the
partner World (W00). What a state does not report is taken from the power's own report, mirrored.
"""

from collections.abc import Iterator

from .cast import Cast, Reading, Source
from .long import Figure, LongForm, long_rows
from .table import LARGEST, Range, Sheet

KINDS = (
    "yearly figures",
    "reported figures",
    "mirrored figures",
    "figures of every fourth year",
    "mirrored figures of every fourth year",
)
"""Series of trade that must not be mixed, the better ones first."""

_YEARLY, _REPORTED, _MIRRORED, _SPARSE, _SPARSE_MIRRORED = KINDS

_USD = Range(f"a value in USD from 0 to {LARGEST:g}", 0, LARGEST)
_PERCENT = Range("a share from 0 to 100 percent", 0, 100)

_WORLD = "W00"

_USED = {
    "exports_usd": ("exports", 1.0, _SPARSE),
    "imports_usd_mirror": ("imports", 1.0, _SPARSE_MIRRORED),
    "exports_thousand_usd": ("exports", 1000.0, _YEARLY),
    "imports_thousand_usd": ("imports", 1000.0, _YEARLY),
    "export_share_pct": ("export_share", 0.01, _YEARLY),
    "import_share_pct": ("import_share", 0.01, _YEARLY),
}
"""Canonical name, factor to its unit, and kind."""

_LONG = LongForm(
    used={name: Figure(_PERCENT if name.endswith("_pct") else _USD, "WORLD") for name in _USED},
    # Shares among the partners of the table, which are not all
    passed={"export_share", "import_share_mirror"},
)

_FLOWS = {"X": "exports", "M": "imports"}
_OTHER_SIDE = {"exports": "imports", "imports": "exports"}


def _long(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    for row in long_rows(sheet, _LONG, cast):
        if cast.towards(row.state, row.other):
            variable, factor, kind = _USED[row.variable]
            yield Reading(variable, row.state, row.other, row.year, row.value * factor, row.line, kind)


def _published(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    places = sheet.columns("period", "reporterISO", "partnerISO", "flowCode", "cmdCode", "primaryValue")
    reported: list[Reading] = []
    everything: dict[tuple[str, str, int], float] = {}
    for line, cells in sheet.rows():
        period, reporter, partner, flow, goods, text = (cells[place] for place in places)
        world = partner == _WORLD and cast.is_small(reporter)
        if goods != "TOTAL" or flow not in _FLOWS or not (world or cast.pair(reporter, partner)):
            continue
        year = sheet.year(line, period)
        value = sheet.number(line, "primaryValue", text, _USD)
        if year is None or value is None:
            continue
        variable = _FLOWS[flow]
        if world:
            everything[variable, reporter, year] = value
        elif cast.towards(reporter, partner):
            reported.append(Reading(variable, reporter, partner, year, value, line, _REPORTED))
        else:
            yield Reading(_OTHER_SIDE[variable], partner, reporter, year, value, line, _MIRRORED)
    yield from reported
    for reading in reported:
        total = everything.get((reading.variable, reading.state, reading.year))
        if total is not None:
            yield from _share(sheet, reading, total)


def _share(sheet: Sheet, part: Reading, total: float) -> Iterator[Reading]:
    if part.value > total:
        sheet.complaints.add(
            part.line, f"{part.variable} of {part.state} to or from {part.other} exceed those of the World; check both"
        )
    elif total:
        yield part._replace(variable=f"{part.variable.removesuffix('s')}_share", value=part.value / total)


COMTRADE = Source("trade", "trade_bilateral_quadrennial.csv", "trade(?!_totals)|comtrade", _long, _published)
