"""A recorded month, played again, does what was recorded; what cannot be recorded is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greatgame.model.player import player
from greatgame.model.tape import Tape, bare, copied

ONE_SHAPE = (2, 3, 4)
UNARY = (np.negative, np.abs, np.tanh, lambda x: x.astype(float), lambda x: np.where(x > 0, x, 0.5 * x))
BINARY = (
    np.add,
    np.subtract,
    np.multiply,
    np.maximum,
    lambda x, y: np.where(x < y, x, y),
    lambda x, y: np.stack([x, y], axis=1)[:, 1] + np.stack([y, x])[1],
    lambda x, y: np.max(np.stack([x, y], axis=0), axis=0, initial=-9.0),
    lambda x, y: x[:, 0][:, np.newaxis] * y,
    lambda x, y: np.swapaxes(np.swapaxes(x, 0, 1) * np.swapaxes(y, 0, 1), 0, 1),
)


def run_month(states, months_input, steps, writes):
    """A month of made-up rules: each step makes an array of two earlier ones; some are written into the states."""
    arrays = [*states, months_input]
    for kind, rule, one, other in steps:
        first, second = arrays[one % len(arrays)], arrays[other % len(arrays)]
        arrays.append(UNARY[rule % len(UNARY)](first) if kind else BINARY[rule % len(BINARY)](first, second))
    return [np.tanh(arrays[which % len(arrays)] + 0.1) for which in writes], arrays[-1]


steps = st.lists(st.tuples(st.booleans(), st.integers(0, 8), st.integers(0, 30), st.integers(0, 30)), max_size=12)


@settings(max_examples=200, deadline=None)
@given(steps, st.lists(st.integers(0, 30), min_size=2, max_size=2))
def test_playing_a_month_is_doing_it_again(month, writes):
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(4, *ONE_SHAPE))
    states = [rng.normal(size=ONE_SHAPE) for _ in writes]

    expected, directly = [], [state.copy() for state in states]
    for value in inputs:
        directly, last = run_month(directly, value, month, writes)
        expected.append((directly, last))

    tape, incoming = Tape(), inputs[0].copy()
    begin = [state.copy() for state in states]
    results, last = run_month([tape.hold(state) for state in states], tape.hold(incoming), month, writes)
    asked = bare(last * 1.0)
    for state, result in zip(states, results, strict=True):
        tape.write(state, bare(result))
    play = player(tape.operations, [*states, incoming, asked, *tape.filled])
    for state, value in zip(states, begin, strict=True):
        state[...] = value
    for value, (after, last) in zip(inputs, expected, strict=True):
        incoming[...] = value
        play()
        assert np.array_equal(states, after)
        assert np.array_equal(asked, last)


def recorded(rule, *arrays):
    tape = Tape()
    result = rule(*(tape.hold(np.asarray(array, dtype=float)) for array in arrays))
    return tape, result


def test_nothing_is_computed_twice():
    tape, _ = recorded(lambda x, y: (x + y) * (x + y), [1.0], [2.0])
    assert [operation.function for operation in tape.operations] == [np.add, np.multiply]


def test_after_an_array_was_written_it_is_read_anew():
    tape, state = Tape(), np.array([1.0])
    held = tape.hold(state)
    tape.write(state, bare(held + 1.0))
    after = bare(held + 1.0)
    player(tape.operations, [state, after])()
    assert (state, after) == (2.0, 3.0)


def test_nothing_is_computed_in_vain():
    calls = []

    def counted(x, out=None):
        calls.append(1)
        return np.negative(x, out=out)

    tape = Tape()
    x = tape.hold(np.array([1.0]))
    tape.record(counted, (x.array,), np.empty(1))
    wanted = bare(x * 2.0)
    calls.clear()
    player(tape.operations, [x.array, wanted])()
    assert not calls


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (lambda x: x if x > 0 else -x, "branch"),
        (lambda x: np.zeros(2).__setitem__(slice(None), x), "numpy.where or numpy.stack"),
        (lambda x: np.add(x, 1.0, out=np.zeros(2)), "new arrays"),
        (np.add.accumulate, "new arrays"),
        (lambda x: x[[0, 0]], "slices"),
        (np.sort, "sort cannot be recorded"),
        (np.asarray, "look at them"),
    ],
)
def test_a_rule_that_cannot_be_recorded_is_told_why(rule, says):
    with pytest.raises(TypeError, match=says):
        recorded(rule, [1.0, 2.0])


def test_a_constant_among_what_changes_stays_what_it_is():
    tape, x = Tape(), np.ones((3, 4))
    held = tape.hold(x)
    both = np.stack(np.broadcast_arrays(held * 2.0, np.full((3, 1), 7.0)), axis=1)
    asked = bare(both[:, 0] + both[:, 1] + (held * 3.0) * (held * 5.0))
    play = player(tape.operations, [x, asked, *tape.filled])
    for value in (1.0, 2.0, 3.0):
        x[...] = value
        play()
        assert np.array_equal(asked, np.full((3, 4), 7.0 + 2.0 * value + 15.0 * value * value))
    assert sum(operation.function is copied for operation in tape.operations) == 1
