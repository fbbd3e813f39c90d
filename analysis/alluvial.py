"""Who leads: how replications flow between leading powers from year to year."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .compare_drawing import LEFT, Look, Page, about, label_row, label_values, powers_look, shock_marks, wrapped
from .drawing import label_ends, year_axis
from .marks import draw_marks
from .names import title
from .typology import MARGIN, NONE, leader

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .sides import Shared, Side

Values = NDArray[np.float64]

SIDES = 3
"""Scenarios on a page."""

ROWS = 6
"""States on a page, with all of them together."""

BAR = 1.6
"""Half the width of a year's bar, in months."""

UNLED = "#a3a3a3"
"""Colour of replications in which no power leads."""

PALE = (0.2, 0.82, 0.5, 0.65)
"""How much white there is in the colour of the flows of each power, so that those side by side differ in lightness."""

LABELLED = 0.04
"""Share that is labelled at the end."""


def flows(leaders: NDArray[np.int64], powers: int) -> Values:
    """Count how shares flow.

    Parameters
    ----------
    leaders : array of int, shape (years, places)
        The leading power in each year, of every replication and state.
    powers : int
        How many there are, with none as one of them.

    Returns
    -------
    array, shape (years - 1, powers, powers)
        Share of the places that one power leads and then the other (or the same) the year after.
    """
    found = np.zeros((len(leaders) - 1, powers, powers))
    for year, (now, then) in enumerate(pairwise(leaders)):
        np.add.at(found[year], (now, then), 1.0 / len(now))
    return found


def figures_leading(sides: Sequence["Side"], shared: "Shared") -> "Iterator[Figure]":
    """Draw alluvials of leading powers: a column for each scenario, a row for all states and for each of them.

    Parameters
    ----------
    sides : sequence of Side
        What is compared.
    shared : Shared
        States, powers and years.

    Yields
    ------
    Figure
        Pages.
    """
    leaders = [_leaders(side, shared) for side in sides]
    styles = {**powers_look(sides[0], shared), NONE: Look(UNLED, "-", "")}
    names = [title(sides[0].scenario, "powers", power) for power in shared.powers]
    names = [name if name == power else f"{name} ({power})" for name, power in zip(names, shared.powers, strict=True)]
    names.append(NONE)
    for left in range(0, len(sides), SIDES):
        shown = sides[left : left + SIDES]
        lines = [
            *about(shown),
            *wrapped(
                f"Bars: share of replications in which the yearly mean alignment with a power is at least {MARGIN:g} "
                "above that with every other; grey: with none. Pale streams: the replications of a bar, in its "
                "pattern, on their way to the next; from the middle on in the pattern of the bar that they reach."
            ),
        ]
        marks = shock_marks(shown, shared, 5.4 / len(shown))
        for top in range(0, len(shared.states) + 1, ROWS):
            part = range(top, min(top + ROWS, len(shared.states) + 1))
            page = Page("Leading powers", lines, names, list(styles.values()), marks, "share of replications")
            figure, grid = page.begin(len(part), len(shown), 1.05, (LEFT, 0.45), across=0.5)
            for place, axes in enumerate(grid):
                row, column = divmod(place, len(shown))
                own = leaders[left + column][:, slice(None) if part[row] == 0 else slice(part[row] - 1, part[row])]
                draw_alluvial(axes, own.reshape(len(own), -1), styles, shared.years)
                year_axis(axes, shared.start, shared.months, labels=row == len(part) - 1, most=12 // len(shown))
                axes.set_yticks([0, 0.5, 1], ["0", ".5", "1"] if column == 0 else ["", "", ""])
                draw_marks(axes, marks, numbers=row == 0)
                if row == 0:
                    axes.set_title(shown[column].name, pad=19)
                if column == 0:
                    label_values(axes, page.unit)
                    which = shared.states[part[row] - 1]
                    name = "All states" if part[row] == 0 else title(sides[0].scenario, "states", which)
                    label_row(axes, name)
            yield figure


def draw_alluvial(axes: "Axes", leaders: NDArray[np.int64], looks: Mapping[str, Look], years: Sequence[int]) -> None:
    """Draw one alluvial.

    Parameters
    ----------
    axes : Axes
        The panel.
    leaders : array of int, shape (years, places)
        The leading power in each year, of every replication and state.
    looks : mapping of str to Look
        Of each power, and of none.
    years : sequence of int
        The years.
    """
    names, styles, powers = list(looks), list(looks.values()), len(looks)
    middles = 12.0 * np.asarray(years) + 5.5
    share = np.stack([(leaders == power).mean(axis=1) for power in range(powers)], axis=1)
    floor = np.cumsum(share, axis=1) - share
    for power, look in enumerate(styles):
        axes.bar(
            middles,
            share[:, power],
            2 * BAR,
            floor[:, power],
            color=look.colour,
            hatch=look.hatch,
            edgecolor="white",
            linewidth=0,
        )
    for year, moved in enumerate(flows(leaders, powers)):
        leave = floor[year][:, None] + np.cumsum(moved, axis=1) - moved
        arrive = floor[year + 1][None] + np.cumsum(moved, axis=0) - moved
        across, rise = _bend(middles[year] + BAR, middles[year + 1] - BAR)
        for now, then in zip(*np.nonzero(moved), strict=True):
            low = leave[now, then] + (arrive[now, then] - leave[now, then]) * rise
            half = len(across) // 2
            for power, part in ((now, slice(half + 1)), (then, slice(half, None))):
                pale = PALE[power % len(PALE)]
                _flow(axes, across[part], low[part], float(moved[now, then]), (styles[power], pale))
    axes.set_ylim(0, 1)
    last = [power for power in range(powers) if share[-1, power] >= LABELLED]
    centres = [float(floor[-1, power] + share[-1, power] / 2) for power in last]
    label_ends(axes, centres, [names[power] for power in last], [styles[power].colour for power in last], 7)


def _flow(axes: "Axes", across: Values, low: Values, share: float, style: tuple[Look, float]) -> None:
    """Draw a part of a flow in the pattern of a power, with some white in its colour."""
    from matplotlib.colors import to_rgb

    look, white = style
    pale = tuple(part + (1.0 - part) * white for part in to_rgb(look.colour))
    axes.fill_between(across, low, low + share, facecolor=pale, hatch=look.hatch, edgecolor=look.colour, linewidth=0)


def _bend(first: float, last: float) -> tuple[Values, Values]:
    """Give the course of a flow: smooth at both ends."""
    way = np.linspace(0.0, 1.0, 25)
    return first + (last - first) * way, way**2 * (3.0 - 2.0 * way)


def _leaders(side: "Side", shared: "Shared") -> NDArray[np.int64]:
    """Give the position of the leading power, or the number of powers if none leads: (year, state, replication)."""
    pick = {"year": list(shared.years), "state": list(shared.states), "power": list(shared.powers)}
    return leader(side.yearly("overall")["overall"].sel(pick).transpose("year", "state", "replication", "power").values)
