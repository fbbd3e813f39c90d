"""The scenarios that ship are sound, complete and sourced."""

import pytest

from greatgame.scenarios import from_tree, headings, load, names, problems
from greatgame.scenarios.inherit import shipped

EXPECTED = {
    "us_entry_2001",
    "no_september_11",
    "strong_russia",
    "no_us_conditionality",
    "sco_economic_wheel",
    "sco_expansion",
    "us_withdraws_2003",
    "west_and_sco",
}


def test_all_are_there() -> None:
    assert set(names()) >= EXPECTED
    assert not {"theory", "central_asia"} & set(names())


@pytest.mark.parametrize("name", sorted(shipped()))
def test_no_problems(name: str) -> None:
    assert [str(problem) for problem in problems(name)] == []


@pytest.mark.parametrize("name", sorted(names()))
def test_it_loads_compiles_and_comes_back(name: str) -> None:
    scenario = load(name)
    assert scenario.inputs.months > 12
    assert from_tree(scenario.tree, name).sha256 == scenario.sha256


@pytest.mark.parametrize("name", sorted(names()))
def test_every_number_has_a_source(name: str) -> None:
    bare = [setting.path for setting in load(name).quantities() if setting.source.startswith("no source given")]
    assert bare == []


def test_headings_agree_with_the_scenarios() -> None:
    for heading in headings():
        scenario = load(heading.name)
        shown = (scenario.name, scenario.title, scenario.start, scenario.end, scenario.question)
        assert (heading.name, heading.title, heading.start, heading.end, heading.question) == shown
