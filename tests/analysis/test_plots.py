"""Figures: what they hold, that nothing lies over anything else, that the same run gives the same bytes."""

import itertools
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

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
from greatgame.runs import Run, run
from greatgame.scenarios import load

from .pictures import check_texts, text_of_png

Drawn = Callable[[str, Callable[[Run], Figure]], Figure]

FIGURES = [figure_alignment, figure_domains, figure_region, figure_drivers, figure_ternary]


@pytest.fixture(autouse=True)
def look() -> Iterator[None]:
    with mpl.style.context(["default", drawing.STYLE]):
        yield


@pytest.fixture(scope="module")
def drawn(world: Run, crowd: Run) -> Drawn:
    """Draw a figure of a world once for all tests that look at it."""

    @cache
    def draw(which: str, how: Callable[[Run], Figure]) -> Figure:
        with mpl.style.context(["default", drawing.STYLE]):
            return how(world if which == "world" else crowd)

    return draw


def titles(figure: Figure) -> list[str]:
    return [axes.get_title(loc=side) for axes in figure.axes for side in ("left", "center") if axes.get_title(loc=side)]


def test_a_panel_for_each_state_and_a_line_for_each_power(world: Run, drawn: Drawn) -> None:
    figure = drawn("world", figure_alignment)
    names = ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan", "Mean of KAZ, KGZ, TJK, UZB"]
    assert titles(figure) == names
    for state, axes in enumerate(figure.axes[:5]):
        drawn = np.stack([line.get_ydata() for line in axes.lines], axis=-1)
        np.testing.assert_array_equal(drawn, overall(world)[:, state])
        assert [text.get_text() for text in axes.texts][-3:] == ["CHN", "RUS", "USA"]


def test_the_key_names_every_shock(world: Run, drawn: Drawn) -> None:
    written = " ".join(text.get_text() for text in drawn("world", figure_alignment).texts)
    for shock in world.scenario.shocks.values():
        assert shock.title in written


def test_shocks_that_are_off_are_not_marked(world: Run) -> None:
    without = world.scenario.without_shock("september_11")
    assert len(marks(without, 6).dates) == len(marks(world.scenario, 6).dates) - 1


def test_every_shock_has_a_number_of_its_own_near_its_line(world: Run, drawn: Drawn) -> None:
    found = marks(world.scenario, apart=5)
    for row in (found.places[::2], found.places[1::2]):
        assert all(later - earlier >= 5 - 1e-6 for earlier, later in itertools.pairwise(row))
    assert all(abs(place - date) < 5 for place, date in zip(found.places, found.dates, strict=True))
    figure = drawn("world", figure_alignment)
    numbers = [text for text in figure.axes[0].texts if text.get_text().isdigit()]
    assert [text.get_text() for text in numbers] == [str(number + 1) for number in range(len(found.dates))]


OTHERS = """
extends: us_entry_2001
title: More powers
question: What if others took part?
powers:
  EUR: {title: European Union, capability: 0.9, legitimacy: 0.5, stake: 0.3, demand: {influence: 0.5}}
  JPN: {title: Japan, capability: 0.5, stake: 0.2, demand: {energy: 0.5}}
"""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A world with two powers more, changed in two places."""
    file = tmp_path_factory.mktemp("crowd") / "crowd.yaml"
    file.write_text(OTHERS)
    return run(load(file, ["shocks.september_11.strength=0.5", "parameters.balance=2"]), seed=1)


def test_a_power_that_is_added_changes_nobodys_colour(world: Run, crowd: Run) -> None:
    assert crowd.scenario.inputs.ids["power"] == ("CHN", "EUR", "JPN", "RUS", "USA")
    for looks in (drawing.power_colours, drawing.power_dashes):
        chn, _, _, rus, usa = looks(crowd.scenario)
        assert [chn, rus, usa] == looks(world.scenario)
        assert len({str(look) for look in looks(crowd.scenario)}) == 5


def test_a_state_that_is_added_changes_nobodys_marker(world: Run) -> None:
    more = load("us_entry_2001", ["states.AZE.present=true"])
    old = dict(zip(world.scenario.inputs.ids["state"], drawing.slots(world.scenario, "state"), strict=True))
    new = dict(zip(more.inputs.ids["state"], drawing.slots(more, "state"), strict=True))
    assert "AZE" in new
    assert old.items() <= new.items()
    assert len(set(new.values())) == len(new)


def test_bars_have_no_colour_of_a_power(world: Run, drawn: Drawn) -> None:
    figure = drawn("world", figure_drivers)
    inks = {mpl.colors.to_hex(bar.get_facecolor()) for axes in figure.axes for bar in axes.patches}
    assert len(inks) == 2
    assert all(ink[1:3] == ink[3:5] == ink[5:7] for ink in inks), "greys"
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["towards the power", "away from it"]


def test_the_ends_of_a_path_have_their_dates(drawn: Drawn) -> None:
    for axes in drawn("world", figure_ternary).axes[:5]:
        assert {"1992-01", "2003-12"} <= {text.get_text() for text in axes.texts}


def test_a_changed_scenario_is_named_in_every_figure(drawn: Drawn) -> None:
    for draw in FIGURES[:-1]:
        written = " ".join(text.get_text() for text in drawn("crowd", draw).texts)
        assert "changed: shocks.september_11.strength 1 -> 0.5; parameters.balance" in written


def test_a_long_list_of_changes_is_cut() -> None:
    class Changed:
        changes = tuple(f"states.UZB.interests.autonomy{number} 0.5 -> 0.25" for number in range(40))

    lines = drawing.changed(Changed())  # type: ignore[arg-type]
    assert len(lines) == 3
    assert lines[-1].endswith("... (see run.json)")
    assert all(len(line) <= drawing.CHARACTERS for line in lines)


def test_domains_are_columns_and_states_are_rows(world: Run, drawn: Drawn) -> None:
    figure = drawn("world", figure_domains)
    ids = world.scenario.inputs.ids
    assert len(figure.axes) == len(ids["state"]) * len(ids["domain"])
    assert [title.lower() for title in titles(figure)] == list(ids["domain"])


def test_bars_sum_to_the_turn_in_the_title(drawn: Drawn) -> None:
    for axes in drawn("world", figure_drivers).axes[:5]:
        change = float(axes.get_title(loc="left").split("\n")[0].split()[-1].replace("\u2212", "-"))
        widths = [bar.get_width() for bar in axes.patches]
        assert sum(widths) == pytest.approx(change, abs=0.006)


def test_powers_differ_in_line_style_as_well_as_in_colour(drawn: Drawn) -> None:
    lines = drawn("world", figure_alignment).axes[0].lines
    assert len({str(line.get_linestyle()) + str(line._unscaled_dash_pattern) for line in lines}) == 3
    assert len({line.get_color() for line in lines}) == 3


@pytest.mark.parametrize(
    ("which", "draw"), [("world", draw) for draw in FIGURES] + [("crowd", draw) for draw in (FIGURES[0], FIGURES[2])]
)
def test_no_text_lies_over_another_or_outside(drawn: Drawn, which: str, draw: Callable[[Run], Figure]) -> None:
    figure = drawn(which, draw)
    check_texts(figure)


@pytest.fixture(scope="module")
def images(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("*.png")}


def test_the_triangle_is_for_three_powers(bay: Run, images: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="three powers"):
        figure_ternary(bay)
    assert set(images) == {"alignment.png", "domains.png", "region.png", "drivers.png"}


def test_figures_say_what_they_show(bay: Run, images: dict[str, bytes]) -> None:
    for image in images.values():
        said = text_of_png(image)
        assert said["Software"].startswith("greatgame ")
        assert said["Title"] == bay.scenario.title
        assert said["Scenario"] == bay.scenario.name
        assert said["Seed"] == "1"
        assert "Creation Time" not in said


def test_the_same_run_gives_the_same_bytes_whatever_a_user_has_set(bay: Run, images: dict[str, bytes]) -> None:
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 20}):
        assert render(bay) == images


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
