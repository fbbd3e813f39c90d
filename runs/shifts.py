"""The log of alignment shifts, named: from positions to dates, actors, drivers and passages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..scenarios.dates import label
from .tables import Table

if TYPE_CHECKING:
    from ..scenarios import Scenario
    from ..scenarios.quantities import Sourced

Logged = Iterable[tuple[Sequence[int], Mapping[str, NDArray[Any]]]]

NOT_TERMS = ("noise", "adjustment")
"""Drivers that no theory speaks of: they lead only where no term went the way of the change."""


def shift_table(scenario: "Scenario", logged: Logged) -> Table:
    """List the shifts of alignment.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    logged : iterable of (numbers of replications, history)
        Histories that hold the terms.

    Returns
    -------
    Table
        One row each time that a state's alignment with a power in a domain has moved by 0.05 since the last row for
        it, sorted by replication and date: ``replication, start, date, end, state, domain, power, before, after,
        change, driver_<term>..., driver_noise, driver_adjustment, leading_driver, passage``. The drivers sum to the
        change; ``before`` held at the end of ``start``, ``after`` at the end of ``end``.
    """
    import pyarrow as pa

    from ..model.attribution import driver_names, shift_rows

    names = driver_names(scenario.inputs)
    parts: list[dict[str, NDArray[Any]]] = []
    for numbers, history in logged:
        rows = shift_rows(scenario.inputs, history)
        parts.append({**rows, "replication": np.asarray(numbers)[rows["replication"]]})
    rows = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort([rows[name] for name in ("power", "domain", "state", "end", "date", "replication")])
    rows = {name: column[order] for name, column in rows.items()}
    leading = leading_driver(rows["drivers"], rows["change"], names)

    columns: dict[str, Any] = {"replication": pa.array(rows["replication"].astype(np.int64))}
    columns |= {name: _dates(rows[name], scenario.inputs.start) for name in ("start", "date", "end")}
    columns |= {name: _labels(rows[name], scenario.inputs.ids[name]) for name in ("state", "domain", "power")}
    columns |= {name: pa.array(rows[name]) for name in ("before", "after", "change")}
    columns |= {f"driver_{name}": pa.array(np.ascontiguousarray(rows["drivers"][:, i])) for i, name in enumerate(names)}
    columns["leading_driver"] = _labels(leading, names)
    spoken = [passage(scenario, state, name) for state in scenario.inputs.ids["state"] for name in names]
    columns["passage"] = _labels(rows["state"] * len(names) + leading, spoken)
    return pa.table(columns)


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


def passage(scenario: "Scenario", state: str, driver: str) -> str:
    """Give the words that stand behind a driver of a state's choice.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    state : str
        Id of the state.
    driver : str
        Name of a driver.

    Returns
    -------
    str
        The passage of the state's interest if the term speaks to one that is coded from the texts, else what stands
        behind the term itself: ``SECTION: "words"``, or the kind of its provenance and its words. Empty for noise and
        adjustment.
    """
    if driver in NOT_TERMS:
        return ""
    term = scenario.document.terms.attraction[driver]
    if term.interest is not None:
        coded = scenario.document.states[state].interests.get(term.interest)
        if coded is not None and coded.text is not None:
            return words(coded)
    return words(term)


def words(sourced: "Sourced") -> str:
    """Write where something comes from on one line: ``Z1-4: "the words"``, or ``tuned: ...``."""
    if sourced.text is not None:
        return f'{sourced.text}: "{" ".join((sourced.passage or "").split())}"'
    return f"{sourced.kind}: {' '.join(sourced.source.split())}"


def _dates(positions: NDArray[Any], start: int) -> Any:
    import pyarrow as pa

    months = np.unique(positions)
    return pa.array([label(start + int(position)) for position in months], pa.string()).take(
        pa.array(np.searchsorted(months, positions))
    )


def _labels(positions: NDArray[Any], names: Sequence[str]) -> Any:
    import pyarrow as pa

    return pa.array(names, pa.string()).take(pa.array(np.asarray(positions, dtype=np.int64)))
