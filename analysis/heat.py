"""Outcomes over a ``--vary`` design: a map for two values, bands for one."""

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .compare_drawing import Look, about, lines_height, powers_look, wrapped
from .drawing import Margins, headline, new_figure, panels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .grid import Grid, Outcome
    from .sides import Shared

Values = NDArray[np.float64]

COLUMNS = 3

WRITTEN = 10
"""Cells along a side of a map up to which the values are written in them."""

TICKS = 6
"""Values at most along an axis of a map."""

MAP = "cividis"
"""From dark to light in one direction, for the colour-blind and in greyscale."""


def figure_grid(grid: "Grid", shared: "Shared") -> "Figure":
    """Draw the outcomes of a design.

    Parameters
    ----------
    grid : Grid
        The design; of more than two values the first two are drawn, at the middle of the others.
    shared : Shared
        For the powers.

    Returns
    -------
    Figure
        A panel for each outcome.
    """
    paths = grid.design.paths
    lines = [*about([grid.side]), *wrapped(_reading(grid))]
    rows = -(-len(grid.outcomes) // COLUMNS)
    margins = Margins(left=0.75, right=0.6 if _scaled(grid) else 0.2, top=lines_height(lines) + 0.42, bottom=0.5)
    tall, down = 1.75, 0.85
    across = 0.95 if _scaled(grid) else 0.6
    figure = new_figure(margins.top + margins.bottom + rows * tall + (rows - 1) * down)
    headline(figure, f"Outcomes over {' and '.join(paths[:2])}", lines)
    styles = powers_look(grid.side, shared)
    for place, axes in enumerate(panels(figure, rows, COLUMNS, margins, (across, down))):
        if place >= len(grid.outcomes):
            axes.set_axis_off()
            continue
        outcome = grid.outcomes[place]
        axes.set_title(textwrap.fill(outcome.name, 30), fontsize=7.5, linespacing=1.2)
        axes.set_xlabel(paths[0], fontsize=7)
        if len(paths) == 1:
            look = styles[outcome.power] if outcome.power else Look("#000000", "-")
            _band(axes, grid.values(0), outcome, look)
            axes.set_ylabel("alignment" if outcome.power else "share of replications", fontsize=7)
        else:
            _map(axes, grid, outcome)
            axes.set_ylabel(paths[1] if place % COLUMNS == 0 else "", fontsize=7)
    return figure


def _reading(grid: "Grid") -> str:
    runs = f"{len(grid.design.points)} points of {grid.design.runs} replications under the same noise"
    if len(grid.design.paths) == 1:
        return f"{runs}. Median and 5-95 % band of the region's mean alignment; share and 95 % interval of acts."
    more = ""
    if len(grid.design.paths) > 2 and grid.design.method == "lhs":
        more = f" Varied too: {', '.join(grid.design.paths[2:])}."
    elif len(grid.design.paths) > 2:
        at = ", ".join(f"{grid.design.paths[path]} {value:.3g}" for path, value in _middles(grid).items())
        more = f" Drawn at {at}; all points are in the table."
    said = (
        "Median of the region's mean alignment, share of replications of acts; lighter is more: acts from 0 to 1, "
        "alignments from the lowest to the highest of the panel."
    )
    return f"{runs}. {said}{more}"


def _scaled(grid: "Grid") -> bool:
    """Whether the values stand on a scale beside the map, since there is no room for them in it."""
    if len(grid.design.paths) == 1:
        return False
    return grid.design.method == "lhs" or max(len(np.unique(grid.values(path))) for path in (0, 1)) > WRITTEN


def _middles(grid: "Grid") -> dict[int, float]:
    """Give the middle value of each path of a grid but the first two."""
    values = {path: np.unique(grid.values(path)) for path in range(2, len(grid.design.paths))}
    return {path: float(own[len(own) // 2]) for path, own in values.items()}


def _drawn(grid: "Grid") -> NDArray[np.bool_]:
    """Say which points a map shows: all of a hypercube, those at the middle of further values of a grid."""
    found = np.ones(len(grid.design.points), dtype=bool)
    if grid.design.method == "grid":
        for path, value in _middles(grid).items():
            found &= grid.values(path) == value
    return found


def _band(axes: "Axes", across: Values, outcome: "Outcome", look: Look) -> None:
    order = np.argsort(across)
    low, middle, high = outcome.band[:, order]
    axes.fill_between(across[order], low, high, color=look.colour, alpha=0.18, linewidth=0)
    axes.plot(across[order], middle, color=look.colour, linestyle=look.dashes, marker="o", markersize=2.5)
    axes.set_ylim(0, 1.03 if outcome.power is None else max(0.1, 1.08 * float(high.max())))


def _map(axes: "Axes", grid: "Grid", outcome: "Outcome") -> None:
    drawn_at = _drawn(grid)
    first, second, values = grid.values(0)[drawn_at], grid.values(1)[drawn_at], outcome.band[1][drawn_at]
    low, high = (0.0, 1.0) if outcome.power is None else (float(values.min()), float(values.max()))
    if grid.design.method == "lhs":
        drawn = axes.scatter(
            first, second, c=values, cmap=MAP, vmin=low, vmax=high, s=26, edgecolor="black", linewidth=0.3
        )
        _scale(axes, drawn)
        return
    across, up = np.unique(first), np.unique(second)
    cells = np.array([[values[(first == x) & (second == y)].item() for x in across] for y in up])
    drawn = axes.imshow(cells, origin="lower", aspect="auto", cmap=MAP, vmin=low, vmax=high)
    for ticks, values_there in ((axes.set_xticks, across), (axes.set_yticks, up)):
        places = range(0, len(values_there), -(-len(values_there) // TICKS))
        ticks(places, [f"{values_there[place]:.3g}" for place in places])
    for spine in axes.spines.values():
        spine.set_visible(False)
    if _scaled(grid):
        _scale(axes, drawn)
        return
    for (y, x), value in np.ndenumerate(cells):
        ink = "black" if value > (low + high) / 2 else "white"
        axes.text(x, y, f"{value:.2f}".lstrip("0") or "0", ha="center", va="center", fontsize=6, color=ink)


def _scale(axes: "Axes", drawn: Any) -> None:
    figure = axes.get_figure()
    assert figure is not None
    bar = figure.colorbar(drawn, cax=axes.inset_axes((1.04, 0.0, 0.05, 1.0)))
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=6.5)
