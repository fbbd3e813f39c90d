"""The yearly table and the types of states."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from greatgame.analysis import measures
from greatgame.analysis.summary import NEEDED, measured, summary, summary_of, write_summary
from greatgame.analysis.typology import MARGIN, THRESHOLDS, TYPES, lead_probabilities, leading, probabilities, typology
from greatgame.runs import Run, ensemble, write
from greatgame.runs import load as load_run
from greatgame.runs.codebook import entries
from greatgame.scenarios import load

POWERS = ["CHN", "RUS", "USA"]


@pytest.fixture(scope="module")
def several() -> Run:
    return ensemble(load("us_entry_2001"), 2, seed=5)


class TestLeading:
    ALIGNMENT = xr.DataArray(
        [[[0.30, 0.24], [0.30, 0.26]], [[0.10, 0.40], [0.0, 0.0]]],
        {"replication": [0, 1], "state": ["A", "B"], "power": ["RUS", "USA"]},
        ("replication", "state", "power"),
    )

    def test_a_power_leads_only_with_the_margin(self) -> None:
        assert leading(self.ALIGNMENT).values.tolist() == [["RUS", "none"], ["USA", "none"]]
        assert leading(self.ALIGNMENT.sel(power=["RUS"])).values.tolist() == [["RUS", "RUS"], ["RUS", "none"]]

    def test_shares_with_none_sum_to_one(self) -> None:
        shares = lead_probabilities(self.ALIGNMENT)
        assert shares.sel(state="A").values.tolist() == [0.5, 0.5, 0.0]
        assert shares.sel(state="B", power="none") == 1.0

    def test_the_codebook_says_the_margin(self) -> None:
        ((_, _, _, meaning),) = entries("summary", ["leading_power"], xr.Dataset())
        assert f"at least {MARGIN:g} more" in meaning


class TestSummary:
    def test_rows_and_columns(self, several: Run) -> None:
        table = summary(several)
        assert table.column_names == [
            *("replication", "year", "state", "alignment_CHN", "alignment_RUS", "alignment_USA", "leading_power"),
            *("influence_CHN", "influence_RUS", "influence_USA", "hhi", "effective_powers", "autonomy", "commitment"),
            *("hedging", "domain_split", "similarity", "kappa", "pi", "concentration", "polarization", "typology"),
        ]
        assert table.num_rows == 2 * 12 * 5
        first, second = table.to_pylist()[:2]
        assert (first["replication"], first["year"], first["state"]) == (0, 1992, "KAZ")
        assert second["state"] == "KGZ"

    def test_numbers_are_yearly_means(self, several: Run) -> None:
        data = several.dataset(NEEDED)
        found = {(r["replication"], r["year"], r["state"]): r for r in summary(several).to_pylist()}[1, 2002, "UZB"]
        year = data.sel(time="2002", state="UZB", replication=1)
        overall = measures.overall(year["alignment"], data["weight"])
        assert found["alignment_USA"] == pytest.approx(overall.sel(power="USA").mean().item())
        assert found["autonomy"] == pytest.approx(1 - overall.mean("time").sum().item())
        assert found["hhi"] == pytest.approx(measures.hhi(overall).mean().item())
        means = overall.mean("time")
        first, second = np.sort(means.values)[:-3:-1]
        assert found["leading_power"] == (means.idxmax("power").item() if first - second >= MARGIN else "none")
        security = year["alignment"].sel(domain="security")
        assert found["commitment"] == pytest.approx(security.max("power").mean().item())
        assert found["typology"] in TYPES

    def test_a_replication_does_not_depend_on_its_company(self, several: Run) -> None:
        alone = summary_of(several.dataset(NEEDED).sel(replication=[1]))
        rows = [row for row in summary(several).to_pylist() if row["replication"] == 1]
        for found, expected in zip(alone.to_pylist(), rows, strict=True):
            for name, value in expected.items():
                assert found[name] == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value), name

    def test_a_folder_gives_the_same_table(self, several: Run, tmp_path: Path) -> None:
        assert summary_of(load_run(write(several, tmp_path / "run"))).equals(summary(several))

    def test_undefined_is_empty(self, several: Run, tmp_path: Path) -> None:
        data = several.dataset(NEEDED).copy(deep=True)
        data["alignment"][:, :, 0] = 0.0
        row = summary_of(data).to_pylist()[0]
        assert row["hhi"] is None
        assert row["hedging"] == 0.0
        assert row["autonomy"] == 1.0
        write_summary(several, tmp_path)
        assert "nan" not in (tmp_path / "summary.csv").read_text()

    def test_measures_month_by_month(self, several: Run) -> None:
        found = measured(several.dataset(NEEDED))
        for name in ("hhi", "autonomy", "commitment", "hedging", "domain_split", "similarity", "kappa", "pi"):
            assert found[name].dims == ("replication", "time", "state")
            assert found[name].attrs["meaning"]
        assert found["influence"].dims == ("replication", "time", "state", "power")
        assert found["concentration"].dims == found["polarization"].dims == ("replication", "time")
        assert ((found["hedging"] >= 0) & (found["hedging"] <= 2 / 3)).all()


def path(*years: list[float]) -> xr.DataArray:
    return xr.DataArray(list(years), dims=("year", "power"), coords={"power": POWERS[: len(years[0])]})


def committed(*years: float) -> xr.DataArray:
    return xr.DataArray(list(years), dims="year")


class TestTypology:
    def test_each_type(self) -> None:
        alignment = path([0.1, 0.6, 0.1], [0.3, 0.3, 0.3], [0.1, 0.1, 0.1], [0.0, 0.1, 0.7], [0.0, 0.1, 0.7])
        found = typology(alignment, committed(0.6, 0.3, 0.1, 0.8, 0.8))
        assert found.values.tolist() == ["aligned", "hedger", "autonomous", "switcher", "aligned"]

    def test_a_narrow_lead_does_not_make_a_switch(self) -> None:
        found = typology(path([0.2, 0.3, 0.2], [0.2, 0.25, 0.27], [0.2, 0.3, 0.2]), committed(0.3, 0.3, 0.3))
        assert found.values.tolist() == ["hedger"] * 3

    def test_one_power_cannot_be_switched(self) -> None:
        assert typology(path([0.3], [0.7]), committed(0.3, 0.7)).values.tolist() == ["autonomous", "aligned"]

    def test_thresholds_can_be_moved_and_are_printed(self) -> None:
        alignment = path([0.1, 0.4, 0.1])
        assert typology(alignment, committed(0.45), aligned=0.4).item() == "aligned"
        assert typology(alignment, committed(0.45), autonomous=0.3).item() == "autonomous"
        assert "0.05" in THRESHOLDS
        assert "0.6" in THRESHOLDS

    def test_probabilities_sum_to_one(self) -> None:
        one = typology(path([0.1, 0.6, 0.1], [0.0, 0.1, 0.7]), committed(0.6, 0.8))
        other = typology(path([0.1, 0.6, 0.1], [0.1, 0.6, 0.1]), committed(0.6, 0.6))
        found = probabilities(xr.concat([one, other], "replication"))
        np.testing.assert_allclose(found.sum("type"), 1.0)
        assert found.sel(type="switcher").values.tolist() == [0.0, 0.5]


def test_the_measures_are_the_public_face_and_imported_when_asked_for() -> None:
    program = (
        "import sys, greatgame.analysis as analysis\n"
        "assert not {'numpy', 'greatgame.analysis.measures'} & set(sys.modules)\n"
        "assert analysis.measures.hhi.__doc__\n"
        "assert {'measures', 'summary', 'typology'} <= set(dir(analysis))\n"
        "assert not hasattr(analysis, 'nothing')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
