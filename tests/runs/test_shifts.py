"""The log of shifts."""

import re

import numpy as np
import pytest

from greatgame.model.attribution import driver_names
from greatgame.runs import Run
from greatgame.runs.shifts import leading_driver, passage
from greatgame.scenarios import Scenario, load

NAMES = ("pull", "fear", "noise", "adjustment")


@pytest.mark.parametrize(
    ("drivers", "change", "leads"),
    [
        ((0.02, 0.03, 0.0, 0.0), 0.05, "fear"),
        ((-0.04, 0.03, -0.02, -0.03), -0.06, "pull"),
        ((0.01, -0.02, 0.09, 0.0), 0.08, "pull"),
        ((-0.01, -0.02, 0.09, 0.0), 0.06, "noise"),
        ((0.01, 0.0, -0.02, -0.05), -0.06, "adjustment"),
        ((0.03, 0.03, 0.0, 0.0), 0.06, "pull"),
    ],
)
def test_leading_driver(drivers: tuple[float, ...], change: float, leads: str) -> None:
    found = leading_driver(np.array([drivers]), np.array([change]), NAMES)
    assert NAMES[found[0]] == leads


def test_columns(single: Run) -> None:
    drivers = [f"driver_{name}" for name in driver_names(single.scenario.inputs)]
    assert single.shifts().column_names == [
        *("replication", "start", "date", "end", "state", "domain", "power", "before", "after", "change"),
        *drivers,
        *("leading_driver", "passage"),
    ]


def test_drivers_sum_to_the_change(several: Run) -> None:
    for row in several.shifts().to_pylist():
        drivers = [value for name, value in row.items() if name.startswith("driver_")]
        assert sum(drivers) == pytest.approx(row["change"], abs=1e-9)
        assert row["change"] == pytest.approx(row["after"] - row["before"], abs=1e-15)
        assert abs(row["change"]) >= 0.05
        assert row["start"] < row["date"] <= row["end"]


def test_rows_are_where_the_history_says(several: Run) -> None:
    alignment = several.dataset(["alignment"])["alignment"]
    for row in several.shifts().to_pylist()[::17]:
        where = {name: row[name] for name in ("replication", "state", "domain", "power")}
        path = alignment.sel(where)
        assert path.sel(time=f"{row['start']}-01").item() == row["before"]
        assert path.sel(time=f"{row['end']}-01").item() == row["after"]


def test_the_ensemble_logs_what_the_run_logs(single: Run, several: Run) -> None:
    all_rows = several.shifts()
    assert all_rows.filter(np.asarray(all_rows.column("replication")) == 0).equals(single.shifts())  # type: ignore[attr-defined]


def test_passages_name_a_section_and_quote_it(single: Run) -> None:
    for row in single.shifts().to_pylist():
        assert re.fullmatch(r'[A-Z]\w* ?[^:]*: ".+"|(figure|tuned|assumption): .+', row["passage"]), row["passage"]


def test_the_states_own_passage_comes_first(scenario: Scenario) -> None:
    coded = scenario.document.states["UZB"].interests["security"]
    assert scenario.document.terms.attraction["protection"].interest == "security"
    assert passage(scenario, "UZB", "protection") == f'{coded.text}: "{coded.passage}"'
    assert passage(scenario, "UZB", "noise") == passage(scenario, "UZB", "adjustment") == ""


def test_a_term_without_interest_gives_its_own(scenario: Scenario) -> None:
    term = scenario.document.terms.attraction["offer"]
    assert term.interest is None
    assert passage(scenario, "UZB", "offer") == f'{term.text}: "{term.passage}"'


def test_an_interest_that_no_text_gives_falls_back_on_the_term() -> None:
    changed = load("us_entry_2001", ["states.UZB.interests.security=0.5"])
    assert changed.document.states["UZB"].interests["security"].text is None
    term = changed.document.terms.attraction["protection"]
    assert passage(changed, "UZB", "protection") == f'{term.text}: "{term.passage}"'
