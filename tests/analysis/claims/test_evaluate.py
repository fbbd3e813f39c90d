"""However the work is cut, a claim has the same margins."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from greatgame.analysis.claims import evaluate as evaluation
from greatgame.analysis.claims.evaluate import WEIGHTINGS, Case, Judged, evaluate, worlds_needed
from greatgame.runs import Workers
from greatgame.scenarios import Change

from ..pools import Here

CHOSEN = ("C03", "C05")
"""On one world, and on two."""

RUNS = 4


def judged(case: Case, chosen: Sequence[str] = CHOSEN, runs: int = RUNS) -> Judged:
    [found] = evaluate([case], chosen, runs, 3, Here())
    return found


def same(one: Judged, other: Judged) -> None:
    assert one.keys() == other.keys()
    for weighting, claims in one.items():
        assert claims.keys() == other[weighting].keys()
        for id_, parts in claims.items():
            for part, twin in zip(parts, other[weighting][id_], strict=True):
                np.testing.assert_allclose(part.margin, twin.margin, rtol=0, atol=1e-12, err_msg=f"{id_} {part.what}")


@pytest.fixture(scope="module")
def plain() -> Judged:
    return judged(Case("plain"))


def test_two_workers_find_what_one_finds(plain: Judged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "TOGETHER", 2)
    with Workers(2) as pool:
        [found] = evaluate([Case("plain")], CHOSEN, RUNS, 3, pool)
    same(found, plain)


def test_an_uneven_cut_of_the_runs_finds_the_same(plain: Judged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "TOGETHER", 3)
    same(judged(Case("plain"), ("C03",)), {"scenario": {"C03": plain["scenario"]["C03"]}})


def test_points_side_by_side_are_as_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    factors, protections = np.array([1.0, 0.5, 1.5]), np.array([1.0, 1.0, 0.5])
    variation = {"parameters.legacy": Change(factors), "parameters.protection": Change(protections)}
    case = Case("beside", variation=variation, points=3)
    beside = judged_at(3 * RUNS, case, monkeypatch)
    same(beside, judged_at(2 * RUNS, case, monkeypatch))
    for point, (factor, protection) in enumerate(zip(factors, protections, strict=True)):
        alone = {"parameters.legacy": Change(factor), "parameters.protection": Change(protection)}
        same(at(beside, point), judged(Case("alone", variation=alone), ("C03",)))


def judged_at(together: int, case: Case, monkeypatch: pytest.MonkeyPatch) -> Judged:
    monkeypatch.setattr(evaluation, "TOGETHER", together)
    return judged(case, ("C03",))


def at(found: Judged, point: int) -> Judged:
    """One point, as if it were alone."""
    return {
        weighting: {
            id_: [replace(part, margin=part.margin[[point]]) for part in parts] for id_, parts in claims.items()
        }
        for weighting, claims in found.items()
    }


def test_a_setting_is_a_change_of_the_number() -> None:
    by_setting = judged(Case("set", settings=("parameters.protection=0",)), ("C03",))
    by_change = judged(Case("changed", variation={"parameters.protection": Change(times=0.0)}), ("C03",))
    same(by_setting, by_change)


def test_weightings_are_of_the_same_runs(plain: Judged) -> None:
    found = judged(Case("all", weightings=tuple(WEIGHTINGS)), ("C03",))
    same({"scenario": found["scenario"]}, {"scenario": {"C03": plain["scenario"]["C03"]}})
    margins = [found[name]["C03"][0].margin for name in ("scenario", "equal", "economy")]
    assert not np.array_equal(margins[0], margins[1])
    assert not np.array_equal(margins[1], margins[2])


def test_every_run_is_counted() -> None:
    counted: list[int] = []
    evaluate([Case("one"), Case("two")], ("C05",), 2, 3, Here(), counted.append)
    assert sum(counted) == 2 * 2 * worlds_needed(("C05",))
