"""The default scenario does what it did when its pins were made: events exactly, floats to 1e-9."""

import json

import numpy as np
import pytest

from .repin import PINS, observe, written

HINT = "if the change was meant: python tests/pins/repin.py"


@pytest.fixture(scope="module")
def pinned():
    return json.loads(PINS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def observed():
    return observe()


@pytest.mark.parametrize("kind", ["scenario", "seed", "events", "shifts"])
def test_what_happened_happens_again(pinned, observed, kind):
    assert observed[kind] == pinned[kind], HINT


def test_values_at_the_end_of_each_year_are_the_same(pinned, observed):
    assert list(observed["values"]) == list(pinned["values"]), HINT
    for name, series in pinned["values"].items():
        np.testing.assert_allclose(observed["values"][name], series, rtol=0, atol=1e-9, err_msg=f"{name}: {HINT}")


def test_pins_are_written_as_they_are_read(pinned):
    assert written(pinned) == PINS.read_text(encoding="utf-8")
