"""The dated story of a run: its shocks, acts and larger shifts in order, few enough to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..runs.events import STANCES
from ..scenarios import label, month
from .moves import Told, cuts_of, moves, tell
from .names import signed, title
from .stances import Stance, stances

if TYPE_CHECKING:
    from ..runs import Run
    from ..scenarios import Scenario

WORDS = {
    "shock": "shock",
    "founding": "founded",
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
    settled : str
        Last month that it depends on; nothing for its own.
    """

    date: str
    kind: str
    text: str
    below: str = ""
    settled: str = ""


def rank(entry: Entry) -> int:
    """Order the entries of a month: first shocks, then acts, then shifts.

    Parameters
    ----------
    entry : Entry
        Of the timeline or the log.
    """
    return {"shock": 0, "shift": 2}.get(entry.kind, 1)


def in_words(drivers: Sequence[tuple[str, float]]) -> str:
    """Write drivers with their contributions on one line.

    Parameters
    ----------
    drivers : sequence of (str, float)
        Those that are named.
    """
    return ", ".join(f"{name.replace('_', ' ')} {signed(value, 2)}" for name, value in drivers)


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
    return Entry(move.date, "shift", text, f"{told.first}/{told.last}: {in_words(told.leading())}", move.end)


def tell_events(scenario: "Scenario", rows: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """Write the events down, those alike in one month together; stances are told by `tell_stances`.

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
    for row in rows:
        if row["kind"] == "stance":
            continue
        if row["kind"] == "founding" and row["what"] != "founded" and (row["date"], row["actor"]) in founded:
            continue  # an organisation from its first day
        if row["kind"] in {"shock", "founding"}:
            entries.append(_alone(scenario, row))
            continue
        what = "" if row["what"] == "founder" else str(row["what"])
        which = (str(row["date"]), str(row["kind"]), str(row["target"]), what)
        together.setdefault(which, []).append(str(row["actor"]))
    return entries + [_joint(scenario, which, actors) for which, actors in together.items()]


def tell_stances(scenario: "Scenario", first: Sequence[Stance], later: Sequence[Stance]) -> list[Entry]:
    """Write the stances down: those at the start on one line, later ones alike in one month together.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    first, later : sequence of Stance
        From `stances`.

    Returns
    -------
    list of Entry
        Lines of the timeline.
    """
    start = month(scenario.start)
    entries: list[Entry] = []
    whose: dict[str, dict[str, list[str]]] = {}
    for stance in first:
        towards = whose.setdefault(title(scenario, "powers", stance.power), {})
        towards.setdefault(STANCE_WORDS[STANCES[stance.what]], []).append(title(scenario, "powers", stance.rival))
    said = [
        f"{power} " + ", ".join(f"{verb} {' and '.join(rivals)}" for verb, rivals in towards.items())
        for power, towards in whose.items()
    ]
    if said:
        entries.append(Entry(scenario.start, "stance", f"at the start {'; '.join(said)}"))
    together: dict[tuple[int, int, int, str], list[str]] = {}
    for stance in later:
        alike = together.setdefault((stance.begins, stance.settled, stance.what, stance.rival), [])
        alike.append(title(scenario, "powers", stance.power))
    for (begins, settled, what, rival), powers in together.items():
        text = f"{', '.join(powers)}: {STANCE_WORDS[STANCES[what]]} {title(scenario, 'powers', rival)}"
        entries.append(Entry(label(start + begins), "stance", text, settled=label(start + settled)))
    return entries


@dataclass(frozen=True)
class Timeline:
    """A run as it is told.

    Attributes
    ----------
    entries : list of Entry
        In order of date: shocks, then acts, then shifts of a month.
    told : list of Told
        The moves among them, largest first.
    smaller : int
        How many moves are left to shifts.csv.
    flicker : int
        How many changes of stance are left to events.csv.
    stances : bool
        Whether there are powers that take a stance towards each other.
    """

    entries: list[Entry]
    told: list[Told]
    smaller: int
    flicker: int
    stances: bool


def timeline(run: "Run") -> Timeline:
    """Tell a run.

    Parameters
    ----------
    run : Run
        Of one replication.

    Returns
    -------
    Timeline
        What is told, and how much is not.
    """
    scenario = run.scenario
    found = moves(run.shifts().to_pylist(), cuts_of(scenario))
    told = tell(run, found)
    first, later, flicker = stances(scenario, run.history)
    entries = tell_events(scenario, run.events().to_pylist())
    entries += tell_stances(scenario, first, later)
    entries += [tell_move(scenario, move) for move in told]
    entries.sort(key=lambda entry: (entry.date, rank(entry)))
    return Timeline(entries, told, len(found) - len(told), flicker, bool(first))


def _alone(scenario: "Scenario", row: Mapping[str, Any]) -> Entry:
    if row["kind"] == "shock":
        source = str(row["source"]).split(";")[0].split(",")[0]
        given = f" ({source})" if 0 < len(source) <= SHORT else ""
        return Entry(str(row["date"]), "shock", f"{row['what'] or row['actor']}{given}")
    name, short = title(scenario, "institutions", str(row["actor"])), str(row["actor"])
    called = name if name == short else f"{name} ({short})"
    if row["what"] == "founded":
        return Entry(str(row["date"]), "founded", called)
    return Entry(str(row["date"]), "opens", f"{short} becomes an organisation and opens to members")


def _joint(scenario: "Scenario", which: tuple[str, str, str, str], actors: Sequence[str]) -> Entry:
    date, kind, target, what = which
    who = ", ".join(title(scenario, "states", actor) for actor in actors)
    power = title(scenario, "powers", target)
    text = {
        "base granted": f"{who}: base or access for {power}",
        "base revoked": f"{who}: no more base or access for {power}",
    }
    return Entry(date, WORDS[kind], text.get(kind, f"{who}: {target}" + (f" ({what})" if what else "")))
