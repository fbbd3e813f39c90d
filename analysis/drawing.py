"""What all figures share: colours, line styles, marks of shocks, labels that keep clear of each other.

Figures are `matplotlib.figure.Figure` objects, never pyplot's, so that drawing needs no screen and leaves no state.
Colours are Okabe and Ito's (2008), told apart by colour-blind readers; line styles and markers repeat the distinction
for a greyscale print.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .names import month_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..scenarios import Scenario

COLOURS = ("#D55E00", "#009E73", "#0072B2", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (7, 1.5, 1.5, 1.5)), (0, (1.2, 1.2)), (0, (3, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

GREY = "#5a5a5a"
FAINT = "#cccccc"

WIDTH = 7.2
"""Inches: two columns of a journal."""

DPI = 150

STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
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


def heading(figure: "Figure", title: str, below: str) -> None:
    """Write the title of a figure and the line below it at the top left.

    Parameters
    ----------
    figure : Figure
        Where to.
    title : str
        What the figure shows.
    below : str
        Scenario, seed and how to read it.
    """
    height = figure.get_size_inches()[1]
    figure.text(0.1 / WIDTH, 1 - 0.1 / height, title, fontsize=11, fontweight="bold", va="top")
    figure.text(0.1 / WIDTH, 1 - 0.3 / height, below, fontsize=7.5, color=GREY, va="top", linespacing=1.3)


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


@dataclass(frozen=True)
class Marks:
    """The shocks of a scenario in order of date, with those that fall close together under one label.

    Attributes
    ----------
    dates : tuple of int
        Month of each.
    key : tuple of str
        Number, date and title of each.
    labels : tuple of (float, str)
        Where along the axis each number or range of numbers stands.
    """

    dates: tuple[int, ...]
    key: tuple[str, ...]
    labels: tuple[tuple[float, str], ...]


def marks(scenario: "Scenario", apart: float) -> Marks:
    """Number the shocks that are switched on.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    apart : float
        Months that two labels need between them.
    """
    on = sorted((month_number(shock.date), shock.title) for shock in scenario.shocks.values() if shock.strength > 0)
    dates = tuple(date for date, _ in on)
    key = tuple(f"{number}  {date // 12}-{date % 12 + 1:02}  {title}" for number, (date, title) in enumerate(on, 1))
    groups: list[list[int]] = []
    for index, date in enumerate(dates):
        if groups and date - dates[groups[-1][-1]] < apart:
            groups[-1].append(index)
        else:
            groups.append([index])
    labels: list[tuple[float, str]] = []
    for group in groups:
        first, last = group[0], group[-1]
        joint = "," if last == first + 1 else "–"
        text = str(first + 1) if first == last else f"{first + 1}{joint}{last + 1}"
        labels.append(((dates[first] + dates[last]) / 2, text))
    return Marks(dates, key, tuple(labels))


def draw_marks(axes: "Axes", shocks: Marks, *, numbers: bool) -> None:
    """Draw a thin line at each shock.

    Parameters
    ----------
    axes : Axes
        The panel; its axis counts months.
    shocks : Marks
        From `marks`.
    numbers : bool
        Whether to write their numbers above.
    """
    for date in shocks.dates:
        axes.axvline(date, color=FAINT, linewidth=0.6, zorder=0)
    if numbers:
        across = axes.get_xaxis_transform()
        for date, text in shocks.labels:
            axes.text(date, 1.01, text, transform=across, fontsize=6.2, color=GREY, ha="center", va="bottom")


def key_lines(shocks: Marks) -> list[list[str]]:
    """Break the key of the shocks into two columns of lines.

    Parameters
    ----------
    shocks : Marks
        From `marks`.

    Returns
    -------
    list of list of str
        The lines of each column.
    """
    half = (len(shocks.key) + 1) // 2
    columns: list[list[str]] = []
    for entries in (shocks.key[:half], shocks.key[half:]):
        lines: list[str] = []
        for entry in entries:
            indent = " " * (len(entry.split("  ")[0]) + 13)
            lines += textwrap.wrap(entry, 60, subsequent_indent=indent, drop_whitespace=False) or [entry]
        columns.append(lines)
    return columns


def draw_key(figure: "Figure", shocks: Marks, bottom: float) -> None:
    """Write the key of the shocks under the panels.

    Parameters
    ----------
    figure : Figure
        Where to.
    shocks : Marks
        From `marks`.
    bottom : float
        Inches from the lower edge to the top of the key.
    """
    height = float(figure.get_size_inches()[1])
    for column, lines in enumerate(key_lines(shocks)):
        place = ((0.15 + column * (WIDTH - 0.15) / 2) / WIDTH, bottom / height)
        figure.text(*place, "\n".join(lines), fontsize=6.6, color="black", va="top", linespacing=1.35)


def key_height(shocks: Marks) -> float:
    """Return the room that the key needs, in inches.

    Parameters
    ----------
    shocks : Marks
        From `marks`.
    """
    return 0.14 * max(len(lines) for lines in key_lines(shocks)) + 0.1 if shocks.key else 0.0


def year_axis(axes: "Axes", start: int, months: int, *, labels: bool, every: int = 2) -> None:
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
    every : int
        Years between two labels.
    """
    axes.set_xlim(start, start + months - 1)
    first = -(-start // 12)
    years = list(range(first, (start + months - 1) // 12 + 1))
    every = max(every, len(years) // 8 * every // 2)
    axes.set_xticks([12 * year for year in years if (year - first) % every == 0])
    axes.set_xticks([12 * year for year in years], minor=True)
    axes.tick_params(length=2.5, width=0.5)
    axes.tick_params(which="minor", length=1.5, width=0.4)
    axes.set_xticklabels([f"{year}" if labels else "" for year in years if (year - first) % every == 0])
