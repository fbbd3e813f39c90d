"""Replay: the same again, and what differs."""

import errno
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from greatgame.analysis.summary import write_summary
from greatgame.analysis.yearly import finish, reduce
from greatgame.runs import StoreError, load, make_design, parse_range, read_record, replay, run, write
from greatgame.runs.environments import changes
from greatgame.runs.files import sha256
from greatgame.runs.provenance import environment, write_record
from greatgame.runs.store import write_data
from greatgame.scenarios import Scenario, from_tree
from greatgame.scenarios import load as load_scenario

from .batches import fill, plan_of


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


def test_run_json_alone_is_enough(copy: Path) -> None:
    for file in copy.iterdir():
        if file.name != "run.json":
            file.unlink()
    found = replay(copy, extra=write_summary)
    assert found.agrees
    assert found.missing == found.repeated
    assert not replay(copy).agrees, "summary.csv was not computed again"


def test_a_file_that_is_lost_among_others_is_named(copy: Path) -> None:
    (copy / "shifts.csv").unlink()
    found = replay(copy, extra=write_summary)
    assert found.differing == found.missing == ("shifts.csv",)
    assert found.unlike == found.changed == ()


def rewrite(folder: Path, **changes: Any) -> None:
    """Change run.json as if it had been written so."""
    write_record(replace(read_record(folder), **changes), folder)


def test_another_environment_is_told_but_is_no_difference(copy: Path) -> None:
    record = read_record(copy)
    libraries = {**record.libraries, "numpy": "1.0", "pyarrow": "1.0", "mesa": "1.0"}
    features = (*record.cpu_features[1:], "ABACUS")
    git = {"commit": "0" * 40, "dirty": True}
    rewrite(copy, libraries=libraries, cpu_features=features, python="2.7", version="0.0.0", git=git, code="c" * 64)
    found = replay(copy)
    assert found.agrees
    told = {change.name: (change.before, str(change.reach)) for change in found.environment}
    assert told == {
        "greatgame": ("0.0.0", "numbers"),
        "commit": (f"{'0' * 40} with changes", "numbers"),
        "code": ("cccccccccccc...", "numbers"),
        "Python": ("2.7", "numbers"),
        "processor features": ("ABACUS", "numbers"),
        "numpy": ("1.0", "numbers"),
        "pyarrow": ("1.0", "bytes"),
        "mesa": ("1.0", "nothing"),
    }
    (features_now,) = [change.after for change in found.environment if change.name == "processor features"]
    assert features_now == record.cpu_features[0]


def test_the_same_code_under_another_commit_and_version_changes_no_number(copy: Path) -> None:
    rewrite(copy, git={"commit": "0" * 40, "dirty": False}, version="0.0.0")
    assert {(change.name, str(change.reach)) for change in replay(copy).environment} == {
        ("greatgame", "bytes"),
        ("commit", "nothing"),
    }


def test_mesa_matters_to_a_model_of_ones_own(copy: Path) -> None:
    record = read_record(copy)
    older = replace(record, libraries={**record.libraries, "mesa": "1.0"})
    assert [str(change.reach) for change in changes(older, record)] == ["nothing"]
    own = replace(older, model="my_model:Mine")
    assert [str(change.reach) for change in changes(own, record)] == ["numbers"]


def test_how_far_the_second_run_is_from_the_first_is_measured(copy: Path) -> None:
    """A file that another world wrote, and a run.json that believes it."""
    record = read_record(copy)
    (copy / "alone").mkdir()
    write_data(run(from_tree(dict(record.scenario), record.name), seed=4), copy / "alone")
    name = "history-0000.parquet"
    shutil.move(copy / "alone" / name, copy / name)
    shutil.rmtree(copy / "alone")
    rewrite(copy, data={**record.data, name: sha256(copy / name)})
    found = replay(copy)
    assert (found.differing, found.unlike, found.changed) == ((name,), (name,), ())
    gap = found.gaps[name]
    assert not gap.rounding
    assert gap.variable in record.layout.variables
    here = load(copy, [gap.variable])[gap.variable].sel(replication=0, time=gap.where[1])
    there = run(from_tree(dict(record.scenario), record.name), seed=3).dataset([gap.variable])[gap.variable]
    there = there.sel(replication=0, time=gap.where[1])
    assert float(np.abs(here.astype(float) - there.astype(float)).max()) == gap.size == abs(gap.before - gap.after)


@pytest.mark.skipif("X86_V3" not in environment()["cpu_features"], reason="this processor has no features to leave out")
def test_a_missing_processor_feature_is_named_with_the_size_of_the_difference(folder: Path) -> None:
    baseline = np.show_config(mode="dicts")["SIMD Extensions"]["baseline"]
    more = " ".join(name for name in environment()["cpu_features"] if name not in baseline)
    script = (
        "import sys; from greatgame.runs import replay; found = replay(sys.argv[1]);"
        "(change,) = [change for change in found.environment if change.name == 'processor features'];"
        "gap = found.gaps['history-0000.parquet'];"
        "print(change.before, change.after, found.agrees, 0 < gap.size < 1e-9, gap.rounding, sep='|')"
    )
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NPY_DISABLE_CPU_FEATURES": more},
    )
    assert said.stdout.strip() == f"{more}||False|True|True"


def test_the_points_of_a_design_are_in_run_json(scenario: Scenario, tmp_path: Path) -> None:
    design = make_design("lhs", [parse_range("parameters.balance=1:3:2")], 2, 3)
    fill(tmp_path / "batch", plan_of(scenario, runs=2, design=design, keep="summary"))
    for file in (tmp_path / "batch").iterdir():
        if file.name != "run.json":
            file.unlink()
    assert read_record(tmp_path / "batch").design == design
    found = replay(tmp_path / "batch", reduce=reduce, finish=finish)
    assert found.agrees
    assert "design.parquet" in found.repeated


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
