"""How a rule is checked: against numbers worked out by hand, with the demands that every rule must meet."""

import inspect
from collections.abc import Callable

import numpy as np

from greatgame.model.rules import PARAMETERS

REPLICATIONS = 3


def check(rule: Callable, expected: object, /, **given: object) -> None:
    """Call a rule and compare.

    Values are given without the replication axis, in the order of axes of `variables.py`; a NaN among what is
    expected says nothing. The rule must not change what it reads, and must give every replication of an ensemble,
    with parameters by replication, what it gives a single run.
    """
    wanted = expected if isinstance(expected, tuple) else (expected,)
    assert set(given) == set(inspect.signature(rule).parameters), "the hand-computed case names other arguments"
    single = _results(rule, {name: _value(name, value, 1) for name, value in given.items()})
    several = _results(rule, {name: _value(name, value, REPLICATIONS) for name, value in given.items()})
    assert len(single) == len(wanted)
    for one, many, value in zip(single, several, wanted, strict=True):
        by_hand = np.asarray(value, dtype=float)[..., np.newaxis]
        said = ~np.isnan(by_hand)
        result = np.broadcast_to(one, by_hand.shape)
        np.testing.assert_allclose(result[said], by_hand[said], rtol=1e-12, atol=1e-12, err_msg=rule.__name__)
        shape = (*by_hand.shape[:-1], REPLICATIONS)
        assert np.array_equal(np.broadcast_to(many, shape), np.broadcast_to(one, shape)), "replications differ"


def _results(rule: Callable, arguments: dict[str, object]) -> tuple[np.ndarray, ...]:
    result = rule(**arguments)
    return result if isinstance(result, tuple) else (result,)


def _value(name: str, value: object, replications: int) -> object:
    if np.ndim(value) == 0 and (name == "strength" or name in PARAMETERS or name in {"low", "high"}):
        return value if replications == 1 else np.full(replications, float(value))
    array = np.repeat(np.asarray(value, dtype=float)[..., np.newaxis], replications, axis=-1)
    array.flags.writeable = False
    return array
