"""Cooperation in the news: events between a state and a power, either way.

Source: Boschee, Lautenschlager, O'Brien, Shellman, Starz & Ward, ICEWS Coded Event Data, Harvard Dataverse,
doi:10.7910/DVN/28075. Published form: the tab separated lists of events by year (`events.2002.<date>.tab`). Root codes
01-05 of CAMEO are verbal and 06-08 material cooperation.
"""

from collections.abc import Iterator

from .cast import Cast, Reading, Source
from .countries import of_name
from .long import Figure, LongForm, long_rows
from .table import COUNT, Sheet, shown

_COOPERATION = Figure(COUNT)

_LONG = LongForm(
    used={"verbCoop": _COOPERATION, "matlCoop": _COOPERATION},
    passed={"verbConf", "matlConf"},
)

_LAST_COOPERATIVE_ROOT = 8
_LAST_ROOT = 20


def _long(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    events = _Tally()
    for row in long_rows(sheet, _LONG, cast):
        events.add(cast.pair(row.state, row.other), row.year, row.value, row.line)
    return events.readings()


def _published(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    events = _Tally()
    places = sheet.columns("Event Date", "Source Country", "CAMEO Code", "Target Country")
    for line, cells in sheet.rows():
        date, source, code, target = (cells[place] for place in places)
        pair = cast.pair(of_name(source), of_name(target))
        if pair is None:
            continue
        year = sheet.year(line, date.partition("-")[0])
        # A spreadsheet strips the zero in front of a code of three digits
        root = code.zfill(3)[:2]
        if not (code.isascii() and code.isdigit() and 1 <= int(root) <= _LAST_ROOT):
            sheet.complaints.add(line, f"the CAMEO code {shown(code)} is none; its first two digits should be 01 to 20")
        elif year is not None:
            events.add(pair, year, int(root) <= _LAST_COOPERATIVE_ROOT, line)
    return events.readings()


class _Tally:
    """Events by pair and year, with the last line that adds to them."""

    def __init__(self) -> None:
        self._events: dict[tuple[str, str, int], tuple[float, int]] = {}

    def add(self, pair: tuple[str, str] | None, year: int, number: float, line: int) -> None:
        """Count events of a pair; none for a pair that does not play."""
        if pair:
            before, _ = self._events.get((*pair, year), (0.0, 0))
            self._events[*pair, year] = before + number, line

    def readings(self) -> Iterator[Reading]:
        """Give the sums."""
        for (state, power, year), (number, line) in self._events.items():
            yield Reading("cooperation", state, power, year, number, line)


ICEWS = Source("ICEWS events", "icews_dyadic_events.csv", r"icews|events\..*\.tab$", _long, _published)
