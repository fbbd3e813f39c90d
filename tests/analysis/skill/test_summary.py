"""Rows of skill, coverage and reliability, by hand."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from greatgame.analysis.hindcast_tables import number
from greatgame.analysis.observations import Series
from greatgame.analysis.skill.bodies import Event, Membership
from greatgame.analysis.skill.forecast import Case
from greatgame.analysis.skill.forecasters import BASELINES
from greatgame.analysis.skill.link import Link, Scatter
from greatgame.analysis.skill.scores import Scored, Skill
from greatgame.analysis.skill.study import Entry, Judged
from greatgame.analysis.skill.summary import Bin, Row, coverage, reliability, rows

from .made_up import leaning, seen

NAMES = ("model", "word", *BASELINES)

TRADE_A, TRADE_B = (leaning("trade", state, {1990: 0.5, 1991: 0.5, 1992: 0.5}) for state in "AB")
VOTES_A = leaning("votes", "A", {1990: 0.5, 1991: 0.5, 1992: 0.5})
AID_A = seen("aid", "A", "X", {1990: 0.0, 1991: 0.0, 1992: 0.0})


def entry(
    series: Series,
    model: float | None,
    persistence: float = 1.0,
    *,
    word: float = 2.0,
    others: float = 4.0,
    loading: float = 0.0,
    changed: bool = False,
    place: Sequence[float] = (0.5,),
    leads: Sequence[tuple[float, bool]] = (),
    ranked: bool = True,
) -> Entry:
    """One case in which all scores of a forecaster are this number; of ranks ten and a hundred times as much."""
    errors = {**dict.fromkeys(BASELINES, others), "model": model, "persistence": persistence, "word": word}

    def scored(error: float) -> Scored:
        ranks = (10 * error, 100 * error) if ranked else (None, None)
        return Scored(error, *ranks, np.array(place), None, tuple(leads))

    links = {name: Link(loading if name == "model" else 7.0, Scatter(0.0, 0.0)) for name in NAMES}
    scores = {name: scored(float(errors[name] or 0.0)) for name in NAMES}
    return Entry(Case(series, 1990, 1990, 1991), changed, scores, links)


def judged(*entries: Entry, events: Sequence[Event] = ()) -> Judged:
    return Judged({}, entries, tuple(events))


def table(*entries: Entry, events: Sequence[Event] = ()) -> dict[tuple[str, str, str], Row]:
    return {(row.section, row.what, row.series): row for row in rows(judged(*entries, events=events), 0)}


def event(
    state: str, chances: Mapping[str, float], *, happened: bool, was: bool = False, body: str = "LEA", year: int = 1991
) -> Event:
    return Event(Membership(body, state, {1990: was, year: happened}), 1990, year, happened, chances)


def alike(chance: float) -> dict[str, float]:
    return {"model": chance, "persistence": 0.5, "region": 0.75}


# ---- rows


def test_each_kind_has_a_row_and_under_it_each_of_its_series_and_then_all_together() -> None:
    found = rows(judged(entry(AID_A, 1.0), entry(TRADE_A, 1.0), entry(TRADE_B, 1.0), entry(VOTES_A, 1.0)), 0)
    assert [(row.what, row.series, row.cases) for row in found if row.section == "shares"] == [
        ("votes", "", 1),
        ("votes", "A X Y", 1),
        ("trade", "", 2),
        ("trade", "A X Y", 1),
        ("trade", "B X Y", 1),
        ("aid", "", 1),
        ("aid", "A X", 1),
        ("all", "", 3),
    ]


def test_every_series_counts_the_same_however_many_cases_it_has() -> None:
    # A has 1 and 3, so 2 in the mean, against 4; B has 6 against 12: 4 against 8.
    found = table(entry(TRADE_A, 1.0, 4.0), entry(TRADE_A, 3.0, 4.0), entry(TRADE_B, 6.0, 12.0))
    row = found["shares", "trade", ""]
    assert row.cases == 3
    assert row.error == pytest.approx(4.0)
    assert row.main.value == pytest.approx(0.5)


def test_a_state_that_two_kinds_show_is_two_series() -> None:
    # Trade 1 and 1, votes 4: 2.5, not 2.
    found = table(entry(TRADE_A, 1.0), entry(TRADE_A, 1.0), entry(VOTES_A, 4.0))
    assert found["shares", "all", ""].error == pytest.approx(2.5)


def test_skill_is_against_each_baseline() -> None:
    skills = table(entry(TRADE_A, 2.0, 1.0, others=8.0))["shares", "trade", ""].skills
    assert {name: skill.value for name, skill in skills.items()} == {
        "persistence": -1.0,
        **dict.fromkeys(("trend", "region", "interests", "causes"), 0.75),
    }


def test_the_model_at_its_word_is_held_against_persistence() -> None:
    word = table(entry(TRADE_A, 2.0, 4.0, word=1.0, others=8.0))["shares", "trade", ""].word
    assert word is not None
    assert word.value == pytest.approx(0.75)


def test_the_loading_is_the_mean_of_the_models() -> None:
    found = table(
        entry(TRADE_A, 1.0, loading=0.25), entry(TRADE_A, 1.0, loading=0.75), entry(TRADE_B, 1.0, loading=2.0)
    )
    assert found["shares", "trade", ""].loading == pytest.approx(1.0)
    assert found["shares", "trade", "A X Y"].loading == pytest.approx(0.5)


def test_amounts_have_another_unit_and_are_left_out_of_all() -> None:
    found = table(entry(TRADE_A, 1.0), entry(AID_A, 100.0, changed=True), entry(VOTES_A, 3.0, changed=True))
    assert found["shares", "all", ""].error == pytest.approx(2.0)
    assert found["changed", "all", ""].error == pytest.approx(3.0)
    assert found["shares", "aid", ""].error == 100.0


def test_amounts_alone_are_not_all() -> None:
    assert {key[1] for key in table(entry(AID_A, 1.0, changed=True))} == {"aid"}


def test_what_moved_is_told_apart() -> None:
    found = table(entry(TRADE_A, 1.0), entry(TRADE_A, 3.0, changed=True), entry(TRADE_B, 5.0, changed=True))
    row = found["changed", "all", ""]
    assert (row.cases, row.error) == (2, pytest.approx(4.0))
    assert not any(key[0] == "changed" for key in table(entry(TRADE_A, 1.0)))


@pytest.mark.parametrize(("section", "times"), [("leader", 10.0), ("rank", 100.0)])
def test_ranks_are_scored_where_powers_are_not_level(section: str, times: float) -> None:
    found = table(entry(TRADE_A, 1.0, 4.0), entry(TRADE_A, 5.0, ranked=False), entry(VOTES_A, 3.0, 4.0))
    row = found[section, "all", ""]
    assert (row.cases, row.error) == (2, pytest.approx(2.0 * times))
    assert row.main.value == pytest.approx(0.5)
    assert not any(key[0] == section for key in table(entry(TRADE_A, 1.0, ranked=False)))


# ---- memberships


def test_memberships_are_scored_by_the_square_of_what_is_wrong() -> None:
    # A: (1 - .5)^2 = .25 and (1 - .9)^2 = .01, .13 in the mean; B: .3^2 = .09. Persistence has .25 throughout.
    events = [
        event("A", alike(0.5), happened=True),
        event("A", alike(0.9), happened=True),
        event("B", alike(0.3), happened=False),
    ]
    row = table(events=events)["membership", "LEA", ""]
    assert (row.cases, row.error) == (3, pytest.approx(0.11))
    # The region has .0625 twice in A and .5625 in B: .3125.
    assert {name: skill.value for name, skill in row.skills.items()} == {
        "persistence": pytest.approx(1 - 0.11 / 0.25),
        "region": pytest.approx(1 - 0.11 / 0.3125),
    }
    assert (row.word, row.loading) == (None, None)


def test_each_body_has_a_row_and_all_together_where_there_are_several() -> None:
    league, union = event("A", alike(0.5), happened=True), event("A", alike(0.9), happened=True, body="UNI")
    assert [key[1] for key in table(events=[union])] == ["UNI"]
    found = table(events=[union, league, league])
    assert [(key[1], row.cases) for key, row in found.items()] == [("UNI", 1), ("LEA", 2), ("all", 3)]
    # A state is in each body by itself, and counts once for each.
    assert found["membership", "all", ""].error == pytest.approx((0.25 + 0.01) / 2)


@pytest.mark.parametrize(("joined", "known"), [(4, True), (3, False)])
def test_where_hardly_anybody_joined_there_is_no_verdict(joined: int, known: bool) -> None:
    events = [event(state, alike(0.8), happened=place < joined) for place, state in enumerate("ABCDE")]
    events += [event("A", alike(0.8), happened=True, year=1992)]
    assert np.isfinite(table(events=events)["membership", "LEA", ""].main.low) == known


# ---- coverage


def test_coverage_is_the_share_within_the_middle_by_hand() -> None:
    # The middle half is .25 to .75, the middle nine tenths .05 to .95, ends counted.
    places = (0.5, 0.25, 0.24, 0.75, 0.04, 0.94, 0.96, 0.0)
    [trade, all_] = coverage(judged(entry(TRADE_A, 1.0, place=places[:3]), entry(TRADE_B, 1.0, place=places[3:])))
    assert (trade.what, trade.half, trade.nine) == ("trade", 3 / 8, 5 / 8)
    assert trade.places.tolist() == list(places)
    assert (all_.what, all_.half, all_.nine) == ("all", 3 / 8, 5 / 8)


def test_coverage_is_told_kind_by_kind_and_for_all() -> None:
    found = coverage(judged(entry(AID_A, 1.0, place=[0.5]), entry(VOTES_A, 1.0, place=[0.5, 0.99, 0.01])))
    assert [(own.what, own.half) for own in found] == [("votes", 1 / 3), ("aid", 1.0), ("all", 0.5)]


# ---- reliability


def test_probabilities_are_sorted_by_size_and_compared_with_what_happened() -> None:
    leads = [(0.1, False), (0.15, True), (0.2, False), (0.3, True), (0.95, True), (1.0, True)]
    found = reliability(judged(entry(TRADE_A, 1.0, leads=leads[:3]), entry(TRADE_B, 1.0, leads=leads[3:])))
    assert list(found) == ["leader"]
    expected = [Bin(0.125, 0.5, 2), Bin(0.25, 0.5, 2), Bin(0.975, 1.0, 2)]
    for own, by_hand in zip(found["leader"], expected, strict=True):
        assert (own.said, own.happened, own.count) == pytest.approx((by_hand.said, by_hand.happened, by_hand.count))


def test_memberships_have_probabilities_too() -> None:
    events = [event("A", alike(0.5), happened=True), event("B", alike(0.7), happened=False)]
    found = reliability(judged(entry(AID_A, 1.0), events=events))
    assert list(found) == ["membership"]
    assert [(own.said, own.happened, own.count) for own in found["membership"]] == [(0.5, 1.0, 1), (0.7, 0.0, 1)]


@pytest.mark.parametrize(
    ("loading", "low", "high", "verdict"),
    [
        (0.04, -0.1, 0.1, "silent"),
        (0.05, -0.1, 0.1, "no more"),
        (0.04, 0.1, 0.2, "better"),
        (0.04, -0.2, -0.1, "worse"),
        (0.04, np.nan, np.nan, "unknown"),
        (None, -0.1, 0.1, "no more"),
    ],
)
def test_a_forecast_without_movement_is_silent(loading: float | None, low: float, high: float, verdict: str) -> None:
    own = Row("shares", "votes", "", 5, 0.1, {"persistence": Skill(0.0, low, high)}, None, loading)
    assert own.verdict == verdict


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.123, "+.12"), (-0.004, "-.00"), (0.0, "0"), (-1.5, "-1.50"), (-10.5, "-10.50"), (1.0, "+1.00"), (np.nan, "-")],
)
def test_skill_is_written_with_its_sign_and_nothing_as_nothing(value: float, written: str) -> None:
    assert number(value) == written
