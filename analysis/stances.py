"""Which changes of stance are told: those that held, those that a shock brought, and no flicker.

A stance is drawn anew every few months, so that most changes mean little. The rule looks back only: whether a change
is told is settled by the months up to the one in which it is settled, and nothing later takes it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenarios import month

if TYPE_CHECKING:
    from ..runs.simulate import History
    from ..scenarios import Scenario

WINDOW = 18
"""Months looked back upon. A stance told stands no longer than this after it was last in force."""

HELD = 15
"""Months of the window that a stance must hold to be told."""

NEAR = 3
"""Months after a shock in which a stance that begins is taken for an answer to it."""

HELD_AFTER_SHOCK = 6
"""Months that such a stance must hold to be told."""

RULE = (
    f"A stance is listed at its beginning if it held {HELD} of {WINDOW} months, or {HELD_AFTER_SHOCK} months when it "
    f"began within {NEAR} months of a shock, or when the one listed before was {WINDOW} months gone"
)


@dataclass(frozen=True)
class Stance:
    """A stance that is told.

    Attributes
    ----------
    power, rival : str
        Whose stance towards whom.
    what : int
        Position in `runs.events.STANCES`.
    begins : int
        Month of the run in which it began.
    settled : int
        Month of the run in which it had held long enough.
    """

    power: str
    rival: str
    what: int
    begins: int
    settled: int


def stances(scenario: "Scenario", history: "History") -> tuple[list[Stance], list[Stance], int]:
    """Choose the stances that are told.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    history : mapping of str to array
        Of all months or of the first ones; its first replication is told.

    Returns
    -------
    list of Stance
        Those in force at the start.
    list of Stance
        Those told later.
    int
        How many changes are left to events.csv.
    """
    inputs = scenario.inputs
    taken = np.asarray(history["stance"][..., 0], dtype=np.int64)
    shocks = [month(shock.date) - inputs.start for shock in scenario.shocks.values() if shock.strength > 0]
    powers = inputs.ids["power"]
    first: list[Stance] = []
    later: list[Stance] = []
    changes = 0
    for index, power in enumerate(powers):
        for other, rival in enumerate(powers):
            if index == other:
                continue
            series = taken[:, index, other]
            changes += int((np.diff(series) != 0).sum())
            first.append(Stance(power, rival, int(series[0]), 0, 0))
            later += [Stance(power, rival, *told) for told in lasting(series, shocks)]
    return first, later, changes - len(later)


def lasting(series: NDArray[np.int64], shocks: Sequence[int]) -> list[tuple[int, int, int]]:
    """Find the changes of one stance that are told.

    Parameters
    ----------
    series : array of int
        The stance by month.
    shocks : sequence of int
        Months of the shocks.

    Returns
    -------
    list of (stance, beginning, month in which it is settled)
        In order. Those settled by a month do not depend on what comes later.
    """
    found: list[tuple[int, int, int]] = []
    told, since, begins = int(series[0]), 0, 0
    for now in range(1, len(series)):
        if series[now] != series[now - 1]:
            begins = now
        first = max(since, now - WINDOW + 1)
        counts = np.bincount(series[first : now + 1])
        best = int(counts.argmax())
        gone = now - first + 1 == WINDOW and (told >= len(counts) or counts[told] == 0)
        answers = now - begins + 1 == HELD_AFTER_SHOCK and any(0 <= begins - shock <= NEAR for shock in shocks)
        if answers and series[now] != told:
            told, since = int(series[now]), begins
        elif best != told and (counts[best] >= HELD or gone):
            told, since = best, first + int(np.flatnonzero(series[first : now + 1] == best)[0])
        else:
            continue
        found.append((told, since, now))
    return found
