"""Exports, read back by others' readers."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.csv
import pytest
import xarray as xr

from greatgame.analysis.summary import measured
from greatgame.runs import Run, StoreError, export, write
from greatgame.runs.exports import legal_names


@pytest.fixture(scope="module", params=["csv", "stata", "netcdf"])
def exported(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(folder, request.param, tmp_path_factory.mktemp("export") / request.param, add=measured)


def test_alignment_comes_back(exported: Path, single: Run) -> None:
    expected = single.dataset(["alignment"])["alignment"]
    if exported.name == "netcdf":
        with xr.open_dataset(exported / "history.nc", engine="scipy") as data:
            np.testing.assert_array_equal(data["alignment"], expected)
            assert data["time"].values.tolist() == expected["time"].values.tolist()
            assert data["state"].values.tolist() == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
            assert data["base"].dtype == np.int8
            assert "hedging" in data
        return
    table = read(exported, "by_state_power_domain")
    assert table.columns.tolist()[:5] == ["replication", "month", "state", "power", "domain"]
    np.testing.assert_array_equal(table["alignment"], expected.values.ravel())
    assert {"hedging", "autonomy", "hhi"} <= set(read(exported, "by_state").columns)


def read(exported: Path, name: str) -> pd.DataFrame:
    if exported.name == "csv":
        return pyarrow.csv.read_csv(exported / f"{name}.csv").to_pandas()
    return pd.read_stata(exported / f"{name}.dta")


def test_tables_of_the_run_come_along(exported: Path, folder: Path) -> None:
    if exported.name == "stata":
        for name in ("shifts", "events", "summary"):
            original = pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""])
            found = pd.read_stata(exported / f"{name}.dta")
            assert len(found) == len(original)
        assert found["typology"].tolist() == original["typology"].tolist()
        return
    for name in ("shifts.csv", "events.csv", "summary.csv"):
        assert (exported / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.filterwarnings("error")
def test_no_name_is_changed_behind_our_back(folder: Path, tmp_path: Path) -> None:
    place = export(folder, "stata", tmp_path / "stata")
    assert "function_" in pd.read_stata(place / "by_institution_task.dta")
    assert {"end_", "passage"} <= set(pd.read_stata(place / "shifts.dta").columns)


def test_the_codebook_lists_every_column(exported: Path, single: Run) -> None:
    book = pd.read_csv(exported / "codebook.csv", keep_default_na=False)
    assert (book["meaning"] != "").all()
    assert not book.duplicated(["table", "variable"]).any()
    for table, rows in book.groupby("table"):
        if table == "history":
            with xr.open_dataset(exported / "history.nc", engine="scipy") as data:
                assert set(rows["variable"]) == {str(name) for name in data.variables}
        else:
            kind = "stata" if exported.name == "stata" else "csv"
            assert rows["variable"].tolist() == columns(exported / f"{table}.{'dta' if kind == 'stata' else kind}")
    tables = {path.stem for path in exported.iterdir()} - {"codebook"}
    assert set(book["table"]) == tables
    known = {"function"} if exported.name == "stata" else set[str]()
    written = {str(name) for name, variable in single.dataset().data_vars.items() if variable.size}
    assert written - known <= set(book["variable"])


def columns(file: Path) -> list[str]:
    return (pd.read_stata(file) if file.suffix == ".dta" else pd.read_csv(file, nrows=1)).columns.tolist()


def test_the_codebook_explains(exported: Path) -> None:
    book = pd.read_csv(exported / "codebook.csv", keep_default_na=False).set_index(["table", "variable"])
    first = "history" if exported.name == "netcdf" else "by_power_rival"
    time = "time" if exported.name == "netcdf" else "month"
    assert book.loc[(first, "stance")].tolist() == [
        f"replication {time} power rival",
        "0, 1, 2",
        "cooperate, acquiesce or resist",
    ]
    assert book.loc[("shifts", "driver_protection"), "meaning"] == (
        "part of the change that is due to: protection against a threat felt"
    )
    assert book.loc[("summary", "influence_USA"), "meaning"].startswith("influence of USA on the state")
    assert book.loc[("summary", "hedging"), "meaning"].endswith(", mean over the year")
    assert book.loc[("summary", "hedging"), "axes"] == "replication year state"


def test_without_measures_the_codebook_still_explains(folder: Path, tmp_path: Path) -> None:
    book = pd.read_csv(export(folder, "csv", tmp_path / "csv") / "codebook.csv", keep_default_na=False)
    assert (book["meaning"] != "").all()


def test_months_and_labels_in_stata(folder: Path, tmp_path: Path) -> None:
    place = export(folder, "stata", tmp_path / "stata")
    table = pd.read_stata(place / "by_power_rival.dta")
    assert table["month"].iloc[0] == pd.Timestamp("1992-01-01")
    assert set(table["stance"]) <= {"cooperate", "acquiesce", "resist"}
    with pd.read_stata(place / "by_state_power.dta", iterator=True) as reader:
        assert reader.variable_labels()["base"] == "the power has a base"


def test_the_same_bytes_each_time(exported: Path, folder: Path, tmp_path: Path) -> None:
    again = export(folder, exported.name, tmp_path / "again", add=measured)
    for path in exported.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_largest_seed(single: Run, tmp_path: Path) -> None:
    place = export(write(replace(single, seed=2**63 - 1), tmp_path / "run"), "netcdf")
    with xr.open_dataset(place / "history.nc", engine="scipy") as data:
        assert int(data.attrs["seed"]) == 2**63 - 1


def test_default_place(folder: Path, tmp_path: Path) -> None:
    source = shutil.copytree(folder, tmp_path / "run")
    assert export(source, "netcdf") == tmp_path / "run-netcdf"
    assert export(source, "netcdf") == tmp_path / "run-netcdf-2"
    assert export(tmp_path / "run" / ".." / "run", "netcdf").samefile(tmp_path / "run-netcdf-3")
    assert sorted(path.name for path in source.iterdir()) == sorted(path.name for path in folder.iterdir())


def test_the_place_is_named_as_the_folder_was(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(folder, tmp_path / "run")
    monkeypatch.chdir(tmp_path)
    assert export("run/", "netcdf") == Path("run-netcdf")
    monkeypatch.chdir(tmp_path / "run")
    assert export(".", "netcdf") == tmp_path / "run-netcdf-2"


def test_refusals(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no format 'xls'; choose one of csv, stata, netcdf"):
        export(folder, "xls", tmp_path / "x")
    with pytest.raises(StoreError, match="is not the folder of a run"):
        export(tmp_path, "csv")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").write_text("x")
    with pytest.raises(StoreError, match="exists already and is not overwritten"):
        export(folder, "csv", tmp_path / "taken")
    with pytest.raises(StoreError, match=r"holds a run already; choose another --out$"):
        export(folder, "csv", folder)


def test_stata_names_are_legal_and_different() -> None:
    long = "driver_" + "x" * 40
    names = legal_names(["state", "a|b", "a-b", "2nd", "end", long, long + "y"])
    assert names["state"] == "state"
    assert names["a|b"] == "a_b"
    assert names["a-b"] == "a_b_2"
    assert names["2nd"] == "_2nd"
    assert names["end"] == "end_"
    assert len(set(names.values())) == 7
    assert max(len(name) for name in names.values()) == 32
