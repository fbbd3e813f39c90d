"""The scenarios that ship are sound, complete and sourced."""

import numpy as np
import pytest

from greatgame.model import Noise, world
from greatgame.scenarios import from_tree, headings, load, names, problems
from greatgame.scenarios.files import shipped

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


@pytest.mark.parametrize("name", sorted(names()))
def test_nothing_to_note_but_series_that_are_held(name: str) -> None:
    assert [note for note in load(name).notes if "is held at its last value" not in note] == []
    assert load(name).changes == ()


def test_passages_are_short_and_their_sections_listed() -> None:
    document = load("west_and_sco").document
    assert all(text.sections for text in document.text_key.values())
    terms = document.terms.attraction.values()
    quoted = [sourced for term in terms for sourced in (term, *term.by_power.values()) if sourced.passage is not None]
    assert quoted
    assert all(len((sourced.passage or "").split()) <= 25 for sourced in quoted)


def test_a_term_speaks_of_the_power_it_is_quoted_for() -> None:
    terms = load("us_entry_2001").document.terms.attraction
    assert "Russia increased its input" in (terms["offer"].by_power["RUS"].passage or "")
    assert terms["offer"].kind == "assumption"
    # What a state says of its own security is better than anything said of a power.
    assert terms["protection"].by_power == {}


@pytest.mark.parametrize("name", sorted(names()))
def test_the_last_round_before_the_start_moves_no_alignment_by_two_millionths(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = load(name).inputs

    def settled(rounds: int) -> np.ndarray:
        monkeypatch.setattr(world, "SETTLING", rounds)
        return world.World(inputs, Noise(inputs, 0, [0])).values["alignment"]

    assert np.abs(settled(world.SETTLING) - settled(world.SETTLING - 1)).max() < 2e-6
