"""What is printed: wrapped, plain in a pipe, and with the right dates."""

import io

import numpy as np
import pytest
from rich.console import Console

from greatgame.analysis.names import capital, signed, title
from greatgame.analysis.report import turning_dates
from greatgame.analysis.screen import Screen
from greatgame.analysis.starter import starter
from greatgame.runs import Run
from greatgame.scenarios import load

from .conftest import BAY, Command


def test_text_is_wrapped_with_a_hanging_indent(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().line("word " * 40, "bold", lead="2001-09  shock", indent=18)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2001-09  shock    word")
    assert all(line.startswith(" " * 18 + "word") for line in lines[1:])
    assert all(len(line) <= 80 and "\x1b" not in line for line in lines)


def test_a_word_that_is_too_long_is_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().line("x" * 120)
    assert capsys.readouterr().out == "x" * 120 + "\n"


def test_colour_is_for_terminals() -> None:
    screen = Screen()
    screen.console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=80)
    screen.line("word", "bold red")
    assert "\x1b[1;31mword" in screen.console.file.getvalue()  # type: ignore[attr-defined]


def test_markup_in_a_title_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().line("[red]a :smile: title[/red]")
    assert capsys.readouterr().out == "[red]a :smile: title[/red]\n"


def test_the_closing_table_encloses_the_months_of_most_change() -> None:
    alignment = np.zeros((60, 2, 3))
    alignment[30:, 0, 1] = 0.5
    dates = turning_dates(alignment)
    assert dates[0] == 0
    assert dates[-1] == 59
    assert dates[1] < 30 <= dates[2] == dates[1] + 12
    assert turning_dates(alignment[:5]) == [0, 4]


def test_series_held_past_their_last_point_are_one_note(greatgame: Command, tmp_path: object) -> None:
    _, out, _ = greatgame("run", BAY, "--out", f"{tmp_path}/out")
    assert out.count("Note:") == 1
    assert "states.TAR.unrest (1990-10)" in " ".join(out.split())


@pytest.mark.parametrize(
    ("value", "text"), [(0.1234, "+0.123"), (-0.1, "-0.100"), (0.0001, "0.000"), (-0.0001, "0.000")]
)
def test_changes_carry_their_sign(value: float, text: str) -> None:
    assert signed(value) == text


def test_names(world: Run) -> None:
    assert title(world.scenario, "states", "UZB") == "Uzbekistan"
    assert title(world.scenario, "states", "XXX") == "XXX"
    assert capital("security") == "Security"


def test_a_starter_quotes_what_yaml_would_read_otherwise() -> None:
    parent = load(BAY)
    assert "\nextends: some/bay.yaml\n" in starter("mine", "some/bay.yaml", parent)
    assert '\nextends: "a: b #c.yaml"\n' in starter("mine", "a: b #c.yaml", parent)
