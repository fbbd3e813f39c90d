"""What rivals of the model say of the same claims; evidence is what they do not deliver."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from scipy.stats import qmc

from ...runs import Pool
from ...scenarios import Change, Scenario, numbers
from ...scenarios.quantities import Series
from ...scenarios.slots import values
from .evaluate import Case, evaluate, worlds_needed
from .points import Points, score_points
from .score import Score
from .worlds import WORLDS, scenario_of

BASELINES: Mapping[str, str] = MappingProxyType(
    {
        "inertia": "no response to shocks",
        "offer_only": "states follow resources",
        "sign_only": "tuned numbers drawn anywhere within their admissible ranges",
    }
)
"""What the model has to beat."""

THEORIES: Mapping[str, str] = MappingProxyType(
    {
        "balance_of_threat": "Walt",
        "bandwagoning": "Schweller",
        "omnibalancing": "David",
        "hedging": "Kuik",
    }
)
"""Subsets of the terms."""

RIVALS = (*BASELINES, *THEORIES)

DRAWN = "sign_only"
"""The rival that is drawn instead of set."""

EVIDENCE = 0.2
"""By how much the frequency of a claim has to exceed that under the best of the baselines."""

DRAWS = 100
"""Points of the sign-only prior."""

SHARE = 20
"""Of the runs of the model, one in so many is run at each point of the prior."""

Tick = Callable[[int], None]


@dataclass(frozen=True)
class Rivalry:
    """What came out under rivals.

    Attributes
    ----------
    runs, draws, runs_of_draw : int
        Replications of each rival; points of the sign-only prior and replications at each.
    frequency : mapping of str to mapping of str to float
        By rival and claim; under the prior, the mean over its points.
    holds : mapping of str to mapping of str to float
        1 or 0 likewise; under the prior, the share of its points.
    """

    runs: int
    draws: int
    runs_of_draw: int
    frequency: Mapping[str, Mapping[str, float]]
    holds: Mapping[str, Mapping[str, float]]

    def best(self, claim: str) -> float:
        """Greatest frequency of a claim under the baselines."""
        return max(self.frequency[name][claim] for name in BASELINES)

    def is_evidence(self, score: Score) -> bool:
        """Whether a claim is evidence for the model: fitted or held out, it holds, and no baseline comes near.

        Parameters
        ----------
        score : Score
            Of the claim in the model.
        """
        if score.claim.kind not in {"F", "T"} or not score.holds:
            return False
        return score.frequency - self.best(score.claim.id) >= EVIDENCE


def runs_needed(chosen: Sequence[str], runs: int) -> int:
    """Count the runs that `rivalry` does."""
    return worlds_needed(chosen) * ((len(RIVALS) - 1) * runs + DRAWS * runs_of_draw(runs))


def runs_of_draw(runs: int) -> int:
    """Say how many replications are run at a point of the prior, where the model has `runs`."""
    return max(runs // SHARE, 2)


def rivalry(chosen: Sequence[str], runs: int, seed: int, pool: Pool, tick: Tick) -> Rivalry:
    """Compute claims under all rivals.

    Parameters
    ----------
    chosen : sequence of str
        Ids of claims.
    runs : int
        Replications of each world under each rival.
    seed : int
        Of the noise and of the draws.
    pool : Pool
        Open workers.
    tick : callable
        Told how many runs more were done.
    """
    scored: dict[str, dict[str, Points]] = {}
    named = [Case(name, settings=(f"theory={name}",)) for name in RIVALS if name != DRAWN]
    drawn = [Case(DRAWN, variation=draws(seed, DRAWS), points=DRAWS)]
    few = runs_of_draw(runs)
    for cases, replications in ((named, runs), (drawn, few)):
        for case, judged in zip(cases, evaluate(cases, chosen, replications, seed, pool, tick), strict=True):
            scored[case.name] = {id_: score_points(parts) for id_, parts in sorted(judged["scenario"].items())}
    return Rivalry(
        runs,
        DRAWS,
        few,
        {name: {id_: float(own.frequency.mean()) for id_, own in scored[name].items()} for name in RIVALS},
        {name: {id_: float(own.holds.mean()) for id_, own in scored[name].items()} for name in RIVALS},
    )


def draws(seed: int, count: int) -> dict[str, Change]:
    """Draw every tuned number within its admissible range: a Latin hypercube.

    Parameters
    ----------
    seed : int
        Of the draws.
    count : int
        Points.

    Returns
    -------
    dict of str to Change
        Factors, so that a number that a world has set to 0 stays 0.
    """
    ranges = admissible()
    cube = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng(seed)).random(count)
    return {
        path: Change(times=low + (high - low) * share)
        for (path, (low, high)), share in zip(ranges.items(), cube.T, strict=True)
    }


def admissible() -> dict[str, tuple[float, float]]:
    """Give the admissible range of each tuned number of the history, as factors of its value; of a series, its largest.

    A tuned number that is 0 is left out: no factor moves it.
    """
    scenario = scenario_of(WORLDS["history"])
    found: dict[str, tuple[float, float]] = {}
    for number in numbers(scenario):
        size = number.value if number.value is not None else _largest(scenario, number.path)
        if number.tuned is not None and size:
            found[number.path] = (number.tuned[0] / size, number.tuned[1] / size)
    return found


def _largest(scenario: Scenario, path: str) -> float:
    """Give the largest value of a series in the months of the run."""
    content = next(value.content for value in values(scenario.document) if value.path == path)
    return float(np.abs(content.over(scenario.frame.months)).max()) if isinstance(content, Series) else 0.0
