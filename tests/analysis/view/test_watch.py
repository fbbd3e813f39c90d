"""A world that is watched is told as the run that it is, month by month."""

from greatgame.analysis.view.watch import Watch
from greatgame.model import GreatGame
from greatgame.runs import Run
from greatgame.scenarios import load

SCENARIO = load("us_entry_2001")


def watched(*looks: int) -> Watch:
    """Watch the main scenario, looking after so many months each time."""
    watch = Watch(SCENARIO, GreatGame(SCENARIO, seed=1))
    for months in looks:
        for _ in range(months):
            watch.game.step()
        watch.see()
    return watch


ALL = SCENARIO.inputs.months
WHOLE = watched(ALL)


def test_the_shifts_are_those_of_the_run(world: Run) -> None:
    expected = world.shifts().to_pylist()
    order = ("end", "state", "power", "domain")
    assert sorted(WHOLE.shifts, key=lambda row: [row[name] for name in order]) == sorted(
        expected, key=lambda row: [row[name] for name in order]
    )
    assert len(expected) > 50


def test_every_event_of_the_run_but_stances_is_told(world: Run) -> None:
    events = [row for row in world.events().to_pylist() if row["kind"] in {"base granted", "accession", "shock"}]
    told = [line.entry for line in WHOLE.log if line.entry.kind in {"base", "joins", "shock"}]
    assert {(row["date"], row["what"]) for row in events if row["kind"] == "shock"} == {
        (entry.date, entry.text.split(" (")[0]) for entry in told if entry.kind == "shock"
    }
    assert {row["date"] for row in events} == {entry.date for entry in told}


def test_it_does_not_matter_how_often_one_looks() -> None:
    assert watched(*[1] * ALL).log == WHOLE.log
    assert watched(60, 0, ALL - 60).log == WHOLE.log


def test_what_is_told_is_never_taken_back() -> None:
    early = watched(120).log
    assert WHOLE.log[: len(early)] == early


def test_nothing_is_told_before_it_is_known() -> None:
    watch = watched(100)
    assert max(line.date for line in watch.log) <= watch.date == "2000-04"
    assert [line.date for line in watch.log] == sorted(line.date for line in watch.log)


def test_within_a_month_shocks_come_first_and_shifts_last() -> None:
    told = [(line.date, {"shock": 0, "shift": 2}.get(line.entry.kind, 1)) for line in WHOLE.log]
    assert told == sorted(told)
    assert {rank for date, rank in told if date == "2001-09"} >= {0, 2}


def test_what_began_earlier_than_it_was_known_says_so() -> None:
    late = [line for line in WHOLE.log if line.entry.kind == "stance" and line.entry.settled > line.entry.date]
    assert late
    assert all(line.date == line.entry.settled and line.entry.text.endswith(line.entry.date) for line in late)


def test_a_shift_in_the_log_leads_to_its_row() -> None:
    lines = [line for line in WHOLE.log if line.shift is not None]
    assert len(lines) == len(WHOLE.shifts)
    for line in lines:
        row = WHOLE.shifts[line.shift or 0]
        assert line.date == row["end"]
        assert f" {row['before']:.2f} to {row['after']:.2f}".replace(" 0.", " .") in line.entry.text


def test_before_the_first_month_the_world_is_as_it_starts() -> None:
    watch = watched()
    assert watch.date == SCENARIO.start
    assert watch.series("alignment").shape == (1, *WHOLE.series("alignment").shape[1:])
    assert (watch.series("base")[0] == SCENARIO.inputs.constants["base_0"][..., 0]).all()
