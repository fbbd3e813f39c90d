"""Claims on the region, in histories that are made up."""

import numpy as np
import pytest

from .made_up import AFTER, BEFORE, FIVE, FOUR, MadeUp, failing, frequency

# C01


@pytest.mark.parametrize(
    ("powers", "wrong"),
    [
        ({"RUS": 0.4, "CHN": 0.1, "USA": 0.2}, []),
        ({"RUS": 0.3, "CHN": 0.4, "USA": 0.2}, ["Russia above CHN"]),
        ({"RUS": 0.3, "CHN": 0.1, "USA": 0.3}, ["Russia above USA"]),
    ],
)
def test_russia_has_most_influence(powers: dict[str, float], wrong: list[str]) -> None:
    assert failing("C01", MadeUp().weighty().lean(BEFORE, FOUR, **powers)) == wrong


def test_influence_without_engagement_does_not_count() -> None:
    world = MadeUp().weighty().lean(BEFORE, FOUR, RUS=0.4, CHN=0.1, USA=0.2)("engagement", BEFORE, 0.0, FOUR, "RUS")
    assert failing("C01", world) == ["Russia above CHN", "Russia above USA"]


def test_turkmenistan_is_not_asked() -> None:
    world = MadeUp().weighty().lean(BEFORE, FOUR, RUS=0.4, CHN=0.1, USA=0.2).lean(BEFORE, "TKM", CHN=1.0)
    assert failing("C01", world) == []


def test_a_claim_on_single_runs_holds_if_it_is_so_in_four_of_five() -> None:
    world = MadeUp(replications=5).weighty().lean(BEFORE, FOUR, RUS=0.4, CHN=0.1, USA=[0.2, 0.2, 0.2, 0.2, 0.5])
    assert (frequency("C01", world), failing("C01", world)) == (0.8, [])


# C02


def three_areas() -> MadeUp:
    world, window = MadeUp().weighty(), "1997-01..2001-08"
    for power, domain in (("RUS", "security"), ("RUS", "politics"), ("USA", "energy"), ("CHN", "trade")):
        world("alignment", window, 0.4, FOUR, power, domain)
    return world


def test_each_power_has_its_own_area() -> None:
    assert failing("C02", three_areas()) == []


@pytest.mark.parametrize(
    ("intruder", "domain", "wrong"),
    [
        ("USA", "security", ["RUS leads in security"]),
        ("USA", "politics", ["RUS leads in politics"]),
        ("RUS", "energy", ["USA leads in energy"]),
        ("RUS", "trade", []),
    ],
)
def test_an_area_is_lost_to_another_power(intruder: str, domain: str, wrong: list[str]) -> None:
    world = three_areas()("alignment", "1997-01..2001-08", 0.5, FOUR, intruder, domain)
    assert failing("C02", world) == wrong


def test_china_is_rooted_elsewhere() -> None:
    world = three_areas()("alignment", "1997-01..2001-08", 0.1, FOUR, "CHN", "trade")
    world("alignment", "1997-01..2001-08", 0.2, FOUR, "CHN", "energy")
    assert failing("C02", world) == ["CHN strongest in trade"]


# C03


@pytest.mark.parametrize(("us", "wrong"), [(0.41, []), (0.4, ["influence of USA above RUS"])])
def test_us_replaces_russia(us: float, wrong: list[str]) -> None:
    assert failing("C03", MadeUp().weighty().lean(AFTER, FOUR, RUS=0.4, USA=us)) == wrong


# C04


def us_base(before: dict[str, float], after: dict[str, float]) -> MadeUp:
    world = MadeUp().weighty()
    for window, leans in ((BEFORE, before), (AFTER, after)):
        for domain, value in leans.items():
            world("alignment", window, value, FOUR, "USA", domain)
    return world


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ({"energy": 0.2, "trade": 0.1}, {"energy": 0.2, "security": 0.5}, []),
        ({"energy": 0.2, "trade": 0.1}, {"energy": 0.2, "politics": 0.5}, []),
        ({"energy": 0.2, "security": 0.3}, {"energy": 0.2, "security": 0.5}, ["energy first before"]),
        ({"energy": 0.2}, {"energy": 0.6, "security": 0.5}, ["security or politics first after"]),
        ({"energy": 0.2}, {"energy": 0.2, "trade": 0.6, "politics": 0.5}, ["security or politics first after"]),
        ({"energy": 0.2}, {"energy": 0.19, "security": 0.5}, ["energy not lower"]),
    ],
)
def test_us_base_expands(before: dict[str, float], after: dict[str, float], wrong: list[str]) -> None:
    assert failing("C04", us_base(before, after)) == wrong


# C11


@pytest.mark.parametrize(("late", "wrong"), [(0.001, []), (-0.001, []), (0.003, ["lean on USA grows more slowly"])])
def test_us_momentum_slows(late: float, wrong: list[str]) -> None:
    world = MadeUp().lean("1995-01..1998-06", FOUR, USA=0.002 * np.arange(42)[:, np.newaxis])
    world.lean("1998-07..2001-08", FOUR, USA=0.2 + late * np.arange(38)[:, np.newaxis])
    assert failing("C11", world) == wrong


# C14


def threatened(after: float, state: str = "KGZ") -> MadeUp:
    world = MadeUp()("extremist_threat", BEFORE, 0.5)("extremist_threat", AFTER, 0.2)
    return world("extremist_threat", AFTER, after, state)


@pytest.mark.parametrize(
    ("after", "wrong"), [(0.29, []), (0.31, ["after at most .6 of before"]), (0.11, []), (0.09, ["after above .1"])]
)
def test_threat_no_longer_vital_and_not_gone(after: float, wrong: list[str]) -> None:
    assert failing("C14", threatened(after)) == wrong


def test_kazakhstan_is_not_asked_how_threatened_it_is() -> None:
    assert failing("C14", threatened(0.5, "KAZ")) == []


# C22


def shaken(before: float, after: float) -> MadeUp:
    return MadeUp()("instability", "2000", before)("instability", "2001-11..2003-06", after)


@pytest.mark.parametrize(
    ("before", "without", "wrong"),
    [
        (0.2, 0.3, []),
        (0.4, 0.3, ["instability above that of 2000"]),
        (0.2, 0.4, ["lower without conditionality"]),
        (0.2, 0.5, ["lower without conditionality"]),
    ],
)
def test_conditions_embolden_both_sides(before: float, without: float, wrong: list[str]) -> None:
    assert failing("C22", shaken(before, 0.4), shaken(before, without)) == wrong


def test_tajikistan_is_not_named() -> None:
    world = shaken(0.4, 0.3)("instability", "2001-11..2003-06", 1.2, "TJK")
    assert "instability above that of 2000" in failing("C22", world, shaken(0.4, 0.2))


# C38


@pytest.mark.parametrize(("later", "wrong"), [(0.31, []), (0.29, ["influence of RUS higher"])])
def test_russia_rebounds(later: float, wrong: list[str]) -> None:
    world = MadeUp().weighty().lean("1999", FOUR, RUS=0.3).lean("2001-01..2001-08", FOUR, RUS=later)
    assert failing("C38", world) == wrong


# C42


def partial(**after: float) -> MadeUp:
    """Three states turn to the United States, within balance; what `after` says is of Kazakhstan."""
    world = MadeUp().lean(BEFORE, FIVE, RUS=0.4, CHN=0.2, USA=0.1)
    world.lean(AFTER, FIVE, RUS=0.5, CHN=0.2, USA=0.1).lean(AFTER, ("KAZ", "KGZ", "TJK"), RUS=0.3, CHN=0.2, USA=0.3)
    return world.lean(AFTER, "KAZ", **after)


@pytest.mark.parametrize(
    "after",
    [
        {},
        {"CHN": 0.3, "USA": 0.21},
    ],
)
def test_partiality_for_the_us_within_balance(after: dict[str, float]) -> None:
    assert failing("C42", partial(**after)) == []


@pytest.mark.parametrize(
    "after",
    [
        {"CHN": 0.45},  # China gains more
        {"CHN": 0.05, "USA": 0.09},  # nobody gains
        {"RUS": 0.1, "CHN": 0.1, "USA": 0.8},  # a gain beyond balance
    ],
)
def test_no_partiality_within_balance_in_one_state_too_many(after: dict[str, float]) -> None:
    assert failing("C42", partial(**after)) == ["in three of the five"]
