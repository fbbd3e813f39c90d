"""What can be asked of a history."""

import numpy as np
import pytest

from greatgame.analysis.claims.past import Past, effective_powers, slope

from .made_up import FIVE, FOUR, MadeUp


def test_a_window_takes_both_its_ends() -> None:
    world = MadeUp()("extremist_threat", "2000-02..2000-03", 1.0, "UZB")
    assert world.past.series("extremist_threat", "2000-01..2000-04", "UZB")[:, 0].tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("window", "months"), [("2001-09", 1), ("2001", 12), ("2000..2001", 24), ("2000-12..2001", 13)]
)
def test_windows_are_months_years_or_from_one_to_another(window: str, months: int) -> None:
    assert len(MadeUp().past.series("instability", window)) == months


def test_a_mean_is_over_the_months() -> None:
    world = MadeUp()("instability", "2000-01..2000-03", 0.4, "KAZ")
    assert world.past.mean("instability", "2000", "KAZ") == pytest.approx(0.1)


def test_several_names_are_averaged_and_no_name_keeps_the_axis() -> None:
    world = MadeUp()("instability", "2000", 0.6, "KAZ")
    assert world.past.mean("instability", "2000", ("KAZ", "KGZ")) == pytest.approx(0.3)
    assert world.past.mean("instability", "2000", None).shape == (5, 1)


def test_axes_that_are_not_mentioned_stay() -> None:
    assert MadeUp(replications=3).past.series("alignment", "2000", "KAZ").shape == (12, 3, 4, 3)


def test_a_rival_is_found_among_the_powers() -> None:
    world = MadeUp()("stance", "2000", 2, "CHN", "USA")
    assert world.past.mean("stance", "2000", "CHN", "USA") == 2.0
    assert world.past.mean("stance", "2000", "USA", "CHN") == 0.0


def test_lean_weighs_the_domains() -> None:
    world = MadeUp()("alignment", "2000", 1.0, "KAZ", "RUS", "security")
    assert world.past.lean("KAZ", "RUS", "2000") == pytest.approx(0.35)


def test_lean_takes_other_weights() -> None:
    world = MadeUp()("alignment", "2000", 1.0, "KAZ", "RUS", "security")
    heavy = {"security": 0.2, "politics": 0.2, "energy": 0.3, "trade": 0.3}
    assert Past(world.inputs, world.history, heavy).lean("KAZ", "RUS", "2000") == pytest.approx(0.2)


def test_influence_needs_alignment_and_engagement() -> None:
    leant_on = MadeUp().lean("2000", "KAZ", RUS=0.5)
    assert leant_on.past.influence("KAZ", "RUS", "2000") == 0.0
    assert 0.0 < leant_on.weighty().past.influence("KAZ", "RUS", "2000") < 0.5


def test_influence_in_a_domain_is_without_its_weight() -> None:
    world = MadeUp().weighty()("alignment", "2000", 1.0, "KAZ", "RUS", "security")
    alone, among_all = (world.past.influence("KAZ", "RUS", "2000", domain) for domain in ("security", None))
    assert among_all == pytest.approx(0.35 * alone)


def test_engagement_is_averaged_over_states_and_weighed_over_domains() -> None:
    world = MadeUp()("engagement", "2000", 1.0, ("KAZ", "KGZ"), "USA", "energy")
    assert world.past.engagement_series("USA", "2000", FOUR) == pytest.approx(np.full((12, 1), 0.1))


def test_a_term_is_found_by_its_name() -> None:
    world = MadeUp()("attraction_term", "2000", 0.7, "protection", "KAZ", "USA", "security")
    assert world.past.term("attraction", "protection", "2000", "KAZ", "USA", "security") == pytest.approx(0.7)
    assert world.past.term("attraction", "balance", "2000", "KAZ", "USA", "security") == 0.0


def test_a_term_of_membership_has_institutions() -> None:
    world = MadeUp()("membership_term", "2000", 0.7, "standing", "UZB", "SCO")
    assert world.past.term("membership", "standing", "2000", "UZB", "SCO") == pytest.approx(0.7)
    assert world.past.term("membership", "standing", "2000", "UZB", "CST") == 0.0


def test_a_term_that_the_world_does_not_weigh_is_zero() -> None:
    assert MadeUp().past.term("attraction", "charm", "2000", "KAZ", "USA", "security") == 0.0


@pytest.mark.parametrize("window", ["1991-12", "2003-12..2004-01"])
def test_a_window_outside_the_run_is_refused(window: str) -> None:
    with pytest.raises(KeyError, match="does not cover"):
        MadeUp().past.mean("instability", window)


def test_a_name_that_is_not_in_the_world_is_refused() -> None:
    with pytest.raises(KeyError, match="no state 'XYZ'"):
        MadeUp().past.mean("instability", "2000", "XYZ")


def test_the_slope_of_a_line_is_its_rise_a_month() -> None:
    months = np.arange(7.0)[:, np.newaxis]
    assert slope(2.0 + months * [0.5, -0.25]) == pytest.approx([0.5, -0.25])


def test_powers_leant_on_alike_count_in_full_and_one_alone_as_one() -> None:
    assert effective_powers(np.array([[0.2, 0.6], [0.2, 0.0], [0.2, 0.0]])) == pytest.approx([3.0, 1.0])


def test_all_five_states_are_in_the_world() -> None:
    assert set(MadeUp().inputs.ids["state"]) == set(FIVE)
