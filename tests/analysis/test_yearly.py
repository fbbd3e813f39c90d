"""The yearly table of a batch, and the distribution of it over replications."""

from collections.abc import Sequence

import numpy as np
import pytest
import xarray as xr

from greatgame.analysis import measures
from greatgame.analysis.distribution import STATISTICS, distribution, table_of
from greatgame.analysis.measured import MEASURES, NEEDED, measured
from greatgame.analysis.yearly import reduce, yearly
from greatgame.runs import Run, ensemble, run
from greatgame.scenarios import load

from .conftest import BAY


@pytest.fixture(scope="module")
def several() -> Run:
    return ensemble(load(BAY, ["end=1992-05", "start=1990-03"]), 8, seed=2)


@pytest.fixture(scope="module")
def found(several: Run) -> xr.Dataset:
    return reduce(several)


def same(one: xr.Dataset, other: xr.Dataset) -> bool:
    """Whether two tables hold the same bits."""
    return set(one) == set(other) and all(
        np.array_equal(one[name].values, other[name].values, equal_nan=True) for name in one
    )


class TestYearly:
    def test_it_holds_alignment_and_every_measure(self, found: xr.Dataset) -> None:
        assert list(found) == ["alignment", *MEASURES]
        assert found["alignment"].dims == ("replication", "year", "state", "power", "domain")
        assert found["overall"].dims == found["influence"].dims == ("replication", "year", "state", "power")
        assert found["hedging"].dims == ("replication", "year", "state")
        assert found["polarization"].dims == ("replication", "year")
        assert found.attrs["scenario"] == "world"

    def test_a_year_is_the_mean_of_its_months_even_if_cut_short(self, several: Run, found: xr.Dataset) -> None:
        assert found["year"].values.tolist() == [1990, 1991, 1992]
        alignment = several.dataset(["alignment"])["alignment"]
        for year, months in ((1990, 10), (1991, 12), (1992, 5)):
            own = alignment.sel(time=str(year))
            assert own.sizes["time"] == months
            np.testing.assert_allclose(found["alignment"].sel(year=year), own.mean("time"), rtol=1e-12)

    def test_the_mean_over_domains_is_weighted(self, found: xr.Dataset) -> None:
        np.testing.assert_allclose(found["overall"], measures.overall(found["alignment"], found["weight"]), rtol=1e-12)

    def test_months_in_which_a_measure_is_undefined_do_not_count(self, several: Run) -> None:
        data = several.dataset(NEEDED).copy(deep=True)
        data["alignment"][:, :3] = 0.0
        data["alignment"][:, 10:22] = 0.0
        hhi = yearly(data)["hhi"]
        expected = measured(data)["hhi"].isel(time=slice(3, 10)).mean("time")
        np.testing.assert_allclose(hhi.sel(year=1990), expected)
        assert np.isnan(hhi.sel(year=1991)).all()
        assert not np.isnan(hhi.sel(year=1992)).any()

    def test_replications_have_the_same_bits_in_any_company(self, found: xr.Dataset, several: Run) -> None:
        few = reduce(ensemble(several.scenario, 3, seed=2))
        assert same(few, found.isel(replication=slice(3)))
        assert same(reduce(run(several.scenario, 2, 5)), found.isel(replication=[5]))

    def test_replications_have_the_same_bits_in_any_order_of_memory(self, found: xr.Dataset, several: Run) -> None:
        data = several.dataset(NEEDED)
        assert not data["alignment"].values.flags.c_contiguous
        assert same(yearly(data.map(lambda values: values.copy(data=np.ascontiguousarray(values.values)))), found)

    def test_a_history_larger_than_a_piece_has_the_same_bits(
        self, found: xr.Dataset, several: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for size in (1, 100, 10**9):
            monkeypatch.setattr("greatgame.analysis.arrays.PIECE", size)
            assert same(reduce(several), found)

    def test_constants_may_differ_from_one_replication_to_another(self, several: Run) -> None:
        data = several.dataset(NEEDED)
        guarantee = xr.DataArray([[1.0, 0.0], [0.0, 1.0]] * 4, dims=("replication", "domain"))
        weight = xr.DataArray([[0.2, 0.8], [0.7, 0.3]] * 4, dims=("replication", "domain"))
        core = xr.DataArray([[1.0, 0.0], [1.0, 1.0]] * 4, dims=("replication", "state"))
        saturation = xr.DataArray([0.1, 0.4] * 4, dims="replication")
        constants = {"guarantee": guarantee, "weight": weight, "core": core, "saturation": saturation}
        joint = yearly(data.assign_coords(constants))
        for place in range(2):
            which = slice(place, None, 2)
            own = {name: values.isel(replication=place) for name, values in constants.items()}
            alone = yearly(data.isel(replication=which).assign_coords(own))
            assert same(joint.isel(replication=which), alone)


def by_replication(*values: float) -> xr.DataArray:
    return xr.DataArray(list(values), dims="replication")


class TestDistribution:
    def test_quantiles_are_exact(self) -> None:
        spread = distribution(by_replication(*range(101)))
        assert dict(zip(STATISTICS, spread.values, strict=True)) == {
            "mean": 50, "q05": 5, "q25": 25, "q50": 50, "q75": 75, "q95": 95,
        }  # fmt: skip

    def test_the_undefined_does_not_count(self) -> None:
        assert distribution(by_replication(1.0, np.nan, 3.0)).sel(statistic="mean") == 2.0
        assert np.isnan(distribution(by_replication(np.nan, np.nan))).all()


@pytest.fixture(scope="module")
def made_up() -> xr.Dataset:
    """Two states, two powers, two years, four replications: Tarn turns to the west in one of four."""
    tarn = [[[0.1, 0.6], [0.1, 0.6]]] * 3 + [[[0.1, 0.6], [0.8, 0.1]]]
    elm = [[[0.1, 0.2], [0.1, 0.2]]] * 4
    overall = xr.DataArray(
        np.stack([tarn, elm], axis=2),
        dims=("replication", "year", "state", "power"),
        coords={"year": [1990, 1991], "state": ["TAR", "ELM"], "power": ["WES", "EAS"]},
    )
    data = xr.Dataset({name: overall.isel(power=0, drop=True) for name in MEASURES})
    return data.assign(
        alignment=overall.expand_dims(domain=["fleet"], axis=-1),
        overall=overall,
        influence=overall,
        commitment=overall.max("power"),
        concentration=overall[..., 0, 0].drop_vars(["state", "power"]),
        polarization=overall[..., 0, 0].drop_vars(["state", "power"]) * np.nan,
    )


def rows_of(data: xr.Dataset, points: Sequence[int] | None = None) -> dict[tuple[object, ...], dict[str, object]]:
    table = table_of(lambda names: data[list(names)], None if points is None else np.asarray(points))
    keys = table.column_names[: table.column_names.index("mean")]
    return {tuple(row[key] for key in keys): row for row in table.to_pylist()}


class TestSummaryOfABatch:
    def test_a_row_for_each_variable_actor_and_year(self, made_up: xr.Dataset) -> None:
        rows = rows_of(made_up)
        alignment = rows["alignment", "TAR", "WES", "fleet", 1991]
        assert [alignment[name] for name in ("q05", "q50")] == pytest.approx([0.1, 0.1])
        assert alignment["mean"] == pytest.approx((3 * 0.1 + 0.8) / 4)
        assert ("hedging", "ELM", None, None, 1990) in rows
        assert ("concentration", None, None, None, 1990) in rows
        assert {key[0] for key in rows} == {
            *("alignment", *MEASURES, "leading"),
            *("typology_aligned", "typology_hedger", "typology_switcher", "typology_autonomous"),
        }

    def test_the_undefined_is_empty(self, made_up: xr.Dataset) -> None:
        row = rows_of(made_up)["polarization", None, None, None, 1990]
        assert all(row[name] is None for name in STATISTICS)

    def test_probabilities_are_shares_of_replications(self, made_up: xr.Dataset) -> None:
        rows = rows_of(made_up)
        assert rows["leading", "TAR", "WES", None, 1991]["mean"] == 0.25
        assert rows["leading", "TAR", "EAS", None, 1991]["mean"] == 0.75
        assert rows["typology_switcher", "TAR", None, None, 1991]["mean"] == 0.25
        assert rows["typology_aligned", "TAR", None, None, 1991]["mean"] == 0.75
        assert rows["typology_autonomous", "ELM", None, None, 1990]["mean"] == 1.0
        assert rows["leading", "TAR", "WES", None, 1991]["q50"] is None

    def test_each_point_of_a_design_has_its_own(self, made_up: xr.Dataset) -> None:
        rows = rows_of(made_up, [0, 0, 1, 1])
        assert rows[0, "leading", "TAR", "WES", None, 1991]["mean"] == 0.0
        assert rows[1, "leading", "TAR", "WES", None, 1991]["mean"] == 0.5
        assert list(dict.fromkeys(key[0] for key in rows)) == [0, 1]
