"""What drove a change adds up to the change, driver by driver, to the last digit that matters."""

from math import log
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greatgame.model.attribution import account, contributions, driver_names, log_mean, shift_rows
from greatgame.model.rules import choice

from .worlds import changed, history, made_up

EXACT = 1e-9
THRESHOLD = 0.01
worlds = settings(max_examples=10, deadline=None, derandomize=True)
quick = settings(max_examples=60, deadline=None, derandomize=True)


def coming_and_going(seed, months=24):
    """A made-up world in which one power comes and goes at once, and another never offers anything."""
    inputs = made_up(seed, months)
    demand, pace = inputs.causes["demand"].copy(), inputs.constants["pace"].copy()
    demand[: months // 3, 1] = demand[2 * months // 3 :, 1] = 0.0
    demand[:, 2] = 0.0
    pace[0] = 1.0
    return changed(inputs, demand=demand, pace=pace)


# ---- the logarithmic mean


@pytest.mark.parametrize(
    ("x", "y", "mean"),
    [(1, 1, 1), (1, np.e, np.e - 1), (2, 8, 6 / log(4)), (0.3, 0.3, 0.3), (0, 1, 0), (1, 0, 0), (0, 0, 0)],
)
def test_the_logarithmic_mean_by_hand(x, y, mean):
    assert log_mean(np.array([float(x)]), np.array([float(y)]))[0] == pytest.approx(mean, rel=1e-12)


positive = st.floats(1e-12, 1e12)


@quick
@given(positive, positive, st.floats(1e-6, 1e6))
def test_the_logarithmic_mean_lies_between_is_symmetric_and_scales(x, y, factor):
    one, other = np.array([x]), np.array([y])
    mean = log_mean(one, other)[0]
    assert np.sqrt(x * y) * (1 - 1e-9) <= mean <= 0.5 * (x + y) * (1 + 1e-9)
    assert log_mean(other, one)[0] == pytest.approx(mean, rel=1e-9)
    assert log_mean(factor * one, factor * other)[0] == pytest.approx(factor * mean, rel=1e-8)


@pytest.mark.parametrize("ratio", [1e-3, 1e-5, 1.1e-6, 0.9e-6, 1e-8, 1e-12])
def test_the_logarithmic_mean_is_smooth_where_its_arguments_meet(ratio):
    assert log_mean(np.array([1 + ratio]), np.array([1.0]))[0] == pytest.approx(1 + ratio / 2, rel=ratio**2 + 1e-9)


# ---- contributions


def two_months(terms, engagement, outside):
    """A history of two months: terms (month, term, state, power, domain), targets as the rule chooses them."""
    values, alone = np.asarray(terms, float)[..., np.newaxis], np.array([[float(outside)]])
    offered = np.broadcast_to(np.asarray(engagement, float)[..., np.newaxis], values.sum(axis=1).shape)
    chosen = [choice.target(value.sum(axis=0), there, alone) for value, there in zip(values, offered, strict=True)]
    target, stays = (np.stack(each) for each in zip(*chosen, strict=True))
    return {"attraction_term": values, "target": target, "target_alone": stays}


def uses(*names):
    return SimpleNamespace(terms={"attraction": [SimpleNamespace(name=name) for name in names]})


def test_two_powers_by_hand():
    """Odds of 1 : 1 : 2 against autonomy become 1 : 2 : 2: the offer of the first, ln 2, drives it all."""
    terms = [[[[[0], [0]]], [[[0], [log(2)]]]], [[[[log(2)], [0]]], [[[0], [log(2)]]]]]
    past = two_months(terms, np.ones((2, 1, 2, 1)), 0)
    assert past["target"][:, 0, :, 0, 0] == pytest.approx(np.array([[1 / 4, 2 / 4], [2 / 5, 2 / 5]]))
    result = contributions(uses("offer"), past, 1)[..., 0, :, 0, 0]
    assert result == pytest.approx(np.array([[3 / 20, -2 / 20], [0, 0]]), abs=1e-12)


def test_two_drivers_by_hand():
    """Odds of 1 : 1 become 4 : 1, by an offer of 3 ln 2 and a term of -ln 2: 3/10 divides as 3 to -1."""
    past = two_months([[[[[0]]], [[[0]]]], [[[[log(8)]]], [[[-log(2)]]]]], np.ones((2, 1, 1, 1)), 0)
    result = contributions(uses("offer"), past, 1)[:, 0, 0, 0, 0]
    assert result == pytest.approx(np.array([0.45, -0.15]), abs=1e-12)


def test_an_arrival_is_an_offer():
    """A second power arrives with odds 2: autonomy and the first fall from a half to a quarter."""
    terms = [[[[[0], [0]]], [[[0], [0]]]], [[[[0], [log(2)]]], [[[0], [0]]]]]
    past = two_months(terms, [[[[1], [0]]], [[[1], [1]]]], 0)
    result = contributions(uses("offer"), past, 1)[..., 0, :, 0, 0]
    assert result == pytest.approx(np.array([[-1 / 4, 1 / 2], [0, 0]]), abs=1e-12)


def random_months(seed, scale, shift):
    rng = np.random.default_rng(seed)
    there = rng.random((2, 3, 4, 2)) < 0.7
    return two_months(rng.normal(shift, scale, (2, 5, 3, 4, 2)), there, rng.normal())


@quick
@given(st.integers(0, 10**6), st.floats(0, 2))
def test_contributions_add_up_when_powers_come_and_go(seed, scale):
    past = random_months(seed, scale, 0.0)
    total = contributions(uses(*"abcd"), past, 1).sum(axis=0)
    np.testing.assert_allclose(total, past["target"][1] - past["target"][0], rtol=0, atol=EXACT)


@quick
@given(st.integers(0, 10**6), st.sampled_from([1.0, 3.0, 9.0]), st.sampled_from([0.0, 2.0, 5.0, 20.0]))
def test_contributions_add_up_however_small_autonomy_is(seed, scale, shift):
    past = random_months(seed, scale, shift)
    total = contributions(uses("offer", *"abc"), past, 1).sum(axis=0)
    np.testing.assert_allclose(total, past["target"][1] - past["target"][0], rtol=0, atol=EXACT)


@worlds
@given(st.integers(0, 10**6), st.booleans())
def test_contributions_of_a_world_add_up_to_the_change_of_its_targets(seed, entry):
    inputs = coming_and_going(seed) if entry else made_up(seed)
    past = history(inputs, [0, 1], log=True)
    for month in range(1, inputs.months):
        total = contributions(inputs, past, month).sum(axis=0)
        np.testing.assert_allclose(total, past["target"][month] - past["target"][month - 1], rtol=0, atol=EXACT)


def test_powers_do_come_and_go_in_these_worlds():
    offered = history(coming_and_going(0))["engagement"][:, 0, :, 0, 0] > 0
    assert list(offered[[0, 12, 23], 1]) == [False, True, False]
    assert not offered[:, 2].any()


# ---- accounts and rows


@worlds
@given(st.integers(0, 10**6), st.booleans(), st.integers(0, 23), st.integers(0, 23))
def test_an_account_adds_up_to_the_change_of_alignment(seed, entry, one, other):
    inputs = coming_and_going(seed) if entry else made_up(seed)
    past = history(inputs, [0, 1], log=True)
    first, last = min(one, other), max(one, other)
    drivers = account(inputs, past, first, last)
    assert len(drivers) == len(driver_names(inputs))
    change = past["alignment"][last] - past["alignment"][first]
    np.testing.assert_allclose(drivers.sum(axis=0), change, rtol=0, atol=EXACT)


def test_an_account_of_two_windows_is_their_account_together():
    """What happened early goes on working later: only `adjustment` is told apart by the window."""
    inputs = made_up(3)
    past = history(inputs, log=True)
    whole, early, late = (account(inputs, past, *window) for window in ((2, 20), (2, 9), (9, 20)))
    np.testing.assert_allclose(whole.sum(axis=0), (early + late).sum(axis=0), rtol=0, atol=EXACT)
    assert not account(inputs, past, 5, 5).any()
    keeps = 1.0 - inputs.constants["adjustment"]
    inherited = (past["target"][9] - past["alignment"][9]) * (1.0 - keeps**11)
    np.testing.assert_allclose(late[-1], inherited, rtol=0, atol=1e-12)


@pytest.fixture(scope="module")
def told():
    inputs = made_up(5, months=30)
    past = history(inputs, [0, 1], log=True)
    return inputs, past, shift_rows(inputs, past, THRESHOLD)


@pytest.mark.parametrize("name", driver_names(made_up(5)))
def test_leaving_any_driver_out_of_the_log_breaks_the_sum(told, name):
    inputs, past, rows = told
    left_out = driver_names(inputs).index(name)
    short = np.delete(rows["drivers"], left_out, axis=1).sum(axis=1)
    assert np.abs(short - rows["change"]).max() > 1e-5
    drivers = account(inputs, past, 3, 20)
    change = past["alignment"][20] - past["alignment"][3]
    assert np.abs(np.delete(drivers, left_out, axis=0).sum(axis=0) - change).max() > 1e-5


def by_hand(alignment):
    """The rows of one alignment: (start, date, end, before, after)."""
    rows, start = [], 0
    steps = np.abs(np.diff(alignment, prepend=alignment[0]))
    for month in range(1, len(alignment)):
        if abs(alignment[month] - alignment[start]) >= THRESHOLD:
            date = start + 1 + int(np.argmax(steps[start + 1 : month + 1]))
            rows.append((start, date, month, alignment[start], alignment[month]))
            start = month
    return rows


def test_a_row_is_written_each_time_an_alignment_has_moved(told):
    _, past, rows = told
    assert len(rows["change"]) > 50
    for cell in np.ndindex(*past["alignment"].shape[1:]):
        chosen = np.all([rows[name] == at for name, at in zip(PLACES, cell, strict=True)], axis=0)
        written = zip(*(rows[name][chosen] for name in ("start", "date", "end", "before", "after")), strict=True)
        assert list(written) == by_hand(past["alignment"][(slice(None), *cell)])


PLACES = ("state", "power", "domain", "replication")


def test_rows_come_in_the_order_of_their_ends(told):
    rows = told[2]
    order = list(zip(*(rows[name] for name in ("end", *PLACES)), strict=True))
    assert order == sorted(order)


def test_rows_agree_with_the_account_of_their_window(told):
    inputs, past, rows = told
    for row in range(0, len(rows["change"]), 7):
        place = tuple(rows[name][row] for name in PLACES)
        drivers = account(inputs, past, rows["start"][row], rows["end"][row])[(slice(None), *place)]
        np.testing.assert_allclose(rows["drivers"][row], drivers, rtol=0, atol=EXACT)


@worlds
@given(st.integers(0, 10**6), st.booleans())
def test_drivers_of_every_row_add_up(seed, entry):
    inputs = coming_and_going(seed) if entry else made_up(seed)
    rows = shift_rows(inputs, history(inputs, [0, 1], log=True), THRESHOLD)
    np.testing.assert_allclose(rows["drivers"].sum(axis=1), rows["change"], rtol=0, atol=EXACT)
    assert np.array_equal(rows["change"], rows["after"] - rows["before"])


def test_a_world_at_rest_has_no_rows():
    rows = shift_rows(made_up(5), history(made_up(5), log=True), threshold=2.0)
    assert all(len(column) == 0 for column in rows.values())
    assert rows["drivers"].shape == (0, len(driver_names(made_up(5))))
