"""Whether claims still hold when numbers that nobody knows exactly are moved."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...runs import Pool
from ...scenarios import Change, Number, numbers
from .claim import claims
from .deviations import Deviation, Shift, case_of, shift
from .evaluate import Case, evaluate, worlds_needed
from .points import score_points
from .worlds import WORLDS, scenario_of

JUDGED = ("tuned", "assumption")
"""Kinds of numbers that no source gives."""

WIDTH = 0.2
"""Numbers are moved by up to this share."""

DRAWS = 100
"""Points at which all of them are moved together."""

OFTEN = 0.9
"""Share of these points at which a claim has to hold to be called robust."""

STEP = 1.0 / 3.0
"""From one grade to the next: none, some, important, first."""

MONTHS = 6
"""By how much dates are moved."""

JOINT_SHARE, SINGLE_SHARE = 10, 40
"""Of the runs of the model, one in so many is run at each point: all numbers together; one thing at a time."""

Tick = Callable[[int], None]


@dataclass(frozen=True)
class Family:
    """Deviations of one sort, and what they do to claims.

    Attributes
    ----------
    deviations : tuple of Deviation
        One thing moved in each.
    shifts : mapping of str to Shift
        By claim.
    """

    deviations: tuple[Deviation, ...]
    shifts: Mapping[str, Shift]

    def flipping(self, claim: str) -> list[str]:
        """Name the deviations under which a claim changes sides."""
        return [found.title for found, flips in zip(self.deviations, self.shifts[claim].flips, strict=True) if flips]

    @property
    def flipped(self) -> float:
        """Share of all pairs of a deviation and a claim in which the claim changes sides."""
        return float(np.mean([self.shifts[claim].flips for claim in self.shifts]))

    def strongest(self, claim: str, most: int = 3) -> list[tuple[str, float, bool]]:
        """Give what moves the margin of a claim most: path, change in standard deviations, whether it changes sides.

        Parameters
        ----------
        claim : str
            Its id.
        most : int
            How many paths.
        """
        found = self.shifts[claim]
        own: dict[str, tuple[float, bool]] = {}
        for deviation, size, flips in zip(self.deviations, found.relative, found.flips, strict=True):
            before, flipped = own.get(deviation.path, (0.0, False))
            own[deviation.path] = (max(before, float(size), key=abs), flipped or bool(flips))
        ordered = sorted(own.items(), key=lambda item: -abs(item[1][0]))
        return [(path, size, flips) for path, (size, flips) in ordered[:most] if size]


@dataclass(frozen=True)
class Robustness:
    """What came out.

    Attributes
    ----------
    joint_runs, single_runs : int
        Replications at each point, where all numbers are moved and where one thing is.
    moved : int
        Numbers that are moved together.
    joint : mapping of str to float
        By claim: share of the points at which it holds.
    single, grades, dates : Family
        Tuned and assumed numbers; ordinal codings; dated causes.
    """

    joint_runs: int
    single_runs: int
    moved: int
    joint: Mapping[str, float]
    single: Family
    grades: Family
    dates: Family

    @property
    def robust(self) -> list[str]:
        """Claims that hold at nearly all points where all numbers are moved."""
        return [claim for claim, share in self.joint.items() if share >= OFTEN]


@dataclass(frozen=True)
class _Plan:
    joint: list[str]
    single: list[str]
    moved: list[Number]
    families: list[list[Deviation]]

    def runs(self, runs: int) -> int:
        joint, single = runs_of_points(runs)
        points = sum(1 + len(family) for family in self.families)
        alone = worlds_needed(self.single) * points * single if self.single else 0
        return worlds_needed(self.joint) * DRAWS * joint + alone


def runs_of_points(runs: int) -> tuple[int, int]:
    """Say how many replications are run at a point where the model has `runs`: of all numbers; of one thing."""
    return max(runs // JOINT_SHARE, 2), max(runs // SINGLE_SHARE, 2)


def runs_needed(chosen: Sequence[str], runs: int) -> int:
    """Count the runs that `robustness` does."""
    return _plan(chosen).runs(runs)


def robustness(chosen: Sequence[str], runs: int, seed: int, pool: Pool, tick: Tick) -> Robustness:
    """Move numbers together and one at a time.

    Parameters
    ----------
    chosen : sequence of str
        Ids of claims; of consistency only what happens when all numbers are moved together is computed.
    runs : int
        Replications of the model.
    seed : int
        Of the noise and of the factors.
    pool : Pool
        Open workers.
    tick : callable
        Told how many runs more were done.
    """
    plan = _plan(chosen)
    joint_runs, single_runs = runs_of_points(runs)
    together = Case("joint", variation=factors(plan.moved, seed), points=DRAWS)
    [judged] = evaluate([together], plan.joint, joint_runs, seed, pool, tick)
    joint = {id_: float(score_points(parts).holds.mean()) for id_, parts in sorted(judged["scenario"].items())}
    families: list[Family] = []
    for name, deviations in zip(("single", "grades", "dates"), plan.families, strict=True):
        shifts: dict[str, Shift] = {}
        if plan.single:
            [judged] = evaluate([case_of(name, deviations)], plan.single, single_runs, seed, pool, tick)
            shifts = {id_: shift(parts) for id_, parts in sorted(judged["scenario"].items())}
        families.append(Family(tuple(deviations), shifts))
    return Robustness(joint_runs, single_runs, len(plan.moved), joint, *families)


def _plan(chosen: Sequence[str]) -> _Plan:
    found = list(claims(chosen))
    joint = [claim.id for claim in found if claim.kind != "X"]
    single = [claim.id for claim in found if claim.kind in {"F", "T"}]
    moved = list(judged_numbers(numbers_of(joint)))
    own = numbers_of(single)
    families = [singles(judged_numbers(own)), grades(own), dates(own, shocks_of(single))]
    return _Plan(joint, single, moved, families if single else [[], [], []])


def numbers_of(chosen: Sequence[str]) -> list[Number]:
    """List the numbers of all worlds that claims compare, each path once.

    Parameters
    ----------
    chosen : sequence of str
        Ids of claims.
    """
    found: dict[str, Number] = {}
    for name in _worlds(chosen):
        for number in numbers(scenario_of(WORLDS[name])):
            found.setdefault(number.path, number)
    return list(found.values())


def shocks_of(chosen: Sequence[str]) -> list[str]:
    """Name the shocks of all worlds that claims compare."""
    return list(dict.fromkeys(shock for name in _worlds(chosen) for shock in scenario_of(WORLDS[name]).shocks))


def _worlds(chosen: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name for claim in claims(chosen) for name in claim.worlds)) if chosen else []


def judged_numbers(found: Iterable[Number]) -> list[Number]:
    """Keep the tuned and assumed numbers that a factor can move."""
    return [number for number in found if number.kind in JUDGED and number.sized and number.value != 0.0]


def factors(moved: Sequence[Number], seed: int) -> dict[str, Change]:
    """Draw independent factors, uniform in 1 +- `WIDTH`, for each number at each point.

    Parameters
    ----------
    moved : sequence of Number
        What is moved.
    seed : int
        Of the draws.
    """
    drawn = np.random.default_rng(seed).uniform(1.0 - WIDTH, 1.0 + WIDTH, (len(moved), DRAWS))
    return {number.path: Change(times=own) for number, own in zip(moved, drawn, strict=True)}


def singles(found: Iterable[Number]) -> list[Deviation]:
    """Move each number down and up by `WIDTH`."""
    return [
        Deviation(f"{number.path} x {factor:g}", {number.path: Change(times=factor)})
        for number in found
        for factor in (1.0 - WIDTH, 1.0 + WIDTH)
    ]


def grades(found: Iterable[Number]) -> list[Deviation]:
    """Move each value that is graded in words a grade down and up, where there is one."""
    return [
        Deviation(f"{number.path} a grade {word}", {number.path: Change(plus=step)})
        for number in found
        if number.graded
        for word, step, end in (("lower", -STEP, 0.0), ("higher", STEP, 1.0))
        if number.value != end
    ]


def dates(found: Iterable[Number], shocks: Iterable[str]) -> list[Deviation]:
    """Move each shock and each series with dates earlier and later by `MONTHS`."""
    paths = [f"shocks.{name}" for name in shocks] + [number.path for number in found if number.dated]
    return [
        Deviation(f"{path} {MONTHS} months {word}", {path: Change(later=months)})
        for path in paths
        for word, months in (("earlier", -MONTHS), ("later", MONTHS))
    ]
