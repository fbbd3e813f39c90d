"""Forecasts at origins that roll on: what they are centred on, how far they spread, and what they cannot know."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greatgame.analysis.observations import Series, Values, centred
from greatgame.analysis.skill.forecast import Case, Forecast, Past, cases, forecast, past
from greatgame.analysis.skill.forecasters import Region, trend
from greatgame.analysis.skill.link import Foresight, Link, Scatter

from .made_up import leaning, seen

NONE = Scatter(0.0, 0.0)


def listed(series: Sequence[Series], until: int, last: int) -> list[tuple[str, int, int, int]]:
    return [(case.series.state, case.origin, case.base, case.year) for case in cases(series, until, last)]


def spaced(state: str, *years: int) -> Series:
    return seen("aid", state, "X", dict.fromkeys(years, 0.0))


# ---- cases


def test_origins_are_the_first_and_every_year_with_a_new_observation() -> None:
    # In 1996 the last known year is 1995, so 2000 is the last within five years; nothing is left after 2000.
    found = listed([spaced("A", 1990, 1995, 1998, 2000, 2003)], 1996, 2002)
    assert found == [("A", 1996, 1995, 1998), ("A", 1996, 1995, 2000), ("A", 1998, 1998, 2000)]


def test_no_year_is_forecast_that_is_known() -> None:
    found = listed([spaced("A", *range(1990, 2000))], 1993, 1999)
    assert all(base <= origin < year for _, origin, base, year in found)


def test_forecasts_reach_five_years_ahead_of_what_was_seen() -> None:
    found = listed([spaced("A", *range(1990, 2010))], 1995, 2009)
    assert {year - base for _, _, base, year in found} == {1, 2, 3, 4, 5}
    assert len(found) == 5 * 14 - (4 + 3 + 2 + 1)


def test_what_was_never_seen_by_the_first_origin_is_forecast_from_its_first_observation() -> None:
    assert listed([spaced("A", 1997, 1999)], 1996, 2002) == [("A", 1997, 1997, 1999)]


def test_each_series_has_its_own_origins() -> None:
    found = listed([spaced("A", 1990, 1992), spaced("B", 1991, 1992)], 1991, 1995)
    assert found == [("A", 1991, 1990, 1992), ("B", 1991, 1991, 1992)]


def test_a_case_knows_what_was_last_seen_and_what_is_seen_then() -> None:
    case = Case(seen("aid", "A", "X", {1990: 1.0, 1992: 2.0, 1995: 3.0}), 1993, 1992, 1995)
    assert (case.before.tolist(), case.observed.tolist()) == ([2.0], [3.0])


# ---- what is known


def test_later_measurements_are_as_good_as_those_so_far() -> None:
    own = spaced("A", *range(1990, 2000))
    own = Series(own.kind, own.state, own.parts, own.years, own.logs, np.arange(10.0)[:, np.newaxis] ** 2)
    found = past([own], 1996)
    assert found is not None
    assert found.error["A", ("X",)] == pytest.approx([(0 + 1 + 4 + 9 + 16 + 25 + 36) / 7])
    assert max(later for _, _, later in found.changes.pairs) == 1996


def test_too_little_is_no_past() -> None:
    assert past([spaced("A", *range(1990, 2000))], 1995) is None


# ---- forecasts


def made(
    case: Case, luck: Values, link: Link, foreseen: Sequence[Sequence[float]], error: float | Sequence[float] = 0.0
) -> Forecast:
    parts = case.series.parts
    found = past([spaced("A", *range(1990, 2000))], 1999)
    assert found is not None
    known = Past(found.changes, {("A", parts): np.broadcast_to(np.array(error, np.float64), len(parts))})
    return forecast(case, known, link, lambda _, __, ___: np.array(foreseen, np.float64), luck)


def one(variance: float = 0.0) -> Case:
    """Of an amount that was last seen at 2, four years ahead."""
    return Case(seen("aid", "A", "X", {1990: 7.0, 1991: 2.0, 1995: 9.0}, variance), 1991, 1991, 1995)


def three(variance: float = 0.0) -> Case:
    """Of three shares, two years ahead."""
    logs = {1991: (1.0, 0.0, -1.0), 1993: (0.0, 0.0, 0.0)}
    return Case(seen("trade", "A", "X Y Z", logs, variance), 1991, 1991, 1993)


def test_a_forecast_is_what_was_last_seen_and_the_part_of_the_movement_that_is_shown() -> None:
    found = made(three(), np.zeros((3, 2)), Link(0.5, NONE), [[2.0], [0.0], [-2.0]])
    assert found.logs.tolist() == [[2.0, 2.0], [0.0, 0.0], [-2.0, -2.0]]


def test_members_are_taken_evenly() -> None:
    found = made(one(), np.zeros((1, 6)), Link(1.0, NONE), [[0.0, 10.0, 20.0]])
    assert found.logs.tolist() == [[2.0, 2.0, 12.0, 12.0, 22.0, 22.0]]
    found = made(one(), np.zeros((1, 2)), Link(1.0, NONE), [[0.0, 10.0, 20.0, 30.0]])
    assert found.logs.tolist() == [[2.0, 22.0]]


def test_an_amount_scatters_by_its_errors_and_by_what_passes_and_wanders() -> None:
    # Errors .25 now and .15 then, .2 that passes, .1 in each of four years: 1 in all.
    found = made(one(0.25), np.array([[-1.0, 0.0, 2.0]]), Link(0.0, Scatter(0.2, 0.1)), [[5.0]], 0.15)
    np.testing.assert_allclose(found.logs, [[1.0, 2.0, 4.0]])


def test_shares_scatter_as_much_after_centring_by_hand() -> None:
    # Errors .5 and .1, .2 that passes, .1 in each of two years: 1. Luck 3, 0, 0 is 2, -1, -1 centred, times the root of
    # 3/2, since centring three takes a third of the variance away.
    found = made(three(0.5), np.array([[3.0], [0.0], [0.0]]), Link(0.0, Scatter(0.2, 0.1)), [[0.0]] * 3, 0.1)
    np.testing.assert_allclose(
        found.logs[:, 0], np.array([1.0, 0.0, -1.0]) + np.sqrt(1.5) * np.array([2.0, -1.0, -1.0])
    )


def test_a_large_sample_varies_as_is_said() -> None:
    luck = np.random.default_rng(1).standard_normal((3, 40_000))
    found = made(three(0.5), luck, Link(0.0, Scatter(0.2, 0.1)), [[0.0]] * 3, 0.1)
    np.testing.assert_allclose(found.logs.var(axis=1), 1.0, rtol=0.03)
    np.testing.assert_allclose(found.logs.mean(axis=1), [1.0, 0.0, -1.0], atol=0.02)
    np.testing.assert_allclose(found.logs.sum(axis=0), 0.0, atol=1e-9)


def test_a_part_that_is_measured_worse_scatters_more() -> None:
    luck = np.random.default_rng(1).standard_normal((3, 10_000))
    spread = made(three(), luck, Link(0.0, NONE), [[0.0]] * 3, (4.0, 1.0, 1.0)).logs.std(axis=1)
    assert spread[0] > 1.3 * spread[1:].max()


def test_the_error_of_what_was_last_seen_counts() -> None:
    own = one()
    variance = np.array([[5.0], [1.0], [7.0]])
    own = Case(Series("aid", "A", ("X",), own.series.years, own.series.logs, variance), 1991, 1991, 1995)
    assert made(own, np.ones((1, 1)), Link(0.0, NONE), [[0.0]]).logs.tolist() == [[3.0]]


def test_shares_are_told_as_shares_and_amounts_as_logarithms() -> None:
    case = Case(leaning("trade", "A", {1990: 0.5, 1991: 0.8}), 1990, 1990, 1991)
    sample, observed = Forecast(case, Link(0.0, NONE), centred(np.log([[1.0, 3.0], [1.0, 1.0]]), axis=0)).values
    np.testing.assert_allclose(sample, [[0.5, 0.75], [0.5, 0.25]])
    np.testing.assert_allclose(observed, [0.8, 0.2])
    sample, observed = Forecast(one(), Link(0.0, NONE), np.array([[4.0, 5.0]])).values
    assert (sample.tolist(), observed.tolist()) == ([[4.0, 5.0]], [9.0])


levels = st.lists(st.floats(-3, 3), min_size=8, max_size=8)
variances = st.floats(0.001, 2)
futures = st.tuples(levels, levels, variances)


@pytest.mark.parametrize("named", ["trend", "region"])
@settings(max_examples=30, deadline=None)
@given(one=futures, other=futures)
def test_no_forecast_uses_what_is_observed_later(
    named: str, one: tuple[list[float], list[float], float], other: tuple[list[float], list[float], float]
) -> None:
    def forecasts(future: tuple[list[float], list[float], float]) -> list[Values]:
        rng = np.random.default_rng(2)
        kind = []
        for state, later in zip("AB", future[:2], strict=True):
            logs = np.concatenate([rng.normal(0, 1, 6), later])[:, np.newaxis]
            variance = np.concatenate([np.full(6, 0.1), np.full(8, future[2])])[:, np.newaxis]
            kind.append(Series("aid", state, ("X",), tuple(range(1990, 2004)), logs, variance))
        known = past(kind, 1995)
        assert known is not None
        movement = trend if named == "trend" else Region(kind)
        link = Foresight(movement).link(known.changes)
        first = [case for case in cases(kind, 1995, 2003) if case.origin == 1995]
        assert len(first) == 10
        return [forecast(case, known, link, movement, np.ones((1, 3))).logs for case in first]

    np.testing.assert_array_equal(forecasts(one), forecasts(other))
