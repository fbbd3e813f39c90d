"""Runs and ensembles in memory."""

import numpy as np
import pytest

from greatgame.model.ensemble import Ensemble
from greatgame.model.variables import FUNCTIONS
from greatgame.runs import DivergedError, Run, StoreError, Table, ensemble, run
from greatgame.runs.simulate import CHUNK, chunks, simulate
from greatgame.scenarios import Scenario

INTERFACE = {
    "alignment": ("state", "power", "domain"),
    "engagement": ("state", "power", "domain"),
    "credibility": ("state", "power"),
    "extremist_threat": ("state",),
    "instability": ("state",),
    "rivalry": ("state",),
    "border_dispute": ("state", "power"),
    "source_strength": ("source",),
    "stance": ("power", "rival"),
    "friction": ("power", "rival"),
    "base": ("state", "power"),
    "member": ("actor", "institution"),
    "applied": ("actor", "institution"),
    "demand": ("state", "institution"),
    "cohesion": ("institution",),
    "depth": ("institution",),
    "effectiveness": ("institution",),
    "function": ("institution", "task"),
    "openness": ("side",),
}


def test_run_is_a_replication_of_the_ensemble(scenario: Scenario, single: Run, several: Run) -> None:
    for number in (0, 2):
        alone = single if number == 0 else run(scenario, seed=3, replication=number)
        for name, history in several.history.items():
            assert np.array_equal(history[..., [number]], alone.history[name]), name


def test_chunks_do_not_matter(
    scenario: Scenario, several: Run, several_shifts: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = several.events()
    monkeypatch.setattr("greatgame.runs.simulate.CHUNK", 2)
    again = simulate(scenario, 3, range(3))
    assert all(np.array_equal(history, several.history[name]) for name, history in again.history.items())
    assert again.shifts().equals(several_shifts)  # type: ignore[attr-defined]
    assert again.events().equals(events)  # type: ignore[attr-defined]


def test_chunks_cover_all_numbers() -> None:
    cut = list(chunks(range(2 * CHUNK + 1)))
    assert [len(chunk) for chunk in cut] == [CHUNK, CHUNK, 1]
    assert [number for chunk in cut for number in chunk] == list(range(2 * CHUNK + 1))


def test_an_ensemble_needs_a_run(scenario: Scenario) -> None:
    with pytest.raises(ValueError, match="at least one run, not 0"):
        ensemble(scenario, 0)


@pytest.mark.parametrize(("value", "broken"), [(np.nan, "alignment"), (-np.inf, "attraction_term")])
def test_a_run_that_leaves_the_numbers_is_refused(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch, value: float, broken: str
) -> None:
    def go(ensemble: Ensemble, _: object, history: dict[str, np.ndarray], __: object = None) -> None:
        for past in history.values():
            past[:] = 0
        history["alignment" if broken not in history else broken][15:, ..., -1] = value
        ensemble.sound = False

    monkeypatch.setattr(Ensemble, "run", go)
    said = r"^the run diverged in 1993-04: \w+ is not a number; make the parameters that were changed smaller$"
    with pytest.raises(DivergedError, match=said.replace(r"\w+", broken)) as found:
        run(scenario)
    assert isinstance(found.value, StoreError)
    assert isinstance(found.value, ValueError)
    with pytest.raises(DivergedError, match=said):
        ensemble(scenario, 2)


def test_dataset_has_the_names_and_axes_of_the_interface(several: Run, scenario: Scenario) -> None:
    data = several.dataset()
    for name, dims in INTERFACE.items():
        assert data[name].dims == ("replication", "time", *dims)
        assert data[name].attrs["unit"]
        assert data[name].attrs["meaning"]
    assert data.attrs == {
        "title": scenario.title,
        "scenario": "us_entry_2001",
        "changes": "",
        "seed": 3,
        "sha256": scenario.sha256,
    }
    assert data["time"].values[0] == np.datetime64("1992-01-01")
    assert data["time"].values[-1] == np.datetime64("2003-12-01")
    assert data["actor"].values.tolist() == ["KAZ", "KGZ", "TJK", "TKM", "UZB", "CHN", "RUS", "USA"]
    assert tuple(data["task"].values) == FUNCTIONS
    assert float(data["weight"].sum()) == pytest.approx(1.0)


def test_labels_belong_to_the_values(several: Run, scenario: Scenario) -> None:
    ids = scenario.inputs.ids
    found = several.dataset(["alignment"])["alignment"].sel(replication=2, time="2002-08", state="UZB", power="USA")
    where = (127, ids["state"].index("UZB"), ids["power"].index("USA"), ids["domain"].index("security"), 2)
    assert found.sel(domain="security").item() == several.history["alignment"][where]


def test_powers_are_members_of_what_they_lead_while_it_exists(several: Run) -> None:
    member = several.dataset(["member"])["member"].sel(institution="SCO", replication=1)
    assert not member.sel(time="1995-12", actor=["CHN", "RUS", "KAZ"]).any()
    assert member.sel(time="1996-12", actor=["CHN", "RUS", "KAZ"]).all()
    assert not member.sel(actor="USA").any()
    assert not several.dataset(["applied"])["applied"].sel(actor=["CHN", "RUS", "USA"]).any()


def test_terms_come_on_request_and_sum_to_the_attraction(single: Run, several: Run) -> None:
    assert "attraction_term" not in single.dataset()
    terms = single.dataset(["attraction_term"])["attraction_term"]
    assert terms.dims == ("replication", "time", "state", "power", "domain", "term")
    assert terms["term"].values[-1] == "noise"
    again = several.dataset(["attraction_term"])["attraction_term"]
    assert np.array_equal(again.sel(replication=[0]), terms)


def test_an_unknown_variable_is_named(single: Run) -> None:
    with pytest.raises(KeyError, match=r"no variable aligment; there are .*alignment"):
        single.dataset(["aligment"])


def test_a_run_is_written_on_one_short_line(single: Run, several: Run) -> None:
    assert repr(single) == "Run(us_entry_2001, replication 0, seed 3, 1992-01 to 2003-12)"
    assert repr(several) == "Run(us_entry_2001, replications 0 to 2, seed 3, 1992-01 to 2003-12)"
    assert repr(several.scenario) == "Scenario(us_entry_2001, 1992-01 to 2003-12)"
