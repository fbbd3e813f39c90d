"""What all figures share: colours, line styles, marks of shocks, labels that keep clear of each other.

Figures are `matplotlib.figure.Figure` objects, never pyplot's, so that drawing needs no screen and leaves no state.
Colours are Okabe and Ito's (2008), told apart by colour-blind readers; line styles and markers repeat the distinction
for a greyscale print.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from .names import title

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from ..runs import Run
    from ..scenarios import Scenario

COLOURS = ("#D55E00", "#009E73", "#0072B2", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (7, 1.5, 1.5, 1.5)), (0, (1.2, 1.2)), (0, (3, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

GREY = "#5a5a5a"
FAINT = "#cccccc"

WIDTH = 7.2
"""Inches: two columns of a journal."""

DPI = 150

CHARACTERS = 118
"""Of a line under a heading."""

CHANGED_LINES = 3
"""Lines at most on how the scenario differs from its file."""

LINE_SPACING = 1.3

ABREAST = 4
"""Powers in a row of the legend."""

STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "text.parse_math": False,  # a dollar sign in a title is a dollar sign
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": "black",
    "ytick.labelcolor": "black",
    "lines.linewidth": 1.5,
    "savefig.dpi": DPI,
    "figure.dpi": DPI,
}


@dataclass(frozen=True)
class Margins:
    """Room around the panels, in inches."""

    left: float = 0.5
    right: float = 0.5
    top: float = 0.75
    bottom: float = 0.35


def new_figure(height: float) -> "Figure":
    """Return an empty figure of the common width.

    Parameters
    ----------
    height : float
        Inches.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)
    return figure


def panels(figure: "Figure", rows: int, columns: int, margins: Margins, gaps: tuple[float, float]) -> "list[Axes]":
    """Add a grid of panels, row by row.

    Parameters
    ----------
    figure : Figure
        Where to.
    rows, columns : int
        The grid.
    margins : Margins
        Room around it.
    gaps : tuple of float
        Inches between columns and between rows.

    Returns
    -------
    list of Axes
        All of one size.
    """
    width, height = figure.get_size_inches()
    across, down = gaps
    wide = (width - margins.left - margins.right - across * (columns - 1)) / columns
    tall = (height - margins.top - margins.bottom - down * (rows - 1)) / rows
    axes: list[Axes] = []
    for row in range(rows):
        for column in range(columns):
            left = margins.left + column * (wide + across)
            bottom = margins.bottom + (rows - 1 - row) * (tall + down)
            axes.append(figure.add_axes((left / width, bottom / height, wide / width, tall / height)))
    return axes


def heading(figure: "Figure", run: "Run", title: str, below: str = "") -> None:
    """Write the title of a figure at the top left, and under it where its numbers come from.

    Parameters
    ----------
    figure : Figure
        Where to.
    run : Run
        What is drawn.
    title : str
        What the figure shows.
    below : str
        How to read it.
    """
    headline(figure, title, [origin(run), *changed(run.scenario), *([below] if below else [])])


def headline(figure: "Figure", title: str, lines: Sequence[str]) -> None:
    """Write the title of a figure at the top left, and smaller lines under it.

    Parameters
    ----------
    figure : Figure
        Where to.
    title : str
        What the figure shows.
    lines : sequence of str
        Where its numbers come from, how to read it.
    """
    height = figure.get_size_inches()[1]
    figure.text(0.1 / WIDTH, 1 - 0.1 / height, title, fontsize=11, fontweight="bold", va="top")
    figure.text(
        0.1 / WIDTH, 1 - 0.3 / height, "\n".join(lines), fontsize=7.5, color=GREY, va="top", linespacing=LINE_SPACING
    )


def changed(scenario: "Scenario") -> list[str]:
    """Give the lines under a heading that say how the scenario differs from its file; none if it does not.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    """
    if not scenario.changes:
        return []
    found = textwrap.wrap(f"changed: {'; '.join(scenario.changes)}", CHARACTERS, break_on_hyphens=False)
    kept = found[:CHANGED_LINES]
    return kept if len(found) == len(kept) else [*kept[:-1], f"{kept[-1][: CHARACTERS - 20]} ... (see run.json)"]


def changed_height(scenario: "Scenario") -> float:
    """Return the inches that the lines of `changed` take.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    """
    return 7.5 / 72 * LINE_SPACING * len(changed(scenario))


def extra_room(scenario: "Scenario") -> float:
    """Return the inches above the panels for the lines of `changed` and for a legend of more than one row.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    """
    return changed_height(scenario) + 0.16 * ((len(scenario.inputs.ids["power"]) - 1) // ABREAST)


def slots(scenario: "Scenario", axis: Literal["power", "state"] = "power") -> list[int]:
    """Give each power, or state, its place among colours, line styles, markers: that in the order of the files.

    One that is added comes last, so that the others keep their looks; one that is declared but left out of the world
    keeps its place.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    axis : str
        "power" or "state".
    """
    declared = list(scenario.document.powers if axis == "power" else scenario.document.states)
    return [declared.index(name) for name in scenario.inputs.ids[axis]]


def power_colours(scenario: "Scenario") -> list[str]:
    """Give the colour of each power of the world.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    """
    return [COLOURS[slot % len(COLOURS)] for slot in slots(scenario)]


def power_dashes(scenario: "Scenario") -> list[Any]:
    """Give the line style of each power of the world.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    """
    return [DASHES[slot % len(DASHES)] for slot in slots(scenario)]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions as little as needed so that neighbours keep a distance.

    Parameters
    ----------
    wanted : sequence of float
        Where each label would be.
    gap : float
        Least distance.
    low, high : float
        Ends of the room.

    Returns
    -------
    list of float
        New positions, in the order given.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [max(wanted[index], low) for index in order]
    for _ in range(50):
        for lower in range(len(placed) - 1):
            lack = gap - (placed[lower + 1] - placed[lower])
            if lack > 0:
                placed[lower] -= lack / 2
                placed[lower + 1] += lack / 2
        placed = [min(max(value, low), high) for value in placed]
    result = [0.0] * len(wanted)
    for index, value in zip(order, placed, strict=True):
        result[index] = value
    return result


def label_ends(axes: "Axes", ends: Sequence[float], labels: Sequence[str], colours: Sequence[str], size: float) -> None:
    """Write a label to the right of the last point of each line, none over another.

    Parameters
    ----------
    axes : Axes
        The panel; its vertical limits are set.
    ends : sequence of float
        Last value of each line.
    labels, colours : sequence of str
        One each.
    size : float
        Font size in points.
    """
    figure = axes.get_figure()
    assert figure is not None
    low, high = axes.get_ylim()
    inches = axes.get_position().height * float(figure.get_figure(root=True).get_size_inches()[1])
    gap = 1.1 * size / 72 / inches * (high - low)
    for end, label, colour in zip(spread(ends, gap, low, high), labels, colours, strict=True):
        place = (1.015, (end - low) / (high - low))
        axes.text(*place, label, transform=axes.transAxes, fontsize=size, color=colour, va="center", fontweight="bold")


def year_axis(axes: "Axes", start: int, months: int, *, labels: bool, most: int = 7) -> None:
    """Make the horizontal axis count months and show years.

    Parameters
    ----------
    axes : Axes
        The panel.
    start : int
        First month.
    months : int
        Length of the run.
    labels : bool
        Whether to write the years.
    most : int
        Ticks at most.
    """
    from matplotlib.ticker import FixedFormatter, FixedLocator, NullFormatter

    first, last = -(-start // 12), (start + months - 1) // 12
    step = next(step for step in (1, 2, 4, 5, 10, 20, 50, 100, 200) if (last - first) // step < most)
    years = range(first, last + 1, step)
    axes.set_xlim(start, start + months - 1)
    axes.xaxis.set_major_locator(FixedLocator([12 * year for year in years]))
    axes.xaxis.set_major_formatter(FixedFormatter([str(year) for year in years]) if labels else NullFormatter())


def power_lines(axes: "Axes", run: "Run", values: "NDArray[np.float64]", width: float) -> None:
    """Draw one line for each power.

    Parameters
    ----------
    axes : Axes
        The panel.
    run : Run
        For the months.
    values : array, shape (months, powers)
        The lines.
    width : float
        Points.
    """
    months = range(run.scenario.inputs.start, run.scenario.inputs.start + run.scenario.inputs.months)
    looks = zip(power_colours(run.scenario), power_dashes(run.scenario), strict=True)
    for index, (colour, dashes) in enumerate(looks):
        axes.plot(
            list(months), values[:, index], color=colour, linestyle=dashes, linewidth=width, solid_capstyle="butt"
        )


def power_legend(figure: "Figure", run: "Run") -> None:
    """Say which line is which power, under the heading.

    Parameters
    ----------
    figure : Figure
        Where to.
    run : Run
        For the names.
    """
    from matplotlib.lines import Line2D

    powers = run.scenario.inputs.ids["power"]
    looks = zip(power_colours(run.scenario), power_dashes(run.scenario), strict=True)
    handles = [Line2D([], [], color=colour, linestyle=dashes, linewidth=1.6) for colour, dashes in looks]
    labels = [
        name if title(run.scenario, "powers", name) == name else f"{title(run.scenario, 'powers', name)} ({name})"
        for name in powers
    ]
    height = float(figure.get_size_inches()[1])
    figure.legend(
        handles,
        labels,
        loc="upper left",
        bbox_to_anchor=(0.02 / WIDTH, 1 - (0.46 + changed_height(run.scenario)) / height),
        ncols=ABREAST,
        frameon=False,
        fontsize=8,
        handlelength=3,
        columnspacing=1.6,
    )


def origin(run: "Run") -> str:
    """Say where the numbers of a figure come from.

    Parameters
    ----------
    run : Run
        The run.
    """
    scenario = run.scenario
    return f"{scenario.name}, seed {run.seed}, {scenario.start} to {scenario.end}: one possible world"
