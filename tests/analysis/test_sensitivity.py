"""Which numbers an outcome depends on: known answers, the worlds behind them, and the command."""

import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from greatgame.analysis import sensitivity
from greatgame.analysis.claims import CLAIMS, score
from greatgame.analysis.claims.evaluate import Case, evaluate
from greatgame.analysis.claims.score import of_point
from greatgame.analysis.outcomes import parse_outcome
from greatgame.analysis.sensitivity import Study, claim_margins, design, effects, noise_share, simulate
from greatgame.analysis.sensitivity_figures import figure
from greatgame.analysis.sensitivity_numbers import Moved, moved
from greatgame.analysis.sensitivity_report import Finding, sentences
from greatgame.runs import ensemble
from greatgame.scenarios import load, numbers

from .batches import Here
from .conftest import BAY, Command
from .pictures import check_texts, text_of_png

PATHS = ("parameters.protection", "parameters.offer", "domains.fleet.adjustment")
VARY = ["parameters.protection=2:6", "parameters.offer=0.5:1", "domains.fleet.adjustment=0.1:0.4"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def study(method: Any, items: tuple[Moved, ...], points: int, *, runs: int = 3, seed: int = 0, **more: Any) -> Study:
    scenario = load(BAY)
    name = more.get("outcome", "alignment.TAR.WES.fleet.1993-12")
    return Study(scenario, parse_outcome(name, scenario), method, items, points, runs, seed)


def named(low: float, high: float, *paths: str) -> tuple[Moved, ...]:
    return tuple(Moved(path, low, high, "log odds") for path in paths)


def found(asked: Study, responses: np.ndarray, noise: float | None = None) -> Finding:
    points = design(asked)
    return Finding(asked, points, responses, effects(asked, points, responses), noise)


def test_the_shares_of_ishigamis_function_are_known() -> None:
    # Ishigami & Homma (1990) with a = 7, b = 0.1; the shares follow in closed form.
    asked = study("sobol", named(-math.pi, math.pi, "one", "two", "three"), 1024)
    one, two, three = design(asked).T
    result = effects(asked, design(asked), np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one))
    assert result["S1"] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert result["ST"] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)
    assert (result["ST_low"] < result["ST"]).all()
    assert (result["ST"] < result["ST_high"]).all()


def test_the_elementary_effects_of_a_linear_function_are_its_slopes() -> None:
    asked = study("morris", named(0.0, 2.0, "one", "two", "three"), 8)
    points = design(asked)
    result = effects(asked, points, points @ np.array([1.0, -3.0, 0.0]))
    assert result["mu"] == pytest.approx([2.0, -6.0, 0.0])
    assert result["mu_star"] == pytest.approx([2.0, 6.0, 0.0])
    assert result["sigma"] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_the_same_seed_gives_the_same_points_and_intervals(method: str) -> None:
    asked = study(method, named(0.0, 1.0, "one", "two"), 8)
    responses = np.sin(9 * design(asked)).sum(axis=1)
    first, second = (effects(asked, design(asked), responses) for _ in range(2))
    assert {name: values.tolist() for name, values in first.items()} == {
        name: values.tolist() for name, values in second.items()
    }


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_another_seed_gives_other_points(method: str) -> None:
    items = named(0.0, 1.0, "one", "two")
    assert (design(study(method, items, 8)) != design(study(method, items, 8, seed=1))).any()


def test_the_response_at_a_point_is_that_of_the_scenario_with_these_settings() -> None:
    asked = study("sobol", moved(load(BAY), "tuned", VARY), 2, runs=4, seed=5)
    points = design(asked)
    with Here() as pool:
        responses = simulate(asked, points, pool, lambda done: None).mean(axis=1)
    for point in (0, 3, 9):
        settings = [f"{path}={value!r}" for path, value in zip(PATHS, points[point].tolist(), strict=True)]
        alone = ensemble(asked.scenario.with_settings(settings), 4, seed=5)
        assert responses[point] == alone.history["alignment"][47, 1, 1, 0].mean()


def test_it_does_not_matter_where_the_work_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = study("morris", moved(load(BAY), "tuned", VARY), 4)
    with Here() as pool:
        whole = simulate(asked, design(asked), pool, lambda done: None)
        monkeypatch.setattr(sensitivity, "TOGETHER", 7)
        assert simulate(asked, design(asked), pool, lambda done: None).tolist() == whole.tolist()


def test_the_margin_of_a_claim_at_the_scenarios_own_values_is_that_of_the_scenario() -> None:
    scenario = load("us_entry_2001")
    (item,) = moved(scenario, "tuned", ["parameters.balance=1:4"])
    asked = Study(scenario, parse_outcome("claim.C05", scenario), "sobol", (item,), 1, 2, 1)
    with Here() as pool:
        (margin,) = claim_margins(asked, np.array([[item.value]]), pool, lambda done: None)
        (judged,) = evaluate([Case("as it is")], ["C05"], 2, 1, pool)
    assert margin == pytest.approx(score(CLAIMS["C05"], of_point(judged["scenario"]["C05"], 0)).margin, abs=1e-12)


def test_for_a_claim_what_a_world_has_set_to_nothing_stays_nothing() -> None:
    (item,) = moved(load(BAY), "tuned", ["parameters.balance=1:4"])
    assert item.scaled(np.array([1.0, 4.0])).of(0.0).tolist() == [0.0, 0.0]
    assert item.scaled(np.array([1.0, 4.0])).of(item.value) == pytest.approx([1.0, 4.0])


def test_by_default_all_that_is_tuned_moves_within_its_range() -> None:
    scenario = load("us_entry_2001")
    ranges = {item.path: (item.low, item.high) for item in moved(scenario, "tuned", [])}
    tuned = {number.path: number.tuned for number in numbers(scenario) if number.kind == "tuned"}
    assert ranges.keys() == tuned.keys()
    assert ranges["parameters.balance"] == tuned["parameters.balance"]


def test_a_tuned_series_moves_so_that_its_largest_value_reaches_the_ends() -> None:
    demand = "powers.USA.demand.counter_terror={points: {1992-01: 0, 1995-06: 0.2}, step: true, tuned: [0, 0.4]}"
    item = next(item for item in moved(load("us_entry_2001", [demand]), "tuned", []) if item.factor)
    assert item.path == "powers.USA.demand.counter_terror"
    assert (item.low, item.high) == pytest.approx((0.0, 2.0))


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [
        ("sources.reef.strength", 0.24, 0.36),
        ("states.TAR.exposure.reef", 0.8, 1.0),  # more than 1 is not admitted
        ("shocks.storm.causes.relations.EAS-WES.trust", -0.24, -0.16),
        ("states.TAR.unrest", 0.8, 1.2),  # a series: times
    ],
)
def test_what_is_assumed_moves_by_a_fifth(path: str, low: float, high: float) -> None:
    item = next(item for item in moved(load(BAY), "assumed", []) if item.path == path)
    assert (item.low, item.high) == pytest.approx((low, high))


def test_both_kinds_together_are_all() -> None:
    scenario = load(BAY)
    tuned, assumed, both = ({item.path for item in moved(scenario, which, [])} for which in ("tuned", "assumed", "all"))
    assert both == tuned | assumed


def test_an_outcome_that_nothing_changes_is_told_so() -> None:
    asked = study("sobol", named(0.0, 1.0, "one", "two"), 4)
    (said,) = sentences(found(asked, np.full(asked.size, 0.25)))
    assert said.startswith("Nothing that was varied changes alignment.TAR.WES.fleet.1993-12: it is 0.25 at all points.")


def test_what_makes_most_of_the_variance_is_named() -> None:
    asked = study("sobol", named(0.0, 1.0, "one", "two"), 1024)
    said = " ".join(sentences(found(asked, design(asked) @ np.array([1.0, 0.1]))))
    assert "Most of the variance of alignment.TAR.WES.fleet.1993-12 comes from one (99 %) by themselves." in said
    assert "Warning" not in said


def test_few_points_are_warned_of() -> None:
    asked = study("sobol", named(0.0, 1.0, "one", "two"), 4)
    assert "take --points 16" in " ".join(sentences(found(asked, design(asked).sum(axis=1))))


def test_few_runs_are_warned_of() -> None:
    asked = study("morris", named(0.0, 1.0, "one", "two"), 8)
    said = " ".join(sentences(found(asked, design(asked).sum(axis=1), noise=0.4)))
    assert "about 40 % of the variance over the points is left of the noise of 3 runs; take --runs 12" in said


def test_noise_that_all_points_share_does_not_count() -> None:
    chance = np.random.default_rng(1)
    assert noise_share(chance.normal(size=(50, 1)) + chance.normal(size=10)) == pytest.approx(0.0, abs=1e-12)


def test_the_noise_is_all_of_the_variance_where_the_numbers_do_nothing() -> None:
    assert noise_share(np.random.default_rng(1).normal(size=(4000, 10))) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_no_text_of_the_figure_lies_over_another(method: str) -> None:
    paths = [*PATHS, "shocks.storm.causes.relations.EAS-WES.trust", "powers.WES.demand.patrol"]
    asked = study(method, named(0.0, 1.0, *paths), 8)
    check_texts(figure(found(asked, design(asked) @ np.arange(5.0))))


def asked_for(*more: object) -> list[object]:
    words = [word for text in VARY for word in ("--vary", text)]
    return ["sensitivity", BAY, "--outcome", "alignment.TAR.WES.fleet.1993", "--runs", 3, *words, *more]


@pytest.mark.parametrize(("method", "column"), [("sobol", "ST"), ("morris", "mu_star")])
def test_the_command_says_and_writes_what_it_found(greatgame: Command, method: str, column: str) -> None:
    code, out, err = greatgame(*asked_for("--method", method, "--points", 8, "--seed", 2, "--workers", 1))
    assert code == 0, err
    said = " ".join(out.split())
    folder = Path("results/sensitivity-world-2")
    points = 8 * (5 if method == "sobol" else 4)
    assert f"3 numbers, {points} points of 3 runs, {3 * points} in all." in said
    assert f"what made them: {folder}" in said
    record = json.loads((folder / "sensitivity.json").read_text())
    assert sorted(record["data"]) == ["design.parquet", "sensitivity.csv", "sensitivity.png", "sensitivity.tex"]
    assert record["seed"] == 2
    assert [item["path"] for item in record["varied"]] == list(PATHS)
    assert column in (folder / "sensitivity.csv").read_text().splitlines()[0].split(",")
    table = pq.read_table(folder / "design.parquet")
    assert table.column_names == ["point", *PATHS, "response"]
    assert table.num_rows == points
    about = text_of_png((folder / "sensitivity.png").read_bytes())
    assert (about["Scenario"], about["Seed"]) == ("world", "2")
    assert about["Software"].startswith("greatgame ")


def test_any_number_of_workers_writes_the_same_bytes(greatgame: Command) -> None:
    written: list[dict[str, str]] = []
    for workers in (1, 2):
        words = asked_for("--points", 128, "--workers", workers, "--out", f"by{workers}")
        code, _, err = greatgame(*words)
        assert code == 0, err
        written.append(json.loads(Path(f"by{workers}/sensitivity.json").read_text())["data"])
    assert written[0] == written[1]


def test_a_folder_is_never_overwritten(greatgame: Command) -> None:
    Path("taken").mkdir()
    Path("taken/thesis").touch()
    code, _, err = greatgame(*asked_for("--out", "taken"))
    assert code == 2
    assert "taken exists already and is not overwritten; choose another --out" in err


def test_everything_that_is_wrong_is_told_at_once(greatgame: Command) -> None:
    wrong = ["balence=1:2", "balance=2:1", "balance=1", "saturation=-1:3", "offer=0.5:1", "balance=a:b"]
    vary = [word for text in wrong for word in ("--vary", f"parameters.{text}")]
    code, _, err = greatgame(*asked_for(*vary, "--points", 6, "--outcome", "alignment.TAR.WES"))
    assert code == 2
    for said in (
        "--outcome alignment.TAR.WES: it does not end in a date",
        "--points 6: Sobol' takes a power of two; write 4 or 8",
        "did you mean 'parameters.balance'?",
        "--vary parameters.balance=2:1: LOW 2 is not below HIGH 1",
        "--vary parameters.balance=1: write PATH=LOW:HIGH",
        "--vary parameters.saturation=-1:3: -1 is not admitted there",
        "--vary parameters.offer: is varied twice",
        "--vary parameters.balance=a:b: LOW and HIGH must be numbers",
    ):
        assert said in err, said
    assert not Path("results").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("states.TAR.core=0:1", "it is 0 or 1, which has no range"),
        ("states.OAK.resources=0:1", "no number of the run of world stands there"),
        ("start=1:2", "no number of the run of world stands there"),
    ],
)
def test_what_has_no_range_is_not_varied(greatgame: Command, text: str, said: str) -> None:
    code, _, err = greatgame(*asked_for("--vary", text))
    assert code == 2
    assert said in err


def test_more_runs_than_anybody_waits_for_are_refused(greatgame: Command) -> None:
    code, _, err = greatgame(*asked_for("--points", 2**20))
    assert code == 2
    assert "are more than 10000000 runs; take fewer --points or --runs" in err


def test_without_salib_one_line_says_how_to_get_it(greatgame: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib", None)
    code, _, err = greatgame(*asked_for())
    assert (code, len(err.splitlines())) == (2, 1)
    assert "pip install 'greatgame[sensitivity]'" in err


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_the_command_says_that_nothing_matters(greatgame: Command, method: str) -> None:
    words = ("--outcome", "member.TAR.LEA.1990-01", "--method", method, "--points", 4, "--workers", 1)
    code, out, err = greatgame(*asked_for(*words))
    assert code == 0, err
    assert "Nothing that was varied changes member.TAR.LEA.1990-01: it is 0 at all points." in " ".join(out.split())
    assert "Warning" not in out + err
