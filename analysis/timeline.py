"""The dated story of a run: its shocks, acts and larger shifts in order, few enough to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..scenarios.dates import month
from .names import signed, title

if TYPE_CHECKING:
    from ..runs import Run
    from ..scenarios import Scenario

MOST = 24
"""Shifts that are told; the smaller ones stay in shifts.csv."""

PAUSE = 12
"""Months: a row of the log that took longer than this to add up starts a new shift."""

LASTING = 12
"""Months that a stance must hold to be told."""

LEADING = 3
"""Drivers named with a shift."""

WORDS = {
    "shock": "shock",
    "founding": "founded",
    "stance": "stance",
    "application": "applies",
    "accession": "joins",
    "leaving": "leaves",
    "base granted": "base",
    "base revoked": "base ends",
}
"""Kinds of events as the timeline writes them."""


@dataclass(frozen=True)
class Entry:
    """One line of the timeline.

    Attributes
    ----------
    date : str
        Month.
    kind : str
        A word for the column of kinds.
    text : str
        What happened.
    below : str
        A second line, or nothing.
    """

    date: str
    kind: str
    text: str
    below: str = ""


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
    drivers : dict of str to float
        Contribution of each; they sum to the change.
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
    drivers: dict[str, float] = field(repr=False)

    @property
    def change(self) -> float:
        """How far the alignment moved."""
        return self.after - self.before

    def leading(self) -> list[tuple[str, float]]:
        """Give the drivers that pushed hardest the way it went, and the hardest that held it back."""
        way = 1.0 if self.change >= 0 else -1.0
        ranked = sorted(self.drivers.items(), key=lambda item: (-way * item[1], item[0]))
        pushing = [item for item in ranked[: LEADING - 1] if way * item[1] > 0]
        against = ranked[-1] if ranked and way * ranked[-1][1] < 0 else None
        third = ranked[LEADING - 1 : LEADING] if against is None or abs(against[1]) < 0.1 * abs(self.change) else [against]
        return pushing + [item for item in third if item not in pushing]


def moves(rows: Sequence[Mapping[str, Any]]) -> list[Move]:
    """Join the rows of the log that continue each other.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of one replication, as in ``shifts.csv``.

    Returns
    -------
    list of Move
        In the order of their beginnings.
    """
    found: list[Move] = []
    latest: dict[tuple[str, str, str], Move] = {}
    for row in sorted(rows, key=lambda row: str(row["start"])):
        which = (row["state"], row["domain"], row["power"])
        drivers = {name.removeprefix("driver_"): float(value) for name, value in row.items() if name.startswith("driver_")}
        change = float(row["change"])
        going = latest.get(which)
        quick = month(row["end"]) - month(row["start"]) <= PAUSE
        if going and going.end == row["start"] and going.change * change > 0 and quick:
            going.end, going.after = row["end"], float(row["after"])
            going.drivers = {name: going.drivers[name] + value for name, value in drivers.items()}
            if abs(change) > going.steepest:
                going.steepest, going.date = abs(change), row["date"]
            continue
        before, after = float(row["before"]), float(row["after"])
        latest[which] = Move(*which, row["start"], row["end"], row["date"], before, after, abs(change), drivers)
        found.append(latest[which])
    return found


def tell_moves(scenario: "Scenario", found: Sequence[Move], most: int = MOST) -> tuple[list[Entry], list[Move]]:
    """Write the largest moves down.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    found : sequence of Move
        From `moves`.
    most : int
        How many to tell.

    Returns
    -------
    list of Entry, list of Move
        Lines of the timeline, and the moves they tell.
    """
    told = sorted(found, key=lambda move: (-abs(move.change), move.start, move.state, move.domain, move.power))[:most]
    entries: list[Entry] = []
    for move in told:
        state, power = title(scenario, "states", move.state), title(scenario, "powers", move.power)
        domain = title(scenario, "domains", move.domain).lower()
        text = (
            f"{state}, {domain}: {power} {move.before:.2f} -> {move.after:.2f} "
            f"({signed(move.change, 2)}), {move.start} to {move.end}"
        )
        drivers = ", ".join(f"{name.replace('_', ' ')} {signed(value, 2)}" for name, value in move.leading())
        entries.append(Entry(move.date, "shift", text, drivers))
    return entries, told


def tell_events(scenario: "Scenario", rows: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """Write the events down: all but stances that did not last, those alike in one month together.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    rows : sequence of mapping
        Rows of one replication, as in ``events.csv``, in order.

    Returns
    -------
    list of Entry
        Lines of the timeline.
    """
    entries: list[Entry] = []
    together: dict[tuple[str, ...], list[str]] = {}
    for row in _lasting(rows, month(scenario.end)):
        if row["kind"] in {"shock", "founding"}:
            entries.append(_alone(scenario, row))
            continue
        what = "" if row["what"] == "founder" else str(row["what"])
        which = (str(row["date"]), str(row["kind"]), str(row["target"]), what)
        together.setdefault(which, []).append(str(row["actor"]))
    for (date, kind, target, what), actors in together.items():
        entries.append(_joint(scenario, date, kind, target, what, actors))
    return entries


def timeline(run: "Run") -> tuple[list[Entry], list[Move], int]:
    """Tell a run.

    Parameters
    ----------
    run : Run
        Of one replication.

    Returns
    -------
    list of Entry
        In order of date: shocks, then acts, then shifts of a month.
    list of Move
        The moves among them.
    int
        How many moves are left to shifts.csv.
    """
    found = moves(run.shifts().to_pylist())
    shifts, told = tell_moves(run.scenario, found)
    events = tell_events(run.scenario, run.events().to_pylist())
    rank = {"shock": 0, "shift": 2}
    entries = sorted(events + shifts, key=lambda entry: (entry.date, rank.get(entry.kind, 1)))
    return entries, told, len(found) - len(told)


def _lasting(rows: Sequence[Mapping[str, Any]], end: int) -> list[Mapping[str, Any]]:
    """Leave out stances that gave way to another within a year, or that only returned to what was told last."""
    kept: list[Mapping[str, Any]] = []
    told: dict[tuple[Any, Any], str] = {}
    for index, row in enumerate(rows):
        if row["kind"] != "stance":
            kept.append(row)
            continue
        pair = (row["actor"], row["target"])
        later = (other for other in rows[index + 1 :] if other["kind"] == "stance" and (other["actor"], other["target"]) == pair)
        following = next(later, None)
        until = month(following["date"]) if following else end
        if until - month(row["date"]) >= LASTING and told.get(pair) != row["what"]:
            told[pair] = str(row["what"])
            kept.append(row)
    return kept


def _alone(scenario: "Scenario", row: Mapping[str, Any]) -> Entry:
    kind = str(row["kind"])
    if kind == "shock":
        source = f" ({row['source']})" if row["source"] else ""
        return Entry(str(row["date"]), "shock", f"{row['what'] or row['actor']}{source}")
    name = title(scenario, "institutions", str(row["actor"]))
    what = "" if row["what"] == "founded" else " becomes an organisation"
    return Entry(str(row["date"]), "opens" if what else "founded", f"{name}{what}")


def _joint(scenario: "Scenario", date: str, kind: str, target: str, what: str, actors: Sequence[str]) -> Entry:
    section = "powers" if kind == "stance" else "states"
    who = ", ".join(title(scenario, section, actor) for actor in actors)
    note = f" ({what})" if what else ""
    if kind == "stance":
        verb = {"cooperate": "to cooperate with", "acquiesce": "to put up with", "resist": "to resist"}.get(what, what)
        return Entry(date, "stance", f"{who}: {verb} {title(scenario, 'powers', target)}")
    if kind in {"base granted", "base revoked"}:
        verb = "grants bases to" if kind == "base granted" else "ends the bases of"
        return Entry(date, WORDS[kind], f"{who} {verb} {title(scenario, 'powers', target)}")
    return Entry(date, WORDS[kind], f"{who}: {title(scenario, 'institutions', target)}{note}")
