"""What the model needs to know of a scenario: arrays, no files, no text."""

from collections.abc import Mapping
from dataclasses import dataclass
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


class Scenario(Protocol):
    """Anything that can be compiled."""

    @property
    def inputs(self) -> Inputs:
        """The compiled scenario."""
        ...
