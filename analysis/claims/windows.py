"""The states and months that claims speak of, and how they compare."""

from collections.abc import Callable, Iterable

import numpy as np

from .past import Values

CLOSE = ("KAZ", "KGZ", "TJK")
"""States that "had close relations with Russia" (Z4)."""

FOUR = (*CLOSE, "UZB")
"""States of the SCO: "the four"."""

FIVE = (*FOUR, "TKM")
"""All of the region."""

POWERS = ("CHN", "RUS", "USA")
"""Whom the states choose among."""

BEFORE = "2000-01..2001-08"
"""Before the attacks of September 2001."""

AFTER = "2002-01..2002-12"
"""After them and the campaign of that autumn."""

WHOLE = "1992-01..2003-12"
"""The whole history of the texts."""

SLIGHT = 1e-6
"""Least difference that counts as one where an ensemble is compared: two equal worlds are not "larger" or "smaller"."""


def by_name(names: Iterable[str], of: Callable[[str], Values]) -> Values:
    """Compute something for each name.

    Returns
    -------
    array, (name, ..., replication)
        One below the other.
    """
    return np.stack([of(name) for name in names])


def before_and_after(of: Callable[[str], Values]) -> tuple[Values, Values]:
    """Compute something of the window before and of the window after."""
    return of(BEFORE), of(AFTER)


def ahead(one: Values, others: Values) -> Values:
    """Tell by how much one is above the largest of others, which lie along the first axis."""
    return one - others.max(axis=0)


def holds_for(number: int, margins: Values) -> Values:
    """Give the margin by which something is so for at least a number of cases: the least among the best of them.

    Parameters
    ----------
    number : int
        How many are asked for.
    margins : array, (case, replication)
        Above 0 where it is so.

    Returns
    -------
    array, (replication,)
        Above 0 where it is so for that many.
    """
    return np.sort(margins, axis=0)[-number]
