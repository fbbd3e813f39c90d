"""The figures of a run: who leads where, in what, along which path, and what drove the turns."""

import textwrap
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from .aligned import alignment, hedging_by_month, influence_on_region, overall
from .drawing import (
    DASHES,
    MARKERS,
    WIDTH,
    Margins,
    extra_room,
    heading,
    label_ends,
    new_figure,
    panels,
    power_colours,
    power_legend,
    power_lines,
    slots,
    year_axis,
)
from .marks import draw_key, draw_marks, key_height, marks
from .names import capital, title
from .painting import painted
from .ternary import figure_ternary
from .turns import figure_drivers

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..runs import Run

SHARE, UNIT = "share of alignment", 7.0
"""What the vertical axes of alignments count, and the points in which it is written."""

TITLE = 42
"""Letters of a title above one of two panels."""


def figure_alignment(run: "Run") -> "Figure":
    """Draw the alignment of each state with each power through time, shocks marked.

    Parameters
    ----------
    run : Run
        The run; its first replication is drawn.

    Returns
    -------
    Figure
        One panel for each state and one for the mean of the core states.
    """
    inputs, values = run.scenario.inputs, overall(run)
    powers = inputs.ids["power"]
    core = inputs.constants["core"][:, 0]
    mean = (values * core[:, None]).sum(axis=1) / max(core.sum(), 1.0)
    shown = [(title(run.scenario, "states", state), values[:, i]) for i, state in enumerate(inputs.ids["state"])]
    among = ", ".join(np.array(inputs.ids["state"])[core > 0].tolist())
    shown.append((textwrap.shorten(f"Mean of {among}", TITLE, placeholder=" ..."), mean))
    rows = -(-len(shown) // 2)
    shocks = marks(run.scenario, apart=inputs.months * 0.036)
    margins = Margins(left=0.6, bottom=0.4 + key_height(shocks), top=1.16 + extra_room(run.scenario))
    figure = new_figure(margins.top + margins.bottom + rows * 1.35 + (rows - 1) * 0.46)
    heading(figure, run, "Alignment of each state with each power, mean over domains")
    power_legend(figure, run)
    top = min(1.0, float(np.ceil(values.max() * 10 + 0.3) / 10))
    for index, axes in enumerate(panels(figure, rows, 2, margins, (0.62, 0.46))):
        if index >= len(shown):
            axes.set_axis_off()
            continue
        name, lines = shown[index]
        power_lines(axes, run, lines, 1.5)
        axes.set_ylim(0, top)
        year_axis(axes, inputs.start, inputs.months, labels=index + 2 >= len(shown))
        draw_marks(axes, shocks, numbers=True)
        axes.set_title(name, pad=18)
        if index % 2 == 0:
            axes.set_ylabel(SHARE, fontsize=UNIT)
        label_ends(axes, list(lines[-1]), powers, power_colours(run.scenario), 7)
    draw_key(figure, shocks, key_height(shocks))
    return figure


def figure_domains(run: "Run") -> "Figure":
    """Draw states by domains as small multiples.

    Parameters
    ----------
    run : Run
        The run; its first replication is drawn.

    Returns
    -------
    Figure
        A row for each state, a column for each domain.
    """
    inputs, values = run.scenario.inputs, alignment(run)
    states, domains = inputs.ids["state"], inputs.ids["domain"]
    margins = Margins(left=1.4, right=0.15, top=1.0 + extra_room(run.scenario))
    height = margins.top + margins.bottom + 0.98 * len(states) + 0.14 * (len(states) - 1)
    figure = new_figure(height)
    middle = (margins.bottom + height - margins.top) / 2 / height
    figure.text(0.17 / WIDTH, middle, SHARE, rotation=90, ha="center", va="center", fontsize=UNIT)
    heading(figure, run, "Alignment by domain (grey lines: shocks)")
    power_legend(figure, run)
    grid = panels(figure, len(states), len(domains), margins, (0.14, 0.14))
    shocks = marks(run.scenario, apart=0)
    for index, axes in enumerate(grid):
        row, column = divmod(index, len(domains))
        power_lines(axes, run, values[:, row, :, column], 1.3)
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.5, 1], ["0", ".5", "1"] if column == 0 else ["", "", ""])
        year_axis(axes, inputs.start, inputs.months, labels=row == len(states) - 1, most=3)
        draw_marks(axes, shocks, numbers=False)
        if row == 0:
            axes.set_title(capital(title(run.scenario, "domains", domains[column])), loc="center", pad=5)
        if column == 0:
            name = title(run.scenario, "states", states[row])
            axes.set_ylabel(name, rotation=0, ha="right", va="center", labelpad=4, fontweight="bold")
    return figure


def figure_region(run: "Run") -> "Figure":
    """Draw the influence of each power on the region, and how far each state hedges.

    Parameters
    ----------
    run : Run
        The run; its first replication is drawn.

    Returns
    -------
    Figure
        Two panels.
    """
    inputs = run.scenario.inputs
    influence, hedging = influence_on_region(run), hedging_by_month(run)
    years = np.arange(inputs.start, inputs.start + inputs.months) // 12
    yearly = np.stack([hedging[years == year].mean(axis=0) for year in np.unique(years)])
    shocks = marks(run.scenario, apart=inputs.months * 0.036)
    margins = Margins(left=0.68, top=1.16 + extra_room(run.scenario), bottom=0.4 + key_height(shocks))
    figure = new_figure(margins.top + margins.bottom + 2.3)
    heading(figure, run, "Influence on the region and hedging")
    power_legend(figure, run)
    left, right = panels(figure, 1, 2, margins, (1.05, 0))
    power_lines(left, run, influence, 1.5)
    middles = 12 * np.unique(years) + 5.5
    for index, slot in enumerate(slots(run.scenario, "state")):
        dashes, marker = DASHES[slot % len(DASHES)], MARKERS[slot % len(MARKERS)]
        right.plot(
            middles, yearly[:, index], color="black", linestyle=dashes, linewidth=0.9, marker=marker, markersize=3.5
        )
    colours = power_colours(run.scenario)
    black = ["black"] * yearly.shape[1]
    for axes, name, unit, ends, labels, inks in (
        (left, "Influence on the core states, mean", "influence", influence[-1], inputs.ids["power"], colours),
        (right, "Hedging of each state, yearly means", "hedging", yearly[-1], inputs.ids["state"], black),
    ):
        axes.set_ylabel(f"{unit} (from 0 to 1)", fontsize=UNIT)
        axes.set_ylim(0, None)
        year_axis(axes, inputs.start, inputs.months, labels=True)
        draw_marks(axes, shocks, numbers=True)
        axes.set_title(name, pad=18)
        label_ends(axes, list(ends), labels, inks, 7)
    draw_key(figure, shocks, key_height(shocks))
    return figure


def render(run: "Run") -> dict[str, bytes]:
    """Draw every figure of a run.

    Parameters
    ----------
    run : Run
        The run; its first replication is drawn.

    Returns
    -------
    dict of str to bytes
        File name and PNG. The same run gives the same bytes on equal versions of the libraries.
    """
    drawn: dict[str, Callable[[Run], Figure]] = {
        "alignment.png": figure_alignment,
        "domains.png": figure_domains,
        "region.png": figure_region,
        "drivers.png": figure_drivers,
    }
    if len(run.scenario.inputs.ids["power"]) == 3:
        drawn["ternary.png"] = figure_ternary
    return painted(((name, draw(run)) for name, draw in drawn.items()), _metadata(run))


def _metadata(run: "Run") -> dict[str, str]:
    return {
        "Software": f"greatgame {version('greatgame')}",
        "Title": run.scenario.title,
        "Scenario": run.scenario.name,
        "Description": f"scenario {run.scenario.name}, seed {run.seed}, replication {run.replications[0]}"
        + (f", changed: {'; '.join(run.scenario.changes)}" if run.scenario.changes else ""),
        "Seed": str(run.seed),
    }
