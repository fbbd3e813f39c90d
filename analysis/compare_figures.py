"""The figures of a comparison as files."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

from .alluvial import figures_leading
from .compare_acts import figure_acts
from .compare_bands import figures_bands
from .compare_effects import figures_effect
from .heat import figure_grid
from .names import counted
from .painting import painted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .compare import Comparison


def render(found: "Comparison") -> dict[str, bytes]:
    """Draw every figure of a comparison.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict of str to bytes
        File name and PNG. The same results give the same bytes on equal versions of the libraries.
    """
    return painted(((f"{name}.png", figure) for name, figure in figures(found)), metadata(found))


def figures(found: "Comparison") -> "Iterator[tuple[str, Figure]]":
    """Draw every figure of a comparison, one at a time.

    Parameters
    ----------
    found : Comparison
        What was found.

    Yields
    ------
    tuple of (str, Figure)
        Name, without ending, and figure.
    """
    if found.plain:
        yield from _plain(found)
    for grid in found.grids:
        yield f"grid_{grid.side.name}", figure_grid(grid, found.shared)


def _plain(found: "Comparison") -> "Iterator[tuple[str, Figure]]":
    """Draw the sides whose replications differ in their noise alone."""
    sides, shared = found.plain, found.shared
    yield from _pages("bands", figures_bands(sides, shared))
    for side, effect, course in zip(sides[1:], found.effects, found.courses, strict=True):
        yield from _pages(f"effects_{side.name}", figures_effect([sides[0], side], shared, effect, course))
    acts = figure_acts(sides, shared, found.acts)
    if acts is not None:
        yield "acts", acts
    yield from _pages("leading", figures_leading(sides, shared))


def _pages(name: str, pages: "Iterator[Figure]") -> "Iterator[tuple[str, Figure]]":
    for number, figure in enumerate(pages, 1):
        yield name if number == 1 else f"{name}-{number}", figure


def metadata(found: "Comparison") -> dict[str, str]:
    """Say what the figures of a comparison show, for their files.

    Parameters
    ----------
    found : Comparison
        What was found.
    """
    sides = found.sides
    return {
        "Software": f"greatgame {version('greatgame')}",
        "Title": " compared with ".join(side.record.title for side in sides),
        "Scenario": ", ".join(side.name for side in sides),
        "Description": "; ".join(
            f"scenario {side.record.name}, seed {side.record.seed}, {counted(side.number)}"
            + (f", changed: {', '.join(side.record.changes)}" if side.record.changes else "")
            for side in sides
        ),
        "Seed": ", ".join(str(side.record.seed) for side in sides),
    }
