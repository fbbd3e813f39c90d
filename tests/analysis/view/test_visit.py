"""What a visitor chooses changes this visitor's world, at once, and nothing else."""

import numpy as np
import pytest

from greatgame.analysis.view.visit import Visit, menu
from greatgame.model import GreatGame
from greatgame.runs import run
from greatgame.scenarios import load

MENU = menu(load("us_entry_2001"))
SHOCK = "shocks.september_11.strength"
TURN = 117
"""Months until September 2001 is over."""


def visit(months: int = 1) -> Visit:
    """Visit the main scenario and watch some months of it."""
    found = Visit(MENU)
    for _ in range(months - 1):
        found.step()
    return found


def alignment(found: Visit) -> np.ndarray:
    """Alignment so far."""
    return np.array(found.watch.series("alignment"))


def test_a_visit_begins_in_the_first_month_of_what_was_opened() -> None:
    assert (visit().name, visit().watch.date) == ("us_entry_2001", "1992-01")


def test_what_was_opened_comes_first_and_the_others_follow() -> None:
    assert next(iter(MENU)) == "us_entry_2001"
    assert list(menu()) == sorted(MENU)


def test_the_world_is_that_of_the_run_with_the_same_settings() -> None:
    found = visit(TURN + 20)
    found.choose(SHOCK, 0.5)
    whole = run(load("us_entry_2001", [f"{SHOCK}=0.5"]), seed=1).history["alignment"]
    assert np.array_equal(alignment(found), whole[: TURN + 20, ..., 0])


def test_a_shock_switched_off_shows_the_same_month_without_it() -> None:
    found = visit(TURN + 12)
    before = alignment(found)
    found.choose(SHOCK, 0)
    assert found.watch.date == "2002-09"
    assert np.array_equal(alignment(found)[: TURN - 1], before[: TURN - 1])
    assert np.abs(alignment(found)[-1] - before[-1]).max() > 0.05


def test_taking_the_change_back_gives_the_world_back() -> None:
    found = visit(TURN + 12)
    before = alignment(found)
    found.choose(SHOCK, 0)
    found.undo(SHOCK)
    assert np.array_equal(alignment(found), before)
    assert found.choices()["changes"] == []


def test_a_value_set_to_what_the_file_says_is_no_change() -> None:
    found = visit()
    found.choose("theory", "omnibalancing")
    found.choose(SHOCK, 0.5)
    found.choose("theory", "full")
    found.choose(SHOCK, 1)
    assert found.choices()["changes"] == []


def test_visitors_share_nothing() -> None:
    one, other = visit(3), visit(3)
    before = alignment(other)
    one.choose("parameters.balance", 1)
    one.choose("seed", "7")
    one.step()
    assert other.watch.date == "1992-03"
    assert np.array_equal(alignment(other), before)
    assert (other.settings, other.seed) == ({}, 1)


def test_changes_are_named() -> None:
    found = visit()
    found.choose("set", " states.UZB.interests.autonomy = some ")
    assert found.choices()["changes"] == [
        {"path": "states.UZB.interests.autonomy", "text": "states.UZB.interests.autonomy first -> some"}
    ]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("seed", "abc", "whole number"),
        ("seed", "-1", "whole number"),
        ("seed", "9" * 30, "whole number"),
        ("seed", "\u0663", "whole number"),
        ("set", "balance", "PATH=VALUE"),
        ("set", "parameters.balnce=3", "did you mean 'balance'"),
        ("set", "extends=central_asia", "cannot change what a file extends"),
        ("theory", "wishful", "no theory"),
        (SHOCK, -1, "must be in"),
        (SHOCK, "nan", "should be"),
        ("set", "end=2100-12", "too long to be watched; take 50 years"),
    ],
)
def test_a_wrong_value_is_refused_with_a_reason(field: str, value: object, says: str) -> None:
    found = visit(5)
    watch = found.watch
    found.choose(field, value)
    assert found.wrong is not None
    assert says in found.wrong
    assert (found.watch, found.settings, found.seed) == (watch, {}, 1)


def test_no_scenario_can_be_named_that_is_not_on_the_menu() -> None:
    found = visit(5)
    found.choose("scenario", "../scenarios/us_withdraws_2003.yaml")
    assert found.name == "us_entry_2001"


def test_another_scenario_begins_unchanged_in_the_month_shown() -> None:
    found = visit(TURN)
    found.choose(SHOCK, 0)
    found.choose("scenario", "us_withdraws_2003")
    assert (found.watch.date, found.settings) == ("2001-09", {})


def test_a_run_shows_its_last_month_where_another_went_on() -> None:
    found = visit()
    found.choose("scenario", "us_withdraws_2003")
    while not found.over:
        found.step()
    found.choose("scenario", "us_entry_2001")
    assert (found.watch.date, found.over) == ("2003-12", True)


def test_at_the_end_a_step_does_nothing() -> None:
    found = visit(144)
    assert found.clock()["over"]
    found.step()
    assert found.watch.date == "2003-12"


def test_reset_goes_back_with_the_same_choices() -> None:
    found = visit(30)
    found.choose(SHOCK, 0)
    found.choose("seed", "4")
    found.reset()
    assert (found.watch.date, found.seed, list(found.settings)) == ("1992-01", 4, [SHOCK])


def test_numbers_that_leave_their_range_stop_the_run_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = GreatGame.step

    def step(game: GreatGame) -> None:
        plain(game)
        if game.world.month == 20:
            game.world.history["alignment"][19] = game.world.values["alignment"][...] = np.nan

    monkeypatch.setattr(GreatGame, "step", step)
    found = visit(30)
    assert found.wrong == "The run left the numbers in 1993-08: make the values that were changed smaller, or reset."
    assert (found.over, found.watch.date) == (True, "1993-08")


def test_the_controls_offer_every_shock_and_intervention() -> None:
    found = visit()
    found.choose("scenario", "sco_expansion")
    scenario = found.scenario.document
    offered = {each["path"]: each for each in found.choices()["shocks"]}
    assert len(offered) == len(scenario.shocks) + len(scenario.interventions) > len(scenario.shocks)
    assert {each["strength"] for each in offered.values()} == {1.0}


def test_a_shock_that_the_file_has_off_can_be_switched_on() -> None:
    found = visit()
    found.choose("scenario", "no_september_11")
    (offered,) = [each for each in found.choices()["shocks"] if each["path"] == SHOCK]
    assert (offered["strength"], offered["usual"]) == (0.0, 1.0)


def test_the_strengths_are_those_of_the_terms_of_attraction() -> None:
    terms = [use.name for use in visit().scenario.inputs.terms["attraction"]]
    offered = visit().choices()["numbers"]
    assert [each["path"] for each in offered] == [f"parameters.{name}" for name in terms]
    assert all(0.0 <= each["value"] <= each["most"] for each in offered)
    units = {setting.path: setting.unit for setting in visit().scenario.quantities()}
    assert [each["unit"] for each in offered] == [units[each["path"]] for each in offered]
    assert len({each["unit"] for each in offered}) > 1
