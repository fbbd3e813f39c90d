"""Bands: the alignment of each state with each power, scenario by scenario."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .compare_drawing import Page, about, band, dots, looks, multiples, shock_marks, wrapped
from .distribution import ends
from .drawing import year_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .sides import Shared, Side


def figures_bands(sides: Sequence["Side"], shared: "Shared") -> "Iterator[Figure]":
    """Draw medians and 5-95 % bands by year as small multiples, states by powers.

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
    pick = {"year": list(shared.years), "state": list(shared.states), "power": list(shared.powers)}
    values = [
        ends(side.yearly("overall")["overall"].sel(pick)).transpose("state", "power", "end", "year").values
        for side in sides
    ]
    top = min(1.0, float(np.ceil(max(np.nanmax(own) for own in values) * 10 + 0.3) / 10))
    styles, middles = looks(len(sides)), 12.0 * np.asarray(shared.years) + 5.5

    def draw(axes: "Axes", state: int, power: int) -> None:
        for own, look in zip(values, styles, strict=True):
            band(axes, middles, own[state, power], look)
            dots(axes, middles, own[state, power], look)
        axes.set_ylim(0, top)
        year_axis(axes, shared.start, shared.months, labels=True, most=5)

    names = [side.name for side in sides]
    said = (
        "Dots: median of the yearly means over replications, with 5-95 % band, at the middle of each year. The lines "
        "between dots only join them: when a change begins they do not say. Numbered lines: shocks."
    )
    lines = [*about(sides), *wrapped(said)]
    marks = shock_marks(sides, shared, 5.4 / min(4, len(shared.powers)))
    title = "Alignment: mean over domains with the scenario's weights"
    page = Page(title, lines, names, styles, marks, "alignment")
    yield from multiples(page, sides[0], shared, draw)
