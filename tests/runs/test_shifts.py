"""The log of shifts."""

import json
import re
from typing import Any

import numpy as np
import pytest

from greatgame.model.attribution import driver_names
from greatgame.runs import Run, Table
from greatgame.runs.shifts import leading_driver, passage
from greatgame.scenarios import Scenario, from_tree

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


def test_drivers_sum_to_the_change(several_shifts: Table) -> None:
    for row in several_shifts.to_pylist():
        drivers = [value for name, value in row.items() if name.startswith("driver_")]
        assert sum(drivers) == pytest.approx(row["change"], abs=1e-9)
        assert row["change"] == pytest.approx(row["after"] - row["before"], abs=1e-15)
        assert abs(row["change"]) >= 0.05
        assert row["start"] < row["date"] <= row["end"]


def test_rows_are_where_the_history_says(several: Run, several_shifts: Table) -> None:
    alignment = several.dataset(["alignment"])["alignment"]
    for row in several_shifts.to_pylist()[::17]:
        where = {name: row[name] for name in ("replication", "state", "domain", "power")}
        path = alignment.sel(where)
        assert path.sel(time=f"{row['start']}-01").item() == row["before"]
        assert path.sel(time=f"{row['end']}-01").item() == row["after"]


def test_the_ensemble_logs_what_the_run_logs(single: Run, several_shifts: Table) -> None:
    first = np.asarray(several_shifts.column("replication")) == 0
    assert several_shifts.filter(first).equals(single.shifts())  # type: ignore[attr-defined]


def test_passages_name_a_section_and_quote_it(single: Run) -> None:
    passages = [row["passage"] for row in single.shifts().to_pylist()]
    assert any(passages)
    for words in filter(None, passages):
        assert re.fullmatch(r'[A-Z]\w* ?[^:]*: ".+"', words), words


def test_passages_are_those_of_the_row(scenario: Scenario, single: Run) -> None:
    for row in single.shifts().to_pylist():
        assert row["passage"] == passage(scenario, row["leading_driver"], row["state"], row["power"])


def rewritten(scenario: Scenario, term: str, **fields: Any) -> Scenario:
    """The scenario with other fields of a term of attraction; None takes one away."""
    tree = json.loads(json.dumps(scenario.tree))
    tree["terms"]["attraction"][term] |= fields
    return from_tree(tree, scenario.name)


def test_what_a_term_says_of_the_power_comes_first(scenario: Scenario) -> None:
    spoken = {"USA": {"text": "Z4", "passage": "of the\n  United States"}, "RUS": {"assumption": "a guess"}}
    changed = rewritten(scenario, "protection", by_power=spoken)
    own = passage(rewritten(scenario, "protection", by_power=None), "protection", "UZB", "RUS")
    assert passage(changed, "protection", "UZB", "USA") == 'Z4: "of the United States"'
    assert passage(changed, "protection", "UZB", "RUS") == passage(changed, "protection", "UZB", "CHN") == own


def test_the_states_own_passage_comes_before_the_terms(scenario: Scenario) -> None:
    bare = rewritten(scenario, "protection", by_power=None)
    coded = bare.document.states["UZB"].interests["security"]
    assert bare.document.terms.attraction["protection"].interest == "security"
    assert passage(bare, "protection", "UZB", "USA") == f'{coded.text}: "{coded.passage}"'
    assert passage(bare, "noise", "UZB", "USA") == passage(bare, "adjustment", "UZB", "USA") == ""


SAID = {"by_power": None, "text": "Z4", "passage": "some words", "figure": None, "tuned": None, "assumption": None}


def test_a_term_without_interest_gives_its_own(scenario: Scenario) -> None:
    bare = rewritten(scenario, "offer", **SAID)
    assert bare.document.terms.attraction["offer"].interest is None
    assert passage(bare, "offer", "UZB", "USA") == 'Z4: "some words"'


def test_an_interest_that_no_text_gives_falls_back_on_the_term(scenario: Scenario) -> None:
    changed = rewritten(scenario, "protection", **SAID).with_settings(["states.UZB.interests.security=0.5"])
    assert changed.document.states["UZB"].interests["security"].text is None
    assert passage(changed, "protection", "UZB", "USA") == 'Z4: "some words"'


def test_what_no_text_says_has_no_passage(scenario: Scenario) -> None:
    guess = rewritten(scenario, "offer", **SAID | {"text": None, "passage": None, "assumption": "a guess"})
    assert passage(guess, "offer", "UZB", "USA") == ""
