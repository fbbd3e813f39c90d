"""Replay: the same again, and what differs."""

import errno
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from greatgame.analysis.summary import write_summary
from greatgame.runs import StoreError, load, read_record, replay, run, write
from greatgame.runs.provenance import write_record
from greatgame.scenarios import Scenario
from greatgame.scenarios import load as load_scenario


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """A short one: every test here runs it again."""
    return load_scenario(Path(__file__).parents[1] / "second_region.yaml", ["start=1803-01", "end=1804-12"])


@pytest.fixture(scope="module")
def folder(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run; for reading only."""
    return write(run(scenario, seed=3), tmp_path_factory.mktemp("rerun") / "run", extra=write_summary)


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(folder, tmp_path / "copy")


def edit(folder: Path, **changes: Any) -> None:
    file = folder / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | changes))


def test_a_run_replays(folder: Path) -> None:
    found = replay(folder, extra=write_summary)
    assert found.agrees
    assert found.differing == found.changed == found.environment == ()
    assert set(found.repeated) == {path.name for path in folder.iterdir()} - {"run.json"}


def test_without_the_extra_files_their_hash_is_checked(copy: Path) -> None:
    (copy / "summary.csv").write_text("x")
    found = replay(copy)
    assert found.differing == found.changed == ("summary.csv",)
    assert "summary.csv" not in found.repeated


def test_a_changed_byte_is_named(copy: Path) -> None:
    content = bytearray((copy / "shifts.csv").read_bytes())
    content[-20] ^= 1
    (copy / "shifts.csv").write_bytes(content)
    found = replay(copy)
    assert not found.agrees
    assert found.differing == found.changed == ("shifts.csv",)


def test_another_seed_makes_other_data(copy: Path) -> None:
    edit(copy, seed=4)
    found = replay(copy)
    assert found.changed == ("run.json",)
    assert {"run.json", "history-0000.parquet", "terms-0000.parquet", "shifts.csv", "events.csv"} == set(
        found.differing
    )


def test_a_scenario_changed_in_run_json_is_named(copy: Path) -> None:
    tree = json.loads((copy / "run.json").read_text(encoding="utf-8"))["scenario"]
    edit(copy, scenario=tree | {"title": "Another"})
    assert replay(copy).differing == ("run.json",)


def test_another_environment_is_told_but_is_no_difference(copy: Path) -> None:
    record = read_record(copy)
    libraries = {**record.libraries, "numpy": "1.0"}
    git = {"commit": "0" * 40, "dirty": True}
    older = replace(record, libraries=libraries, cpu_features=("ABACUS",), python="2.7", version="0.0.0", git=git)
    write_record(older, copy)
    found = replay(copy)
    assert found.agrees
    said = ["version: 0.0.0 then, ", "python: 2.7 then, ", f"commit: {'0' * 40} with changes then, "]
    said += ["numpy: 1.0 then, ", "processor features: ABACUS then, "]
    assert [line.startswith(start) for line, start in zip(found.environment, said, strict=True)] == [True] * 5


def test_a_changed_scenario_is_rebuilt_with_its_changes(scenario: Scenario, tmp_path: Path) -> None:
    changed = scenario.with_settings(["states.ALB.neutral=0.5", "shocks.fleet_sails.strength=0"])
    assert len(changed.changes) == 4
    place = write(run(changed), tmp_path / "changed")
    assert read_record(place).changes == changed.changes
    assert load(place).attrs["changes"] == "; ".join(changed.changes)
    assert replay(place).agrees


def test_not_a_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not the folder of a run"):
        replay(tmp_path)


def test_no_room_for_the_second_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("greatgame.runs.rerun.write_data", full)
    with pytest.raises(StoreError, match="cannot write the second run into"):
        replay(folder)
