"""What worlds show year by year is what their histories are on average, however the work is cut."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from greatgame.analysis.claims import CLAIMS
from greatgame.analysis.claims.claim import Claim, Part
from greatgame.analysis.observations import KINDS, Lens
from greatgame.analysis.sensitivity_numbers import Moved, moved
from greatgame.analysis.skill import shown
from greatgame.analysis.skill.prior import Prior, draw
from greatgame.analysis.skill.shown import Shown, Worlds, claims_by, show
from greatgame.model import Ensemble, Noise
from greatgame.runs import DivergedError, ensemble
from greatgame.scenarios import Change, Scenario, load

from ..conftest import BAY
from ..pools import Here
from .made_up import STRAIT

RUNS, SEED = 2, 7

POINTS = {"parameters.offer": (0.4, 1.0, 0.7), "domains.security.adjustment": (0.1, 0.2, 0.4)}
"""Numbers of three points."""

CALENDAR, SESSION, FISCAL = (0, 12), (8, 12), (-3, 9)


@pytest.fixture(scope="module")
def strait() -> Scenario:
    return load(STRAIT)


def at(points: Mapping[str, Sequence[float]]) -> Prior:
    items = tuple(Moved(path, 0.0, 9.0, "number") for path in points)
    return Prior(items, np.array(list(points.values())).T)


@pytest.fixture(scope="module")
def worlds(strait: Scenario) -> Worlds:
    return Worlds(strait, at(POINTS), RUNS, SEED)


def quietly(worlds: Worlds) -> Shown:
    return show(worlds, Here(), lambda _: None)


@pytest.fixture(scope="module")
def found(worlds: Worlds) -> Shown:
    return quietly(worlds)


@pytest.fixture(scope="module")
def second(strait: Scenario) -> Mapping[str, Any]:
    """The history of the second point by itself, from March 1990 to October 1994."""
    settings = [f"{path}={values[1]}" for path, values in POINTS.items()]
    return ensemble(strait.with_settings(settings), RUNS, SEED).history


# ---- quantities

EACH_YEAR = {
    CALENDAR: [(0, 10), (10, 22), (22, 34), (34, 46), (46, 56)],
    SESSION: [(6, 10), (18, 22), (30, 34), (42, 46), (54, 56)],
    FISCAL: [(0, 7), (7, 19), (19, 31), (31, 43), (43, 55)],
}
"""Months of 1990 to 1994, counted from March 1990: the whole year, September to December, October to September."""


def by_year(values: Any, months: tuple[int, int]) -> Any:
    return np.stack([values[first:last].mean(axis=0) for first, last in EACH_YEAR[months]])


@pytest.mark.parametrize(
    ("lens", "place"),
    [
        (Lens("alignment", "politics", CALENDAR), 0),
        (Lens("alignment", "politics", SESSION), 0),
        (Lens("alignment", "security", CALENDAR), 1),
        (Lens("alignment", "trade", CALENDAR), 2),
    ],
)
def test_alignment_is_that_of_the_domain_in_the_mean_of_its_months(
    lens: Lens, place: int, found: Shown, second: Mapping[str, Any]
) -> None:
    expected = by_year(second["alignment"][:, :, :, place], lens.months)
    np.testing.assert_allclose(found.quantities[lens][:, :, :, 1], expected, atol=1e-6)


def test_engagement_is_weighed_over_the_domains_in_fiscal_years(found: Shown, second: Mapping[str, Any]) -> None:
    politics, security, trade = np.moveaxis(second["engagement"], 3, 0)
    expected = by_year(0.3 * politics + 0.5 * security + 0.2 * trade, FISCAL)
    np.testing.assert_allclose(found.quantities[KINDS["aid"].lens][:, :, :, 1], expected, atol=1e-6)


def test_influence_is_alignment_times_saturating_engagement(
    found: Shown, strait: Scenario, second: Mapping[str, Any]
) -> None:
    half = strait.inputs.parameters["saturation"]
    offered = second["engagement"] / (second["engagement"] + half)
    politics, security, trade = np.moveaxis(second["alignment"] * offered, 3, 0)
    expected = by_year(0.3 * politics + 0.5 * security + 0.2 * trade, CALENDAR)
    np.testing.assert_allclose(found.quantities[KINDS["influence"].lens][:, :, :, 1], expected, atol=1e-6)


def test_all_that_kinds_of_data_show_is_there(found: Shown) -> None:
    assert set(found.quantities) == {kind.lens for kind in KINDS.values()}
    assert {values.shape for values in found.quantities.values()} == {(5, 2, 2, 3, RUNS)}
    assert (found.points, found.years) == (3, range(1990, 1995))


def test_a_world_without_the_domain_does_not_show_it() -> None:
    bay = load(BAY)
    shown_by_bay = quietly(Worlds(bay, draw(bay, 1, 0), 2, 0))
    assert {lens.domain for lens in shown_by_bay.quantities} == {None}


def test_weights_and_scales_that_a_point_moves_are_its_own(strait: Scenario) -> None:
    # In the second point politics, security and trade weigh .3, .4 and .2 of .9, and .24 is half of what saturates.
    prior = at({"domains.security.weight": (0.5, 0.4), "parameters.saturation": (0.2, 0.24)})
    both = Worlds(strait, prior, RUNS, SEED)
    inputs = both.inputs(slice(1, 2))
    history = Ensemble(inputs).run(Noise(inputs, SEED, range(RUNS)))
    engaged = history["engagement"]
    politics, security, trade = np.moveaxis(history["alignment"] * engaged / (engaged + 0.24), 3, 0)
    expected = by_year((0.3 * politics + 0.4 * security + 0.2 * trade) / 0.9, CALENDAR)
    found = quietly(both).quantities[KINDS["influence"].lens]
    np.testing.assert_allclose(found[:, :, :, 1], expected, atol=1e-6)


def test_a_year_whose_months_the_run_does_not_reach_is_shown_by_its_last(strait: Scenario) -> None:
    short = strait.with_settings(["end=1994-06"])
    session = KINDS["votes"].lens
    ended = quietly(Worlds(short, at({"parameters.offer": (0.5,)}), RUNS, SEED)).quantities[session]
    alone = ensemble(short.with_settings(["parameters.offer=0.5"]), RUNS, SEED).history["alignment"]
    np.testing.assert_allclose(ended[4, :, :, 0], alone[51, :, :, 0], atol=1e-6)


# ---- memberships


def test_membership_is_that_at_the_end_of_the_year(found: Shown) -> None:
    # The league is founded with Tarn in May 1990; Elm joins in December 1992; the run ends in October 1994.
    elm, tarn = found.membership[:, :, 0, 1, 0].T
    assert elm.tolist() == [False, False, True, True, True]
    assert tarn.tolist() == [True] * 5


def test_who_joins_in_january_is_no_member_at_the_end_of_the_year_before(strait: Scenario) -> None:
    later = strait.with_settings(["interventions.elm_joins.date=1994-01"])
    own = quietly(Worlds(later, at({"parameters.offer": (0.5,)}), RUNS, SEED))
    assert own.membership[:, 0, 0, 0, 0].tolist() == [False, False, False, False, True]


# ---- points


def test_a_point_that_is_the_scenario_shows_the_scenario(strait: Scenario) -> None:
    items = moved(strait, "all", ())
    own = Prior(items, np.array([[item.value for item in items]]))
    history = ensemble(strait, RUNS, SEED).history["alignment"][:, :, :, 1]
    lens = KINDS["arms"].lens
    found = quietly(Worlds(strait, own, RUNS, SEED)).quantities[lens][:, :, :, 0]
    np.testing.assert_allclose(found, by_year(history, CALENDAR), atol=1e-6)


def test_points_share_their_noise(strait: Scenario) -> None:
    same = quietly(Worlds(strait, at({"parameters.offer": (0.5, 0.5)}), RUNS, SEED)).quantities[KINDS["arms"].lens]
    assert (same[..., 0, :] == same[..., 1, :]).all()
    assert (same[..., 0] != same[..., 1]).any()


def test_another_seed_shows_other_worlds(worlds: Worlds, found: Shown) -> None:
    other = quietly(replace(worlds, seed=SEED + 1)).quantities[KINDS["arms"].lens]
    assert (other != found.quantities[KINDS["arms"].lens]).any()


@pytest.mark.parametrize("points", [np.array([2, 0]), slice(1, 3)])
def test_some_of_the_points_are_taken_with_all_they_show(points: Any, worlds: Worlds) -> None:
    marked = replace(quietly(worlds), missed={"C01": np.array([True, False, False])})
    some = marked.take(points)
    places = np.arange(3)[points]
    for lens, values in marked.quantities.items():
        assert (some.quantities[lens] == values[:, :, :, places]).all()
    assert (some.membership == marked.membership[:, :, :, places]).all()
    assert some.missed["C01"].tolist() == [place == 0 for place in places]


class Backwards(Here):
    """Does the last unit first, and has nothing to tell in between."""

    def map(self, function: Callable[[Any], Any], units: Sequence[Any]) -> Iterator[Any]:
        for unit in units[::-1]:
            yield None
            yield function(unit)


@pytest.mark.parametrize("together", [1, 4, 500])
@pytest.mark.parametrize("pool", [Here(), Backwards()])
def test_it_does_not_matter_where_the_work_is_cut_and_who_does_it(
    together: int, pool: Here, worlds: Worlds, found: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "TOGETHER", together)
    half = {"parameters.protection": Change(times=np.array([1.0, 0.5, 0.0]))}
    ticks: list[int] = []
    cut = show(replace(worlds, off=half), pool, ticks.append)
    monkeypatch.setattr(shown, "TOGETHER", 500)
    whole = quietly(replace(worlds, off=half))
    for lens, values in whole.quantities.items():
        np.testing.assert_allclose(cut.quantities[lens], values, atol=1e-6)
    assert (cut.membership == whole.membership).all()
    assert sum(ticks) == 3 * RUNS
    # The first point is as it is, the others are not.
    lens = KINDS["arms"].lens
    moved_by = np.abs(cut.quantities[lens] - found.quantities[lens]).max(axis=(0, 1, 2, 4))
    assert (moved_by > 1e-3).tolist() == [False, True, True]


def test_a_world_that_diverges_is_told(worlds: Worlds) -> None:
    with pytest.raises(DivergedError, match="diverged"):
        quietly(replace(worlds, off={"parameters.offer": Change(plus=np.nan)}))


# ---- what is switched off


def offers(worlds: Worlds, points: slice = slice(0, 3)) -> list[float]:
    return np.asarray(worlds.inputs(points).parameters["offer"]).tolist()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change(), [0.4, 1.0, 0.7]),
        (Change(times=0.5, plus=0.25), [0.45, 0.75, 0.6]),
        (Change(times=0.0), [0.0, 0.0, 0.0]),
        (Change(times=np.array([1.0, 0.0, 2.0]), plus=np.array([0.0, 0.25, 0.0])), [0.4, 0.25, 1.4]),
    ],
)
def test_what_is_switched_off_is_so_on_top_of_the_prior(change: Change, expected: list[float], worlds: Worlds) -> None:
    found = offers(replace(worlds, off={"parameters.offer": change}))
    assert found == pytest.approx(np.repeat(expected, RUNS).tolist())


def test_what_the_prior_leaves_alone_can_be_switched_off_too(worlds: Worlds, strait: Scenario) -> None:
    own = strait.inputs.parameters["protection"]
    changed = replace(worlds, off={"parameters.protection": Change(times=np.array([1.0, 0.0, 0.5]))})
    assert changed.inputs(slice(0, 3)).parameters["protection"] == pytest.approx([own, own, 0.0, 0.0, own / 2, own / 2])


def test_some_of_the_points_have_their_own_changes(worlds: Worlds) -> None:
    changed = replace(worlds, off={"parameters.offer": Change(times=np.array([1.0, 0.5, 2.0]))})
    assert offers(changed, slice(1, 3)) == pytest.approx([0.5, 0.5, 1.4, 1.4])


# ---- claims


def missed(
    monkeypatch: pytest.MonkeyPatch, strait: Scenario, *parts: tuple[Sequence[Sequence[float]], bool]
) -> list[bool]:
    """Points at which a claim fails whose parts have these margins, by point and run."""
    made = [Part("made up", np.array(margin).ravel(), each) for margin, each in parts]
    monkeypatch.setitem(CLAIMS, "C98", Claim("C98", "F", "made up", ("history",), lambda _: made))
    points, runs = np.shape(parts[0][0])
    prior = at({"parameters.offer": (0.5,) * points})
    return quietly(Worlds(strait, prior, runs, SEED, ("C98",))).missed["C98"].tolist()


def so(often: int) -> list[float]:
    """Of ten runs."""
    return [1.0] * often + [-1.0] * (10 - often)


def test_a_claim_fails_if_far_too_few_runs_are_so(monkeypatch: pytest.MonkeyPatch, strait: Scenario) -> None:
    # Four in five are wanted. By the binomial, three or fewer of ten then have a chance of .0009, four of .0064.
    assert missed(monkeypatch, strait, ([so(0), so(3), so(4), so(10)], True)) == [True, True, False, False]


def test_a_run_is_so_if_all_parts_of_the_claim_are(monkeypatch: pytest.MonkeyPatch, strait: Scenario) -> None:
    parts = ([so(7), so(6)], True), ([so(7), so(7)[::-1]], True)  # 7 runs, and 3
    assert missed(monkeypatch, strait, *parts) == [False, True]


def test_a_margin_of_nothing_is_not_so(monkeypatch: pytest.MonkeyPatch, strait: Scenario) -> None:
    assert missed(monkeypatch, strait, ([[0.0] * 10], True)) == [True]


def test_a_mean_fails_if_it_is_far_below_for_so_few_runs(monkeypatch: pytest.MonkeyPatch, strait: Scenario) -> None:
    # Standard error of four runs that lie 1 on either side: (4/3 / 4)^.5 = .577; three sigmas of t with 3 are 7.26.
    runs = [[-5.3, -5.3, -3.3, -3.3], [-5.0, -5.0, -3.0, -3.0], [5.0, 5.0, 5.0, 5.0]]
    assert missed(monkeypatch, strait, (runs, False)) == [True, False, False]


def test_a_few_runs_rule_out_little(monkeypatch: pytest.MonkeyPatch, strait: Scenario) -> None:
    # None of four has a chance of .2^4 = .0016, none of three of .008.
    assert missed(monkeypatch, strait, ([[-1.0] * 4], True)) == [True]
    assert missed(monkeypatch, strait, ([[-1.0] * 3], True)) == [False]


def test_every_mean_counts_by_itself(monkeypatch: pytest.MonkeyPatch, strait: Scenario) -> None:
    fine, bad = [2.0] * 10, [-2.0] * 10
    parts = ([so(10), so(10), so(10)], True), ([fine, bad, fine], False), ([fine, fine, bad], False)
    assert missed(monkeypatch, strait, *parts) == [False, True, True]


@pytest.fixture(scope="module")
def fitted() -> Mapping[int, tuple[str, ...]]:
    return claims_by(load("us_entry_2001"), [1991, 1995, 2000, 2003, 2010])


@pytest.mark.parametrize(("claim", "first"), [("C08", 2000), ("C03", 2003)])
def test_claims_constrain_from_the_year_in_which_they_end(
    claim: str, first: int, fitted: Mapping[int, tuple[str, ...]]
) -> None:
    assert {year: claim in ids for year, ids in fitted.items()} == {
        year: year >= first for year in (1991, 1995, 2000, 2003, 2010)
    }


def test_claims_that_constrain_are_fitted_and_of_the_history_alone(fitted: Mapping[int, tuple[str, ...]]) -> None:
    found = [CLAIMS[id_] for id_ in fitted[2003]]
    assert {(claim.kind, claim.worlds, claim.logged) for claim in found} == {("F", ("history",), False)}
    left = {claim.id for claim in CLAIMS.values() if claim.kind == "F"} - set(fitted[2003])
    assert all(CLAIMS[id_].worlds != ("history",) or CLAIMS[id_].logged for id_ in left)


def test_after_the_end_of_the_run_no_more_claims_end(fitted: Mapping[int, tuple[str, ...]]) -> None:
    assert fitted[2010] == fitted[2003]


def test_of_another_world_no_claim_speaks(strait: Scenario) -> None:
    assert claims_by(strait, [1994]) == {1994: ()}
