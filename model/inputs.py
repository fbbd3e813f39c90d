"""What the model needs to know of a scenario: arrays, no files, no text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Axes as in `variables.py`, then the replication axis."""

Scalar = float | Array
"""A parameter: a number, or one value a replication (shape ``(replications,)``)."""


@dataclass(frozen=True)
class TermUse:
    """A term that this world uses.

    Attributes
    ----------
    name : str
        Name of the function in the list of terms.
    interest : int or None
        Position on the interest axis of the interest it speaks to.
    """

    name: str
    interest: int | None


@dataclass(frozen=True)
class Inputs:
    """A compiled scenario. Actors are sorted by id, so that the order in a file cannot matter.

    Attributes
    ----------
    start : int
        First month, as 12 * year + month - 1.
    months : int
        Length of the run.
    ids : mapping of str to tuple of str
        Names along each axis: state, power, institution, domain, purpose, interest, source, side, term.
    constants : mapping of str to array
        Every name of `variables.CONSTANTS`, shape ``(*dims, 1)``.
    causes : mapping of str to array
        Every name of `variables.CAUSES`, shape ``(months, *dims, 1)``.
    parameters : mapping of str to float or array of shape (replications,)
        Every parameter that a rule takes by name.
    terms : mapping of str to tuple of TermUse
        Keys "attraction", "access" and "membership": the terms that each choice weighs.
    interests : mapping of str to int
        For the rules outside the choices that speak of an interest: the rule's name and the interest's position.
    """

    start: int
    months: int
    ids: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, Array]
    causes: Mapping[str, Array]
    parameters: Mapping[str, Scalar]
    terms: Mapping[str, tuple[TermUse, ...]]
    interests: Mapping[str, int]


def side_by_side(worlds: Sequence[Inputs], counts: Sequence[int]) -> Inputs:
    """Put worlds that differ in numbers only side by side on the replication axis.

    Parameters
    ----------
    worlds : sequence of Inputs
        At least one.
    counts : sequence of int
        How many replications each world has, in this order.

    Returns
    -------
    Inputs
        Arrays and parameters in which the worlds differ have ``sum(counts)`` replications, the others stay as they are.

    Raises
    ------
    ValueError
        If the worlds differ in their months, names, terms or in the interests that rules speak of.
    """
    first = worlds[0]
    for field in ("start", "months", "ids", "terms", "interests"):
        if any(getattr(world, field) != getattr(first, field) for world in worlds):
            msg = f"worlds with different {field} cannot share an ensemble"
            raise ValueError(msg)

    def joined(kind: str) -> dict[str, Array]:
        return {
            name: _joined([getattr(world, kind)[name] for world in worlds], counts) for name in getattr(first, kind)
        }

    return replace(first, constants=joined("constants"), causes=joined("causes"), parameters=joined("parameters"))


def _joined(values: Sequence[Scalar], counts: Sequence[int]) -> Array:
    first = np.asarray(values[0])
    if all(np.array_equal(first, value) for value in values[1:]):
        return first if first.ndim else first[()]
    wide = [np.broadcast_to(value, (*np.shape(value)[:-1], count)) for value, count in zip(values, counts, strict=True)]
    return np.concatenate(wide, axis=-1)


class Scenario(Protocol):
    """Anything that can be compiled."""

    @property
    def inputs(self) -> Inputs:
        """The compiled scenario."""
        ...
