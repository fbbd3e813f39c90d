"""All random numbers of a run, which nothing that happens in it can change.

Every stream belongs to a name and to the actors it concerns, so that a counterfactual differs from its baseline only
where its causes do, and an actor that is added changes nobody else's luck. A generator is keyed by (seed, stream,
actors, block of 250 replications) and drawn month by month: a longer run begins with the same numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from .inputs import Array, Inputs
from .variables import NOISE, SAME_AXIS

BLOCK = 250
"""Replications that share a generator."""


class Noise:
    """Random numbers of some replications, drawn when they are asked for.

    Parameters
    ----------
    inputs : Inputs
        Names the actors and the months.
    seed : int
        At least 0.
    replications : sequence of int
        Numbers, at least 0; the same number gives the same noise in whatever company it is drawn.

    Raises
    ------
    ValueError
        If the seed or a number is negative, or there is none.
    """

    def __init__(self, inputs: Inputs, seed: int, replications: Sequence[int]) -> None:
        numbers = np.asarray(replications, dtype=np.int64)
        if seed < 0 or numbers.size == 0 or numbers.min() < 0:
            msg = "seed and replication numbers must be 0 or more, and at least one replication is needed"
            raise ValueError(msg)
        self._seed = seed
        self._months = inputs.months
        self._blocks = _blocks(numbers)
        self._axes = {
            name: [inputs.ids[SAME_AXIS.get(dim, dim)] for dim in stream.dims] for name, stream in NOISE.items()
        }
        self.replications = numbers.size

    @cached_property
    def streams(self) -> Mapping[str, Array]:
        """All months at once, (month, *dims, replication), for each name in `variables.NOISE`."""
        return next(self.spans(self._months))

    def rooms(self, length: int) -> dict[str, Array]:
        """Allocate what `spans` needs for so many months and replications."""
        return {
            name: np.empty((prod(len(axis) for axis in axes), length, self.replications))
            for name, axes in self._axes.items()
        }

    def spans(self, length: int, rooms: Mapping[str, Array] | None = None) -> Iterator[Mapping[str, Array]]:
        """Give the streams a number of months at a time, which takes less memory.

        Parameters
        ----------
        length : int
            Months, at least 1.
        rooms : mapping of str to array, optional
            From `rooms`, of this or of another noise of as many replications.

        Yields
        ------
        mapping of str to array, (month, *dims, replication)
            The last may be shorter; each is written over the one before.
        """
        rooms = rooms or self.rooms(length)
        sources = {name: [self._generators(name, cell) for cell in product(*axes)] for name, axes in self._axes.items()}
        drawn = np.empty((length, BLOCK))
        for first in range(0, self._months, length):
            months = min(length, self._months - first)
            for name, room in rooms.items():
                for cell, generators in zip(room, sources[name], strict=True):
                    for generator, (_, members, columns) in zip(generators, self._blocks, strict=True):
                        _fill(drawn[:months], generator, NOISE[name].unit)
                        cell[:months, members] = drawn[:months, columns]
            yield {name: self._by_month(name, room)[:months] for name, room in rooms.items()}

    def _generators(self, name: str, actors: tuple[str, ...]) -> list[np.random.Generator]:
        return [_generator(self._seed, "|".join((name, *actors)), block) for block, _, _ in self._blocks]

    def _by_month(self, name: str, room: Array) -> Array:
        return np.moveaxis(room.reshape(*map(len, self._axes[name]), *room.shape[1:]), -2, 0)


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
