"""Figures: what they hold, that nothing lies over anything else, that the same run gives the same bytes."""

import itertools
import struct
from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pytest
from matplotlib.figure import Figure

from greatgame.analysis import drawing
from greatgame.analysis.aligned import overall, stretch
from greatgame.analysis.marks import marks
from greatgame.analysis.plots import figure_alignment, figure_domains, figure_region, render
from greatgame.analysis.ternary import figure_ternary
from greatgame.analysis.turns import figure_drivers, largest_turn
from greatgame.runs import Run

FIGURES = [figure_alignment, figure_domains, figure_region, figure_drivers, figure_ternary]


@pytest.fixture(autouse=True)
def look() -> Iterator[None]:
    with mpl.style.context(["default", drawing.STYLE]):
        yield


def titles(figure: Figure) -> list[str]:
    return [axes.get_title(loc=side) for axes in figure.axes for side in ("left", "center") if axes.get_title(loc=side)]


def text_of_png(image: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    place = 8
    while place < len(image):
        (length,) = struct.unpack(">I", image[place : place + 4])
        kind, body = image[place + 4 : place + 8], image[place + 8 : place + 8 + length]
        if kind == b"tEXt":
            key, _, value = body.partition(b"\0")
            found[key.decode("latin-1")] = value.decode("latin-1")
        place += 12 + length
    return found


def test_a_panel_for_each_state_and_a_line_for_each_power(world: Run) -> None:
    figure = figure_alignment(world)
    names = ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan", "Mean of the core states"]
    assert titles(figure) == names
    for state, axes in enumerate(figure.axes[:5]):
        drawn = np.stack([line.get_ydata() for line in axes.lines], axis=-1)
        np.testing.assert_array_equal(drawn, overall(world)[:, state])
        assert [text.get_text() for text in axes.texts][-3:] == ["CHN", "RUS", "USA"]


def test_the_key_names_every_shock(world: Run) -> None:
    written = " ".join(text.get_text() for text in figure_alignment(world).texts)
    for shock in world.scenario.shocks.values():
        assert shock.title in written


def test_shocks_that_are_off_are_not_marked(world: Run) -> None:
    without = world.scenario.without_shock("september_11")
    assert len(marks(without, 6).dates) == len(marks(world.scenario, 6).dates) - 1


def test_shocks_close_together_share_a_label(world: Run) -> None:
    found = marks(world.scenario, apart=8)
    places = [place for place, _ in found.labels]
    assert all(later - earlier >= 8 for earlier, later in itertools.pairwise(places))
    assert len(found.labels) < len(found.dates)


def test_domains_are_columns_and_states_are_rows(world: Run) -> None:
    figure = figure_domains(world)
    ids = world.scenario.inputs.ids
    assert len(figure.axes) == len(ids["state"]) * len(ids["domain"])
    assert [title.lower() for title in titles(figure)] == list(ids["domain"])


def test_bars_sum_to_the_turn_in_the_title(world: Run) -> None:
    for axes in figure_drivers(world).axes[:5]:
        change = float(axes.get_title(loc="left").split("\n")[0].split()[-1].replace("\u2212", "-"))
        widths = [bar.get_width() for bar in axes.patches]
        assert sum(widths) == pytest.approx(change, abs=0.006)


def test_powers_differ_in_line_style_as_well_as_in_colour(world: Run) -> None:
    lines = figure_alignment(world).axes[0].lines
    assert len({str(line.get_linestyle()) + str(line._unscaled_dash_pattern) for line in lines}) == 3
    assert len({line.get_color() for line in lines}) == 3


@pytest.mark.parametrize("draw", FIGURES)
def test_no_text_lies_over_another_or_outside(world: Run, draw: "object") -> None:
    figure = draw(world)  # type: ignore[operator]
    figure.draw_without_rendering()
    edge = figure.bbox
    texts = [*figure.texts, *(text for axes in figure.axes for text in [*axes.texts, axes.title, axes._left_title])]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text() and text.get_visible()]
    for name, box in boxes:
        assert edge.x0 <= box.x0 <= box.x1 <= edge.x1, name
        assert edge.y0 <= box.y0 <= box.y1 <= edge.y1, name
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= 1 or up <= 2.5, (one, other)


def test_the_triangle_is_for_three_powers(bay: Run) -> None:
    with pytest.raises(ValueError, match="three powers"):
        figure_ternary(bay)
    assert set(render(bay)) == {"alignment.png", "domains.png", "region.png", "drivers.png"}


def test_the_same_run_gives_the_same_bytes_that_say_what_they_show(world: Run) -> None:
    images = render(world)
    assert "ternary.png" in images
    assert images == render(world)
    for image in images.values():
        said = text_of_png(image)
        assert said["Software"].startswith("greatgame ")
        assert said["Title"] == world.scenario.title
        assert said["Scenario"] == "us_entry_2001"
        assert said["Seed"] == "1"
        assert "Creation Time" not in said


def test_a_users_own_settings_of_matplotlib_change_nothing(bay: Run) -> None:
    before = render(bay)
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 20}):
        assert render(bay) == before


def test_labels_keep_their_distance_and_order() -> None:
    placed = drawing.spread([0.5, 0.5, 0.0, 0.02], gap=0.1, low=0, high=1)
    assert np.diff(sorted(placed)).min() >= 0.1 - 1e-6
    assert placed[2] < placed[3] < min(placed[:2])
    assert min(placed) >= 0


def test_the_largest_turn_is_cut_to_the_months_in_which_it_happened() -> None:
    values = np.zeros((100, 2))
    values[:, 1] = np.clip((np.arange(100) - 40) / 10, 0, 1)
    turn = largest_turn(values)
    assert (turn.power, turn.first, turn.last) == (1, 40, 49)
    assert turn.change == pytest.approx(0.9)


def test_a_stretch_begins_where_the_move_set_off() -> None:
    series = np.array([0.0, 0.001, 0.002, 0.003, 0.1, 0.5, 0.9, 0.99, 1.0, 1.0])
    assert stretch(series, 0, 9) == (3, 6)
    assert stretch(np.zeros(5), 0, 4) == (0, 4)
