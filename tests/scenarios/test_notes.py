"""What a reader should know though nothing is wrong, and what settings changed."""

import json
import pickle
from collections.abc import Callable

import pytest

from greatgame.scenarios import Scenario, examine, from_tree, load

Write = Callable[..., str]

MEANS = "the region's means, which rules and tables use"
HALF = "{value: 0.5, assumption: x}"


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
    assert notes(write, "states: {FEN: {title: Fen}}\n") == [
        f"FEN: `core` is left out and counts as 1: in {MEANS}; write `core: 0` for an outsider",
        "FEN leaves out interests, resources, exposure, spill, quarrels, unrest; proximity to WES (then 0); "
        "admits of LEA (then 1, so it may join)",
    ]
    assert notes(write, "powers: {NOR: {title: The North Wind}}\n") == [
        "NOR leaves out capability, legitimacy, demand, proximity, bases (then 0); deployment (then 1); "
        "trust with EAS, WES (then 0.5)"
    ]
    absent = "states: {FEN: {title: Fen, present: false}}\n"
    assert notes(write, absent) == []


def test_one_answer_does_not_silence_the_rest(write: Write) -> None:
    """What a state has in one table says nothing of the others."""
    near = f"powers: {{WES: {{proximity: {{FEN: {HALF}}}}}}}"
    told = notes(write, f"states: {{FEN: {{title: Fen, interests: {{pride: {HALF}}}}}}}\n{near}\n")
    assert told == [
        f"FEN: `core` is left out and counts as 1: in {MEANS}; write `core: 0` for an outsider",
        "FEN leaves out resources, exposure, spill, quarrels, unrest; interests in safety, wealth (then 0); "
        "admits of LEA (then 1, so it may join)",
    ]


@pytest.mark.parametrize("core", [0, 1])
def test_core_is_asked_for_until_it_is_given(write: Write, core: int) -> None:
    given = f"states: {{FEN: {{title: Fen, core: {{value: {core}, assumption: x}}}}}}\n"
    assert not any("core" in note for note in notes(write, given))


def test_a_state_that_leaves_out_nothing_is_passed_over(write: Write) -> None:
    wants = ", ".join(f"{want}: {HALF}" for want in ("safety", "wealth", "pride"))
    tables = f"exposure: {{reef: {HALF}}}, spill: {{TAR: {HALF}}}, quarrels: {{ELM: {HALF}}}, interests: {{{wants}}}"
    numbers = ", ".join(f"{name}: {HALF}" for name in ("resources", "unrest"))
    towards = f"powers: {{WES: {{proximity: {{FEN: {HALF}}}}}}}\n"
    towards += "institutions: {LEA: {admits: {FEN: {value: 0, assumption: far}}}}\n"
    assert (
        notes(
            write, f"states: {{FEN: {{title: Fen, core: {{value: 0, assumption: x}}, {numbers}, {tables}}}}}\n{towards}"
        )
        == []
    )


def test_a_described_state_that_is_switched_on_is_only_placed(write: Write, bay: Scenario) -> None:
    said = f"OAK: switched on with `core` 0: not in {MEANS}"
    assert notes(write, "states: {OAK: {present: true}}\n") == [said]
    assert said in bay.with_settings(["states.OAK.present=true"]).notes
    lands = [note for note in load("us_entry_2001", ["states.AZE.present=true"]).notes if "AZE" in note]
    assert lands == [f"AZE: switched on with `core` 0: not in {MEANS}"]


def test_a_region_of_ones_own_is_no_newcomer(write: Write) -> None:
    assert not any("leaves out" in note or "`core`" in note for note in load("world.yaml").notes)


def test_the_outsider_of_a_file_between_is_told(write: Write) -> None:
    write("extends: us_entry_2001\nstates: {TUR: {title: Turkey}}\n", "middle.yaml")
    told = load(write("extends: middle.yaml\nend: 2003-06\n")).notes
    assert any(note.startswith("TUR: `core` is left out") for note in told)
    (rest,) = [note for note in told if note.startswith("TUR leaves out")]
    for words in ("interests", "relevance to CHN, RUS, USA", "legacy of RUS", "credibility of", "admits of CST"):
        assert words in rest


def test_of_many_newcomers_eight_are_told_in_full(write: Write) -> None:
    names = [f"F{letter}N" for letter in "ABCDEFGHIJ"]
    told = notes(write, f"states: {{{', '.join(f'{name}: {{title: {name}}}' for name in names)}}}\n")
    assert told[0].startswith(", ".join(names))
    assert [note.split()[0] for note in told[1:-1]] == names[:8]
    assert told[-1] == "more leave things out: FIN, FJN"


def test_check_has_the_notes_of_what_can_run(write: Write) -> None:
    adds = "extends: world.yaml\nstates: {FEN: {title: Fen}}\n"
    assert examine(write(adds)) == ([], load("case.yaml").notes)
    found, told = examine(write(f"{adds}end: 1980-01\n"))
    assert (len(found), told) == (1, [])
    assert examine(write(adds + "question: null\n")) == ([], [])


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
