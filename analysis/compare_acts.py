"""How probable an act has become by each month."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .acts import Acts, most_telling, wilson
from .compare_drawing import FILL, Page, about, label_values, looks, shock_marks
from .compare_tables import MOST
from .drawing import year_axis
from .marks import draw_marks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .sides import Shared, Side


LETTERS = 26
"""Of a title above a panel at full size."""


def figure_acts(sides: Sequence["Side"], shared: "Shared", acts: Sequence[Acts]) -> "Figure | None":
    """Draw the cumulative probability of the acts that differ most or are least certain.

    Parameters
    ----------
    sides : sequence of Side
        What is compared.
    shared : Shared
        The period.
    acts : sequence of Acts
        Of each side.

    Returns
    -------
    Figure or None
        None if all acts are certain and alike.
    """
    months = range(shared.start, shared.start + shared.months)
    telling = most_telling(acts, months, MOST)
    if not telling:
        return None
    styles, columns = looks(len(sides)), min(3, len(telling))
    page = Page(
        "Probability that an act has happened",
        [
            *about(sides),
            "Share of replications by the end of each month, with 95 % interval (Wilson); numbered lines: shocks.",
        ],
        [side.name for side in sides],
        styles,
        shock_marks(sides, shared, 2.0),
        "share of replications",
    )
    rows = -(-len(telling) // columns)
    figure, grid = page.begin(rows, columns, 1.0, (0.62, 0.15), down=0.42)
    for place, axes in enumerate(grid):
        if place >= len(telling):
            axes.set_axis_off()
            continue
        for found, side, look in zip(acts, sides, styles, strict=True):
            curve = found.curve(telling[place], months)
            low, high = wilson(curve, side.number)
            axes.fill_between(months, low, high, color=look.colour, alpha=FILL, linewidth=0, step="post")
            axes.step(months, curve, where="post", color=look.colour, linestyle=look.dashes, linewidth=1.4)
        axes.set_ylim(-0.02, 1.02)
        axes.set_yticks([0, 0.5, 1], ["0", ".5", "1"] if place % columns == 0 else ["", "", ""])
        year_axis(axes, shared.start, shared.months, labels=place + columns >= len(telling), most=5)
        draw_marks(axes, page.marks, numbers=place < columns)
        if place % columns == 0:
            label_values(axes, page.unit)
        said = telling[place].said(sides[0].scenario)
        axes.set_title(said, pad=19 if place < columns else 4, fontsize=min(8.0, 8.0 * LETTERS / len(said)))
    return figure
