"""Replay: the same again, and what differs."""

import errno
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from greatgame.analysis.summary import write_summary
from greatgame.runs import StoreError, replay


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
    assert found.changed == ()
    assert {"history-0000.parquet", "terms-0000.parquet", "shifts.csv", "events.csv"} == set(found.differing)


def test_a_scenario_changed_in_run_json_is_named(copy: Path) -> None:
    tree = json.loads((copy / "run.json").read_text(encoding="utf-8"))["scenario"]
    edit(copy, scenario=tree | {"title": "Another"})
    assert replay(copy).differing == ("run.json",)


def test_another_environment_is_told(copy: Path) -> None:
    libraries = json.loads((copy / "run.json").read_text(encoding="utf-8"))["libraries"]
    edit(copy, libraries=libraries | {"numpy": "1.0"}, cpu_features=["ABACUS"], python="2.7")
    found = replay(copy)
    assert found.agrees
    assert found.environment[0].startswith("python: 2.7 then, ")
    assert found.environment[1].startswith("numpy: 1.0 then, ")
    assert found.environment[2].startswith("processor features: ABACUS then, ")


def test_not_a_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not the folder of a run"):
        replay(tmp_path)


def test_no_room_for_the_second_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("greatgame.runs.rerun.write_data", full)
    with pytest.raises(StoreError, match="cannot write the second run into"):
        replay(folder)
