"""Events: a history made by hand, and the real one."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from greatgame.runs import Run
from greatgame.runs.events import COLUMNS, KINDS, event_table

MONTHS = 6


def scenario(**more: Any) -> Any:
    """Two states, two powers, a forum founded by the first state in the third month, and an old league."""
    exists = np.zeros((MONTHS, 2, 1))
    exists[2:, 0] = exists[:5, 1] = 1.0
    inputs = SimpleNamespace(
        start=24000,
        months=MONTHS,
        ids={"state": ("ARA", "BEL"), "power": ("EAS", "NOR"), "institution": ("FORUM", "LEAGUE")},
        constants={
            "base_0": np.array([[1.0, 0.0], [0.0, 0.0]])[..., None],
            "founder": np.array([[1.0, 1.0], [0.0, 0.0]])[..., None],
        },
        causes={"exists": exists},
    )
    document = SimpleNamespace(interventions=more.pop("interventions", {}))
    return SimpleNamespace(inputs=inputs, document=document, shocks=more.pop("shocks", {}))


def history(replications: int = 1) -> dict[str, np.ndarray]:
    """Nothing happens but what the scenario founds and ends."""
    still = {
        "base": np.zeros((MONTHS, 2, 2, replications), dtype=bool),
        "stance": np.ones((MONTHS, 2, 2, replications), dtype=np.int8),
        "membership": np.zeros((MONTHS, 2, 2, replications), dtype=bool),
        "applied": np.zeros((MONTHS, 2, 2, replications), dtype=bool),
        "opened": np.zeros((MONTHS, 2, replications), dtype=bool),
    }
    still["base"][:, 0, 0] = True
    still["membership"][2:, 0, 0] = still["membership"][:5, 0, 1] = True
    still["opened"][:, 1] = True
    return still


def rows(found: Any) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in found.to_pylist()]


ALWAYS = [
    (0, "2000-03", "founding", "FORUM", "", "founded", ""),
    (0, "2000-03", "accession", "ARA", "FORUM", "founder", ""),
    (0, "2000-06", "leaving", "ARA", "LEAGUE", "the institution ended", ""),
]


def test_what_holds_at_the_start_is_no_event() -> None:
    found = event_table(scenario(), (0,), history())
    assert tuple(found.column_names) == COLUMNS
    assert rows(found) == ALWAYS


def test_acts_of_states_and_powers() -> None:
    told = history()
    told["base"][4:, 0, 0] = False
    told["base"][1:, 1, 1] = True
    told["stance"][3:, 0, 1] = 2
    told["stance"][:, 1, 1, 0] = [0, 1, 2, 0, 1, 2]  # of a power towards itself: means nothing
    told["applied"][3, 1, 0] = True
    told["membership"][4:, 1, 0] = True
    told["membership"][5, 0, 0] = False
    told["opened"][4:, 0] = True
    assert [row[1:6] for row in rows(event_table(scenario(), (0,), told))] == [
        ("2000-02", "base granted", "BEL", "NOR", ""),
        ("2000-03", "founding", "FORUM", "", "founded"),
        ("2000-03", "accession", "ARA", "FORUM", "founder"),
        ("2000-04", "stance", "EAS", "NOR", "resist"),
        ("2000-04", "application", "BEL", "FORUM", ""),
        ("2000-05", "founding", "FORUM", "", "organisation"),
        ("2000-05", "accession", "BEL", "FORUM", ""),
        ("2000-05", "base revoked", "ARA", "EAS", ""),
        ("2000-06", "leaving", "ARA", "FORUM", ""),
        ("2000-06", "leaving", "ARA", "LEAGUE", "the institution ended"),
    ]


def test_a_base_granted_in_the_first_month_is_an_event() -> None:
    told = history()
    told["base"][:, 1, 1] = True
    assert rows(event_table(scenario(), (0,), told))[0] == (0, "2000-01", "base granted", "BEL", "NOR", "", "")


def test_an_institution_that_is_an_organisation_from_the_first_does_not_open() -> None:
    told = history()
    told["opened"][2:, 0] = True
    assert rows(event_table(scenario(), (0,), told)) == ALWAYS


def test_shocks_are_told_for_each_replication_unless_switched_off() -> None:
    shocks = {
        "storm": SimpleNamespace(date="2000-02", title="A storm", source="Almanac", strength=0.5),
        "calm": SimpleNamespace(date="2000-02", title="A calm", source="Almanac", strength=0.0),
    }
    found = rows(event_table(scenario(shocks=shocks), (7, 4), history(2)))
    assert [row for row in found if row[2] == "shock"] == [
        (4, "2000-02", "shock", "storm", "", "A storm", "Almanac"),
        (7, "2000-02", "shock", "storm", "", "A storm", "Almanac"),
    ]
    assert [row[0] for row in found] == [4] * 4 + [7] * 4


@pytest.mark.parametrize("strength", [0, 1])
def test_an_accession_by_intervention_says_so(strength: int) -> None:
    act = SimpleNamespace(
        date="2000-05", title="BEL joins", source="An idea", state="BEL", institution="FORUM", strength=strength
    )
    absent = SimpleNamespace(
        date="2000-05", title="X joins", source="An idea", state="XXX", institution="FORUM", strength=1
    )
    told = history()
    told["membership"][4:, 1, 0] = True
    found = rows(event_table(scenario(interventions={"bel": act, "x": absent}), (0,), told))
    said = ("BEL joins", "An idea") if strength else ("", "")
    assert (0, "2000-05", "accession", "BEL", "FORUM", *said) in found


def test_the_real_history_is_told_in_order(several: Run) -> None:
    events = several.events().to_pylist()
    assert {event["kind"] for event in events} <= set(KINDS)
    assert [(e["replication"], e["date"]) for e in events] == sorted((e["replication"], e["date"]) for e in events)
    shocks = [event for event in events if event["kind"] == "shock" and event["replication"] == 1]
    assert [event["actor"] for event in shocks if event["date"] == "2001-09"] == ["september_11"]


def test_events_account_for_every_change_of_base_and_membership(several: Run) -> None:
    events, data = several.events().to_pylist(), several.dataset(["base", "member"])
    plus = {"base granted": 1, "accession": 1, "base revoked": -1, "leaving": -1}
    last = data.isel(time=-1)
    for replication in several.replications:
        mine = [event for event in events if event["replication"] == replication and event["kind"] in plus]
        bases = [event for event in mine if event["kind"].startswith("base")]
        at_start = several.scenario.inputs.constants["base_0"].sum()
        assert last["base"].sel(replication=replication).sum() == at_start + sum(plus[e["kind"]] for e in bases)
        members = sum(plus[event["kind"]] for event in mine if event not in bases)
        states = list(several.scenario.inputs.ids["state"])
        assert last["member"].sel(replication=replication, actor=states).sum() == members + _members_at_start(several)


def _members_at_start(run: Run) -> float:
    inputs = run.scenario.inputs
    return float((inputs.constants["founder"][..., 0] * inputs.causes["exists"][0, None, :, 0]).sum())
