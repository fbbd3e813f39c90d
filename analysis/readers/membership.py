"""Membership in international organisations: 0 none, 1 full, 2 associate, 3 observer.

Source: Pevehouse, Nordstrom, McManus & Jamison 2020, Journal of Peace Research 57(3); Correlates of War, IGO data v3.
Published form: `state_year_formatv3.csv`, a column for each organisation, with -9 for missing and -1 where state or
organisation did not exist. The long form tells members only: an actor without a row is none in the years, first to
last, in which the organisation has members.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from .cast import Cast, Reading, Source
from .countries import of_number
from .long import Figure, LongForm, long_rows
from .table import Range, Sheet, plain

_LEVEL = Range("a level of membership: 0 none, 1 full, 2 associate or 3 observer", 0, 3, whole=True)
_CODED = Range("0 to 3, or -9 or -1 for missing", -9, 3, whole=True)
_UNKNOWN = -9

_LONG = LongForm(used={"igo_*": Figure(_LEVEL, "", countries=False)})

_ABOUT = frozenset({"ccode", "year", "state"})


@cache
def codes() -> Mapping[str, str]:
    """Give what the record calls bodies of the worlds that ship, by their id; the list is `bodies.yaml`."""
    text = Path(__file__).with_name("bodies.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, str]).validate_python(yaml.safe_load(text))


def _long(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    members = _Members()
    for row in long_rows(sheet, _LONG, cast):
        members.add(row.variable.removeprefix("igo_").lower(), row.state, row.year, row.value, row.line)
    return members.readings(cast)


def _published(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    number, period = sheet.columns("ccode", "year")
    bodies = [name for name in sheet.header if plain(name) not in {"", *_ABOUT}]
    codes = {place: sheet.header[place].lower() for place in sheet.columns(*bodies)}
    members = _Members()
    first: dict[tuple[str, int], int] = {}
    for line, cells in sheet.rows():
        year = sheet.year(line, cells[period])
        if year is None:
            continue
        state = of_number(cells[number]) or cells[number]
        earlier = first.setdefault((state, year), line)
        if earlier != line:
            sheet.complaints.add(line, f"{state} {year} stands in line {earlier} too; keep one row")
            continue
        for place, code in codes.items():
            # Most cells say so, and need no reading
            if cells[place] not in {"0", "-1"}:
                level = sheet.number(line, f"the level of {state} in {code}", cells[place], _CODED)
                if level is not None and level not in {0, -1}:
                    members.add(code, state, year, level, line)
    return members.readings(cast, sheet)


class _Members:
    """Levels by organisation."""

    def __init__(self) -> None:
        self._levels: dict[str, dict[tuple[str, int], tuple[float, int]]] = {}

    def add(self, code: str, state: str, year: int, level: float, line: int) -> None:
        """Note a level that is not none, or unknown."""
        self._levels.setdefault(code, {})[state, year] = level, line

    def readings(self, cast: Cast, sheet: Sheet | None = None) -> Iterator[Reading]:
        """Give the level of each actor in each year in which the organisation has members."""
        for code, levels in self._levels.items():
            years = [year for (_, year), (level, _) in levels.items() if level > 0]
            for state in sorted(cast.actors) if years else ():
                for year in range(min(years), max(years) + 1):
                    level, line = levels.get((state, year), (0.0, 1))
                    if level >= 0:
                        yield Reading(f"membership:{code}", state, "", year, level, line)
                    elif sheet:
                        sheet.left_out["the level is missing in the source"] += 1


IGO = Source(
    "memberships in organisations", "igo_membership.csv", "igo_membership|state_year_format", _long, _published
)
