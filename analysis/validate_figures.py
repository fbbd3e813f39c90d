"""The figures of `validate`: theories by claims, and mechanisms by claims."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .compare_drawing import wrapped
from .drawing import LINE_SPACING, WIDTH, Margins, headline, new_figure, panels
from .painting import painted
from .validate_tables import SETS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .claims.ablation import Ablation
    from .validate import Validation

Values = NDArray[np.float64]

SHADES = "cividis"
"""From dark to light in one direction, for the colour-blind and in greyscale."""

SIDES = "PuOr"
"""From a loss to a gain, told apart by the colour-blind."""

SPAN = 3.0
"""Standard deviations at the ends of that scale."""

ROW, NARROW = 0.19, 0.128
"""Inches: height of a row with a claim, and of one with a mechanism."""

PAGE = 65
"""Mechanisms on a page."""

COLUMNS = {
    "model": "model",
    "inertia": "inertia",
    "offer_only": "offer\nonly",
    "sign_only": "sign\nonly",
    "balance_of_threat": "balance\nof threat\n(Walt)",
    "bandwagoning": "band-\nwagoning\n(Schweller)",
    "omnibalancing": "omni-\nbalancing\n(David)",
    "hedging": "hedging\n(Kuik)",
}
"""Headings of the columns."""


def render(found: "Validation") -> dict[str, bytes]:
    """Draw what was asked for.

    Parameters
    ----------
    found : Validation
        What was found.

    Returns
    -------
    dict of str to bytes
        File name and PNG. The same results give the same bytes on equal versions of the libraries.
    """
    return painted(_figures(found), _metadata(found))


def _figures(found: "Validation") -> "Iterator[tuple[str, Figure]]":
    if found.rivalry is not None:
        yield "rivals.png", figure_rivals(found)
    if found.ablation is not None:
        for page, figure in enumerate(figures_ablation(found), 1):
            yield "ablation.png" if page == 1 else f"ablation-{page}.png", figure


def _metadata(found: "Validation") -> dict[str, str]:
    return {
        "Software": f"greatgame {version('greatgame')}",
        "Title": "Claims of the texts",
        "Description": f"{found.runs} runs of each world, seed {found.seed}",
        "Seed": str(found.seed),
        "Runs": str(found.runs),
    }


def figure_rivals(found: "Validation") -> "Figure":
    """Draw the frequency of each claim in the model and under each rival.

    Parameters
    ----------
    found : Validation
        What was found, with rivals.

    Returns
    -------
    Figure
        A row for each claim, those of a set together; a mark where a claim does not hold.
    """
    rivalry = found.rivalry
    assert rivalry is not None
    groups = [[own for own in found.model.values() if own.claim.kind == kind] for kind in SETS if kind != "X"]
    groups = [group for group in groups if group]
    said = (
        f"{found.runs} runs, seed {found.seed}; sign only: {rivalry.draws} draws of {rivalry.runs_of_draw} runs. "
        "Light: often so; dark: seldom. x: the claim does not hold (sign only: in less than half of the draws). On the "
        "right: evidence for the model, beyond inertia, offer only and sign only by .2."
    )
    lines = wrapped(said)
    gap = 0.14
    heights = [ROW * len(group) for group in groups]
    top = 0.36 + len(lines) * 7.5 / 72 * LINE_SPACING + 0.42
    height = top + sum(heights) + gap * (len(groups) - 1) + 0.15
    figure = new_figure(height)
    headline(figure, "Claims of the texts under the model and its rivals", lines)
    bottom, evidence = height - top, set(found.evidence)
    for place, (group, tall) in enumerate(zip(groups, heights, strict=True)):
        bottom -= tall
        axes = figure.add_axes((0.75 / WIDTH, bottom / height, (WIDTH - 1.6) / WIDTH, tall / height))
        cells = np.array([_row(found, own.claim.id) for own in group])
        _cells(axes, cells[..., 0], cells[..., 1] >= 0.5)
        axes.set_yticks(range(len(group)), [own.claim.id for own in group])
        axes.set_ylabel(group[0].claim.kind, rotation=0, fontweight="bold", fontsize=10, labelpad=10, va="center")
        for row, own in enumerate(group):
            if own.claim.id in evidence:
                axes.text(len(COLUMNS) - 0.4, row, "evidence", fontsize=7, va="center", fontweight="bold")
        if place == 0:
            axes.xaxis.tick_top()
            axes.set_xticks(range(len(COLUMNS)), list(COLUMNS.values()), fontsize=7)
        else:
            axes.set_xticks([])
        bottom -= gap
    return figure


def _row(found: "Validation", id_: str) -> list[tuple[float, float]]:
    """Give frequency and whether a claim holds, column by column."""
    rivalry, own = found.rivalry, found.model[id_]
    assert rivalry is not None
    others = [(rivalry.frequency[name][id_], rivalry.holds[name][id_]) for name in COLUMNS if name != "model"]
    return [(own.frequency, float(own.holds)), *others]


def _cells(axes: "Axes", values: Values, holds: NDArray[np.bool_]) -> None:
    axes.imshow(values, aspect="auto", cmap=SHADES, vmin=0.0, vmax=1.0)
    axes.set_xticks(np.arange(values.shape[1]) - 0.5, minor=True)
    axes.set_yticks(np.arange(values.shape[0]) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=1.2)
    axes.tick_params(which="both", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for (row, column), value in np.ndenumerate(values):
        ink = "black" if value > 0.5 else "white"
        mark = "" if holds[row, column] else " x"
        axes.text(column, row, f"{value:.2f}{mark}", ha="center", va="center", fontsize=6.5, color=ink)


def figures_ablation(found: "Validation") -> "Iterator[Figure]":
    """Draw what each mechanism does to each claim, a page at a time.

    Parameters
    ----------
    found : Validation
        What was found, with the ablation.

    Yields
    ------
    Figure
        A row for each mechanism, a column for each claim; a dot where a claim that holds fails without the mechanism.
    """
    ablation = found.ablation
    assert ablation is not None
    groups = [[id_ for id_ in ablation.shifts if found.model[id_].claim.kind == kind] for kind in SETS]
    ids = [id_ for group in groups for id_ in group]
    shifts = np.array([ablation.shifts[id_].relative for id_ in ids]).T
    felled = np.array([ablation.shifts[id_].felled for id_ in ids]).T
    far = np.array([ablation.shifts[id_].falls for id_ in ids]).T
    ends = np.cumsum([len(group) for group in groups if group])[:-1]
    pages = -(-len(shifts) // PAGE)
    for page, rows in enumerate(np.array_split(np.arange(len(shifts)), pages), 1):
        names = [ablation.mechanisms[row].title for row in rows]
        figure, axes = _page(found, ablation, names, f" ({page} of {pages})" if pages > 1 else "")
        axes.imshow(shifts[rows], aspect="auto", cmap=SIDES, vmin=-SPAN, vmax=SPAN)
        for fallen, ink in ((felled & far, "black"), (felled & ~far, "white")):
            down, across = np.nonzero(fallen[rows])
            axes.plot(across, down, "o", markerfacecolor=ink, markeredgecolor="black", markersize=3.2, mew=0.6)
        for end in ends:
            axes.axvline(end - 0.5, color="black", linewidth=0.8)
        axes.set_yticks(range(len(rows)), names, fontsize=6)
        axes.set_xticks(range(len(ids)), ids, fontsize=6, rotation=90)
        yield figure


def _page(found: "Validation", ablation: "Ablation", names: Sequence[str], part: str) -> "tuple[Figure, Axes]":
    said = (
        f"Change of each claim's margin in standard deviations over {ablation.runs} runs, seed {found.seed}; purple: "
        f"more, orange: less, full at {SPAN:g}. Dot: the claim holds with the mechanism and fails without it, "
        "filled where its frequency falls far."
    )
    lines = wrapped(said)
    margins = Margins(left=2.35, right=0.15, top=0.36 + len(lines) * 7.5 / 72 * LINE_SPACING + 0.38, bottom=0.12)
    figure = new_figure(margins.top + margins.bottom + NARROW * len(names))
    headline(figure, f"Every mechanism off in turn{part}", lines)
    [axes] = panels(figure, 1, 1, margins, (0, 0))
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure, axes
