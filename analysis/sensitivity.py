"""Which numbers of a scenario an outcome depends on: points over their ranges, what comes out there, and its analysis.

Variance shares after Sobol' (2001) with the estimators of Saltelli et al. (2010), elementary effects after Morris
(1991) and Campolongo et al. (2007), both from SALib (Herman & Usher 2017, Journal of Open Source Software 2(9)).
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..model.ensemble import Ensemble
from ..model.noise import Noise
from ..model.world import blank
from ..runs import DivergedError
from ..scenarios import varied
from .claims.evaluate import Case, evaluate, worlds_needed
from .claims.past import Past
from .claims.points import score_points
from .failure import Failure
from .outcomes import CLAIM

if TYPE_CHECKING:
    from ..runs import Pool
    from ..scenarios import Change, Scenario
    from .outcomes import Outcome
    from .sensitivity_numbers import Moved

Values = NDArray[np.float64]
Effects = Mapping[str, Values]
"""Columns of results, each with one value a number that is varied."""

TOGETHER = 1000
"""Replications simulated together."""

LEVELS = 4
"""Of the grid on which Morris' trajectories move."""

RESAMPLES = 1000
"""Bootstrap resamples for the intervals."""


@dataclass(frozen=True)
class Study:
    """What is asked.

    Attributes
    ----------
    scenario : Scenario
        Whose numbers are varied.
    outcome : Outcome
        What is explained.
    method : {"sobol", "morris"}
        Shares of the variance, or elementary effects.
    moved : tuple of Moved
        What is varied; each uniform over its range, independent of the others.
    points : int
        Base points of Sobol' (a power of two), or trajectories of Morris.
    runs : int
        Replications at each point; their noise is the same at all points.
    seed : int
        Of the noise and of the design.
    """

    scenario: "Scenario"
    outcome: "Outcome"
    method: Literal["sobol", "morris"]
    moved: "tuple[Moved, ...]"
    points: int
    runs: int
    seed: int

    @property
    def size(self) -> int:
        """Points of the design."""
        return self.points * (len(self.moved) + (2 if self.method == "sobol" else 1))

    @property
    def replications(self) -> int:
        """Runs in all."""
        return self.size * self.runs

    @property
    def extent(self) -> str:
        """How much is varied and run, in words."""
        counts = ((len(self.moved), "number"), (self.size, "point"), (self.runs, "run"))
        numbers, points, runs = (f"{count} {what}{'s' * (count != 1)}" for count, what in counts)
        return f"{numbers}, {points} of {runs}"

    @property
    def problem(self) -> dict[str, Any]:
        """The numbers as SALib takes them."""
        return {
            "num_vars": len(self.moved),
            "names": [item.path for item in self.moved],
            "bounds": [[item.low, item.high] for item in self.moved],
        }

    def variation(self, points: Values) -> "Mapping[str, Change]":
        """Give the changes that make points: values of shape (points, numbers).

        A claim compares worlds of which one may have set to 0 what is varied; there it stays so.
        """
        scaled = self.outcome.what == CLAIM
        pairs = zip(self.moved, points.T, strict=True)
        return {item.path: item.scaled(values) if scaled else item.change(values) for item, values in pairs}


def require_salib() -> None:
    """Make sure that SALib is there, before any time is spent.

    Raises
    ------
    Failure
        If it is not installed.
    """
    if find_spec("SALib") is None:
        raise Failure("greatgame sensitivity needs SALib; install it with `pip install 'greatgame[sensitivity]'`")


def design(study: Study) -> Values:
    """Choose the points.

    Returns
    -------
    array, (points, numbers)
        In the units of the numbers; the same for the same study.
    """
    from SALib.sample import morris, sobol

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if study.method == "sobol":
            return sobol.sample(study.problem, study.points, calc_second_order=False, seed=study.seed)
        return morris.sample(study.problem, study.points, num_levels=LEVELS, seed=study.seed)


def simulate(study: Study, points: Values, pool: "Pool", tick: Callable[[int], None]) -> Values:
    """Run all replications of all points.

    Parameters
    ----------
    study : Study
        What is asked.
    points : array, (points, numbers)
        From `design`.
    pool : Pool
        Open workers; the result does not depend on how many.
    tick : callable
        Told now and then how many runs more were done.

    Returns
    -------
    array, (points, runs)
        The outcome.

    Raises
    ------
    DivergedError
        If it is not a number somewhere.
    """
    found = np.empty(len(points) * study.runs)
    units = [_unit(study, points, first) for first in range(0, found.size, TOGETHER)]
    for done in pool.map(partial(_play, study), units):
        if done is not None:
            first, values = done
            found[first : first + values.size] = values
        tick(0 if done is None else done[1].size)
    return found.reshape(len(points), study.runs)


Unit = tuple[int, Values, NDArray[np.int64]]
"""Position of the first of some replications; the point and the number of the noise of each."""


def _unit(study: Study, points: Values, first: int) -> Unit:
    places = np.arange(first, min(first + TOGETHER, len(points) * study.runs))
    return first, points[places // study.runs], places % study.runs


def _play(study: Study, unit: Unit) -> tuple[int, Values]:
    """Run replications side by side, keeping what the outcome needs."""
    first, points, numbers = unit
    inputs = varied(study.scenario, study.variation(points))
    history = {name: past for name, past in blank(inputs, len(numbers)).items() if name in study.outcome.needs}
    Ensemble(inputs).run(Noise(inputs, study.seed, numbers.tolist()), history)
    found = study.outcome.of(Past(inputs, history))
    if not np.isfinite(found).all():
        place = points[int(np.argmin(np.isfinite(found)))]
        where = ", ".join(f"{item.path}={value:.6g}" for item, value in zip(study.moved, place, strict=True))
        raise DivergedError(f"a run diverged at {where}; make the ranges smaller")
    return first, found


def worlds(outcome: "Outcome") -> int:
    """Count the worlds that are run for an outcome."""
    return worlds_needed(outcome.where) if outcome.what == CLAIM else 1


def claim_margins(study: Study, points: Values, pool: "Pool", tick: Callable[[int], None]) -> Values:
    """Score a claim at all points; arguments as `simulate`.

    Returns
    -------
    array, (points,)
        Its margin, see `claims.points`.
    """
    (id_,) = study.outcome.where
    case = Case(study.outcome.name, variation=study.variation(points), points=len(points))
    (judged,) = evaluate([case], [id_], study.runs, study.seed, pool, tick)
    parts = judged["scenario"][id_]
    return score_points(parts).margin


def effects(study: Study, points: Values, responses: Values) -> Effects:
    """Find out what the response depends on.

    Parameters
    ----------
    study : Study
        What was asked.
    points : array, (points, numbers)
        From `design`.
    responses : array, (points,)
        What came out there: the mean over the replications.

    Returns
    -------
    mapping of str to array, (numbers,)
        Of Sobol' the share of the variance that a number makes by itself, `S1`, and with all that it takes part in,
        `ST`, undefined (nan) where the response is the same everywhere. Of Morris the elementary effects, the change
        of the response over the whole range of the number: their mean `mu`, the mean of their sizes `mu_star` and
        their standard deviation `sigma`. With 95 % bootstrap intervals, such as `S1_low` and `S1_high`.
    """
    from SALib.analyze import morris, sobol

    chance = np.random.default_rng(study.seed)  # a seed of 0 would be none to SALib
    options: dict[str, Any] = {"num_resamples": RESAMPLES, "seed": chance}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        if study.method == "sobol":
            raw = sobol.analyze(study.problem, responses, calc_second_order=False, **options)
            shares = _with_intervals(raw, ("S1", "ST"), ())
            return {name: np.full_like(share, np.nan) if flat(responses) else share for name, share in shares.items()}
        raw = morris.analyze(study.problem, points, responses, num_levels=LEVELS, **options)
        return _with_intervals(raw, ("mu_star",), ("mu", "sigma"))


def _with_intervals(raw: Mapping[str, Any], having: Sequence[str], others: Sequence[str]) -> Effects:
    found = {name: np.asarray(raw[name], np.float64) for name in (*having, *others)}
    for name in having:
        half = np.asarray(raw[f"{name}_conf"], np.float64)
        found |= {f"{name}_low": found[name] - half, f"{name}_high": found[name] + half}
    return found


def flat(responses: Values) -> bool:
    """Tell whether what was varied makes no difference, but for rounding."""
    return bool(np.ptp(responses) <= 1e-12 * max(1.0, float(np.abs(responses).max())))


def noise_share(found: Values) -> float:
    """Estimate the share of the variance over points that is left of the noise, where runs are few.

    Points share their noise, so only what a run does at one point and not at the others counts: in the two-way table
    of points and runs the mean square of the interaction, divided by the runs.

    Parameters
    ----------
    found : array, (points, runs)
        At least 2 runs, with means that are not the same at all points.
    """
    by_point, by_run = found.mean(axis=1, keepdims=True), found.mean(axis=0, keepdims=True)
    points, runs = found.shape
    square = float(((found - by_point - by_run + found.mean()) ** 2).sum()) / ((points - 1) * (runs - 1))
    return square / runs / float(by_point.var())
