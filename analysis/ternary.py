"""The path of each state in the triangle of three powers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenarios import label
from .aligned import overall
from .drawing import FAINT, GREY, Margins, extra_room, heading, new_figure, panels, power_colours
from .names import title

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..runs import Run

Values = NDArray[np.float64]


DATE = 0.17
"""Width of a date, where the side of the triangle is 1."""


def corner(shares: Values) -> tuple[Values, Values]:
    """Place shares in a triangle of side 1: the second left, the third right, the first on top.

    Parameters
    ----------
    shares : array, shape (..., 3)
        Summing to 1.

    Returns
    -------
    tuple of array, shape (...)
        Across and up.
    """
    return shares[..., 2] + shares[..., 0] / 2, shares[..., 0] * np.sqrt(3) / 2


def _triangle(axes: "Axes", powers: Sequence[str], inks: Sequence[str]) -> None:
    """Draw an empty triangle with a line at every fifth."""
    from matplotlib.collections import LineCollection

    high = float(np.sqrt(3) / 2)
    ends = [
        line
        for step in (0.2, 0.4, 0.6, 0.8)
        for line in (
            ((step, 1 - step, 0), (step, 0, 1 - step)),
            ((1 - step, step, 0), (0, step, 1 - step)),
            ((1 - step, 0, step), (0, 1 - step, step)),
        )
    ]
    grid = [np.stack(corner(np.array(line, dtype=np.float64)), axis=-1) for line in ends]
    axes.add_collection(LineCollection(grid, colors="#e4e4e4", linewidths=0.5, zorder=0))
    axes.plot([0, 0.5, 1, 0], [0, high, 0, 0], color=GREY, linewidth=0.8, zorder=1)
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.set_xlim(-0.08, 1.08)
    axes.set_ylim(-0.12, high + 0.1)
    size = 8
    axes.text(0.5, high + 0.02, powers[0], ha="center", va="bottom", fontsize=size, color=inks[0], fontweight="bold")
    axes.text(0, -0.03, powers[1], ha="center", va="top", fontsize=size, color=inks[1], fontweight="bold")
    axes.text(1, -0.03, powers[2], ha="center", va="top", fontsize=size, color=inks[2], fontweight="bold")


def _trails(axes: "Axes", x: Values, y: Values, own: int, dates: tuple[str, str]) -> None:
    """Draw the paths of all states, all but one in grey."""
    from matplotlib.collections import LineCollection

    others = [np.stack([x[:, other], y[:, other]], axis=-1) for other in range(x.shape[1]) if other != own]
    axes.add_collection(LineCollection(others, colors=FAINT, linewidths=0.6, zorder=1))
    across, up = x[:, own], y[:, own]
    axes.plot(across, up, color="black", linewidth=1.3, zorder=3, solid_joinstyle="round")
    axes.plot(across[::12], up[::12], linestyle="", marker="o", markersize=2.6, color="black", zorder=4)
    axes.plot(across[:1], up[:1], marker="o", markersize=6, markerfacecolor="white", markeredgecolor="black", zorder=5)
    axes.plot(across[-1:], up[-1:], marker="s", markersize=5.5, color="black", zorder=5)
    _label_dates(axes, across, up, dates)


def _label_dates(axes: "Axes", across: Values, up: Values, dates: tuple[str, str]) -> None:
    """Write the first and the last month outwards of the path's ends; above them where the panel ends."""
    side = 1 if across[-1] >= across[0] else -1
    for place, sign, text in ((0, -side, dates[0]), (-1, side, dates[1])):
        wanted = across[place] + sign * (0.04 + DATE / 2)
        middle = float(np.clip(wanted, -0.06 + DATE / 2, 1.06 - DATE / 2))
        axes.text(middle, up[place] + (0.0 if middle == wanted else 0.06), text, ha="center", va="center", fontsize=6.5)


def figure_ternary(run: "Run") -> "Figure":
    """Draw the path of each state among three powers.

    Parameters
    ----------
    run : Run
        The run, of a world with three powers; its first replication is drawn.

    Returns
    -------
    Figure
        One triangle for each state, the paths of the others in grey.

    Raises
    ------
    ValueError
        If the number of powers is not three.
    """
    inputs, values = run.scenario.inputs, overall(run)
    states, powers = inputs.ids["state"], inputs.ids["power"]
    if len(powers) != 3:
        msg = f"a triangle needs three powers, this world has {len(powers)}"
        raise ValueError(msg)
    total = values.sum(axis=-1, keepdims=True)
    x, y = corner(values / np.where(total > 0, total, 1))
    columns = min(3, len(states))
    rows = -(-len(states) // columns)
    margins = Margins(left=0.1, right=0.1, top=0.78 + extra_room(run.scenario), bottom=0.1)
    figure = new_figure(margins.top + margins.bottom + rows * 2.3)
    heading(
        figure,
        run,
        "The path of each state among the powers",
        "Shares among the powers, without autonomy. Ring: first month; dots: every twelfth; "
        "square: last. Grey: the other states.",
    )
    dates = (label(inputs.start), label(inputs.start + inputs.months - 1))
    for index, axes in enumerate(panels(figure, rows, columns, margins, (0.1, 0.1))):
        if index >= len(states):
            axes.set_axis_off()
            continue
        _triangle(axes, powers, power_colours(run.scenario))
        _trails(axes, x, y, index, dates)
        axes.set_title(title(run.scenario, "states", states[index]), pad=0)
    return figure
