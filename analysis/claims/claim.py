"""What a claim is: a sentence of a text, the worlds it needs, and what must be so in them."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .past import Past, Values

Set = Literal["F", "T", "K", "X"]
"""Fitted, held out, consistency, logic."""

CLAIMS: "dict[str, Claim]" = {}
"""All claims by their id, in the order of the ids."""


@dataclass(frozen=True)
class Part:
    """One thing that a claim asserts.

    Attributes
    ----------
    what : str
        In a few words, with the bound.
    margin : array, (replication,)
        By how much it is so, replication by replication.
    each : bool
        True: of every run by itself, so where the margin is above 0. False: of the ensemble, so if the margin's mean
        is at least 0 (a probability against its bound, a paired comparison of two worlds).
    """

    what: str
    margin: Values
    each: bool


def in_each(what: str, margin: NDArray[np.floating] | NDArray[np.bool_]) -> Part:
    """Assert something of every run: so where the margin is above 0, or true.

    Parameters
    ----------
    what : str
        In a few words.
    margin : array, (replication,)
        By how much, in the unit of what is compared; of a yes or no 0.5 or -0.5.
    """
    if margin.dtype == bool:
        margin = np.where(margin, 0.5, -0.5)
    return Part(what, np.asarray(margin, np.float64), each=True)


def at_least(what: str, values: NDArray[np.floating] | NDArray[np.bool_], bound: float) -> Part:
    """Assert that a mean over the ensemble, or the probability of something, is at least a bound.

    Parameters
    ----------
    what : str
        In a few words.
    values : array, (replication,)
        What is averaged: numbers, paired differences, or whether it happened.
    bound : float
        The least.
    """
    return Part(what, np.asarray(values, np.float64) - bound, each=False)


def at_most(what: str, values: NDArray[np.floating] | NDArray[np.bool_], bound: float) -> Part:
    """Assert that a mean over the ensemble is at most a bound; arguments as `at_least`."""
    return Part(what, bound - np.asarray(values, np.float64), each=False)


Statistic = Callable[..., Sequence[Part]]
"""Takes the histories of its worlds, in the order of `Claim.worlds`."""


@dataclass(frozen=True)
class Claim:
    """A claim.

    Attributes
    ----------
    id : str
        Such as "C03".
    kind : {"F", "T", "K", "X"}
        Its set.
    source : str
        Sections of the texts.
    worlds : tuple of str
        Names of `worlds.WORLDS`.
    statistic : callable
        Makes parts of their histories.
    logged : bool
        Whether it needs the terms of the choices in its first world.
    record : str
        What the public record says: "for: ...", "against: ...", "mixed: ..." or "unobserved".
    """

    id: str
    kind: Set
    source: str
    worlds: tuple[str, ...]
    statistic: Statistic = field(repr=False)
    logged: bool = False
    record: str = "unobserved"

    @property
    def sentence(self) -> str:
        """The sentence of the text."""
        return " ".join((inspect.getdoc(self.statistic) or "").split("\n\n")[0].split())

    def parts(self, worlds: Mapping[str, Past]) -> list[Part]:
        """Compute the parts.

        Parameters
        ----------
        worlds : mapping of str to Past
            At least those that the claim needs, with the same replications.
        """
        return list(self.statistic(*(worlds[name] for name in self.worlds)))


def claim(
    id: str,  # noqa: A002
    kind: Set,
    source: str,
    *worlds: str,
    logged: bool = False,
    record: str = "unobserved",
) -> Callable[[Statistic], Statistic]:
    """Register a claim; its function's docstring begins with the sentence and says below what is computed."""

    def register(statistic: Statistic) -> Statistic:
        if id in CLAIMS:
            raise ValueError(f"there are two claims {id}")
        CLAIMS[id] = Claim(id, kind, source, worlds or ("history",), statistic, logged, record)
        return statistic

    return register


def claims(chosen: Sequence[str] = ()) -> Iterator[Claim]:
    """Give claims in the order of their ids.

    Parameters
    ----------
    chosen : sequence of str
        Ids and sets, such as "C03" or "F"; all by default.

    Raises
    ------
    KeyError
        If there is no such claim or set.
    """
    known = {*CLAIMS, *(found.kind for found in CLAIMS.values())}
    if strange := [name for name in chosen if name not in known]:
        raise KeyError(strange[0])
    for _, found in sorted(CLAIMS.items()):
        if not chosen or found.id in chosen or found.kind in chosen:
            yield found
