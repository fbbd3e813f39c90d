"""The figures of the gallery: medians with bands of the worlds that are compared, and differences state by state."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from ..scenarios import month
from .acts import wilson
from .compare_drawing import Page, band, looks, wrapped
from .distribution import BAND
from .drawing import COLOURS, FAINT, GREY, year_axis
from .gallery_file import OWN, Entry, Panel
from .gallery_numbers import Answered, Seen, Values
from .marks import Marks
from .names import counted
from .painting import painted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..scenarios import Scenario

TALL = 1.75
"""Inches of a panel."""

LETTERS = 42
"""Of the title of a panel in a line."""


@dataclass(frozen=True)
class Picture:
    """What is drawn of a scenario.

    Attributes
    ----------
    scenario : Scenario
        As it ships.
    entry : Entry
        What the figure shows.
    worlds : mapping of str to Seen
        What was seen of each world.
    values : mapping of str to Answered
        What was computed from them.
    runs, seed : int
        Replications and the seed of their noise.
    """

    scenario: "Scenario"
    entry: Entry
    worlds: Mapping[str, Seen]
    values: Mapping[str, Answered]
    runs: int
    seed: int


def paint(picture: Picture) -> bytes:
    """Draw the figure of a scenario as PNG; the same picture gives the same bytes on equal versions of the libraries.

    Parameters
    ----------
    picture : Picture
        What is drawn.
    """
    metadata = {
        "Software": f"greatgame {version('greatgame')}",
        "Title": picture.scenario.title,
        "Description": f"{picture.scenario.name}, {counted(picture.runs)}, seed {picture.seed}",
    }
    name = picture.scenario.name
    return painted(((name, figure(one)) for one in (picture,)), metadata)[name]  # drawn inside the style


def figure(picture: Picture) -> "Figure":
    """Draw the one or two panels that answer the question of a scenario.

    Parameters
    ----------
    picture : Picture
        What is drawn.

    Returns
    -------
    Figure
        Under the title and the question.
    """
    entry = picture.entry
    lines = [*wrapped(picture.scenario.question), *wrapped(_about(picture))]
    labels = [world.label for world in entry.worlds.values()]
    page = Page(picture.scenario.title, lines, labels, looks(len(labels)), Marks((), (), ()), "")
    across = 1.0 if any(panel.effects for panel in entry.panels[1:]) else 0.5
    left = 1.0 if entry.panels[0].effects else 0.45
    drawn, grid = page.begin(1, len(entry.panels), TALL, (left, 0.2), across=across)
    for panel, axes in zip(entry.panels, grid, strict=True):
        axes.set_title(textwrap.fill(panel.title, LETTERS))
        if panel.effects is None:
            _draw_course(axes, picture, panel)
        else:
            _draw_effects(axes, picture.values[panel.effects])
    return drawn


def _draw_course(axes: "Axes", picture: Picture, panel: Panel) -> None:
    assert panel.of is not None
    first, last = month(_first(picture)), month(picture.scenario.end)
    for look, name in zip(looks(len(picture.worlds)), picture.worlds, strict=True):
        seen = picture.worlds[name]
        values = _ends(seen.courses[panel.of][max(first - seen.start, 0) :])
        across = max(first, seen.start) + np.arange(values.shape[1], dtype=np.float64)
        band(axes, across, values, look)
    parted = _parted(picture)
    if parted is not None:
        axes.axvline(parted, color=FAINT, linewidth=0.8, zorder=0)
    axes.set_ylim(bottom=0)
    year_axis(axes, first, last - first + 1, labels=True, most=6)


def _ends(values: Values) -> Values:
    """Give low end, middle and high end by month: of what is so or not its probability with the interval of Wilson."""
    if _is_chance(values):
        share = values.mean(axis=1)
        low, high = wilson(share, values.shape[1])
        return np.stack([low, share, high])
    return np.quantile(values, list(BAND.values()), axis=1)


def _is_chance(values: Values) -> bool:
    """Whether it is so or not in each month and replication."""
    return bool(np.isin(values, (0.0, 1.0)).all())


def _courses(picture: Picture) -> list[str]:
    """Name the outcomes that are drawn month by month."""
    return [panel.of for panel in picture.entry.panels if panel.of is not None]


def _draw_effects(axes: "Axes", value: Answered) -> None:
    """Draw the difference of each state with its band, the greatest on top."""
    order = sorted(range(len(value.bands)), key=lambda row: abs(value.bands[row].middle))
    bands = [value.bands[row] for row in order]
    middles = [one.middle for one in bands]
    reach = [[one.middle - one.low for one in bands], [one.high - one.middle for one in bands]]
    axes.axvline(0, color=GREY, linewidth=0.6, zorder=0)
    axes.errorbar(middles, range(len(bands)), xerr=reach, fmt="o", color=COLOURS[2], markersize=4, elinewidth=1.4)
    axes.set_yticks(range(len(bands)), [value.states[row] for row in order])
    axes.set_ylim(-0.6, len(bands) - 0.4)


def _first(picture: Picture) -> str:
    start = picture.entry.start
    start = start if len(start) == 7 else f"{start}-01"
    return max(start, picture.scenario.start)


def _parted(picture: Picture) -> int | None:
    """Find the first month in which the scenario differs from the first other world in what is drawn."""
    own = picture.worlds[OWN]
    other = next(seen for name, seen in picture.worlds.items() if name != OWN)
    found: list[int] = []
    for text in _courses(picture):
        here, there = own.courses[text], other.courses[text]
        common = min(len(here), len(there))
        apart = (here[:common] != there[:common]).any(axis=1)
        found += np.flatnonzero(apart)[:1].tolist()
    date = own.start + min(found) if found else own.start
    return date if date > month(_first(picture)) else None


def _about(picture: Picture) -> str:
    """Say what the bands are, in a line under the question."""
    said = f"{counted(picture.runs)}, seed {picture.seed}: median and 5-95 % band"
    if any(_is_chance(seen.courses[text]) for seen in picture.worlds.values() for text in _courses(picture)):
        said += ", of a probability its 95 % interval"
    return said + ("." if _parted(picture) is None else ". Grey line: the worlds part.")
