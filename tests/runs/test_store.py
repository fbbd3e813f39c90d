"""The folder of a run."""

import csv
import errno
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import xarray as xr

from greatgame.analysis.summary import write_summary
from greatgame.runs import Run, StoreError, load, read_record, run, store, verify, write
from greatgame.runs.files import data_files, sha256
from greatgame.runs.provenance import git_state, write_record
from greatgame.runs.tables import write_parquet
from greatgame.scenarios import Scenario

FILES = ["events.csv", "history-0000.parquet", "shifts.csv", "summary.csv", "terms-0000.parquet"]


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A copy of the folder, to be damaged."""
    return shutil.copytree(folder, tmp_path / "copy")


def test_files(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, "run.json"])


def test_the_same_seed_gives_the_same_bytes(scenario: Scenario, folder: Path, tmp_path: Path) -> None:
    again = write(run(scenario, seed=3), tmp_path / "again", ["another", "command"], extra=write_summary)
    for name in FILES:
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_run_json(folder: Path, scenario: Scenario) -> None:
    tree = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert tree["schema_version"] == 1
    assert tree["scenario"] == json.loads(json.dumps(scenario.tree))
    assert tree["scenario_sha256"] == scenario.sha256
    assert (tree["name"], tree["seed"], tree["replications"]) == ("us_entry_2001", 3, [0])
    assert tree["command"] == ["greatgame", "run"]
    assert tree["started"] <= tree["finished"]
    assert tree["libraries"]["numpy"] == np.__version__
    assert tree["cpu_features"]
    assert sorted(tree["data"]) == FILES


def test_run_json_says_nothing_of_the_place(folder: Path) -> None:
    text = (folder / "run.json").read_text(encoding="utf-8")
    assert str(folder) not in text
    assert str(Path(__file__).parents[2]) not in text
    assert str(Path.home()) + "/" not in text


def test_the_history_is_wide(folder: Path) -> None:
    table = pq.read_table(folder / "history-0000.parquet")
    assert table.column_names[:3] == ["scenario", "replication", "month"]
    assert table.num_rows == 144
    assert table.column("month").to_pylist()[::143] == ["1992-01", "2003-12"]
    assert set(table.column("scenario").to_pylist()) == {"us_entry_2001"}
    assert {"alignment|UZB|USA|security", "stance|RUS|USA", "member|KAZ|SCO", "function|SCO|economy"} <= set(
        table.column_names
    )
    assert table.schema.metadata is None


def test_load_gives_what_the_run_gave(folder: Path, single: Run) -> None:
    xr.testing.assert_identical(load(folder), single.dataset())
    xr.testing.assert_identical(load(folder, ["attraction_term"]), single.dataset(["attraction_term"]))
    both = ["attraction_term", "base"]
    xr.testing.assert_identical(load(folder, both), single.dataset(both))


def test_an_ensemble_is_written_and_read(several: Run, tmp_path: Path) -> None:
    place = write(several, tmp_path / "several")
    xr.testing.assert_identical(load(place), several.dataset())
    with pytest.raises(StoreError, match="has kept no terms files"):
        load(place, ["attraction_term"])


def test_load_reads_only_what_is_asked(copy: Path, single: Run) -> None:
    (copy / "terms-0000.parquet").unlink()
    (copy / "shifts.csv").unlink()
    xr.testing.assert_identical(load(copy, ["base"]), single.dataset(["base"]))


def test_tables_keep_every_digit(folder: Path, single: Run) -> None:
    with (folder / "shifts.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    for row, made in zip(read, single.shifts().to_pylist(), strict=True):
        assert all(float(row[name]) == value for name, value in made.items() if isinstance(value, float))
        assert row["passage"] == made["passage"]
    with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
        assert [{**row, "replication": int(row["replication"])} for row in csv.DictReader(file)] == (
            single.events().to_pylist()
        )


@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_is_found(copy: Path, name: str) -> None:
    assert verify(copy) == []
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    assert verify(copy) == [name]


@pytest.mark.parametrize(
    "changes",
    [{"version": "9"}, {"title": "x"}, {"git": None}, {"command": []}, {"started": ""}, {"new": 1}, {"digest": "0"}],
)
def test_a_changed_field_is_found(copy: Path, changes: dict[str, Any]) -> None:
    tree = json.loads((copy / "run.json").read_text(encoding="utf-8"))
    (copy / "run.json").write_text(json.dumps(tree | changes, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert verify(copy) == ["run.json"]
    with pytest.raises(StoreError, match=r"run\.json is damaged \(it was changed after it was written\); run the"):
        load(copy)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\n",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: '{"seed": 5,' + text[1:],
        lambda text: json.dumps(json.loads(text)),
    ],
)
def test_a_record_written_otherwise_is_a_changed_one(copy: Path, change: Callable[[str], str]) -> None:
    text = (copy / "run.json").read_bytes().decode("utf-8")
    (copy / "run.json").write_bytes(change(text).encode("utf-8"))
    assert verify(copy) == ["run.json"]


def test_a_record_without_digest_is_not_intact(copy: Path) -> None:
    tree = json.loads((copy / "run.json").read_text(encoding="utf-8"))
    del tree["digest"]
    (copy / "run.json").write_text(json.dumps(tree))
    assert verify(copy) == ["run.json"]


def test_a_command_that_is_no_text_is_spelt_out(single: Run, tmp_path: Path) -> None:
    place = write(single, tmp_path / "run", ["greatgame", "run", "--out", "a\udcff"])
    assert read_record(place).command[-1] == "a\\udcff"
    assert verify(place) == []


def test_several_files_are_read_in_order(several: Run, tmp_path: Path) -> None:
    place = write(several, tmp_path / "several")
    whole = pq.read_table(place / "history-0000.parquet")
    for number, (first, length) in enumerate([(0, 1), (1, 2)]):
        write_parquet(whole.slice(first * 144, length * 144), place / f"history-{number:04}.parquet")
    record = read_record(place)
    write_record(replace(record, data={name: sha256(place / name) for name in data_files(place)}), place)
    assert verify(place) == []
    assert sorted(read_record(place).data)[1:3] == ["history-0000.parquet", "history-0001.parquet"]
    xr.testing.assert_identical(load(place), several.dataset())
    swapped = {"history-0000.parquet": "history-0001.parquet", "history-0001.parquet": "history-0000.parquet"}
    files = {name: (place / name).read_bytes() for name in swapped}
    for name, other in swapped.items():
        (place / name).write_bytes(files[other])
    with pytest.raises(StoreError, match=r"the replications in .* are not those that run\.json names"):
        load(place, ["base"]).load()


def test_a_missing_file_is_found(copy: Path) -> None:
    (copy / "events.csv").unlink()
    assert verify(copy) == ["events.csv"]


class TestRefusals:
    def test_not_a_run(self, tmp_path: Path) -> None:
        for place in (tmp_path, tmp_path / "nowhere", Path(__file__)):
            with pytest.raises(StoreError, match=r"is not the folder of a run: it holds no run\.json"):
                load(place)

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema_version": 1}', '"x"', "\xff"])
    def test_a_damaged_record(self, copy: Path, text: str) -> None:
        (copy / "run.json").write_text(text, encoding="latin-1")
        with pytest.raises(StoreError, match=r"run\.json is damaged"):
            load(copy)

    @pytest.mark.parametrize("name", ["../outside.csv", "/etc/outside.csv"])
    def test_a_record_that_points_outside(self, copy: Path, name: str) -> None:
        tree = json.loads((copy / "run.json").read_text(encoding="utf-8"))
        (copy / "run.json").write_text(json.dumps(tree | {"data": tree["data"] | {name: "00"}}))
        with pytest.raises(StoreError, match="it names a data file outside its folder"):
            verify(copy)

    def test_a_record_of_a_later_version(self, copy: Path) -> None:
        (copy / "run.json").write_text('{"schema_version": 99}')
        with pytest.raises(StoreError, match="schema version 99, this greatgame reads 1; install a newer greatgame"):
            load(copy)

    def test_a_record_that_is_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "run.json").mkdir()
        with pytest.raises(StoreError, match=r"run\.json is damaged"):
            load(tmp_path)

    def test_a_record_that_is_a_pipe(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "run.json")
        with pytest.raises(StoreError, match=r"run\.json is damaged .*it is not a file"):
            load(tmp_path)

    def test_a_record_that_is_too_large(self, tmp_path: Path) -> None:
        with (tmp_path / "run.json").open("wb") as file:
            file.truncate(200_000_001)
        with pytest.raises(StoreError, match=r"run\.json is damaged .*it is larger than 200 MB"):
            load(tmp_path)

    def test_a_record_that_cannot_be_read(self, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> str:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(StoreError, match=r"cannot read .*: Permission denied; make it readable"):
            load(copy)

    def test_history_that_is_a_pipe(self, copy: Path) -> None:
        (copy / "history-0000.parquet").unlink()
        os.mkfifo(copy / "history-0000.parquet")
        assert verify(copy) == ["history-0000.parquet"]
        with pytest.raises(StoreError, match=r"history-0000\.parquet is missing"):
            load(copy)

    def test_an_unknown_variable(self, folder: Path) -> None:
        with pytest.raises(StoreError, match="no variable aligment; there are"):
            load(folder, ["aligment"])

    def test_a_missing_file(self, copy: Path) -> None:
        (copy / "history-0000.parquet").unlink()
        with pytest.raises(StoreError, match=r"history-0000\.parquet is missing"):
            load(copy)

    def test_a_file_cut_short(self, copy: Path) -> None:
        file = copy / "history-0000.parquet"
        file.write_bytes(file.read_bytes()[:-100])
        with pytest.raises(StoreError, match="cannot be read, it is damaged or cut short"):
            load(copy)

    def test_a_damaged_column(self, copy: Path) -> None:
        file = copy / "history-0000.parquet"
        content = bytearray(file.read_bytes())
        start = pq.ParquetFile(file).metadata.row_group(0).column(10).data_page_offset
        content[start + 60] ^= 255
        file.write_bytes(content)
        with pytest.raises(StoreError, match="damaged"):
            load(copy)

    def test_a_file_of_another_run(self, copy: Path) -> None:
        table = pq.read_table(copy / "history-0000.parquet")
        pq.write_table(table.slice(12), copy / "history-0000.parquet")
        with pytest.raises(StoreError, match="does not hold every month from 1992-01 to 2003-12"):
            load(copy)
        pq.write_table(table.slice(0, 0), copy / "history-0000.parquet")
        with pytest.raises(StoreError, match="the replications in"):
            load(copy)
        pq.write_table(table.drop_columns(["base|UZB|USA"]), copy / "history-0000.parquet")
        with pytest.raises(StoreError, match=r"lacks the column base\|UZB\|USA"):
            load(copy)


class TestNothingHalfWritten:
    def test_when_interrupted(self, single: Run, tmp_path: Path) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write(single, tmp_path / "run", extra=interrupt)
        assert list(tmp_path.iterdir()) == []

    def test_when_the_disk_is_full(self, single: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(store, "write_record", full)
        with pytest.raises(StoreError, match=r"no room to write .*: No space left on device; nothing was kept"):
            write(single, tmp_path / "run")
        assert list(tmp_path.iterdir()) == []

    def test_an_existing_folder_stays(self, single: Run, folder: Path) -> None:
        before = (folder / "run.json").read_bytes()
        with pytest.raises(StoreError, match="holds a run already"):
            write(single, folder)
        assert (folder / "run.json").read_bytes() == before


def test_git_state_is_that_of_the_file(tmp_path: Path) -> None:
    assert git_state(tmp_path / "file.py") is None
    ours = git_state(Path(store.__file__))
    assert ours is None or (len(ours["commit"]) == 40 and ours["dirty"] in {True, False})


def test_the_record_round_trips(folder: Path, single: Run) -> None:
    record = read_record(folder)
    assert record.replications == (0,)
    assert record.layout.axes["state"] == single.scenario.inputs.ids["state"]
    assert record.layout.shape("alignment") == (5, 3, 4)
