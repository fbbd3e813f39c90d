"""A theory leaves its terms and no other; inertia leaves all terms and no shock."""

from collections.abc import Callable

import numpy as np
import pytest

from greatgame.runs.simulate import simulate
from greatgame.scenarios import Change, from_tree, load, numbers, varied
from greatgame.scenarios.schema import CHOICES

Write = Callable[..., str]
Complains = Callable[..., None]

HISTORY = load("us_entry_2001")
THEORIES = HISTORY.document.theories
NARROW = sorted(name for name, theory in THEORIES.items() if theory.attraction is not None)
# what says where a state stands; the rival of bare resources has no past
GIVEN = {"attraction": {"legacy"}, "access": {"legacy", "neutrality"}, "membership": {"legacy", "neutrality", "cost"}}

EXPECTED = {
    "balance_of_threat": {"protection", "domination", "border"},
    "bandwagoning": {"offer", "linkage"},
    "omnibalancing": {"protection", "conditionality", "regime_support"},
    "hedging": {"offer", "balance", "domination", "pressure", "institution", "diversification"},
    "offer_only": {"offer"},
}
"""What each theory says attracts a state, besides where it stands."""


def test_these_are_the_theories() -> None:
    assert set(THEORIES) == {*EXPECTED, "full", "inertia"}
    assert sorted(EXPECTED) == NARROW


@pytest.mark.parametrize("name", NARROW)
def test_states_weigh_its_terms_only(name: str) -> None:
    inputs = load("us_entry_2001", [f"theory={name}"]).inputs
    for choice in CHOICES:
        weighed = [use.name for use in inputs.terms[choice]]
        assert sorted(weighed) == sorted(getattr(THEORIES[name], choice))
        assert set(weighed) < {use.name for use in HISTORY.inputs.terms[choice]}
        assert set(weighed) > GIVEN[choice] or name == "offer_only"
    assert inputs.ids["term"] == tuple(use.name for use in inputs.terms["attraction"])
    assert set(inputs.ids["term"]) - GIVEN["attraction"] == EXPECTED[name]


@pytest.mark.parametrize("name", NARROW)
def test_a_term_loads_as_in_the_full_model(name: str) -> None:
    inputs = load("us_entry_2001", [f"theory={name}"]).inputs
    full = {use.name: load for use, load in zip(HISTORY.inputs.terms["attraction"], _loads("full"), strict=True)}
    for term, found in zip(inputs.ids["term"], _loads(name), strict=True):
        np.testing.assert_array_equal(found, full[term])


def _loads(theory: str) -> list[np.ndarray]:
    return list(load("us_entry_2001", [f"theory={theory}"]).inputs.constants["term_load"])


@pytest.mark.parametrize("name", sorted(THEORIES))
def test_it_can_be_run_and_read_back(name: str) -> None:
    scenario = load("us_entry_2001", ["end=2002-06", f"theory={name}", "shocks.iraq_war=null"])
    again = from_tree(scenario.tree, scenario.name)
    assert again.document.theory == name
    run = simulate(again, 1, [0])
    assert np.isfinite(run.history["alignment"]).all()
    assert run.history["alignment"].max() > 0


def test_full_is_what_runs_without_a_theory() -> None:
    named = load("us_entry_2001", ["theory=full"])
    assert named.changes == ()
    for kind in ("constants", "causes"):
        for name, values in getattr(HISTORY.inputs, kind).items():
            np.testing.assert_array_equal(getattr(named.inputs, kind)[name], values)
    assert named.inputs.terms == HISTORY.inputs.terms


def test_inertia_answers_no_shock() -> None:
    inert = load("us_entry_2001", ["theory=inertia"])
    off = HISTORY.with_settings([f"shocks.{name}.strength=0" for name in HISTORY.shocks])
    for name, values in off.inputs.causes.items():
        np.testing.assert_array_equal(inert.inputs.causes[name], values)
    assert inert.inputs.terms == HISTORY.inputs.terms
    assert {shock.strength for shock in inert.shocks.values()} == {0.0}


def test_a_stronger_shock_does_not_move_inertia() -> None:
    inert = load("us_entry_2001", ["theory=inertia"])
    assert (
        varied(inert, {"shocks.september_11.strength": Change(plus=1)}).causes["trust"] is inert.inputs.causes["trust"]
    )
    assert not [number for number in numbers(inert) if number.path.startswith("shocks.")]


def test_the_reader_is_told() -> None:
    bounded = load("us_entry_2001", ["theory=omnibalancing"])
    assert bounded.changes == ("theory full -> omnibalancing",)
    told = [note for note in bounded.notes if "omnibalancing" in note]
    assert len(told) == 1
    assert "protection" in told[0]
    assert "offer" not in told[0]
    inert = [note for note in load("us_entry_2001", ["theory=inertia"]).notes if "inertia" in note]
    assert inert == ["runs under the theory 'inertia': no shock has an effect"]


def test_the_list_of_values_offers_all_theories() -> None:
    listed = {setting.path: setting for setting in load("us_entry_2001", ["theory=hedging"]).quantities()}
    assert (listed["theory"].value, listed["theory"].source) == ("hedging", "Hedging")
    assert set(listed["theory"].unit.split(" or ")) == set(THEORIES)


def test_a_world_has_theories_of_its_own(write: Write) -> None:
    mine = "{title: Mine, assumption: x, attraction: [offer], access: []}"
    write(f"extends: world.yaml\ntheory: mine\ntheories: {{mine: {mine}}}\n")
    inputs = load("case.yaml").inputs
    assert {choice: [use.name for use in uses] for choice, uses in inputs.terms.items()} == {
        "attraction": ["offer"],
        "access": [],
        "membership": ["cost"],
    }


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("theory: hedgin", "case.yaml:2:9", "there is no theory 'hedgin'; did you mean 'hedging'?"),
        ("theory: omnibalance", "case.yaml:2:9", "did you mean 'omnibalancing'?"),
        (
            "theories: {mine: {title: M, assumption: x, membership: [cots]}}",
            "case.yaml:2:57",
            "theories.mine.membership: the model has no such term as 'cots'; did you mean 'cost'?",
        ),
        (
            "theories: {mine: {title: M, attraction: [offer]}}",
            "case.yaml:2:12",
            "gives no source",
        ),
        (
            "theories: {mine: {title: M, assumption: x, shocks: 0}}",
            "case.yaml:2:52",
            "shocks",
        ),
        ("theory: hedging\ntheories: {hedging: null}", "case.yaml:3:12", "theory 'hedging' is removed"),
    ],
)
def test_what_is_wrong_is_told(write: Write, complains: Complains, text: str, place: str, words: str) -> None:
    complains(write(f"extends: world.yaml\n{text}\n"), [(place, words)])


def test_an_unknown_theory_of_a_setting(write: Write, complains: Complains) -> None:
    complains(write("extends: world.yaml\n"), [("--set theory=inert", "did you mean 'inertia'?")], ["theory=inert"])
