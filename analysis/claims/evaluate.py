"""Run the worlds that claims compare, as often as asked, and compute the parts of the claims."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

import numpy as np

from ...model.ensemble import Ensemble
from ...model.noise import Noise
from ...model.world import blank
from ...runs import Pool
from ...scenarios.variation import Change, varied
from .claim import Claim, Part, claims
from .past import Past
from .worlds import WORLDS, scenario_of

TOGETHER = 250
"""Replications simulated together: half a gigabyte with the worlds that a claim compares."""

UNREAD = ("credibility", "powers_border")
"""Recorded variables that no claim reads."""

WEIGHTINGS: Mapping[str, Mapping[str, float] | None] = MappingProxyType(
    {
        "scenario": None,
        "equal": {"security": 0.25, "politics": 0.25, "energy": 0.25, "trade": 0.25},
        "economy": {"security": 0.20, "politics": 0.20, "energy": 0.30, "trade": 0.30},
    }
)
"""How domains weigh in means over them: as the scenario says, equally, and with the economy first."""


@dataclass(frozen=True)
class Case:
    """One way of running the worlds.

    Attributes
    ----------
    name : str
        For people.
    settings : tuple of str
        Applied to every world.
    variation : mapping of str to Change
        What differs from point to point: arrays of shape (points,).
    points : int
        How many.
    weightings : tuple of str
        Names of `WEIGHTINGS`.
    """

    name: str
    settings: tuple[str, ...] = ()
    variation: Mapping[str, Change] = field(default_factory=dict)
    points: int = 1
    weightings: tuple[str, ...] = ("scenario",)


Judged = dict[str, dict[str, list[Part]]]
"""By weighting and claim: its parts, with margins of shape (points, runs)."""


@dataclass(frozen=True)
class _Unit:
    case: Case
    position: int
    points: slice
    runs: slice


def evaluate(
    cases: Sequence[Case],
    chosen: Sequence[str],
    runs: int,
    seed: int,
    pool: Pool,
    tick: Callable[[int], None] = lambda _: None,
) -> list[Judged]:
    """Compute claims in cases; replication n has the same noise in every world, case and point.

    Parameters
    ----------
    cases : sequence of Case
        What to run.
    chosen : sequence of str
        Ids and sets of claims; all by default.
    runs : int
        Replications of each world at each point.
    seed : int
        Seed of the noise.
    pool : Pool
        Open workers.
    tick : callable
        Told now and then how many runs more were done.

    Returns
    -------
    list of Judged
        One for each case.
    """
    units = [unit for position, case in enumerate(cases) for unit in _units(case, position, runs)]
    found: list[dict[tuple[int, int], Judged]] = [{} for _ in cases]
    each = worlds_needed(chosen)
    for done in pool.map(partial(_judge, tuple(chosen), seed), units):
        if done is None:
            tick(0)
            continue
        position, corner, judged = done
        found[position][corner] = judged
        unit = next(u for u in units if u.position == position and (u.points.start, u.runs.start) == corner)
        tick(each * (unit.points.stop - unit.points.start) * (unit.runs.stop - unit.runs.start))
    return [_joined(corners) for corners in found]


def worlds_needed(chosen: Sequence[str]) -> int:
    """Count the worlds that claims compare."""
    return len({name for claim in claims(chosen) for name in claim.worlds})


def _units(case: Case, position: int, runs: int) -> list[_Unit]:
    """Cut a case into pieces of about `TOGETHER` replications: many runs of a point, or all runs of many points."""
    if case.points == 1:
        edges = range(0, runs, TOGETHER)
        return [_Unit(case, position, slice(0, 1), slice(first, min(first + TOGETHER, runs))) for first in edges]
    step = max(TOGETHER // runs, 1)
    return [
        _Unit(_cut(case, points), position, points, slice(0, runs))
        for first in range(0, case.points, step)
        for points in [slice(first, min(first + step, case.points))]
    ]


def _cut(case: Case, points: slice) -> Case:
    """Take some points of a case, without what they leave as it is."""
    part: dict[str, Change] = {}
    for path, change in case.variation.items():
        fields = (change.times, change.plus, change.later)
        times, plus, later = (np.broadcast_to(each, case.points)[points] for each in fields)
        if (times != 1.0).any() or plus.any() or later.any():
            part[path] = Change(times, plus, later)
    return replace(case, variation=part, points=points.stop - points.start)


def _judge(chosen: Sequence[str], seed: int, unit: _Unit) -> tuple[int, tuple[int, int], Judged]:
    """Compute the claims of a piece, holding no more worlds than they need at a time."""
    ordered = sorted(claims(chosen), key=lambda claim: claim.worlds)
    left = Counter(name for claim in ordered for name in claim.worlds)
    logged = {claim.worlds[0] for claim in ordered if claim.logged}
    held: dict[str, Past] = {}
    judged: Judged = {weighting: {} for weighting in unit.case.weightings}
    shape = (unit.points.stop - unit.points.start, unit.runs.stop - unit.runs.start)
    for claim in ordered:
        for name in claim.worlds:
            if name not in held:
                held[name] = _simulated(name, unit, seed, log=name in logged)
        for weighting in unit.case.weightings:
            judged[weighting][claim.id] = _parts(claim, held, weighting, shape)
        left.subtract(claim.worlds)
        held = {name: past for name, past in held.items() if left[name]}
    return unit.position, (unit.points.start, unit.runs.start), judged


def _parts(claim: Claim, held: Mapping[str, Past], weighting: str, shape: tuple[int, int]) -> list[Part]:
    weights = WEIGHTINGS[weighting]
    worlds = {name: held[name] if weights is None else replace(held[name], weights=weights) for name in claim.worlds}
    return [replace(part, margin=part.margin.reshape(shape)) for part in claim.parts(worlds)]


def _simulated(name: str, unit: _Unit, seed: int, *, log: bool) -> Past:
    """Run a world: all runs of the first point, then of the second, and so on."""
    scenario = scenario_of(WORLDS[name], unit.case.settings)
    points, numbers = unit.case.points, range(unit.runs.start, unit.runs.stop)
    inputs = scenario.inputs
    if unit.case.variation:
        runs = len(numbers)
        wide = {
            path: Change(*(np.repeat(x, runs) for x in (change.times, change.plus, change.later)))
            for path, change in unit.case.variation.items()
        }
        inputs = varied(scenario, wide)
    history = blank(inputs, points * len(numbers), log=log)
    kept = {key: past for key, past in history.items() if key not in UNREAD}
    Ensemble(inputs, log=log).run(Noise(inputs, seed, [*numbers] * points), kept)
    return Past(inputs, kept)


def _joined(corners: Mapping[tuple[int, int], Judged]) -> Judged:
    """Put the pieces of a case together, in order."""
    ordered = [corners[corner] for corner in sorted(corners)]
    axis = 0 if len({point for point, _ in corners}) > 1 else 1
    return {
        weighting: {
            id_: [
                replace(part, margin=np.concatenate([piece[weighting][id_][k].margin for piece in ordered], axis=axis))
                for k, part in enumerate(parts)
            ]
            for id_, parts in first.items()
        }
        for weighting, first in ordered[0].items()
    }
