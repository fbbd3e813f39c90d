"""Outcomes by name: what they are the mean of, and what is said of those that there are not."""

import numpy as np
import pytest

from greatgame.analysis.claims.past import Past
from greatgame.analysis.outcomes import parse_outcome
from greatgame.runs import Run, ensemble
from greatgame.scenarios import load, month

from .conftest import BAY

YEAR = slice(month("1993-01") - month("1990-01"), month("1993-12") - month("1990-01") + 1)
ELM, TAR, EAS, WES, FLEET, LEA = 0, 1, 0, 1, 0, 0


@pytest.fixture(scope="module")
def worlds() -> Run:
    """Six worlds of the bay; actors are sorted by id."""
    return ensemble(load(BAY), 6, seed=2)


def outcome(worlds: Run, name: str) -> np.ndarray:
    return parse_outcome(name, worlds.scenario).of(Past(worlds.inputs, worlds.history))


def test_a_month_is_the_value_at_its_end(worlds: Run) -> None:
    found = outcome(worlds, "alignment.TAR.WES.fleet.1993-12")
    assert found == pytest.approx(worlds.history["alignment"][YEAR.stop - 1, TAR, WES, FLEET], abs=0)


def test_a_year_is_the_mean_of_its_months(worlds: Run) -> None:
    found = outcome(worlds, "extremist_threat.TAR.1993")
    assert found == pytest.approx(worlds.history["extremist_threat"][YEAR, TAR].mean(axis=0))


def test_months_from_and_to_are_averaged(worlds: Run) -> None:
    assert outcome(worlds, "instability.ELM.1993-01..1993-12") == pytest.approx(
        outcome(worlds, "instability.ELM.1993"), abs=0
    )


def test_without_a_domain_the_domains_have_their_weights(worlds: Run) -> None:
    parts = [outcome(worlds, f"alignment.TAR.WES.{domain}.1993") for domain in ("fleet", "grain")]
    assert outcome(worlds, "alignment.TAR.WES.1993") == pytest.approx(0.6 * parts[0] + 0.4 * parts[1])


def test_autonomy_is_what_the_powers_leave(worlds: Run) -> None:
    held = outcome(worlds, "alignment.ELM.WES.grain.1993") + outcome(worlds, "alignment.ELM.EAS.grain.1993")
    assert outcome(worlds, "autonomy.ELM.grain.1993") == pytest.approx(1 - held)


def test_influence_is_less_than_alignment(worlds: Run) -> None:
    assert (outcome(worlds, "influence.TAR.WES.1993") < outcome(worlds, "alignment.TAR.WES.1993")).all()


def test_the_stances_share_the_months(worlds: Run) -> None:
    shares = [outcome(worlds, f"stance.EAS.WES.{name}.1993") for name in ("cooperate", "acquiesce", "resist")]
    assert np.sum(shares, axis=0) == pytest.approx(1)
    assert shares[2] == pytest.approx((worlds.history["stance"][YEAR, EAS, WES] == 2).mean(axis=0))


@pytest.mark.parametrize(
    ("name", "variable", "place"), [("base.ELM.WES", "base", (ELM, WES)), ("member.TAR.LEA", "membership", (TAR, LEA))]
)
def test_an_act_is_the_share_of_the_months_in_which_it_is_so(
    worlds: Run, name: str, variable: str, place: tuple[int, int]
) -> None:
    found = parse_outcome(f"{name}.1993", worlds.scenario)
    assert found.unit == "probability"
    assert outcome(worlds, f"{name}.1993") == pytest.approx(worlds.history[variable][(YEAR, *place)].mean(axis=0))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "there is no outcome ''; known: alignment, "),
        ("alignmen.TAR.WES.1993", "did you mean 'alignment'?"),
        ("alignment.TAR.WES", "does not end in a date; write alignment.STATE.POWER[.DOMAIN].DATE"),
        ("alignment.TAR.1993", "it names 1 of state, power and domain"),
        ("alignment.OAK.WES.1993", "there is no state 'OAK' in world; known: ELM, TAR"),
        ("alignment.TAR.WES.flet.1993", "did you mean 'fleet'?"),
        ("stance.EAS.WES.1993", "write stance.POWER.RIVAL.STANCE.DATE"),
        ("stance.EAS.WES.fight.1993", "there is no stance 'fight' in world; known: acquiesce, cooperate, resist"),
        ("function.LEA.war.1993", "there is no function 'war'"),
        ("cohesion.LEA.1989", "1989 is not within the run (world runs from 1990-01 to 1994-12)"),
        ("cohesion.LEA.1993-13", "1993-13 is not within the run"),
        ("cohesion.LEA.1993-12..1993-01", "1993-12..1993-01 is not within the run"),
        ("claim.C999", "there is no claim 'C999'"),
        ("claim.X05", "X05 is a check of logic"),
        ("claim.C05", "claims are about us_entry_2001, not world"),
    ],
)
def test_what_there_is_not_is_told(worlds: Run, name: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as refused:
        parse_outcome(name, worlds.scenario)
    assert said in str(refused.value)
