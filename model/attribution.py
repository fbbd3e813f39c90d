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
from .rules.arithmetic import total

History = Mapping[str, np.ndarray]
Rows = dict[str, NDArray[Any]]

SEEN = ("attraction_term", "target", "target_alone", "alignment")
"""What the log needs to know of a month."""


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
        With `attraction_term`, `target` and `target_alone`.
    month : int
        Position in the run, at least 1.

    Returns
    -------
    array, (term, state, power, domain, replication)
        They sum over terms to the change of `target`.
    """
    change = history["attraction_term"][month] - history["attraction_term"][month - 1]
    shares, alone = history["target"], history["target_alone"]
    rows = [
        _spread(
            change[:, row],
            shares[month - 1, row],
            shares[month, row],
            alone[month - 1, row],
            alone[month, row],
            _offer(inputs),
        )
        for row in range(change.shape[1])
    ]
    return np.stack(rows, axis=1)


def _spread(change: Array, before: Array, after: Array, alone_before: Array, alone_after: Array, offer: int) -> Array:
    """Contributions to the change of one state's shares.

    `change` is that of the terms, (term, power, domain, replication); `before` and `after` are the shares of powers,
    `alone_before` and `alone_after` those of autonomy, (domain, replication).
    """
    weight = log_mean(after, before)
    whole = log_mean(alone_after, alone_before) + total(weight)
    share = weight / np.where(whole > 0, whole, 1.0)
    result = weight * (change - total(change * share, axis=1)[:, np.newaxis])
    changing = (before > 0) != (after > 0)
    if changing.any():
        rivals = np.where(changing, (after - before) / np.where(whole > 0, whole, 1.0), change[offer] * share)
        result[offer] = np.where(changing, after - before, weight * (change[offer] - total(rivals)))
    return result


def account(inputs: Inputs, history: History, first: int, last: int) -> Array:
    """Drivers of the change of alignment between the ends of two months.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    history : mapping
        With `attraction_term`, `target`, `target_alone` and `alignment`.
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


def shift_rows(inputs: Inputs, history: History, threshold: float = 0.05) -> Rows:
    """Log of shifts of a history; see `Shifts`.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    history : mapping
        With `attraction_term`, `target`, `target_alone` and `alignment`.
    threshold : float
        Share of alignment, above 0.
    """
    shifts = Shifts(inputs, history["alignment"].shape[-1], threshold)
    for month in range(len(history["alignment"])):
        shifts.see(month, {name: history[name][month] for name in SEEN})
    return shifts.rows()


class Shifts:
    """Log of shifts, written while the months go by: nothing of the terms need be kept.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    replications : int
        Length of the replication axis.
    threshold : float
        A row is written each time an alignment has moved by this much since the last row for it.
    """

    def __init__(self, inputs: Inputs, replications: int, threshold: float = 0.05) -> None:
        self.speed = inputs.constants["adjustment"]
        self.threshold = threshold
        self.drivers = len(driver_names(inputs))
        self.offer = _offer(inputs)
        self.last: dict[str, Array] = {}
        self.shape = (*(len(inputs.ids[kind]) for kind in ("state", "power", "domain")), replications)
        self.start = np.zeros(self.shape, dtype=int)
        self.steepest = np.zeros(self.shape)
        self.date = np.zeros(self.shape, dtype=int)
        self.moved = np.zeros((self.drivers - 1, *self.shape))
        self.called = np.zeros_like(self.moved)
        self.found: list[Rows] = []

    def see(self, month: int, values: Mapping[str, np.ndarray]) -> None:
        """Take in the values at the end of a month.

        Parameters
        ----------
        month : int
            Position in the run; all months in turn, from 0.
        values : mapping of str to array
            Those named by `SEEN`, shape ``(*dims, replication)``; they are copied.
        """
        if self.last:
            self._account(values)
            self._watch(month, values)
        else:
            self.before = values["alignment"].copy()
            self.under_way = values["target"] - self.before
            self.last = {name: np.empty_like(values[name]) for name in SEEN}
        for name, past in self.last.items():
            past[...] = values[name]

    def rows(self) -> Rows:
        """The log so far.

        Returns
        -------
        dict of str to array, one element a row
            replication, start, date, end, state, power, domain: positions, where `start` is the month at whose end
            `before` held, `end` the month at whose end `after` was reached and `date` the month of steepest change;
            before, after, change; drivers, (row, driver), which sum to change. In order of end, then of position.
        """
        positions = ("replication", "start", "date", "end", "state", "power", "domain")
        empty: Rows = {name: np.zeros(0, dtype=int) for name in positions}
        empty |= {name: np.zeros(0) for name in ("before", "after")} | {"drivers": np.zeros((0, self.drivers))}
        table = {name: np.concatenate([empty[name], *(row[name] for row in self.found)]) for name in empty}
        table["change"] = table["after"] - table["before"]
        return table

    def _account(self, values: Mapping[str, np.ndarray]) -> None:
        """Let the terms' contributions pass through the filter of inertia; state by state, which the cache holds."""
        last = self.last
        for row in range(self.shape[0]):
            change = values["attraction_term"][:, row] - last["attraction_term"][:, row]
            shares = (
                last["target"][row],
                values["target"][row],
                last["target_alone"][row],
                values["target_alone"][row],
            )
            self.called[:, row] += _spread(change, *shares, self.offer)
            self.moved[:, row] += self.speed * (self.called[:, row] - self.moved[:, row])

    def _watch(self, month: int, values: Mapping[str, np.ndarray]) -> None:
        """Write a row where an alignment has moved far enough, and begin there anew."""
        alignment = values["alignment"]
        step = np.abs(alignment - self.last["alignment"])
        steeper = step > self.steepest
        np.copyto(self.steepest, step, where=steeper)
        np.copyto(self.date, month, where=steeper)
        where = np.nonzero(np.abs(alignment - self.before) >= self.threshold)
        if not where[0].size:
            return
        speed = np.broadcast_to(self.speed, self.shape)[where]
        rest = self.under_way[where] * (1.0 - (1.0 - speed) ** (month - self.start[where]))
        everywhere = (slice(None), *where)
        self.found.append(
            {
                **dict(zip(("state", "power", "domain", "replication"), where, strict=True)),
                "start": self.start[where],
                "date": self.date[where],
                "end": np.full(len(where[0]), month),
                "before": self.before[where],
                "after": alignment[where],
                "drivers": np.vstack([self.moved[everywhere], rest[np.newaxis]]).T,
            }
        )
        self.start[where], self.steepest[where] = month, 0.0
        self.before[where] = alignment[where]
        self.under_way[where] = values["target"][where] - alignment[where]
        self.moved[everywhere] = self.called[everywhere] = 0.0


def _offer(inputs: Inputs) -> int:
    names = driver_names(inputs)
    return names.index("offer") if "offer" in names else len(names) - 2
