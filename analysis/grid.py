"""What a ``--vary`` design shows: outcomes at each of its points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import measures
from .acts import Acts, acts_of, wilson
from .distribution import BAND
from .names import title
from .sheets import HELD_AT_POINTS, Sheet

if TYPE_CHECKING:
    from ..runs import Design
    from .sides import Shared, Side

Values = NDArray[np.float64]

ACTS = 3
"""Acts among the outcomes: those whose probability depends most on the point."""


@dataclass(frozen=True)
class Outcome:
    """Something that came out at each point.

    Attributes
    ----------
    name : str
        What.
    power : str or None
        The power with which it is an alignment; None for the probability of an act.
    band : array, shape (3, points)
        5 %, median and 95 % of an alignment; a probability between the ends of its 95 % interval.
    """

    name: str
    power: str | None
    band: Values


@dataclass(frozen=True)
class Grid:
    """A design and its outcomes.

    Attributes
    ----------
    side : Side
        Whose.
    design : Design
        What was varied.
    outcomes : sequence of Outcome
        Alignment of the region with each power in the last year, then acts.
    """

    side: "Side"
    design: "Design"
    outcomes: Sequence[Outcome]

    def values(self, path: int) -> Values:
        """Give the value of a path at each point."""
        return np.array([point[path] for point in self.design.points])


def grids(sides: Sequence["Side"], shared: "Shared") -> list[Grid]:
    """Find the outcomes of all sides that vary something.

    Parameters
    ----------
    sides : sequence of Side
        What is compared.
    shared : Shared
        States, powers and years looked at.
    """
    return [_grid(side, side.design, shared) for side in sides if side.design is not None]


def grid_sheet(grid: Grid) -> Sheet:
    """Make the table of a design: a row for each point and outcome.

    Parameters
    ----------
    grid : Grid
        The design.

    Returns
    -------
    Sheet
        Its short form names the points at which each outcome is lowest and highest.
    """
    rows: list[tuple[Any, ...]] = []
    short = [["outcome", "lowest", "highest"]]
    for outcome in grid.outcomes:
        rows += [
            (grid.side.name, place, *point, outcome.name, grid.design.runs, *outcome.band[:, place].tolist())
            for place, point in enumerate(grid.design.points)
        ]
        extremes = (int(outcome.band[1].argmin()), int(outcome.band[1].argmax()))
        short.append([outcome.name, *(_at(grid, outcome, place) for place in extremes)])
    columns = ("scenario", "point", *grid.design.paths, "outcome", "n", "low", "middle", "high")
    name = grid.side.name
    title = f"{name}: outcomes at the {len(grid.design.points)} points of the design"
    return Sheet(f"grid_{name}", title, columns, rows, short, 1, tuple(_notes(grid)), HELD_AT_POINTS)


def _grid(side: "Side", design: "Design", shared: "Shared") -> Grid:
    acts = acts_of(side, shared)
    return Grid(side, design, [*_alignments(side, design, shared), *_probabilities(side, design, acts)])


def _notes(grid: Grid) -> list[str]:
    paths, runs = ", ".join(grid.design.paths), grid.design.runs
    notes = [
        "Median of the region's mean alignment, share of the replications at a point of an act; points are given as "
        f"{paths}. All points are in grid_{grid.side.name}.csv; low and high there are 5 % and 95 %, or the 95 % "
        f"interval (Wilson) of a share, each of the n = {runs} replications of the point."
    ]
    if grid.design.method == "lhs":
        notes.append("The points are a Latin hypercube: a sample of the values, not of what is probable.")
    return notes


def _at(grid: Grid, outcome: Outcome, place: int) -> str:
    point = ", ".join(f"{value:.3g}" for value in grid.design.points[place])
    return f"{outcome.band[1, place]:.2f} at {point}"


def _alignments(side: "Side", design: "Design", shared: "Shared") -> list[Outcome]:
    overall = side.yearly("overall")["overall"].sel(
        year=shared.years[-1], state=list(shared.states), power=list(shared.powers)
    )
    inputs = side.scenario.inputs
    core = [inputs.constants["core"][inputs.ids["state"].index(state), 0] for state in shared.states]
    region = measures.regional(overall, overall["state"].copy(data=core)).transpose("replication", "power").values
    found = np.quantile(region.reshape(-1, design.runs, len(shared.powers)), list(BAND.values()), axis=1)
    return [
        Outcome(f"{title(side.scenario, 'powers', power)}: region {shared.years[-1]}", power, band)
        for power, band in zip(shared.powers, np.moveaxis(found, -1, 0), strict=True)
    ]


def _probabilities(side: "Side", design: "Design", acts: Acts) -> list[Outcome]:
    shares = {act: acts.happened(act).reshape(-1, design.runs).mean(axis=1) for act in acts.first}
    varying = sorted((act for act in shares if np.ptp(shares[act]) > 0), key=lambda act: -np.ptp(shares[act]))
    found: list[Outcome] = []
    for act in varying[:ACTS]:
        low, high = wilson(shares[act], design.runs)
        found.append(Outcome(act.said(side.scenario), None, np.stack([low, shares[act], high])))
    return found
