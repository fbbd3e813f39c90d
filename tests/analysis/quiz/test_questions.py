"""What is asked of any scenario, and that the answers are those of its worlds."""

from pathlib import Path

import numpy as np
import pytest

from greatgame.analysis.quiz.exercises import exercises, make_quiz
from greatgame.analysis.quiz.generating import OTHER, SURE, questions_of, worlds_of
from greatgame.analysis.quiz.questions import NONE, HowMuch, InHowMany, Leads, Stance, When
from greatgame.analysis.quiz.revealing import because
from greatgame.analysis.quiz.scoring import Chances
from greatgame.analysis.quiz.worlds import Ensemble, Worlds
from greatgame.runs import ensemble, run
from greatgame.scenarios import load, names

BAY = Path(__file__).parents[2] / "scenarios" / "world.yaml"
ISLANDS = Path(__file__).parents[2] / "second_region.yaml"


@pytest.fixture(scope="module")
def history() -> Worlds:
    """The main scenario with and without the attacks."""
    return Worlds(
        Ensemble(load("us_entry_2001"), 0),
        {OTHER: Ensemble(load("no_september_11"), 0)},
        {OTHER: "without the attacks"},
    )


@pytest.mark.parametrize("name", [*names(), *exercises(), str(BAY), str(ISLANDS)])
def test_a_quiz_is_neither_trivial_nor_mere_chance(name: str) -> None:
    quiz = make_quiz(name, 0)
    assert 8 <= len(quiz.questions) <= 9
    assert len({question.wording(quiz.worlds) for question in quiz.questions}) == len(quiz.questions)
    for question in quiz.questions:
        truth = question.truth(quiz.worlds)
        score = truth.score(truth.unknown)
        assert score.attainable >= 0.09, question
        if isinstance(truth, Chances):
            assert truth.frequency.max() <= SURE, question


def test_the_same_seed_asks_the_same() -> None:
    first, again = (make_quiz("us_entry_2001", 3) for _ in range(2))
    assert first.questions == again.questions
    for question in first.questions:
        one, other = question.truth(first.worlds), question.truth(again.worlds)
        assert np.array_equal(one.score(one.unknown).best, other.score(other.unknown).best)


def test_another_seed_asks_something_else() -> None:
    assert make_quiz("us_entry_2001", 3).questions != make_quiz("us_entry_2001", 4).questions


def test_a_scenario_is_compared_with_the_one_it_extends() -> None:
    worlds = worlds_of(load("strong_russia"), "strong_russia", 0)
    assert worlds.others[OTHER].scenario.sha256 == load("us_entry_2001").sha256


def test_one_that_extends_a_world_file_is_compared_with_itself_without_its_first_shock() -> None:
    worlds = worlds_of(load("us_entry_2001"), "us_entry_2001", 0)
    assert worlds.others[OTHER].scenario.shocks["september_11"].strength == 0


def test_months_around_the_shocks_are_asked_about() -> None:
    scenario = load("us_entry_2001")
    asked = questions_of(worlds_of(scenario, "us_entry_2001", 0), "us_entry_2001")
    months = {question.month for question in asked if isinstance(question, Leads | Stance)}
    assert months <= {"2001-12", "2002-03", "2002-09", "2002-12", "2003-03", "2003-06", "2003-09", "2003-12"}


def test_what_an_intervention_does_is_not_asked() -> None:
    quiz = make_quiz("sco_expansion_india", 0)
    members = [question.outcome for question in quiz.questions if isinstance(question, InHowMany)]
    assert not [name for name in members if name.startswith(("member.IND", "member.PAK", "member.MNG"))]


def test_who_leads_is_counted_in_the_worlds(history: Worlds) -> None:
    truth = Leads(id="x", state="KAZ", month="2002-09").truth(history)
    lean = ensemble(load("us_entry_2001"), 40, 0).dataset(["alignment"])["alignment"].sel(state="KAZ", time="2002-09")
    scenario = load("us_entry_2001")
    weight = scenario.inputs.constants["weight"][:, 0]
    means = np.squeeze((lean * weight).sum("domain").values)
    clear = np.sort(means, axis=-1)
    leads = np.where(clear[:, -1] - clear[:, -2] >= 0.05, means.argmax(axis=-1), 3)
    assert truth.options == ("CHN", "RUS", "USA", NONE)
    assert truth.happened.tolist() == leads.tolist()
    assert {3} < set(leads.tolist())  # some worlds clear, some not


def test_when_it_happens_is_read_from_the_events(history: Worlds) -> None:
    question = When(id="x", kind="base granted", actor="KGZ", target="USA", periods=["2001-11", "2002-02"])
    truth = question.truth(history)
    assert truth.options == ("before 2001-11", "2001-11 to 2002-01", "2002-02 to 2003-12", "not by 2003-12")
    rows = run(load("us_entry_2001"), 0).events().to_pylist()
    date = next(row["date"] for row in rows if (row["kind"], row["actor"]) == ("base granted", "KGZ"))
    place = 0 if date < "2001-11" else 1 if date < "2002-02" else 2
    assert truth.first == truth.options[place]


def test_what_never_happens_is_in_the_last_option(history: Worlds) -> None:
    truth = When(id="x", kind="leaving", actor="KAZ", target="SCO", periods=["2001-11"]).truth(history)
    assert truth.frequency.tolist() == [0, 0, 1]


def test_without_periods_it_is_asked_whether(history: Worlds) -> None:
    truth = When(id="x", kind="base granted", actor="KAZ", target="USA").truth(history)
    assert truth.options == ("by 2003-12", "not by 2003-12")


def test_an_effect_is_zero_before_its_cause(history: Worlds) -> None:
    before = HowMuch(id="x", outcome="alignment.UZB.USA.2001-08", against=OTHER).truth(history)
    after = HowMuch(id="x", outcome="alignment.UZB.USA.2002-08", against=OTHER).truth(history)
    assert not before.values.any()
    assert after.values.min() > 0.1


def test_a_change_is_the_later_less_the_earlier(history: Worlds) -> None:
    names = ("alignment.UZB.USA.2002-08", "alignment.UZB.USA.2001-08")
    later, earlier = (HowMuch(id="x", outcome=name).truth(history).values for name in names)
    change = HowMuch(id="x", outcome=names[0], less=names[1]).truth(history).values
    assert np.allclose(change, later - earlier)


def test_worlds_are_counted_out_of_a_hundred(history: Worlds) -> None:
    question = InHowMany(id="x", outcome="base.UZB.USA.2003-12", against=OTHER)
    assert question.truth(history).values.tolist() == [100.0]
    assert "It is 0 without the attacks" in question.wording(history)


def test_two_alignments_can_be_compared(history: Worlds) -> None:
    question = InHowMany(id="x", outcome="alignment.UZB.USA.2002-12", above="alignment.UZB.RUS.2002-12")
    assert question.truth(history).values[0] > 90
    assert question.wording(history).startswith(
        "In how many of 100 worlds is Uzbekistan's alignment with United States"
    )


def test_why_names_the_driver_with_its_passage(history: Worlds) -> None:
    line, passage = because(Leads(id="x", state="UZB", domain="security", month="2002-06"), history)
    assert "Uzbekistan's alignment with United States changed by +" in line
    assert passage.startswith("Z")
    assert line.endswith(passage)


def test_why_names_the_shock_without_which_it_would_be_otherwise(history: Worlds) -> None:
    question = When(id="x", kind="base granted", actor="UZB", target="USA", periods=["2001-09"])
    line, _ = because(question, history)
    assert line.startswith('without "Attacks of September 11" (2001-09)')
    assert '"2001-09 to 2003-12" is so in 0 % of the worlds instead of 100 %' in line


def test_why_says_so_when_no_shock_matters(history: Worlds) -> None:
    line, _ = because(Stance(id="x", power="USA", rival="RUS", month="1998-06"), history)
    assert line.startswith("no late shock decides it")


def test_why_compares_world_by_world(history: Worlds) -> None:
    line, _ = because(InHowMany(id="x", outcome="base.UZB.USA.2003-12", against=OTHER), history)
    assert "so here and not without the attacks in 100 %" in line
