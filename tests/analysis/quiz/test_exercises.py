"""The exercises that ship, and the mistakes that can be made in one."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from greatgame.analysis.quiz.exercises import HOME, Exercise, exercises
from greatgame.analysis.quiz.places import fitted, read_yaml, text_of
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
    path = HOME / f"{name}.yaml"
    return fitted(Exercise, read_yaml(text_of(path), path))


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
    "id: one, ask: worlds, outcome: base.UZB.USA.2002, above: .nan": (".nan", "finite number or an outcome"),
    "id: one, ask: worlds, outcome: base.UZB.USA.2002, above: .inf": (".inf", "finite number or an outcome"),
    "id: one, ask: worlds, outcome: base.UZB.USA.2002, above: 1e400": ("1e400", "finite number or an outcome"),
    "id: one, ask: worlds, outcome: base.UZB.USA.2002, above: null": ("null", "not nothing; write such as 0.5"),
    "id: one, ask: worlds, outcome: alignment.UZB.USA.2002, above: 2": ("2}", "from 0 to 1; write"),
    "id: one, ask: worlds, outcome: stance.RUS.USA.resist.2002, above: -1": ("-1", "from 0 to 1; write"),
    "id: one, ask: number, outcome: alignment.UZB.USA.2002, between: [0, .inf]": ("[0", "finite"),
    "id: one, ask: number, outcome: alignment.UZB.USA.2002, between: [.nan, 1]": ("[.", "finite"),
    "id: one, ask: number, outcome: alignment.UZB.USA.2002, between: [0, 1.0e-300]": ("[0", "0.01 or more apart"),
    "id: one, ask: number, outcome: alignment.UZB.USA.2002, between: [0, 1e300]": ("[0", "differs by 1 at most"),
    "id: one, ask: number, outcome: engagement.UZB.USA.security.2002, between: [0, 1e9]": ("[0", "1000 at most"),
    "id: one, ask: number, outcome: alignment.UZB.USA.2002, between: [0.1]": ("[0", "write [low, high]"),
    "id: one, ask: number, outcome: alignment.UZB.USA.2002, between: [0, 1, 2]": ("[0", "write [low, high]"),
    "id: one, ask: number, outcome: alignment.UZB.USA.2002, between: 0.1": ("0.1", "write [low, high]"),
    "id: one, ask: when, kind: base granted, actor: UZB": ("{id", "there is no power ''; known: CHN, RUS, USA"),
    "id: one, ask: when, kind: base granted, actor: UZB, target: SCO": ("SCO", "there is no power 'SCO'"),
    "id: one, ask: when, kind: base granted, actor: SCO, target: USA": ("SCO", "there is no state 'SCO'"),
    "id: one, ask: when, kind: accession, actor: UZB, target: USA": ("USA", "there is no institution 'USA'"),
    "id: one, ask: when, kind: founding, actor: SCO, target: USA": ("USA", "no target; remove it"),
    "id: one, ask: when, kind: founding, actor: UZB": ("UZB", "there is no institution 'UZB'"),
    "id: one, ask: when, kind: founding, actor: ''": ("''", "there is no institution ''"),
    "id: one, ask: stance, power: RUS, rival: RUS, month: 2002-09": ("RUS, month", "no stance towards itself"),
    "id: one, ask: stance, power: '', rival: RUS, month: 2002-09": ("''", "there is no power ''"),
    "id: one, ask: stance, power: RUS, rival: '', month: 2002-09": ("''", "there is no power ''"),
    "id: one, ask: leads, state: '', month: 2002-09": ("''", "there is no state ''"),
    "id: one, ask: leads, state: UZB, domain: '', month: 2002-09": ("''", "there is no domain ''"),
    "id: one, ask: leads, state: UZB, month: 2002-09, text: ''": ("''", "text is empty"),
    "id: one, ask: leads, state: UZB, month: 2002-09, note: ' '": ("' '", "note is empty"),
    "id: one, ask: [leads], state: UZB, month: 2002-09": ("[leads]", "of which kind a question is"),
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
    assert words in err.replace(" in us_entry_2001", "")
    assert "float" not in err


STRUCTURE = {
    ("questions:\n  - {id: one, ask: leads, state: UZB, month: 2002-09}", "questions: []"): "with at least one entry",
    ("  - {id: one, ask: leads, state: UZB, month: 2002-09}", "  - leads"): "entry 1 of questions should be a mapping",
    ("background: [Once upon a time.]", "background: [Once, 2]"): "entry 2 of background should be text",
    ("background: [Once upon a time.]", "background: ['']"): "entry 1 of background is empty",
    ("background: [Once upon a time.]", "background: [Once]\ndiscuss: why"): "discuss should be a list",
    ("background: [Once upon a time.]", "background: [Once]\ngo_on: [look]"): "entry 1 of go_on should be a mapping",
    ("background: [Once upon a time.]", "background: [Once]\npassages: x"): "passages should be a list",
    ("{scenario: no_september_11, said: without the attacks}", "x"): "quiet should be a mapping",
    ("title: A try", "title: 7"): "title should be text, not the number 7; put it in quotes",
    ("title: A try", "title: ''"): "title is empty",
}
"""What is right, what is written instead, and a part of what is said of it."""


@pytest.mark.parametrize("change", STRUCTURE)
def test_structure_is_explained_without_words_of_the_program(greatgame: Command, tmp_path: Path, change: tuple) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(GOOD.replace(*change))
    code, _, err = greatgame("quiz", file)
    assert (code, len(err.splitlines())) == (2, 1)
    assert STRUCTURE[change] in err
    assert re.match(rf"{re.escape(str(file))}:\d+:\d+: ", err)
    assert not re.search("input|instance|valid|tuple|sequence|dict", err.removeprefix(str(file)), re.IGNORECASE)


def test_a_wrong_setting_is_told_where_the_exercise_has_it(greatgame: Command, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    text = GOOD.replace("no_september_11, said", "no_september_11, set: [parameters.balanse=4], said")
    file.write_text(text.replace("others:", "set: [end=2002-12, end=never]\nothers:"))
    code, _, err = greatgame("quiz", file)
    assert code == 2
    assert [line.split(": ")[0] for line in err.splitlines()] == [f"{file}:3:20", f"{file}:5:44"]


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
