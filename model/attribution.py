"""What drove a change of alignment: an exact decomposition into the terms of attraction.

A month's change of the target shares is split by the logarithmic mean Divisia method with Sato-Vartia weights (Sato
1976; Vartia 1976; Ang 2004), which leaves no residual: with L the logarithmic mean, L_r = L(a_r', a_r), and r over the
powers and autonomy,

    a_p' - a_p = L_p [dV_p - sum_q lambda_q dV_q],    lambda_q = L_q / sum_r L_r,

which is linear in dV and so in its terms. Inertia is linear too: each contribution passes through the filter of the
alignment itself, and what was under way when a window opens is a driver of its own, `adjustment`. Where a power begins
or ceases to offer anything, the change is its offer's (the limit of the method at zero).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .inputs import Array, Inputs
from .rules.choice import shares

History = Mapping[str, np.ndarray]


def driver_names(inputs: Inputs) -> tuple[str, ...]:
    """Names of the drivers: the terms of attraction, `noise` and `adjustment`."""
    return (*(use.name for use in inputs.terms["attraction"]), "noise", "adjustment")


def log_mean(x: Array, y: Array) -> Array:
    """Logarithmic mean (x - y) / ln(x / y), x where they are equal, 0 where one of them is 0.

    Parameters
    ----------
    x, y : array
        At least 0.

    Returns
    -------
    array
        Between x and y.
    """
    positive = (x > 0) & (y > 0)
    safe_x, safe_y = np.where(positive, x, 1.0), np.where(positive, y, 1.0)
    ratio = np.log(safe_x / safe_y)
    near = np.abs(ratio) < 1e-6
    far = (safe_x - safe_y) / np.where(near, 1.0, ratio)
    close = np.sqrt(safe_x) * np.sqrt(safe_y)
    return np.where(positive, np.where(near, close, far), 0.0)


def contributions(inputs: Inputs, history: History, month: int) -> Array:
    """Contributions of the terms to the change of the target from the month before.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    history : mapping
        With `attraction_term`, `outside_option` and `target`.
    month : int
        Position in the run, at least 1.

    Returns
    -------
    array, (term, state, power, domain, replication)
        They sum over terms to the change of `target`.
    """
    change = history["attraction_term"][month] - history["attraction_term"][month - 1]
    before, after = history["target"][month - 1], history["target"][month]
    weight = log_mean(after, before)
    alone = log_mean(_alone(history, month), _alone(history, month - 1))
    whole = (alone + weight.sum(axis=1))[:, np.newaxis]
    whole = np.where(whole > 0, whole, 1.0)
    rivals = change * (weight / whole)
    changing = (before > 0) != (after > 0)
    offer = _offer(inputs)
    if changing.any():
        rivals[offer] = np.where(changing, (after - before) / whole, rivals[offer])
    result = weight * (change - rivals.sum(axis=2)[:, :, np.newaxis])
    if changing.any():
        result[offer] = np.where(changing, after - before, result[offer])
    return result


def account(inputs: Inputs, history: History, first: int, last: int) -> Array:
    """Drivers of the change of alignment between the ends of two months.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    history : mapping
        With `attraction_term`, `outside_option`, `target` and `alignment`.
    first, last : int
        Positions in the run, 0 <= first <= last.

    Returns
    -------
    array, (driver, state, power, domain, replication)
        Ordered as `driver_names`; they sum to alignment[last] - alignment[first].
    """
    keeps = 1.0 - inputs.constants["adjustment"]
    drivers = np.zeros((len(driver_names(inputs)), *history["alignment"].shape[1:]))
    for month in range(first + 1, last + 1):
        drivers[:-1] += contributions(inputs, history, month) * (1.0 - keeps ** (last - month + 1))
    under_way = history["target"][first] - history["alignment"][first]
    drivers[-1] = under_way * (1.0 - keeps ** (last - first))
    return drivers


def shift_rows(inputs: Inputs, history: History, threshold: float = 0.05) -> dict[str, NDArray[Any]]:
    """Log of shifts: one row each time an alignment has moved by the threshold since the last row for it.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    history : mapping
        With `attraction_term`, `outside_option`, `target` and `alignment`.
    threshold : float
        Share of alignment, above 0.

    Returns
    -------
    dict of str to array, one element a row
        replication, start, date, end, state, power, domain: positions, where `start` is the month at whose end
        `before` held, `end` the month at whose end `after` was reached and `date` the month of steepest change;
        before, after, change; drivers, (row, driver), which sum to change. In order of end, then of position.
    """
    alignment = history["alignment"]
    speed = inputs.constants["adjustment"]
    shape = alignment.shape[1:]
    start = np.zeros(shape, dtype=int)
    steepest = np.zeros(shape)
    date = np.zeros(shape, dtype=int)
    before = alignment[0].copy()
    under_way = history["target"][0] - before
    moved = np.zeros((len(driver_names(inputs)) - 1, *shape))
    called = np.zeros_like(moved)
    rows: list[dict[str, NDArray[Any]]] = []
    for month in range(1, len(alignment)):
        called += contributions(inputs, history, month)
        moved += speed * (called - moved)
        step = np.abs(alignment[month] - alignment[month - 1])
        steeper = step > steepest
        steepest[steeper], date[steeper] = step[steeper], month
        shifted = np.abs(alignment[month] - before) >= threshold
        if not shifted.any():
            continue
        rest = under_way * (1.0 - (1.0 - speed) ** (month - start))
        where = np.nonzero(shifted)
        rows.append(
            {
                **dict(zip(("state", "power", "domain", "replication"), where, strict=True)),
                "start": start[shifted],
                "date": date[shifted],
                "end": np.full(len(where[0]), month),
                "before": before[shifted],
                "after": alignment[month][shifted],
                "drivers": np.vstack([moved[:, shifted], rest[shifted][np.newaxis]]).T,
            }
        )
        start[shifted], steepest[shifted] = month, 0.0
        before[shifted] = alignment[month][shifted]
        under_way[shifted] = (history["target"][month] - alignment[month])[shifted]
        moved[:, shifted] = called[:, shifted] = 0.0
    return _joined(rows, len(driver_names(inputs)))


def _joined(rows: list[dict[str, NDArray[Any]]], drivers: int) -> dict[str, NDArray[Any]]:
    positions = ("replication", "start", "date", "end", "state", "power", "domain")
    empty = {name: np.zeros(0, dtype=int) for name in positions}
    empty |= {name: np.zeros(0) for name in ("before", "after")} | {"drivers": np.zeros((0, drivers))}
    table = {name: np.concatenate([empty[name], *(row[name] for row in rows)]) for name in empty}
    table["change"] = table["after"] - table["before"]
    return table


def _alone(history: History, month: int) -> Array:
    """Share of autonomy in the target, (state, domain, replication)."""
    attraction = history["attraction_term"][month].sum(axis=0)
    return shares(attraction, history["target"][month] > 0, history["outside_option"][month])[1]


def _offer(inputs: Inputs) -> int:
    names = driver_names(inputs)
    return names.index("offer") if "offer" in names else len(names) - 2
