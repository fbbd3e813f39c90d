"""A batch: its folder, and that it holds what an ensemble in memory gives."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xarray as xr

from greatgame.analysis.yearly import finish, reduce
from greatgame.runs import (
    StoreError,
    Workers,
    batch_folder,
    ensemble,
    load,
    load_yearly,
    make_design,
    members,
    parse_range,
    read_design,
    read_record,
    replay,
    run,
    verify,
    write,
)
from greatgame.runs.simulate import CHUNK
from greatgame.scenarios import Scenario
from greatgame.scenarios import load as load_scenario

from .batches import digests, fill, plan_of, region

RUNS = 5


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return region()


@pytest.fixture(scope="module", autouse=True)
def small_chunks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("greatgame.runs.plan.CHUNK", 2)
        yield


@pytest.fixture(scope="module")
def full(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch") / "full"
    fill(folder, plan_of(scenario))
    return folder


@pytest.fixture(scope="module")
def summary(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch") / "summary"
    fill(folder, plan_of(scenario, keep="summary"))
    return folder


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two scenarios of the same name, the shock in one of them switched off."""
    folder = tmp_path_factory.mktemp("batch") / "two"
    fill(folder, plan_of(region(), region("shocks.fleet_sails.strength=0"), runs=3))
    return folder


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_chunk_is_a_file_of_each_kind(full: Path) -> None:
    chunks = [f"{kind}-{number:04}.parquet" for kind in ("history", "shifts", "yearly") for number in range(3)]
    assert names(full) == sorted([*chunks, "batch.json", "events.csv", "run.json", "summary.csv"])


def test_a_summary_keeps_neither_months_nor_shifts(summary: Path) -> None:
    chunks = [f"yearly-{number:04}.parquet" for number in range(3)]
    assert names(summary) == sorted([*chunks, "batch.json", "events.csv", "run.json", "summary.csv"])


def test_the_record_names_every_data_file(full: Path) -> None:
    record = read_record(full)
    assert record.replications == tuple(range(RUNS))
    assert sorted(record.data) == sorted(set(names(full)) - {"batch.json", "run.json"})
    assert verify(full) == []


def test_a_batch_is_the_ensemble(full: Path, scenario: Scenario) -> None:
    xr.testing.assert_identical(load(full).load(), ensemble(scenario, RUNS, seed=3).dataset())


def test_shifts_and_events_are_those_of_the_ensemble(full: Path, scenario: Scenario) -> None:
    run = ensemble(scenario, RUNS, seed=3)
    shifts = pa.concat_tables([pq.read_table(file) for file in sorted(full.glob("shifts-*.parquet"))])
    assert shifts.to_pylist() == run.shifts().to_pylist()
    with (full / "events.csv").open(encoding="utf-8", newline="") as file:
        assert [{**row, "replication": int(row["replication"])} for row in csv.DictReader(file)] == (
            run.events().to_pylist()
        )


def test_the_yearly_means_are_those_of_the_chunks(full: Path, summary: Path, scenario: Scenario) -> None:
    expected = reduce(ensemble(scenario, RUNS, seed=3))
    for folder in (full, summary):
        found = load_yearly(folder)
        assert found.attrs == expected.attrs
        assert found["year"].values.tolist() == [1803, 1804]
        for name, values in expected.data_vars.items():
            assert found[name].dims == values.dims, name
            assert found[name].attrs == values.attrs, name
            np.testing.assert_allclose(found[name].values, values.values, rtol=0, atol=1e-12)


def test_chosen_yearly_variables_come_alone(full: Path) -> None:
    assert list(load_yearly(full, ["hhi"]).data_vars) == ["hhi"]
    with pytest.raises(StoreError, match="no variable hii; there are alignment"):
        load_yearly(full, ["hii"])


def test_a_single_run_has_no_yearly_means(scenario: Scenario, tmp_path: Path) -> None:
    folder = write(run(scenario), tmp_path / "run")
    with pytest.raises(StoreError, match="has no yearly means, a single run has none"):
        load_yearly(folder)


def test_of_a_summary_the_months_were_not_kept(summary: Path) -> None:
    with pytest.raises(StoreError, match=r"the months of .* were not kept .*load_yearly"):
        load(summary)


def test_several_scenarios_have_a_folder_each(two: Path) -> None:
    assert names(two) == ["batch.json", "second_region", "second_region-2"]
    assert members(two) == [two / "second_region", two / "second_region-2"]
    for member in members(two):
        assert verify(member) == []
    with pytest.raises(StoreError, match=r"holds several scenarios; give one of them: .*second_region, .*-2$"):
        load(two)


def test_scenarios_have_the_same_noise(two: Path) -> None:
    with_fleet, without = (load(member) for member in members(two))
    before = with_fleet["time"] < np.datetime64("1804-03-01")
    for name, values in with_fleet.data_vars.items():
        assert np.array_equal(values[:, before], without[name][:, before]), name
    assert not np.array_equal(with_fleet["alignment"], without["alignment"])


def test_one_and_two_workers_give_the_same_bytes(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("greatgame.runs.plan.CHUNK", CHUNK)
    for number in (1, 2):
        fill(tmp_path / str(number), plan_of(scenario, runs=600), Workers(number))
    assert len(digests(tmp_path / "1")) == 3 * 3 + 2
    assert digests(tmp_path / "1") == digests(tmp_path / "2")


def test_a_design_is_kept_with_the_batch(scenario: Scenario, tmp_path: Path) -> None:
    design = make_design("grid", [parse_range("parameters.saturation=0.1:0.3:2")], 3, 3)
    fill(tmp_path / "varied", plan_of(scenario, runs=3, design=design))
    assert read_design(tmp_path / "varied") == design
    data = load(tmp_path / "varied")
    assert data["saturation"].values.tolist() == [0.1] * 3 + [0.3] * 3
    alone = ensemble(scenario.with_settings(design.settings(1)), 3, seed=3).dataset()
    assert np.array_equal(data["alignment"][3:], alone["alignment"])
    assert verify(tmp_path / "varied") == []
    assert replay(tmp_path / "varied", reduce=reduce, finish=finish).agrees


def test_every_file_of_a_batch_is_computed_again(full: Path, summary: Path) -> None:
    for folder in (full, summary):
        found = replay(folder, reduce=reduce, finish=finish)
        assert found.agrees
        assert set(found.repeated) == set(names(folder)) - {"batch.json", "run.json"}


def test_a_changed_chunk_is_named(full: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(full, tmp_path / "copy")
    (copy / "history-0001.parquet").write_bytes((copy / "history-0000.parquet").read_bytes())
    found = replay(copy, reduce=reduce, finish=finish)
    assert found.differing == found.changed == ("history-0001.parquet",)


def test_before_september_11_nothing_differs(tmp_path: Path) -> None:
    pair = [load_scenario(name) for name in ("us_entry_2001", "no_september_11")]
    fill(tmp_path / "pair", plan_of(*pair, runs=3, seed=1))
    with_it, without = (load(member) for member in members(tmp_path / "pair"))
    before = with_it["time"] < np.datetime64("2001-09-01")
    for name, values in with_it.data_vars.items():
        assert float(abs(values[:, before].astype(float) - without[name][:, before].astype(float)).sum()) == 0.0, name


class TestWhereABatchGoes:
    @pytest.fixture(autouse=True)
    def elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    def make(self, name: str) -> None:
        Path("results", name).mkdir(parents=True)
        Path("results", name, "batch.json").write_text("{}")

    def test_it_is_named_after_scenario_and_seed(self) -> None:
        assert batch_folder(None, ["bay"], 7, resume=False) == Path("results/bay-7")
        assert batch_folder(None, ["bay", "cape"], 7, resume=False) == Path("results/batch-7")

    def test_one_that_is_taken_gets_a_suffix(self) -> None:
        self.make("bay-7")
        assert batch_folder(None, ["bay"], 7, resume=False) == Path("results/bay-7-2")

    def test_to_resume_is_to_take_the_newest(self) -> None:
        for name in ("bay-7", "bay-70", "bay-7-2", "bay-7-x", "bay-7-10"):
            self.make(name)
        Path("results/bay-7-3").mkdir()
        assert batch_folder(None, ["bay"], 7, resume=True) == Path("results/bay-7-10")

    def test_to_resume_what_was_never_begun_is_to_begin_it(self) -> None:
        assert batch_folder(None, ["bay"], 7, resume=True) == Path("results/bay-7")
        assert batch_folder("there", ["bay"], 7, resume=True) == Path("there")

    def test_one_that_is_there_is_only_resumed_on_demand(self) -> None:
        self.make("bay-7")
        with pytest.raises(StoreError, match="holds a batch already; add --resume to go on with it, or choose another"):
            batch_folder("results/bay-7", ["bay"], 7, resume=False)
        assert batch_folder("results/bay-7", ["bay"], 7, resume=True) == Path("results/bay-7")

    def test_a_folder_of_something_else_is_never_resumed(self) -> None:
        Path("thesis").mkdir()
        Path("thesis/chapter").touch()
        with pytest.raises(StoreError, match="exists already and is not overwritten"):
            batch_folder("thesis", ["bay"], 7, resume=True)
