"""A batch of many files: read when it is used, and only what is used."""

import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import xarray as xr

from greatgame.runs import StoreError, ensemble, load, load_yearly

from .batches import fill, plan_of, region

RUNS = 7


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four files: replications 0 and 1, 2 and 3, 4 and 5, 6."""
    folder = tmp_path_factory.mktemp("lazy") / "batch"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("greatgame.runs.plan.CHUNK", 2)
        fill(folder, plan_of(runs=RUNS))
    return folder


@pytest.fixture(scope="module")
def whole() -> xr.Dataset:
    return ensemble(region(), RUNS, seed=3).dataset()


@pytest.fixture(scope="module")
def alignment() -> xr.DataArray:
    return ensemble(region(), RUNS, seed=3).dataset(["alignment"])["alignment"]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """The files that are read, and the columns of variables."""
    seen: list[tuple[str, list[str]]] = []
    read = pq.ParquetFile.read

    def watched(self: Any, columns: list[str], **more: Any) -> Any:
        seen.append((Path(self.reader_name).name, [name for name in columns if "|" in name]))
        return read(self, columns, **more)

    begin = pq.ParquetFile.__init__

    def named(self: Any, source: Any, **more: Any) -> None:
        self.reader_name = source
        begin(self, source, **more)

    monkeypatch.setattr(pq.ParquetFile, "__init__", named)
    monkeypatch.setattr(pq.ParquetFile, "read", watched)
    return seen


def test_to_load_reads_nothing(batch: Path, reads: list[Any]) -> None:
    data = load(batch)
    assert data.sizes["replication"] == RUNS
    assert reads == []


def test_only_what_is_used_is_read(batch: Path, reads: list[Any], whole: xr.Dataset) -> None:
    chosen = {"state": "ALB", "power": "WES", "domain": "fleet"}
    found = load(batch, ["alignment"])["alignment"].sel(chosen).isel(replication=slice(3, 6)).values
    assert reads == [(f"history-000{number}.parquet", ["alignment|ALB|WES|fleet"]) for number in (1, 2)]
    assert np.array_equal(found, whole["alignment"].sel(chosen)[3:6])


@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"replication": 0},
        {"replication": -1, "time": -1, "state": 0, "power": 1, "domain": 2},
        {"replication": slice(None, None, -2)},
        {"replication": [5, 0, 3, 3], "power": [1, 0]},
        {"time": slice(3, 9), "state": [6, 2]},
        {"replication": []},
        {"state": slice(2, 2)},
        {"replication": xr.DataArray([0, 6], dims="pair"), "time": xr.DataArray([3, 1], dims="pair")},
    ],
)
def test_whatever_is_chosen_is_that_of_the_whole(batch: Path, alignment: xr.DataArray, choice: dict[str, Any]) -> None:
    found = load(batch, ["alignment"])["alignment"].isel(choice)
    xr.testing.assert_identical(found.load(), alignment.isel(choice))


def test_every_variable_is_as_in_memory(batch: Path, whole: xr.Dataset) -> None:
    data = load(batch)
    xr.testing.assert_identical(data.load(), whole)
    assert {name: values.dtype for name, values in data.items()} == {name: v.dtype for name, v in whole.items()}


def test_arithmetic_reads_by_itself(batch: Path, whole: xr.Dataset) -> None:
    mean = load(batch, ["instability"])["instability"].mean("replication")
    xr.testing.assert_allclose(mean, whole["instability"].mean("replication"))


def test_years_are_read_as_lazily(batch: Path, reads: list[Any]) -> None:
    data = load_yearly(batch)
    assert not any(columns for _, columns in reads)
    reads.clear()
    data["alignment"].sel(state="ALB", power="WES", domain="fleet", replication=6).load()
    assert reads == [("yearly-0003.parquet", ["alignment|ALB|WES|fleet"])]


class TestDamage:
    @pytest.fixture
    def copy(self, batch: Path, tmp_path: Path) -> Path:
        return shutil.copytree(batch, tmp_path / "copy")

    @pytest.mark.parametrize("kind", ["history", "yearly"])
    def test_a_file_that_is_gone_or_cut_is_named_at_once(self, copy: Path, kind: str) -> None:
        read, file = {"history": load, "yearly": load_yearly}[kind], copy / f"{kind}-0002.parquet"
        file.write_bytes(file.read_bytes()[:-50])
        with pytest.raises(StoreError, match=rf"{kind}-0002\.parquet cannot be read, it is damaged or cut short"):
            read(copy)
        file.unlink()
        with pytest.raises(StoreError, match=rf"{kind}-0002\.parquet is missing"):
            read(copy)

    def test_a_damaged_column_is_named_when_it_is_used(self, copy: Path) -> None:
        file = copy / "history-0002.parquet"
        content = bytearray(file.read_bytes())
        about = pq.ParquetFile(file).metadata.row_group(0)
        column = next(i for i in range(about.num_columns) if about.column(i).path_in_schema == "instability|ALB")
        content[about.column(column).data_page_offset + 40] ^= 255
        file.write_bytes(content)
        data = load(copy)
        data["rivalry"].load()
        data["instability"].isel(replication=0).load()
        with pytest.raises(StoreError, match=r"history-0002\.parquet cannot be read"):
            data["instability"].load()

    def test_files_that_are_swapped_are_noticed_when_they_are_used(self, copy: Path) -> None:
        first, second = (copy / f"history-000{number}.parquet" for number in (0, 1))
        first.rename(copy / "aside")
        second.rename(first)
        (copy / "aside").rename(second)
        with pytest.raises(StoreError, match=r"the replications in .* are not those that run\.json names"):
            load(copy)["rivalry"].load()

    def test_a_file_that_goes_later_is_named(self, copy: Path) -> None:
        data = load(copy)
        (copy / "history-0001.parquet").unlink()
        with pytest.raises(StoreError, match=r"history-0001\.parquet is missing"):
            data["rivalry"].load()


def test_it_can_be_sent_to_other_processes(batch: Path, whole: xr.Dataset) -> None:
    xr.testing.assert_identical(pickle.loads(pickle.dumps(load(batch))).load(), whole)
