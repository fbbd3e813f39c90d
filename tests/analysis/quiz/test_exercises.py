"""The exercises that ship, and the mistakes that can be made in one."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from greatgame.analysis.quiz.exercises import HOME, Exercise, exercises
from greatgame.analysis.quiz.places import fitted, read_yaml
from greatgame.scenarios import load, names

Command = Callable[..., tuple[int, str, str]]

GOOD = """\
title: A try
scenario: us_entry_2001
others:
  quiet: {scenario: no_september_11, said: without the attacks}
background: [Once upon a time.]
questions:
  - {id: one, ask: leads, state: UZB, month: 2002-09}
"""


def exercise(name: str) -> Exercise:
    return fitted(Exercise, read_yaml(HOME / f"{name}.yaml"))


def test_three_exercises_ship() -> None:
    assert set(exercises()) >= {"turn_of_2001", "who_lost_from_conditionality", "should_the_sco_expand"}


def test_no_exercise_hides_a_scenario() -> None:
    assert not set(exercises()) & set(names())


@pytest.mark.parametrize("name", exercises())
def test_an_exercise_has_all_that_a_class_needs(name: str) -> None:
    found = exercise(name)
    assert len(found.passages) >= 2
    assert len(found.discuss) >= 3
    assert len(found.go_on) >= 3


@pytest.mark.parametrize("name", exercises())
def test_passages_are_of_sections_that_the_text_key_has(name: str) -> None:
    key = load("us_entry_2001").document.text_key
    sections = {section for text in key.values() for section in text.sections}
    assert {passage.text for passage in exercise(name).passages} <= sections


@pytest.mark.parametrize("name", exercises())
def test_commands_to_go_on_with_are_commands(name: str) -> None:
    for each in exercise(name).go_on:
        program, command, *rest = shlex.split(each.command)
        assert program == "greatgame"
        assert command in {"run", "batch", "compare", "explain", "quiz"}
        scenarios = [word for word in rest if re.fullmatch(r"[a-z][a-z_0-9]+", word)]
        assert set(scenarios) - {"summary"} <= {*names(), *exercises()}


@pytest.mark.parametrize("name", exercises())
def test_an_exercise_is_sat_like_any_scenario(
    greatgame: Command, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert greatgame("quiz", name, "--sheet", "sheet.yaml")[0] == 0
    code, out, _ = greatgame("quiz", name, "--answers", "sheet.yaml")
    assert code == 0
    for heading in ("What the model says", "To discuss", "To go on", "Mean skill over"):
        assert heading in out


def test_a_file_with_questions_is_an_exercise(greatgame: Command, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(GOOD)
    sheet = tmp_path / "sheet.yaml"
    assert greatgame("quiz", tmp_path / "own.yaml", "--sheet", sheet)[0] == 0
    assert "Who leads in Uzbekistan in 2002-09?" in sheet.read_text()


WRONG = {
    "id: one, ask: leeds, state: UZB, month: 2002-09": ("leeds", "did you mean 'leads'?"),
    "id: one, ask: leads, state: UZK, month: 2002-09": ("UZK", "did you mean 'UZB'?"),
    "id: one, ask: leads, state: UZB, month: 2004-09": ("2004-09", "from 1992-01 to 2003-12"),
    "id: one, ask: leads, state: UZB, month: 2002-13": ("2002-13", "is not a month"),
    "id: one, ask: leads, state: UZB, moth: 2002-09": ("moth", "unknown key 'moth'"),
    "id: one, ask: leads, month: 2002-09": ("{id", "has no 'state'"),
    "id: a b, ask: leads, state: UZB, month: 2002-09": ("a b", "letters, digits and _"),
    "id: one, ask: number, outcome: aligment.UZB.USA.2002": ("aligment", "did you mean 'alignment'?"),
    "id: one, ask: number, outcome: alignment.UZB.USA.2002, between: [1, 0]": ("[1", "lower number first"),
    "id: one, ask: worlds, outcome: claim.C03": ("claim", "greatgame validate"),
    "id: one, ask: worlds, outcome: base.UZB.USA.2002, against: quite": ("quite", "did you mean 'quiet'?"),
    "id: one, ask: when, kind: founding, actor: SCO, periods: [2001-09, 2001-09]": ("[2001", "not in order"),
    "id: one, ask: when, kind: grants, actor: SCO": ("grants", "should be"),
}
"""Questions with a mistake: where it is, and a part of what is said of it."""


@pytest.mark.parametrize("question", WRONG)
def test_a_mistake_is_told_with_its_place(greatgame: Command, tmp_path: Path, question: str) -> None:
    file, line = tmp_path / "own.yaml", f"  - {{{question}}}\n"
    file.write_text(GOOD[: GOOD.index("  - {id")] + line)
    code, _, err = greatgame("quiz", file)
    at, words = WRONG[question]
    assert code == 2
    assert f"{file}:7:{line.index(at) + 1}: " in err
    assert words in err


def test_all_mistakes_are_told_at_once(greatgame: Command, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(GOOD + "  - {id: one, ask: leads, state: UZK, month: 2002-09}\n")
    code, _, err = greatgame("quiz", file)
    assert (code, len(err.splitlines())) == (2, 2)
    assert "given twice" in err


def test_scenarios_that_do_not_exist_are_told_with_their_places(greatgame: Command, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(GOOD.replace("us_entry_2001", "us_entry").replace("no_september_11", "no_september"))
    code, _, err = greatgame("quiz", file)
    assert code == 2
    assert [line.split(": ")[0] for line in err.splitlines()] == [f"{file}:2:11", f"{file}:4:21"]
