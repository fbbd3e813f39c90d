"""All random numbers of a run, drawn before the loop.

Every stream belongs to a name and to the actors it concerns, so that a counterfactual differs from its baseline only
where its causes do, and an actor that is added changes nobody else's luck. A generator is keyed by (seed, stream,
actors, block of 250 replications) and drawn month by month: a longer run begins with the same numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product

import numpy as np

from .inputs import Array, Inputs
from .variables import NOISE, SAME_AXIS

BLOCK = 250
"""Replications that share a generator."""


@dataclass(frozen=True)
class Noise:
    """Random numbers of some replications.

    Attributes
    ----------
    streams : mapping of str to array, (month, *dims, replication)
        One for each name in `variables.NOISE`.
    replications : int
        Length of the replication axis.
    """

    streams: Mapping[str, Array]
    replications: int


def draw(inputs: Inputs, seed: int, replications: Sequence[int]) -> Noise:
    """Draw the noise of the replications with the given numbers.

    Parameters
    ----------
    inputs : Inputs
        Names the actors and the months.
    seed : int
        At least 0.
    replications : sequence of int
        Numbers, at least 0; the same number gives the same noise in whatever company it is drawn.

    Returns
    -------
    Noise
        Float64 arrays.

    Raises
    ------
    ValueError
        If the seed or a number is negative, or there is none.
    """
    numbers = np.asarray(replications, dtype=np.int64)
    if seed < 0 or numbers.size == 0 or numbers.min() < 0:
        msg = "seed and replication numbers must be 0 or more, and at least one replication is needed"
        raise ValueError(msg)
    streams: dict[str, Array] = {}
    for name, stream in NOISE.items():
        axes = [inputs.ids[SAME_AXIS.get(dim, dim)] for dim in stream.dims]
        values = np.empty((inputs.months, *map(len, axes), numbers.size))
        cells = product(*map(range, map(len, axes)))
        for cell, actors in zip(cells, product(*axes), strict=True):
            key = "|".join((name, *actors))
            values[:, *cell] = _cell(seed, key, stream.unit, inputs.months, numbers)
        streams[name] = values
    return Noise(streams, numbers.size)


def _cell(seed: int, key: str, distribution: str, months: int, numbers: np.ndarray) -> Array:
    """One stream of one set of actors, shape (month, replication)."""
    result = np.empty((months, numbers.size))
    for block, members in _blocks(numbers):
        generator = np.random.Generator(np.random.PCG64DXSM(_entropy(seed, key, block)))
        result[:, members] = _sample(generator, distribution, months)[:, numbers[members] % BLOCK]
    return result


def _blocks(numbers: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    of = numbers // BLOCK
    for block in np.unique(of):
        yield int(block), np.flatnonzero(of == block)


def _entropy(seed: int, key: str, block: int) -> np.random.SeedSequence:
    words = np.frombuffer(sha256(key.encode()).digest()[:16], dtype="<u4")
    return np.random.SeedSequence([seed, block, *map(int, words)])


def _sample(generator: np.random.Generator, distribution: str, months: int) -> Array:
    shape = (months, BLOCK)
    if distribution == "normal":
        return generator.standard_normal(shape)
    if distribution == "exponential":
        return generator.standard_exponential(shape)
    return generator.random(shape)
