"""What worlds show: year by year, what observations are compared with."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, t

from ...model.ensemble import Ensemble
from ...model.inputs import Inputs
from ...model.noise import Noise
from ...model.rules.arithmetic import saturating
from ...model.world import blank
from ...runs import DivergedError
from ...scenarios import Change, varied
from ..claims.claim import CLAIMS, Part
from ..claims.evaluate import UNREAD
from ..claims.past import Past
from ..claims.points import OFTEN
from ..observations import KINDS, Lens
from .prior import Prior

if TYPE_CHECKING:
    from ...runs import Pool
    from ...scenarios import Scenario

TOGETHER = 500
"""Replications simulated together."""

SIGMAS = 0.9973
"""Probability within three sigmas (Pukelsheim 1994)."""

Tick = Callable[[int], None]


@dataclass(frozen=True)
class Shown:
    """What worlds show at points of a prior; runs of a point share the noise of those of any other.

    Attributes
    ----------
    first : int
        The first year.
    quantities : mapping of Lens to array, (year, state, power, point, run)
        Not negative.
    membership : array of bool, (year, actor, institution, point, run)
        At the end of the year; the actors are the states.
    missed : mapping of str to array of bool, (point,)
        By claim: whether the runs of a point are too few for it.
    """

    first: int
    quantities: Mapping[Lens, NDArray[np.float32]]
    membership: NDArray[np.bool_]
    missed: Mapping[str, NDArray[np.bool_]]

    @property
    def points(self) -> int:
        """How many there are."""
        return self.membership.shape[-2]

    @property
    def years(self) -> range:
        """All of them."""
        return range(self.first, self.first + len(self.membership))

    def take(self, points: Any) -> "Shown":
        """Take some of the points: positions, or a slice."""
        return replace(
            self,
            quantities={lens: found[..., points, :] for lens, found in self.quantities.items()},
            membership=self.membership[..., points, :],
            missed={id_: found[points] for id_, found in self.missed.items()},
        )


@dataclass(frozen=True)
class Worlds:
    """What is run.

    Attributes
    ----------
    scenario : Scenario
        What is asked.
    prior : Prior
        The points.
    runs : int
        Replications at each point.
    seed : int
        Of the noise.
    claims : tuple of str
        Claims to be looked at; each of one world.
    off : mapping of str to Change, optional
        Factors and sums that apply at all points or, by arrays of shape (points,), at each; no moved dates.
    """

    scenario: "Scenario"
    prior: Prior
    runs: int
    seed: int
    claims: tuple[str, ...] = ()
    off: Mapping[str, Change] | None = None

    def inputs(self, points: slice) -> Inputs:
        """Compile some of the points."""
        part = self.prior.take(points)
        changes = dict(part.changes(self.runs))
        for path, change in (self.off or {}).items():
            own = changes.get(path, Change())
            times, plus = (np.broadcast_to(each, len(self.prior))[points] for each in (change.times, change.plus))
            times, plus = np.repeat(times, self.runs), np.repeat(plus, self.runs)
            changes[path] = Change(own.times * times, own.plus * times + plus)
        return varied(self.scenario, changes)


def show(worlds: Worlds, pool: "Pool", tick: Tick) -> Shown:
    """Run worlds.

    Parameters
    ----------
    worlds : Worlds
        What is run.
    pool : Pool
        Open workers; the result does not depend on how many.
    tick : callable
        Told how many runs more were done.

    Raises
    ------
    DivergedError
        If a run did not stay finite.
    """
    step = max(TOGETHER // worlds.runs, 1)
    units = [slice(first, min(first + step, len(worlds.prior))) for first in range(0, len(worlds.prior), step)]
    found: dict[int, Shown] = {}
    for done in pool.map(partial(play, worlds), units):
        if done is not None:
            found[done[0]] = done[1]
        tick(0 if done is None else done[1].points * worlds.runs)
    return _joined([found[first] for first in sorted(found)])


def play(worlds: Worlds, points: slice) -> tuple[int, Shown]:
    """Run some of the points; see `show`."""
    inputs = worlds.inputs(points)
    count = points.stop - points.start
    history = {name: past for name, past in blank(inputs, count * worlds.runs).items() if name not in UNREAD}
    world = Ensemble(inputs)
    world.run(Noise(inputs, worlds.seed, [*range(worlds.runs)] * count), history)
    if not world.sound:
        raise DivergedError("a run diverged within the range of the numbers; make the ranges of the scenario smaller")
    past = Past(inputs, history)
    missed = {id_: _missed(CLAIMS[id_].parts({"history": past}), (count, worlds.runs)) for id_ in worlds.claims}
    shape = (count, worlds.runs)
    quantities = {lens: _cut(_yearly(past, lens), shape) for lens in _lenses(inputs)}
    members = history["membership"][_last_months(inputs)].astype(np.bool_)
    return points.start, Shown(inputs.start // 12, quantities, _cut(members, shape), missed)


def _lenses(inputs: Inputs) -> list[Lens]:
    """List what kinds of data could show of this world."""
    found = dict.fromkeys(kind.lens for kind in KINDS.values())
    return [lens for lens in found if lens.domain is None or lens.domain in inputs.ids["domain"]]


def _cut(values: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    return values.reshape(*values.shape[:-1], *shape)


def _years(inputs: Inputs) -> range:
    return range(inputs.start // 12, (inputs.start + inputs.months - 1) // 12 + 1)


def _last_months(inputs: Inputs) -> list[int]:
    """Find the last month of each year that is in the run."""
    return [min(12 * year + 11 - inputs.start, inputs.months - 1) for year in _years(inputs)]


def _yearly(past: Past, lens: Lens) -> NDArray[np.float32]:
    """Average what a lens shows over its months of each year: (year, state, power, replication)."""
    inputs = past.inputs
    values = _quantity(past, lens)
    found: list[NDArray[np.float32]] = []
    for year in _years(inputs):
        first, last = (12 * year + month - inputs.start for month in lens.months)
        # A year that begins or ends the run is shown by the months of it that there are.
        first, last = min(max(first, 0), inputs.months - 1), min(last, inputs.months)
        found.append(values[first : max(last, first + 1)].mean(axis=0, dtype=np.float32))
    return np.stack(found)


def _quantity(past: Past, lens: Lens) -> NDArray[np.float64]:
    """Give what a lens shows, (month, state, power, replication)."""
    inputs, history = past.inputs, past.history
    if lens.shows == "alignment":
        assert lens.domain is not None
        return history["alignment"][:, :, :, inputs.ids["domain"].index(lens.domain)]
    engagement = history["engagement"]
    if lens.shows == "engagement":
        return past.by_weight(engagement)
    return past.by_weight(history["alignment"] * saturating(engagement, inputs.parameters["saturation"]))


def _missed(parts: Sequence[Part], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell where a claim fails by more than chance explains in so few runs: binomial and t tests at three sigmas."""
    runs, chance = shape[1], 1.0 - SIGMAS
    each = [part.margin.reshape(shape) for part in parts if part.each]
    missed = np.zeros(shape[0], dtype=bool)
    if each:
        so = np.sum(np.minimum.reduce(each) > 0.0, axis=1)
        missed |= binom.cdf(so, runs, OFTEN) < chance
    for margin in (part.margin.reshape(shape) for part in parts if not part.each):
        error = margin.std(axis=1, ddof=1) / np.sqrt(runs)
        missed |= margin.mean(axis=1) + t.ppf(SIGMAS, runs - 1) * error < 0.0
    return missed


def _joined(pieces: Sequence[Shown]) -> Shown:
    first = pieces[0]
    return Shown(
        first.first,
        {lens: np.concatenate([own.quantities[lens] for own in pieces], axis=-2) for lens in first.quantities},
        np.concatenate([own.membership for own in pieces], axis=-2),
        {id_: np.concatenate([own.missed[id_] for own in pieces]) for id_ in first.missed},
    )


def claims_by(scenario: "Scenario", years: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Find the fitted claims that speak of nothing later than a year; those that compare worlds are left out.

    Parameters
    ----------
    scenario : Scenario
        Of whose world they speak, if they do.
    years : collection of int
        Which.

    Returns
    -------
    dict of int to tuple of str
        By year.
    """
    fitted = [own for own in CLAIMS.values() if own.kind == "F"]
    inputs = scenario.inputs
    history = dict(Ensemble(inputs).run(Noise(inputs, 0, range(2))))

    def ended(year: int) -> Iterator[str]:
        months = min(12 * (year + 1) - inputs.start, inputs.months)
        past = Past(replace(inputs, months=months), {name: values[:months] for name, values in history.items()})
        for own in fitted:
            try:
                own.parts({"history": past})
            except KeyError:  # it speaks of later months, of several worlds, or of another region
                continue
            yield own.id

    return {year: tuple(ended(year)) for year in years}
