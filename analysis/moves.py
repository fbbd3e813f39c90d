"""The larger shifts of a run: rows of the log that continue each other, joined, with the account of each.

Which rows are joined is settled within a year after the last of them, whatever the rest of the run holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..scenarios import label, month
from .aligned import Values, alignment, stretch

if TYPE_CHECKING:
    from ..runs import Run
    from ..scenarios import Scenario

LARGE = 0.15
"""Shifts of at least this are told; the smaller ones stay in shifts.csv."""

PAUSE = 12
"""Months: a row of the log that took longer than this to add up starts a new shift."""

LONGEST = 24
"""Months after its first row in which a shift may go on; what follows is another."""

APART = 12
"""Months between two shocks at which shifts are cut: what was under way before is told apart from what followed."""

LEADING = 3
"""Drivers named with a shift."""

SLIGHT = 0.05
"""Drivers of less than this share of the change are not named, nor those that round to nothing."""


@dataclass
class Move:
    """Rows of the log that follow each other in one direction, taken together.

    Attributes
    ----------
    state, domain, power : str
        Whose alignment, in what, with whom.
    start, end, date : str
        First and last month; month of the steepest change.
    before, after : float
        Alignment then.
    steepest : float
        Size of the largest row, to which `date` belongs.
    latest : str
        Month by which the next row must end to belong to it.
    """

    state: str
    domain: str
    power: str
    start: str
    end: str
    date: str
    before: float
    after: float
    steepest: float
    latest: str

    @property
    def change(self) -> float:
        """How far the alignment moved."""
        return self.after - self.before


@dataclass(frozen=True)
class Told:
    """A move as it is told: the months in which it happened, and the account of them.

    Attributes
    ----------
    move : Move
        What is told.
    first, last : str
        Months between which most of it happened.
    before, after : float
        Alignment then.
    drivers : mapping of str to float
        Contribution of each to that change.
    """

    move: Move
    first: str
    last: str
    before: float
    after: float
    drivers: Mapping[str, float]

    @property
    def change(self) -> float:
        """How far the alignment moved."""
        return self.after - self.before

    def leading(self) -> list[tuple[str, float]]:
        """Give the drivers that pushed hardest the way it went, and the hardest that held it back."""
        return leading(self.change, self.drivers)


def leading(change: float, drivers: Mapping[str, float]) -> list[tuple[str, float]]:
    """Choose the drivers of a change that are named: those that pushed hardest, and the hardest that held it back.

    Parameters
    ----------
    change : float
        How far an alignment moved.
    drivers : mapping of str to float
        Contribution of each.

    Returns
    -------
    list of (str, float)
        At most `LEADING` names with their contributions.
    """
    way = 1.0 if change >= 0 else -1.0
    ranked = sorted(drivers.items(), key=lambda item: (-way * item[1], item[0]))
    least = max(SLIGHT * abs(change), 0.005)
    pushing = [item for item in ranked if way * item[1] >= least]
    against = [item for item in ranked[-1:] if way * item[1] <= -least]
    return pushing[: LEADING - len(against)] + against


def moves(rows: Sequence[Mapping[str, Any]], cuts: Sequence[str] = ()) -> list[Move]:
    """Join the rows of the log that continue each other.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of one replication, as in ``shifts.csv``.
    cuts : sequence of str
        Months at which a move ends whatever follows, from `cuts_of`.

    Returns
    -------
    list of Move
        In the order of their beginnings.
    """
    found: list[Move] = []
    latest: dict[tuple[str, str, str], Move] = {}
    for row in sorted(rows, key=lambda row: str(row["start"])):
        which = (row["state"], row["domain"], row["power"])
        change = float(row["change"])
        going = latest.get(which)
        if going and _continues(going, row, cuts):
            going.end, going.after = row["end"], float(row["after"])
            if abs(change) > going.steepest:
                going.steepest, going.date = abs(change), row["date"]
            continue
        before, after = float(row["before"]), float(row["after"])
        until = label(month(row["end"]) + LONGEST)
        latest[which] = Move(*which, row["start"], row["end"], row["date"], before, after, abs(change), until)
        found.append(latest[which])
    return found


def _continues(going: Move, row: Mapping[str, Any], cuts: Sequence[str]) -> bool:
    """Whether a row goes on where a move has come to: in its direction, soon, not for too long, past no cut."""
    end = str(row["end"])
    return (
        going.end == row["start"]
        and going.change * float(row["change"]) > 0
        and month(end) - month(going.end) <= PAUSE
        and end <= going.latest
        and not any(going.end < cut <= end for cut in cuts)
    )


def cuts_of(scenario: "Scenario") -> list[str]:
    """Give the shocks at which moves are cut: each that comes a year or more after the last of them.

    Shocks that are switched off count too, so that a world and its counterfactual are told alike up to the shock in
    which they differ.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    """
    cuts: list[str] = []
    for date in sorted(shock.date for shock in scenario.shocks.values()):
        if not cuts or month(date) - month(cuts[-1]) >= APART:
            cuts.append(date)
    return cuts


def tell(run: "Run", found: Sequence[Move], least: float = LARGE) -> list[Told]:
    """Choose the large moves and account for each, exactly, over the months in which it happened.

    Parameters
    ----------
    run : Run
        With the terms of every choice.
    found : sequence of Move
        From `moves`.
    least : float
        Size of the smallest to tell, over the months in which most of it happened.

    Returns
    -------
    list of Told
        Largest first.
    """
    from ..model.attribution import account, driver_names

    inputs = run.scenario.inputs
    names, values = driver_names(inputs), alignment(run)
    accounts: dict[tuple[int, int], Values] = {}
    told: list[Told] = []
    for move in found:
        where = tuple(
            inputs.ids[axis].index(name)
            for axis, name in (("state", move.state), ("power", move.power), ("domain", move.domain))
        )
        series = values[(slice(None), *where)]
        ends = stretch(series, month(move.start) - inputs.start, month(move.end) - inputs.start)
        if abs(series[ends[1]] - series[ends[0]]) < least:
            continue
        if ends not in accounts:
            accounts[ends] = account(inputs, run.history, *ends)[..., 0]
        parts = accounts[ends][(slice(None), *where)]
        drivers = {name: float(part) for name, part in zip(names, parts, strict=True)}
        first, last = (label(inputs.start + end) for end in ends)
        told.append(Told(move, first, last, float(series[ends[0]]), float(series[ends[1]]), drivers))
    return sorted(told, key=lambda told: -abs(told.change))
