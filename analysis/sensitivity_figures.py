"""The figure of a study of sensitivity: effects with their intervals, ranked."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from .compare_drawing import lines_height, wrapped
from .drawing import COLOURS, GREY, WIDTH, changed, headline, new_figure
from .painting import painted
from .sensitivity import flat

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .sensitivity_report import Finding

MOST = 30
"""Numbers that are drawn."""

RANKED = 6
"""Points of the scatter with their rank."""

LONG = 38
"""Letters of a path that stand on one line."""

_ROW, _SIDE = 0.19, 2.15
"""Inches: height of a number, side of the scatter."""

_READING = {
    "sobol": "Share of the variance over the points: by itself, and with all it takes part in (total)",
    "morris": "Elementary effects: change of the outcome when the number goes through its whole range",
}


def render(found: "Finding") -> dict[str, bytes]:
    """Draw the figure.

    Parameters
    ----------
    found : Finding
        What came out.

    Returns
    -------
    dict of str to bytes
        File name and PNG. The same results give the same bytes on equal versions of the libraries.
    """
    return painted(_figures(found), _metadata(found))


def _figures(found: "Finding") -> "Iterator[tuple[str, Figure]]":
    yield "sensitivity.png", figure(found)


def figure(found: "Finding") -> "Figure":
    """Draw effects with 95 % intervals, ranked; those of Morris besides as their mean size against their spread.

    Parameters
    ----------
    found : Finding
        What came out.
    """
    study, shown = found.study, found.order[:MOST]
    lines = [*wrapped(_origin(found)), *changed(study.scenario), *wrapped(_reading(found))]
    top, bottom = lines_height(lines) + 0.3, 0.5
    tall = max(_ROW * len(shown), _SIDE if study.method == "morris" else 0.6)
    drawn = new_figure(top + tall + bottom)
    headline(drawn, f"What {study.outcome.name} depends on", lines)
    labels = [_broken(study.moved[i].path) for i in shown]
    left = 0.35 + 0.058 * max(len(line) for label in labels for line in label.split("\n"))
    wide = WIDTH - left - (3.0 if study.method == "morris" else 0.3)
    axes = drawn.add_axes((left / WIDTH, bottom / (top + tall + bottom), wide / WIDTH, tall / (top + tall + bottom)))
    columns = ("ST", "S1") if study.method == "sobol" else ("mu_star",)
    _ranked(axes, found, shown, columns)
    if study.method == "morris":
        for rank, place in enumerate(_first(found)):
            labels[rank] = f"{_broken(study.moved[place].path)}  {rank + 1}"
        place = (left + wide + 0.65) / WIDTH, (bottom + tall - _SIDE) / (top + tall + bottom)
        _scatter(drawn.add_axes((*place, _SIDE / WIDTH, _SIDE / (top + tall + bottom))), found)
    axes.set_yticks(range(len(shown)), labels, fontsize=7, linespacing=0.9)
    return drawn


def _ranked(axes: "Axes", found: "Finding", shown: list[int], columns: tuple[str, ...]) -> None:
    rows = np.arange(len(shown))
    looks = {"ST": (COLOURS[2], "s", "total"), "S1": (COLOURS[0], "o", "first-order"), "mu_star": (COLOURS[2], "s", "")}
    for name, away in zip(columns, (0.16, -0.16) if len(columns) > 1 else (0.0,), strict=True):
        colour, marker, label = looks[name]
        value, low, high = (found.effects[f"{name}{end}"][shown] for end in ("", "_low", "_high"))
        axes.hlines(rows + away, low, high, color=colour, linewidth=1.1)
        face = "white" if name == "ST" else colour
        axes.plot(value, rows + away, marker, color=colour, markerfacecolor=face, markersize=3.6, label=label)
    axes.axvline(0, color=GREY, linewidth=0.7)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.grid(visible=True, color="#e6e6e6", linewidth=0.5)
    axes.set_axisbelow(True)
    if found.study.method == "sobol":
        axes.set_xlabel("share of the variance")
        axes.legend(loc="lower right", frameon=False, fontsize=7.5)
    else:
        axes.set_xlabel(r"mean size ($\mu$*)", parse_math=True)


def _scatter(axes: "Axes", found: "Finding") -> None:
    """Draw mean size against spread; above the line the effect turns with the other numbers."""
    size, spread = found.effects["mu_star"], found.effects["sigma"]
    end = 1.08 * max(float(size.max()), float(spread.max())) or 1.0
    axes.plot([0, end], [0, end], color=GREY, linewidth=0.7, linestyle=(0, (2, 1.5)))
    axes.plot(size, spread, "s", color=COLOURS[2], markersize=3.6)
    for rank, place in enumerate(_first(found), 1):
        where = (size[place], spread[place])
        axes.annotate(str(rank), where, (4, 3), textcoords="offset points", fontsize=7)
    axes.set_xlim(0, end)
    axes.set_ylim(0, end)
    axes.set_xlabel(r"mean size ($\mu$*)", parse_math=True)
    axes.set_ylabel(r"standard deviation ($\sigma$)", parse_math=True)


def _first(found: "Finding") -> list[int]:
    """Give the numbers whose rank is written, those with an effect."""
    return [place for place in found.order[:RANKED] if found.effects[found.main][place] > 0]


def _broken(path: str) -> str:
    """Break a long path in two at the dot nearest to its middle."""
    dots = [place for place, letter in enumerate(path) if letter == "."]
    if len(path) <= LONG or not dots:
        return path
    middle = min(dots, key=lambda place: abs(place - len(path) / 2))
    return f"{path[:middle]}\n{path[middle:]}"


def _origin(found: "Finding") -> str:
    study = found.study
    return f"{study.scenario.name}, seed {study.seed}; {study.method.capitalize()}: {study.extent} with the same noise"


def _reading(found: "Finding") -> str:
    left = len(found.order) - MOST
    rest = f" The first {MOST}; {left} more in sensitivity.csv." if left > 0 else ""
    if flat(found.responses):
        return f"Nothing that was varied changes it: it is {float(found.responses.mean()):.4g} at all points."
    return f"{_READING[found.study.method]}; 95 % intervals.{rest}"


def _metadata(found: "Finding") -> dict[str, str]:
    scenario, study = found.study.scenario, found.study
    return {
        "Software": f"greatgame {version('greatgame')}",
        "Title": f"What {study.outcome.name} depends on",
        "Scenario": scenario.name,
        "Description": _origin(found) + (f", changed: {'; '.join(scenario.changes)}" if scenario.changes else ""),
        "Seed": str(study.seed),
    }
