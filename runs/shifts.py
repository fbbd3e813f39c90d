"""The log of alignment shifts, named: from positions to dates, actors, drivers and passages."""

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..scenarios.dates import label
from .tables import Table

if TYPE_CHECKING:
    from ..model.attribution import Rows
    from ..scenarios import Scenario

NOT_TERMS = ("noise", "adjustment")
"""Drivers that no theory speaks of: they lead only where no term went the way of the change."""


def shift_table(scenario: "Scenario", replications: Sequence[int], rows: "Rows") -> Table:
    """List the shifts of alignment.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    replications : sequence of int
        Numbers of the replications.
    rows : mapping of str to array
        As `model.attribution.Shifts` gives them.

    Returns
    -------
    Table
        One row each time that a state's alignment with a power in a domain has moved by 0.05 since the last row for
        it, sorted by replication and date: ``replication, start, date, end, state, domain, power, before, after,
        change, driver_<term>..., driver_noise, driver_adjustment, leading_driver, passage``. The drivers sum to the
        change; ``before`` held at the end of ``start``, ``after`` at the end of ``end``.
    """
    import pyarrow as pa

    from ..model.attribution import driver_names

    names = driver_names(scenario.inputs)
    rows = {**rows, "replication": np.asarray(replications)[rows["replication"]]}
    order = np.lexsort([rows[name] for name in ("power", "domain", "state", "end", "date", "replication")])
    rows = {name: column[order] for name, column in rows.items()}
    leading = leading_driver(rows["drivers"], rows["change"], names)

    columns: dict[str, Any] = {"replication": pa.array(rows["replication"].astype(np.int64))}
    columns |= {name: _dates(rows[name], scenario.inputs.start) for name in ("start", "date", "end")}
    columns |= {name: _labels(rows[name], scenario.inputs.ids[name]) for name in ("state", "domain", "power")}
    columns |= {name: pa.array(rows[name]) for name in ("before", "after", "change")}
    columns |= {f"driver_{name}": pa.array(np.ascontiguousarray(rows["drivers"][:, i])) for i, name in enumerate(names)}
    columns["leading_driver"] = _labels(leading, names)
    states, powers = scenario.inputs.ids["state"], scenario.inputs.ids["power"]
    spoken = [passage(scenario, name, state, power) for state, power, name in product(states, powers, names)]
    pair = rows["state"] * len(powers) + rows["power"]
    columns["passage"] = _labels(pair * len(names) + leading, spoken)
    return pa.table(columns)


def joined(parts: "Sequence[Rows]") -> "Rows":
    """Put logs of shifts one behind the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def within(rows: "Rows", part: slice) -> "Rows":
    """Take the shifts of some replications in a row, which are counted anew from 0."""
    inside = (rows["replication"] >= part.start) & (rows["replication"] < part.stop)
    taken = {name: column[inside] for name, column in rows.items()}
    return {**taken, "replication": taken["replication"] - part.start}


def leading_driver(drivers: NDArray[Any], change: NDArray[Any], names: Sequence[str]) -> NDArray[np.intp]:
    """Find the driver that did most for each change.

    The largest contribution in the direction of the change among the terms; noise or the adjustment under way lead
    only where no term went that way. Equal contributions: the first in the list.

    Parameters
    ----------
    drivers : array, shape (rows, drivers)
        Contributions.
    change : array, shape (rows,)
        What they sum to.
    names : sequence of str
        Names of the drivers.

    Returns
    -------
    array of int, shape (rows,)
        Positions in `names`.
    """
    push = drivers * np.where(change < 0.0, -1.0, 1.0)[:, None]
    terms = np.array([name not in NOT_TERMS for name in names])
    term_push = np.where(terms, push, -np.inf)
    best = term_push.argmax(axis=1)
    none = term_push.max(axis=1) <= 0.0
    return np.where(none, push.argmax(axis=1), best)


def passage(scenario: "Scenario", term: str, state: str, power: str) -> str:
    """Give the words of a text that stand behind a term of a state's choice for or against a power.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    term : str
        Name of a driver.
    state, power : str
        Whose choice, and towards whom.

    Returns
    -------
    str
        ``SECTION: "words"``. What the term says of this power comes first, then the state's interest that the term
        speaks to, then the term itself; the first of them that comes from a text. Empty if none does, and for noise
        and adjustment.
    """
    if term in NOT_TERMS:
        return ""
    weighed = scenario.document.terms.attraction[term]
    interests = scenario.document.states[state].interests
    found = (weighed.by_power.get(power), interests.get(weighed.interest or ""), weighed)
    return next((_words(source.text, source.passage) for source in found if source and source.text), "")


def _words(text: str, words: str | None) -> str:
    """Write a place in a text and its words on one line."""
    return f'{text}: "{" ".join((words or "").split())}"'


def _dates(positions: NDArray[Any], start: int) -> Any:
    import pyarrow as pa

    months = np.unique(positions)
    return pa.array([label(start + int(position)) for position in months], pa.string()).take(
        pa.array(np.searchsorted(months, positions))
    )


def _labels(positions: NDArray[Any], names: Sequence[str]) -> Any:
    import pyarrow as pa

    return pa.array(names, pa.string()).take(pa.array(np.asarray(positions, dtype=np.int64)))
