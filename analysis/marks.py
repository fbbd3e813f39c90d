"""The shocks of a scenario as marks in a figure: thin lines with numbers in two rows, and a key below."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..scenarios import label, month
from .drawing import FAINT, GREY, WIDTH, spread

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..scenarios import Scenario

ROWS = 2
"""Rows of numbers above a panel, so that those of close shocks can be told apart."""

RISE = (2.0, 9.0)
"""Points from the panel to each row."""

SIZE = 6.2
"""Points of the numbers."""


@dataclass(frozen=True)
class Marks:
    """The shocks of a scenario in order of date, with the places of their numbers.

    Attributes
    ----------
    dates : tuple of int
        Month of each.
    key : tuple of str
        Number, date and title of each.
    places : tuple of float
        Where along the axis each number stands: near its date, clear of the others in its row. Odd numbers stand in
        the lower row, even ones above.
    """

    dates: tuple[int, ...]
    key: tuple[str, ...]
    places: tuple[float, ...]


def marks(scenario: "Scenario", apart: float) -> Marks:
    """Give the shocks that are switched on their numbers.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    apart : float
        Months that two numbers in a row need between their middles.
    """
    on = [(month(shock.date), shock.title) for shock in scenario.shocks.values() if shock.strength > 0]
    return marks_of(on, month(scenario.start), month(scenario.end), apart)


def marks_of(shocks: Iterable[tuple[int, str]], first: int, last: int, apart: float) -> Marks:
    """Give shocks their numbers.

    Parameters
    ----------
    shocks : iterable of (month, title)
        In any order.
    first, last : int
        Ends of the axis.
    apart : float
        Months that two numbers in a row need between their middles.
    """
    on = sorted(shocks)
    dates = tuple(date for date, _ in on)
    key = tuple(f"{number}  {label(date)}  {title}" for number, (date, title) in enumerate(on, 1))
    places = [float(date) for date in dates]
    for row in range(ROWS):
        places[row::ROWS] = spread(dates[row::ROWS], apart, first, last)
    return Marks(dates, key, tuple(places))


def draw_marks(axes: "Axes", shocks: Marks, *, numbers: bool) -> None:
    """Draw a thin line at each shock.

    Parameters
    ----------
    axes : Axes
        The panel; its axis counts months.
    shocks : Marks
        From `marks`.
    numbers : bool
        Whether to write their numbers above, odd ones close to the panel, even ones higher up.
    """
    across = axes.get_xaxis_transform()
    axes.vlines(shocks.dates, 0, 1, colors=FAINT, linewidth=0.6, zorder=0, transform=across)
    if not numbers:
        return
    for index, (date, place) in enumerate(zip(shocks.dates, shocks.places, strict=True)):
        axes.annotate(
            str(index + 1),
            xy=(date, 1),
            xycoords=across,
            xytext=(place, 1 + RISE[index % ROWS] / _points_high(axes)),
            textcoords=across,
            fontsize=SIZE,
            color=GREY,
            ha="center",
            va="bottom",
            annotation_clip=False,
            zorder=3 - index % ROWS,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
            arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0},
        )


def _points_high(axes: "Axes") -> float:
    """Return the height of a panel in points."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return 72 * axes.get_position().height * float(figure.get_size_inches()[1])


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
