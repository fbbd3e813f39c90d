"""Claims on the powers, in histories that are made up."""

import pytest

from .made_up import AFTER, BEFORE, FOUR, MadeUp, failing

COOPERATE, ACQUIESCE, RESIST = 0, 1, 2


# C12


def answers(china: list[int], russia: list[int]) -> MadeUp:
    """Three runs; before, both resist in all, after as said in each."""
    world = MadeUp(replications=3)("stance", BEFORE, RESIST, ("CHN", "RUS"), "USA")
    world("stance", "2001-10..2002-12", china, "CHN", "USA")
    return world("stance", "2001-10..2002-12", russia, "RUS", "USA")


def test_neither_resists_and_both_cooperate_more() -> None:
    assert failing("C12", answers([COOPERATE] * 3, [ACQUIESCE, COOPERATE, COOPERATE])) == []


def test_resistance_in_two_of_three_runs_is_too_much() -> None:
    world = answers([COOPERATE] * 3, [RESIST, RESIST, COOPERATE])
    assert failing("C12", world) == ["P(RUS resists) at most 1/3"]


def test_a_power_that_only_acquiesces_does_not_cooperate() -> None:
    assert failing("C12", answers([ACQUIESCE] * 3, [COOPERATE] * 3)) == ["P(CHN cooperates) rises"]


def test_a_power_that_never_resisted_does_not_resist_less() -> None:
    world = answers([COOPERATE] * 3, [COOPERATE] * 3)("stance", BEFORE, ACQUIESCE, "CHN", "USA")
    assert failing("C12", world) == ["P(CHN resists) falls"]


def test_resistance_to_one_another_is_not_asked() -> None:
    world = answers([COOPERATE] * 3, [COOPERATE] * 3)("stance", "2001-10..2002-12", RESIST, "RUS", "CHN")
    assert failing("C12", world) == []


# C40


@pytest.mark.parametrize(("china_after", "wrong"), [(ACQUIESCE, []), (RESIST, ["P(both resist) falls"])])
def test_joint_hands_are_broken_if_one_lets_go(china_after: int, wrong: list[str]) -> None:
    world = MadeUp()("stance", "1992..2003", RESIST, ("CHN", "RUS"), "USA")("stance", AFTER, china_after, "CHN", "USA")
    assert failing("C40", world) == wrong


def test_hands_that_were_not_joined_are_not_broken() -> None:
    world = MadeUp()("stance", "1992..2003", RESIST, "CHN", "USA")("stance", AFTER, ACQUIESCE, "CHN", "USA")
    assert failing("C40", world) == ["P(both resist) falls"]


# C41


@pytest.mark.parametrize(
    ("politics", "energy", "wrong"),
    [
        (0.4, 0.6, []),
        (0.3, 0.6, ["engagement in politics above 2000"]),
        (0.4, 0.5, ["engagement in energy above 2000"]),
    ],
)
def test_access_outlives_withdrawal(politics: float, energy: float, wrong: list[str]) -> None:
    world = MadeUp(scenario="us_withdraws_2003")
    for year, values in (("2000", (0.3, 0.5)), ("2005", (politics, energy))):
        for domain, value in zip(("politics", "energy"), values, strict=True):
            world("engagement", year, value, FOUR, "USA", domain)
    assert failing("C41", world) == wrong
