"""Coders are compared on what both have coded themselves."""

from pathlib import Path

import numpy as np
import pytest

from greatgame.analysis.documents.agreement import agreement
from greatgame.analysis.failure import Failure
from greatgame.scenarios import ScenarioError
from greatgame.scenarios.quantities import BLANK

from ..conftest import Command

HEAD = "title: Coded again\nextends: us_entry_2001\nstates:\n"
KAZ = """\
  KAZ:
    interests:
      security: {value: %s, text: Z1-2, passage: "not as heavy"}
      border: {value: %s, text: Z1-2, passage: "top concern"}
      economy: {value: %s, text: Z1-2, passage: "huge gains"}
    resources: {value: %s, assumption: oil}
"""
SAME = ("some", "first", "important", "first")


@pytest.fixture
def coder(tmp_path: Path):
    def write(*steps: str, name: str = "coder2.yaml", more: str = "") -> str:
        (tmp_path / name).write_text(HEAD + KAZ % steps + more, encoding="utf-8")
        return str(tmp_path / name)

    return write


def test_only_what_a_file_states_itself_counts(coder) -> None:
    found = agreement(["us_entry_2001", coder(*SAME)])
    assert [path.partition("KAZ.")[2] for path in found.paths] == [
        "interests.security", "interests.border", "interests.economy", "resources",
    ]  # fmt: skip


def test_a_world_file_and_a_scenario_of_it_are_the_same_coder(coder) -> None:
    file = coder(*SAME)
    assert agreement(["central_asia", file]).paths == agreement(["us_entry_2001", file]).paths
    with pytest.raises(Failure, match="same coding"):
        agreement(["central_asia", "us_entry_2001", file])


def test_steps_become_ranks(coder) -> None:
    found = agreement(["us_entry_2001", coder("none", "first", "some", "first")])
    assert np.array_equal(found.codings, [[1, 3, 2, 3], [0, 3, 1, 3]])


def test_the_largest_difference_comes_first(coder) -> None:
    found = agreement(["us_entry_2001", coder("none", "none", "important", "first")])
    assert [found.paths[position].rpartition(".")[2] for position in found.apart()] == ["border", "security"]


def test_a_blank_is_a_missing_value(coder) -> None:
    found = agreement(["us_entry_2001", coder("some", BLANK, "important", "first")])
    assert len(found.paths) == 3
    assert found.coders[1].blank == 1


def test_three_coders_need_not_code_the_same(coder) -> None:
    second, third = coder("some", BLANK, BLANK, "none"), coder(BLANK, BLANK, "some", "first", name="coder3.yaml")
    found = agreement(["us_entry_2001", second, third])
    assert np.isnan(found.codings).sum() == 2
    assert {path.rpartition(".")[2] for path in found.paths} == {"security", "economy", "resources"}


def test_two_sheets_are_compared_without_the_first_coding(coder) -> None:
    found = agreement([coder(*SAME), coder("none", "first", "some", "first", name="coder3.yaml")])
    assert len(found.paths) == 4


def test_a_number_counts_as_its_nearest_step_and_is_told(coder, greatgame: Command) -> None:
    file = coder("0.5", "first", "important", "first")
    assert agreement(["us_entry_2001", file]).coders[1].values["states.KAZ.interests.security"].word == "important"
    assert "4 values coded (1 of them numbers, taken as the nearest step" in " ".join(
        greatgame("agreement", "us_entry_2001", file)[1].split()
    )


def test_what_the_first_coder_left_out_is_none(coder) -> None:
    found = agreement(["us_entry_2001", coder(*SAME, more="    neutral: {value: some, assumption: x}\n")])
    assert found.of("states.KAZ.neutral").word == "none"
    assert [found.paths[position] for position in found.apart()] == ["states.KAZ.neutral"]


def test_what_a_heading_without_lines_removes_is_told(coder, greatgame: Command) -> None:
    file = coder(*SAME, more="    quarrels:\n")
    assert agreement(["us_entry_2001", file]).coders[1].removed == 3
    assert "3 removed by a heading without lines" in " ".join(greatgame("agreement", "us_entry_2001", file)[1].split())


@pytest.mark.parametrize("wrong", ["importnat", "2"])
def test_other_mistakes_in_a_sheet_are_reported_and_blanks_are_not(coder, wrong: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        agreement(["us_entry_2001", coder(BLANK, wrong, BLANK, "first")])
    assert [problem.line for problem in caught.value.problems] == [7]


def test_one_coder_is_not_enough(coder, greatgame: Command) -> None:
    code, _, said = greatgame("agreement", coder(*SAME))
    assert code == 2
    assert "two coders or more" in said


def test_one_file_is_one_coder_under_whichever_path(coder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = coder(*SAME), coder("none", "first", "some", "first", name="coder3.yaml")
    (tmp_path / "link.yaml").symlink_to(first)
    (tmp_path / "copy.yaml").write_text(Path(first).read_text())
    for again in (first, "coder2.yaml", f"{tmp_path}/../{tmp_path.name}/coder2.yaml", "link.yaml"):
        with pytest.raises(Failure, match="same coding"):
            agreement([first, second, again])
    assert len(agreement([first, second, "copy.yaml"]).coders) == 3  # another coder may agree in everything


def test_a_blank_sheet_is_no_second_coder_of_itself(coder) -> None:
    blank = coder(BLANK, BLANK, BLANK, BLANK)
    with pytest.raises(Failure, match="same coding"):
        agreement(["us_entry_2001", blank, blank])


def test_nothing_in_common_is_told(coder, greatgame: Command) -> None:
    code, _, said = greatgame("agreement", "us_entry_2001", coder(BLANK, BLANK, BLANK, BLANK))
    assert code == 2
    assert "no value is coded in words by two" in said


def test_what_is_printed(coder, greatgame: Command) -> None:
    code, out, _ = greatgame("agreement", "us_entry_2001", coder("none", "first", "important", "first"))
    assert code == 0
    assert "4 values are coded by at least two" in out
    assert "all 4 - - - 75 %" in " ".join(out.split())
    assert "states.KAZ.interests.security: us_entry_2001 some" in " ".join(out.split())
    assert 'Z1-2: "terrorism, separatism and extremism is not as heavy' in out


def test_agreement_in_everything_has_no_differences(coder, greatgame: Command) -> None:
    out = greatgame("agreement", "us_entry_2001", coder(*SAME))[1]
    assert "Nowhere." in out
    assert "copy" not in out


def test_alpha_and_a_copy_are_told_from_ten_values_on(coder, greatgame: Command) -> None:
    neutral = "".join(f"  {state}: {{neutral: {{value: none, assumption: x}}}}\n" for state in ("KGZ", "TJK", "UZB"))
    more = "    incidence: {value: none, assumption: x}\n    exposure: {afghanistan: {value: none, assumption: x}}\n"
    nine = " ".join(greatgame("agreement", "us_entry_2001", coder(*SAME, more=more + neutral))[1].split())
    ten = coder(*SAME, more=f"    neutral: {{value: none, assumption: x}}\n{more}{neutral}")
    told = " ".join(greatgame("agreement", "us_entry_2001", ten)[1].split())
    assert "all 9 - - - 100 %" in nine
    assert "all 10 1.000" in told
    assert "give every value the same step; is one a copy" in told


def test_differences_are_told_when_no_value_is_open(coder, greatgame: Command) -> None:
    out = greatgame("agreement", "us_entry_2001", coder("none", BLANK, "important", "first"))[1]
    assert "Not told while values are still to be coded: 1 of" in out
    assert "not as heavy as other" not in out


def test_it_says_the_same_twice(coder, greatgame: Command) -> None:
    file = coder("none", "first", "some", "first")
    assert greatgame("agreement", "us_entry_2001", file) == greatgame("agreement", "us_entry_2001", file)
