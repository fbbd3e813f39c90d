"""What is moved to see whether claims still hold: nothing is forgotten, nothing leaves its range."""

import numpy as np
import pytest

from greatgame.analysis.claims import CLAIMS, ablation, rivals, robust, score
from greatgame.analysis.claims.claim import at_least, in_each
from greatgame.analysis.claims.deviations import Deviation, case_of, shift
from greatgame.scenarios import Change, Scenario, load, numbers, varied
from greatgame.scenarios.ranges import range_of


@pytest.fixture(scope="module")
def history() -> Scenario:
    return load("us_entry_2001")


def test_draws_stay_within_the_admissible_ranges(history: Scenario) -> None:
    tuned = {number.path: number for number in numbers(history) if number.tuned is not None and number.value}
    drawn = rivals.draws(1, 50)
    assert tuned.keys() <= drawn.keys()
    for path, number in tuned.items():
        assert number.tuned is not None
        low, high = number.tuned
        values = drawn[path].of(number.value or 0.0)
        assert low - 1e-9 <= values.min() <= low + 0.05 * (high - low)
        assert high - 0.05 * (high - low) <= values.max() <= high + 1e-9


def test_a_tuned_series_is_drawn_by_its_largest_value(history: Scenario) -> None:
    path = "powers.USA.demand.counter_terror"
    number = next(number for number in numbers(history) if number.path == path)
    assert number.tuned is not None
    calm = history.with_settings([f"shocks.{name}.strength=0" for name in history.shocks])
    drawn = varied(calm, {path: rivals.draws(1, 50)[path]})
    power, purpose = drawn.ids["power"].index("USA"), drawn.ids["purpose"].index("counter_terror")
    largest = drawn.causes["demand"][:, power, purpose].max(axis=0)
    assert largest.max() <= number.tuned[1] + 1e-9
    assert largest.max() >= 0.9 * number.tuned[1]


def test_the_seed_decides_the_draws() -> None:
    one, again, other = (rivals.draws(seed, 5)["parameters.offer"].times for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_theories_are_those_of_the_scenario(history: Scenario) -> None:
    for name in rivals.RIVALS:
        if name != rivals.DRAWN:
            assert history.with_settings([f"theory={name}"]).document.theory == name


def test_every_tuned_and_assumed_number_is_moved(history: Scenario) -> None:
    every = {
        number.path
        for number in numbers(history)
        if number.kind in {"tuned", "assumption"} and number.sized and number.value != 0
    }
    moved = robust.judged_numbers(robust.numbers_of(["C03"]))
    assert {number.path for number in moved} == every
    assert {path for one in robust.singles(moved) for path in one.changes} == every
    drawn = robust.factors(moved, 1)
    assert drawn.keys() == every
    assert all(np.all((np.asarray(own.times) >= 0.8) & (np.asarray(own.times) <= 1.2)) for own in drawn.values())


def test_numbers_of_other_worlds_are_moved_with_them() -> None:
    alone = {number.path for number in robust.numbers_of(["C03"])}
    with_game = {number.path for number in robust.numbers_of(["C03", "C32"])}
    assert alone < with_game


def test_grades_move_by_one_step_and_not_beyond_the_ends(history: Scenario) -> None:
    graded = {number.path: number for number in numbers(history) if number.graded}
    moves = robust.grades(numbers(history))
    assert {path for move in moves for path in move.changes} == graded.keys()
    for move in moves:
        value = graded[move.path].value
        if value is not None:
            assert range_of("[0,1]").holds(round(float(move.changes[move.path].of(value)), 9))


def test_every_shock_and_every_dated_series_is_moved(history: Scenario) -> None:
    paths = {move.path for move in robust.dates(robust.numbers_of(["C03"]), robust.shocks_of(["C03"]))}
    assert {path for path in paths if path.startswith("shocks.")} == {f"shocks.{name}" for name in history.shocks}
    assert {path for path in paths if not path.startswith("shocks.")} == {
        number.path for number in numbers(history) if number.dated
    }


def test_every_parameter_is_a_mechanism_or_said_to_be_none() -> None:
    off = [move.name for move in ablation.mechanisms()]
    assert sorted([*off, *ablation.SCALES]) == sorted(load("us_entry_2001").document.parameters)


def test_mechanisms_have_different_titles() -> None:
    titles = [move.title for move in ablation.mechanisms()]
    assert len(set(titles)) == len(titles)


def test_switching_off_changes_the_parameter_in_every_world(history: Scenario) -> None:
    everything = varied(
        history, {path: change for one in ablation.mechanisms() for path, change in one.changes.items()}
    )
    as_it_is = history.inputs.parameters
    same = [name for name in as_it_is if name not in ablation.SCALES and everything.parameters[name] == as_it_is[name]]
    assert same == []


def test_deviations_stand_side_by_side_after_the_model_as_it_is() -> None:
    case = case_of("two", [Deviation("less", {"a": Change(times=0.5)}), Deviation("late", {"b": Change(later=6)})])
    assert case.points == 3
    assert np.asarray(case.variation["a"].times).tolist() == [1.0, 0.5, 1.0]
    assert np.asarray(case.variation["b"].later).tolist() == [0, 0, 6]


def test_a_shift_is_counted_in_standard_deviations_of_the_runs() -> None:
    noise = np.array([-1.0, 1.0] * 10)
    found = shift([at_least("mean", np.stack([noise + 0.5, noise - 1.5]), 0.0)])
    assert found.margin.tolist() == pytest.approx([-2.0])
    assert found.relative.tolist() == pytest.approx([-2.0])
    assert (found.held, found.holds.tolist(), found.flips.tolist()) == (True, [False], [True])


def test_where_nothing_scatters_a_change_still_has_a_size() -> None:
    found = shift([in_each("so", np.array([[True] * 5, [False] * 5]))])
    assert found.relative.tolist() == [-1.0]
    assert found.falls.tolist() == [True]


def test_a_claim_that_fails_anyway_is_carried_by_nothing() -> None:
    off = (Deviation("mechanism", {"a": Change(times=0.0)}),)
    fails = shift([in_each("so", np.full((2, 5), -1.0))])
    holds = shift([in_each("so", np.stack([np.ones(5), -np.ones(5)]))])
    found = ablation.Ablation(5, off, {"C01": fails, "C03": holds})
    assert found.felled(0) == {"C03": True}
    assert found.carriers("C01") == {}
    assert found.carriers("C03") == {"a": True}
    assert found.unidentified == []


def test_a_mechanism_that_only_consistency_needs_is_not_identified() -> None:
    off = (Deviation("mechanism", {"a": Change(times=0.0)}),)
    falls = shift([in_each("so", np.stack([np.ones(5), -np.ones(5)]))])
    stays = shift([in_each("so", np.ones((2, 5)))])
    assert ablation.Ablation(5, off, {"C03": stays, "C10": falls}).unidentified == list(off)


def test_the_strongest_moves_come_first_and_each_number_once() -> None:
    moves = robust.singles([number for number in numbers(load("us_entry_2001")) if number.kind == "tuned"][:2])
    margins = np.array([1.0, 1.1, 0.9, -2.0, 1.0])[:, np.newaxis] + np.array([-0.5, 0.5])
    found = robust.Family(tuple(moves), {"C03": shift([at_least("mean", margins, 0.0)])})
    strongest = found.strongest("C03")
    assert [path for path, _, _ in strongest] == [moves[2].path, moves[0].path]
    assert [flips for _, _, flips in strongest] == [True, False]


@pytest.mark.parametrize(
    ("claim", "so", "best", "evidence"),
    [
        ("C03", 90, 0.69, True),
        ("C03", 90, 0.71, False),
        ("C03", 90, 0.4, True),
        ("C03", 70, 0.0, False),  # does not hold
        ("C28", 90, 0.4, True),  # held out
        ("C10", 90, 0.0, False),  # consistency
    ],
)
def test_evidence_is_two_tenths_above_the_best_baseline(claim: str, so: int, best: float, evidence: bool) -> None:
    own = score(CLAIMS[claim], [in_each("so", np.array([1.0] * so + [-1.0] * (100 - so)))])
    theories = dict.fromkeys(rivals.THEORIES, 1.0)  # do not count
    frequency = {name: {claim: often} for name, often in {"inertia": 0.1, "offer_only": best, "sign_only": 0.0}.items()}
    frequency |= {name: {claim: often} for name, often in theories.items()}
    found = rivals.Rivalry(100, 1, 100, frequency, frequency)
    assert found.is_evidence(own) == evidence
