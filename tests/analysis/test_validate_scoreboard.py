"""The scoreboard on the model itself: what should hold does, but for what is listed.

A change of the model or of its numbers that lets a claim fail, or cures one, shows here: look at `greatgame validate`,
then mend the model or change `analysis/claims/known.py`, with the reason.
"""

import pytest

from greatgame.analysis.claims import CLAIMS, rivals, robust, score
from greatgame.analysis.claims.evaluate import Case, evaluate
from greatgame.analysis.claims.known import KNOWN
from greatgame.analysis.claims.score import of_point
from greatgame.runs import Workers

from .conftest import Command
from .pools import Here

RUNS, SEED = 100, 2004
"""The seed is not one that numbers were chosen with."""

JUDGED = ("F", "X")
"""Held-out claims are not looked at here, so that nobody tunes by the suite."""


def test_fitted_claims_and_logic_hold_but_for_what_is_known() -> None:
    with Workers(1) as pool:
        [judged] = evaluate([Case("model")], JUDGED, RUNS, SEED, pool)
    scores = [score(CLAIMS[id_], of_point(parts, 0)) for id_, parts in judged["scenario"].items()]
    failing = sorted(own.claim.id for own in scores if not own.holds)
    assert failing == sorted(id_ for id_ in KNOWN if CLAIMS[id_].kind in JUDGED)


def test_what_is_known_to_fail_is_a_claim_with_a_reason() -> None:
    assert all(id_ in CLAIMS and reason.strip() for id_, reason in KNOWN.items())


def test_a_tiny_scoreboard(greatgame: Command) -> None:
    code, out, err = greatgame("validate", "--runs", 4, "--only", "C23", "--only", "C01", "--workers", 1)
    assert code == 0, err
    assert "C01  run       1.00 (0.51-1.00)" in out
    assert "\nHeld: F 1 of 1, K 1 of 1.\n" in out
    assert "\n4 runs in " in out


def test_who_answers_no_shock_does_not_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "DRAWS", 2)
    found = rivals.rivalry(["C03"], 2, 1, Here(), lambda done: None)
    assert found.frequency["inertia"]["C03"] == 0.0
    assert {own["C03"] for own in found.frequency.values()} <= {0.0, 0.25, 0.5, 0.75, 1.0}


def test_all_numbers_move_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robust, "DRAWS", 3)
    variation = robust.factors(robust.judged_numbers(robust.numbers_of(["C03"])), 1)
    [judged] = evaluate([Case("joint", variation=variation, points=3)], ["C03"], 1, 1, Here())
    margins = judged["scenario"]["C03"][0].margin[:, 0]
    assert len(set(margins.tolist())) == 3


@pytest.mark.parametrize("theory", sorted(set(rivals.RIVALS) - {rivals.DRAWN}))
def test_claims_on_terms_can_be_computed_where_a_theory_weighs_other_terms(theory: str) -> None:
    logged = [id_ for id_, claim in CLAIMS.items() if claim.logged]
    assert logged
    [judged] = evaluate([Case(theory, settings=(f"theory={theory}",))], logged, 2, 1, Here())
    assert all(part.margin.shape == (1, 2) for parts in judged["scenario"].values() for part in parts)
