"""The ODD of a scenario: what the code and the file say is in it."""

import inspect
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from greatgame.analysis.claims import CLAIMS
from greatgame.analysis.claims.ablation import FURTHER, OFF_AT_ONE, SCALES, mechanisms
from greatgame.analysis.claims.known import KNOWN
from greatgame.analysis.claims.robust import judged_numbers, numbers_of
from greatgame.analysis.documents import theory_tables
from greatgame.analysis.documents.odd import odd
from greatgame.analysis.documents.terms import said
from greatgame.model.month import MONTH
from greatgame.model.rules import PARAMETERS, STRENGTHS, TERMS
from greatgame.model.variables import VARIABLES
from greatgame.scenarios import load
from greatgame.scenarios.ranges import Range, range_of

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


def test_the_summary_names_version_and_licence_of_the_package(shipped: str) -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"greatgame {project['version']}, " in block(shipped, "software")
    assert f"({project['requires-python']})" in block(shipped, "software")
    assert f"{project['license']} licence" in block(shipped, "software")


def test_every_parameter_has_a_meaning() -> None:
    assert [name for name, said_ in PARAMETERS.items() if not said_.partition(": ")[2]] == []


UNITS = {stage.name: VARIABLES[stage.name].unit for stage in MONTH if callable(stage.rule) and stage.name in VARIABLES}
WITH_A_RANGE = [stage for stage, unit in UNITS.items() if range_of(unit) != Range()]


@pytest.mark.parametrize("stage", WITH_A_RANGE)
def test_a_range_is_the_same_in_all_tables(shipped: str, stage: str) -> None:
    submodels = prose(shipped).partition("## 7 ")[2]
    row = next(line for line in submodels.splitlines() if line.startswith(f"| {stage} |"))
    told = re.split(r" (?<!\\)\| ", row)[2].split(";")[0]
    assert told == UNITS[stage]


def test_every_claim_is_told_with_its_worlds_and_whether_it_is_known_to_fail(shipped: str) -> None:
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in block(shipped, "claims").splitlines()}
    assert CLAIMS.keys() <= rows.keys()
    assert [id_ for id_ in sorted(CLAIMS) if not rows[id_].endswith("| - |")] == sorted(KNOWN)
    assert "Uzbekistan on Russia: 2001-01..2001-08 above 1998" in rows["C05"]
    assert "| `history`, `no_september_11` |" in rows["C05"]
    assert {"no_us_bases", "names_exchanged"} <= set(
        re.findall(r"^\| `(\w+)` \|", block(shipped, "worlds"), re.MULTILINE)
    )


def test_counts_of_claims_are_those_of_the_code(shipped: str) -> None:
    sets = Counter(claim.kind for claim in CLAIMS.values())
    assert f"computes {len(CLAIMS)} claims" in shipped
    assert f"23 of {sets['F']} fitted, 4 of {sets['T']} held out, 12 of {sets['K']} of consistency" in shipped
    logic = ", ".join(id_ for id_, claim in sorted(CLAIMS.items()) if claim.kind == "X")
    assert f"of {sets['X']} of logic ({logic})" in shipped


def test_counts_of_mechanisms_and_of_numbers_are_those_of_the_code(shipped: str) -> None:
    found, at_one = len(mechanisms()), len(OFF_AT_ONE)
    assert f"Of the {len(PARAMETERS)} parameters {found} are mechanisms: {found - at_one - 3} that 0" in shipped
    assert f"of the {sum(map(len, TERMS.values()))} terms" in shipped
    assert f"The other {len(SCALES)} are" in shipped
    assert FURTHER.keys().isdisjoint(SCALES)
    moved = judged_numbers(numbers_of([id_ for id_, claim in CLAIMS.items() if claim.kind != "X"]))
    kinds = Counter(number.kind for number in moved)
    assert f"All {len(moved)} tuned and assumed numbers ({kinds['tuned']} and {kinds['assumption']}:" in shipped


def test_the_numbers_at_an_end_of_their_range_are_named(shipped: str, own: str) -> None:
    rows = re.findall(r"^\| `(\S+)` \|.*\| \*\*(\w+)\*\* \|$", block(shipped, "tuned"), re.MULTILINE)
    named = re.search(r"at the upper end: (.+?)\.", prose(shipped))
    assert named is not None
    assert sorted(name for name, _ in rows) == sorted(re.findall(r"`(\w+)`", named[1]))
    assert {side for _, side in rows} == {"upper"}
    assert "| `diversification` | 2.5 | 0.2 to 2.5 | 1.00 | **upper** |" in block(shipped, "tuned")
    assert "`balance`" not in block(own, "tuned")


def test_what_is_read_before_it_is_written_is_said_to_be_last_months(shipped: str) -> None:
    told = block(shipped, "lags")
    assert "| `instability` | `engagement`, `alignment` | `instability` |" in told
    assert (
        "| `protection` | `credibility`, `guaranteed`, `alignment`, `membership`, `depth`, `effectiveness` | - |"
        in told
    )
    assert "`alignment` (linkage, diversification)" in told
    assert not re.search(r"^\| `four_reasons`", told, re.MULTILINE)


def test_a_stage_that_is_moved_to_the_front_reads_last_months_values(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = next(stage for stage in MONTH if stage.name == "needs")
    monkeypatch.setattr(theory_tables, "MONTH", (needs, *(stage for stage in MONTH if stage is not needs)))
    assert "| `needs` | `extremist_threat`, `border_dispute` | - |" in theory_tables.lags()


def test_legitimacy_acts_in_one_rule_alone() -> None:
    rules = [stage.rule for stage in MONTH if callable(stage.rule)] + [
        term for own in TERMS.values() for term in own.values()
    ]
    assert [rule.__name__ for rule in rules if "legitimacy" in inspect.signature(rule).parameters] == ["four_reasons"]


def test_no_list_keeps_a_state_of_the_default_world_out() -> None:
    assert load("us_entry_2001").inputs.causes["admits"].min() == 1.0


def test_the_changes_from_the_first_design_tell_the_numbers_of_today(shipped: str) -> None:
    told = prose(shipped).partition("## What was changed from the first design")[2].partition("## ")[0]
    numbers = load("us_entry_2001").document.parameters
    for name, words in {
        "campaign_effect": "| campaign effect .4 | {} (",
        "renewal_ease": "leaders; {} of it at renewal",
        "membership_offence": "strength {} instead of .6",
        "diversification": "tuned by itself, {},",
        "opening_threshold": "steepness 12 | {} and",
        "decision_steepness": "about bodies, {} |",
    }.items():
        assert words.format(f"{numbers[name].value:g}".removeprefix("0")) in told
    assert f"half of balance is {numbers['balance'].value / 2:g}" in told
    assert numbers["access_pressure"].value == numbers["pressure"].value


def test_the_interest_of_a_rule_is_that_of_the_world(shipped: str) -> None:
    assert "| `demand_for` | `security` |" in block(shipped, "rule interests")


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
    note = "the prose and the claims are of what ships"
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
