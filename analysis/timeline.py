"""The dated story of a run: its shocks, acts and larger shifts in order, few enough to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..scenarios import label, month
from .aligned import Values, alignment, stretch
from .names import signed, title

if TYPE_CHECKING:
    from ..runs import Run
    from ..scenarios import Scenario

MOST = 20
"""Shifts that are told; the smaller ones stay in shifts.csv."""

PAUSE = 12
"""Months: a row of the log that took longer than this to add up starts a new shift."""

LASTING = 24
"""Months that a stance must hold to be told."""

LEADING = 3
"""Drivers named with a shift."""

SLIGHT = 0.05
"""Drivers of less than this share of the change are not named, nor those that round to nothing."""

WORDS = {
    "shock": "shock",
    "founding": "founded",
    "stance": "stance",
    "application": "applies",
    "accession": "joins",
    "leaving": "leaves",
    "base granted": "base",
    "base revoked": "base",
}
"""Kinds of events as the timeline writes them."""

STANCE_WORDS = {"cooperate": "cooperates with", "acquiesce": "puts up with", "resist": "resists"}

SHORT = 24
"""A source longer than this is left to events.csv."""


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
        way = 1.0 if self.change >= 0 else -1.0
        ranked = sorted(self.drivers.items(), key=lambda item: (-way * item[1], item[0]))
        least = max(SLIGHT * abs(self.change), 0.005)
        pushing = [item for item in ranked if way * item[1] >= least]
        against = [item for item in ranked[-1:] if way * item[1] <= -least]
        return pushing[: LEADING - len(against)] + against


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
        change = float(row["change"])
        going = latest.get(which)
        quick = month(row["end"]) - month(row["start"]) <= PAUSE
        if going and going.end == row["start"] and going.change * change > 0 and quick:
            going.end, going.after = row["end"], float(row["after"])
            if abs(change) > going.steepest:
                going.steepest, going.date = abs(change), row["date"]
            continue
        before, after = float(row["before"]), float(row["after"])
        latest[which] = Move(*which, row["start"], row["end"], row["date"], before, after, abs(change))
        found.append(latest[which])
    return found


def tell(run: "Run", found: Sequence[Move], most: int = MOST) -> list[Told]:
    """Choose the largest moves and account for each, exactly, over the months in which it happened.

    Parameters
    ----------
    run : Run
        With the terms of every choice.
    found : sequence of Move
        From `moves`.
    most : int
        How many to tell.

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
    order = sorted(found, key=lambda move: (-abs(move.change), move.start, move.state, move.domain, move.power))
    for move in order[:most]:
        where = tuple(
            inputs.ids[axis].index(name)
            for axis, name in (("state", move.state), ("power", move.power), ("domain", move.domain))
        )
        series = values[(slice(None), *where)]
        ends = stretch(series, month(move.start) - inputs.start, month(move.end) - inputs.start)
        if ends not in accounts:
            accounts[ends] = account(inputs, run.history, *ends)[..., 0]
        parts = accounts[ends][(slice(None), *where)]
        drivers = {name: float(part) for name, part in zip(names, parts, strict=True)}
        first, last = (label(inputs.start + end) for end in ends)
        told.append(Told(move, first, last, float(series[ends[0]]), float(series[ends[1]]), drivers))
    return told


def tell_move(scenario: "Scenario", told: Told) -> Entry:
    """Write a move down.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    told : Told
        The move.

    Returns
    -------
    Entry
        Its line of the timeline.
    """
    move = told.move
    state, power = title(scenario, "states", move.state), title(scenario, "powers", move.power)
    domain = title(scenario, "domains", move.domain).lower()
    text = f"{state}, {domain}: {power} {told.before:.2f} -> {told.after:.2f} ({signed(told.change, 2)})"
    drivers = ", ".join(f"{name.replace('_', ' ')} {signed(value, 2)}" for name, value in told.leading())
    return Entry(move.date, "shift", text, f"{told.first} to {told.last}: {drivers}")


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
    together: dict[tuple[str, str, str, str], list[str]] = {}
    founded = {(row["date"], row["actor"]) for row in rows if row["kind"] == "founding" and row["what"] == "founded"}
    for row in _lasting(rows, month(scenario.end)):
        if row["kind"] == "founding" and row["what"] != "founded" and (row["date"], row["actor"]) in founded:
            continue  # an organisation from its first day
        if row["kind"] in {"shock", "founding"}:
            entries.append(_alone(scenario, row))
            continue
        what = "" if row["what"] == "founder" else str(row["what"])
        which = (str(row["date"]), str(row["kind"]), str(row["target"]), what)
        together.setdefault(which, []).append(str(row["actor"]))
    return entries + [_joint(scenario, which, actors) for which, actors in together.items()]


def timeline(run: "Run") -> tuple[list[Entry], list[Told], int]:
    """Tell a run.

    Parameters
    ----------
    run : Run
        Of one replication.

    Returns
    -------
    list of Entry
        In order of date: shocks, then acts, then shifts of a month.
    list of Told
        The moves among them, largest first.
    int
        How many moves are left to shifts.csv.
    """
    found = moves(run.shifts().to_pylist())
    told = tell(run, found)
    shifts = [tell_move(run.scenario, move) for move in told]
    events = tell_events(run.scenario, run.events().to_pylist())
    rank = {"shock": 0, "shift": 2}
    entries = sorted(events + shifts, key=lambda entry: (entry.date, rank.get(entry.kind, 1)))
    return entries, told, len(found) - len(told)


def _lasting(rows: Sequence[Mapping[str, Any]], end: int) -> list[Mapping[str, Any]]:
    """Leave out stances that gave way to another within two years, or that only returned to what was told last."""
    kept: list[Mapping[str, Any]] = []
    told: dict[tuple[Any, Any], str] = {}
    for index, row in enumerate(rows):
        if row["kind"] != "stance":
            kept.append(row)
            continue
        pair = (row["actor"], row["target"])
        later = (
            other
            for other in rows[index + 1 :]
            if other["kind"] == "stance" and (other["actor"], other["target"]) == pair
        )
        following = next(later, None)
        until = month(following["date"]) if following else end
        if until - month(row["date"]) >= LASTING and told.get(pair) != row["what"]:
            told[pair] = str(row["what"])
            kept.append(row)
    return kept


def _alone(scenario: "Scenario", row: Mapping[str, Any]) -> Entry:
    if row["kind"] == "shock":
        source = str(row["source"]).split(";")[0].split(",")[0]
        given = f" ({source})" if 0 < len(source) <= SHORT else ""
        return Entry(str(row["date"]), "shock", f"{row['what'] or row['actor']}{given}")
    name, short = title(scenario, "institutions", str(row["actor"])), str(row["actor"])
    called = name if name == short else f"{name} ({short})"
    if row["what"] == "founded":
        return Entry(str(row["date"]), "founded", called)
    return Entry(str(row["date"]), "opens", f"{called} becomes an organisation")


def _joint(scenario: "Scenario", which: tuple[str, str, str, str], actors: Sequence[str]) -> Entry:
    date, kind, target, what = which
    section = "powers" if kind == "stance" else "states"
    who = ", ".join(title(scenario, section, actor) for actor in actors)
    power = title(scenario, "powers", target)
    text = {
        "stance": f"{who}: {STANCE_WORDS.get(what, what)} {power}",
        "base granted": f"{who}: base for {power}",
        "base revoked": f"{who}: no more base for {power}",
    }
    return Entry(date, WORDS[kind], text.get(kind, f"{who}: {target}" + (f" ({what})" if what else "")))
