"""What is printed: wrapped, plain in a pipe, and with the right dates."""

import io
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from greatgame.analysis.cli import extras
from greatgame.analysis.names import capital, gloss, signed, title
from greatgame.analysis.passages import changes, key, spoken
from greatgame.analysis.report import report, turning_dates
from greatgame.analysis.screen import Screen
from greatgame.analysis.starter import starter
from greatgame.model.attribution import driver_names
from greatgame.runs import Run, run, write
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


@pytest.mark.parametrize(("value", "escapes"), [("1", False), ("", True)])
def test_no_color_leaves_no_escapes_at_all(monkeypatch: pytest.MonkeyPatch, value: str, escapes: bool) -> None:
    monkeypatch.setenv("NO_COLOR", value)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Screen()
    screen.console.file = io.StringIO()
    screen.line("word", "bold red")
    screen.heading("words")
    screen.table([["a", "b"]])
    assert ("\x1b" in screen.console.file.getvalue()) is escapes


@pytest.mark.usefixtures("unpainted")
def test_series_held_past_their_last_point_and_a_missing_triangle_are_one_line_each(
    greatgame: Command, tmp_path: object
) -> None:
    _, out, _ = greatgame("run", BAY, "--out", f"{tmp_path}/out")
    said = " ".join(out.split())
    assert out.count("Note:") == 1
    assert "held at their last value to the end of the run (listed in run.json under notes)" in said
    assert "No ternary.png: a triangle needs three powers, this world has 2." in said
    assert "Changed" not in out
    assert "Warning" not in out


def test_a_changed_scenario_says_so_and_a_shock_above_1_is_warned_of() -> None:
    scenario = load(BAY, ["shocks.storm.strength=2"])
    told, warned = changes(scenario)
    assert told == "Changed: shocks.storm.strength 0.5 -> 2."
    assert warned.startswith("Warning: shocks.storm.strength is 2.")
    assert changes(load(BAY)) == []


def test_every_driver_has_a_gloss_of_a_few_words(world: Run) -> None:
    for driver in driver_names(world.scenario.inputs):
        assert 2 <= len(gloss(driver).split()) <= 10
        assert gloss(driver)[-1].isalpha()
    assert gloss("legacy") == "ties from before the start"


def test_a_passage_by_power_names_the_power(world: Run) -> None:
    terms = world.scenario.document.terms.attraction
    own = [(driver, power) for driver, term in terms.items() for power, said in term.by_power.items() if said.text]
    assert own
    for driver, power in own:
        words, of = spoken(world.scenario, driver, "UZB", power)
        assert words
        assert of == title(world.scenario, "powers", power)
    assert spoken(world.scenario, "protection", "UZB", "USA")[1] == ""
    assert spoken(world.scenario, "noise", "UZB", "USA") == ("", "")


def test_the_key_names_the_texts_that_are_quoted(world: Run) -> None:
    assert key(world.scenario, ['Z1-4: "words"', ""]).startswith("Z = Zhao Huasheng, Security Building")
    assert "I = " not in key(world.scenario, ['Z1-4: "words"'])
    assert key(world.scenario, [""]) == ""


def test_what_steers_a_terminal_is_shown_and_not_sent(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().line("red \x1b[31m and \u202eback, caf\u00e9 \u0422\u0430\u0448", lead="\x07", indent=6)
    Screen().table([["a\nb", "\x9b"]])
    assert capsys.readouterr().out == "\\x07  red \\x1b[31m and \\u202eback, caf\u00e9 \u0422\u0430\u0448\na b  \\x9b\n"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "settings",
    [
        [
            "institutions.LEA=null",
            "interventions=null",
            "sources=null",
            "states.TAR.exposure=null",
            "title=$100 & $5_{",
        ],
        ["terms=null", "title=$100 & $5_{", "powers.WES.title=$\u4e2d\u56fd$"],
    ],
)
def test_any_world_can_be_told_and_drawn(tmp_path: Path, settings: list[str]) -> None:
    changed = run(load(BAY, settings), seed=1)
    report(Screen(), changed, write(changed, tmp_path / "a b", extra=extras), "bay.yaml")


def test_the_next_seed_is_of_the_same_changed_world(world: Run, capsys: pytest.CaptureFixture[str]) -> None:
    report(Screen(), world, Path("results/x"), "bay.yaml", ["title=A b", "end=1993-12"])
    said = " ".join(capsys.readouterr().out.split())
    assert "with `greatgame run bay.yaml --seed" in said
    assert "--set 'title=A b' --set end=1993-12`." in said


def test_a_run_led_by_noise_alone_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    noisy = run(load("us_entry_2001", ["parameters.disposition_spread=1"]), seed=1)
    report(Screen(), noisy, Path("results/a b"), "my file.yaml")
    said = " ".join(capsys.readouterr().out.split())
    assert "greatgame run 'my file.yaml' --seed 2" in said
    assert "greatgame explain 'results/a b' --state UZB" in said


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
