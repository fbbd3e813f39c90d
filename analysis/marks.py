"""The shocks of a scenario as marks in a figure: thin lines with numbers, and a key below."""

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..scenarios import label, month
from .drawing import FAINT, GREY, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..scenarios import Scenario


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
    """Give the shocks that are switched on their numbers.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    apart : float
        Months that two labels need between them.
    """
    on = sorted((month(shock.date), shock.title) for shock in scenario.shocks.values() if shock.strength > 0)
    dates = tuple(date for date, _ in on)
    key = tuple(f"{number}  {label(date)}  {title}" for number, (date, title) in enumerate(on, 1))
    groups: list[list[int]] = []
    for index, date in enumerate(dates):
        if groups and date - dates[groups[-1][0]] < 1.3 * apart:
            groups[-1].append(index)
        else:
            groups.append([index])
    labels: list[tuple[float, str]] = []
    for group in groups:
        first, last = group[0], group[-1]
        joint = "," if last == first + 1 else "\u2013"
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
    across = axes.get_xaxis_transform()
    axes.vlines(shocks.dates, 0, 1, colors=FAINT, linewidth=0.6, zorder=0, transform=across)
    if numbers:
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
