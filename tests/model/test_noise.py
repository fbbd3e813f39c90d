"""Luck: named, repeatable, and nobody else's business."""

import numpy as np
import pytest

from greatgame.model import Noise
from greatgame.model.variables import NOISE

from .worlds import axes_of, joined_by, made_up


def same(one, other):
    for name, stream in one.streams.items():
        assert np.array_equal(stream, other.streams[name]), name


def test_a_longer_run_begins_with_the_same_luck():
    short, long = Noise(made_up(months=12), 3, [0, 7]), Noise(made_up(months=30), 3, [0, 7])
    for name, stream in short.streams.items():
        assert np.array_equal(stream, long.streams[name][:12]), name


def test_a_replication_has_its_luck_in_any_company():
    inputs = made_up(months=6)
    numbers = [0, 249, 250, 777, 250]
    together = Noise(inputs, 3, numbers)
    for position, number in enumerate(numbers):
        alone = Noise(inputs, 3, [number])
        for name, stream in alone.streams.items():
            assert np.array_equal(stream[..., 0], together.streams[name][..., position]), name


def test_an_actor_that_is_added_changes_nobody_elses_luck():
    inputs = made_up(months=6)
    for kind in ("state", "power", "institution", "domain"):
        joined = joined_by(inputs, kind, "MID")
        kept = [joined.ids[kind].index(name) for name in inputs.ids[kind]]
        before, after = Noise(inputs, 3, [0]), Noise(joined, 3, [0])
        for name, stream in before.streams.items():
            others = after.streams[name]
            for axis in axes_of(NOISE[name], kind, 1):
                others = np.take(others, kept, axis=axis)
            assert np.array_equal(stream, others), name


def test_a_world_with_other_attributes_has_the_same_luck():
    same(Noise(made_up(1), 3, [0, 1]), Noise(made_up(2), 3, [0, 1]))


@pytest.fixture(scope="module")
def luck():
    return Noise(made_up(months=60), 3, range(50))


def test_every_stream_has_luck_of_its_own(luck):
    """Streams differ by name, by actors, by month and by replication: no sequence occurs twice."""
    sequences = [
        stream.reshape(60, -1, 50)[:, cell, 0].tobytes()
        for stream in luck.streams.values()
        for cell in range(stream.reshape(60, -1, 50).shape[1])
    ]
    assert len(set(sequences)) == len(sequences)
    for stream in luck.streams.values():
        cell = stream.reshape(60, -1, 50)[:, 0]
        assert len(np.unique(cell)) == cell.size


def test_another_seed_is_other_luck(luck):
    other = Noise(made_up(months=60), 4, range(50))
    assert all(not np.any(stream == other.streams[name]) for name, stream in luck.streams.items())


@pytest.mark.parametrize("name", NOISE)
def test_luck_is_distributed_as_its_unit_says(luck, name):
    mean, deviation = {"uniform": (0.5, 12**-0.5), "exponential": (1.0, 1.0), "normal": (0.0, 1.0)}[NOISE[name].unit]
    stream = luck.streams[name]
    error = deviation / np.sqrt(stream.size)
    assert abs(stream.mean() - mean) < 5 * error
    assert abs(stream.std() - deviation) < 10 * error
    lowest, highest = {"uniform": (0, 1), "exponential": (0, np.inf), "normal": (-np.inf, np.inf)}[NOISE[name].unit]
    assert stream.min() >= lowest
    assert stream.max() < highest


def test_streams_are_uncorrelated(luck):
    cells = np.concatenate([stream.reshape(60, -1, 50) for stream in luck.streams.values()], axis=1)
    table = np.moveaxis(cells, 1, 0).reshape(cells.shape[1], -1)
    correlation = np.corrcoef(table) - np.eye(len(table))
    assert np.abs(correlation).max() < 6 / np.sqrt(table.shape[1])


@pytest.mark.parametrize(("seed", "replications"), [(-1, [0]), (0, [-1]), (0, [3, -2]), (0, [])])
def test_negative_numbers_and_nobody_are_refused(seed, replications):
    with pytest.raises(ValueError, match="0 or more"):
        Noise(made_up(months=1), seed, replications)
