"""The panels show the numbers of the world, rounded, under the field's own measures."""

from pathlib import Path

import numpy as np
import pytest

from greatgame.analysis.measured import NEEDED, measured
from greatgame.analysis.view import panels
from greatgame.analysis.view.watch import Watch
from greatgame.model import GreatGame
from greatgame.runs import Run
from greatgame.scenarios import Scenario, load

BAY = Path(__file__).parents[2] / "scenarios" / "world.yaml"
COLOURS = {"CHN": "#1", "RUS": "#2", "USA": "#3"}
ROUNDING = 0.5005 * 10**-panels.DIGITS


def watched(scenario: Scenario, months: int) -> Watch:
    """Watch some months."""
    watch = Watch(scenario, GreatGame(scenario, seed=1))
    for _ in range(months):
        watch.game.step()
    watch.see()
    return watch


MONTHS = 130
WATCH = watched(load("us_entry_2001"), MONTHS)
IDS = WATCH.scenario.inputs.ids


def test_the_map_shows_the_measures_of_the_month(world: Run) -> None:
    expected = measured(world.dataset(list(NEEDED))).isel(replication=0, time=MONTHS - 1)
    shown = panels.map_now(WATCH)
    assert shown["date"] == str(expected["time"].values)[:7] == "2002-10"
    for state in shown["states"]:
        own = expected.sel(state=state["id"])
        assert state["shares"] == pytest.approx(own["overall"].values, abs=ROUNDING)
        for name, measure in (("hedging", "hedging"), ("concentration", "hhi"), ("autonomy", "autonomy")):
            assert state[name] == pytest.approx(float(own[measure]), abs=ROUNDING), (state["id"], name)
        assert state["leading"] == IDS["power"][int(own["overall"].values.argmax())]


def test_the_map_shows_bases_and_memberships(world: Run) -> None:
    data = world.dataset(["base", "member"]).isel(replication=0, time=MONTHS - 1)
    for state in panels.map_now(WATCH)["states"]:
        own = data["base"].sel(state=state["id"])
        assert state["bases"] == [power for power in IDS["power"] if own.sel(power=power)]
        inside = data["member"].sel(actor=state["id"])
        assert state["members"] == [body for body in IDS["institution"] if inside.sel(institution=body)]
    assert any(state["bases"] for state in panels.map_now(WATCH)["states"])
    assert any(state["members"] for state in panels.map_now(WATCH)["states"])


def test_the_lean_on_a_power_is_the_mean_of_the_core() -> None:
    scenario = load("sco_expansion")
    watch = watched(scenario, 2)
    core = scenario.inputs.constants["core"][:, 0] > 0
    assert not core.all()
    shown = panels.map_now(watch)
    shares = np.array([state["shares"] for state in shown["states"]])
    assert [power["lean"] for power in shown["powers"]] == pytest.approx(shares[core].mean(axis=0), abs=2 * ROUNDING)


def test_the_trail_of_a_state_ends_where_its_shares_are() -> None:
    corners = np.array(panels.ternary_ground(WATCH.scenario, COLOURS)["corners"])
    for state in panels.ternary_now(WATCH)["states"]:
        shares = np.array(state["shares"]) / sum(state["shares"])
        assert state["trail"][-1] == pytest.approx(shares @ corners, abs=4 * ROUNDING)
        assert len(state["trail"]) == MONTHS


def test_two_powers_span_no_triangle() -> None:
    scenario = load(BAY)
    ground = panels.ternary_ground(scenario, dict.fromkeys(scenario.inputs.ids["power"], "#1"))
    assert not ground["triangle"]
    assert panels.ternary_now(watched(scenario, 3))["states"][0]["trail"] == []


def test_the_timeline_shows_one_domain_or_all() -> None:
    row = IDS["state"].index("UZB")
    alignment = WATCH.series("alignment")[:, row]
    security = panels.timeline_now(WATCH, "UZB", "security")
    apart = np.array(security["lines"]).T - alignment[..., IDS["domain"].index("security")]
    assert np.abs(apart).max() < ROUNDING
    both = panels.timeline_now(WATCH, "UZB", panels.OVERALL)
    assert [line[-1] for line in both["lines"]] == panels.map_now(WATCH)["states"][row]["shares"]
    assert both["hedging"] == security["hedging"]
    assert both["hedging"][-1] == panels.map_now(WATCH)["states"][row]["hedging"]


def test_shocks_are_marked_at_their_month_and_off_when_off() -> None:
    scenario = WATCH.scenario.without_shock("september_11")
    marks = {mark["name"]: mark for mark in panels.timeline_ground(scenario, COLOURS)["shocks"]}
    assert (marks["september_11"]["at"], marks["september_11"]["on"]) == (116, False)
    assert [mark["at"] for mark in marks.values()] == sorted(mark["at"] for mark in marks.values())
    assert marks["iraq_war"]["on"]


def test_the_drivers_add_up_to_the_change() -> None:
    for place in range(len(WATCH.shifts)):
        state = str(WATCH.shifts[place]["state"])
        shown = panels.drivers_now(WATCH, state, place)
        assert shown is not None
        sizes = [abs(bar["value"]) for bar in shown["bars"]]
        assert sum(bar["value"] for bar in shown["bars"]) == pytest.approx(shown["change"], abs=20 * ROUNDING)
        assert sizes == sorted(sizes, reverse=True)


def test_the_last_shift_of_the_state_is_explained_unless_one_is_picked() -> None:
    own = [place for place, row in enumerate(WATCH.shifts) if row["state"] == "UZB"]
    other = next(place for place, row in enumerate(WATCH.shifts) if row["state"] != "UZB")
    assert panels.shift_shown(WATCH, "UZB", None) == own[-1]
    assert panels.shift_shown(WATCH, "UZB", own[0]) == own[0]
    assert panels.shift_shown(WATCH, "UZB", other) == own[-1]
    assert panels.drivers_now(watched(WATCH.scenario, 1), "UZB", None) is None


def test_a_term_shows_its_passage() -> None:
    bars = [bar for place, row in enumerate(WATCH.shifts) for bar in shown(place, str(row["state"]))]
    assert any(bar["passage"].startswith("Z") for bar in bars if bar["term"])
    assert not any(bar["passage"] for bar in bars if not bar["term"])


def shown(place: int, state: str) -> list[panels.Data]:
    """The bars of a shift."""
    found = panels.drivers_now(WATCH, state, place)
    return [] if found is None else found["bars"]


def test_the_log_is_newest_first() -> None:
    whole = panels.log_now(WATCH, None, 10**6)
    assert [entry["key"] for entry in whole["entries"]] == list(range(len(WATCH.log)))[::-1]
    assert whole["entries"][-1]["text"] == WATCH.log[0].entry.text


def test_the_log_comes_in_pages_that_stay_put() -> None:
    total = len(WATCH.log)
    first, second = panels.log_now(WATCH, None, 5), panels.log_now(WATCH, total - 6, 5)
    assert [(page["first"], len(page["entries"]), page["total"]) for page in (first, second)] == [
        (0, 5, total),
        (5, 5, total),
    ]
    assert [entry["key"] for entry in second["entries"]] == list(range(total - 6, total - 11, -1))
    assert len(panels.log_now(WATCH, 2, 5)["entries"]) == 3
    assert panels.log_now(WATCH, total, 5) == first  # a page of a world that is gone


def test_what_is_not_a_number_is_null() -> None:
    assert panels.plain(np.array([[0.12345, np.nan], [np.inf, 1.0]])) == [[0.123, None], [None, 1.0]]
    assert panels.plain(np.float64("nan")) is None
    assert panels.plain(0.25) == 0.25
