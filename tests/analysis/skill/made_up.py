"""Small observations and worlds that are made up: nothing is in them but what a test says."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from greatgame.analysis.observations import KINDS, Series
from greatgame.analysis.skill.forecasters import FLOOR, Model
from greatgame.analysis.skill.shown import Shown

STRAIT = Path(__file__).with_name("strait.yaml")
"""Two states, two powers, one league; from March 1990 to October 1994."""

STATES, POWERS = ("A", "B", "C"), ("X", "Y", "Z")

Told = Mapping[str, Mapping[str, Mapping[int, float]]]
"""By variable, by state and power ("A X") or state alone ("A"), and by year."""


def told(found: Told) -> Any:
    """Readings of what is told, and of nothing else."""
    pairs = {
        name: {pair.partition(" ")[::2]: dict(years) for pair, years in by_pair.items()}
        for name, by_pair in found.items()
    }
    return SimpleNamespace(values=pairs)


def seen(
    kind: str, state: str, parts: str, logs: Mapping[int, float | Sequence[float]], variance: float = 0.01
) -> Series:
    """A series of logarithms by year."""
    rows = np.array([np.atleast_1d(row) for row in logs.values()], np.float64)
    return Series(kind, state, tuple(parts.split()), tuple(logs), rows, np.full_like(rows, variance))


def leaning(kind: str, state: str, shares: Mapping[int, float], variance: float = 0.01) -> Series:
    """A series of the shares of X and Y; given is that of X."""
    logs = {year: 0.5 * np.log(share / (1.0 - share)) for year, share in shares.items()}
    return seen(kind, state, "X Y", {year: (log, -log) for year, log in logs.items()}, variance)


def worlds_of(
    amounts: Mapping[str, Any],
    membership: Any = None,
    missed: Mapping[str, Sequence[bool]] | None = None,
    first: int = 1990,
) -> Shown:
    """What worlds show, by kind of data: (year, state, power, point, run)."""
    quantities = {KINDS[kind].lens: np.asarray(values, np.float32) for kind, values in amounts.items()}
    years, states, _, points, runs = next(iter(quantities.values())).shape
    if membership is None:
        membership = np.zeros((years, states, 1, points, runs), dtype=bool)
    return Shown(
        first,
        quantities,
        np.asarray(membership, dtype=bool),
        {id_: np.array(each) for id_, each in (missed or {}).items()},
    )


def model_of(shown: Shown) -> Model:
    """The model whose worlds show this, of as many states and powers."""
    _, states, powers, _, _ = next(iter(shown.quantities.values())).shape
    return Model(shown, STATES[:states], POWERS[:powers])


def giving(paths: Sequence[Sequence[float]], kind: str = "aid", first: int = 1990) -> Shown:
    """Worlds with one state, one power and one run in which an amount has these logarithms, by point and year."""
    logs = np.array(paths, np.float64).T[:, np.newaxis, np.newaxis, :, np.newaxis]
    return worlds_of({kind: np.exp(logs) - FLOOR}, first=first)
