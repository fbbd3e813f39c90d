"""Questions for any scenario: about the months around its shocks, and about what sets it apart."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations, product
from typing import TYPE_CHECKING

import numpy as np

from ...scenarios import ScenarioError, label, load, month
from ...scenarios.files import locate
from ...scenarios.reader import Node, read
from ..acts import NEVER
from ..failure import Failure
from .questions import VERBS, HowMuch, InHowMany, Leads, Question, Stance, When, fault
from .scoring import Chances
from .worlds import Ensemble, Worlds

if TYPE_CHECKING:
    from pathlib import Path

    from ...scenarios import Scenario

WANTED: tuple[tuple[type[Question], int], ...] = ((Leads, 2), (When, 2), (Stance, 1), (HowMuch, 1), (InHowMany, 2))
"""How many questions of each kind; where there are too few, others take their place."""

LATER = (3, 12, 24)
"""Months after a shock that are asked about."""

PERIODS = (0, 6, 18)
"""Months after a shock at which the periods of a question begin."""

SURE = 0.95
"""A question is too easy if one option is so in more of the worlds than this."""

KNOWABLE = 0.1
"""A question is void if the skill of the best forecast is less than this."""

APART = 10.0
"""Worlds of 100 by which a comparison has to differ, to be asked about."""

MOVES = 0.03
"""Least change of a number, or of its difference between ensembles, that is asked about."""

OTHER = "baseline"


def worlds_of(scenario: "Scenario", name: str, seed: int) -> Worlds:
    """Give a scenario's ensemble, and the one it is compared with.

    That is the scenario it extends, if that one can run; else itself without the first of its own shocks; else none.

    Parameters
    ----------
    scenario : Scenario
        What the quiz is about.
    name : str
        Name or path that it was loaded by.
    seed : int
        Seed of the noise.
    """
    own = Ensemble(scenario, seed)
    parent = [path for path, _ in _layers(name)][1:2]
    try:
        base = load(parent[0], [f"{key}={getattr(scenario, key)}" for key in ("start", "end")]) if parent else None
    except ScenarioError:
        base = None  # a world file, which asks no question, or one that cannot run as long
    if base is not None:
        return Worlds(own, {OTHER: Ensemble(base, seed)}, {OTHER: f'in "{base.title}"'})
    active = [(date, shock) for date, shock in _dated(scenario, name) if shock in scenario.shocks]
    active = [(date, shock) for date, shock in active if scenario.shocks[shock].strength > 0]
    if not active:
        return Worlds(own)
    shock = min(active)[1]
    said = f'without the shock "{scenario.shocks[shock].title}"'
    return Worlds(own, {OTHER: Ensemble(scenario.without_shock(shock), seed)}, {OTHER: said})


def questions_of(worlds: Worlds, name: str) -> list[Question]:
    """Choose questions whose answers are neither sure nor mere chance; another seed, other questions.

    Parameters
    ----------
    worlds : Worlds
        As `worlds_of` gives them.
    name : str
        Name or path that the scenario was loaded by.

    Raises
    ------
    Failure
        If there is none.
    """
    scenario = worlds.scenario
    dates = [date for date, _ in _dated(scenario, name)] or [month(scenario.start) + scenario.inputs.months // 2]
    rng = np.random.default_rng(worlds.own.seed)
    pools: list[tuple[list[Question], int]] = []
    for kind, number in WANTED:
        pool = [asked for asked in _candidates(kind, worlds, sorted(set(dates))) if is_open(asked, worlds)]
        pools.append(([pool[place] for place in rng.permutation(len(pool))], number))
    chosen: list[Question] = []
    for pool, number in pools:
        _take(chosen, pool, number)
    for pool, _ in pools:
        _take(chosen, pool, sum(number for _, number in WANTED) - len(chosen))
    if not chosen:
        raise Failure(f"{scenario.name} leaves nothing open to ask: all its worlds are alike; take another scenario")
    return chosen


def is_open(question: Question, worlds: Worlds) -> bool:
    """Say whether a question is worth asking: not sure, not mere chance, and about something that moves.

    Parameters
    ----------
    question : Question
        A candidate.
    worlds : Worlds
        The ensembles.
    """
    truth = question.truth(worlds)
    if isinstance(truth, Chances):
        return bool(truth.frequency.max() <= SURE) and truth.score(truth.unknown).attainable >= KNOWABLE
    if isinstance(question, InHowMany):
        told = 100 * question.so(worlds, question.against).mean() if question.against else 0.0
        share = truth.quantiles[1]
        return abs(share - told) >= APART if question.against else APART <= share <= 100 - APART
    return bool(abs(truth.quantiles[1]) >= MOVES)


def _take(chosen: list[Question], pool: Sequence[Question], number: int) -> None:
    """Add questions, those first about whom nothing was asked yet."""
    for fresh in (True, False):
        for asked in pool:
            known = {_subject(other) for other in chosen}
            if number > 0 and asked not in chosen and not (fresh and _subject(asked) in known):
                chosen.append(asked)
                number -= 1


def _subject(question: Question) -> str:
    """Give the actor that a question is about."""
    if isinstance(question, HowMuch | InHowMany):
        return question.outcome.split(".")[1]
    return getattr(question, {"leads": "state", "stance": "power", "when": "actor"}[question.ask])


def _candidates(kind: type[Question], worlds: Worlds, dates: Sequence[int]) -> Iterator[Question]:
    """Give all questions of a kind about the months around some dates."""
    end = month(worlds.scenario.end)
    after = [label(when) for when in sorted({min(date + later, end) for date in dates for later in LATER})]
    if kind is When:
        yield from _acts(worlds, dates)
    elif kind is HowMuch:
        yield from _changes(worlds, dates)
    each: dict[type[Question], Callable[[Worlds, str], Iterator[Question]]] = {
        Leads: _leads,
        Stance: _stances,
        InHowMany: _conditions,
        HowMuch: _effects,
    }
    for when in after if kind in each else ():
        yield from each[kind](worlds, when)


def _leads(worlds: Worlds, when: str) -> Iterator[Leads]:
    ids = worlds.scenario.inputs.ids
    for state, domain in product(ids["state"], (None, *ids["domain"])):
        yield Leads(id=_id("leads", state, domain or "all", when), state=state, domain=domain, month=when)


def _stances(worlds: Worlds, when: str) -> Iterator[Stance]:
    for power, rival in permutations(worlds.scenario.inputs.ids["power"], 2):
        yield Stance(id=_id("stance", power, rival, when), power=power, rival=rival, month=when)


def _id(*words: str) -> str:
    """Make a short name of letters, digits and _."""
    return re.sub(r"[^A-Za-z0-9]+", "_", "_".join(word for word in words if word))


def _acts(worlds: Worlds, dates: Sequence[int]) -> Iterator[When]:
    end, arranged = month(worlds.scenario.end), _arranged(worlds)
    for (kind, actor, target), first in worlds.own.first.items():
        when = first[first != NEVER]
        if kind not in VERBS or not len(when) or (kind == "accession" and (actor, target) in arranged):
            continue
        near = min(dates, key=lambda date: abs(date - float(np.median(when))))
        periods = [label(near + later) for later in PERIODS if near + later <= end]
        yield When.model_validate(
            {"id": _id(kind, actor, target), "kind": kind, "actor": actor, "target": target, "periods": periods}
        )


def _conditions(worlds: Worlds, when: str) -> Iterator[InHowMany]:
    ids, arranged = worlds.scenario.inputs.ids, _arranged(worlds)
    against = OTHER if OTHER in worlds.others else None
    names: list[tuple[str, float | str]] = []
    for state in ids["state"]:
        names += [(f"base.{state}.{power}.{when}", 0.5) for power in ids["power"]]
        bodies = [body for body in ids["institution"] if (state, body) not in arranged]
        names += [(f"member.{state}.{body}.{when}", 0.5) for body in bodies]
        leans = [f"alignment.{state}.{power}.{when}" for power in ids["power"]]
        names += [(one, other) for one, other in permutations(leans, 2)]
    for place, (name, above) in enumerate(names):
        question = InHowMany(id=_id("worlds", str(place), when), outcome=name, above=above, against=against)
        if fault(question, worlds) is None:
            yield question


def _changes(worlds: Worlds, dates: Sequence[int]) -> Iterator[HowMuch]:
    """Ask how much alignments, and the openness of sides, change from the month before a shock to a year after it."""
    ids, end = worlds.scenario.inputs.ids, month(worlds.scenario.end)
    for date in dates:
        if date <= worlds.scenario.inputs.start:
            continue
        before, after = label(date - 1), label(min(date + LATER[1], end))
        names = [f"alignment.{state}.{power}" for state, power in product(ids["state"], ids["power"])]
        for name in (*names, *(f"openness.{side}" for side in ids["side"])):
            id_ = _id("change", name, after)
            yield _ranged(HowMuch(id=id_, outcome=f"{name}.{after}", less=f"{name}.{before}"), worlds)


def _effects(worlds: Worlds, when: str) -> Iterator[HowMuch]:
    """Ask how far bodies and instability are from what they are in the other ensemble."""
    if OTHER not in worlds.others:
        return
    ids = worlds.scenario.inputs.ids
    kinds = {"cohesion": "institution", "depth": "institution", "instability": "state"}
    for what, kind in kinds.items():
        for actor in ids[kind]:
            question = HowMuch(id=_id("effect", what, actor, when), outcome=f"{what}.{actor}.{when}", against=OTHER)
            if fault(question, worlds) is None:
                yield _ranged(question, worlds)


def _ranged(question: HowMuch, worlds: Worlds) -> HowMuch:
    """Widen the range of a question until it holds what most worlds have."""
    size = float(np.abs(question.truth(worlds).quantiles).max())
    low, high = question.between
    factor = max(1.0, np.ceil(2.0 * size / high)) if size > high else 1.0
    return question.model_copy(update={"between": (low * factor, high * factor)})


def _arranged(worlds: Worlds) -> set[tuple[str, str]]:
    """Give who is made a member of what by an intervention; that is told, not foreseen."""
    scenarios = [each.scenario for each in (worlds.own, *worlds.others.values())]
    acts = [act for scenario in scenarios for act in scenario.document.interventions.values()]
    return {(act.state, act.institution) for act in acts}


def _layers(name: str) -> "Iterator[tuple[Path, Node]]":
    """Give the file of a scenario and those it extends, itself first."""
    path = locate(name)
    while path is not None:
        node, _ = read(path, str(path))
        if node is None:
            return
        yield path, node
        extends = node.get("extends")
        parent = extends.value if extends is not None else None
        path = locate(parent, path.parent) if isinstance(parent, str) else None


def _dated(scenario: "Scenario", name: str) -> list[tuple[int, str]]:
    """Give what is dated within the run, in the scenario's own file or the nearest that it extends."""
    known = {**scenario.document.shocks, **scenario.document.interventions}
    for _, node in _layers(name):
        written = [key for part in ("shocks", "interventions") if (held := node.get(part)) for key in held.table]
        dated = [(month(known[key].date), key) for key in written if key in known]
        found = [(date, key) for date, key in dated if month(scenario.start) < date < month(scenario.end)]
        if found:
            return found
    return []
