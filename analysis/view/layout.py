"""Where things are put on the map so that nothing covers another: tiles, badges of powers, labels of states."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, uniform_filter1d

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]
Rings = list[Values]
Spot = tuple[float, float]

BOX = (1000, 620)
"""The picture; x to the right, y down."""

LABEL = (166.0, 82.0)
"""Room for what stands on a state: name, pie, marks."""

BADGE = (190.0, 66.0)
"""Room for the badge of a power."""

TILE = 160.0
"""Side of the square that stands for a state of no known shape."""

ABREAST = 5
"""Tiles in a row."""

STEP = 10
"""Of the grid on which places are looked for."""

ON_LAND = 0.2
"""Share of a label on a state's own land that makes a line to it needless."""


@dataclass(frozen=True)
class Grid:
    """Points all over the box, and what covers the room around each of them."""

    x: Values
    y: Values

    @classmethod
    def of_box(cls) -> "Grid":
        """Lay the points."""
        width, height = BOX
        x, y = np.meshgrid(np.arange(STEP / 2, width, STEP), np.arange(STEP / 2, height, STEP))
        return cls(x, y)

    def inside(self, rings: Rings) -> Mask:
        """Tell which points lie within an outline, by the even-odd rule."""
        found = np.zeros(self.x.shape, dtype=bool)
        for ring in rings:
            x, y = ring[:, 0, None], ring[:, 1, None]
            next_x, next_y = np.roll(x, -1, axis=0), np.roll(y, -1, axis=0)
            rows = self.y[:, 0]
            crossed = (y <= rows) != (next_y <= rows)
            with np.errstate(divide="ignore", invalid="ignore"):
                at = x + (rows - y) / (next_y - y) * (next_x - x)
            for row in np.flatnonzero(crossed.any(axis=0)):
                ends = np.sort(at[crossed[:, row], row])
                found[row] ^= np.searchsorted(ends, self.x[row]) % 2 == 1
        if rings and not found.any():  # smaller than a step
            x, y = rings[0].mean(axis=0)
            found.flat[int(self.distance((x, y)).argmin())] = True
        return found

    def covered(self, mask: Mask, size: Spot) -> Values:
        """Give the share of a rectangle around each point that a mask covers."""
        share = mask.astype(np.float64)
        for axis, length in enumerate(reversed(size)):
            share = uniform_filter1d(share, int(length / STEP) | 1, axis=axis, mode="constant")
        return share.clip(0, 1)  # sums that run along leave traces below nothing

    def fits(self, size: Spot) -> Mask:
        """Tell where a rectangle lies within the box."""
        width, height = BOX
        across, down = size[0] / 2, size[1] / 2
        return (abs(self.x - width / 2) <= width / 2 - across) & (abs(self.y - height / 2) <= height / 2 - down)

    def distance(self, spot: Spot) -> Values:
        """Measure how far each point is from a spot."""
        return np.hypot(self.x - spot[0], self.y - spot[1])

    def clash(self, spot: Spot, size: Spot) -> Values:
        """Measure from 0 to 1 how far a rectangle around each point would lie over one around a spot; touch counts."""
        across = np.clip(1 - abs(self.x - spot[0]) / size[0], 0, 1)
        over = across * np.clip(1 - abs(self.y - spot[1]) / size[1], 0, 1)
        return np.where(over > 0, (1 + over) / 2, 0)

    def best(self, cost: Values) -> Spot:
        """Give the point where a cost is least; the first of several."""
        at = np.unravel_index(int(np.argmin(cost)), cost.shape)
        return float(self.x[at]), float(self.y[at])


def tiles(names: Sequence[str], *, alone: bool) -> dict[str, Rings]:
    """Lay out squares in rows at the bottom, or in the middle if there is no land.

    Parameters
    ----------
    names : sequence of str
        States of no known shape.
    alone : bool
        Whether there is no land.

    Returns
    -------
    dict of str to list of array
        The outline of each, clockwise from the upper left corner.
    """
    rows = -(-len(names) // ABREAST)
    columns = -(-len(names) // max(rows, 1))
    pitch = (TILE + LABEL[0]) / 2 + 20
    top = (BOX[1] - rows * pitch) / 2 if alone else BOX[1] - rows * pitch
    laid: dict[str, Rings] = {}
    for index, name in enumerate(names):
        row, column = divmod(index, columns)
        abreast = min(columns, len(names) - row * columns)
        x = BOX[0] / 2 + (column - (abreast - 1) / 2) * pitch
        y = top + (row + 0.5) * pitch
        laid[name] = [np.array([x, y]) + TILE / 2 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])]
    return laid


def badges(grid: Grid, ways: Sequence[Values | None], lands: Sequence[Mask], taken: Mask) -> list[Spot]:
    """Place a badge for each power at the edge of the box.

    In its direction and rather on its own land than on another power's; far from the others if it has no direction.

    Parameters
    ----------
    grid : Grid
        Where to look.
    ways : sequence of array or None
        Direction of each power, to the east and to the north.
    lands : sequence of array of bool
        The points on the land of each power.
    taken : array of bool
        The points on the states.

    Returns
    -------
    list of (float, float)
        The middle of each badge.
    """
    width, height = BOX[0] / 2 - BADGE[0] / 2, BOX[1] / 2 - BADGE[1] / 2
    edge = grid.fits(BADGE) & ~grid.fits((BADGE[0] + 2 * STEP, BADGE[1] + 2 * STEP))
    base = np.where(edge, 300 * grid.covered(taken, BADGE), np.inf)
    placed: dict[int, Spot] = {}
    for index, way in sorted(enumerate(ways), key=lambda item: item[1] is None):
        others = np.sum(lands, axis=0) > lands[index]
        cost = base + 20 * (grid.covered(others, BADGE) - grid.covered(lands[index], BADGE))
        for spot in placed.values():
            cost += 1000 * grid.clash(spot, (BADGE[0] + STEP, BADGE[1] + STEP))
        if way is None:
            cost -= np.min([grid.distance(spot) for spot in placed.values()], axis=0) / 10 if placed else 0
        else:
            reach = min(width / max(abs(way[0]), 1e-9), height / max(abs(way[1]), 1e-9))
            cost += grid.distance((BOX[0] / 2 + reach * way[0], BOX[1] / 2 - reach * way[1])) / 10
        placed[index] = grid.best(cost)
    return [placed[index] for index in range(len(ways))]


def clear(mask: Mask) -> Values:
    """Measure how far each point of a land is from its border, in steps of the grid.

    Parameters
    ----------
    mask : array of bool
        The points on the land.
    """
    return np.asarray(distance_transform_edt(mask), dtype=np.float64)


def labels(grid: Grid, homes: Sequence[Spot], masks: Sequence[Mask], badges: Sequence[Spot]) -> list[Spot]:
    """Place what stands on each state: on its own land if there is room, near it if not, and clear of all others.

    Parameters
    ----------
    grid : Grid
        Where to look.
    homes : sequence of (float, float)
        The best point of each state's land.
    masks : sequence of array of bool
        The points on it.
    badges : sequence of (float, float)
        The badges, which are not covered.

    Returns
    -------
    list of (float, float)
        The middle of each label.
    """
    union = np.any(masks, axis=0)
    alone = np.where(grid.fits(LABEL), 0.0, np.inf)
    for spot in badges:
        beside = ((LABEL[0] + BADGE[0]) / 2, (LABEL[1] + BADGE[1]) / 2)
        alone += 1000 * grid.clash(spot, beside)
    costs: list[Values] = []
    for home, mask in zip(homes, masks, strict=True):
        others = grid.covered(union & ~mask, LABEL)
        costs.append(alone + grid.distance(home) / 10 + 12 * (1 - grid.covered(mask, LABEL)) + 12 * others)
    placed = dict(enumerate(homes))
    for _ in range(6):
        before = dict(placed)
        for index, cost in enumerate(costs):
            clashes = [grid.clash(spot, LABEL) for other, spot in placed.items() if other != index]
            placed[index] = grid.best(cost + 200 * np.sum(clashes, axis=0))
        if placed == before:
            break
    return list(placed.values())


def points(grid: Grid, masks: Sequence[Mask], labels: Sequence[Spot]) -> list[Spot]:
    """Give a point of each land: under its label if that stands on it, else where a line from the label can end.

    Parameters
    ----------
    grid : Grid
        Where to look.
    masks : sequence of array of bool
        The points on each state's land.
    labels : sequence of (float, float)
        The middle of each label.
    """
    rooms = [grid.clash(label, (LABEL[0] / 2, LABEL[1] / 2)) > 0 for label in labels]
    points: list[Spot] = []
    for mask, room, label in zip(masks, rooms, labels, strict=True):
        if mask[int(label[1] // STEP), int(label[0] // STEP)]:
            points.append(label)
        elif (mask & room).sum() > ON_LAND * room.sum():
            points.append(grid.best(np.where(mask & room, -clear(mask), np.inf)))
        else:
            cost = grid.distance(label) / 10 - 2 * clear(mask) + 20 * np.any(rooms, axis=0)
            points.append(grid.best(np.where(mask, cost, np.inf)))
    return points
