"""The codebook tells every coded value; a sheet asks for it without giving it away."""

import re
from pathlib import Path

import numpy as np
import pytest

from greatgame.analysis.documents.cells import cells, nearest, off_scale, omitted, own
from greatgame.analysis.documents.codebook import blank_sheet, codebook, rules
from greatgame.analysis.documents.coded import RULES, SIGNALS, coded, resolved
from greatgame.scenarios import ScenarioError, load, numbers, problems
from greatgame.scenarios.quantities import BLANK, WORDS

from ..conftest import BAY, Command

ROOT = resolved("us_entry_2001").root
VALUES = {value.path: value for value in coded(ROOT)}
CELLS = {value.path: value for value in cells(ROOT)}
ROW = re.compile(r"^\| `([\w.]+)`(?:, absent)? \| \*\*(\w+)\*\* \|", re.MULTILINE)


def filled(sheet: str, *, numbers: bool = False) -> str:
    """Answer a sheet as the first coder did, with the nearest steps for numbers or the numbers themselves."""
    answers = iter([str(cell.number if numbers and cell.number else cell.word) for cell in CELLS.values()])
    lines = [
        line if line.startswith("#") else re.sub(BLANK, lambda _: next(answers), line) for line in sheet.splitlines()
    ]
    assert next(answers, None) is None
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def text() -> str:
    return codebook("us_entry_2001")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "coder2.yaml"
    file.write_text(blank_sheet("us_entry_2001", file)[0], encoding="utf-8")
    return file


def test_every_graded_value_of_the_world_is_coded() -> None:
    graded = {number.path for number in numbers(load("us_entry_2001")) if number.graded}
    assert graded == {value.path for value in VALUES.values() if value.present}


def test_the_codebook_tells_every_value_with_its_step(text: str) -> None:
    assert dict(ROW.findall(text)) == {path: value.word for path, value in VALUES.items()}


def test_the_world_file_has_the_same_values_as_the_scenario_that_extends_it(text: str) -> None:
    assert ROW.findall(codebook("central_asia")) == ROW.findall(text)


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
    told = [problem.message for problem in problems(str(sheet))]
    assert sorted(told) == sorted(f"{path} is still to be coded: none, some, important or first" for path in CELLS)


def test_a_sheet_gives_no_answer_away(sheet: Path) -> None:
    lines = [line for line in sheet.read_text(encoding="utf-8").splitlines() if "{value" in line]
    assert len(lines) == len(CELLS)
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
    sheet.write_text(filled(sheet.read_text(encoding="utf-8"), numbers=True), encoding="utf-8")
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
    assert (code, "173 values to code" in out) == (0, True)


def test_whether_the_first_coder_had_a_value_does_not_show(sheet: Path) -> None:
    """Left out in the file, a number, or a step by judgement: one and the same line."""
    text = sheet.read_text(encoding="utf-8")
    silent = [
        cell
        for cell in CELLS.values()
        if cell.is_omitted or cell.path in ("powers.USA.relevance.TJK", "powers.USA.stake")
    ]
    for cell in silent:
        key = cell.path.rpartition(".")[2]
        assert f"# {cell.asked}\n{'  ' * cell.path.count('.')}{key}: {{value: {BLANK}, assumption:" in text


def test_the_order_of_a_sheet_is_that_of_the_world() -> None:
    asked = [path.rpartition(".")[2] for path in CELLS if path.startswith("powers.CHN.borders.")]
    assert asked == ["KAZ", "KGZ", "TJK", "UZB", "TKM"]


def test_a_table_is_asked_in_full_and_nobody_of_himself() -> None:
    quarrels = {tuple(path.split(".")[1::2]) for path in CELLS if ".quarrels." in path}
    five = ("KAZ", "KGZ", "TJK", "UZB", "TKM")
    assert quarrels == {(one, other) for one in five for other in five if one != other}


def test_tables_without_a_coded_value_are_not_asked() -> None:
    assert not any(".spill." in path or ".credibility." in path or path.endswith(".core") for path in CELLS)


def test_what_is_left_out_of_a_coded_table_is_none() -> None:
    left = {value.path: value.word for value in omitted(ROOT)}
    assert left["powers.CHN.legacy.KAZ"] == left["states.KAZ.neutral"] == "none"
    assert not set(left) & set(VALUES)


def test_of_a_figure_a_sheet_names_the_source_without_the_reading(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert 'figure: "BP Statistical Review, proved oil and gas in 2000 as oil"}' in text
    assert "bn barrels" not in text


def test_a_sheet_sends_its_coder_to_the_rules_only(sheet: Path) -> None:
    head = sheet.read_text(encoding="utf-8").partition("title:")[0]
    assert re.findall(r"greatgame codebook .*", head) == ["greatgame codebook us_entry_2001 --rules"]


def test_all_lines_of_a_table_can_be_left_out(sheet: Path) -> None:
    text = filled(sheet.read_text(encoding="utf-8"), numbers=True)
    without = re.sub(r"^( *)([A-Z]{3}: {value)", r"\1# \2", text, flags=re.MULTILINE)
    assert without.count("# KGZ: {value") > 10
    sheet.write_text(without, encoding="utf-8")
    assert len(load(str(sheet)).document.states["KAZ"].quarrels) == 3


@pytest.mark.parametrize(
    ("value", "step"),
    [(0.067, "none"), (0.167, "some"), (0.5, "important"), (0.6, "important"), (0.833, "first")],
)
def test_a_number_counts_as_the_nearest_step_and_half_way_as_the_higher(value: float, step: str) -> None:
    assert nearest(value) == step


def test_every_step_is_its_own_nearest() -> None:
    assert [nearest(value) for value in WORDS.values()] == list(WORDS)


def test_the_codebook_lists_numbers_with_their_nearest_step(text: str) -> None:
    assert sum(value.present for value in off_scale(ROOT)) == 11
    assert "| `states.KGZ.usefulness` | 0.833 | **first** |" in text


def test_the_codebook_names_what_is_none_by_omission(text: str) -> None:
    assert "None by omission: `powers.CHN.borders.UZB`, `powers.CHN.borders.TKM`, " in text
    assert re.search(r"^\| legacy \| 5 \| 10 \| 0 \|", text, re.MULTILINE)


def test_the_codebook_names_passages_that_a_claim_quotes(text: str) -> None:
    exceptions = text.partition("generated: exceptions")[2].partition("<!-- end")[0]
    assert '| `states.TJK.interests.autonomy` | "it cannot safeguard itself" | C27 |' in exceptions
    assert "states.KAZ.interests.border" not in exceptions


def test_the_codebook_of_a_sheet_with_blanks_names_them(greatgame: Command, sheet: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        codebook(str(sheet))
    assert caught.value.problems == sorted(problems(str(sheet)))
    code, _, said = greatgame("codebook", sheet)
    assert (code, "states.KAZ.interests.border is still to be coded" in said) == (2, True)


def test_the_rules_tell_scale_unit_and_rules_and_no_value(greatgame: Command) -> None:
    code, out, _ = greatgame("codebook", "--rules")
    assert code == 0
    assert re.findall(r"^## (.*)", out, re.MULTILINE) == ["The texts", "The scale", "Unit of coding", "Rules"]
    assert not any(path in out for path in CELLS)
    assert not any(cell.section and cell.passage in out for cell in CELLS.values())


def test_the_rules_give_no_signal_words_of_several_words() -> None:
    told = rules("us_entry_2001")
    assert not [word for words in SIGNALS.values() for word in words if " " in word and word in told]


def test_the_rules_can_be_read_beside_a_sheet_with_blanks(sheet: Path) -> None:
    assert "## Rules" in rules(str(sheet))


def test_a_world_file_codes_by_leaving_out_and_a_sheet_does_not(sheet: Path) -> None:
    text = filled(sheet.read_text(encoding="utf-8"))
    sheet.write_text(text.replace("    neutral: ", "#   neutral: ", 1), encoding="utf-8")
    theirs = {value.path for value in own(str(sheet), resolved(str(sheet)).root)}
    assert "states.KAZ.neutral" in {value.path for value in own("us_entry_2001", ROOT)}
    assert theirs == set(CELLS) - {"states.KAZ.neutral"}


def test_a_persons_own_world_file_codes_by_leaving_out() -> None:
    root = resolved(str(BAY)).root
    assert {value.path for value in omitted(root)} <= {value.path for value in own(str(BAY), root)}
    assert omitted(root)
