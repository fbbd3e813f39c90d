"""The dated story: joining rows of the log, choosing what is told."""

from types import SimpleNamespace
from typing import Any

import pytest
from greatgame.analysis.timeline import moves, tell_events, tell_moves

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


def row(start: str, end: str, before: float, after: float, **drivers: float) -> dict[str, Any]:
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
        **{f"driver_{name}": value for name, value in drivers.items()},
    }


def event(date: str, kind: str, actor: str, target: str = "", what: str = "", source: str = "") -> dict[str, Any]:
    return {"date": date, "kind": kind, "actor": actor, "target": target, "what": what, "source": source}


def test_rows_that_continue_each_other_are_one_move() -> None:
    (move,) = moves(
        [
            row("2001-01", "2001-03", 0.1, 0.16, offer=0.04, fear=0.02),
            row("2001-03", "2001-04", 0.16, 0.26, offer=0.07, fear=0.03),
        ]
    )
    assert (move.start, move.end, move.date) == ("2001-01", "2001-04", "2001-04")
    assert move.change == pytest.approx(0.16)
    assert sum(move.drivers.values()) == pytest.approx(move.change)


@pytest.mark.parametrize(
    "second",
    [
        row("2001-03", "2001-05", 0.16, 0.1, offer=-0.06),  # turns back
        row("2001-04", "2001-05", 0.16, 0.22, offer=0.06),  # does not continue
        row("2001-03", "2003-05", 0.16, 0.22, offer=0.06),  # too slow to belong to it
    ],
)
def test_other_rows_start_a_new_move(second: dict[str, Any]) -> None:
    assert len(moves([row("2001-01", "2001-03", 0.1, 0.16, offer=0.06), second])) == 2


def test_the_leading_drivers_push_and_the_hardest_brake_is_named() -> None:
    (move,) = moves([row("2001-01", "2001-03", 0.4, 0.1, offer=-0.3, fear=-0.1, old=0.1, noise=0.0)])
    assert move.leading() == [("offer", -0.3), ("fear", -0.1), ("old", 0.1)]


def test_only_the_largest_moves_are_told_in_words_and_numbers() -> None:
    found = moves(
        [
            row("2001-01", "2001-03", 0.1, 0.4, offer=0.3),
            {**row("2001-01", "2001-03", 0.1, 0.2, offer=0.1), "state": "BBB"},
        ]
    )
    entries, told = tell_moves(SCENARIO, found, most=1)
    assert [move.state for move in told] == ["AAA"]
    assert entries[0].text == "Aland, arms: Pland 0.10 -> 0.40 (+0.30), 2001-01 to 2001-03"
    assert entries[0].below == "offer +0.30"


def test_events_alike_in_one_month_are_told_together() -> None:
    entries = tell_events(
        SCENARIO,
        [
            event("2001-02", "accession", "AAA", "III"),
            event("2001-02", "accession", "BBB", "III"),
            event("2001-03", "base granted", "AAA", "PPP"),
        ],
    )
    assert [entry.text for entry in entries] == ["Aland, Beland: The Pact", "Aland grants bases to Pland"]


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
    assert [(entry.date, entry.text) for entry in entries] == [("2001-05", "Pland: to put up with QQQ")]
