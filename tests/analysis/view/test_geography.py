"""The map: every state and power has its place, nothing lies over anything else, nothing leaves the box."""

import itertools
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from greatgame import scenarios
from greatgame.analysis.view.geography import countries, ground, project
from greatgame.analysis.view.layout import BADGE, BOX, LABEL, TILE

ISLANDS = Path(__file__).parents[2] / "second_region.yaml"
"""A made-up region that no map shows."""

WORLDS = {scenarios.load(name).inputs.ids["state"]: name for name in scenarios.names()}
"""A shipped scenario for each set of states: the others have the same map."""

MAPPED = [*WORLDS.values(), ISLANDS]


@cache
def drawn(world: str | Path, *settings: str) -> dict[str, Any]:
    return ground(scenarios.load(world, settings))


def rings(path: str) -> list[np.ndarray]:
    return [
        np.array([point.split(",") for point in ring.split("L")], float) for ring in re.findall(r"M([^MZ]*)Z", path)
    ]


def inside(point: tuple[float, float], path: str) -> bool:
    """Count the borders to the right of a point."""
    x, y = point
    crossings = 0
    for ring in rings(path):
        for (x0, y0), (x1, y1) in itertools.pairwise([*ring, ring[0]]):
            crossings += (y0 <= y) != (y1 <= y) and x0 + (y - y0) / (y1 - y0) * (x1 - x0) > x
    return crossings % 2 == 1


def apart(one: tuple[float, float], other: tuple[float, float], size: tuple[float, float]) -> bool:
    return any(abs(a - b) >= room for a, b, room in zip(one, other, size, strict=True))


def boxed(spot: tuple[float, float], size: tuple[float, float]) -> bool:
    return all(room / 2 <= at <= side - room / 2 for at, room, side in zip(spot, size, BOX, strict=True))


def test_worlds_with_few_and_many_states_are_among_the_tested() -> None:
    assert {len(states) for states in WORLDS} == {5, 8}


@pytest.mark.parametrize("world", MAPPED, ids=str)
def test_every_state_has_its_point_in_its_own_land_and_no_other(world: str | Path) -> None:
    land = {entry["id"]: entry["path"] for entry in drawn(world)["land"] if entry["role"] == "state"}
    states = drawn(world)["states"]
    assert [state["id"] for state in states] == list(scenarios.load(world).inputs.ids["state"])
    for state in states:
        assert [name for name, path in land.items() if inside((state["x"], state["y"]), path)] == [state["id"]]


@pytest.mark.parametrize("world", MAPPED, ids=str)
def test_labels_and_badges_lie_in_the_box_and_clear_of_each_other(world: str | Path) -> None:
    labels = [tuple(state["label"]) for state in drawn(world)["states"]]
    badges = [(power["x"], power["y"]) for power in drawn(world)["powers"]]
    assert all(boxed(label, LABEL) for label in labels)
    assert all(boxed(badge, BADGE) for badge in badges)
    assert all(apart(*pair, LABEL) for pair in itertools.combinations(labels, 2))
    assert all(apart(*pair, BADGE) for pair in itertools.combinations(badges, 2))
    between = ((LABEL[0] + BADGE[0]) / 2, (LABEL[1] + BADGE[1]) / 2)
    assert all(apart(*pair, between) for pair in itertools.product(labels, badges))


@pytest.mark.parametrize("world", MAPPED, ids=str)
def test_points_keep_a_distance(world: str | Path) -> None:
    points = [(state["x"], state["y"]) for state in drawn(world)["states"]]
    assert min(np.hypot(*np.subtract(*pair)) for pair in itertools.combinations(points, 2)) > 30


@pytest.mark.parametrize("world", MAPPED, ids=str)
def test_every_outline_is_closed_and_within_the_box(world: str | Path) -> None:
    for entry in drawn(world)["land"]:
        assert re.fullmatch(r"(M[\d.]+,[\d.]+(L[\d.]+,[\d.]+){2,}Z)+", entry["path"]), entry["id"]
        points = np.concatenate(rings(entry["path"]))
        assert (points >= 0).all()
        assert (points <= BOX).all()


@pytest.mark.parametrize("world", WORLDS.values())
def test_states_fill_the_box(world: str) -> None:
    states = [entry for entry in drawn(world)["land"] if entry["role"] == "state"]
    points = np.concatenate([ring for entry in states for ring in rings(entry["path"])])
    assert (np.ptp(points, axis=0) / BOX).max() > 0.85


def test_neighbours_share_their_border() -> None:
    land = countries()["countries"]
    corners = {
        name: {tuple(point) for part in land[name] for ring in part for point in ring} for name in ("KAZ", "UZB")
    }
    assert len(corners["KAZ"] & corners["UZB"]) > 20


def test_powers_stand_in_their_direction() -> None:
    badges = {power["id"]: (power["x"] / BOX[0], power["y"] / BOX[1]) for power in drawn("us_entry_2001")["powers"]}
    assert badges["RUS"][1] < 0.2  # north
    assert badges["CHN"][0] > 0.8  # east
    assert badges["USA"][0] < 0.2  # across the Atlantic: west


def test_an_unknown_country_becomes_a_tile_below_the_known_ones(tmp_path: Path) -> None:
    text = ISLANDS.read_text(encoding="utf-8").replace("ALB", "KAZ").replace("BOR", "UZB").replace("EST", "CHN")
    file = tmp_path / "half_known.yaml"
    file.write_text(text, encoding="utf-8")
    shown = ground(scenarios.load(file))
    tiles = [state["id"] for state in shown["states"] if "tile" in state]
    assert tiles == ["COR", "DEL", "ERI", "FAR", "GAN"]
    paths = {entry["id"]: np.concatenate(rings(entry["path"])) for entry in shown["land"]}
    assert all(np.ptp(paths[tile], axis=0) == pytest.approx([TILE, TILE]) for tile in tiles)
    assert min(paths[tile][:, 1].min() for tile in tiles) > max(paths[name][:, 1].max() for name in ("KAZ", "UZB"))


def test_projection_keeps_areas() -> None:
    """A field of one square degree at the equator, wherever the centre is, is as large as on the globe."""
    field = np.array([[40, 0], [41, 0], [41, 1], [40, 1]], float)
    for centre in ([40.5, 0.5], [10, 30], [80, -40]):
        x, y = project(field, np.array(centre, float)).T
        area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
        assert area == pytest.approx(np.radians(1) * np.sin(np.radians(1)), rel=1e-3)


def test_an_institution_has_the_colour_of_the_power_that_leads_it() -> None:
    shown = drawn(ISLANDS)
    colours = {power["id"]: power["colour"] for power in shown["powers"]}
    assert [body["colour"] for body in shown["institutions"]] == [colours["EST"]]
    main = drawn("us_entry_2001")
    colours = {power["id"]: power["colour"] for power in main["powers"]}
    led = {body["id"]: body["colour"] for body in main["institutions"]}
    assert (led["SCO"], led["CST"], led["PFP"]) == (colours["CHN"], colours["RUS"], colours["USA"])


def test_one_power_alone_has_its_place() -> None:
    shown = drawn("us_entry_2001", "powers.CHN.present=false", "powers.RUS.present=false")
    assert [(power["id"], boxed((power["x"], power["y"]), BADGE)) for power in shown["powers"]] == [("USA", True)]


def test_north_is_up_and_east_is_right() -> None:
    at = {state["id"]: (state["x"], state["y"]) for state in drawn("us_entry_2001")["states"]}
    assert at["KAZ"][1] < at["UZB"][1] < at["TJK"][1]
    assert at["TKM"][0] < at["UZB"][0] < at["KGZ"][0]


def test_the_map_says_where_it_comes_from_and_what_it_draws() -> None:
    assert countries()["source"] == "Natural Earth 1:50m, public domain"
    note = drawn("us_entry_2001")["note"]
    assert countries()["source"] in note
    assert all(place in note for place in ("Crimea", "Kashmir", "Aksai Chin"))
