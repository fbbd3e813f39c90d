"""What the figures of a comparison share: the looks of scenarios, the heading, pages of small multiples."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .drawing import (
    CHARACTERS,
    COLOURS,
    DASHES,
    LINE_SPACING,
    WIDTH,
    Margins,
    headline,
    new_figure,
    panels,
    power_colours,
    power_dashes,
    slots,
)
from .marks import Marks, draw_key, draw_marks, key_height, marks_of
from .names import counted, title
from .sheets import HELD, HELD_AT_POINTS
from .sides import shocks_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .sides import Shared, Side

Values = NDArray[np.float64]
Draw = Callable[["Axes", int, int], None]

ROWS, COLUMNS = 6, 4
"""States and powers on a page."""

LEFT, TICKS = 1.65, 0.62
"""Inches to the left of a row for its name, what is counted and the numbers along the axis, and for the latter two."""

UNIT = 0.47
"""Inches to the left of a panel at which stands what is counted."""

HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "++++", "oooo")
"""Of the areas of powers."""

FILL = 0.16
"""Opacity of a band."""


@dataclass(frozen=True)
class Look:
    """How a scenario is drawn.

    Attributes
    ----------
    colour : str
        Of its line and band.
    dashes : Any
        Of its line and the edges of its band.
    hatch : str or None
        Of its area; None if it is drawn as a line.
    """

    colour: str
    dashes: Any
    hatch: str | None = None


def looks(number: int) -> list[Look]:
    """Give the looks of scenarios: the baseline black and solid, the others in colours and dashes.

    Parameters
    ----------
    number : int
        How many.
    """
    colours = ["#000000", *(COLOURS[place] for place in (2, 0, 1, 3, 4, 5))]
    return [Look(colours[i % len(colours)], DASHES[i % len(DASHES)]) for i in range(number)]


def powers_look(side: "Side", shared: "Shared") -> dict[str, Look]:
    """Give the looks of the powers.

    Parameters
    ----------
    side : Side
        Whose scenario orders them.
    shared : Shared
        Which are drawn.
    """
    scenario = side.scenario
    hatches = [HATCHES[slot % len(HATCHES)] for slot in slots(scenario)]
    every = zip(power_colours(scenario), power_dashes(scenario), hatches, strict=True)
    found = {name: Look(*look) for name, look in zip(scenario.inputs.ids["power"], every, strict=True)}
    return {name: found[name] for name in shared.powers}


def about(sides: Sequence["Side"]) -> list[str]:
    """Say where the numbers of a figure come from and what its bands are over, in lines that fit.

    Parameters
    ----------
    sides : sequence of Side
        What is drawn.
    """
    same: dict[tuple[int, int], list[str]] = {}
    for side in sides:
        same.setdefault((side.number, side.record.seed), []).append(side.name)
    said = [
        f"{', '.join(names)}: {counted(number)}{' each' if len(names) > 1 else ''}, seed {seed}"
        for (number, seed), names in same.items()
    ]
    return [*wrapped("; ".join(said)), HELD_AT_POINTS if sides[0].design else HELD]


def wrapped(text: str) -> list[str]:
    """Break a line under a heading.

    Parameters
    ----------
    text : str
        The line.
    """
    return textwrap.wrap(text.replace(" %", "\N{NO-BREAK SPACE}%"), CHARACTERS, break_on_hyphens=False)


def lines_height(lines: Sequence[str]) -> float:
    """Return the inches that a heading with these lines takes.

    Parameters
    ----------
    lines : sequence of str
        Under the title.
    """
    return 0.34 + 7.5 / 72 * LINE_SPACING * len(lines)


def legend(figure: "Figure", names: Sequence[str], styles: Sequence[Look], top: float) -> None:
    """Say which line or area is which.

    Parameters
    ----------
    figure : Figure
        Where to.
    names : sequence of str
        Of the lines or areas.
    styles : sequence of Look
        Of the same.
    top : float
        Inches from the upper edge.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Line2D([], [], color=look.colour, linestyle=look.dashes, linewidth=1.6)
        if look.hatch is None
        else Patch(facecolor=look.colour, hatch=look.hatch, edgecolor="white", linewidth=0)
        for look in styles
    ]
    height = float(figure.get_size_inches()[1])
    figure.legend(
        handles,
        names,
        loc="upper left",
        bbox_to_anchor=(0.1 / WIDTH, 1 - top / height),
        ncols=abreast(names),
        frameon=False,
        fontsize=8,
        handlelength=3,
        columnspacing=1.6,
        borderaxespad=0,
    )


def abreast(names: Sequence[str]) -> int:
    """Say how many entries of a legend fit side by side.

    Parameters
    ----------
    names : sequence of str
        The entries.
    """
    return max(1, int((CHARACTERS - 10) // (max(map(len, names)) + 9)))


def legend_height(names: Sequence[str]) -> float:
    """Return the inches that a legend takes.

    Parameters
    ----------
    names : sequence of str
        The entries.
    """
    return 0.17 * -(-len(names) // abreast(names)) + 0.06


def dots(axes: "Axes", across: Values, values: Values, look: Look) -> None:
    """Mark the medians of yearly means, so that the lines between them are not taken for a course.

    Parameters
    ----------
    axes, across, values, look
        As for `band`.
    """
    axes.plot(across, values[1], color=look.colour, linestyle="", marker="o", markersize=2.4, linewidth=0)


def band(axes: "Axes", across: Values, values: Values, look: Look) -> None:
    """Draw a median with its 5-95 % band.

    Parameters
    ----------
    axes : Axes
        The panel.
    across : array
        Months.
    values : array, shape (3, months)
        5 %, median, 95 %.
    look : Look
        Of the scenario.
    """
    low, middle, high = values
    axes.fill_between(across, low, high, color=look.colour, alpha=FILL, linewidth=0)
    for edge in (low, high):
        axes.plot(across, edge, color=look.colour, linestyle=look.dashes, linewidth=0.4)
    axes.plot(across, middle, color=look.colour, linestyle=look.dashes, linewidth=1.4, solid_capstyle="butt")


@dataclass(frozen=True)
class Page:
    """What is written around small multiples.

    Attributes
    ----------
    title : str
        What they show.
    lines : sequence of str
        Under the title.
    names : sequence of str
        Of the lines in the legend; none, no legend.
    styles : sequence of Look
        Of the same.
    marks : Marks
        The shocks.
    unit : str
        What the vertical axes count.
    """

    title: str
    lines: Sequence[str]
    names: Sequence[str]
    styles: Sequence[Look]
    marks: Marks
    unit: str

    @property
    def top(self) -> float:
        """Inches above the panels."""
        return lines_height(self.lines) + (legend_height(self.names) if self.names else 0.0) + 0.42

    def begin(
        self,
        rows: int,
        columns: int,
        tall: float,
        sides: tuple[float, float],
        *,
        across: float = 0.16,
        down: float = 0.2,
    ) -> "tuple[Figure, list[Axes]]":
        """Make a figure with panels under the heading and above the key of the shocks; all lengths in inches."""
        left, right = sides
        room = Margins(left=left, right=right, top=self.top, bottom=0.4 + key_height(self.marks))
        figure = new_figure(room.top + room.bottom + rows * tall + (rows - 1) * down)
        headline(figure, self.title, self.lines)
        if self.names:
            legend(figure, self.names, self.styles, lines_height(self.lines))
        if self.marks.key:
            draw_key(figure, self.marks, key_height(self.marks))
        return figure, panels(figure, rows, columns, room, (across, down))


def shock_marks(sides: Sequence["Side"], shared: "Shared", panel: float) -> Marks:
    """Number the shocks of all sides.

    Parameters
    ----------
    sides : sequence of Side
        What is drawn.
    shared : Shared
        For the period.
    panel : float
        Width of a panel in inches.
    """
    apart = 0.115 / panel * shared.months
    return marks_of(shocks_of(sides, shared), shared.start, shared.start + shared.months - 1, apart)


def label_row(axes: "Axes", name: str) -> None:
    """Write what a row of panels shows to the left of its first panel.

    Parameters
    ----------
    axes : Axes
        The panel; there are `LEFT` inches to the left of it.
    name : str
        Of the row.
    """
    axes.set_ylabel(textwrap.fill(name, 14), rotation=0, ha="right", va="center", fontweight="bold")
    axes.yaxis.set_label_coords(-TICKS / (axes.get_position().width * WIDTH), 0.5)


def label_values(axes: "Axes", unit: str) -> None:
    """Write what a vertical axis counts to the left of its numbers.

    Parameters
    ----------
    axes : Axes
        The panel.
    unit : str
        What is counted.
    """
    left = -UNIT / (axes.get_position().width * WIDTH)
    axes.text(left, 0.5, unit, transform=axes.transAxes, rotation=90, ha="center", va="center", fontsize=6.5)


def multiples(page: Page, side: "Side", shared: "Shared", draw: Draw) -> "Iterator[Figure]":
    """Draw states by powers, a page at a time.

    Parameters
    ----------
    page : Page
        What is written around them.
    side : Side
        For the names of states and powers.
    shared : Shared
        Which there are.
    draw : callable
        Draws a panel, given the positions of state and power.

    Yields
    ------
    Figure
        Pages.
    """
    for top in range(0, len(shared.states), ROWS):
        states = range(top, min(top + ROWS, len(shared.states)))
        for first in range(0, len(shared.powers), COLUMNS):
            powers = range(first, min(first + COLUMNS, len(shared.powers)))
            figure, grid = page.begin(len(states), len(powers), 0.98, (LEFT, 0.15))
            for place, axes in enumerate(grid):
                row, column = divmod(place, len(powers))
                draw(axes, states[row], powers[column])
                draw_marks(axes, page.marks, numbers=row == 0)
                axes.tick_params(labelbottom=row == len(states) - 1, labelleft=column == 0)
                if row == 0:
                    name = title(side.scenario, "powers", shared.powers[powers[column]])
                    axes.set_title(name, loc="center", pad=19)
                if column == 0:
                    label_values(axes, page.unit)
                    label_row(axes, title(side.scenario, "states", shared.states[states[row]]))
            yield figure
