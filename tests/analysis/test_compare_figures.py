"""Figures of a comparison: what they hold, and that every text can be read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from greatgame.analysis import drawing
from greatgame.analysis.alluvial import figures_leading
from greatgame.analysis.compare import Comparison, comparison
from greatgame.analysis.compare_acts import figure_acts
from greatgame.analysis.compare_bands import figures_bands
from greatgame.analysis.compare_drawing import looks
from greatgame.analysis.compare_effects import figures_effect
from greatgame.analysis.compare_figures import render
from greatgame.analysis.heat import figure_grid
from greatgame.scenarios import load, month

from .batches import batch
from .conftest import BAY
from .pictures import check_texts, text_of_png


@pytest.fixture(autouse=True)
def look() -> Iterator[None]:
    with mpl.style.context(["default", drawing.STYLE]):
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batches")
    main = [load("us_entry_2001"), load("no_september_11"), load("strong_russia")]
    batch(folder / "main", *main, runs=6, keep="summary")
    batch(folder / "stormy", load(BAY), runs=6, shifts=False)
    batch(folder / "calm", load(BAY, ["shocks.storm.strength=0"]), runs=6, shifts=False)
    for name, vary, method in (
        ("line", ["shocks.storm.strength=0:1:4"], "grid"),
        ("map", ["shocks.storm.strength=0:1:3", "parameters.balance=1:6:4"], "grid"),
        ("large", ["shocks.storm.strength=0:1:2", "parameters.balance=1:6:12"], "grid"),
        (
            "three",
            ["shocks.storm.strength=0:1:2", "parameters.balance=1:6:2", "parameters.contagion=0.3:0.9:3"],
            "grid",
        ),
        ("cloud", ["shocks.storm.strength=0:1:9", "parameters.balance=1:6:9"], "lhs"),
    ):
        batch(folder / name, load(BAY), runs=3, keep="summary", vary=vary, method=method)
    return folder


@pytest.fixture(scope="module")
def found(place: Path) -> Comparison:
    return comparison([place / "stormy", place / "calm"])


@pytest.fixture(scope="module")
def region(place: Path) -> Comparison:
    return comparison([place / "main"])


def drawn_acts(found: Comparison) -> Figure:
    figure = figure_acts(found.sides, found.shared, found.acts)
    assert figure is not None
    return figure


DRAWN: dict[str, Callable[[Comparison], Figure]] = {
    "bands": lambda found: next(figures_bands(found.sides, found.shared)),
    "effects": lambda found: next(figures_effect(found.sides[:2], found.shared, found.effects[0], found.courses[0])),
    "acts": drawn_acts,
    "leading": lambda found: next(figures_leading(found.sides, found.shared)),
}


@pytest.mark.parametrize("name", DRAWN)
def test_every_text_can_be_read(region: Comparison, name: str) -> None:
    check_texts(DRAWN[name](region))


@pytest.mark.parametrize("name", ["line", "map", "large", "cloud"])
def test_every_text_of_a_design_can_be_read(place: Path, name: str) -> None:
    got = comparison([place / name])
    check_texts(figure_grid(got.grids[0], got.shared))


def test_bands_have_a_panel_for_each_state_and_power(found: Comparison) -> None:
    figure = DRAWN["bands"](found)
    assert len(figure.axes) == 4
    assert [axes.get_title(loc="center") for axes in figure.axes[:2]] == ["The East Wind", "The West Wind"]
    medians = [line for line in figure.axes[3].lines if line.get_linewidth() > 1]
    overall = found.sides[1].yearly("overall")["overall"].sel(state="TAR", power="WES")
    np.testing.assert_allclose(medians[1].get_ydata(), overall.median("replication"))


def test_scenarios_differ_in_line_style_as_well_as_in_colour() -> None:
    styles = looks(5)
    assert len({style.colour for style in styles}) == len({str(style.dashes) for style in styles}) == 5


def test_an_effect_is_zero_until_the_dashed_line(found: Comparison) -> None:
    figure = DRAWN["effects"](found)
    storm = month("1991-06")
    for axes in figure.axes:
        assert any(np.array_equal(line.get_xdata(), [storm, storm]) for line in axes.lines)
        (median,) = [line for line in axes.lines if line.get_linewidth() > 1]
        across, values = np.asarray(median.get_xdata()), np.asarray(median.get_ydata())
        assert (values[across <= storm] == 0).all()
        assert (values[across > storm] != 0).any()
    written = " ".join(text.get_text() for text in figure.texts)
    assert "1991-06" in written
    assert "(stormy only)" in written


def test_curves_only_rise(region: Comparison) -> None:
    for axes in DRAWN["acts"](region).axes:
        for line in axes.lines:
            values = np.asarray(line.get_ydata())
            assert (np.diff(values) >= 0).all()
            assert 0 <= values[0] <= values[-1] <= 1


def test_bars_of_a_year_sum_to_one(found: Comparison) -> None:
    figure = DRAWN["leading"](found)
    assert len(figure.axes) == 3 * 2
    for axes in figure.axes:
        heights = np.array([bar.get_height() for bar in axes.patches]).reshape(3, -1)
        np.testing.assert_allclose(heights.sum(axis=0), 1.0)


def test_many_states_and_scenarios_go_over_several_pages(region: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greatgame.analysis.compare_drawing.ROWS", 3)
    monkeypatch.setattr("greatgame.analysis.alluvial.SIDES", 2)
    assert [len(figure.axes) for figure in figures_bands(region.sides, region.shared)] == [9, 6]
    assert [len(figure.axes) for figure in figures_leading(region.sides, region.shared)] == [12, 6]


def test_two_values_make_a_map_and_one_a_band(place: Path) -> None:
    line, plane, cloud = (comparison([place / name]) for name in ("line", "map", "cloud"))
    assert figure_grid(plane.grids[0], plane.shared).axes[0].images[0].get_array().shape == (4, 3)
    (median,) = figure_grid(line.grids[0], line.shared).axes[0].lines
    np.testing.assert_allclose(median.get_xdata(), np.linspace(0, 1, 4))
    dots = figure_grid(cloud.grids[0], cloud.shared).axes[0].collections
    assert [len(part.get_offsets()) for part in dots if isinstance(part, PathCollection)] == [9]


def test_of_three_values_the_map_is_drawn_at_the_middle_of_the_third(place: Path) -> None:
    (grid,) = comparison([place / "three"]).grids
    figure = figure_grid(grid, comparison([place / "three"]).shared)
    check_texts(figure)
    got = figure.axes[0].images[0].get_array()
    np.testing.assert_array_equal(got.T.ravel(), grid.outcomes[0].band[1][1::3])
    assert "Drawn at" in " ".join(text.get_text() for text in figure.texts)


@pytest.mark.parametrize("name", DRAWN)
def test_figures_say_over_what_their_bands_are_and_what_they_count(found: Comparison, name: str) -> None:
    figure = DRAWN[name](found)
    assert "Bands and shares over the noise" in " ".join(text.get_text() for text in figure.texts)
    units = {"bands": "alignment", "effects": "difference"}
    assert units.get(name, "share of replications") in [text.get_text() for text in figure.axes[0].texts]


def test_flows_of_neighbours_differ_in_pattern_and_lightness(region: Comparison) -> None:
    from matplotlib.colors import to_rgb

    flows = [part for axes in DRAWN["leading"](region).axes for part in axes.collections if part.get_hatch()]
    light = {part.get_hatch(): np.dot(to_rgb(part.get_facecolor()[0]), (0.3, 0.59, 0.11)) for part in flows}
    assert len(light) == 2
    assert np.ptp(list(light.values())) > 0.15


def test_figures_say_what_they_show_and_are_the_same_each_time(found: Comparison) -> None:
    images = render(found)
    assert set(images) >= {"bands.png", "effects_calm.png", "leading.png"}
    for image in images.values():
        said = text_of_png(image)
        assert said["Software"].startswith("greatgame ")
        assert said["Scenario"] == "stormy, calm"
        assert said["Seed"] == "1, 1"
        assert "changed: shocks.storm.strength 0.5 -> 0" in said["Description"]
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 20}):
        assert render(found) == images
