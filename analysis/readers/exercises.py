"""Joint military exercises.

Source: D'Orazio & Galambos 2021, Multinational Military Exercises. Published form: `mme_v7.csv`, one row for each
exercise with the names of those who took part in the columns StateA to StateAM. An exercise counts in the year in
which it begins.
"""

import re
from collections.abc import Iterator

from .cast import Cast, Reading, Source
from .countries import of_name
from .long import Figure, LongForm, long_rows
from .table import COUNT, Sheet

_LONG = LongForm(
    used={"n_exercises": Figure(COUNT, "ANY", countries=False), "n_exercises_with": Figure(COUNT)},
)


def _long(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    for row in long_rows(sheet, _LONG, cast):
        if row.variable == "n_exercises":
            if cast.is_small(row.state):
                yield Reading("exercises_total", row.state, "", row.year, row.value, row.line)
        elif cast.towards(row.state, row.other):
            yield Reading("exercises", row.state, row.other, row.year, row.value, row.line)


def _published(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    names = [name for name in sheet.header if re.fullmatch("State[A-Z]{1,2}", name)]
    number, period, *slots = sheet.columns("MMEID", "s.year", "StateA", "StateB", *names)
    held: dict[tuple[str, str, int], set[str]] = {}
    last = 1
    for line, cells in sheet.rows():
        exercise, begin = cells[number], cells[period]
        present = {of_name(cells[slot]) for slot in slots}
        states = [state for state in present if cast.is_small(state)]
        if not states:
            continue
        year = sheet.year(line, begin)
        if year is None:
            continue
        last = line
        for state in states:
            for power in ("", *(cast.powers & present)):
                held.setdefault((state, power, year), set()).add(exercise)
    for (state, power, year), exercises in held.items():
        variable = "exercises" if power else "exercises_total"
        yield Reading(variable, state, power, year, len(exercises), last)


EXERCISES = Source(
    "Multinational Military Exercises", "military_exercises.csv", r"military_exercises\.|mme", _long, _published
)
