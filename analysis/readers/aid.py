"""Aid of the United States: obligations, economic and military together.

Source: ForeignAssistance.gov. Unit: constant USD; a fiscal year is negative if more was taken back than promised.
Published form: `us_foreign_aid_complete.csv` of 2021 or later, with spaces or underscores in the names of its columns.
"""

import re
from collections.abc import Iterator

from .cast import Cast, Reading, Source
from .long import Figure, LongForm, long_rows
from .table import LARGEST, Range, Sheet

_GIVER = "USA"
_USD = Range(f"an amount in USD from {-LARGEST:g} to {LARGEST:g}", -LARGEST, LARGEST)

_LONG = LongForm(
    used={"us_aid_obligations_constant_usd": Figure(_USD)},
    passed={
        "us_aid_disbursements_constant_usd",
        "us_aid_disbursements_current__usd",
        "us_aid_obligations_current__usd",
    },
)


def _long(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    for row in long_rows(sheet, _LONG, cast):
        if cast.towards(row.state, row.other):
            yield Reading("aid", row.state, row.other, row.year, row.value, row.line)


def _published(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    places = sheet.columns("Country Code", "Fiscal Year", "Transaction Type Name", "Constant Dollar Amount")
    sums: dict[tuple[str, int], tuple[float, int]] = {}
    for line, cells in sheet.rows():
        state, period, transaction, text = (cells[place] for place in places)
        if transaction != "Obligations" or not cast.towards(state, _GIVER):
            continue
        # The fiscal year moved in 1976, which left a quarter over
        if re.fullmatch(r"\d{4}tq", period):
            sheet.left_out["the transition quarter is no year"] += 1
            continue
        year = sheet.year(line, period)
        value = sheet.published(line, "Constant Dollar Amount", text, _USD)
        if year is not None and value is not None:
            sums[state, year] = sums.get((state, year), (0.0, 0))[0] + value, line
    for (state, year), (value, line) in sums.items():
        yield Reading("aid", state, _GIVER, year, value, line)


AID = Source("US foreign aid", "us_foreign_aid.csv", "us_foreign_aid", _long, _published)
