"""Where everything stands on the map: an equal-area picture of the region, computed once for a scenario."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drawing import power_colours
from ..names import title
from . import layout
from .layout import BOX, Grid, Rings, Values

if TYPE_CHECKING:
    from ...scenarios import Scenario

MARGIN = (60.0, 24.0)
"""Left free around the states on each side, for the badges of powers."""

NEUTRAL = "#8c8c8c"

FAR = -0.8
"""Cosine of the distance from the centre beyond which land is left out: the far side of the globe."""


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
    ids, outlines, grid = scenario.inputs.ids, _outlines(), Grid.of_box()
    states, powers, colours = ids["state"], ids["power"], power_colours(scenario)
    known = [name for name in states if name in outlines]
    tiles = layout.tiles([name for name in states if name not in outlines], alone=not known)
    floor = min([BOX[1], *(float(ring[:, 1].min()) for rings in tiles.values() for ring in rings)])
    drawn = {**(_drawn(outlines, known, floor) if known else {}), **tiles}

    masks = [grid.inside(drawn[name]) for name in states]
    ways = _ways(outlines, known, powers)
    lands = [grid.inside(drawn.get(name, [])) for name in powers]
    badges = layout.badges(grid, ways, lands, np.any(masks, axis=0))
    homes = [grid.best(-layout.clear(mask)) for mask in masks]
    labels = layout.labels(grid, homes, masks, badges)
    points = layout.points(grid, masks, labels)

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
