"""The ODD of a scenario: what the code and the file say is in it."""

import re
from pathlib import Path

import pytest

from greatgame.analysis.documents.odd import odd
from greatgame.analysis.documents.terms import said
from greatgame.model.month import MONTH
from greatgame.model.rules import PARAMETERS, STRENGTHS, TERMS
from greatgame.scenarios import load

from ..conftest import BAY, Command

ALL_TERMS = [pytest.param(term, id=f"{choice}-{name}") for choice, own in TERMS.items() for name, term in own.items()]
OWN = """\
title: With an eighth republic
extends: us_entry_2001
interests:
  water: {title: Water for the fields, assumption: a river runs through it}
states:
  FER:
    title: Ferghana
    interests:
      water: {value: first, text: Z1-3, passage: "a breeding ground"}
      security: {value: 0.5, assumption: half}
shocks:
  drought: {date: 1995-06, title: A dry summer, source: assumption, causes: {states.FER.unrest: {pulse: 0.3}}}
parameters:
  balance: {value: 1.25, assumption: less of it}
"""


@pytest.fixture(scope="module")
def shipped() -> str:
    return odd()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("own") / "own.yaml"
    file.write_text(OWN, encoding="utf-8")
    return odd(str(file))


def block(document: str, name: str) -> str:
    return document.partition(f"<!-- generated: {name} -->")[2].partition("<!-- end -->")[0]


def prose(document: str) -> str:
    return re.sub(r"<!-- generated.*?<!-- end -->", "", document, flags=re.DOTALL)


@pytest.mark.parametrize("term", ALL_TERMS)
def test_the_docstring_of_a_term_gives_equation_unit_and_a_source(term) -> None:
    words = said(term)
    assert "strength" in words.equation
    assert words.unit.startswith("log odds")
    assert words.theory or words.text


def test_a_docstring_without_an_equation_still_gives_its_words() -> None:
    def vague(strength: float) -> float:
        """Something good.

        Theory: wishing (Aesop 1484).
        """
        return strength

    assert (said(vague).words, said(vague).equation) == ("Something good", "")
    assert said(vague).theory == "wishing (Aesop 1484)"


def test_an_example_in_a_docstring_is_no_part_of_what_a_term_says() -> None:
    def clear(strength: float) -> float:
        """A wish: strength w_i, in log odds.

        Theory: wishing (Aesop 1484).
        Text: Z9 "sour".

        Examples
        --------
        Theory: not this one.
        """
        return strength

    assert (said(clear).theory, said(clear).text, said(clear).where) == ("wishing (Aesop 1484)", 'Z9 "sour"', "")


@pytest.mark.parametrize("stage", [stage.name for stage in MONTH if callable(stage.rule)])
def test_every_rule_has_its_equation(shipped: str, stage: str) -> None:
    submodels = prose(shipped).partition("## 7 ")[2].partition("## What was changed")[0]
    assert re.search(rf"^\| {stage} \| \S", submodels, re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in PARAMETERS if name not in STRENGTHS])
def test_every_number_that_rules_take_stands_in_an_equation(shipped: str, name: str) -> None:
    assert re.search(rf"\b{name}\b", shipped.partition("## 7 ")[2].partition("### 7.10")[0])


def test_the_parameters_are_those_of_the_scenario_with_their_sources(shipped: str, own: str) -> None:
    assert "| `balance` | strength of the term | log odds | 3.9 | tuned within 0.5 to 5 |" in block(
        shipped, "parameters"
    )
    assert "| `balance` | strength of the term | log odds | 1.25 | assumption: less of it |" in block(own, "parameters")


def test_every_parameter_of_the_scenario_is_told(shipped: str) -> None:
    told = re.findall(r"^\| `(\w+)` \|", block(shipped, "parameters"), re.MULTILINE)
    assert sorted(told) == sorted(load("us_entry_2001").document.parameters)


def test_a_state_and_an_interest_of_ones_own_are_told_with_their_passages(own: str) -> None:
    told = block(own, "interests")
    assert "| `water` | Water for the fields | assumption: a river runs through it |" in told
    assert '- `FER`, water: **first**; Z1-3 "a breeding ground".' in told
    assert re.search(r"\| Ferghana \(`FER`\) \| 0\.5 \(assumption\) \| none, left out .*\| first \(Z1-3\) \|", told)


def test_a_shock_of_ones_own_is_told(own: str) -> None:
    assert "| 1995-06 | `drought` | A dry summer | 1 | `states.FER.unrest` pulse 0.3 |" in block(own, "shocks")


def test_a_term_tells_what_this_world_says_of_it(shipped: str) -> None:
    row = next(line for line in block(shipped, "attraction").splitlines() if line.startswith("| `balance` |"))
    assert "security 1, politics 1, energy 0.5, trade 0.3" in row
    assert 'Z6 "hope the latter to maintain a relative balance in the region"' in row


def test_only_another_scenario_has_a_word_on_whose_tables_these_are(shipped: str, own: str) -> None:
    note = "the prose describes the world that ships"
    assert note not in shipped
    assert note in own.splitlines()[2]


def test_a_made_up_world_has_its_odd() -> None:
    assert "The bay" in odd(str(BAY))


def test_the_document_is_printed_or_written_to_a_new_file(greatgame: Command, tmp_path: Path, shipped: str) -> None:
    assert greatgame("odd") == (0, shipped, "")
    file = tmp_path / "ODD.md"
    assert greatgame("odd", "--out", file)[0] == 0
    assert file.read_text(encoding="utf-8") == shipped


def test_a_file_that_is_there_is_not_overwritten(greatgame: Command, tmp_path: Path) -> None:
    file = tmp_path / "ODD.md"
    file.write_text("mine", encoding="utf-8")
    code, _, said_ = greatgame("odd", "--out", file)
    assert (code, file.read_text(encoding="utf-8")) == (2, "mine")
    assert "not overwritten" in said_


def test_a_folder_that_is_not_there_is_named(greatgame: Command, tmp_path: Path) -> None:
    code, _, said_ = greatgame("odd", "--out", tmp_path / "no" / "ODD.md")
    assert code == 2
    assert "make it first" in said_
