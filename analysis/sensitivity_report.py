"""What a study of sensitivity found, as a table and in sentences."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .compare_tables import percent
from .screen import Screen
from .sensitivity import Effects, Study, Values, flat
from .sheets import Sheet, show

if TYPE_CHECKING:
    from .sensitivity_numbers import Moved

SHOWN = 12
"""Numbers in the short form of the table."""

FEW = 5
"""Numbers that a sentence names."""

WIDE = 0.1
"""Half a 95 % interval of a share of the variance above which more points are asked for."""

WIDE_PART = 0.25
"""The same of an elementary effect, as a part of the largest."""

NOISY = 0.1
"""Share of the variance that may be left of the noise before more runs are asked for."""


CLEAR = 0.9
"""Part of the mean size that the mean has where an effect has one direction."""


@dataclass(frozen=True)
class Finding:
    """A study and what came out.

    Attributes
    ----------
    study : Study
        What was asked.
    points : array, (points, numbers)
        Where.
    responses : array, (points,)
        What came out.
    effects : mapping of str to array, (numbers,)
        What follows.
    noise : float or None
        Share of the variance that is left of the noise, if it is known.
    """

    study: Study
    points: Values
    responses: Values
    effects: Effects
    noise: float | None

    @property
    def main(self) -> str:
        """The column by which numbers are ranked."""
        return "ST" if self.study.method == "sobol" else "mu_star"

    @property
    def order(self) -> list[int]:
        """Positions of the numbers, the most important first; as they came where none is."""
        return np.argsort(-np.nan_to_num(self.effects[self.main]), kind="stable").tolist()


_COLUMNS = {
    "sobol": ("S1", "S1_low", "S1_high", "ST", "ST_low", "ST_high"),
    "morris": ("mu", "mu_star", "mu_star_low", "mu_star_high", "sigma"),
}
_HEADS = {
    "sobol": {"S1": "first-order", "ST": "total"},
    "morris": {"mu_star": "size (mu*)", "mu": "mean (mu)", "sigma": "sigma"},
}
_NOTES = {
    "sobol": (
        "First-order: share of the variance that the number makes by itself; total: with all that it takes part in. "
        "In brackets: 95 % intervals (bootstrap)."
    ),
    "morris": (
        "Change of the outcome when the number goes through its whole range: mean size, mean, standard deviation "
        "(large where it depends on the other numbers). In brackets: 95 % intervals (bootstrap)."
    ),
}
HELD = "All points have the same noise; each number is uniform over its range, independent of the others."


def sheet(found: Finding) -> Sheet:
    """Make the table, the most important number first.

    Parameters
    ----------
    found : Finding
        What came out.
    """
    study, columns = found.study, _COLUMNS[found.study.method]
    rows = [(*_range(study.moved[i]), *(_defined(found.effects[name][i]) for name in columns)) for i in found.order]
    heads = _HEADS[study.method]
    first = [(study.moved[i], [_number(found.effects, name, i) for name in heads]) for i in found.order[:SHOWN]]
    short = [["number", *heads.values(), "range"], *([item.path, *cells, item.range] for item, cells in first)]
    left = len(rows) - len(short) + 1
    notes = (*([f"The first {SHOWN}; {left} more in sensitivity.csv."] if left > 0 else ()), _NOTES[study.method])
    title = f"What {study.outcome.name} depends on"
    return Sheet("sensitivity", title, ("path", "low", "high", "unit", *columns), rows, short, 1, notes, HELD)


def _range(item: "Moved") -> tuple[str, float, float, str]:
    return item.path, item.low, item.high, "times the series" if item.factor else item.unit


def _defined(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _number(effects: Effects, name: str, place: int) -> str:
    keys = [key for key in (name, f"{name}_low", f"{name}_high") if key in effects]
    value, *ends = (_short(name, float(effects[key][place])) for key in keys)
    return f"{value} ({' to '.join(ends)})" if ends else value


def _short(name: str, value: float) -> str:
    if isnan(value):
        return "-"
    return f"{round(value, 2) + 0.0:.2f}" if name in ("S1", "ST") else f"{value:.2g}"


def tell(screen: Screen, found: Finding, folder: Path) -> None:
    """Print the table and what it means.

    Parameters
    ----------
    screen : Screen
        Where to.
    found : Finding
        What came out.
    folder : Path
        Where it was written.
    """
    screen.line()
    table = sheet(found)
    if not flat(found.responses):
        show(screen, table)
        screen.line(table.held)
    for sentence in sentences(found):
        screen.line(sentence)
    screen.line(f"All rows, the points, the figure and what made them: {shlex.quote(str(folder))}")


def sentences(found: Finding) -> Iterator[str]:
    """Say in plain words what came out, and how far to trust it.

    Parameters
    ----------
    found : Finding
        What came out.
    """
    study, outcome = found.study, found.study.outcome
    if flat(found.responses):
        value = float(found.responses.mean())
        yield (
            f"Nothing that was varied changes {outcome.name}: it is {value:.4g} at all points. Look at another "
            "outcome or date, vary other numbers, or take more --runs for an act that is rare."
        )
        return
    yield (
        f"{outcome.name} ({outcome.unit}) is {float(found.responses.mean()):.3g} on average over the points, with a "
        f"standard deviation of {float(found.responses.std()):.2g}."
    )
    yield _variance(found) if study.method == "sobol" else _sizes(found)
    yield from _warnings(found)


def _variance(found: Finding) -> str:
    name, alone, total = found.study.outcome.name, found.effects["S1"], found.effects["ST"]
    leading = np.argsort(-alone, kind="stable").tolist()
    needed = next((k for k in range(1, FEW + 1) if alone[leading[:k]].sum() > 0.5), None)
    if needed is not None:
        return f"Most of the variance of {name} comes from {_listed(found, leading[:needed], alone)} by themselves."
    several = found.order[: min(3, len(found.order))]
    return (
        f"No {FEW} numbers make most of the variance of {name} by themselves; the largest total effects are those of "
        f"{_listed(found, several, total)}, with all that they take part in."
    )


def _sizes(found: Finding) -> str:
    study, size, mean = found.study, found.effects["mu_star"], found.effects["mu"]
    first = found.order[0]
    way = f"{'up' if mean[first] > 0 else 'down'} as that grows"
    if abs(mean[first]) < CLEAR * size[first]:
        way = "up in some places, down in others"
    said = (
        f"{study.outcome.name} depends most on {study.moved[first].path}: through the range of that it moves by "
        f"{size[first]:.2g} on average, {way}."
    )
    others = [i for i in found.order[1:3] if size[i] > 0]
    if not others:
        return said
    return f"{said} Next: {' and '.join(f'{study.moved[i].path} ({size[i]:.2g})' for i in others)}."


def _warnings(found: Finding) -> Iterator[str]:
    main, points = found.effects[found.main], found.study.points
    half = found.effects[f"{found.main}_high"] - main
    widest = float(half.max())
    bound = WIDE if found.study.method == "sobol" else WIDE_PART * float(main.max())
    if widest > bound:
        what = "a total effect" if found.study.method == "sobol" else "an effect"
        yield (
            f"Warning: the interval of {what} is as wide as +-{widest:.2g}, so the order is rough; take --points "
            f"{4 * points} (intervals halve)."
        )
    if found.noise is not None and found.noise > NOISY:
        yield (
            f"Warning: about {percent(min(found.noise, 1.0))} of the variance over the points is left of the noise of "
            f"{found.study.runs} runs; take --runs {4 * found.study.runs}."
        )


def _listed(found: Finding, places: Sequence[int], shares: Values) -> str:
    named = [f"{found.study.moved[i].path} ({percent(max(float(shares[i]), 0.0))})" for i in places]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
