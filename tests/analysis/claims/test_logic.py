"""Checks of logic, on worlds that keep to them and on worlds that do not."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from greatgame.analysis.claims import CLAIMS, logic, score
from greatgame.analysis.claims.claim import Part, in_each
from greatgame.analysis.claims.past import Past
from greatgame.analysis.claims.worlds import WORLDS, Variant, exchanged, scenario_of
from greatgame.model import Ensemble, Noise
from greatgame.scenarios import Scenario, ScenarioError, load
from greatgame.scenarios.quantities import Shape


def run(world: Variant, runs: int = 4, *, log: bool = False) -> Past:
    inputs = scenario_of(world).inputs
    return Past(inputs, Ensemble(inputs, log=log).run(Noise(inputs, 7, range(runs))))


def unplayed(scenario: Scenario, runs: int = 2) -> Past:
    """A world of which only the causes matter."""
    return Past(scenario.inputs, {"cohesion": np.zeros((1, runs))})


def scored(id_: str, *worlds: Past) -> tuple[bool, list[str]]:
    """Whether a check holds in worlds in the order it names them, and which of its parts do not."""
    check = CLAIMS[id_]
    found = score(check, check.parts(dict(zip(check.worlds, worlds, strict=True))))
    return found.holds, [part.what for part in found.parts if not part.holds]


@pytest.fixture(scope="module")
def history() -> Past:
    # Other claims ask for the terms of the choices in this world.
    return run(WORLDS["history"], log=True)


# ---- X01


def turning(monkeypatch: pytest.MonkeyPatch, id_: str, *shares: Sequence[bool]) -> Past:
    """A world without September 11 of 20 runs, in which parts of a claim are so in some of them, other claims never."""
    for turn in logic.TURN:
        so = [np.array(share) for share in shares] if turn == id_ else [np.zeros(20, dtype=bool)]
        ensemble = Part("of the ensemble", np.ones(20), each=False)
        parts = [*(in_each("so", each) for each in so), ensemble]
        monkeypatch.setitem(CLAIMS, turn, replace(CLAIMS[turn], statistic=lambda past, parts=parts: parts))
    return unplayed(load("no_september_11"), 20)


def first(number: int) -> list[bool]:
    return [run < number for run in range(20)]


@pytest.mark.parametrize("id_", logic.TURN)
@pytest.mark.parametrize(("turned", "holds"), [(0, True), (1, True), (2, False)])
def test_no_turn_if_at_most_one_run_in_twenty_turns(
    id_: str, turned: int, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = [] if holds else [f"{id_} without September 11"]
    assert scored("X01", turning(monkeypatch, id_, first(turned))) == (holds, fails)


def test_a_turn_needs_all_parts_in_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    never_both = first(10), np.logical_not(first(10)).tolist()
    assert scored("X01", turning(monkeypatch, "C06", *never_both))[0]
    assert not scored("X01", turning(monkeypatch, "C06", first(10), first(5)))[0]


def test_the_turn_is_told_by_claims_on_one_world() -> None:
    assert {CLAIMS[id_].worlds for id_ in logic.TURN} == {("history",)}


# ---- X02


def test_there_is_no_script_in_what_ships() -> None:
    assert scored("X02", unplayed(load("us_entry_2001"))) == (True, [])


def test_a_history_with_an_accession_is_scripted() -> None:
    assert scored("X02", unplayed(load("sco_expansion"))) == (False, ["there are no accessions in history"])


@pytest.mark.parametrize("more", ["alignment", "accession"])
def test_a_language_in_which_shocks_name_anything_else_is_scripted(more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logic, "nameable", lambda: logic.ADMISSIBLE | {more})
    fails = ["a shock can name causes only, and no accession"]
    assert scored("X02", unplayed(load("us_entry_2001"))) == (False, fails)


@pytest.mark.parametrize("path", ["states.UZB.alignment", "states.UZB.resources", "accession"])
def test_a_shock_on_anything_but_a_cause_is_found(path: str) -> None:
    scenario = load("us_entry_2001")
    attack = scenario.shocks["september_11"]
    shocks = {**scenario.shocks, "miracle": attack.model_copy(update={"causes": {path: Shape(step=1.0)}})}
    scripted = replace(scenario, document=scenario.document.model_copy(update={"shocks": shocks}))
    assert logic.outcomes_stated(scenario) == []
    assert logic.outcomes_stated(scripted) == [path]


def test_a_value_that_the_rules_write_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logic, "VARIABLES", {"powers_border_0": None})
    assert logic.outcomes_stated(load("us_entry_2001")) == ["relations.CHN-RUS.border"]


def test_accessions_are_labelled_by_interventions() -> None:
    scenario = load("sco_expansion")
    assert logic.accessions_labelled(scenario)
    nobody = scenario.document.model_copy(update={"interventions": {}})
    assert not logic.accessions_labelled(SimpleNamespace(document=nobody, inputs=scenario.inputs))  # pyright: ignore
    off = scenario_of(WORLDS["nobody_accedes"])
    assert logic.accessions_labelled(off)
    assert not logic.accessions_labelled(SimpleNamespace(document=scenario.document, inputs=off.inputs))  # pyright: ignore


# ---- X04


def test_a_power_without_means_changes_no_history(history: Past) -> None:
    assert scored("X04", history, run(WORLDS["power_without_means"])) == (True, [])


def test_a_power_with_little_to_offer_does(history: Past) -> None:
    nobody = WORLDS["power_without_means"].settings
    somebody = Variant(settings=(*nobody, "powers.NIL.capability=0.01", "powers.NIL.demand={trade: 0.1}"))
    assert len(scored("X04", history, run(somebody))[1]) == 2


def test_the_last_digit_of_one_run_counts(history: Past) -> None:
    joined = run(WORLDS["power_without_means"])
    moved = joined.history["friction"].copy()
    moved[30, 0, 3, 2] += 1e-15
    other = replace(joined, history={**joined.history, "friction": moved})
    assert scored("X04", history, other) == (False, ["no other history changes, in all runs"])


# ---- X05


def test_powers_that_exchange_all_exchange_their_histories() -> None:
    assert scored("X05", run(Variant(), 30), run(WORLDS["names_exchanged"], 30)) == (True, [])


def test_a_name_that_helps_is_noticed() -> None:
    favoured = run(replace(WORLDS["names_exchanged"], scenario="strong_russia"), 30)
    assert "the same alignment" in scored("X05", run(Variant(), 30), favoured)[1]


@pytest.mark.parametrize(("mean", "margin"), [(0.02, 0.02), (0.04, 0.0), (0.05, -0.01)])
def test_means_may_differ_by_four_standard_errors(mean: float, margin: float) -> None:
    swing = np.tile([-1.0, 1.0], 5000)  # of 10,000 runs: a standard error of .01
    within = logic._within_errors(np.stack([mean + swing, np.zeros(10_000), swing]))
    assert within == pytest.approx(np.full(10_000, margin), abs=1e-4)


def test_few_runs_may_differ_by_more() -> None:
    # Student's t with 3 degrees of freedom has 32.6 where the normal distribution has 4; a standard error of 1/sqrt(3)
    within = logic._within_errors(np.tile([-1.0, 1.0], 2)[np.newaxis])
    assert within == pytest.approx(np.full(4, 32.6 / np.sqrt(3.0)), rel=0.01)


def test_what_never_differs_is_the_same() -> None:
    assert not logic._within_errors(np.zeros((3, 4))).any()


# ---- the worlds


def test_an_exchange_hands_over_everything() -> None:
    before, after = load("west_and_sco"), exchanged(load("west_and_sco"), "RUS", "USA")
    first, then = before.inputs, after.inputs
    mirror = [0, 2, 1]
    for name in ("capability", "demand", "campaign"):
        np.testing.assert_array_equal(then.causes[name], first.causes[name][:, mirror])
    for name, axis in (("proximity", 1), ("lead", 1), ("participant", 1), ("side_power", 1)):
        np.testing.assert_array_equal(then.constants[name], np.take(first.constants[name], mirror, axis=axis))
    np.testing.assert_array_equal(then.causes["trust"], first.causes["trust"][:, mirror][:, :, mirror])
    assert exchanged(after, "RUS", "USA").sha256 == before.sha256


def test_settings_come_before_a_change() -> None:
    settings = ("powers.USA.stake=0.9",)
    stake = scenario_of(WORLDS["names_exchanged"], settings).inputs.constants["stake"]
    assert stake[:, 0].tolist() == pytest.approx([2 / 3, 0.9, 1.0])


@pytest.mark.parametrize("name", WORLDS)
def test_every_world_differs_from_history(name: str) -> None:
    scenario = scenario_of(WORLDS[name])
    assert (scenario.sha256 == load("us_entry_2001").sha256) == (name == "history")


def test_a_setting_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ScenarioError, match="no parameter"):
        scenario_of(WORLDS["history"], ("parameters.luck=1",))
