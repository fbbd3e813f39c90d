"""The figures of a run: who leads where, in what, along which path, and what drove the turns."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .drawing import (
    COLOURS,
    DASHES,
    DPI,
    FAINT,
    GREY,
    MARKERS,
    STYLE,
    Margins,
    draw_key,
    draw_marks,
    heading,
    key_height,
    label_ends,
    marks,
    new_figure,
    panels,
    year_axis,
)
from .names import month_label, signed, title

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..runs import Run

Values = NDArray[np.float64]

TURN = 24
"""Months over which a turn is measured in the figure of drivers."""

MINUS = "\u2212"

BARS = 6
"""Drivers that a panel names; the rest is one bar."""


def _alignment(run: "Run") -> Values:
    """Return the alignment of the first replication: month, state, power, domain."""
    return np.asarray(run.history["alignment"], dtype=np.float64)[..., 0]


def _overall(run: "Run") -> Values:
    """Return the mean over domains with the scenario's weights: month, state, power."""
    weight = run.scenario.inputs.constants["weight"][:, 0]
    return (_alignment(run) * weight).sum(axis=-1) / weight.sum()


def _origin(run: "Run") -> str:
    scenario = run.scenario
    return f"{scenario.name}, seed {run.seed}, {scenario.start} to {scenario.end}: one possible world"


def _lines(axes: "Axes", months: Values, values: Values, width: float) -> None:
    """Draw one line for each power; `values` is (month, power)."""
    for index in range(values.shape[1]):
        axes.plot(
            months,
            values[:, index],
            color=COLOURS[index % len(COLOURS)],
            linestyle=DASHES[index % len(DASHES)],
            linewidth=width,
            solid_capstyle="butt",
        )


def _legend(figure: "Figure", run: "Run") -> None:
    from matplotlib.lines import Line2D

    powers = run.scenario.inputs.ids["power"]
    handles = [
        Line2D([], [], color=COLOURS[index % len(COLOURS)], linestyle=DASHES[index % len(DASHES)], linewidth=1.6)
        for index in range(len(powers))
    ]
    labels = [
        name if title(run.scenario, "powers", name) == name else f"{title(run.scenario, 'powers', name)} ({name})"
        for name in powers
    ]
    height = float(figure.get_size_inches()[1])
    figure.legend(
        handles,
        labels,
        loc="upper left",
        bbox_to_anchor=(0.02 / 7.2, 1 - 0.46 / height),
        ncols=len(powers),
        frameon=False,
        fontsize=8,
        handlelength=3,
        columnspacing=1.6,
    )


def _months(run: "Run") -> Values:
    inputs = run.scenario.inputs
    return np.arange(inputs.start, inputs.start + inputs.months, dtype=np.float64)


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
    inputs, values, months = run.scenario.inputs, _overall(run), _months(run)
    powers = inputs.ids["power"]
    core = inputs.constants["core"][:, 0]
    mean = (values * core[:, None]).sum(axis=1) / max(core.sum(), 1.0)
    shown = [(title(run.scenario, "states", state), values[:, i]) for i, state in enumerate(inputs.ids["state"])]
    shown.append(("Mean of the core states", mean))
    rows = -(-len(shown) // 2)
    shocks = marks(run.scenario, apart=inputs.months * 0.06)
    margins = Margins(bottom=0.4 + key_height(shocks), top=0.98)
    figure = new_figure(margins.top + margins.bottom + rows * 1.35 + (rows - 1) * 0.38)
    heading(figure, "Alignment of each state with each power", f"{_origin(run)}. Mean over domains; the rest is autonomy.")
    _legend(figure, run)
    top = min(1.0, float(np.ceil(values.max() * 10 + 0.3) / 10))
    for index, axes in enumerate(panels(figure, rows, 2, margins, (0.62, 0.38))):
        if index >= len(shown):
            axes.set_axis_off()
            continue
        name, lines = shown[index]
        _lines(axes, months, lines, 1.5)
        axes.set_ylim(0, top)
        year_axis(axes, inputs.start, inputs.months, labels=index + 2 >= len(shown))
        draw_marks(axes, shocks, numbers=True)
        axes.set_title(name, pad=11)
        label_ends(axes, list(lines[-1]), powers, [COLOURS[p % len(COLOURS)] for p in range(len(powers))], 7)
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
    inputs, values, months = run.scenario.inputs, _alignment(run), _months(run)
    states, domains = inputs.ids["state"], inputs.ids["domain"]
    margins = Margins(left=1.25, right=0.15, top=1.0)
    figure = new_figure(margins.top + margins.bottom + 0.98 * len(states) + 0.14 * (len(states) - 1))
    heading(figure, "Alignment by domain", f"{_origin(run)}. Grey lines: shocks.")
    _legend(figure, run)
    grid = panels(figure, len(states), len(domains), margins, (0.14, 0.14))
    shocks = marks(run.scenario, apart=0)
    for index, axes in enumerate(grid):
        row, column = divmod(index, len(domains))
        _lines(axes, months, values[:, row, :, column], 1.3)
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.5, 1], ["0", ".5", "1"] if column == 0 else ["", "", ""])
        year_axis(axes, inputs.start, inputs.months, labels=row == len(states) - 1, every=4)
        draw_marks(axes, shocks, numbers=False)
        if row == 0:
            axes.set_title(title(run.scenario, "domains", domains[column]), loc="center", pad=5)
        if column == 0:
            name = title(run.scenario, "states", states[row])
            axes.set_ylabel(name, rotation=0, ha="right", va="center", labelpad=4, fontweight="bold")
    return figure


def _corner(shares: Values) -> tuple[Values, Values]:
    """Place shares (..., 3) in a triangle of side 1: the second left, the third right, the first on top."""
    return shares[..., 2] + shares[..., 0] / 2, shares[..., 0] * np.sqrt(3) / 2


def _triangle(axes: "Axes", powers: Sequence[str]) -> None:
    """Draw an empty triangle with a line at every fifth."""
    high = float(np.sqrt(3) / 2)
    for step in (0.2, 0.4, 0.6, 0.8):
        for a, b in (
            ((step, 1 - step, 0), (step, 0, 1 - step)),
            ((1 - step, step, 0), (0, step, 1 - step)),
            ((1 - step, 0, step), (0, 1 - step, step)),
        ):
            x, y = _corner(np.array([a, b], dtype=np.float64))
            axes.plot(x, y, color="#e4e4e4", linewidth=0.5, zorder=0)
    axes.plot([0, 0.5, 1, 0], [0, high, 0, 0], color=GREY, linewidth=0.8, zorder=1)
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.set_xlim(-0.08, 1.08)
    axes.set_ylim(-0.12, high + 0.1)
    size = 8
    axes.text(0.5, high + 0.02, powers[0], ha="center", va="bottom", fontsize=size, color=COLOURS[0], fontweight="bold")
    axes.text(0, -0.03, powers[1], ha="center", va="top", fontsize=size, color=COLOURS[1], fontweight="bold")
    axes.text(1, -0.03, powers[2], ha="center", va="top", fontsize=size, color=COLOURS[2], fontweight="bold")


def _trail(axes: "Axes", x: Values, y: Values, colour: str, *, alone: bool) -> None:
    axes.plot(x, y, color=colour, linewidth=1.3 if alone else 0.6, zorder=3 if alone else 1, solid_joinstyle="round")
    if alone:
        axes.plot(x[::12], y[::12], linestyle="", marker="o", markersize=2.6, color=colour, zorder=4)
        axes.plot(x[0], y[0], marker="o", markersize=6, markerfacecolor="white", markeredgecolor=colour, zorder=5)
        axes.plot(x[-1], y[-1], marker="s", markersize=5.5, color=colour, zorder=5)


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
    inputs, values = run.scenario.inputs, _overall(run)
    states, powers = inputs.ids["state"], inputs.ids["power"]
    if len(powers) != 3:
        msg = f"a triangle needs three powers, this world has {len(powers)}"
        raise ValueError(msg)
    total = values.sum(axis=-1, keepdims=True)
    x, y = _corner(values / np.where(total > 0, total, 1))
    columns = min(3, len(states))
    rows = -(-len(states) // columns)
    margins = Margins(left=0.1, right=0.1, top=0.78, bottom=0.1)
    figure = new_figure(margins.top + margins.bottom + rows * 2.3)
    heading(
        figure,
        "The path of each state among the powers",
        f"{_origin(run)}. Shares among the powers, autonomy left out.\n"
        f"Ring: {run.scenario.start}; dots: every twelfth month; square: {run.scenario.end}. "
        "Grey: the other states. A grid line each fifth.",
    )
    for index, axes in enumerate(panels(figure, rows, columns, margins, (0.1, 0.1))):
        if index >= len(states):
            axes.set_axis_off()
            continue
        _triangle(axes, powers)
        for other in range(len(states)):
            _trail(axes, x[:, other], y[:, other], "black" if other == index else FAINT, alone=other == index)
        axes.set_title(title(run.scenario, "states", states[index]), pad=0)
    return figure


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
        The first of the largest.
    """
    length = min(length, len(values) - 1)
    change = values[length:] - values[:-length]
    first, power = np.unravel_index(int(np.argmax(np.abs(change))), change.shape)
    return Turn(int(power), int(first), int(first) + length, float(change[first, power]))


def _bars(drivers: Sequence[str], parts: Values) -> tuple[list[str], list[float]]:
    """Return the largest parts, largest first, and what remains as one."""
    order = np.argsort(-np.abs(parts), kind="stable")
    labels = [drivers[index].replace("_", " ") for index in order[:BARS]]
    values = [float(parts[index]) for index in order[:BARS]]
    rest = order[BARS:]
    if len(rest):
        labels.append(f"{len(rest)} others")
        values.append(float(parts[rest].sum()))
    return labels, values


def _draw_bars(axes: "Axes", labels: Sequence[str], values: Sequence[float], limit: float) -> None:
    places = list(range(len(values)))[::-1]
    colours = ["#0072B2" if value >= 0 else "#D55E00" for value in values]
    hatches = ["" if value >= 0 else "////" for value in values]
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

    inputs, values = run.scenario.inputs, _overall(run)
    states, powers = inputs.ids["state"], inputs.ids["power"]
    weight = inputs.constants["weight"][:, 0]
    drivers = [str(name) for name in driver_names(inputs)]
    shown: list[tuple[str, list[str], list[float]]] = []
    for index, state in enumerate(states):
        turn = largest_turn(values[:, index])
        parts = np.asarray(account(inputs, run.history, turn.first, turn.last), dtype=np.float64)
        mean = (parts[:, index, turn.power, :, 0] * weight).sum(axis=-1) / weight.sum()
        first, last = (month_label(inputs.start + month) for month in (turn.first, turn.last))
        power = title(run.scenario, "powers", powers[turn.power])
        name = title(run.scenario, "states", state)
        shown.append((f"{name}: {power} {signed(turn.change, 2).replace('-', MINUS)}\n{first} to {last}", *_bars(drivers, mean)))
    return _driver_panels(run, shown)


def _driver_panels(run: "Run", shown: Sequence[tuple[str, list[str], list[float]]]) -> "Figure":
    columns = 1 if len(shown) == 1 else 2
    rows = -(-len(shown) // columns)
    margins = Margins(left=1.15, right=0.2, top=1.0, bottom=0.3)
    figure = new_figure(margins.top + margins.bottom + rows * 1.3 + (rows - 1) * 0.7)
    heading(
        figure,
        "What drove the largest turn of each state",
        f"{_origin(run)}. Alignment with one power, mean over domains, within {TURN} months.\n"
        "The bars of a panel sum to the change in its title.",
    )
    limit = 1.35 * max((abs(value) for _, _, values in shown for value in values), default=1.0) or 1.0
    for index, axes in enumerate(panels(figure, rows, columns, margins, (1.25, 0.7))):
        if index >= len(shown):
            axes.set_axis_off()
            continue
        name, labels, values = shown[index]
        _draw_bars(axes, labels, values, limit)
        axes.set_title(name, fontsize=8, linespacing=1.25)
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
    import matplotlib.style

    drawn: Mapping[str, Any] = {
        "alignment.png": figure_alignment,
        "domains.png": figure_domains,
        "drivers.png": figure_drivers,
    }
    if len(run.scenario.inputs.ids["power"]) == 3:
        drawn = {**drawn, "ternary.png": figure_ternary}
    files: dict[str, bytes] = {}
    with matplotlib.style.context(["default", STYLE]):
        for name, draw in drawn.items():
            stream = io.BytesIO()
            draw(run).savefig(stream, format="png", dpi=DPI, metadata=_metadata(run))
            files[name] = stream.getvalue()
    return files


def _metadata(run: "Run") -> dict[str, str]:
    return {
        "Software": f"greatgame {version('greatgame')}",
        "Title": run.scenario.title,
        "Source": run.scenario.name,
        "Description": f"scenario {run.scenario.name}, seed {run.seed}, replication {run.replications[0]}",
        "Seeds": str(run.seed),
    }
