"""Votes in the UN General Assembly: ideal points, agreement, number of votes.

Source: Bailey, Strezhnev & Voeten 2017, Journal of Conflict Resolution 61(2), doi:10.1177/0022002715595700; Harvard
Dataverse, doi:10.7910/DVN/LEJUQZ. Published forms: `IdealpointestimatesAll_Jun2024.csv` (by session, which opens in
the year 1945 + session) and `IdealPointsJuly2025.tab` (by year); `AgreementScoresAll_Jun2024.csv`, which does not
tell the number of joint votes.
"""

from collections.abc import Iterator

from .cast import Cast, Reading, Source
from .countries import of_number
from .long import Figure, LongForm, long_rows
from .table import COUNT, LAST_YEAR, SHARE, Range, Sheet

PAIRWISE = "pairwise"
"""Kind of the agreement that fills the gaps of the agreement told with the ideal points."""

_FEWEST = 10
"""Joint votes below which a share says little."""

_HALF_INTERVAL = 1.645
"""Standard deviations between the middle and either end of a 90 % interval."""

_BEFORE_FIRST_SESSION = 1945

_SESSION = Range(
    f"a session from 1 to {LAST_YEAR - _BEFORE_FIRST_SESSION}", 1, LAST_YEAR - _BEFORE_FIRST_SESSION, whole=True
)

# All published ones lie within about 4 of zero
_POINT = Range("an ideal point from -20 to 20", -20, 20)
_DISTANCE = Range("a distance from 0 to 20", 0, 20)

_STATE = Figure(_POINT, "", countries=False)

_LONG = LongForm(
    used={
        "agreement": Figure(SHARE),
        "ideal_point_distance": Figure(_DISTANCE),
        # Checked, but not used: the distances tell what is needed of it
        "ideal_point": _STATE,
        "ideal_point_q05": _STATE,
        "ideal_point_q95": _STATE,
        "n_votes": Figure(COUNT, "", countries=False),
    },
)

_LONG_PAIRS = LongForm(used={"agree_share": Figure(SHARE), "n_joint_votes": Figure(COUNT)}, undirected=True)


def _long(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    low: dict[tuple[str, int], float] = {}
    high: dict[tuple[str, int], tuple[float, int]] = {}
    for row in long_rows(sheet, _LONG, cast):
        if row.variable == "n_votes":
            yield from _votes(cast, row.state, row.year, row.value, row.line)
        elif row.variable == "ideal_point_q05":
            low[row.state, row.year] = row.value
        elif row.variable == "ideal_point_q95":
            high[row.state, row.year] = row.value, row.line
        elif cast.towards(row.state, row.other):
            yield Reading(row.variable, row.state, row.other, row.year, row.value, row.line)
    for (state, year), (q95, line) in high.items():
        if (state, year) in low:
            yield from _deviation(sheet, cast, state, year, (low[state, year], q95), line)


def _published(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    when = "year" if sheet.has("year") else "session"
    places = sheet.columns("ccode", when, "IdealPointAll", "NVotesAll", "Q5%All", "Q95%All")
    points: dict[int, dict[str, tuple[float, int]]] = {}
    for line, cells in sheet.rows():
        number, period, point, votes, q05, q95 = (cells[place] for place in places)
        state = of_number(number)
        if state not in cast.actors:
            continue
        year = sheet.year(line, period) if when == "year" else _year_of_session(sheet, line, period)
        value = sheet.published(line, "IdealPointAll", point, _POINT)
        count = sheet.published(line, "NVotesAll", votes, COUNT)
        low = sheet.published(line, "Q5%All", q05, _POINT)
        high = sheet.published(line, "Q95%All", q95, _POINT)
        if year is None or value is None or count is None or low is None or high is None:
            continue
        if state in points.setdefault(year, {}):
            sheet.complaints.add(line, f"{state} {year} stands in line {points[year][state][1]} too; keep one row")
            continue
        points[year][state] = value, line
        yield from _votes(cast, state, year, count, line)
        yield from _deviation(sheet, cast, state, year, (low, high), line)
    for year, standing in points.items():
        for state, (value, line) in standing.items():
            for power in cast.powers & standing.keys() if cast.is_small(state) else ():
                distance = abs(value - standing[power][0])
                if distance in _DISTANCE:
                    yield Reading("ideal_point_distance", state, power, year, distance, line)
                else:
                    trouble = f"from {state} to {power} is {distance:g}, but should be {_DISTANCE.meaning}"
                    sheet.complaints.add(line, f"{trouble}; check IdealPointAll of both")


def _year_of_session(sheet: Sheet, line: int, text: str) -> int | None:
    session = sheet.number(line, "the session", text, _SESSION)
    return None if session is None else int(session) + _BEFORE_FIRST_SESSION


def _votes(cast: Cast, state: str, year: int, count: float, line: int) -> Iterator[Reading]:
    if state in cast.actors:
        yield Reading("votes", state, "", year, count, line)


def _deviation(
    sheet: Sheet, cast: Cast, state: str, year: int, ends: tuple[float, float], line: int
) -> Iterator[Reading]:
    if ends[0] > ends[1]:
        sheet.complaints.add(line, f"the interval of {state} {year} ends below its beginning; check the two quantiles")
    elif state in cast.actors:
        yield Reading("ideal_point_sd", state, "", year, (ends[1] - ends[0]) / 2 / _HALF_INTERVAL, line)


def _long_pairs(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    shares: dict[tuple[str, str, int], tuple[float, int]] = {}
    joint: dict[tuple[str, str, int], float] = {}
    for row in long_rows(sheet, _LONG_PAIRS, cast):
        if pair := cast.pair(row.state, row.other):
            if row.variable == "agree_share":
                shares[*pair, row.year] = row.value, row.line
            else:
                joint[*pair, row.year] = row.value
    for (state, power, year), (share, line) in shares.items():
        if joint.get((state, power, year), 0) >= _FEWEST:
            yield Reading("agreement", state, power, year, share, line, PAIRWISE)
        else:
            sheet.left_out[f"shares of fewer than {_FEWEST} joint votes"] += 1


def _published_pairs(sheet: Sheet, cast: Cast) -> Iterator[Reading]:
    places = sheet.columns("ccode1", "ccode2", "year", "agree")
    seen: dict[tuple[str, str, int], tuple[str, float]] = {}
    for line, cells in sheet.rows():
        one, two, period, agree = (cells[place] for place in places)
        pair = cast.pair(of_number(one), of_number(two))
        if pair is None:
            continue
        year = sheet.year(line, period)
        share = sheet.published(line, "agree", agree, SHARE)
        if year is None or share is None:
            continue
        # The release has each pair both ways round
        if seen.setdefault((*pair, year), (one, share)) != (two, share):
            yield Reading("agreement", *pair, year, share, line, PAIRWISE)


IDEAL_POINTS = Source(
    "UN General Assembly ideal points", "unga_ideal_points.csv", "unga_ideal|idealpoint", _long, _published
)
PAIRS = Source(
    "UN General Assembly agreement of pairs",
    "unga_pairwise_agreement.csv",
    "unga_pairwise|agreementscores",
    _long_pairs,
    _published_pairs,
)
