"""What a step of a month is."""

from collections.abc import Callable
from dataclasses import dataclass

from .inputs import Array

Result = Array | tuple[Array, ...]


@dataclass(frozen=True)
class Stage:
    """One step of a month.

    Attributes
    ----------
    actor : str
        "nature", "state", "power" or "institution".
    rule : callable or str
        A pure function of arrays named by its arguments, or the name of a choice ("attraction", "access",
        "membership") whose terms are weighed.
    writes : tuple of str
        Names of the variables that take the rule's results, in order.
    name : str
        Name of the rule; for a choice, of the sum of its terms.
    """

    actor: str
    rule: Callable[..., Result] | str
    writes: tuple[str, ...]
    name: str


def by(actor: str, rule: Callable[..., Result] | str, writes: str) -> Stage:
    """A stage by some actor; `writes` lists names separated by blanks."""
    names = tuple(writes.split())
    return Stage(actor, rule, names, names[-1] if isinstance(rule, str) else rule.__name__)
