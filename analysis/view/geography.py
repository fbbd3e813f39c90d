"""Where everything stands on the map: an equal-area picture of the region, computed once for a scenario."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, uniform_filter1d

from ..drawing import power_colours
from ..names import title

if TYPE_CHECKING:
    from ...scenarios import Scenario

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]
Rings = list[Values]
Spot = tuple[float, float]

BOX = (1000, 620)
"""The picture; x to the right, y down."""

MARGIN = (60.0, 24.0)
"""Left free around the states on each side, for the badges of powers."""

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

NEUTRAL = "#8c8c8c"

FAR = -0.8
"""Cosine of the distance from the centre beyond which land is left out: the far side of the globe."""


@dataclass(frozen=True)
class _Grid:
    """Points all over the box, and what covers the room around each of them."""

    x: Values
    y: Values

    @classmethod
    def of_box(cls) -> "_Grid":
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
        return np.hypot(self.x - spot[0], self.y - spot[1])

    def clash(self, spot: Spot, size: Spot) -> Values:
        """Measure from 0 to 1 how far a rectangle around each point would lie over one around a spot; touch counts."""
        across = np.clip(1 - abs(self.x - spot[0]) / size[0], 0, 1)
        over = across * np.clip(1 - abs(self.y - spot[1]) / size[1], 0, 1)
        return np.where(over > 0, (1 + over) / 2, 0)

    def best(self, cost: Values) -> Spot:
        at = np.unravel_index(int(np.argmin(cost)), cost.shape)
        return float(self.x[at]), float(self.y[at])


@cache
def countries() -> Mapping[str, Any]:
    """Read the outlines of countries, with their source and a note on what they show."""
    return json.loads(Path(__file__).with_name("countries.json").read_text(encoding="utf-8"))


@cache
def _outlines() -> dict[str, Rings]:
    """Give the rings of each known country in degrees, without the repeated last point."""
    return {
        name: [np.asarray(ring[:-1], dtype=np.float64) for polygon in polygons for ring in polygon]
        for name, polygons in countries()["countries"].items()
    }


def _sphere(degrees: Values) -> Values:
    """Turn longitude and latitude into points of the unit sphere."""
    longitude, latitude = np.radians(degrees[..., 0]), np.radians(degrees[..., 1])
    return np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=-1
    )


def _middle(rings: Rings) -> Values:
    """Give longitude and latitude of the middle of some land."""
    mean = np.mean([_sphere(ring).mean(axis=0) for ring in rings], axis=0)
    return np.degrees([np.arctan2(mean[1], mean[0]), np.arctan2(mean[2], np.hypot(mean[0], mean[1]))])


def project(degrees: Values, centre: Values) -> Values:
    """Project points of the globe by Lambert's azimuthal equal-area projection.

    Parameters
    ----------
    degrees : array, shape (points, 2)
        Longitude and latitude.
    centre : array, shape (2,)
        The point that is not distorted.

    Returns
    -------
    array, shape (points, 2)
        To the east and to the north, in radii of the globe; not a number on the far side of it.
    """
    east, north = np.radians(degrees[:, 0] - centre[0]), np.radians(degrees[:, 1])
    middle = np.radians(centre[1])
    near = np.sin(middle) * np.sin(north) + np.cos(middle) * np.cos(north) * np.cos(east)
    factor = np.sqrt(2 / (1 + np.where(near > FAR, near, np.nan)))
    up = np.cos(middle) * np.sin(north) - np.sin(middle) * np.cos(north) * np.cos(east)
    return np.stack([factor * np.cos(north) * np.sin(east), factor * up], axis=-1)


def _beyond(ring: Values, axis: int, sign: int, limit: float) -> Values:
    """Cut off what lies beyond one side of the box (Sutherland and Hodgman 1974)."""
    left = sign * (limit - ring[:, axis])
    following, left_next = np.roll(ring, -1, axis=0), np.roll(left, -1)
    within = left >= 0
    crossing = within != (left_next >= 0)
    way = np.where(crossing, left / np.where(crossing, left - left_next, 1), 0)
    points = np.stack([ring, ring + way[:, None] * (following - ring)], axis=1).reshape(-1, 2)
    return points[np.stack([within, crossing], axis=1).reshape(-1)]


def _clipped(rings: Rings) -> Rings:
    """Keep what lies in the box."""
    kept: Rings = []
    for ring in rings:
        for axis, sign, limit in ((0, -1, 0), (0, 1, BOX[0]), (1, -1, 0), (1, 1, BOX[1])):
            ring = _beyond(ring, axis, sign, limit)  # noqa: PLW2901 (side by side)
        if len(ring) > 2:
            kept.append(ring.clip(0, BOX))
    return kept


def _path(rings: Rings) -> str:
    """Write an outline as an SVG path."""
    return "".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z" for ring in rings)


def _drawn(outlines: Mapping[str, Rings], states: Sequence[str], floor: float) -> dict[str, Rings]:
    """Project all countries so that the states fill the box down to a floor, and clip them."""
    centre = _middle([ring for name in states for ring in outlines[name]])
    flat = {
        name: [ring for ring in (project(each, centre) for each in rings) if np.isfinite(ring).all()]
        for name, rings in outlines.items()
    }
    points = np.concatenate([ring for name in states for ring in flat[name]])
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([BOX[0] - 2 * MARGIN[0], floor - 2 * MARGIN[1]])
    scale = float((room / (high - low)).min())
    middle = np.array([BOX[0] / 2, floor / 2])
    turned = np.array([scale, -scale])  # north is up, y points down
    placed = {name: [middle + (ring - (low + high) / 2) * turned for ring in rings] for name, rings in flat.items()}
    return {name: _clipped(rings) for name, rings in placed.items()}


def _tiles(names: Sequence[str], *, alone: bool) -> dict[str, Rings]:
    """Lay out squares in rows at the bottom, or in the middle if there is no land."""
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


def _badges(grid: _Grid, ways: Sequence[Values | None], lands: Sequence[Mask], taken: Mask) -> list[Spot]:
    """Place a badge for each power at the edge of the box.

    In its direction and rather on its own land than on another power's; far from the others if it has no direction.
    """
    width, height = BOX[0] / 2 - BADGE[0] / 2, BOX[1] / 2 - BADGE[1] / 2
    edge = grid.fits(BADGE) & ~grid.fits((BADGE[0] + 2 * STEP, BADGE[1] + 2 * STEP))
    base = np.where(edge, 300 * grid.covered(taken, BADGE), np.inf)
    placed: dict[int, Spot] = {}
    for index, way in sorted(enumerate(ways), key=lambda item: item[1] is None):
        others = np.any([land for other, land in enumerate(lands) if other != index], axis=0)
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


def _clear(mask: Mask) -> Values:
    """Measure how far each point of a land is from its border, in steps of the grid."""
    return np.asarray(distance_transform_edt(mask), dtype=np.float64)


def _labels(grid: _Grid, homes: Sequence[Spot], masks: Sequence[Mask], badges: Sequence[Spot]) -> list[Spot]:
    """Place what stands on each state: on its own land if there is room, near it if not, and clear of all others."""
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


def _lead(scenario: "Scenario") -> list[str]:
    """Give the colour of the power that leads most of each institution."""
    constants, colours = scenario.inputs.constants, power_colours(scenario)
    share = np.asarray(constants["lead"][..., 0] @ constants["weight"][:, 0])
    return [colours[int(row.argmax())] if row.any() else NEUTRAL for row in share]


def _ways(outlines: Mapping[str, Rings], states: Sequence[str], powers: Sequence[str]) -> list[Values | None]:
    """Give the direction in which each power lies from the region, if both have a place on the globe.

    By plain differences of longitude and latitude, so that the far side of the Atlantic is west.
    """
    if not states:
        return [None for _ in powers]
    here = _middle([ring for name in states for ring in outlines[name]])
    ways: list[Values | None] = []
    for name in powers:
        mainland = max(outlines.get(name, []), key=len, default=None)
        ways.append(None if mainland is None else (_middle([mainland]) - here) * [np.cos(np.radians(here[1])), 1])
    return ways


def _points(grid: _Grid, masks: Sequence[Mask], labels: Sequence[Spot]) -> list[Spot]:
    """Give a point of each land: under its label if that stands on it, else where a line from the label can end."""
    rooms = [grid.clash(label, (LABEL[0] / 2, LABEL[1] / 2)) > 0 for label in labels]
    points: list[Spot] = []
    for mask, room, label in zip(masks, rooms, labels, strict=True):
        if mask[int(label[1] // STEP), int(label[0] // STEP)]:
            points.append(label)
        elif (mask & room).sum() > ON_LAND * room.sum():
            points.append(grid.best(np.where(mask & room, -_clear(mask), np.inf)))
        else:
            cost = grid.distance(label) / 10 - 2 * _clear(mask) + 20 * np.any(rooms, axis=0)
            points.append(grid.best(np.where(mask, cost, np.inf)))
    return points


def _land(scenario: "Scenario", drawn: Mapping[str, Rings]) -> list[dict[str, Any]]:
    """Describe every country in the box, the states last so that they lie on top."""
    ids = scenario.inputs.ids
    colours = dict(zip(ids["power"], power_colours(scenario), strict=True))
    others: list[dict[str, Any]] = []
    states: list[dict[str, Any]] = []
    for name, rings in drawn.items():
        entry = {"id": name, "path": _path(rings)}
        if name in ids["state"]:
            states.append({**entry, "name": title(scenario, "states", name), "role": "state"})
        elif rings and name in colours:
            look = {"role": "power", "power_colour": colours[name]}
            others.append({**entry, "name": title(scenario, "powers", name), **look})
        elif rings:
            others.append({**entry, "name": countries()["names"][name], "role": "other"})
    return others + states


def ground(scenario: "Scenario") -> dict[str, Any]:
    """Lay out the map of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Its states, powers and institutions.

    Returns
    -------
    dict
        `box`: width and height. `note`: where the outlines come from. `land`: every country in the box, as an SVG path.
        `states`: a point of each state's land, and `label`, the middle of the room for what is written on it.
        `powers`: the middle of each badge. `institutions`: each in the colour of the power that leads it.
    """
    ids, outlines, grid = scenario.inputs.ids, _outlines(), _Grid.of_box()
    states, powers, colours = ids["state"], ids["power"], power_colours(scenario)
    known = [name for name in states if name in outlines]
    tiles = _tiles([name for name in states if name not in outlines], alone=not known)
    floor = min([BOX[1], *(float(ring[:, 1].min()) for rings in tiles.values() for ring in rings)])
    drawn = {**(_drawn(outlines, known, floor) if known else {}), **tiles}

    masks = [grid.inside(drawn[name]) for name in states]
    ways = _ways(outlines, known, powers)
    lands = [grid.inside(drawn.get(name, [])) for name in powers]
    badges = _badges(grid, ways, lands, np.any(masks, axis=0))
    homes = [grid.best(-_clear(mask)) for mask in masks]
    labels = _labels(grid, homes, masks, badges)
    points = _points(grid, masks, labels)

    note = f"Outlines: {countries()['source']}. {countries()['note']} Blank: sea, or land not in the file."
    return {
        "box": list(BOX),
        "note": note if known else "",
        "land": _land(scenario, drawn),
        "states": [
            {
                "id": name,
                "name": title(scenario, "states", name),
                "x": x,
                "y": y,
                "label": list(label),
                **({"tile": True} if name in tiles else {}),
            }
            for name, (x, y), label in zip(states, points, labels, strict=True)
        ],
        "powers": [
            {"id": name, "name": title(scenario, "powers", name), "colour": colour, "x": x, "y": y}
            for name, colour, (x, y) in zip(powers, colours, badges, strict=True)
        ],
        "institutions": [
            {"id": name, "name": title(scenario, "institutions", name), "colour": colour}
            for name, colour in zip(ids["institution"], _lead(scenario), strict=True)
        ],
    }
