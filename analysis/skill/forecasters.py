"""Who foresees what: the model, and what it has to beat.

Each gives the movement of log shares from a base year to a later one, and knows of the observations only those up to
the base year. `link` does the rest, the same for all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...model.inputs import Inputs
from ..observations import KINDS, REST, Lens, Series, Values, centred
from .shown import Shown

FLOOR = 0.01
"""Added to each share: the logarithm of less would be noise."""

PERSISTENCE = "persistence"
"""The forecaster by which the others are measured."""

BASELINES: Mapping[str, str] = MappingProxyType(
    {
        PERSISTENCE: "nothing changes",
        "trend": "the straight line through the years so far goes on",
        "region": "states return to the mean of the others",
        "interests": "states return to what their interests made of the world at its start",
        "causes": "shares follow what the powers can and want to spend, with the same dated causes",
    }
)
"""What the model has to beat."""


def part_logs(amounts: NDArray[np.float32], parts: Sequence[str], powers: Sequence[str]) -> NDArray[np.float32]:
    """Turn what powers have into centred logarithms of the parts of a series.

    Parameters
    ----------
    amounts : array, (power, ...)
        Alignment, influence or engagement, in the order of `powers`.
    parts : sequence of str
        Of the series.
    powers : sequence of str
        Of the world.

    Returns
    -------
    array, (part, ...)
        Of one part its logarithm.
    """
    own = np.stack([amounts[powers.index(part)] for part in parts if part != REST])
    if len(parts) == 1:
        return np.log(own + np.float32(FLOOR))
    if REST in parts:
        own = np.concatenate([own, np.maximum(1.0 - own.sum(axis=0, keepdims=True), 0.0)])
    whole = own.sum(axis=0)
    logs = np.log(own / np.where(whole > 0.0, whole, 1.0) + np.float32(FLOOR))
    return logs - logs.mean(axis=0)


@dataclass(frozen=True)
class Model:
    """The model's forecasts: each world that is kept is a member.

    Attributes
    ----------
    shown : Shown
        Of the worlds.
    states, powers : tuple of str
        In the order of the axes.
    """

    shown: Shown
    states: tuple[str, ...]
    powers: tuple[str, ...]

    def logs(self, series: Series, year: int) -> NDArray[np.float32]:
        """Give the logarithms of the parts in a year, (part, point, run)."""
        key = (series.kind, series.state, series.parts)
        if key not in self._paths:
            quantity = self.shown.quantities[KINDS[series.kind].lens]
            own = quantity[:, self.states.index(series.state)].swapaxes(0, 1)
            self._paths[key] = part_logs(own, series.parts, self.powers)
        return self._paths[key][:, self.shown.years.index(year)]

    def __call__(self, series: Series, base: int, later: int) -> Values:
        """Give the movement, (part, member)."""
        moved = self.logs(series, later) - self.logs(series, base)
        return moved.reshape(len(moved), -1).astype(np.float64)

    def by_point(self, series: Series, base: int, later: int) -> Values:
        """Give the mean movement at each point, (part, point)."""
        return (self.logs(series, later) - self.logs(series, base)).mean(axis=-1, dtype=np.float64)

    @cached_property
    def _paths(self) -> dict[tuple[str, str, tuple[str, ...]], NDArray[np.float32]]:
        """By series: logarithms, (part, year, point, run)."""
        return {}


def persistence(series: Series, base: int, later: int) -> Values:  # noqa: ARG001 (as all forecasters)
    """Foresee no change."""
    return np.zeros((len(series.parts), 1))


def trend(series: Series, base: int, later: int) -> Values:
    """Draw the line of least squares through the years so far; none through less than three."""
    years = np.array([year for year in series.years if year <= base], dtype=np.float64)
    if len(years) < 3:
        return persistence(series, base, later)
    slope = np.polyfit(years - base, series.logs[: len(years)], 1)[0]
    return (slope * (later - base))[:, np.newaxis]


@dataclass(frozen=True)
class Region:
    """Foresees that states return to the mean of the others, as last observed.

    Attributes
    ----------
    series : sequence of Series
        Of all states and kinds.
    """

    series: Sequence[Series]

    def __call__(self, series: Series, base: int, later: int) -> Values:
        """Give the movement, (part, 1)."""
        others = [
            level
            for own in self.series
            if (own.kind, own.parts) == (series.kind, series.parts) and own.state != series.state
            for level in [latest(own, base)]
            if level is not None
        ]
        here = latest(series, base)
        if not others or here is None:
            return persistence(series, base, later)
        return (np.mean(others, axis=0) - here)[:, np.newaxis]


@dataclass(frozen=True)
class Interests:
    """Foresees that states return to where interests alone would have them, as far as the kind shows it at all.

    Attributes
    ----------
    series : sequence of Series
        Of all states and kinds.
    first : Model
        Over the whole prior; only its first year is looked at, before anything has moved.
    """

    series: Sequence[Series]
    first: Model

    def __call__(self, series: Series, base: int, later: int) -> Values:
        """Give the movement, (part, 1)."""
        here = latest(series, base)
        alike = [own for own in self.series if (own.kind, own.parts) == (series.kind, series.parts)]
        levels = [(level, self._level(own)) for own in alike if (level := latest(own, base)) is not None]
        if here is None:
            return persistence(series, base, later)
        offset = np.mean([level - wanted for level, wanted in levels], axis=0)
        return (self._level(series) + offset - here)[:, np.newaxis]

    def _level(self, series: Series) -> Values:
        key = (series.kind, series.state, series.parts)
        if key not in self._levels:
            self._levels[key] = self.first.logs(series, self.first.shown.first).mean(axis=(1, 2))
        return self._levels[key]

    @cached_property
    def _levels(self) -> dict[tuple[str, str, tuple[str, ...]], Values]:
        return {}


@dataclass(frozen=True)
class Causes:
    """Foresees that shares follow what powers call for: their means times their demands times what states are to them.

    It is given the same dated causes as the model, without responses, inertia, threat or institutions. Every purpose
    weighs the same.

    Attributes
    ----------
    inputs : Inputs
        The scenario.
    """

    inputs: Inputs

    def __call__(self, series: Series, base: int, later: int) -> Values:
        """Give the movement, (part, 1)."""
        lens = KINDS[series.kind].lens
        first, last = (self._called(lens, series, year) for year in (base, later))
        return (last - first)[:, np.newaxis]

    def _called(self, lens: Lens, series: Series, year: int) -> Values:
        ids = self.inputs.ids
        calls = self._calls[:, ids["state"].index(series.state)]
        weight = self.inputs.constants["weight"][:, 0]
        held = calls @ weight if lens.domain is None else calls[..., ids["domain"].index(lens.domain)]
        first, last = (12 * year + month - self.inputs.start for month in lens.months)
        first = min(max(first, 0), len(held) - 1)
        own = [part for part in series.parts if part != REST]
        # What nobody calls for stands still: a rest is as large as all that is called for at the start.
        amounts = held[first : max(last, first + 1)].mean(axis=0)
        logs = np.log(np.array([amounts[ids["power"].index(part)] for part in own]) + FLOOR)
        if REST in series.parts:
            logs = np.append(logs, np.log(held[0].sum() + FLOOR))
        return centred(logs) if len(logs) > 1 else logs

    @cached_property
    def _calls(self) -> Values:
        """What is called for, (month, state, power, domain)."""
        fixed = {name: values[..., 0] for name, values in self.inputs.constants.items()}
        causes = {name: values[..., 0] for name, values in self.inputs.causes.items()}
        none = np.zeros_like(fixed["proximity"])
        factors = np.stack(
            [
                fixed["usefulness"][:, np.newaxis] + none,
                none,  # threat: the model's business
                fixed["resources"][:, np.newaxis] + none,
                fixed["proximity"],
                fixed["relevance"],
                fixed["proximity"] * fixed["border_0"],
            ],
            axis=-1,
        )
        need = fixed["need_always"] + np.einsum("spf,uf->spu", factors, fixed["need"])
        wants = np.einsum("mp,mpu,spu->mspu", causes["capability"], causes["demand"], need)
        return np.einsum("mspu,ud->mspd", wants, fixed["spends"])


def latest(series: Series, year: int) -> Values | None:
    """Give what was last observed by a year; None if nothing was."""
    known = [position for position, own in enumerate(series.years) if own <= year]
    return series.logs[known[-1]] if known else None
