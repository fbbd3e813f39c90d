"""Who will be a member: what is on record, and the chances that forecasters give, by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from greatgame.analysis.skill.bodies import Event, Membership, events, memberships
from greatgame.analysis.skill.forecasters import Model

from .made_up import model_of, told, worlds_of


def on_record(levels: Mapping[int, float], code: str = "sco", institution: str = "SCO") -> Any:
    [found] = memberships(told({f"membership:{code}": {"A": levels}}), ("A",), (institution,))
    return found.years


def belongs(state: str, years: str, first: int = 1990, institution: str = "LEA") -> Membership:
    """A membership year by year: 1 yes, 0 no, - not on record."""
    return Membership(institution, state, {first + n: sign == "1" for n, sign in enumerate(years) if sign != "-"})


def worlds(*members: Sequence[Sequence[int]], institution: int = 0) -> Model:
    """Worlds of one run in which A is a member, by year from 1990 and point; it is the other way in other bodies."""
    inside = np.array(members, dtype=bool)
    membership = np.zeros((len(inside), 3, 2, inside.shape[1], 1), dtype=bool)
    membership[:, 0, institution, :, 0] = inside
    membership[:, 0, 1 - institution, :, 0] = ~inside
    return model_of(worlds_of({"aid": np.ones((len(inside), 3, 1, inside.shape[1], 1))}, membership))


NOBODY = worlds(*[[0, 0]] * 12)


def chances(found: Sequence[Membership], origin: int, year: int, model: Model = NOBODY) -> Mapping[str, float]:
    """Chances of the first of the memberships."""
    [event] = [
        own
        for own in events(found, {origin: model}, ("LEA", "UNI"), 2001)
        if own.membership is found[0] and own.year == year
    ]
    return event.chances


# ---- what is on record


def test_full_and_associate_members_are_members_and_observers_are_none() -> None:
    assert on_record({1990: 0, 1991: 3, 1992: 2, 1993: 1}) == {1990: False, 1991: False, 1992: True, 1993: True}


def test_years_come_in_order() -> None:
    assert list(on_record({1993: 1, 1990: 0})) == [1990, 1993]


@pytest.mark.parametrize(
    ("institution", "code"), [("CST", "csto"), ("EAE", "eaec"), ("PFP", "eapc"), ("SCO", "sco"), ("GUU", "guu")]
)
def test_bodies_go_by_the_name_of_the_record(institution: str, code: str) -> None:
    assert on_record({1990: 1}, code, institution) == {1990: True}


def test_who_is_not_on_record_has_no_membership() -> None:
    found = memberships(told({"membership:sco": {"A": {1990: 1}, "B": {}}}), ("A", "B", "C"), ("SCO", "CST"))
    assert [(own.institution, own.state) for own in found] == [("SCO", "A")]


# ---- chances


def test_persistence_is_but_for_the_rate_of_change_so_far() -> None:
    # Up to 1993 one change in six pairs of years: (1 + .5) / (6 + 1); what changes later is not known.
    found = [belongs("A", "0011010101"), belongs("B", "1111010101")]
    stays = 1.0 - 1.5 / 7
    assert chances(found, 1993, 1994)["persistence"] == pytest.approx(stays)
    assert chances(found, 1993, 1996)["persistence"] == pytest.approx(stays**3)


def test_who_is_no_member_becomes_one_at_the_same_rate() -> None:
    # No change in three pairs: .5 / 4.
    assert chances([belongs("A", "000011")], 1993, 1995)["persistence"] == pytest.approx(1 - (1 - 0.125) ** 2)


def test_a_gap_in_the_record_is_no_change() -> None:
    # 1990-1991 and 1993-1994 only are pairs.
    assert chances([belongs("A", "00-110")], 1994, 1995)["persistence"] == pytest.approx(1 - 0.5 / 3)


def test_the_rate_is_that_of_all_bodies() -> None:
    found = [belongs("A", "0000"), belongs("B", "0100", institution="UNI")]
    assert chances(found, 1992, 1993)["persistence"] == pytest.approx(2.5 / 5)  # two changes in four pairs


def test_a_state_is_as_the_others_are() -> None:
    # Of B and C one is in; D is not on record, and what is in another body does not count.
    found = [
        belongs("A", "0000"),
        belongs("B", "0111"),
        belongs("C", "0001"),
        belongs("D", "11-1"),
        belongs("B", "1111", institution="UNI"),
    ]
    assert chances(found, 1992, 1993)["region"] == pytest.approx(1.5 / 3)


def test_alone_a_state_may_as_well_be_as_not() -> None:
    assert chances([belongs("A", "0000")], 1992, 1993)["region"] == 0.5


def test_of_worlds_those_count_in_which_the_state_was_what_it_is() -> None:
    # In 1992 it is none in three worlds of five, and in two of them it is one in 1994; the rate is .5 / 3.
    model = worlds(*[[0, 0, 0, 0, 0]] * 2, [0, 1, 0, 0, 1], [0] * 5, [1, 1, 0, 1, 0])
    persists = 1 - (1 - 0.5 / 3) ** 2
    assert chances([belongs("A", "00000")], 1992, 1994, model)["model"] == pytest.approx((2 + persists) / 4)


def test_of_a_member_those_worlds_count_in_which_it_is_one() -> None:
    model = worlds(*[[0, 0, 0, 0, 0]] * 2, [0, 1, 0, 0, 1], [0] * 5, [1, 1, 0, 1, 0])
    # One change in two pairs: 1.5 / 3, so it persists with .5; of two worlds it is in one.
    assert chances([belongs("A", "00111")], 1992, 1993, model)["model"] == pytest.approx((0 + 0.5) / 3)
    assert chances([belongs("A", "00111")], 1992, 1994, model)["model"] == pytest.approx((1 + 0.25) / 3)


def test_where_no_world_is_like_the_state_nothing_but_persistence_is_left() -> None:
    found = chances([belongs("A", "11111")], 1992, 1994, NOBODY)
    assert found["model"] == found["persistence"] == pytest.approx((1 - 0.5 / 3) ** 2)


def test_each_body_is_that_of_the_world() -> None:
    model = worlds(*[[0, 0, 0]] * 3, [1, 1, 1], institution=1)
    own = belongs("A", "0000", institution="UNI")
    assert chances([own], 1992, 1993, model)["model"] == pytest.approx((3 + 0.5 / 3) / 4)


# ---- events


def listed(found: Sequence[Membership], origins: Sequence[int], last: int = 2001) -> list[Event]:
    return list(events(found, dict.fromkeys(origins, NOBODY), ("LEA",), last))


def test_all_later_years_on_record_are_forecast_up_to_five_years_ahead() -> None:
    found = listed([belongs("A", "000-0000000")], [1992, 1997])
    assert [(own.origin, own.year) for own in found] == [
        *((1992, year) for year in range(1994, 1998)),
        *((1997, year) for year in range(1998, 2001)),
    ]


def test_nothing_is_forecast_after_the_last_year() -> None:
    assert [own.year for own in listed([belongs("A", "0000000")], [1992], last=1994)] == [1993, 1994]


def test_where_nobody_knows_what_is_nothing_is_forecast() -> None:
    assert listed([belongs("A", "00-000")], [1992]) == []


def test_it_happened_if_it_is_a_member_and_changed_if_it_was_not() -> None:
    found = listed([belongs("A", "0110")], [1990])
    assert [own.happened for own in found] == [True, True, False]
    assert [own.changed for own in found] == [True, True, False]


def test_leaving_is_a_change() -> None:
    [event] = listed([belongs("A", "10")], [1990])
    assert (event.happened, event.changed) == (False, True)


def test_worlds_differ_from_origin_to_origin() -> None:
    everybody = worlds(*[[0, 0]] * 3, *[[1, 1]] * 9)
    found = list(events([belongs("A", "0000")], {1991: NOBODY, 1992: everybody}, ("LEA",), 1993))
    by_origin = {own.origin: own.chances["model"] for own in found if own.year == 1993}
    # None of two worlds, and both of two; the rates are .5 / 2 in two years and .5 / 3 in one.
    assert by_origin[1991] == pytest.approx((0 + 1 - 0.75**2) / 3)
    assert by_origin[1992] == pytest.approx((2 + 0.5 / 3) / 3)
