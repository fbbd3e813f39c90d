"""What drove the largest turn of each state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..scenarios import label
from .aligned import mean_over_domains, overall, stretch
from .drawing import GREY, WIDTH, Margins, changed_height, extra_room, heading, new_figure, panels
from .names import signed, title

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..runs import Run

Values = NDArray[np.float64]

TURN = 24
"""Months over which a turn is measured."""

MINUS = "\u2212"

TOWARDS: Any = {"facecolor": "#4d4d4d", "hatch": "", "edgecolor": "white", "linewidth": 0}
AWAY: Any = {"facecolor": "#a6a6a6", "hatch": "////", "edgecolor": "white", "linewidth": 0}
"""Looks of bars: greys, since the colours are those of powers."""

BARS = 6
"""Drivers that a panel names; the rest is one bar."""


@dataclass(frozen=True)
class Turn:
    """The largest move of a state within two years.

    Attributes
    ----------
    power : int
        Towards or away from which power.
    first, last : int
        Months of the run between which it is measured.
    change : float
        Change of alignment, mean over domains.
    """

    power: int
    first: int
    last: int
    change: float


def largest_turn(values: Values, length: int = TURN) -> Turn:
    """Find a state's largest move.

    Parameters
    ----------
    values : array
        Alignment by month and power.
    length : int
        Months.

    Returns
    -------
    Turn
        The first of the largest, cut to the months in which it happened.
    """
    length = min(length, len(values) - 1)
    if length == 0:
        return Turn(0, 0, 0, 0.0)
    change = values[length:] - values[:-length]
    start, power = np.unravel_index(int(np.argmax(np.abs(change))), change.shape)
    first, last = stretch(values[:, power], int(start), int(start) + length)
    return Turn(int(power), first, last, float(values[last, power] - values[first, power]))


def _bars(drivers: Sequence[str], parts: Values) -> tuple[list[str], list[float]]:
    """Return the largest parts, largest first, and what remains as one."""
    order = [int(index) for index in np.argsort(-np.abs(parts), kind="stable")]
    labels = [drivers[index].replace("_", " ") for index in order[:BARS]]
    values = [float(parts[index]) for index in order[:BARS]]
    rest = order[BARS:]
    if len(rest):
        labels.append(f"{len(rest)} others")
        values.append(float(parts[rest].sum()))
    return labels, values


def _draw_bars(axes: "Axes", labels: Sequence[str], values: Sequence[float], limit: float) -> None:
    places = list(range(len(values)))[::-1]
    signs = [TOWARDS if value >= 0 else AWAY for value in values]
    colours, hatches = [sign["facecolor"] for sign in signs], [sign["hatch"] for sign in signs]
    axes.barh(places, values, color=colours, height=0.66, hatch=hatches, edgecolor="white", linewidth=0)
    axes.axvline(0, color=GREY, linewidth=0.6)
    axes.set_yticks(places, labels)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(-limit, limit)
    axes.spines["left"].set_visible(False)
    for place, value in zip(places, values, strict=True):
        side = "left" if value >= 0 else "right"
        offset = 0.02 * limit if value >= 0 else -0.02 * limit
        axes.text(value + offset, place, signed(value).replace("-", MINUS), va="center", ha=side, fontsize=6.5)


def _legend(figure: "Figure", run: "Run") -> None:
    from matplotlib.patches import Patch

    place = 1 - (0.6 + changed_height(run.scenario)) / float(figure.get_size_inches()[1])
    figure.legend(
        [Patch(**TOWARDS), Patch(**AWAY)],
        ["towards the power", "away from it"],
        loc="upper left",
        bbox_to_anchor=(0.02 / WIDTH, place),
        ncols=2,
        frameon=False,
        fontsize=8,
    )


def figure_drivers(run: "Run") -> "Figure":
    """Draw what drove the largest turn of each state.

    Parameters
    ----------
    run : Run
        The run; its first replication is drawn.

    Returns
    -------
    Figure
        One panel of bars for each state; the bars of a panel sum to the change in its title.
    """
    from ..model.attribution import account, driver_names

    inputs, values = run.scenario.inputs, overall(run)
    states, powers = inputs.ids["state"], inputs.ids["power"]
    drivers = [str(name) for name in driver_names(inputs)]
    shown: list[tuple[str, list[str], list[float]]] = []
    for index, state in enumerate(states):
        turn = largest_turn(values[:, index])
        parts = np.asarray(account(inputs, run.history, turn.first, turn.last), dtype=np.float64)
        mean = mean_over_domains(run, parts[:, index, turn.power, :, 0])
        first, last = (label(inputs.start + month) for month in (turn.first, turn.last))
        power = title(run.scenario, "powers", powers[turn.power])
        name = title(run.scenario, "states", state)
        shown.append(
            (f"{name}: {power} {signed(turn.change, 2).replace('-', MINUS)}\n{first} to {last}", *_bars(drivers, mean))
        )
    return _driver_panels(run, shown)


def _driver_panels(run: "Run", shown: Sequence[tuple[str, list[str], list[float]]]) -> "Figure":
    columns = 1 if len(shown) == 1 else 2
    rows = -(-len(shown) // columns)
    margins = Margins(left=1.15, right=0.2, top=1.2 + extra_room(run.scenario), bottom=0.3)
    figure = new_figure(margins.top + margins.bottom + rows * 1.3 + (rows - 1) * 0.7)
    heading(
        figure,
        run,
        "What drove the largest turn of each state",
        f"Alignment with one power, mean over domains, within {TURN} months. The bars of a panel sum to "
        "the change in its title.",
    )
    _legend(figure, run)
    limit = 1.45 * max((abs(value) for _, _, values in shown for value in values), default=1.0) or 1.0
    for index, axes in enumerate(panels(figure, rows, columns, margins, (1.25, 0.7))):
        if index >= len(shown):
            axes.set_axis_off()
            continue
        name, labels, values = shown[index]
        _draw_bars(axes, labels, values, limit)
        axes.set_title(name, fontsize=8, linespacing=1.25)
    return figure
