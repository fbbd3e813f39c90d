"""What a reader should know though nothing is wrong, and what settings changed."""

import json
import pickle
from collections.abc import Callable

import pytest

from greatgame.scenarios import Scenario, from_tree, load

Write = Callable[..., str]


@pytest.fixture
def bay(write: Write) -> Scenario:
    return load(write("extends: world.yaml\n"))


def notes(write: Write, text: str) -> list[str]:
    """Notes of a child of the bay, without those on series that are held."""
    return [note for note in load(write(f"extends: world.yaml\n{text}")).notes if "held at its last" not in note]


def test_a_sound_world_has_none(write: Write) -> None:
    assert notes(write, "") == []


def test_another_start_leaves_initial_conditions_behind(write: Write, bay: Scenario) -> None:
    said = "starts at 1991-01 with the initial conditions coded for 1990-01; the first two years are warm-up"
    assert notes(write, "start: 1991-01\n") == [said]
    assert said in bay.with_settings(["start=1990-09", "start=1991-01"]).notes
    changed = bay.with_settings(["start=1991-01"])
    assert changed.tree["initial"] == "1990-01"
    assert changed.inputs.start == bay.inputs.start + 12
    assert from_tree(changed.tree, "x").notes == changed.notes
    assert from_tree(changed.tree, "x").sha256 == changed.sha256
    # Back at the world's start, coded for the new one, or with the world's own, nothing is left to say.
    assert "initial" not in bay.tree
    assert bay.with_settings(["start=1991-01", "start=1990-01"]).notes == bay.notes
    assert notes(write, "start: 1991-01\ninitial: 1991-01\n") == []
    assert notes(write, "start: 1990-01\n") == []


def test_a_grandchild_knows_the_start_of_the_world(write: Write) -> None:
    write("extends: world.yaml\nstart: 1990-06\n", "middle.yaml")
    scenario = load(write("extends: middle.yaml\nstart: 1991-02\n"))
    assert any("coded for 1990-01" in note for note in scenario.notes)


def test_causes_that_shocks_carry_out_of_range(write: Write) -> None:
    text = (
        "shocks:\n  flood: {date: 1990-12, title: Flood, source: Q1, strength: 2, causes: {%s}}\n"
        "  calm: {date: 1990-12, title: Calm, source: Q1, strength: 0, causes: {powers.EAS.legitimacy: 9}}\n"
    )
    causes = {
        "powers.EAS.capability: {pulse: -0.6, over: 3 months}": [
            "powers.EAS.capability is cut off at 0 from 1990-12 to 1991-02"
        ],
        "powers.EAS.capability: {pulse: -0.6}": ["powers.EAS.capability is cut off at 0 in 1990-12"],
        # Trust is .8 until the storm takes half of .2 in 1991-06.
        "relations.WES-EAS.trust: 0.15": ["relations.EAS-WES.trust is cut off at 1 from 1990-12 to 1991-05"],
        "powers.EAS.capability: -0.5": [],
        "institutions.LEA.exists: 1": [],
    }
    for cause, expected in causes.items():
        assert notes(write, text % cause) == expected, cause


def test_what_tables_leave_out_of_a_newcomer(write: Write) -> None:
    assert notes(write, "states: {FEN: {title: Fen}}\npowers: {NOR: {title: The North Wind}}\n") == [
        "FEN: no proximity, interests given; it may join LEA (admits defaults to 1); core defaults to 1",
        "NOR: no capability, demand, proximity given; trust with EAS, WES defaults to 0.5",
    ]
    given = "core: {value: 0, assumption: far}, interests: {pride: {value: 1, assumption: x}}"
    assert notes(write, f"states: {{FEN: {{title: Fen, {given}}}}}\n") == []
    absent = "states: {FEN: {title: Fen, present: false}}\n"
    assert notes(write, absent) == []


def test_what_settings_changed(bay: Scenario) -> None:
    assert bay.changes == ()
    settings = {
        "shocks.storm.strength=0": ("shocks.storm.strength 0.5 -> 0",),
        "states.TAR.interests.safety=some": ("states.TAR.interests.safety first -> some",),
        "powers.WES.capability=0.75": ("powers.WES.capability {value: 0.5, growth: 0.12} -> 0.75",),
        "relations.WES-EAS.border={value: 1, figure: A}": ("relations.EAS-WES.border 0.3 -> 1",),
        "states.OAK.present=true": ("states.OAK.present false -> true",),
        "states.ELM.unrest=0.25": ("states.ELM.unrest 0 -> 0.25",),
        "states.ELM.core=0": ("states.ELM.core 1 -> 0",),
        "end=1993-12": ("end 1994-12 -> 1993-12",),
        "interventions.elm_joins.strength=0": ("interventions.elm_joins.strength 1 -> 0",),
        "states.ELM.resources=null": ("states.ELM.resources 0.4 -> 0",),
        "shocks.storm.causes.powers.WES.legitimacy={step: 1}": (
            "shocks.storm.causes.powers.WES.legitimacy {rise: 0.4, half_life: 6 months} -> 1",
        ),
        "shocks.storm={strength: 1, date: 1991-07, source: Q3}": (
            "shocks.storm.date 1991-06 -> 1991-07",
            "shocks.storm.strength 0.5 -> 1",
        ),
        "states.FEN={title: Fen}": ("states.FEN nothing -> {title: Fen}",),
        "states.ELM.resources=0.40": (),
        "note=a remark\tin parts": ("note nothing -> a remark in parts",),
    }
    for setting, expected in settings.items():
        assert bay.with_settings([setting]).changes == expected, setting
        assert load("case.yaml", [setting]).changes == expected, setting


def test_long_values_are_cut(bay: Scenario) -> None:
    (line,) = bay.with_settings([f"title={'x' * 500}"]).changes
    assert line == f"title The bay -> {'x' * 77}..."


def test_changes_add_up_and_are_kept(bay: Scenario) -> None:
    changed = bay.with_settings(["shocks.storm.strength=1"]).without_shock("storm")
    assert changed.changes == ("shocks.storm.strength 0.5 -> 1", "shocks.storm.strength 1 -> 0")
    assert changed.without_shock("storm").changes == changed.changes
    tree = json.loads(json.dumps(changed.tree))
    assert from_tree(tree, "x").changes == ()
    again = from_tree(tree, "x", changed.changes)
    assert again.changes == changed.changes
    assert again.sha256 == changed.sha256
    assert again.with_settings(["end=1993-12"]).changes == (*changed.changes, "end 1994-12 -> 1993-12")
    assert pickle.loads(pickle.dumps(again)).changes == again.changes
