"""The dated story: joining rows of the log, choosing what is told."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from greatgame.analysis.moves import LARGE, Move, Told, cuts_of, moves, tell
from greatgame.analysis.stances import HELD, WINDOW, Stance, lasting, stances
from greatgame.analysis.timeline import Timeline, tell_events, tell_move, tell_stances, timeline
from greatgame.runs import Run, run
from greatgame.scenarios import load

SCENARIO: Any = SimpleNamespace(
    start="2000-01",
    end="2005-12",
    tree={
        "states": {"AAA": {"title": "Aland"}, "BBB": {"title": "Beland"}},
        "powers": {"PPP": {"title": "Pland"}, "QQQ": {}},
        "institutions": {"III": {"title": "The Pact"}},
        "domains": {"arms": {"title": "Arms"}},
    },
)


def row(start: str, end: str, before: float, after: float) -> dict[str, Any]:
    return {
        "replication": 0,
        "start": start,
        "date": end,
        "end": end,
        "state": "AAA",
        "domain": "arms",
        "power": "PPP",
        "before": before,
        "after": after,
        "change": after - before,
    }


def event(date: str, kind: str, actor: str, target: str = "", what: str = "", source: str = "") -> dict[str, Any]:
    return {"date": date, "kind": kind, "actor": actor, "target": target, "what": what, "source": source}


def test_rows_that_continue_each_other_are_one_move() -> None:
    (move,) = moves(
        [
            row("2001-01", "2001-03", 0.1, 0.16),
            row("2001-03", "2001-04", 0.16, 0.26),
        ]
    )
    assert (move.start, move.end, move.date) == ("2001-01", "2001-04", "2001-04")
    assert move.change == pytest.approx(0.16)


@pytest.mark.parametrize(
    "second",
    [
        row("2001-03", "2001-05", 0.16, 0.1),  # turns back
        row("2001-04", "2001-05", 0.16, 0.22),  # does not continue
        row("2001-03", "2003-05", 0.16, 0.22),  # too slow to belong to it
    ],
)
def test_other_rows_start_a_new_move(second: dict[str, Any]) -> None:
    assert len(moves([row("2001-01", "2001-03", 0.1, 0.16), second])) == 2


def told(change: float, **drivers: float) -> Told:
    move = Move("AAA", "arms", "PPP", "2001-01", "2002-01", "2001-03", 0.5, 0.5 + change, abs(change), "2003-01")
    return Told(move, "2001-02", "2001-06", 0.5, 0.5 + change, drivers)


def test_the_leading_drivers_push_and_the_hardest_brake_is_named() -> None:
    found = told(-0.3, offer=-0.3, fear=-0.1, hope=-0.05, old=0.1, new=0.06, noise=0.0)
    assert found.leading() == [("offer", -0.3), ("fear", -0.1), ("old", 0.1)]


def test_without_a_brake_three_drivers_are_named_but_no_slight_one() -> None:
    assert told(0.3, offer=0.2, fear=0.1, hope=0.01).leading() == [("offer", 0.2), ("fear", 0.1)]


def test_a_move_is_told_in_words_and_numbers() -> None:
    entry = tell_move(SCENARIO, told(0.25, offer=0.3, old_ties=-0.05))
    assert (entry.date, entry.kind) == ("2001-03", "shift")
    assert entry.text == "Aland, arms: Pland 0.50 -> 0.75 (+0.25)"
    assert entry.below == "2001-02/2001-06: offer +0.30, old ties -0.05"


def test_a_move_goes_on_for_two_years_at_most() -> None:
    rows = [row(f"{2000 + k}-01", f"{2001 + k}-01", 0.1 + k / 10, 0.2 + k / 10) for k in range(5)]
    assert [(move.start, move.end) for move in moves(rows)] == [("2000-01", "2003-01"), ("2003-01", "2005-01")]


def test_a_move_is_cut_at_a_shock() -> None:
    rows = [row("2001-01", "2001-03", 0.1, 0.16), row("2001-03", "2001-06", 0.16, 0.26)]
    assert len(moves(rows, ["2001-03"])) == 1
    assert [move.end for move in moves(rows, ["2001-05"])] == ["2001-03", "2001-06"]


def test_moves_are_cut_at_the_first_shock_of_a_year_even_one_switched_off() -> None:
    dates = ("2001-09", "1999-08", "1999-02", "2000-05", "2000-08")
    shocks = {date: SimpleNamespace(date=date, strength=float(place)) for place, date in enumerate(dates)}
    scenario: Any = SimpleNamespace(shocks=shocks)
    assert cuts_of(scenario) == ["1999-02", "2000-05", "2001-09"]


@pytest.fixture(scope="module")
def story(world: Run) -> Timeline:
    return timeline(world)


def test_what_is_told_before_a_shock_does_not_depend_on_it(world: Run) -> None:
    other = run(load("no_september_11"), seed=world.seed)
    np.testing.assert_array_equal(world.history["alignment"][:116], other.history["alignment"][:116])
    before = [
        {entry for entry in timeline(which).entries if max(entry.date, entry.settled) < "2001-09"}
        for which in (world, other)
    ]
    assert before[0] == before[1]
    assert {entry.kind for entry in before[0]} >= {"shock", "shift", "stance", "joins"}


def test_the_account_of_a_told_move_sums_to_it(world: Run) -> None:
    for found in tell(world, moves(world.shifts().to_pylist())):
        assert sum(found.drivers.values()) == pytest.approx(found.change, abs=1e-9)
        assert found.move.start <= found.first < found.last <= found.move.end


def test_the_timeline_tells_every_shock_in_order_and_counts_what_it_leaves_out(world: Run, story: Timeline) -> None:
    assert [entry.date for entry in story.entries] == sorted(entry.date for entry in story.entries)
    shocks = [shock.date for shock in world.scenario.shocks.values() if shock.strength > 0]
    assert [entry.date for entry in story.entries if entry.kind == "shock"] == sorted(shocks)
    assert len(story.told) + story.smaller == len(moves(world.shifts().to_pylist(), cuts_of(world.scenario)))
    assert all(abs(told.change) >= LARGE for told in story.told)
    changes = sum(event["kind"] == "stance" for event in world.events().to_pylist())
    assert len(stances(world.scenario, world.history)[1]) + story.flicker == changes
    assert len(story.entries) < 100


def test_events_alike_in_one_month_are_told_together() -> None:
    entries = tell_events(
        SCENARIO,
        [
            event("2001-02", "accession", "AAA", "III"),
            event("2001-02", "accession", "BBB", "III"),
            event("2001-03", "base granted", "AAA", "PPP"),
        ],
    )
    assert [entry.text for entry in entries] == ["Aland, Beland: III", "Aland: base or access for Pland"]


def test_a_shock_is_told_with_its_source() -> None:
    (entry,) = tell_events(SCENARIO, [event("2001-02", "shock", "flood", what="A flood", source="record")])
    assert (entry.kind, entry.text) == ("shock", "A flood (record)")


def series(text: str) -> Any:
    return np.array(["CAR".index(letter) for letter in text])


def test_a_stance_is_told_from_its_beginning_once_it_has_held() -> None:
    assert lasting(series("C" * 5 + "R" * HELD), []) == [(2, 5, 5 + HELD - 1)]
    assert lasting(series("C" * 5 + "R" * (HELD - 1)), []) == []
    assert lasting(series("C" * 5 + "RRAR" + "R" * (HELD - 3)), []) == [(2, 5, 5 + HELD)]


def test_a_stance_that_a_shock_brought_is_told_sooner() -> None:
    assert lasting(series("R" * 20 + "A" * 6 + "R" * 6), [20]) == [(1, 20, 25), (2, 26, 31)][:1]
    assert lasting(series("R" * 20 + "A" * 5 + "R" * 6), [20]) == []
    assert lasting(series("R" * 24 + "A" * 6 + "R" * 6), [20]) == []


def test_a_stance_told_does_not_stand_long_after_its_end() -> None:
    mixed = "R" * 20 + "ACA" * (WINDOW // 3)
    assert lasting(series(mixed), []) == [(1, 20, 20 + WINDOW - 1)]


def test_stances_are_settled_by_the_past() -> None:
    drawn = np.random.default_rng(1).integers(0, 3, 20).repeat(np.arange(1, 21))
    whole = lasting(drawn, [30, 90])
    assert len(whole) > 2
    for end in range(1, len(drawn)):
        assert lasting(drawn[:end], [30, 90]) == [told for told in whole if told[2] < end]


def test_stances_are_told_in_words() -> None:
    first = [Stance("PPP", "QQQ", 2, 0, 0), Stance("QQQ", "PPP", 0, 0, 0)]
    entries = tell_stances(SCENARIO, first, [Stance("PPP", "QQQ", 1, 5, 12)])
    assert [(entry.date, entry.text, entry.settled) for entry in entries] == [
        ("2000-01", "at the start Pland resists QQQ; QQQ cooperates with Pland", ""),
        ("2000-06", "Pland: puts up with QQQ", "2001-01"),
    ]


def test_a_body_that_begins_as_an_organisation_is_told_once() -> None:
    same = [
        event("2001-02", "founding", "III", what="founded"),
        event("2001-02", "founding", "III", what="organisation"),
    ]
    assert [entry.text for entry in tell_events(SCENARIO, same)] == ["The Pact (III)"]
    later = [same[0], {**same[1], "date": "2003-02"}]
    assert [entry.kind for entry in tell_events(SCENARIO, later)] == ["founded", "opens"]
