"""The dated story: joining rows of the log, choosing what is told."""

from types import SimpleNamespace
from typing import Any

import pytest

from greatgame.analysis.timeline import Move, Told, moves, tell, tell_events, tell_move, timeline
from greatgame.runs import Run

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
    move = Move("AAA", "arms", "PPP", "2001-01", "2002-01", "2001-03", 0.5, 0.5 + change, abs(change))
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
    assert entry.below == "2001-02 to 2001-06: offer +0.30, old ties -0.05"


def test_the_account_of_a_told_move_sums_to_it(world: Run) -> None:
    for found in tell(world, moves(world.shifts().to_pylist())):
        assert sum(found.drivers.values()) == pytest.approx(found.change, abs=1e-9)
        assert found.move.start <= found.first < found.last <= found.move.end


def test_the_timeline_tells_every_shock_in_order_and_counts_what_it_leaves_out(world: Run) -> None:
    entries, found, left = timeline(world)
    assert [entry.date for entry in entries] == sorted(entry.date for entry in entries)
    shocks = [shock.date for shock in world.scenario.shocks.values() if shock.strength > 0]
    assert [entry.date for entry in entries if entry.kind == "shock"] == sorted(shocks)
    assert len(found) + left == len(moves(world.shifts().to_pylist()))
    assert len(entries) < 120


def test_events_alike_in_one_month_are_told_together() -> None:
    entries = tell_events(
        SCENARIO,
        [
            event("2001-02", "accession", "AAA", "III"),
            event("2001-02", "accession", "BBB", "III"),
            event("2001-03", "base granted", "AAA", "PPP"),
        ],
    )
    assert [entry.text for entry in entries] == ["Aland, Beland: III", "Aland: base for Pland"]


def test_a_shock_is_told_with_its_source() -> None:
    (entry,) = tell_events(SCENARIO, [event("2001-02", "shock", "flood", what="A flood", source="record")])
    assert (entry.kind, entry.text) == ("shock", "A flood (record)")


def test_stances_that_do_not_last_are_left_out() -> None:
    entries = tell_events(
        SCENARIO,
        [
            event("2001-02", "stance", "PPP", "QQQ", "resist"),
            event("2001-05", "stance", "PPP", "QQQ", "acquiesce"),
            event("2003-05", "stance", "PPP", "QQQ", "resist"),
            event("2003-07", "stance", "PPP", "QQQ", "acquiesce"),
        ],
    )
    assert [(entry.date, entry.text) for entry in entries] == [("2001-05", "Pland: puts up with QQQ")]


def test_a_body_that_begins_as_an_organisation_is_told_once() -> None:
    same = [
        event("2001-02", "founding", "III", what="founded"),
        event("2001-02", "founding", "III", what="organisation"),
    ]
    assert [entry.text for entry in tell_events(SCENARIO, same)] == ["The Pact (III)"]
    later = [same[0], {**same[1], "date": "2003-02"}]
    assert [entry.kind for entry in tell_events(SCENARIO, later)] == ["founded", "opens"]
