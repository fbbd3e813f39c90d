"""Exports of a batch: its years, and its months while they are few."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from greatgame.analysis.summary import measured
from greatgame.runs import StoreError, export, load, load_yearly, make_design, parse_range
from greatgame.runs.exports import beyond_excel

from .batches import fill, plan_of, region


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two points of two worlds."""
    folder = tmp_path_factory.mktemp("exported") / "batch"
    design = make_design("grid", [parse_range("parameters.balance=1:2:2")], 2, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("greatgame.runs.plan.CHUNK", 3)
        fill(folder, plan_of(runs=2, design=design))
    return folder


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "summary"
    fill(folder, plan_of(region(), runs=2, keep="summary"))
    return folder


@pytest.fixture(scope="module")
def tables(batch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(batch, "csv", tmp_path_factory.mktemp("tables") / "csv", add=measured)


def test_years_come_back(tables: Path, batch: Path) -> None:
    found = pd.read_csv(tables / "by_year_state_power_domain.csv")
    assert found.columns.tolist() == ["replication", "year", "state", "power", "domain", "alignment"]
    np.testing.assert_array_equal(found["alignment"], load_yearly(batch)["alignment"].values.ravel())
    assert {"concentration", "polarization"} <= set(pd.read_csv(tables / "by_year.csv"))


def test_months_come_back(tables: Path, batch: Path) -> None:
    found = pd.read_csv(tables / "by_state_power_domain.csv")
    np.testing.assert_array_equal(found["alignment"], load(batch)["alignment"].values.ravel())
    assert "hedging" in pd.read_csv(tables / "by_state.csv")


def test_the_log_and_the_design_become_tables(tables: Path, batch: Path) -> None:
    shifts = pd.concat([pd.read_parquet(file) for file in sorted(batch.glob("shifts-*.parquet"))])
    found = pd.read_csv(tables / "shifts.csv")
    assert found.columns.tolist() == shifts.columns.tolist()
    assert found["change"].tolist() == shifts["change"].tolist()
    assert pd.read_csv(tables / "design.csv")["parameters.balance"].tolist() == [1, 1, 2, 2]
    for name in ("events.csv", "summary.csv"):
        assert (tables / name).read_bytes() == (batch / name).read_bytes()


@pytest.mark.parametrize("kind", ["csv", "stata"])
def test_the_codebook_explains_every_column(batch: Path, tmp_path: Path, kind: str) -> None:
    place = export(batch, kind, tmp_path / kind, add=measured)
    book = pd.read_csv(place / "codebook.csv")
    read = pd.read_csv if kind == "csv" else pd.read_stata
    for file in place.glob("*.csv" if kind == "csv" else "*.dta"):
        if file.stem != "codebook":
            assert book[book["table"] == file.stem]["variable"].tolist() == list(read(file).columns), file.stem
    assert book["meaning"].notna().all()


def test_of_a_summary_there_are_the_years_alone(summary: Path, tmp_path: Path) -> None:
    place = export(summary, "netcdf", tmp_path / "netcdf")
    assert sorted(file.name for file in place.iterdir()) == ["codebook.csv", "events.csv", "summary.csv", "yearly.nc"]
    with xr.open_dataset(place / "yearly.nc", engine="scipy") as data:
        np.testing.assert_array_equal(data["hhi"], load_yearly(summary)["hhi"])


def test_a_table_that_is_too_large_is_refused(batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = load(batch)["alignment"].size
    monkeypatch.setattr("greatgame.runs.exports._MOST_ROWS", rows - 1)
    with pytest.raises(StoreError, match=rf"would have {rows} rows, .*; choose in Python instead, as in runs\.load"):
        export(batch, "csv", tmp_path / "csv")
    assert not (tmp_path / "csv").exists()


def test_a_table_longer_than_a_sheet_of_excel_is_named(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert beyond_excel(tables) == []
    rows = len(pd.read_csv(tables / "by_state_power_domain.csv"))
    monkeypatch.setattr("greatgame.runs.exports.EXCEL_ROWS", rows)
    assert beyond_excel(tables) == ["by_state_power_domain.csv"]
