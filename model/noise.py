"""All random numbers of a run, drawn before the loop.

Every stream belongs to a name and to the actors it concerns, so that a counterfactual differs from its baseline only
where its causes do, and an actor that is added changes nobody else's luck. A generator is keyed by (seed, stream,
actors, block of 250 replications) and drawn month by month: a longer run begins with the same numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product

import numpy as np
from numpy.typing import NDArray

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
    blocks = _blocks(numbers)
    streams: dict[str, Array] = {}
    drawn = np.empty((inputs.months, BLOCK))
    for name, stream in NOISE.items():
        axes = [inputs.ids[SAME_AXIS.get(dim, dim)] for dim in stream.dims]
        cells = list(product(*axes))
        values = np.empty((len(cells), inputs.months, numbers.size))
        for actors, cell in zip(cells, values, strict=True):
            key = "|".join((name, *actors))
            for block, members, columns in blocks:
                _fill(drawn, _generator(seed, key, block), stream.unit)
                cell[:, members] = drawn[:, columns]
        streams[name] = np.moveaxis(values.reshape(*map(len, axes), inputs.months, numbers.size), -2, 0)
    return Noise(streams, numbers.size)


def _blocks(numbers: NDArray[np.int64]) -> list[tuple[int, slice | NDArray[np.int64], slice | NDArray[np.int64]]]:
    """For each block its number, where its members stand, and which of its columns they are; slices copy faster."""
    found: list[tuple[int, slice | NDArray[np.int64], slice | NDArray[np.int64]]] = []
    for block in np.unique(numbers // BLOCK).tolist():
        members = np.flatnonzero(numbers // BLOCK == block)
        columns = numbers[members] % BLOCK
        in_a_row = members.size == BLOCK and (np.diff(members) == 1).all() and (np.diff(columns) == 1).all()
        found.append(
            (block, slice(members[0], members[-1] + 1), slice(None)) if in_a_row else (block, members, columns)
        )
    return found


def _generator(seed: int, key: str, block: int) -> np.random.Generator:
    words = np.frombuffer(sha256(key.encode()).digest()[:16], dtype="<u4")
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence([seed, block, *map(int, words)])))


def _fill(drawn: Array, generator: np.random.Generator, distribution: str) -> None:
    if distribution == "normal":
        generator.standard_normal(out=drawn)
    elif distribution == "exponential":
        generator.standard_exponential(out=drawn)
    else:
        generator.random(out=drawn)
