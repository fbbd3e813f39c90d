"""What differs between two results: on runs of a made-up world whose differences are known."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from greatgame.analysis.diff import paired, sections
from greatgame.analysis.diff_results import by_variable, chances, events, gap_of_arrays, shifts
from greatgame.analysis.failure import Failure
from greatgame.analysis.sides import Side, share, sides
from greatgame.runs import load as load_run
from greatgame.runs import read_record, run, write
from greatgame.runs.provenance import write_record
from greatgame.scenarios import load

from .batches import batch
from .conftest import BAY, Command

CALM = ["shocks.storm.strength=0"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diff")
    write(run(load(BAY), 1), folder / "stormy")
    write(run(load(BAY), 1), folder / "again")
    write(run(load(BAY, CALM), 1), folder / "calm")
    write(run(load(BAY), 2), folder / "other_seed")
    write(run(load(BAY, ["states.OAK.present=true", "end=1993-12"]), 1), folder / "oak")
    batch(folder / "both", load(BAY), load(BAY, CALM), runs=6, keep="summary")
    batch(folder / "many", load(BAY), runs=4)
    return folder


def pair(place: Path, one: str, two: str) -> tuple[Side, Side]:
    (first,), (second,) = sides([place / one]), sides([place / two])
    return first, second


def told(place: Path, one: str, two: str) -> dict[str, list[str]]:
    """The differences by section: lines, and rows of tables joined."""
    return {
        part.title: [*part.lines, *("|".join(row) for row in part.table[1:])]
        for part in sections(*pair(place, one, two))
        if part.number
    }


def test_the_same_world_does_not_differ(greatgame: Command, place: Path) -> None:
    assert told(place, "stormy", "again") == {}
    code, out, _ = greatgame("diff", place / "stormy", place / "again")
    assert code == 0
    assert "Nothing differs" in out


def test_a_shock_that_is_off_is_the_only_cause(greatgame: Command, place: Path) -> None:
    found = told(place, "stormy", "calm")
    assert found["Shocks"] == ["shocks.storm.strength: 0.5 -> 0"]
    assert not {"Parameters", "Scenario", "Worlds", "Computed with"} & set(found)
    code, out, _ = greatgame("diff", place / "stormy", place / "calm")
    assert code == 1
    titles = ["Shocks", "Files", "Results", "Events", "Shifts"]
    assert sorted(titles, key=out.index) == titles


def test_the_largest_difference_is_that_of_the_data(place: Path) -> None:
    found = dict(by_variable(*pair(place, "stormy", "calm")))
    for name in ("alignment", "engagement"):
        one, two = (load_run(place / folder, [name])[name] for folder in ("stormy", "calm"))
        gap = found[name]
        assert gap is not None
        assert gap.size == float(abs(one - two).max())
        assert gap.differing == int((one != two).sum())
        replication, month, state, power, domain = gap.where
        at = {"replication": int(replication), "time": month, "state": state, "power": power, "domain": domain}
        assert [float(values.sel(at).item()) for values in (one, two)] == [gap.before, gap.after]


def test_beside_the_largest_difference_stands_the_median_there(place: Path) -> None:
    one, two = sides([place / "both"])
    gap = dict(by_variable(one, two))["hedging"]
    assert gap is not None
    _, year, state = gap.where
    there = [side.yearly("hedging")["hedging"].sel(year=int(year), state=state) for side in (one, two)]
    assert gap.median == pytest.approx(float(np.median(np.abs(there[0].values - there[1].values))))
    assert gap.median < gap.size


def test_stances_are_words(place: Path) -> None:
    found = told(place, "stormy", "other_seed")["Results, the largest difference of each variable"]
    (stance,) = [row.split("|") for row in found if row.startswith("stance|")]
    assert {stance[3], stance[4]} < {"cooperate", "acquiesce", "resist"}


def test_parameters_and_scenario_are_told_apart_and_what_one_lacks_is_named_once(place: Path, tmp_path: Path) -> None:
    write(run(load(BAY, ["parameters.balance=9"]), 1), tmp_path / "balance")
    (balance,), (stormy, oak) = sides([tmp_path / "balance"]), pair(place, "stormy", "oak")
    found = {part.title: list(part.lines) for part in sections(stormy, balance)}
    assert [line.split(":")[0] for line in found["Parameters"]] == ["parameters.balance"]
    assert found["Shocks"] == found["Scenario"] == []
    found = {part.title: list(part.lines) for part in sections(stormy, oak)}
    assert any(line.startswith("end: ") for line in found["Scenario"])
    assert "state only in B: OAK" in found["Worlds"]


def test_what_only_one_has_leaves_the_rest_to_compare(place: Path) -> None:
    found = dict(by_variable(*pair(place, "stormy", "oak")))
    gap = found["alignment"]
    assert gap is not None
    assert gap.values == 4 * 12 * 2 * 2 * 2, "months to 1993 of the two states that both have"


def test_another_seed_is_said_to_be_other_noise(place: Path) -> None:
    found = list(sections(*pair(place, "stormy", "other_seed")))
    (worlds,) = [part for part in found if part.title == "Worlds"]
    assert worlds.lines[0].startswith("seed: 1 -> 2")
    (results,) = [part for part in found if part.title.startswith("Results")]
    assert any("not under the same noise" in note for note in results.notes)


def test_a_run_and_a_batch_share_replication_0(place: Path) -> None:
    stormy, many = pair(place, "stormy", "many")
    assert all(gap is None or gap.none for _, gap in by_variable(stormy, many))
    apart, moved = events(stormy, many), shifts(stormy, many)
    assert (apart.lost, apart.gained) == ([], [])
    assert moved is not None
    assert (moved.lost, moved.gained) == ([], [])
    assert apart.both > 0
    assert moved.both > 0


def test_without_months_yearly_means_are_compared(place: Path) -> None:
    one, two = sides([place / "both"])
    found = dict(by_variable(one, two))
    assert "hedging" in found
    yearly = [side.yearly("hedging")["hedging"] for side in (one, two)]
    gap = found["hedging"]
    assert gap is not None
    assert gap.size == float(abs(yearly[0] - yearly[1]).max())
    assert shifts(one, two) is None


def test_events_of_one_alone_are_counted_and_acts_have_their_probability(place: Path) -> None:
    one, two = sides([place / "both"])
    apart = events(one, two)
    assert [row[2] for row in apart.lost].count("shock") == 6, "the storm, in each world"
    assert not [row for row in apart.gained if row[2] == "shock"]
    for row in chances(one, two, share([one, two])):
        assert row.shares[0] != row.shares[1] or row.dates[0] != row.dates[1]
    assert chances(one, one, share([one])) == []


def test_versions_are_told_with_what_they_can_change(place: Path, tmp_path: Path) -> None:
    older = shutil.copytree(place / "stormy", tmp_path / "older")
    record = read_record(older)
    write_record(replace(record, libraries={**record.libraries, "numpy": "1.0", "pyarrow": "2.0"}), older)
    (one,), (two,) = sides([older]), sides([place / "stormy"])
    (part,) = [part for part in sections(one, two) if part.number]
    assert part.title == "Computed with"
    assert part.lines[0].startswith("numpy: 1.0 -> ")
    assert "(can change numbers: " in part.lines[0]
    assert "(changes bytes only: " in part.lines[1]


def test_a_file_that_is_gone_and_one_that_was_changed_are_named(place: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(place / "stormy", tmp_path / "copy")
    (copy / "shifts.csv").unlink()
    (copy / "events.csv").write_text("replication,date,kind,actor,target,what,source\n")
    (one,), (two,) = sides([place / "stormy"]), sides([copy])
    found = {part.title: list(part.lines) for part in sections(one, two)}
    assert found["Files"] == ["only in A: shifts.csv", "with other bytes, 1 of 3: events.csv"]
    assert found["Events that only one has"]


def test_scenarios_of_batches_are_paired_by_name(place: Path) -> None:
    both, stormy = sides([place / "both"]), sides([place / "stormy"])
    pairs, alone = paired(both, stormy)
    assert [(one.name, two.name) for one, two in pairs] == [("world", "world")]
    assert alone == ["Scenario only in A: world-2"]


def test_nothing_in_common_is_one_line_and_exit_2(greatgame: Command, place: Path, tmp_path: Path) -> None:
    both = sides([place / "both"])
    with pytest.raises(Failure, match="no scenario in common") as raised:
        paired(both, [replace(side, name=f"{side.name}_of_others") for side in both])
    assert raised.value.code == 2
    code, out, err = greatgame("diff", place / "both", tmp_path)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_short_by_default_and_whole_with_full(greatgame: Command, place: Path) -> None:
    _, short, _ = greatgame("diff", place / "stormy", place / "calm")
    _, full, _ = greatgame("diff", place / "stormy", place / "calm", "--full")
    assert "more: --full" in short
    assert "more: --full" not in full
    assert max(len(line) for line in short.splitlines() if str(place) not in line) <= 80
    assert len(full) > len(short)


class TestArrays:
    @staticmethod
    def array(values: list[list[float]], states: list[str]) -> xr.DataArray:
        coords = {"replication": range(len(values)), "state": states}
        return xr.DataArray(np.array(values), coords, ("replication", "state"), name="x")

    def test_cells_are_matched_by_label(self) -> None:
        one, two = self.array([[1, 2]], ["A", "B"]), self.array([[5, 2, 1.5]], ["C", "B", "A"])
        gap = gap_of_arrays(one, two)
        assert gap is not None
        assert (gap.values, gap.differing, gap.size, gap.where) == (2, 1, 0.5, ("0", "A"))

    def test_the_largest_is_found_whatever_is_read_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        one, two = self.array([[0.0], [0.0], [0.0]], ["A"]), self.array([[1.0], [3.0], [2.0]], ["A"])
        monkeypatch.setattr("greatgame.analysis.diff_results.AT_ONCE", 1)
        gap = gap_of_arrays(one, two)
        assert gap is not None
        assert (gap.values, gap.differing, gap.size, gap.where) == (3, 3, 3.0, ("1", "A"))

    def test_nothing_in_common_is_no_gap(self) -> None:
        assert gap_of_arrays(self.array([[1]], ["A"]), self.array([[1]], ["B"])) is None
