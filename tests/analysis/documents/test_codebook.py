"""The codebook tells every coded value; a sheet asks for it without giving it away."""

import re
from pathlib import Path

import numpy as np
import pytest

from greatgame.analysis.documents.codebook import blank_sheet, codebook
from greatgame.analysis.documents.coded import BLANK, RULES, coded, resolved
from greatgame.scenarios import load, numbers, problems

from ..conftest import BAY, Command

VALUES = {value.path: value for value in coded(resolved("us_entry_2001").root)}
ROW = re.compile(r"^\| `([\w.]+)`(?:, absent)? \| \*\*(\w+)\*\* \|", re.MULTILINE)


def filled(sheet: str) -> str:
    """Answer a sheet as the first coder did."""
    words = iter([value.word for value in VALUES.values() if value.present])
    body = [line if line.startswith("#") else re.sub(BLANK, lambda _: next(words), line) for line in sheet.splitlines()]
    assert next(words, None) is None
    return "\n".join(body) + "\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "coder2.yaml"
    file.write_text(blank_sheet("us_entry_2001", file)[0], encoding="utf-8")
    return file


def test_every_graded_value_of_the_world_is_coded() -> None:
    graded = {number.path for number in numbers(load("us_entry_2001")) if number.graded}
    assert graded == {value.path for value in VALUES.values() if value.present}


def test_the_codebook_tells_every_value_with_its_step() -> None:
    assert dict(ROW.findall(codebook("us_entry_2001"))) == {path: value.word for path, value in VALUES.items()}


def test_the_world_file_has_the_same_values_as_the_scenario_that_extends_it() -> None:
    assert ROW.findall(codebook("central_asia")) == ROW.findall(codebook("us_entry_2001"))


@pytest.mark.parametrize(
    ("path", "rule", "signal"),
    [
        ("states.KAZ.interests.border", "words", "top"),
        ("states.KAZ.interests.security", "words", "not as"),
        ("states.UZB.interests.border", "words", "no"),
        ("states.UZB.exposure.afghanistan", "comparison", ""),
        ("states.TJK.interests.balance", "comparison", ""),
        ("states.KAZ.resources", "figure", ""),
        ("states.KAZ.interests.balance", "judgement", ""),
    ],
)
def test_the_rule_is_found_from_what_the_file_says(path: str, rule: str, signal: str) -> None:
    assert (VALUES[path].rule, VALUES[path].signal) == (rule, signal)


def test_every_rule_is_used() -> None:
    assert {value.rule for value in VALUES.values()} == set(RULES)


def test_a_sheet_asks_for_every_value_of_the_world_and_names_each_that_is_open(sheet: Path) -> None:
    asked = [problem for problem in problems(str(sheet)) if BLANK in problem.message]
    assert len(asked) == len(problems(str(sheet))) == sum(value.present for value in VALUES.values())


def test_a_sheet_gives_no_answer_away(sheet: Path) -> None:
    lines = [line for line in sheet.read_text(encoding="utf-8").splitlines() if "{" in line]
    assert all(f"value: {BLANK}," in line for line in lines)
    assert not any("note:" in line for line in lines)
    judged = [line for line in lines if "assumption:" in line]
    assert judged
    assert all('assumption: "judgement of this coder"' in line for line in judged)


def test_a_sheet_shows_section_and_passage(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert f'border: {{value: {BLANK}, text: "Z1-2", passage: "border security is its top concern"}}' in text
    assert "# weight of an interest of the state: Kazakhstan, Settled and guaranteed borders" in text


def test_a_sheet_filled_in_as_the_first_coder_did_is_the_same_world(sheet: Path) -> None:
    sheet.write_text(filled(sheet.read_text(encoding="utf-8")), encoding="utf-8")
    ours, theirs = load("us_entry_2001").inputs, load(str(sheet)).inputs
    assert all(np.array_equal(ours.constants[name], theirs.constants[name]) for name in ours.constants)


def test_an_answer_replaces_the_first_coders(sheet: Path) -> None:
    text = filled(sheet.read_text(encoding="utf-8")).replace("border: {value: first", "border: {value: none", 1)
    sheet.write_text(text, encoding="utf-8")
    assert load(str(sheet)).document.states["KAZ"].interests["border"].value == 0.0


def test_a_value_that_is_left_out_stays_as_the_first_coder_has_it(sheet: Path) -> None:
    text = filled(sheet.read_text(encoding="utf-8")).replace(
        "      border: {value: first", "#      border: {value: none"
    )
    sheet.write_text(text, encoding="utf-8")
    assert load(str(sheet)).document.states["KAZ"].interests["border"].value == 1.0


def test_a_sheet_of_a_world_file_asks_a_question_so_that_it_runs(tmp_path: Path) -> None:
    file = tmp_path / "central_asia_coder2.yaml"
    file.write_text(filled(blank_sheet("central_asia", file)[0]), encoding="utf-8")
    assert load(str(file)).question


def test_a_sheet_extends_a_file_from_where_it_lies(tmp_path: Path) -> None:
    below = tmp_path / "sheets"
    below.mkdir()
    world = tmp_path / "world.yaml"
    world.write_text(BAY.read_text(encoding="utf-8"), encoding="utf-8")
    text, number = blank_sheet(str(world), below / "coder2.yaml")
    assert 'extends: "../world.yaml"' in text
    assert number


def test_a_sheet_is_not_overwritten(greatgame: Command, sheet: Path) -> None:
    before = sheet.read_text(encoding="utf-8")
    code, _, said = greatgame("codebook", "--sheet", sheet)
    assert (code, sheet.read_text(encoding="utf-8")) == (2, before)
    assert "not overwritten" in said


def test_what_codes_nothing_in_words_has_no_sheet(greatgame: Command, tmp_path: Path) -> None:
    code, _, said = greatgame("codebook", "theory", "--sheet", tmp_path / "sheet.yaml")
    assert code == 2
    assert "nothing to code" in said
    assert not list(tmp_path.iterdir())


def test_the_command_writes_the_sheet_and_says_how_many(greatgame: Command, tmp_path: Path) -> None:
    code, out, _ = greatgame("codebook", "--sheet", tmp_path / "coder2.yaml")
    assert (code, "122 values to code" in out) == (0, True)
