"""Claims on single states, in histories that are made up."""

import numpy as np
import pytest

from .made_up import AFTER, BEFORE, FIVE, FOUR, MadeUp, failing

CLOSE = ("KAZ", "KGZ", "TJK")


# C05


def to_russia_and_back(then: float, recently: float, later: float) -> MadeUp:
    return (
        MadeUp()
        .lean("1998", "UZB", RUS=then)
        .lean("2001-01..2001-08", "UZB", RUS=recently)
        .lean("2002", "UZB", RUS=later)
    )


@pytest.mark.parametrize(
    ("then", "later", "without", "wrong"),
    [
        (0.1, 0.1, 0.2, []),
        (0.31, 0.1, 0.2, ["closer in 2001 than in 1998"]),
        (0.1, 0.31, 0.4, ["further away in 2002"]),
        (0.1, 0.1, 0.1, ["falls more than without September 11"]),
        (0.1, 0.1, 0.05, ["falls more than without September 11"]),
    ],
)
def test_uzbekistan_draws_closer_and_apart(then: float, later: float, without: float, wrong: list[str]) -> None:
    world, no_september_11 = (to_russia_and_back(then, 0.3, last) for last in (later, without))
    assert failing("C05", world, no_september_11) == wrong


# C06


def turning(*months: int) -> MadeUp:
    """Each of three turns from .1 to .5 at once, so many months after 2001-08."""
    world = MadeUp().lean("1992..2003", CLOSE, RUS=0.3, USA=0.1)
    for state, month in zip(CLOSE, months, strict=True):
        world.lean("2001-09..2003-12", state, USA=np.where(np.arange(1, 29) >= month, 0.5, 0.1)[:, np.newaxis])
    return world


@pytest.mark.parametrize(("months", "wrong"), [((1, 2, 3), []), ((1, 3, 1), []), ((2, 3, 3), ["turns span 2 months"])])
def test_one_after_another_is_not_all_at_once(months: tuple[int, ...], wrong: list[str]) -> None:
    assert failing("C06", turning(*months)) == wrong


def test_half_of_the_rise_is_the_turn() -> None:
    world = turning(1, 1, 1).lean("2001-09..2001-10", "KAZ", USA=0.29)
    assert failing("C06", world) == []
    assert failing("C06", world.lean("2001-09..2001-10", "KAZ", USA=0.31)) == ["turns span 2 months"]


def test_a_state_that_was_not_close_to_russia_does_not_turn_from_it() -> None:
    assert failing("C06", turning(1, 2, 3).lean(BEFORE, "TJK", RUS=0.1)) == ["before, closer to RUS than to USA"]


def test_a_state_that_turns_after_2002_only_is_late() -> None:
    assert failing("C06", turning(1, 2, 20)) == ["turn to USA by .02"]


@pytest.mark.parametrize(("rise", "wrong"), [(0.021, []), (0.019, ["turn to USA by .02"])])
def test_a_slight_rise_is_no_turn(rise: float, wrong: list[str]) -> None:
    world = turning(1, 2, 3).lean(AFTER, "KAZ", USA=0.1 + rise)
    assert failing("C06", world) == wrong


# C07


def balanced(**uzbekistan: float) -> MadeUp:
    world = MadeUp().lean(AFTER, FOUR, RUS=0.3, CHN=0.2, USA=0.3)
    return world.lean(AFTER, "UZB", **({"RUS": 0.1, "CHN": 0.1, "USA": 0.6} | uzbekistan))


def test_most_are_balanced_and_uzbekistan_is_not() -> None:
    assert failing("C07", balanced()) == []


def test_uzbekistan_is_no_exception() -> None:
    assert failing("C07", balanced(RUS=0.3, CHN=0.3, USA=0.3)) == ["N lowest in UZB"]


@pytest.mark.parametrize(("leaning", "wrong"), [(("KAZ",), []), (("KAZ", "TJK"), ["N at least 2 in two of three"])])
def test_two_of_three_are_enough(leaning: tuple[str, ...], wrong: list[str]) -> None:
    # Two powers and a little more than nothing of the third: below 2, above Uzbekistan.
    world = balanced().lean(AFTER, leaning, RUS=0.2, CHN=0.0, USA=0.3)
    assert failing("C07", world) == wrong


# C08


def american_uzbekistan() -> MadeUp:
    return MadeUp().lean("1994..1998", FOUR, RUS=0.4, USA=0.1).lean("1994..1998", "UZB", RUS=0.1, USA=0.3)


def test_uzbekistan_looks_to_the_us() -> None:
    assert failing("C08", american_uzbekistan()) == []


@pytest.mark.parametrize(
    ("state", "powers", "wrong"),
    [
        ("KAZ", {"USA": 0.3}, ["leans most on USA of the four"]),
        ("KAZ", {"RUS": 0.1}, ["leans least on RUS of the four"]),
        ("TKM", {"USA": 0.9, "RUS": 0.0}, []),
    ],
)
def test_another_state_looks_there_as_much(state: str, powers: dict[str, float], wrong: list[str]) -> None:
    assert failing("C08", american_uzbekistan().lean("1994..1998", state, **powers)) == wrong


@pytest.mark.parametrize(
    ("domain", "wrong"),
    [("security", ["USA above RUS in security"]), ("politics", ["USA above RUS in politics"]), ("trade", [])],
)
def test_uzbekistan_looks_to_russia_in_a_domain(domain: str, wrong: list[str]) -> None:
    world = american_uzbekistan()("alignment", "1994..1998", 0.3, "UZB", "RUS", domain)
    assert failing("C08", world) == wrong


# C26


@pytest.mark.parametrize(
    ("russia", "china", "wrong"),
    [(0.3, 0.25, []), (0.25, 0.3, []), (0.4, 0.2, ["most even in KAZ"]), (0.2, 0.4, ["most even in KAZ"])],
)
def test_kazakhstan_is_the_most_even(russia: float, china: float, wrong: list[str]) -> None:
    world = MadeUp().lean("1996..2003", FOUR, RUS=0.4, CHN=0.2).lean("1996..2003", "KAZ", RUS=russia, CHN=china)
    assert failing("C26", world) == wrong


# C37


def improving(state: str, domain: str, before: float) -> MadeUp:
    world = MadeUp().lean("1997", FIVE, RUS=0.2)
    for name in ("politics", "energy", "trade"):
        world("alignment", BEFORE, 0.28, FIVE, "RUS", name)
    return world("alignment", BEFORE, before, state, "RUS", domain)


@pytest.mark.parametrize(
    ("state", "before", "wrong"),
    [
        ("UZB", 0.05, []),
        ("UZB", 0.03, ["UZB closer to RUS than in 1997"]),
        ("TKM", 0.03, ["TKM closer to RUS than in 1997"]),
        ("KAZ", 0.0, []),
    ],
)
def test_relations_with_russia_improve(state: str, before: float, wrong: list[str]) -> None:
    assert failing("C37", improving(state, "energy", before)) == wrong


def test_security_is_no_political_or_economic_relation() -> None:
    assert failing("C37", improving("UZB", "security", 0.0)) == []


# C39


def welcome(*states: str) -> MadeUp:
    """These welcome the United States: it protects, offers trade, and is leant on less than Russia."""
    world, window = MadeUp(), "2001-09..2001-12"
    world("attraction_term", window, -0.2, "balance", FOUR)
    world("attraction_term", window, -0.4, "balance", FOUR, "RUS")
    world("attraction_term", window, 0.5, "protection", states, "USA", "security")
    return world("attraction_term", window, 0.5, "offer", states, "USA", "trade")


def test_three_of_four_welcome_the_us() -> None:
    assert failing("C39", welcome("KAZ", "KGZ", "UZB")) == []


def test_two_are_not_enough() -> None:
    assert failing("C39", welcome("KAZ", "UZB")) == ["in three of the four"]


@pytest.mark.parametrize(
    ("term", "domain", "value"), [("protection", "security", 0.0), ("offer", "trade", -0.1), ("balance", None, -0.4)]
)
def test_each_of_the_three_reasons_is_needed(term: str, domain: str | None, value: float) -> None:
    world = welcome("KAZ", "KGZ", "UZB")
    world("attraction_term", "2001-09..2001-12", value, term, "UZB", "USA", domain)
    assert failing("C39", world) == ["in three of the four"]


def test_energy_may_be_offered_instead_of_trade() -> None:
    world = welcome("KAZ", "KGZ", "UZB")
    world("attraction_term", "2001-09..2001-12", [[-0.1]] * 4, "offer", "UZB", "USA", "trade")
    world("attraction_term", "2001-09..2001-12", 0.1, "offer", "UZB", "USA", "energy")
    assert failing("C39", world) == []
