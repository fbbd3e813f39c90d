"""A sound scenario: what it compiles to, inherits, and gives back."""

import json
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from math import exp
from pathlib import Path

import numpy as np
import pytest

from greatgame.model.inputs import Inputs, TermUse
from greatgame.model.variables import CAUSES, CONSTANTS, SAME_AXIS
from greatgame.scenarios import Scenario, ScenarioError, from_tree, json_schema, load, month

Write = Callable[..., str]


def same(a: Inputs, b: Inputs) -> bool:
    """Whether two compiled scenarios agree to the last bit."""
    arrays = [(a.constants, b.constants), (a.causes, b.causes)]
    fields = ("start", "months", "ids", "parameters", "terms", "interests")
    return all(getattr(a, name) == getattr(b, name) for name in fields) and all(
        left.keys() == right.keys() and all(np.array_equal(left[name], right[name]) for name in left)
        for left, right in arrays
    )


@pytest.fixture
def bay(write: Write) -> Scenario:
    return load("world.yaml")


def test_what_it_says_of_itself(bay: Scenario) -> None:
    assert (bay.name, bay.title, bay.question) == ("world", "The bay", "Whose harbour will it be?")
    assert (bay.start, bay.end) == ("1990-01", "1994-12")
    assert list(bay.shocks) == ["storm"]
    assert bay.notes == [
        "states.TAR.unrest is held at its last value after 1990-10",
        "relations.EAS-WES.trust is held at its last value after 1990-05",
    ]


def test_axes_are_sorted_and_the_absent_left_out(bay: Scenario) -> None:
    assert bay.inputs.start == month("1990-01")
    assert bay.inputs.months == 60
    assert bay.inputs.ids == {
        "state": ("ELM", "TAR"),
        "power": ("EAS", "WES"),
        "institution": ("LEA",),
        "domain": ("fleet", "grain"),
        "purpose": ("barter", "patrol"),
        "interest": ("pride", "safety", "wealth"),
        "source": ("reef",),
        "side": (),
        "term": ("offer", "protection"),
    }


def test_every_array_has_its_axes(bay: Scenario) -> None:
    sizes = {axis: len(names) for axis, names in bay.inputs.ids.items()} | {"factor": 6}
    for name, variable in CONSTANTS.items():
        shape = tuple(sizes[SAME_AXIS.get(dim, dim)] for dim in variable.dims)
        assert bay.inputs.constants[name].shape == (*shape, 1), name
    for name, variable in CAUSES.items():
        shape = tuple(sizes[SAME_AXIS.get(dim, dim)] for dim in variable.dims)
        assert bay.inputs.causes[name].shape == (60, *shape, 1), name
    assert not bay.inputs.causes["trust"].flags.writeable


def test_constants_by_hand(bay: Scenario) -> None:
    fixed = {name: array[..., 0].tolist() for name, array in bay.inputs.constants.items()}
    assert fixed["interest"] == [[2 / 3, 0, 0], [0, 1, 1 / 3]]
    assert fixed["core"] == [1, 1]
    assert fixed["resources"] == [0.4, 0]
    assert fixed["exposure"] == [[0], [1]]
    assert fixed["spill"] == [[0, 0.25], [0, 0]]
    assert fixed["quarrel"] == [[0, 0], [0.5, 0]]
    assert fixed["proximity"] == [[0, 0], [0, 0.75]]
    assert fixed["base_0"] == [[0, 1], [0, 0]]
    assert fixed["powers_border_0"] == [[0, 0.3], [0.3, 0]]
    assert (fixed["source_0"], fixed["source_floor"]) == ([0.3], [0.1])
    assert fixed["founder"] == [[0], [1]]
    assert fixed["lead"] == [[[0.8, 0], [0, 0]]]
    assert (fixed["by_application"], fixed["provides_counter_terror"]) == ([1], [0.5])
    assert fixed["linkage"] == [[0, 0.5], [0, 0]]
    assert fixed["spends"] == [[0, 1], [1, 0]]
    assert (fixed["need_always"], fixed["need"][1]) == ([1 / 3, 0.1], [0, 0.9, 0, 0, 0, 0])
    assert fixed["counters_threat"] == [0, 1]
    assert fixed["term_load"] == [[1, 1], [1, 0]]
    assert bay.inputs.terms == {
        "attraction": (TermUse("offer", None), TermUse("protection", 1)),
        "access": (TermUse("rent", 2),),
        "membership": (TermUse("cost", None),),
    }
    assert bay.inputs.interests == {"demand_for": 1, "instability": 0}


def test_causes_by_hand(bay: Scenario) -> None:
    cause = {name: array[..., 0] for name, array in bay.inputs.causes.items()}
    storm = month("1991-06") - month("1990-01")
    assert cause["unrest"][:11, 1].tolist() == pytest.approx([0.2] * 6 + [0.3, 0.4, 0.5, 0.6, 0.6])
    assert cause["capability"][[0, 12], 1].tolist() == pytest.approx([0.5, 0.5 * exp(0.12)])
    assert cause["capability"][:, 0].tolist() == [1.0] * 60
    assert cause["demand"][[0, 23, 24], 1, 0].tolist() == [0.2, 0.2, 0.8]
    assert cause["source_active"][[11, 12, 41, 42], 0].tolist() == [0, 1, 1, 0]
    assert cause["deployment"].min() == 1
    assert cause["exists"][:4, 0].tolist() == [0, 0, 1, 1]
    assert np.flatnonzero(cause["summit"][:, 0]).tolist() == [2, 14]
    assert cause["admits"].min() == 1
    # The storm at half strength: a rise of .2 on .5, two months of 1, trust down by .1.
    assert cause["legitimacy"][[storm - 1, storm, storm + 6], 1].tolist() == pytest.approx([0.5, 0.7, 0.6])
    assert cause["incident"][storm - 1 : storm + 3, 1].tolist() == [0, 1, 1, 0]
    assert cause["trust"][[0, storm - 1, storm], 0, 1].tolist() == pytest.approx([0.4, 0.8, 0.7])
    assert np.array_equal(cause["trust"], cause["trust"].transpose(0, 2, 1))
    assert cause["trust"][:, [0, 1], [0, 1]].min() == 1
    assert np.argwhere(cause["accession"]).tolist() == [[24, 0, 0]]


def test_causes_stay_in_range(write: Write) -> None:
    text = "extends: world.yaml\nshocks: {storm: {strength: 1, causes: {%s: %s}}}\n"
    ranges = {
        "powers.WES.legitimacy": (3, 1.0),
        "powers.WES.capability": (-30, 0.0),
        "institutions.LEA.exists": (-0.6, 0.0),
        "institutions.LEA.admits.TAR": (-0.4, 1.0),
        "relations.WES-EAS.trust": (-5, 0.0),
    }
    for path, (step, expected) in ranges.items():
        causes = load(write(text % (path, step))).inputs.causes
        name = path.split(".")[2]
        assert causes[name][-1, ..., 0].flat[1 if name == "trust" else -1] == expected, path


def test_order_in_the_file_does_not_matter(bay: Scenario, write: Write) -> None:
    def backwards(value: object) -> object:
        if isinstance(value, dict):
            return {key: backwards(value[key]) for key in reversed(value)}
        return value

    turned = backwards(bay.tree)
    assert isinstance(turned, dict)
    other = load(write(json.dumps(turned)))
    assert list(other.tree["states"]) == ["OAK", "ELM", "TAR"]
    assert same(other.inputs, bay.inputs)
    assert other.sha256 == bay.sha256


def test_round_trip(bay: Scenario, write: Write) -> None:
    again = from_tree(json.loads(json.dumps(bay.tree)), bay.name)
    assert again.tree == bay.tree
    assert again.sha256 == bay.sha256
    assert same(again.inputs, bay.inputs)
    assert (again.name, again.title, again.notes) == (bay.name, bay.title, bay.notes)
    assert pickle.loads(pickle.dumps(bay)).sha256 == bay.sha256
    assert load(write("extends: world.yaml\nend: 1994-11\n")).sha256 != bay.sha256


def test_a_broken_tree_is_refused_with_paths(bay: Scenario) -> None:
    tree = json.loads(json.dumps(bay.tree))
    tree["states"]["TAR"]["resources"] = 2
    with pytest.raises(ScenarioError) as caught:
        from_tree(tree, "old")
    assert [str(problem) for problem in caught.value.problems] == [
        "old: states.TAR.resources is 2, but must be in [0,1]; change it"
    ]


def test_a_bare_number_says_so(write: Write) -> None:
    bare = load(write("extends: world.yaml\nstates: {ELM: {resources: 0.4, unrest: 0.1}}\n"))
    assert bare.tree["states"]["ELM"]["resources"] == {
        "value": 0.4,
        "assumption": "no source given in case.yaml",
    }
    assert bare.notes[-1] == "2 values give no source"
    # A setting has a source: it was set.
    assert bare.with_settings(["states.ELM.unrest=0.2"]).notes[-1] == "1 value gives no source"


def test_a_child_replaces_leaves_whole_and_merges_the_rest(write: Write) -> None:
    write("extends: world.yaml\nstates: {TAR: {resources: {value: 0.9, figure: A}, unrest: 0.1}}\n", "middle.yaml")
    child = load(
        write(
            "extends: middle.yaml\n"
            "states:\n  TAR: {resources: 0.8, quarrels: {OAK: 0.1}}\n  ELM: {spill: }\n"
            "interests: {safety: {assumption: reconsidered}}\n"
        )
    )
    tarn = child.document.states["TAR"]
    assert tarn.title == "Tarn"
    assert tarn.resources is not None
    assert (tarn.resources.value, tarn.resources.source) == (0.8, "no source given in case.yaml")
    assert tarn.unrest is not None
    assert (tarn.unrest.value, tarn.unrest.points) == (0.1, None)
    assert list(tarn.quarrels) == ["ELM", "OAK"]
    assert child.document.states["ELM"].spill == {}
    assert child.document.interests["safety"].kind == "assumption"
    assert child.document.interests["safety"].title == "Safety"


def test_names_that_mean_their_own_fields(write: Write) -> None:
    """A domain may be called `value`, a parameter `pulse`: what is a leaf is said by the schema, not by keys."""
    name = write(
        "extends: world.yaml\ndomains: {value: {weight: 0, adjustment: 0.1, pace: 0.1}}\n"
        "powers: {WES: {proximity: {ELM: 0.2}}}\n"
    )
    scenario = load(name)
    assert scenario.inputs.ids["domain"] == ("fleet", "grain", "value")
    assert scenario.inputs.constants["proximity"][..., 0].tolist() == [[0, 0.2], [0, 0.75]]


def test_a_child_removes_with_an_empty_value(write: Write) -> None:
    child = load(
        write(
            "extends: world.yaml\nshocks: {storm: }\ninterventions: ~\nstates: {OAK: null}\n"
            "powers:\n  WES: {proximity: {OAK: }}\ninstitutions: {LEA: {founders: {OAK: }, admits: }}\n"
        )
    )
    assert dict(child.shocks) == {}
    assert "OAK" not in child.document.states


def test_an_actor_comes_in_by_one_word(write: Write) -> None:
    child = load(write("extends: world.yaml\nstates: {OAK: {present: true}}\n"))
    assert child.inputs.ids["state"] == ("ELM", "OAK", "TAR")
    assert child.inputs.constants["quarrel"][1, 2, 0] == 0.9
    assert child.inputs.constants["core"][:, 0].tolist() == [1, 0, 1]
    assert child.inputs.causes["admits"][0, :, 0, 0].tolist() == [1, 0, 1]


def test_an_absent_power_leaves_every_table(write: Write) -> None:
    child = load(write("extends: world.yaml\npowers: {EAS: {present: false}}\n"))
    assert child.inputs.ids["power"] == ("WES",)
    assert child.inputs.causes["trust"].shape == (60, 1, 1, 1)
    assert child.inputs.constants["lead"].max() == 0
    assert child.notes == ["states.TAR.unrest is held at its last value after 1990-10"]


def test_a_null_power_changes_nothing_else(bay: Scenario, write: Write) -> None:
    child = load(write("extends: world.yaml\npowers: {ABC: {title: Nobody}}\n"))
    assert child.inputs.ids["power"] == ("ABC", "EAS", "WES")
    assert np.array_equal(child.inputs.causes["capability"][:, 1:], bay.inputs.causes["capability"])
    assert child.inputs.causes["capability"][:, 0].max() == 0
    assert child.inputs.causes["trust"][0, 0, 1, 0] == 0.5


def test_sides(write: Write) -> None:
    text = (
        "extends: world.yaml\nsides:\n  b: {powers: [EAS]}\n"
        "  a: {powers: [WES], openness: 0.2, recognition: {from: 1990-02, assumption: x}}\n"
    )
    inputs = load(write(text)).inputs
    assert inputs.constants["side_power"][..., 0].tolist() == [[0, 1], [1, 0]]
    assert inputs.constants["openness_0"][:, 0].tolist() == [0.2, 0]
    assert inputs.causes["recognition"][:3, 0, 0].tolist() == [0, 1, 1]


def test_settings(bay: Scenario) -> None:
    changed = bay.with_settings(
        [
            "states.TAR.interests.safety=some",
            "parameters.balance=4.5",
            "end=1993-12",
            "relations.WES-EAS.trust=0.1",
            "shocks.storm.causes.powers.WES.legitimacy={step: -0.2}",
            "powers.WES.capability={value: 2, growth: 0, figure: B}",
            "states.OAK.present=true",
            "interventions.elm_joins.strength=0",
            "states.ELM.quarrels.TAR=0.25",
        ]
    )
    inputs = changed.inputs
    assert inputs.months == 48
    assert inputs.ids["state"] == ("ELM", "OAK", "TAR")
    assert inputs.constants["interest"][2, 1, 0] == pytest.approx(1 / 3)
    assert inputs.parameters["balance"] == 4.5
    assert inputs.causes["trust"][0, 0, 1, 0] == 0.1
    assert inputs.causes["legitimacy"][-1, 1, 0] == 0.4
    assert inputs.causes["capability"][5, 1, 0] == 2
    assert inputs.causes["accession"].max() == 0
    assert inputs.constants["quarrel"][0, 2, 0] == 0.25
    assert changed.tree["parameters"]["balance"] == {"value": 4.5, "assumption": "set with --set"}
    assert bay.inputs.months == 60
    assert from_tree(changed.tree, "x").sha256 == changed.sha256


def test_settings_on_loading_and_later_agree(bay: Scenario) -> None:
    settings = ["parameters.balance=4.5", "shocks.storm.strength=0"]
    assert load("world.yaml", settings).sha256 == bay.with_settings(settings).sha256
    assert bay.with_settings(settings[:1]).with_settings(settings[1:]).sha256 == bay.with_settings(settings).sha256


def test_the_last_setting_wins_and_null_removes(bay: Scenario) -> None:
    assert bay.with_settings(["parameters.balance=1", "parameters.balance=2"]).inputs.parameters["balance"] == 2
    assert "resources" not in bay.with_settings(["states.ELM.resources=null"]).tree["states"]["ELM"]


def test_without_a_shock(bay: Scenario) -> None:
    calm = bay.without_shock("storm")
    assert calm.shocks["storm"].strength == 0
    assert calm.inputs.causes["legitimacy"][:, 1, 0].tolist() == [0.5] * 60
    with pytest.raises(ScenarioError, match="there is no shock 'strom'; did you mean 'storm'"):
        bay.without_shock("strom")


def test_every_listed_path_can_be_set(bay: Scenario) -> None:
    listed = list(bay.quantities())
    assert len({setting.path for setting in listed}) == len(listed)
    for setting in listed:
        value = "null" if isinstance(setting.value, str) and ":" in setting.value else setting.value
        if setting.path.split(".")[-1] in {"capability", "active", "exists", "summits"} or value == "null":
            continue
        text = str(value).lower() if isinstance(value, bool) else str(value)
        bay.with_settings([f"{setting.path}={text}"])


def test_the_list_tells_value_unit_and_source(bay: Scenario) -> None:
    listed = {setting.path: setting for setting in bay.quantities()}
    safety = listed["states.TAR.interests.safety"]
    assert (safety.value, safety.unit, safety.kind) == (1.0, "[0,1]", "text")
    assert (safety.source, safety.passage) == ("Q2", "Tarn fears the reef")
    assert listed["parameters.balance"].unit == "log odds"
    assert (listed["shocks.storm.strength"].source, listed["shocks.storm.strength"].kind) == ("Q3", "figure")
    assert listed["states.TAR.core"].kind == "default"
    assert listed["states.TAR.core"].value == 1.0
    assert listed["start"].value == "1990-01"
    kinds = bay.provenance()
    assert set(kinds) == {"text", "figure", "tuned", "assumption"}
    assert sum(kinds.values()) == len([setting for setting in listed.values() if setting.kind in kinds])


def test_a_shock_by_assumption_is_no_figure(bay: Scenario) -> None:
    guessed = bay.with_settings(["shocks.storm.source=Assumption, a what-if"])
    listed = {setting.path: setting for setting in guessed.quantities()}
    assert listed["shocks.storm.strength"].kind == "assumption"
    assert guessed.provenance()["figure"] == bay.provenance()["figure"] - 1


def test_a_source_for_one_power_replaces_the_parents(write: Write) -> None:
    write(
        "extends: world.yaml\nterms: {attraction: {offer: {by_power: {WES: {text: Q1, passage: gold}, "
        "EAS: {assumption: silver}}}}}\n",
        "middle.yaml",
    )
    child = load(write("extends: middle.yaml\nterms: {attraction: {offer: {by_power: {WES: {figure: Almanac}}}}}\n"))
    offer = child.document.terms.attraction["offer"]
    assert {name: sourced.source for name, sourced in offer.by_power.items()} == {"WES": "Almanac", "EAS": "silver"}
    assert offer.source == "all"
    assert from_tree(child.tree, "x").document == child.document


def test_schema_is_for_editors(bay: Scenario) -> None:
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert set(schema["properties"]) >= {"title", "question", "extends", "start", "states", "shocks", "parameters"}
    quantity = schema["$defs"]["Quantity"]["anyOf"]
    assert {"type": "number"} in quantity
    assert schema["additionalProperties"] is False
    assert {"type": "string"} in schema["properties"]["text_key"]["additionalProperties"]["anyOf"][0]["anyOf"]
    state = schema["$defs"]["State"]
    assert "required" not in state
    resources = state["properties"]["resources"]["anyOf"][0]
    assert (resources["minimum"], resources["maximum"]) == (0, 1)
    assert resources["description"].startswith("oil, gas")


def test_it_answers_at_once(tmp_path: Path) -> None:
    code = "from greatgame.scenarios import load, json_schema; load('us_entry_2001'); json_schema()"
    times: list[float] = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 1.0
