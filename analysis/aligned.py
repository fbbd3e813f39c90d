"""Alignment, influence and hedging of one world as plain arrays."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ..runs import Run

Values = NDArray[np.float64]

EDGE = 0.1
"""Share of a move, and of its top speed, that may lie outside what is called its stretch."""


def alignment(run: "Run") -> Values:
    """Return the alignment of the first replication: (month, state, power, domain).

    Parameters
    ----------
    run : Run
        The run.
    """
    return np.asarray(run.history["alignment"][..., 0], dtype=np.float64)


def overall(run: "Run") -> Values:
    """Return the mean over domains with the scenario's weights: (month, state, power).

    Parameters
    ----------
    run : Run
        The run.
    """
    return mean_over_domains(run, alignment(run))


def mean_over_domains(run: "Run", values: Values) -> Values:
    """Average the last axis with the weights of the domains.

    Parameters
    ----------
    run : Run
        For the weights.
    values : array
        Domains along the last axis.
    """
    weight = run.scenario.inputs.constants["weight"][:, 0]
    return (values * weight).sum(axis=-1) / weight.sum()


def stretch(series: Values, first: int, last: int) -> tuple[int, int]:
    """Give the months of a window between which most of its change happened.

    Parameters
    ----------
    series : array
        By month.
    first, last : int
        Ends of the window.

    Returns
    -------
    tuple of int
        The month in which it set off, and the first in which nine tenths of the way were made.
    """
    way = series[last] - series[first]
    if way == 0:
        return first, last
    made = (series[first : last + 1] - series[first]) / way
    begin = int(np.flatnonzero(made <= EDGE)[-1])
    end = begin + 1 + int(np.flatnonzero(made[begin + 1 :] >= 1 - EDGE)[0])
    speed = np.diff(made)
    while begin > 0 and speed[begin - 1] > EDGE * speed.max():
        begin -= 1  # back to where it set off: what was under way by then would be no driver's
    return first + begin, first + end


def hedging_by_month(run: "Run") -> Values:
    """Return how far each state hedges: (month, state).

    Parameters
    ----------
    run : Run
        The run.
    """
    from . import measures

    data = run.dataset(("alignment", "friction", "stance")).isel(replication=0)
    rivalry = measures.rivalry_of_powers(data["friction"], data["stance"])
    found = measures.hedging(measures.overall(data["alignment"], data["weight"]), rivalry)
    return np.asarray(found.transpose("time", "state").values, dtype=np.float64)


def influence_on_region(run: "Run") -> Values:
    """Return the influence of each power, mean of the core states: (month, power).

    Parameters
    ----------
    run : Run
        The run.
    """
    from . import measures

    data = run.dataset(("alignment", "engagement")).isel(replication=0)
    found = measures.influence(data["alignment"], data["engagement"], data["weight"], data["saturation"])
    return np.asarray(measures.regional(found, data["core"]).transpose("time", "power").values, dtype=np.float64)
