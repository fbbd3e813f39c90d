"""Why a state moved, over the replications of a batch."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from greatgame.analysis import causes as causes_of
from greatgame.analysis.causes import effects
from greatgame.analysis.explain import account_for, ask
from greatgame.analysis.explain_batch import Explained, explain_all, runs_needed, scenario_of
from greatgame.analysis.explaining import of_all
from greatgame.analysis.failure import Failure
from greatgame.runs import read_record, run
from greatgame.scenarios import load

from .batches import batch
from .conftest import BAY, Command

RUNS = 7
WINDOW = {"start": "1991-05", "end": "1992-05"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batches")
    batch(folder / "full", load(BAY), runs=RUNS, shifts=False)
    batch(folder / "summary", load(BAY), runs=RUNS, keep="summary")
    batch(folder / "both", load(BAY), load(BAY, ["shocks.storm.strength=0"]), runs=2, keep="summary")
    batch(folder / "grid", load(BAY), runs=2, vary=["shocks.storm.strength=0:1:2"], shifts=False)
    return folder


def explained(folder: Path, ticks: list[int] | None = None) -> Explained:
    record = read_record(folder)
    question = ask(scenario_of(record), "TAR", **WINDOW)
    return explain_all(folder, record, question, (ticks if ticks is not None else []).append)


def test_means_and_bands_are_those_of_the_worlds_one_by_one(place: Path) -> None:
    got = explained(place / "full")
    question = ask(load(BAY), "TAR", **WINDOW)
    worlds = [run(load(BAY), 1, number) for number in range(RUNS)]
    accounts = [account_for(world, question) for world in worlds]
    parts = np.stack([account.parts for account in accounts])
    assert got.number == RUNS
    np.testing.assert_allclose(got.parts.mean, parts.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(got.parts.low, np.quantile(parts, 0.05, axis=0), atol=1e-12)
    np.testing.assert_allclose(got.parts.high, np.quantile(parts, 0.95, axis=0), atol=1e-12)
    np.testing.assert_allclose(got.before.mean, np.mean([account.before for account in accounts], axis=0))
    storms = [effects(world, question)[0].effect for world in worlds]
    effect, band = got.effects[0]
    assert effect.label == "The great storm"
    np.testing.assert_allclose(band.mean, np.mean(storms, axis=0), atol=1e-12)
    np.testing.assert_allclose(band.high, np.quantile(storms, 0.95, axis=0), atol=1e-12)


def test_the_means_of_the_drivers_sum_to_the_mean_change(place: Path) -> None:
    got = explained(place / "full")
    np.testing.assert_allclose(got.parts.mean.sum(axis=0), got.change.mean, atol=1e-9)


def test_it_does_not_depend_on_how_many_are_run_at_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = explained(place / "full")
    monkeypatch.setattr("greatgame.analysis.explain.AT_ONCE", 3)
    monkeypatch.setattr(causes_of, "AT_ONCE", 3)
    pieces = explained(place / "full")
    np.testing.assert_array_equal(whole.parts.low, pieces.parts.low)
    np.testing.assert_array_equal(whole.effects[0][1].mean, pieces.effects[0][1].mean)


def test_months_that_were_not_kept_are_run_again(place: Path) -> None:
    np.testing.assert_array_equal(explained(place / "summary").parts.mean, explained(place / "full").parts.mean)


def test_progress_counts_every_run(place: Path) -> None:
    ticks: list[int] = []
    explained(place / "full", ticks)
    record = read_record(place / "full")
    assert sum(ticks) == runs_needed(record, ask(scenario_of(record), "TAR", **WINDOW)) == 2 * RUNS


def test_a_batch_of_several_scenarios_or_with_a_design_wants_a_choice(place: Path) -> None:
    with pytest.raises(Failure, match=r"several scenarios \(world, world-2\)"):
        of_all(place / "both", None)
    with pytest.raises(Failure, match="--replication"):
        of_all(place / "grid", None)
    assert of_all(place / "grid", 1) is None


def test_a_world_of_a_design_is_that_of_its_point(greatgame: Command, place: Path) -> None:
    asked = ("--state", "TAR", "--from", "1991-05", "--to", "1992-05", "--replication")
    code, out, _ = greatgame("explain", place / "grid", *asked, 1)
    assert code == 0
    assert "No shock acts in this window." in out
    code, out, _ = greatgame("explain", place / "grid", *asked, 3)
    assert code == 0
    assert "The great storm" in out


def test_the_command_says_how_many_replications(greatgame: Command, place: Path) -> None:
    code, out, err = greatgame("explain", place / "summary", "--state", "TAR", "--from", "1991-05")
    assert (code, err) == (0, "")
    assert max(len(line) for line in out.splitlines()) <= 80
    said = " ".join(out.split())
    assert f"{RUNS} replications: run again, the same histories" in said
    assert f"over {RUNS} pairs of worlds" in said
    assert "The great storm" in out


def test_one_replication_is_explained_as_before(greatgame: Command, place: Path) -> None:
    code, out, _ = greatgame("explain", place / "summary", "--state", "TAR", "--replication", 4)
    assert code == 0
    assert "replication 4: run again, the same history." in " ".join(out.split())


def test_a_batch_that_was_changed_is_refused(place: Path, tmp_path: Path, greatgame: Command) -> None:
    shutil.copytree(place / "summary", tmp_path / "copy")
    with (tmp_path / "copy" / "summary.csv").open("a") as file:
        file.write("more\n")
    code, out, err = greatgame("explain", tmp_path / "copy", "--state", "TAR")
    assert (code, out) == (1, "")
    assert "summary.csv changed" in err
