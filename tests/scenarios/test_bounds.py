"""No value is so large, so long, or so strange that a run, a screen or a file breaks on it."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from greatgame.model.rules import PARAMETERS
from greatgame.scenarios import from_tree, load, month, problems
from greatgame.scenarios.quantities import Shape
from greatgame.scenarios.ranges import range_of

Write = Callable[..., str]
Complains = Callable[..., None]


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_is_bounded(name: str) -> None:
    admitted = range_of(PARAMETERS[name].partition(":")[0])
    assert np.isfinite([admitted.low, admitted.high]).all()


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        ("disposition_spread", 10.5, "in [0,10]"),
        ("fluctuation_spread", 11, "in [0,10]"),
        ("autonomy_pull", 1001, "in [-1000,1000]"),
        ("autonomy_pull", -1001, "in [-1000,1000]"),
        ("offer", 1001, "in [0,1000]"),
        ("budget", 0, "in (0,1000]"),
        ("legacy_life", 12001, "in (0,12000]"),
        ("agenda_of_forum", 12001, "in (0,12000]"),
        ("grant_steepness", 1001, "in [0,1000]"),
    ],
)
def test_a_parameter_out_of_bounds(write: Write, complains: Complains, parameter: str, value: float, said: str) -> None:
    setting = f"parameters.{parameter}={value}"
    complains(
        write("extends: world.yaml\n"),
        [(f"--set {setting}", f"parameters.{parameter} is {value:g}, but must be {said}")],
        [setting],
    )


def test_causes_and_strengths_are_bounded(write: Write, complains: Complains) -> None:
    complains(
        write("extends: world.yaml\npowers: {WES: {capability: 1001}}\nshocks: {storm: {strength: 1001}}\n"),
        [("case.yaml:2:28", "is 1001, but must be in [0,1000]"), ("case.yaml:3:28", "must be in [0,1000]")],
    )
    grown = load(write("extends: world.yaml\npowers: {WES: {capability: {value: 900, growth: 1, assumption: x}}}\n"))
    assert grown.inputs.causes["capability"].max() == 1000


@pytest.mark.parametrize("length", ["0", "0.009", "12001", "1001 years", "-1", ".inf", ".nan", "9" * 400])
def test_lengths_of_time_are_bounded(write: Write, complains: Complains, length: str) -> None:
    text = "extends: world.yaml\nshocks: {storm: {causes: {powers.WES.legitimacy: {ramp: 1, over: %s}}}}\n"
    complains(write(text % length), [("case.yaml:2:66", "over must be from 0.01 to 12000 months")])


def test_the_longest_and_the_shortest_time() -> None:
    assert Shape.model_validate({"ramp": 1, "over": "1000 years"}).over == 12000
    assert Shape.model_validate({"rise": 1, "half_life": 0.01}).over_months(np.arange(3)).tolist()[0] == 1


def test_a_huge_whole_number_in_a_tree(write: Write) -> None:
    write("")
    tree = load("world.yaml").tree
    tree["shocks"]["storm"]["causes"]["powers.WES.legitimacy"] = {"ramp": 1, "over": 10**400}
    with pytest.raises(Exception, match=r"must be from 0\.01 to 12000 months"):
        from_tree(tree, "old")


@pytest.mark.parametrize(
    "escape", [r"\e", r"\a", r"\r", r"\0", r"\N", r"\u202e", r"\u2066", r"\u200f", r"\u2028", r"\x9b"]
)
def test_controls_do_not_come_in_by_escapes(write: Write, complains: Complains, escape: str) -> None:
    text = f'extends: world.yaml\ntitle: "a{escape}[31mb"\nstates: {{TAR: {{"no{escape}te": x}}}}\n'
    said = "holds the character"
    complains(write(text), [("case.yaml:2:8", said), ("case.yaml:3:16", said)])
    complains(write(f'extends: world.yaml\nnote: "a{escape}b"\n'), [("case.yaml:2:7", "which is not text; remove it")])


def test_a_raw_change_of_direction_is_refused(write: Write, complains: Complains) -> None:
    complains(write("extends: world.yaml\ntitle: a\u202eb\n"), [("case.yaml:2:8", "holds the character '\\u202e'")])


def test_every_script_is_admitted(write: Write) -> None:
    for title in ("Қазақстан", "中亚", "\u0645\u06cc\u200c\u062e\u0648", "a\ttab", "🏔"):
        assert load(write(f'extends: world.yaml\ntitle: "{title}"\n')).title == title


def test_names_of_files_that_are_not_utf_8(write: Write) -> None:
    write("")
    name = os.fsdecode(b"b\xe9.yaml")
    Path(name).write_text("extends: world.yaml\nstates: {TAR: {resources: 0.2}}\n")
    scenario = load(name)
    assert scenario.name == "b\\udce9"
    assert scenario.tree["states"]["TAR"]["resources"]["assumption"] == "no source given in b\\udce9.yaml"
    assert scenario.sha256.encode("utf-8")
    Path(name).write_text("extends: world.yaml\nstart: 1\n")
    assert str(problems(name)[0]).startswith("b\\udce9.yaml:2:8: ")


def test_ids_have_40_characters(write: Write, complains: Complains) -> None:
    assert problems(write("extends: world.yaml\nstates: {%s: {title: S}}\n" % ("s" * 40))) == []
    complains(
        write("extends: world.yaml\nstates: {%s: {title: S}}\n" % ("s" * 41)),
        [("case.yaml:2:10", "sss... is too long for a name in states; use at most 40 characters, not 41")],
    )


@pytest.mark.parametrize(("section", "most"), [("states", 200), ("powers", 20), ("institutions", 50), ("sources", 50)])
def test_worlds_have_a_size(write: Write, complains: Complains, section: str, most: int) -> None:
    here = len(load(write("extends: world.yaml\n")).tree[section])
    added = ", ".join(f"N{number}: {{title: N{number}, exists: 1}}" for number in range(most - here + 1))
    added = added if section == "institutions" else added.replace(", exists: 1", "")
    text = f"extends: world.yaml\n{section}: {{%s}}\n"
    complains(
        write(text % added), [("case.yaml:2:1", f"{section} has {most + 1} entries, but a world has at most {most}")]
    )
    assert problems(write(text % added.partition(", N1:")[0])) == []


def test_growth_counts_from_what_the_conditions_describe(write: Write) -> None:
    whole = load(write("extends: world.yaml\n"))
    later = load(write("extends: world.yaml\nstart: 1991-01\n"))
    early = load(write("extends: world.yaml\nstart: 1989-01\n"))
    fresh = load(write("extends: world.yaml\nstart: 1991-01\ninitial: 1991-01\n"))
    west = {name: scenario.inputs.causes["capability"][:, 1, 0]
            for name, scenario in (("whole", whole), ("later", later), ("early", early), ("fresh", fresh))}  # fmt: skip
    assert later.inputs.start == month("1991-01")
    assert west["later"].tolist() == pytest.approx(west["whole"][12:].tolist())
    assert west["early"][12:].tolist() == pytest.approx(west["whole"].tolist())
    assert west["fresh"][0] == 0.5
    assert later.with_settings(["end=1994-11"]).inputs.causes["capability"][0, 1, 0] == west["later"][0]
