"""The figure of `hindcast`: where there is skill, whether forecasts can be trusted, and what earns its place."""

import textwrap
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from .compare_drawing import wrapped
from .drawing import COLOURS, FAINT, GREY, LINE_SPACING, MARKERS, WIDTH, headline, new_figure
from .hindcast_tables import label
from .painting import painted
from .skill.forecasters import BASELINES, PERSISTENCE
from .skill.scores import Skill
from .skill.summary import ALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .hindcast import Hindcast
    from .skill.summary import Row

ROW = 0.24
"""Inches: height of a row of skill."""

FURTHEST = 1.0
"""Skill beyond which a mark stands at the edge: what is that bad is bad enough."""

MECHANISMS = 8
"""That are drawn: those that matter most."""

SHOWN = {"leader": "who leads", "membership": "membership"}
"""Probabilities whose reliability is drawn."""


def render(found: "Hindcast") -> dict[str, bytes]:
    """Draw what was found.

    Parameters
    ----------
    found : Hindcast
        What was found.

    Returns
    -------
    dict of str to bytes
        File name and PNG. The same results give the same bytes on equal versions of the libraries.
    """
    study = found.study
    metadata = {
        "Software": f"greatgame {version('greatgame')}",
        "Title": f"Hindcast of {study.scenario.name} from {study.until}",
        "Description": f"{len(found.prior)} points of the prior, {found.runs} runs each, seed {study.seed}",
        "Seed": str(study.seed),
        "Runs": str(found.runs),
    }
    return painted((("hindcast.png", figure(found)) for _ in range(1)), metadata)


def figure(found: "Hindcast") -> "Figure":
    """Draw skill by kind, the calibration of forecasts, and what theories and mechanisms are worth.

    Parameters
    ----------
    found : Hindcast
        What was found.

    Returns
    -------
    Figure
        Four panels.
    """
    study = found.study
    lines = wrapped(
        f"{study.scenario.title}: what was known by {study.until} and at each later origin, years to {study.last}; seed"
        f" {study.seed}, {len(found.prior)} points of the prior, {found.runs} runs each. Lines: 95 % over state-series;"
        " hollow: too few series or events to tell, or no forecast of the model's own; a triangle at the edge: beyond"
        " it. Below right: level if forecasts are as wide as they should be, diagonal if probabilities come true."
    )
    rows = [row for row in found.rows if not row.series and row.section != "membership"]
    bodies = [row for row in found.rows if row.section == "membership"]
    worths = [*((own.title, own.against) for own in found.theories), *_strongest(found)]
    tall, small, low = ROW * (len(rows) + 1), ROW * (len(bodies) + 1), max(ROW * (len(worths) + 1), 2.6)
    top, gap, bottom = 0.75 + len(lines) * 7.5 / 72 * LINE_SPACING, 0.95, 0.55
    height = top + tall + (gap + small if bodies else 0.0) + gap + low + bottom
    canvas = new_figure(height)
    headline(canvas, f"Hindcast from {study.until}", lines)

    def place(left: float, width: float, base: float, high: float) -> "Axes":
        return canvas.add_axes((left / WIDTH, base / height, width / WIDTH, high / height))

    _draw_skill(place(1.75, WIDTH - 1.75 - 0.2, height - top - tall, tall), rows, "Skill of the model by kind of data")
    if bodies:
        axes = place(1.75, WIDTH - 1.75 - 0.2, height - top - tall - gap - small, small)
        _draw_skill(axes, bodies, "Skill of the model in memberships")
    _draw_worths(place(2.05, 1.75, bottom, low), worths)
    half = (low - 0.75) / 2
    _draw_places(place(4.55, WIDTH - 4.75, bottom + half + 0.75, half), found)
    _draw_reliability(place(4.55, WIDTH - 4.75, bottom, half), found)
    return canvas


def _strongest(found: "Hindcast") -> list[tuple[str, Skill]]:
    known = [own for own in found.mechanisms if np.isfinite(own.against.value)]
    ordered = sorted(known, key=lambda own: -abs(own.against.value))[:MECHANISMS]
    return [(f"without: {own.title}", own.against) for own in ordered]


def _kept(value: float) -> float:
    return float(np.clip(value, -FURTHEST, FURTHEST))


def _draw_skill(axes: "Axes", rows: "Sequence[Row]", title: str) -> None:
    """Draw a row for each kind: against persistence with its interval, against the others as marks."""
    for place, row in enumerate(reversed(rows)):
        main = row.main
        if np.isfinite(main.low):
            axes.plot([_kept(main.low), _kept(main.high)], [place, place], color=COLOURS[2], zorder=2)
        for number, name in enumerate(BASELINES):
            own = row.skills.get(name)
            if own is not None and np.isfinite(own.value):
                _mark(axes, (own.value, place), number, name, clear=row.verdict not in ("unknown", "silent"))
    _rule(axes, [_called(row) for row in reversed(rows)])
    axes.set_title(title, x=-0.3)
    handles, labels = axes.get_legend_handles_labels()
    known = dict(zip(labels, handles, strict=True))
    axes.legend(
        [known[name] for name in known],
        list(known),
        ncols=len(known),
        loc="upper left",
        bbox_to_anchor=(-0.3, 0.0),
        frameon=False,
        fontsize=7,
        handletextpad=0.1,
        columnspacing=0.8,
    )
    axes.tick_params(axis="x", labeltop=True, labelbottom=False, top=True, bottom=False)
    axes.margins(x=0.08)


def _mark(axes: "Axes", at: tuple[float, float], number: int, name: str, *, clear: bool) -> None:
    """Draw the skill against one forecaster; persistence large and below the others, so that none is hidden."""
    main = name == PERSISTENCE
    beyond = abs(at[0]) > FURTHEST
    axes.plot(
        [_kept(at[0])],
        [at[1]],
        linestyle="none",
        marker=("<" if at[0] < 0 else ">") if beyond else MARKERS[number],
        markersize=7 if main else 3.5,
        color=COLOURS[2] if main and clear else "white",
        markeredgecolor=COLOURS[2] if main else "black",
        markeredgewidth=1.0 if main else 0.6,
        zorder=3 if main else 4,
        label=None if beyond else f"against {name}",
    )


def _called(row: "Row") -> str:
    sections = {"changed": "what moved", "leader": "who leads", "rank": "ranks"}
    if row.section in sections:
        return f"{sections[row.section]}, {label(row)}"
    if row.section == "membership":
        return "all memberships" if row.what == ALL else f"members of {row.what}"
    return label(row)


def _draw_worths(axes: "Axes", worths: Sequence[tuple[str, Skill]]) -> None:
    """Draw the skill of the model against rivals and against itself without a mechanism."""
    for place, (_, own) in enumerate(reversed(worths)):
        if np.isfinite(own.low):
            axes.plot([_kept(own.low), _kept(own.high)], [place, place], color=COLOURS[1])
        if np.isfinite(own.value):
            axes.plot([_kept(own.value)], [place], marker="o", markersize=4.5, color=COLOURS[1])
    _rule(axes, ["\n".join(textwrap.wrap(title, 32)) for title, _ in reversed(worths)])
    axes.set_title("Skill against rivals, and parts of itself", x=-0.9)
    axes.tick_params(axis="y", labelsize=7)
    axes.locator_params(axis="x", nbins=4)


def _rule(axes: "Axes", labels: Sequence[str]) -> None:
    axes.axvline(0.0, color=GREY, linewidth=0.8, zorder=1)
    axes.set_yticks(range(len(labels)), labels, fontsize=7.5)
    axes.set_ylim(-0.6, len(labels) - 0.4)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)


def _draw_places(axes: "Axes", found: "Hindcast") -> None:
    """Draw where in the forecasts the observations lie: level if forecasts are as wide as they should be."""
    places = [own.places for own in found.coverage if own.what == ALL]
    if places:
        axes.hist(places[0], bins=10, range=(0.0, 1.0), density=True, color=COLOURS[5], edgecolor="white")
    axes.axhline(1.0, color=GREY, linewidth=0.8, linestyle="--")
    axes.set_title("Where observations lie in forecasts")
    axes.set_xlabel("share of the forecast below", labelpad=1)
    axes.set_ylabel("density")


def _draw_reliability(axes: "Axes", found: "Hindcast") -> None:
    """Draw how often came true what was given a probability: on the diagonal if it can be trusted."""
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=0.8, linestyle="--")
    for number, (name, title) in enumerate(SHOWN.items()):
        bins = found.reliability.get(name, [])
        if bins:
            said, so = [own.said for own in bins], [own.happened for own in bins]
            axes.plot(said, so, color=COLOURS[number], marker=MARKERS[number], markersize=4, label=title)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    axes.set_title("Probabilities that came true")
    axes.set_xlabel("probability that was given", labelpad=1)
    axes.set_ylabel("share that came true")
    if found.reliability:
        axes.legend(frameon=False, fontsize=7, loc="lower right")
