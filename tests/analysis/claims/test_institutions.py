"""Claims on institutions, in histories that are made up."""

import numpy as np
import pytest

from greatgame.analysis.claims import CLAIMS, WORLDS
from greatgame.analysis.claims.worlds import scenario_of

from .made_up import AFTER, BEFORE, FOUR, MadeUp, failing, frequency

TO_THE_END = "..2003-12"


# C09


@pytest.mark.parametrize(
    ("applied", "joined", "wrong"),
    [
        ("2000-07", "2001-06", []),
        ("1999-12", "2001-06", ["outside before 2000"]),
        ("2000-07", "2002-01", ["a member in 2001-12"]),
    ],
)
def test_uzbekistan_turns_to_the_sco(applied: str, joined: str, wrong: list[str]) -> None:
    world = MadeUp()("applied", f"{applied}..2001-05", 1, "UZB", "SCO")
    assert failing("C09", world("membership", joined + TO_THE_END, 1, "UZB", "SCO")) == wrong


def test_a_member_of_old_does_not_turn_to_the_sco() -> None:
    assert failing("C09", MadeUp()("membership", "1996..2003", 1, "UZB", "SCO")) == ["outside before 2000"]


def test_another_body_is_not_the_sco() -> None:
    assert failing("C09", MadeUp()("membership", "1992..2003", 1, "UZB", "CST")) == ["a member in 2001-12"]


# C15


def demanding(after: float) -> MadeUp:
    return MadeUp()("demand_for", BEFORE, 0.5, FOUR, "SCO")("demand_for", AFTER, after, FOUR, "SCO")


@pytest.mark.parametrize(
    ("after", "no_bases", "source_alive", "wrong"),
    [
        (0.2, 0.3, 0.4, []),
        (0.51, 0.6, 0.6, ["demand falls"]),
        (0.2, 0.2, 0.4, ["less without US bases"]),
        (0.2, 0.3, 0.1, ["less with the source alive"]),
    ],
)
def test_two_factors_lower_demand(after: float, no_bases: float, source_alive: float, wrong: list[str]) -> None:
    assert failing("C15", *map(demanding, (after, no_bases, source_alive))) == wrong


# C16


def lasting(leavers: int, depth: float = 0.3) -> MadeUp:
    """Forty runs, in so many of which Kyrgyzstan leaves."""
    world = MadeUp(replications=40)("membership", "1996..2003", 1, FOUR, "SCO")
    world("membership", "2003", np.arange(40) >= leavers, "KGZ", "SCO")
    return world("depth", "2001-08", 0.2, "SCO")("depth", "2003-12", depth, "SCO")


@pytest.mark.parametrize(("leavers", "wrong"), [(0, []), (1, []), (3, ["P(a member leaves) at most .05"])])
def test_hardly_anybody_leaves(leavers: int, wrong: list[str]) -> None:
    assert failing("C16", lasting(leavers)) == wrong


def test_an_sco_that_does_not_deepen_does_not_go_on() -> None:
    assert failing("C16", lasting(0, depth=0.2)) == ["deeper in 2003 than in 2001"]


def test_whoever_leaves_another_body_does_not_leave_the_sco() -> None:
    assert failing("C16", lasting(0)("membership", "1992..1998", 1, "UZB", "CST")) == []


# C17


def bordered() -> MadeUp:
    world = MadeUp()("function", "1996-04..1997-12", 0.3, "SCO", "border_settlement")
    world("function", "1996-04..1997-12", 0.3, "SCO", "border_guarantee")
    world("function", "1996-04..1997-12", 0.5, "SCO", "counter_terror")
    world("border_dispute", "1996", 0.5, ("KAZ", "KGZ", "TJK"), "CHN")
    world("border_dispute", "2002", 0.3, ("KAZ", "KGZ", "TJK"), "CHN")
    return world("function", "2000..2003", 0.3, "SCO", "border_guarantee")


def test_borders_found_the_five_and_stay_guaranteed() -> None:
    assert failing("C17", bordered()) == []


@pytest.mark.parametrize("function", ["counter_terror", "economy"])
def test_another_function_leads_at_first(function: str) -> None:
    assert failing("C17", bordered()("function", "1996-04..1997-12", 0.7, "SCO", function)) == ["borders lead to 1997"]


def test_borders_are_not_settled() -> None:
    world = bordered()("border_dispute", "2002", 0.5, ("KAZ", "KGZ", "TJK"), "CHN")
    assert failing("C17", world) == ["disputes fewer in 2002 than in 1996"]


@pytest.mark.parametrize(("later", "wrong"), [(0.28, []), (0.26, ["guarantee stays"])])
def test_a_guarantee_may_lose_a_tenth(later: float, wrong: list[str]) -> None:
    assert failing("C17", bordered()("function", "2002..2003", later, "SCO", "border_guarantee")) == wrong


# C18


def forum(overtaken: str) -> MadeUp:
    world = MadeUp()("function", "1996-04..2001-08", 0.2, "SCO", ("border_settlement", "border_guarantee"))
    return world("function", f"{overtaken}..2001-08", 0.5, "SCO", "counter_terror")


@pytest.mark.parametrize(
    ("overtaken", "wrong"),
    [
        ("1997-07", []),
        ("1999-06", []),
        ("1997-06", ["borders ahead in 1997-06"]),
        ("2000-01", ["overtaken by 1999-12"]),
    ],
)
def test_counter_terrorism_takes_over_in_time(overtaken: str, wrong: list[str]) -> None:
    world = forum(overtaken)
    # Where it comes late it leads the more.
    world("function", "2000-01..2001-08", 0.9, "SCO", "counter_terror")
    assert failing("C18", world) == wrong


def test_counter_terrorism_overtakes_and_falls_back() -> None:
    world = forum("1998-01")("function", "1999-06..2001-08", 0.1, "SCO", "counter_terror")
    assert failing("C18", world) == ["counter-terrorism leads 1999-2001"]


def test_economy_may_not_lead_instead() -> None:
    world = forum("1998-01")("function", "1999-01..2001-08", 0.6, "SCO", "economy")
    assert failing("C18", world) == ["counter-terrorism leads 1999-2001"]


# C19


@pytest.mark.parametrize(("month", "share"), [("2000-06", 1.0), ("2002-06", 1.0), ("2000-05", 0.0), ("2002-07", 0.0)])
def test_the_forum_becomes_an_organisation_in_time(month: str, share: float) -> None:
    assert frequency("C19", MadeUp()("opened", month + TO_THE_END, 1, "SCO")) == share


# C20


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        (0.005, 0.001, []),
        (0.005, -0.001, []),
        (-0.001, -0.005, ["cohesion grows before"]),
        (0.005, 0.006, ["grows less after"]),
    ],
)
def test_the_treaty_deepens_and_is_held_back(before: float, after: float, wrong: list[str]) -> None:
    world = MadeUp()("cohesion", "1999-01..2001-08", 0.3 + before * np.arange(32)[:, np.newaxis], "CST")
    world("cohesion", "2001-09..2003-03", 0.3 + after * np.arange(19)[:, np.newaxis], "CST")
    assert failing("C20", world) == wrong


# C28


def protected() -> MadeUp:
    world = MadeUp()("membership_term", BEFORE, 0.4, None, ("KGZ", "TJK"), "SCO")
    return world("membership_term", BEFORE, 0.8, "counter_terror", ("KGZ", "TJK"), "SCO")


def test_two_small_states_need_protection_most() -> None:
    assert failing("C28", protected()) == []


@pytest.mark.parametrize("state", ["KGZ", "TJK"])
def test_a_small_state_values_something_as_much(state: str) -> None:
    world = protected()("membership_term", BEFORE, 0.8, "economy", state, "SCO")
    assert failing("C28", world) == [f"protection first in {state}"]


# C35


def members(number: int) -> MadeUp:
    """Ten runs, in so many of which Uzbekistan is in the SCO."""
    return MadeUp(replications=10)("membership", "2001", np.arange(10) < number, "UZB", "SCO")


@pytest.mark.parametrize(("without", "wrong"), [(4, []), (6, ["P(UZB a member) falls by .3"])])
def test_uzbekistan_would_hardly_have_joined_without_china(without: int, wrong: list[str]) -> None:
    assert failing("C35", members(8), members(without)) == wrong


# C36


def organisations(number: int) -> MadeUp:
    """Twenty runs, in so many of which the forum becomes an organisation in time."""
    return MadeUp(replications=20)("opened", "2001-06..2003-12", np.arange(20) < number, "SCO")


@pytest.mark.parametrize(
    ("without", "wrong"),
    [
        (15, []),
        (14, []),
        (16, []),
        (12, ["P(founded) falls by less than .1"]),
        (18, ["P(founded) rises by less than .1"]),
    ],
)
def test_worry_about_the_us_does_not_make_the_sco(without: int, wrong: list[str]) -> None:
    assert failing("C36", organisations(15), organisations(without)) == wrong


# C43


def cohesive(value: float) -> MadeUp:
    return MadeUp()("cohesion", "2002..2003", value, "SCO")


@pytest.mark.parametrize(
    ("quarrels", "succession", "wrong"),
    [
        (0.4, 0.4, []),
        (0.5, 0.4, ["quarrels lower cohesion"]),
        (0.4, 0.5, ["succession lowers cohesion"]),
    ],
)
def test_quarrels_and_succession_restrain_the_sco(quarrels: float, succession: float, wrong: list[str]) -> None:
    assert failing("C43", *map(cohesive, (0.5, quarrels, succession))) == wrong


# C44


def uzbekistan(left: str = "1999-04", guuam: int = 2) -> MadeUp:
    """Three runs; Uzbekistan leaves the treaty, and joins GUUAM in so many."""
    world = MadeUp(replications=3)("membership", "1992-05..2003-12", 1, "UZB", "CST")
    world("membership", left + TO_THE_END, 0, "UZB", "CST")
    return world("membership", "1999-04..2002-06", np.arange(3) < guuam, "UZB", "GUU")


@pytest.mark.parametrize(
    ("left", "wrong"),
    [
        ("1999-12", []),
        ("2000-01", ["in the CST, out by 1999-12"]),
        ("1992-05", ["in the CST, out by 1999-12"]),
    ],
)
def test_uzbekistan_was_in_the_treaty_and_quit(left: str, wrong: list[str]) -> None:
    assert failing("C44", uzbekistan(left)) == wrong


def test_whoever_returns_has_not_quit() -> None:
    world = uzbekistan()("membership", "2002", 1, "UZB", "CST")
    assert failing("C44", world) == ["in the CST, out by 1999-12"]


def test_uzbekistan_stays_out_of_the_eurasian_community() -> None:
    assert failing("C44", uzbekistan()("membership", "2001-03", 1, "UZB", "EAE")) == ["never in EurAsEC"]


@pytest.mark.parametrize(("joins", "wrong"), [(2, []), (1, ["P(joins GUUAM) at least .5"])])
def test_uzbekistan_joins_guuam_more_often_than_not(joins: int, wrong: list[str]) -> None:
    assert failing("C44", uzbekistan(guuam=joins)) == wrong


# The worlds


def test_every_claim_names_worlds_that_there_are() -> None:
    assert {name for claim in CLAIMS.values() for name in claim.worlds} <= set(WORLDS)


def test_without_china_russia_leads_the_sco_alone() -> None:
    inputs = scenario_of(WORLDS["no_china_in_sco"]).inputs
    lead = inputs.constants["lead"][inputs.ids["institution"].index("SCO")].max(axis=1)[:, 0]
    assert dict(zip(inputs.ids["power"], lead > 0, strict=True)) == {"CHN": False, "RUS": True, "USA": False}


def test_nothing_lowers_trust_where_nobody_worries_about_the_us() -> None:
    inputs = scenario_of(WORLDS["no_worry_about_us"]).inputs
    china, russia, us = map(inputs.ids["power"].index, ("CHN", "RUS", "USA"))
    assert (inputs.causes["trust"][:, [china, russia], us] == 1.0).all()
    assert (inputs.constants["stake"][[china, russia]] == 0.0).all()


def test_quarrels_are_raised_between_all_who_quarrel_and_nobody_else() -> None:
    usual, raised = (scenario_of(WORLDS[name]).inputs.constants["quarrel"] for name in ("history", "quarrels_raised"))
    assert (raised == (usual > 0)).all()


def test_succession_brings_unrest_to_the_four_from_2002_on() -> None:
    usual, shaken = (scenario_of(WORLDS[name]).inputs for name in ("history", "succession"))
    more = (shaken.causes["unrest"] - usual.causes["unrest"])[..., 0]
    four = [name in FOUR for name in usual.ids["state"]]
    assert (more[:120] == 0.0).all()
    assert more[120:] == pytest.approx(np.broadcast_to(np.where(four, 0.3, 0.0), (24, 5)))
