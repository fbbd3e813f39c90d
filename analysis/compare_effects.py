"""Effects as an event study: paired differences around the month in which two scenarios part."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..scenarios import label
from .compare_drawing import Look, Page, about, band, dots, looks, multiples, wrapped
from .drawing import GREY, year_axis
from .marks import marks_of
from .sides import shocks_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .effects import Course, Effect
    from .sides import Shared, Side


def figures_effect(
    sides: Sequence["Side"], shared: "Shared", effect: "Effect", course: "Course | None"
) -> "Iterator[Figure]":
    """Draw the differences between a scenario and the baseline as small multiples, states by powers.

    Parameters
    ----------
    sides : sequence of Side
        The baseline and the scenario.
    shared : Shared
        States, powers and years.
    effect : Effect
        The differences by year.
    course : Course or None
        The same by month, where the months were kept.

    Yields
    ------
    Figure
        Pages.
    """
    if course is None:
        across, values = 12.0 * np.asarray(shared.years) + 5.5, effect.difference
        first, months, unit = shared.start, shared.months, "year"
    else:
        values, first, unit = course.difference, course.first, "month"
        months = values.shape[1]
        across = first + 1.0 + np.arange(months)  # values are those at the end of a month
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    margin = 0.06 * (high - low) or 0.01
    look = Look(looks(2)[1].colour, "-")

    def draw(axes: "Axes", state: int, power: int) -> None:
        axes.axhline(0, color=GREY, linewidth=0.7)
        if effect.date is not None:
            axes.axvline(effect.date, color="black", linewidth=0.9, linestyle=(0, (2, 1.5)))
        band(axes, across, values[:, :, state, power], look)
        if course is None:
            dots(axes, across, values[:, :, state, power], look)
        axes.set_ylim(low - margin, high + margin)
        year_axis(axes, first, months, labels=True, most=5)

    page = Page(
        f"{effect.name} less {effect.baseline}",
        [*about(sides), *wrapped(_reading(effect, unit))],
        (),
        (),
        marks_of(_within(shocks_of(sides, shared), first, months), first, first + months - 1, 0.065 * months),
        "difference",
    )
    yield from multiples(page, sides[0], shared, draw)


def _reading(effect: "Effect", unit: str) -> str:
    if effect.unpaired:
        return f"Difference of the medians by {unit}; not paired, since {effect.unpaired}."
    if unit == "year":
        unit = "year (dots at its middle; the lines only join them)"
    said = (
        f"Differences of alignment (mean over domains with the scenario's weights) by {unit}, replication by "
        f"replication under the same noise ({effect.number} pairs): median and 5-95 % band. Below zero: lower in "
        f"{effect.name}."
    )
    if effect.date is None:
        return said
    return f"{said} Dashed line: {label(effect.date)}, when the causes part; before it the difference is exactly zero."


def _within(shocks: Sequence[tuple[int, str]], first: int, months: int) -> list[tuple[int, str]]:
    return [(date, title) for date, title in shocks if first <= date < first + months]
