"""What is observed turns into amounts, amounts into shares, and shares into centred logarithms."""

from collections.abc import Sequence
from math import exp, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from greatgame.analysis.observations import KINDS, REST, Amounts, Lens, Series, centred, series, shares

from .skill.made_up import Told, told

FIVE_PER_CENT = 0.0025
"""Variance of the logarithm of what is on record."""

DOMAINS = ("politics", "security", "trade")


def amounts(kind: str, found: Told, powers: Sequence[str] = ("X", "Y")) -> Amounts:
    """What powers have in A in 1995."""
    return KINDS[kind].amounts(told(found), "A", powers, 1995)


def same(found: Amounts, expected: Amounts) -> None:
    assert found.keys() == expected.keys()
    for power, pair in expected.items():
        assert found[power] == pytest.approx(pair), power


def only(found: Told, powers: Sequence[str] = ("X", "Y", "Z")) -> Series:
    """The one series that there is of what is told."""
    [own] = series(told(found), ("A",), powers, DOMAINS)
    return own


def all_of(found: Told, states: Sequence[str] = ("A",), powers: Sequence[str] = ("X", "Y")) -> list[Series]:
    """All series that there are of what is told."""
    return series(told(found), states, powers, DOMAINS)


def through(first: int, last: int, value: float = 1.0) -> dict[int, float]:
    return dict.fromkeys(range(first, last + 1), value)


# ---- amounts


def test_a_half_is_added_to_exercises_and_few_of_them_say_little() -> None:
    found = {"exercises": {"A X": {1995: 3}, "A Y": {1995: 0}}, "exercises_total": {"A": {1995: 3}}}
    same(amounts("exercises", found), {"X": (3.5, 1 / 3.5), "Y": (0.5, 2.0)})


@pytest.mark.parametrize("total", [{}, {"exercises_total": {"A": {1995: 0}}}])
def test_a_year_without_any_exercise_says_nothing(total: Told) -> None:
    assert amounts("exercises", {"exercises": {"A X": {1995: 0}, "A Y": {1995: 0}}, **total}) == {}


def test_a_half_is_added_to_events() -> None:
    same(amounts("events", {"cooperation": {"A X": {1995: 9}}}), {"X": (9.5, 1 / 9.5)})


def test_a_half_is_added_to_obligations_which_are_on_record() -> None:
    found = {"alliance": {"A X": {1995: 2}, "A Y": {1995: 0}}}
    same(amounts("treaties", found), {"X": (2.5, FIVE_PER_CENT), "Y": (0.5, FIVE_PER_CENT)})


def test_a_twentieth_of_all_arms_is_added_to_those_of_each() -> None:
    found = {"arms": {"A X": {1995: 30}, "A Y": {1995: 0}}, "arms_total": {"A": {1995: 40}}}
    same(amounts("arms", found), {"X": (32.0, FIVE_PER_CENT), "Y": (2.0, FIVE_PER_CENT)})


@pytest.mark.parametrize("total", [{}, {"arms_total": {"A": {1995: 0}}}])
def test_a_year_without_any_arms_says_nothing(total: Told) -> None:
    assert amounts("arms", {"arms": {"A X": {1995: 0}}, **total}) == {}


def test_agreement_is_binomial_in_the_number_of_votes() -> None:
    # (49 * 0.5 + 0.5) / 50 = 0.5, with variance (1 - 0.5) / 0.5 / 49; (49 * 1 + 0.5) / 50 = 0.99
    found = {"agreement": {"A X": {1995: 0.5}, "A Y": {1995: 1.0}}, "votes": {"A": {1995: 49}}}
    same(amounts("votes", found), {"X": (0.5, 1 / 49), "Y": (0.99, 0.01 / 0.99 / 49)})


def test_votes_whose_number_is_unknown_are_sixty() -> None:
    # (60 * 0.5 + 0.5) / 61 = 0.5
    same(amounts("votes", {"agreement": {"A X": {1995: 0.5}}}), {"X": (0.5, 1 / 60)})


def test_closeness_falls_with_distance_and_is_as_sure_as_the_states_own_point() -> None:
    found = {"ideal_point_distance": {"A X": {1995: 0.0}, "A Y": {1995: 2.0}}, "ideal_point_sd": {"A": {1995: 0.3}}}
    same(amounts("ideal_points", found), {"X": (1.0, 0.09), "Y": (exp(-2), 0.09)})


def test_a_point_of_unknown_error_has_one_of_fifteen_hundredths() -> None:
    same(amounts("ideal_points", {"ideal_point_distance": {"A X": {1995: 0.0}}}), {"X": (1.0, 0.0225)})


def test_a_point_without_error_has_none() -> None:
    found = {"ideal_point_distance": {"A X": {1995: 0.0}}, "ideal_point_sd": {"A": {1995: 0.0}}}
    same(amounts("ideal_points", found), {"X": (1.0, 0.0)})


def test_trade_is_both_ways() -> None:
    found = {"exports": {"A X": {1995: 3}, "A Y": {1995: 1}}, "imports": {"A X": {1995: 5}, "A Y": {1995: 6}}}
    same(amounts("trade", found), {"X": (8.0, FIVE_PER_CENT), "Y": (7.0, FIVE_PER_CENT)})


def test_a_flow_that_is_not_known_of_all_powers_counts_for_none() -> None:
    found = {"exports": {"A X": {1995: 3}, "A Y": {1995: 1}}, "imports": {"A X": {1995: 5}}}
    same(amounts("trade", found), {"X": (3.0, FIVE_PER_CENT), "Y": (1.0, FIVE_PER_CENT)})


def test_trade_known_of_some_powers_only_says_nothing() -> None:
    assert amounts("trade", {"exports": {"A X": {1995: 3}}, "imports": {"A Y": {1995: 5}}}) == {}


def test_the_same_flows_count_in_all_years() -> None:
    # Imports are known a year longer: exports then count in no year, or a change would be one of what is counted.
    found = {
        "exports": {f"A {power}": {1995: 3.0} for power in "XY"},
        "imports": {f"A {power}": {1994: 5.0, 1995: 6.0} for power in "XY"},
    }
    same(amounts("trade", found), {"X": (6.0, FIVE_PER_CENT), "Y": (6.0, FIVE_PER_CENT)})


def test_no_trade_at_all_has_no_logarithm() -> None:
    found = {"exports": {"A X": {1995: 0}, "A Y": {1995: 2}}}
    same(amounts("trade", found), {"Y": (2.0, FIVE_PER_CENT)})


def test_the_share_in_all_trade_is_the_mean_of_both_ways() -> None:
    found = {
        "export_share": {"A X": {1995: 0.5}, "A Y": {1995: 0.1}},
        "import_share": {"A X": {1995: 0.3}, "A Y": {1995: 0.2}},
    }
    same(amounts("trade_of_all", found), {"X": (0.4, FIVE_PER_CENT), "Y": (0.15, FIVE_PER_CENT)})


def test_a_share_one_way_stands_for_both_if_the_other_is_not_known_of_all() -> None:
    found = {"export_share": {"A X": {1995: 0.5}, "A Y": {1995: 0.1}}, "import_share": {"A X": {1995: 0.3}}}
    same(amounts("trade_of_all", found), {"X": (0.5, FIVE_PER_CENT), "Y": (0.1, FIVE_PER_CENT)})


def test_influence_is_taken_as_it_is() -> None:
    same(amounts("influence", {"fbic": {"A X": {1995: 0.2}}}), {"X": (0.2, FIVE_PER_CENT)})


@pytest.mark.parametrize(("given", "counted"), [(5e6, 5e6), (2e5, 1e6), (-3e7, 1e6)])
def test_aid_of_less_than_a_million_counts_as_a_million(given: float, counted: float) -> None:
    same(amounts("aid", {"aid": {"A X": {1995: given}}}), {"X": (counted, FIVE_PER_CENT)})


@pytest.mark.parametrize("kind", ["treaties", "votes", "ideal_points", "events", "influence", "aid"])
def test_a_power_of_which_nothing_is_told_is_missing(kind: str) -> None:
    [variable] = KINDS[kind].variables
    assert list(amounts(kind, {variable: {"A X": {1995: 0.5}, "A Y": {1996: 0.5}, "B Y": {1995: 0.5}}})) == ["X"]


@pytest.mark.parametrize(
    ("kind", "lens"),
    [
        ("arms", Lens("alignment", "security", (0, 12))),
        ("votes", Lens("alignment", "politics", (8, 12))),
        ("ideal_points", Lens("alignment", "politics", (8, 12))),
        ("events", Lens("alignment", "politics", (0, 12))),
        ("trade", Lens("alignment", "trade", (0, 12))),
        ("influence", Lens("influence", None, (0, 12))),
        ("aid", Lens("engagement", None, (-3, 9))),
    ],
)
def test_a_kind_shows_its_domain_in_the_months_that_it_speaks_of(kind: str, lens: Lens) -> None:
    assert KINDS[kind].lens == lens


# ---- series


def test_shares_are_told_by_centred_logarithms() -> None:
    # Shares 1:e^2, so logarithms -1 and 1; of two parts each has half the variance of the difference, v/2.
    own = only({"fbic": {"A X": through(1995, 1996), "A Y": through(1995, 1996, exp(2.0))}})
    assert (own.kind, own.state, own.parts, own.years) == ("influence", "A", ("X", "Y"), (1995, 1996))
    np.testing.assert_allclose(own.logs, [[-1, 1], [-1, 1]], atol=1e-12)
    np.testing.assert_allclose(own.variance, np.full((2, 2), FIVE_PER_CENT / 2))


def test_what_the_powers_have_not_is_the_rest_of_a_whole() -> None:
    # Shares .5, .3, and so .2; the rest varies by (.5/.2)^2 v + (.3/.2)^2 v = 8.5 v.
    own = only({"export_share": {"A X": through(1995, 1996, 0.5), "A Y": through(1995, 1996, 0.3)}})
    logs = np.log([0.5, 0.3, 0.2])
    assert own.parts == ("X", "Y", REST)
    np.testing.assert_allclose(own.logs[0], logs - logs.mean())
    # Less the mean of three: v_i / 3 + sum / 9, with the sum (1 + 1 + 8.5) v.
    expected = FIVE_PER_CENT * np.array([1 / 3 + 10.5 / 9, 1 / 3 + 10.5 / 9, 8.5 / 3 + 10.5 / 9])
    np.testing.assert_allclose(own.variance[0], expected)


def test_a_rest_is_a_hundredth_at_least() -> None:
    own = only({"export_share": {"A X": through(1995, 1996, 0.7), "A Y": through(1995, 1996, 0.4)}})
    assert own.logs[0, 2] - own.logs[0, 0] == pytest.approx(log(0.01 / 0.7))


def test_one_power_and_the_rest_are_a_whole() -> None:
    own = only({"import_share": {"A X": through(1995, 1996, 0.8)}})
    assert own.parts == ("X", REST)
    np.testing.assert_allclose(own.logs[0], [log(4.0) / 2, -log(4.0) / 2])


def test_an_amount_is_of_one_power_and_not_centred() -> None:
    found = all_of({"aid": {"A X": {1995: 2e6, 1996: 4e6}, "A Y": through(1990, 1999, 3e6)}})
    assert [(own.parts, len(own.years)) for own in found] == [(("X",), 2), (("Y",), 10)]
    np.testing.assert_allclose(found[0].logs, np.log([[2e6], [4e6]]))
    np.testing.assert_allclose(found[0].variance, FIVE_PER_CENT)


def test_years_in_which_a_power_is_missing_are_left_out() -> None:
    own = only({"fbic": {"A X": through(1990, 1996), "A Y": through(1990, 1992) | through(1995, 1996)}})
    assert own.years == (1990, 1991, 1992, 1995, 1996)


@pytest.mark.parametrize(("last", "parts"), [(1994, ("X", "Y")), (1997, ("X", "Y", "Z"))])
def test_a_power_is_taken_if_that_gives_more_independent_changes(last: int, parts: tuple[str, ...]) -> None:
    # Two powers for ten years are nine changes; three powers for five are eight, for eight fourteen.
    found = {"fbic": {"A X": through(1990, 1999), "A Y": through(1990, 1999), "A Z": through(1990, last)}}
    assert only(found).parts == parts


@pytest.mark.parametrize(("last", "parts"), [(1991, ("X", REST)), (1994, ("X", "Y", REST))])
def test_of_a_whole_every_power_is_independent(last: int, parts: tuple[str, ...]) -> None:
    # One power for six years is five changes; two powers for two are two, for five eight.
    found = {"export_share": {"A X": through(1990, 1995, 0.2), "A Y": through(1990, last, 0.2)}}
    assert only(found).parts == parts


def test_a_single_year_is_no_series() -> None:
    assert all_of({"fbic": {"A X": {1995: 0.1}, "A Y": {1995: 0.2}}}) == []


def test_a_single_power_has_no_share_among_powers() -> None:
    assert all_of({"fbic": {"A X": through(1990, 1999)}}) == []


def test_others_than_the_states_and_powers_of_the_world_are_passed_over() -> None:
    years = through(1990, 1999)
    found = all_of({"fbic": {"A X": years, "A Y": years, "A Q": years, "P X": years, "P Y": years}})
    assert [(own.state, own.parts) for own in found] == [("A", ("X", "Y"))]


def test_series_come_by_kind_and_state() -> None:
    years = through(1990, 1999)
    pairs = {"B X": years, "B Y": years, "A X": years, "A Y": years}
    found = all_of({"fbic": pairs, "alliance": pairs}, ("B", "A"))
    assert [(own.kind, own.state) for own in found] == [
        ("treaties", "A"),
        ("treaties", "B"),
        ("influence", "A"),
        ("influence", "B"),
    ]


def test_a_kind_whose_domain_the_world_does_not_have_shows_nothing_of_it() -> None:
    years = through(1990, 1999)
    pairs = {"A X": years, "A Y": years}
    found = told({"exports": pairs, "alliance": pairs, "fbic": pairs})
    assert [own.kind for own in series(found, ("A",), ("X", "Y"), ("trade", "faith"))] == ["trade", "influence"]


@pytest.mark.parametrize(("parts", "free"), [(("X",), 1), (("X", "Y"), 1), (("X", "Y", REST), 2)])
def test_one_part_of_a_whole_follows_from_the_others(parts: tuple[str, ...], free: int) -> None:
    nothing = np.zeros((2, len(parts)))
    assert Series("trade", "A", parts, (1990, 1991), nothing, nothing).freedom == free


# ---- logarithms


def test_centred_logarithms_by_hand() -> None:
    np.testing.assert_allclose(centred(np.array([[1.0, 2.0, 6.0], [0.0, 0.0, 3.0]])), [[-2, -1, 3], [-1, -1, 2]])


def test_parts_may_stand_along_another_axis() -> None:
    logs = np.array([[1.0, 2.0, 6.0], [0.0, 0.0, 3.0]])
    np.testing.assert_allclose(centred(logs.T, axis=0), centred(logs).T)
    np.testing.assert_allclose(shares(logs.T, axis=0), shares(logs).T)


@given(arrays(np.float64, (4, 3), elements=st.floats(1e-3, 1e3)))
def test_shares_come_back_from_centred_logarithms(found: Any) -> None:
    np.testing.assert_allclose(shares(centred(np.log(found))), found / found.sum(axis=1, keepdims=True), rtol=1e-9)


@given(arrays(np.float64, (4, 3), elements=st.floats(-700, 700)))
def test_shares_are_of_one_whole_however_large_the_logarithms(logs: Any) -> None:
    np.testing.assert_allclose(shares(logs).sum(axis=1), 1.0)


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3), st.booleans())
def test_the_variance_of_centred_logarithms_is_that_of_their_sums(counts: list[int], two: bool) -> None:
    powers = ("X", "Y") if two else ("X", "Y", "Z")
    pairs = {f"A {power}": through(1990, 1991, count) for power, count in zip(powers, counts, strict=False)}
    variance = np.array([1 / (count + 0.5) for count in counts[: len(powers)]])
    centring = np.eye(len(powers)) - 1.0 / len(powers)
    expected = np.diag(centring @ np.diag(variance) @ centring.T)
    np.testing.assert_allclose(only({"cooperation": pairs}).variance, [expected, expected])
