"""Measures: by hand, and as properties."""

import math

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from greatgame.analysis import measures

POWERS = ["CHN", "RUS", "USA"]

properties = settings(deadline=None, max_examples=20)


def portfolio(*shares: float, dims: str = "power", names: list[str] | None = None) -> xr.DataArray:
    return xr.DataArray(list(shares), dims=dims, coords={dims: names or POWERS[: len(shares)]})


def pairs(rows: list[list[float]]) -> xr.DataArray:
    names = POWERS[: len(rows)]
    return xr.DataArray(rows, dims=("power", "rival"), coords={"power": names, "rival": names})


def everyone_rivals(powers: int) -> xr.DataArray:
    return pairs(np.ones((powers, powers)).tolist())


@st.composite
def portfolios(draw: st.DrawFn, *, powers: int | None = None) -> xr.DataArray:
    """An alignment with one to three powers that leaves some autonomy."""
    size = powers or draw(st.integers(1, 3))
    raw = draw(hnp.arrays(float, size, elements=st.floats(0.0, 1.0, allow_subnormal=False)))
    kept = draw(st.floats(0.05, 1.0))
    return portfolio(*(raw / (raw.sum() + kept)))


@st.composite
def rivalries(draw: st.DrawFn, powers: int = 3) -> xr.DataArray:
    raw = draw(hnp.arrays(float, (powers, powers), elements=st.floats(0.0, 1.0)))
    return pairs(((raw + raw.T) / 2.0).tolist())


class TestShares:
    def test_by_hand(self) -> None:
        a = portfolio(0.1, 0.3, 0.2)
        np.testing.assert_allclose(measures.shares(a), [1 / 6, 1 / 2, 1 / 3])
        assert measures.hhi(a).item() == pytest.approx(1 / 36 + 1 / 4 + 1 / 9)
        assert measures.effective_powers(a).item() == pytest.approx(36 / 14)
        assert measures.autonomy(a).item() == pytest.approx(0.4)

    def test_nobody_to_lean_on_is_undefined(self) -> None:
        nobody = portfolio(0.0, 0.0)
        assert math.isnan(measures.hhi(nobody).item())
        assert math.isnan(measures.effective_powers(nobody).item())
        assert measures.autonomy(nobody).item() == 1.0

    @properties
    @given(portfolios())
    def test_ranges(self, a: xr.DataArray) -> None:
        value = measures.hhi(a).item()
        if a.sum() > 0:
            assert 1 / a.sizes["power"] - 1e-12 <= value <= 1 + 1e-12
            assert 1 - 1e-12 <= measures.effective_powers(a).item() <= a.sizes["power"] + 1e-9
        assert -1e-12 <= measures.autonomy(a).item() <= 1

    @properties
    @given(portfolios(powers=2))
    def test_a_null_power_adds_nothing(self, a: xr.DataArray) -> None:
        more = portfolio(*a.values, 0.0)
        for measure in (measures.hhi, measures.autonomy, measures.effective_powers):
            np.testing.assert_allclose(measure(more), measure(a), equal_nan=True)
        np.testing.assert_allclose(
            measures.hedging(more, everyone_rivals(3)), measures.hedging(a, everyone_rivals(2)), atol=1e-15
        )


class TestHedging:
    def test_by_hand(self) -> None:
        a = portfolio(0.2, 0.2, 0.4)
        d = pairs([[0, 0.5, 1], [0.5, 0, 0.2], [1, 0.2, 0]])
        # s = 1/4, 1/4, 1/2; ordered pairs: 2 (1/16 .5 + 1/8 1 + 1/8 .2) times .8
        assert measures.hedging(a, d).item() == pytest.approx(2 * (0.5 / 16 + 1 / 8 + 0.2 / 8) * 0.8)

    @properties
    @given(portfolios(powers=3))
    def test_all_rivals_gives_spread_times_alignment(self, a: xr.DataArray) -> None:
        expected = ((1 - measures.hhi(a)) * (1 - measures.autonomy(a))).fillna(0.0)
        np.testing.assert_allclose(measures.hedging(a, everyone_rivals(3)), expected, atol=1e-12)

    @properties
    @given(portfolios(powers=3), rivalries())
    def test_range_and_growth_with_rivalry(self, a: xr.DataArray, d: xr.DataArray) -> None:
        value = measures.hedging(a, d).item()
        assert -1e-15 <= value <= 2 / 3 + 1e-12
        assert measures.hedging(a, d / 2).item() <= value + 1e-15

    def test_one_power_friends_or_nobody_is_no_hedge(self) -> None:
        assert measures.hedging(portfolio(0.0, 0.9, 0.0), everyone_rivals(3)).item() == 0.0
        assert measures.hedging(portfolio(0.3, 0.3, 0.3), 0.0 * everyone_rivals(3)).item() == 0.0
        assert measures.hedging(portfolio(0.0, 0.0, 0.0), everyone_rivals(3)).item() == 0.0

    def test_rivalry_by_hand(self) -> None:
        friction = pairs([[0.0, 0.4], [0.4, 0.0]])
        stance = pairs([[0, 2], [1, 0]])  # CHN resists RUS, RUS acquiesces
        d = measures.rivalry_of_powers(friction, stance)
        expected = 1 - 0.6 * (1 - (1 + 0.25) / 2)
        np.testing.assert_allclose(d, [[0, expected], [expected, 0]])

    def test_rivalry_reaches_its_bounds(self) -> None:
        nothing = pairs([[0.0, 0.0], [0.0, 0.0]])
        assert measures.rivalry_of_powers(nothing, nothing).max() == 0.0
        assert measures.rivalry_of_powers(nothing, nothing + 2)[0, 1] == 1.0


def by_domain(rows: dict[str, list[float]]) -> xr.DataArray:
    size = len(next(iter(rows.values())))
    coords = {"domain": list(rows), "power": POWERS[:size]}
    return xr.DataArray(list(rows.values()), dims=("domain", "power"), coords=coords)


class TestDomains:
    weight = portfolio(0.75, 0.25, dims="domain", names=["security", "trade"])

    def test_overall_and_commitment(self) -> None:
        a = by_domain({"security": [0.1, 0.6], "trade": [0.5, 0.2]})
        np.testing.assert_allclose(measures.overall(a, self.weight), [0.2, 0.5])
        assert measures.commitment(a).item() == 0.6
        assert measures.commitment(a, "trade").item() == 0.5

    def test_split_is_whole_when_domains_go_to_different_powers(self) -> None:
        a = by_domain({"security": [0.0, 0.6], "trade": [0.2, 0.0]})
        expected = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
        assert measures.domain_split(a, self.weight).item() == pytest.approx(expected)

    def test_split_is_none_when_domains_are_alike(self) -> None:
        a = by_domain({"security": [0.2, 0.4], "trade": [0.1, 0.2]})
        assert measures.domain_split(a, self.weight).item() == pytest.approx(0.0, abs=1e-15)

    def test_empty_domains_do_not_count(self) -> None:
        a = by_domain({"security": [0.2, 0.4], "trade": [0.0, 0.0]})
        assert measures.domain_split(a, self.weight).item() == pytest.approx(0.0, abs=1e-15)
        assert math.isnan(measures.domain_split(0 * a, self.weight).item())

    @properties
    @given(st.lists(portfolios(powers=3), min_size=2, max_size=2))
    def test_split_range(self, rows: list[xr.DataArray]) -> None:
        a = xr.concat(rows, xr.DataArray(["security", "trade"], dims="domain", name="domain"))
        value = measures.domain_split(a, self.weight).item()
        assert math.isnan(value) or 0 <= value <= math.log(3) + 1e-12

    def test_influence_by_hand(self) -> None:
        a = by_domain({"security": [0.4, 0.2], "trade": [0.8, 0.0]})
        e = by_domain({"security": [0.2, 0.0], "trade": [0.6, 9.0]})
        # CHN: .75 x .4 x 1/2 + .25 x .8 x 3/4; RUS offers nothing where it is leant on
        np.testing.assert_allclose(measures.influence(a, e, self.weight, 0.2), [0.3, 0.0])


class TestSimilarity:
    profile = xr.DataArray(
        [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1]], dims=("state", "item"), coords={"state": ["KAZ", "KGZ", "UZB"]}
    )

    def test_s_by_hand(self) -> None:
        s = measures.similarity(self.profile, ["item"])
        np.testing.assert_allclose(s, [[1, 0.5, -1], [0.5, 1, -0.5], [-1, -0.5, 1]])

    def test_s_with_weights_and_maximum(self) -> None:
        weight = xr.DataArray([1.0, 3.0, 0.0, 0.0], dims="item")
        s = measures.similarity(self.profile, ["item"], weight, maximum=2.0)
        assert s[0, 1].item() == pytest.approx(1 - 2 * (3 / 4) / 2)

    def test_kappa_is_cohens_on_zeros_and_ones(self) -> None:
        # KAZ and KGZ: agreement 3/4, by chance 1/2 x 1/4 + 1/2 x 3/4
        assert measures.kappa(self.profile, ["item"])[0, 1].item() == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))

    def test_pi_is_scotts_on_zeros_and_ones(self) -> None:
        chance = (3 / 8) ** 2 + (5 / 8) ** 2
        assert measures.pi(self.profile, ["item"])[0, 1].item() == pytest.approx((3 / 4 - chance) / (1 - chance))

    def test_same_and_opposite_profiles(self) -> None:
        for measure in (measures.kappa, measures.pi):
            found = measure(self.profile, ["item"])
            np.testing.assert_allclose(np.diag(found), 1.0)
            assert found[0, 2].item() == pytest.approx(-1.0)

    def test_two_constant_profiles_are_undefined(self) -> None:
        same = xr.DataArray(np.ones((2, 3)), dims=("state", "item"), coords={"state": ["KAZ", "KGZ"]})
        assert np.isnan(measures.kappa(same, ["item"])).all()
        assert np.isnan(measures.pi(same, ["item"])).all()

    @properties
    @given(hnp.arrays(float, (3, 4), elements=st.floats(0.0, 1.0)))
    def test_ranges_and_symmetry(self, rows: np.ndarray) -> None:
        profile = xr.DataArray(np.round(rows, 3), dims=("state", "item"), coords={"state": ["KAZ", "KGZ", "UZB"]})
        for found in (
            measures.similarity(profile, ["item"]),
            measures.kappa(profile, ["item"]),
            measures.pi(profile, ["item"]),
        ):
            values = found.values
            known = values[~np.isnan(values)]
            assert ((known >= -1 - 1e-9) & (known <= 1 + 1e-9)).all()
            np.testing.assert_allclose(values, values.T, equal_nan=True)


class TestRegion:
    def test_mean_over_core_states(self) -> None:
        values = xr.DataArray([1.0, 2.0, 9.0], dims="state", coords={"state": ["KAZ", "KGZ", "TKM"]})
        core = values.copy(data=[1.0, 1.0, 0.0])
        assert measures.regional(values, core).item() == 1.5

    def test_concentration_bounds(self) -> None:
        assert measures.concentration(portfolio(0.0, 0.3, 0.0)).item() == pytest.approx(1.0)
        assert measures.concentration(portfolio(0.2, 0.2, 0.2)).item() == pytest.approx(0.0)
        assert math.isnan(measures.concentration(portfolio(0.2)).item())

    def test_concentration_by_hand(self) -> None:
        assert measures.concentration(portfolio(0.2, 0.6)).item() == pytest.approx(
            math.sqrt((1 / 16 + 9 / 16 - 1 / 2) / (1 / 2))
        )

    def region(self, *rows: list[float]) -> tuple[xr.DataArray, xr.DataArray]:
        names = ["KAZ", "KGZ", "TJK", "UZB"][: len(rows)]
        coords = {"state": names, "power": POWERS[: len(rows[0])]}
        return xr.DataArray(list(rows), dims=("state", "power"), coords=coords), xr.DataArray(
            np.ones(len(names)), dims="state", coords={"state": names}
        )

    def test_two_whole_camps_are_the_most_polarized(self) -> None:
        for alpha in (1.0, 1.6):
            found = measures.polarization(*self.region([1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]), alpha)
            assert found.item() == pytest.approx(1.0)

    def test_one_camp_is_not_polarized(self) -> None:
        assert measures.polarization(*self.region([0.6, 0.1], [0.4, 0.3])).item() == 0.0
        assert measures.polarization(*self.region([0.0, 0.0], [0.0, 0.0])).item() == 0.0

    def test_polarization_by_hand(self) -> None:
        # camps 3/4 and 1/4; distance (.5 + .4 + autonomy .1) / 2
        region = self.region([0.5, 0.0], [0.5, 0.0], [0.5, 0.0], [0.0, 0.4])
        apart = (0.5 + 0.4 + 0.1) / 2
        expected = 4 * ((3 / 4) ** 2 / 4 + (1 / 4) ** 2 * 3 / 4) * apart
        assert measures.polarization(*region).item() == pytest.approx(expected)

    def test_alpha_has_bounds(self) -> None:
        with pytest.raises(ValueError, match=r"between 1 and 1\.6"):
            measures.polarization(*self.region([0.6, 0.1]), 0.5)

    @properties
    @given(st.lists(portfolios(powers=3), min_size=4, max_size=4))
    def test_polarization_range(self, rows: list[xr.DataArray]) -> None:
        value = measures.polarization(*self.region(*[row.values.tolist() for row in rows])).item()
        assert -1e-15 <= value <= 1 + 1e-12
