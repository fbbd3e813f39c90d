"""How far the data show what is foreseen, and what they do besides, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greatgame.analysis.observations import Series, Values
from greatgame.analysis.skill.link import LITTLE, Changes, Foresight, Scatter, changes, scatter

from .made_up import seen


def moves(
    size: list[float], span: list[float], error: float | list[float] = 0.0, freedom: int | None = None
) -> Changes:
    """Changes of nobody in particular."""
    count = len(size)
    return Changes(
        (),
        np.array(size),
        np.broadcast_to(np.array(error, np.float64), count),
        np.array(span),
        count if freedom is None else freedom,
    )


# Squares are the spans: what is left wanders by 1 a year, so weights are 1, 1 and 1/4.
WALK = moves([1.0, -1.0, 2.0], [1.0, 1.0, 4.0])


# ---- changes


def test_changes_are_those_between_years_that_are_not_too_far_apart() -> None:
    own = seen("aid", "A", "X", {1990: 0.0, 1993: 1.0, 1995: 3.0, 1996: 7.0, 1997: 8.0, 1998: 9.0, 1999: 9.0})
    found = changes([own], 1999)
    assert found is not None
    pairs = [(base, later) for _, base, later in found.pairs]
    expected = [(1990, 1993), (1990, 1995), (1993, 1995), (1993, 1996), (1993, 1997), (1993, 1998)]
    assert pairs[:6] == expected
    assert max(later - base for base, later in pairs) == 5
    assert found.size[:4].tolist() == [1.0, 3.0, 2.0, 6.0]
    assert found.span[:4].tolist() == [3.0, 5.0, 2.0, 3.0]


def test_each_part_of_a_whole_is_a_row_and_errors_of_both_years_count() -> None:
    logs = {1990: (0.0, 0.0, 0.0), 1991: (1.0, 1.0, -2.0), 1992: (0.0, 1.0, -1.0), 1993: (1.0, -1.0, 0.0)}
    own = seen("trade", "A", "X Y Z", logs)
    variance = np.arange(12.0).reshape(4, 3)
    found = changes([Series("trade", "A", own.parts, own.years, own.logs, variance)], 1993)
    assert found is not None
    assert [(base, later) for _, base, later in found.pairs][:2] == [(1990, 1991), (1990, 1992)]
    assert found.size[:6].tolist() == [1.0, 1.0, -2.0, 0.0, 1.0, -1.0]
    assert found.error[:6].tolist() == [3.0, 5.0, 7.0, 6.0, 8.0, 10.0]
    assert found.span[:6].tolist() == [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]


def test_independent_are_changes_from_one_observed_year_to_the_next_less_a_part_of_each_whole() -> None:
    three = seen("trade", "A", "X Y Z", {1990: (0, 0, 0), 1992: (1, 0, -1), 1993: (1, 1, -2)})  # 2 parts x 2
    two = seen("trade", "B", "X Y", {1990: (0, 0), 1991: (1, -1), 1992: (2, -2), 1999: (1, -1)})  # 1 part x 3
    found = changes([three, two], 1999)
    assert found is not None
    assert found.freedom == 7


@pytest.mark.parametrize(("until", "enough"), [(1995, False), (1996, True)])
def test_a_kind_needs_six_independent_changes(until: int, enough: bool) -> None:
    own = seen("aid", "A", "X", {year: float(year % 3) for year in range(1990, 2000)})
    assert (changes([own], until) is not None) is enough


def test_changes_far_apart_alone_are_none() -> None:
    assert changes([seen("aid", "A", "X", dict.fromkeys(range(1940, 2000, 6), 0.0))], 2000) is None


def test_later_years_are_not_known() -> None:
    own = seen("aid", "A", "X", {year: float(year % 3) for year in range(1990, 2000)})
    found = changes([own], 1996)
    assert found is not None
    assert max(later for _, _, later in found.pairs) == 1996
    assert found.freedom == 6


# ---- loading


def test_the_loading_by_hand() -> None:
    # (1*1*1 + 1*1*(-1) + 2*2/4) / (1 + 1 + 4/4 + 1) = 1/4
    assert WALK.loading(np.array([1.0, 1.0, 2.0])) == pytest.approx(0.25, rel=1e-4)


def test_overlapping_changes_count_as_often_as_there_are_independent_ones() -> None:
    # Of three rows six are independent: each counts twice, 2 / (2 * 3 + 1).
    found = moves([1.0, -1.0, 2.0], [1.0, 1.0, 4.0], freedom=6)
    assert found.loading(np.array([1.0, 1.0, 2.0])) == pytest.approx(2 / 7, rel=1e-4)


def test_what_is_measured_badly_weighs_less() -> None:
    # Squares 4 and 9 are errors 3 and 5 and spans 1 and 4: weights 1/4 and 1/9, so (1 + 1) / (1 + 1 + 1).
    found = moves([2.0, 3.0], [1.0, 4.0], [3.0, 5.0])
    assert found.loading(np.array([2.0, 3.0])) == pytest.approx(2 / 3, rel=1e-4)


def test_data_that_move_the_other_way_load_nothing() -> None:
    assert WALK.loading(np.array([-1.0, -1.0, -2.0])) == 0.0


def test_nothing_foreseen_loads_nothing() -> None:
    assert WALK.loading(np.zeros(3)) == 0.0


def test_every_column_has_its_own_loading_and_misfit() -> None:
    columns = np.array([[1.0, -1.0, 3.0], [1.0, -1.0, 0.5], [2.0, -2.0, 1.0]])
    alone = [(WALK.loading(column), WALK.misfit(column)) for column in columns.T]
    assert WALK.loading(columns).tolist() == pytest.approx([loading for loading, _ in alone])
    assert WALK.misfit(columns).tolist() == pytest.approx([misfit for _, misfit in alone])


floats = st.floats(-10, 10)


@given(st.lists(st.tuples(floats, floats, st.integers(1, 5)), min_size=1, max_size=8))
def test_a_loading_is_never_below_none(rows: list[tuple[float, float, int]]) -> None:
    size, foreseen, span = (np.array(column, np.float64) for column in zip(*rows, strict=True))
    loading = moves(size.tolist(), span.tolist(), 0.1).loading(foreseen)
    assert loading >= 0.0
    if (size * foreseen <= 0).all():
        assert loading == 0.0


def test_the_misfit_is_what_the_loading_leaves_in_the_variance_of_all() -> None:
    # Loading 2/3 leaves a third of each change, whose square is 1/9 of the variance.
    found = moves([2.0, 3.0], [1.0, 4.0], [3.0, 5.0])
    assert found.misfit(np.array([2.0, 3.0])) == pytest.approx(1 / 9, rel=1e-4)


def test_where_nothing_is_foreseen_all_is_left() -> None:
    assert WALK.misfit(np.zeros(3)) == pytest.approx(1.0, rel=1e-4)


# ---- scatter


def test_what_is_left_passes_or_stays() -> None:
    # Beyond the errors squares are 0.3 + 0.2 a year.
    span, error = np.array([1.0, 2.0, 5.0]), np.array([0.1, 0.0, 0.4])
    found = scatter(np.sqrt(0.3 + 0.2 * span + error), error, span)
    assert (found.passing, found.wander) == pytest.approx((0.3, 0.2))


def test_changes_at_random_give_back_what_passes_and_wanders() -> None:
    rng = np.random.default_rng(0)
    levels = np.cumsum(rng.normal(0.0, 0.2, (4000, 6)), axis=1)
    observed = levels + rng.normal(0.0, 0.3, (4000, 6)) + rng.normal(0.0, 0.1, (4000, 6))
    size = np.concatenate([observed[:, span] - observed[:, 0] for span in range(1, 6)])
    span = np.repeat(np.arange(1.0, 6.0), 4000)
    found = scatter(size, np.full(20000, 2 * 0.1**2), span)
    assert found.passing == pytest.approx(2 * 0.3**2, rel=0.1)
    assert found.wander == pytest.approx(0.2**2, rel=0.1)


@pytest.mark.parametrize(
    ("left", "error"),
    [
        ([1.0, 1.0], [2.0, 2.0]),  # less is left than the errors alone would leave
        ([0.0, 0.0], [0.0, 0.0]),  # nothing has moved
    ],
)
def test_what_never_wandered_may_wander_a_little(left: list[float], error: list[float]) -> None:
    assert scatter(np.array(left), np.array(error), np.array([1.0, 3.0])) == Scatter(0.0, LITTLE)


def test_no_part_of_the_variance_is_negative() -> None:
    # Squares fall with the span, 4 and 2: all of it passes.
    found = scatter(np.array([2.0, np.sqrt(2.0)]), np.zeros(2), np.array([1.0, 5.0]))
    assert (found.passing, found.wander) == pytest.approx((3.0, LITTLE))


def test_the_scatter_of_a_change_grows_with_its_years() -> None:
    assert Scatter(0.3, 0.2).over(4) == pytest.approx(1.1)


# ---- foresight


def known(size: list[float], error: list[float]) -> Changes:
    """Two changes of an amount, of one year and of four."""
    own = seen("aid", "A", "X", {1990: 0.0, 1991: size[0], 1994: 0.0})
    return Changes(((own, 1990, 1991), (own, 1990, 1994)), np.array(size), np.array(error), np.array([1.0, 4.0]), 2)


def foreseeing(*members: tuple[float, float]) -> Foresight:
    """Members foresee this of each of the two changes."""
    return Foresight(lambda _, base, later: np.array([[own[0] if later - base == 1 else own[1] for own in members]]))


def test_the_mean_of_the_members_is_what_is_foreseen() -> None:
    # The case above whose loading is 2/3; the members scatter, but not their mean.
    found = foreseeing((1.0, 0.0), (3.0, 6.0)).link(known([2.0, 3.0], [3.0, 5.0]))
    assert found.loading == pytest.approx(2 / 3, rel=1e-4)


def test_what_the_members_scatter_is_not_scattered_once_more() -> None:
    # Squares 5 and 8, errors 3, members 1 around nothing: 1 and 4 are left, which is 1 a year.
    sight = Foresight(lambda _, __, ___: np.array([[-1.0, 1.0]]), loading=1.0)
    found = sight.link(known([np.sqrt(5.0), np.sqrt(8.0)], [3.0, 3.0]))
    assert (found.scatter.passing, found.scatter.wander) == pytest.approx((0.0, 1.0), abs=1e-9)


def test_members_scatter_as_far_as_they_are_shown() -> None:
    # Half of what the members foresee is shown, so a quarter of their variance of 4: 1, as above.
    sight = Foresight(lambda _, __, ___: np.array([[-2.0, 2.0]]), loading=0.5)
    found = sight.link(known([np.sqrt(5.0), np.sqrt(8.0)], [3.0, 3.0]))
    assert (found.scatter.passing, found.scatter.wander) == pytest.approx((0.0, 1.0), abs=1e-9)


def test_what_was_foreseen_is_not_left() -> None:
    # Foreseen 1 and 1 of 2 and 3 at their word: squares 1 and 4 are left.
    found = Foresight(lambda _, __, ___: np.ones((1, 1)), loading=1.0).link(known([2.0, 3.0], [0.0, 0.0]))
    assert found.loading == 1.0
    assert (found.scatter.passing, found.scatter.wander) == pytest.approx((0.0, 1.0), abs=1e-9)


def test_who_foresees_nothing_leaves_all() -> None:
    found = Foresight(lambda _, __, ___: np.zeros((1, 1))).link(known([1.0, 2.0], [0.0, 0.0]))
    assert found.loading == 0.0
    assert (found.scatter.passing, found.scatter.wander) == pytest.approx((0.0, 1.0), abs=1e-9)


def test_a_forecaster_remembers_each_series_by_itself() -> None:
    one, other = (seen("aid", state, "X", {1990: 0.0, 1991: 1.0}) for state in ("A", "B"))

    def movement(series: Series, base: int, later: int) -> Values:
        return np.full((1, 1), 1.0 if series.state == "A" else 3.0)

    sight = Foresight(movement, loading=1.0)
    for _ in range(2):
        for own, size in ((one, 1.0), (other, 3.0)):
            last = Changes(((own, 1990, 1991),), np.array([size]), np.zeros(1), np.ones(1), 1)
            assert sight.link(last).scatter == Scatter(0.0, LITTLE)
