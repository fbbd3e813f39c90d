"""What data and claims rule out of the prior, and what is kept in any case."""

from collections.abc import Sequence

import numpy as np
import pytest

from greatgame.analysis.observations import Series
from greatgame.analysis.skill import matching
from greatgame.analysis.skill.forecasters import Model
from greatgame.analysis.skill.matching import FEWEST, Region, match
from greatgame.analysis.skill.shown import Shown

from .made_up import giving, leaning, model_of, seen, worlds_of

UP_AND_DOWN = (0.0, 2.0, -1.0, 1.0, -2.0, 2.0, 0.0, -3.0, 1.0, 0.0, 2.0)
"""What is observed from 1990 to 2000."""

FREE, BY_CHANCE = 1, 9.0
"""Free numbers, and three sigmas (.9973) of chi square with so many: three squared."""

WHOLE = 47.96
"""How much likelier all of it is than none: of ten changes a loading of 10/11 leaves 1/11, 10 ln(11^2)."""


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a single point be enough."""
    monkeypatch.setattr(matching, "FEWEST", 1)


def observed(path: Sequence[float] = UP_AND_DOWN) -> dict[str, list[Series]]:
    return {"aid": [seen("aid", "A", "X", dict(enumerate(path, 1990)), variance=1e-6)]}


def following(*parts: float) -> Model:
    """Points that foresee such parts of what is observed."""
    return model_of(giving([[part * value for value in UP_AND_DOWN] for part in parts]))


def claiming(**missed: Sequence[bool]) -> Model:
    points = len(next(iter(missed.values())))
    return model_of(worlds_of({"aid": np.ones((11, 1, 1, points, 1))}, missed=missed))


def with_claims(shown: Shown, **missed: Sequence[bool]) -> Model:
    return model_of(
        Shown(1990, shown.quantities, shown.membership, {id_: np.array(own) for id_, own in missed.items()})
    )


def test_points_far_off_are_ruled_out(few: None) -> None:
    found = match(observed(), following(1.0, -1.0, 0.9, 0.0), [], 2000, FREE)
    assert found.points.tolist() == [0, 2]
    assert found.share == 0.5
    assert found.strikes.tolist() == [0, 1, 0, 1]
    assert found.until == 2000


def test_odds_are_those_of_normal_errors_by_hand() -> None:
    found = match(observed(), following(1.0, 0.0, -1.0), [], 2000, FREE)
    assert found.odds == pytest.approx([0.0, WHOLE, WHOLE], rel=0.05)
    assert found.allowed == pytest.approx(BY_CHANCE, abs=1e-3)


def test_more_free_numbers_allow_more(few: None) -> None:
    model = following(1.0, 0.0)
    assert match(observed(), model, [], 2000, 1).points.tolist() == [0]
    assert match(observed(), model, [], 2000, 31).points.tolist() == [0, 1]


def test_only_what_is_known_by_the_year_rules_out(few: None) -> None:
    # Up to 1996 the second point foresees all, afterwards the contrary; six changes are few.
    paths = [UP_AND_DOWN, [*UP_AND_DOWN[:7], *(-10 * value for value in UP_AND_DOWN[7:])]]
    model = model_of(giving(paths))
    assert match(observed(), model, [], 1996, FREE).points.tolist() == [0, 1]
    assert match(observed(), model, [], 2000, FREE).points.tolist() == [0]


def test_data_that_never_move_rule_nothing_out(few: None) -> None:
    found = match(observed([1.0] * 11), following(1.0, -3.0, 0.0), [], 2000, FREE)
    assert found.odds == pytest.approx([0.0, 0.0, 0.0])
    assert found.points.tolist() == [0, 1, 2]


def test_too_few_data_rule_nothing_out(few: None) -> None:
    found = match(observed(), following(1.0, -1.0), [], 1995, FREE)
    assert found.odds.tolist() == [0.0, 0.0]
    assert found.points.tolist() == [0, 1]
    assert found.share == 1.0


def test_runs_of_a_point_are_judged_by_their_mean(few: None) -> None:
    # Two runs whose mean foresees nothing, two that foresee all.
    logs = np.array(UP_AND_DOWN)[:, np.newaxis, np.newaxis, np.newaxis, np.newaxis] * np.array(
        [[1.0, -1.0], [1.0, 1.0]]
    )
    model = model_of(worlds_of({"aid": np.exp(logs) - 0.01}))
    assert match(observed(), model, [], 2000, FREE).points.tolist() == [1]


def test_a_claim_that_fails_rules_out(few: None) -> None:
    model = claiming(C01=[True, False, False], C02=[True, False, True])
    found = match({}, model, ["C01", "C02"], 2000, FREE)
    assert found.strikes.tolist() == [2, 0, 1]
    assert found.points.tolist() == [1]
    assert found.share == pytest.approx(1 / 3)


def test_a_claim_that_is_not_asked_rules_nothing_out(few: None) -> None:
    model = claiming(C01=[True, False, False], C02=[True, False, True])
    assert match({}, model, ["C01"], 2000, FREE).points.tolist() == [1, 2]


def test_kinds_and_claims_rule_out_together(few: None) -> None:
    model = with_claims(following(1.0, -1.0, 1.0).shown, C01=[False, True, True])
    found = match(observed(), model, ["C01"], 2000, FREE)
    assert found.strikes.tolist() == [0, 2, 1]
    assert found.points.tolist() == [0]


def test_kinds_of_data_add_up(few: None) -> None:
    swing = np.array([0.5, 0.9, 0.3, 0.7, 0.1, 0.9, 0.5, 0.1, 0.7, 0.5, 0.9])
    trade = np.stack([own for right in (1, 0, 1, 0) for own in [swing if right else 1 - swing]], -1)
    shares = np.stack([trade, 1 - trade], 1)[:, np.newaxis, ..., np.newaxis]
    logs = np.array(UP_AND_DOWN)[:, np.newaxis] * np.array([1.0, 1.0, -1.0, -1.0])
    aid = np.repeat(np.exp(logs)[:, np.newaxis, np.newaxis, :, np.newaxis], 2, axis=2)
    model = model_of(worlds_of({"aid": aid, "trade": shares}))
    series = observed() | {"trade": [leaning("trade", "A", dict(enumerate(swing.tolist(), 1990)))]}
    found = match(series, model, [], 2000, FREE)
    assert found.points.tolist() == [0]
    assert found.odds[3] == pytest.approx(found.odds[1] + found.odds[2])
    assert min(found.odds[1], found.odds[2]) > BY_CHANCE


def test_those_least_at_odds_are_kept_where_too_few_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "FEWEST", 3)
    # Nothing rules out the second. Of the others, the third and the last have one strike each, the rest two; of the
    # first and the fourth the fourth is nearer to the data.
    model = with_claims(
        following(-1.0, 1.0, 1.0, 0.05, -1.0).shown,
        C01=[True, False, True, True, False],
    )
    found = match(observed(), model, ["C01"], 2000, FREE)
    assert found.strikes.tolist() == [2, 0, 1, 2, 1]
    assert found.points.tolist() == [1, 2, 4]
    assert found.share == 0.2
    monkeypatch.setattr(matching, "FEWEST", 4)
    assert match(observed(), model, ["C01"], 2000, FREE).points.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(("fine", "kept"), [(39, 40), (40, 40), (41, 41)])
def test_forty_points_are_kept_at_least(fine: int, kept: int) -> None:
    found = match({}, claiming(C01=[place >= fine for place in range(60)]), ["C01"], 2000, FREE)
    assert len(found.points) == kept
    assert set(range(fine)) <= set(found.points.tolist())
    assert found.share == pytest.approx(fine / 60)


def test_a_small_prior_is_kept_whole() -> None:
    assert FEWEST > 3
    assert match({}, claiming(C01=[True, True, True]), ["C01"], 2000, FREE).points.tolist() == [0, 1, 2]


def test_odds_that_chance_explains_are_allowed() -> None:
    found = Region(2000, np.array([9.0, 9.01]), 9.0, {"C01": np.array([True, False])}, np.arange(2))
    assert found.strikes.tolist() == [1, 1]
    assert found.ruled_out == {"data": 0.5, "C01": 0.5}
    assert found.share == 0.0
