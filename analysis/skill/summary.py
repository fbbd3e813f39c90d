"""What the scores say: rows of skill, kind by kind and series by series, and how far probabilities can be trusted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..observations import KINDS, Values
from .bodies import NAMES, Event
from .evidence import name_of
from .forecasters import BASELINES, PERSISTENCE
from .scores import Scored, Skill, by_series, skill
from .study import MODEL, WORD, Entry, Judged

ALL = "all"
"""All kinds of shares, or all bodies, together; amounts have another unit."""

SECTIONS: Mapping[str, str] = {
    "shares": "How much powers have of each (error: continuous ranked probability score)",
    "changed": "The same where it moved by .05 or more (.25 in logarithms) since it was last seen",
    "leader": "Which power has most (error: Brier score)",
    "rank": "Which power comes first, second and third (error: ranked probability score)",
    "membership": "Who is a member of what at the end of the year (error: Brier score)",
}
"""Parts of the table, in their order."""

SILENT = 0.05
"""Loading below which the model moves no forecast to speak of."""

BINS = 5
"""Of probabilities."""


@dataclass(frozen=True)
class Row:
    """One row of the table.

    Attributes
    ----------
    section : str
        One of `SECTIONS`.
    what : str
        A kind of data, an institution, or `ALL`.
    series : str
        State and parts; empty for all of them.
    cases : int
        Forecasts.
    error : float
        Mean score of the model, in the unit of the section.
    skills : mapping of str to Skill
        Of the model, against each other forecaster.
    word : Skill or None
        Of the model with every loading 1, against persistence.
    loading : float or None
        Part of the foreseen movement that the data show, mean over cases.
    """

    section: str
    what: str
    series: str
    cases: int
    error: float
    skills: Mapping[str, Skill]
    word: Skill | None = None
    loading: float | None = None

    @property
    def main(self) -> Skill:
        """Skill against persistence."""
        return self.skills[PERSISTENCE]

    @property
    def verdict(self) -> str:
        """That of the skill against persistence, or silent if the model makes no forecast of its own."""
        silent = self.loading is not None and self.loading < SILENT
        return "silent" if silent and self.main.verdict == "no more" else self.main.verdict


def rows(judged: Judged, seed: int) -> list[Row]:
    """Make all rows of the table.

    Parameters
    ----------
    judged : Judged
        What was scored.
    seed : int
        Of the bootstrap.
    """
    return [
        *_of_entries("shares", judged.entries, lambda own: own.crps, seed),
        *_joined("changed", [entry for entry in judged.entries if entry.changed], lambda own: own.crps, seed),
        *_joined("leader", judged.entries, lambda own: own.leader, seed),
        *_joined("rank", judged.entries, lambda own: own.rank, seed),
        *_of_events(judged.events, seed),
    ]


Score = Callable[[Scored], float | None]
Means = Mapping[str, Values]
"""By forecaster: mean scores of the state-series."""


def _means(entries: Sequence[Entry], score: Score) -> Means:
    """Average over the cases of each state-series; cases to which the score does not apply are left out."""
    found = [entry for entry in entries if score(entry.scores[MODEL]) is not None]
    names = [f"{entry.case.series.kind} {name_of(entry.case)}" for entry in found]
    return {
        name: by_series(names, [float(score(entry.scores[name]) or 0.0) for entry in found])
        for name in (MODEL, WORD, *BASELINES)
    }


def _against(means: Means, seed: int) -> dict[str, Skill]:
    return {name: skill(means[MODEL], means[name], seed) for name in BASELINES}


def _of_entries(section: str, entries: Sequence[Entry], score: Score, seed: int) -> Iterator[Row]:
    """Make rows for each kind and, under it, each of its series; then all kinds together."""
    for kind in KINDS:
        own = [entry for entry in entries if entry.case.series.kind == kind]
        if not own:
            continue
        yield _row(section, kind, "", own, score, seed)
        for name in dict.fromkeys(name_of(entry.case) for entry in own):
            yield _row(section, kind, name, [entry for entry in own if name_of(entry.case) == name], score, seed)
    yield from _joined(section, entries, score, seed)


def _row(section: str, kind: str, name: str, own: Sequence[Entry], score: Score, seed: int) -> Row:
    means = _means(own, score)
    loading = float(np.mean([entry.links[MODEL].loading for entry in own]))
    word = skill(means[WORD], means[PERSISTENCE], seed)
    return Row(section, kind, name, len(own), float(means[MODEL].mean()), _against(means, seed), word, loading)


def _joined(section: str, entries: Sequence[Entry], score: Score, seed: int) -> Iterator[Row]:
    """Make the row of all kinds of shares together."""
    shares = [entry for entry in entries if KINDS[entry.case.series.kind].form != "amount"]
    own = [entry for entry in shares if score(entry.scores[MODEL]) is not None]
    if own:
        yield _row(section, ALL, "", own, score, seed)


def _of_events(events: Sequence[Event], seed: int) -> Iterator[Row]:
    """Make a row for each body, and one for all; where hardly anybody joined or left, no interval can be given."""
    bodies = list(dict.fromkeys(event.membership.institution for event in events))
    for body in [*bodies, *([ALL] if len(bodies) > 1 else [])]:
        own = [event for event in events if body in (ALL, event.membership.institution)]
        names = [f"{event.membership.institution} {event.membership.state}" for event in own]

        def brier(name: str, own: Sequence[Event] = own, names: Sequence[str] = names) -> Values:
            return by_series(names, [(event.chances[name] - event.happened) ** 2 for event in own])

        joined = len({name for name, event in zip(names, own, strict=True) if event.changed})
        skills = {name: skill(brier(MODEL), brier(name), seed, joined) for name in NAMES}
        yield Row("membership", body, "", len(own), float(brier(MODEL).mean()), skills)


@dataclass(frozen=True)
class Coverage:
    """How often what was observed lies where the model says it does.

    Attributes
    ----------
    what : str
        A kind, or `ALL`.
    half, nine : float
        Share within the central 50 and 90 per cent of the forecasts.
    places : array, (case and part,)
        Probability integral transforms.
    """

    what: str
    half: float
    nine: float
    places: Values


def coverage(judged: Judged) -> list[Coverage]:
    """Compare forecasts with how often they came true, kind by kind and for all."""
    found: list[Coverage] = []
    for kind in (*KINDS, ALL):
        own = [entry.scores[MODEL].place for entry in judged.entries if kind in (ALL, entry.case.series.kind)]
        if own:
            places = np.concatenate(own)
            off = np.abs(places - 0.5)
            found.append(Coverage(kind, float(np.mean(off <= 0.25)), float(np.mean(off <= 0.45)), places))
    return found


@dataclass(frozen=True)
class Bin:
    """Probabilities of about one size.

    Attributes
    ----------
    said, happened : float
        Mean probability, and how often it came true.
    count : int
        Probabilities in it.
    """

    said: float
    happened: float
    count: int


def reliability(judged: Judged) -> dict[str, list[Bin]]:
    """Sort the probabilities of who leads and of memberships by size, and see how often they came true."""
    leads = [pair for entry in judged.entries for pair in entry.scores[MODEL].leads]
    members = [(event.chances[MODEL], event.happened) for event in judged.events]
    return {name: _bins(pairs) for name, pairs in (("leader", leads), ("membership", members)) if pairs}


def _bins(pairs: Sequence[tuple[float, bool]]) -> list[Bin]:
    said, happened = (np.array(column, np.float64) for column in zip(*pairs, strict=True))
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    return [
        Bin(float(said[place == own].mean()), float(happened[place == own].mean()), int((place == own).sum()))
        for own in range(BINS)
        if (place == own).any()
    ]
