"""A batch that was stopped: nothing finished is lost or computed twice, and only the same batch goes on."""

import errno
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from greatgame.runs import (
    Design,
    Plan,
    Run,
    StoreError,
    Workers,
    load,
    make_design,
    members,
    opened,
    parse_range,
    read_record,
    verify,
)
from greatgame.runs import batch as batches
from greatgame.runs.plan import differences

from .batches import REGION, SHORT, Here, digests, fill, plan_of, region

PROGRAM = "import sys; from greatgame.analysis.__main__ import main; sys.argv[0] = 'greatgame'; main()"
COMMAND = ["batch", str(REGION), *(f"--set={setting}" for setting in SHORT), "--runs", "2000", "--out", "batch"]


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greatgame.runs.plan.CHUNK", 2)


@pytest.fixture
def plan(small_chunks: None) -> Plan:
    return plan_of(runs=5)


@pytest.fixture
def whole(plan: Plan, tmp_path: Path) -> dict[str, str]:
    """What a batch gives that nobody stopped."""
    fill(tmp_path / "whole", plan)
    return digests(tmp_path / "whole")


def test_what_is_there_is_not_computed_again(plan: Plan, tmp_path: Path, whole: dict[str, str]) -> None:
    place = tmp_path / "batch"
    assert fill(place, plan, units=1) == 2
    assert not (place / "run.json").exists()
    assert fill(place, plan, units=1) == 2
    assert fill(place, plan) == 1
    assert digests(place) == whole
    assert verify(place) == []


def test_what_is_complete_is_left_as_it_is(plan: Plan, tmp_path: Path) -> None:
    place = tmp_path / "batch"
    fill(place, plan)
    before = {file: file.stat().st_mtime_ns for file in place.iterdir()}
    with opened(place, plan) as batch:
        assert batch.complete
        assert batch.missing == 0
    assert fill(place, plan) == 0
    assert {file: file.stat().st_mtime_ns for file in place.iterdir()} == before


@pytest.mark.parametrize(
    ("kind", "damage"),
    [("history", "gone"), ("yearly", "cut"), ("shifts", "empty"), ("events", "gone")],
)
def test_a_chunk_is_done_when_all_its_files_can_be_read(
    plan: Plan, tmp_path: Path, whole: dict[str, str], kind: str, damage: str
) -> None:
    place = tmp_path / "batch"
    fill(place, plan, units=3)
    file = place / f"{kind}-0001.parquet"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-20] if damage == "cut" else b"")
    assert fill(place, plan) == 2
    assert digests(place) == whole


def test_what_a_kill_left_behind_is_removed(plan: Plan, tmp_path: Path, whole: dict[str, str]) -> None:
    place = tmp_path / "batch"
    fill(place, plan, units=1)
    (place / ".gg-0123456789ab.partial").write_text("half a file")
    fill(place, plan)
    assert digests(place) == whole


@pytest.mark.parametrize("step", ["events.csv", "summary.csv", "hashes", "run.json"])
def test_the_last_step_can_be_repeated(
    plan: Plan, tmp_path: Path, whole: dict[str, str], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A kill at any of its moments is an exception here, which leaves the same files."""

    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> Any:
        raise Killed

    place = tmp_path / "batch"
    with monkeypatch.context() as patch:
        if step == "events.csv":
            patch.setattr("greatgame.runs.chunk.join_csv", kill)
        elif step == "summary.csv":
            patch.setattr("greatgame.analysis.distribution.table_of", kill)
        elif step == "hashes":
            patch.setattr(batches, "record_of", kill)
        else:
            patch.setattr(Path, "replace", lambda self, to: kill() if to.name == step else self.rename(to))
        with pytest.raises(Killed):
            fill(place, plan)
    assert not (place / "run.json").exists()
    assert fill(place, plan) == 0
    assert digests(place) == whole


def test_parts_that_a_kill_has_left_are_removed(plan: Plan, tmp_path: Path, whole: dict[str, str]) -> None:
    place = tmp_path / "batch"
    fill(place, plan)
    (place / "events-0001.parquet").write_text("left")
    fill(place, plan)
    assert digests(place) == whole


def varied() -> Design:
    return make_design("grid", [parse_range("parameters.balance=1:2:2")], 5, 3)


class TestOnlyTheSameBatchGoesOn:
    @pytest.mark.parametrize(
        ("other", "said"),
        [
            (lambda: plan_of(runs=6), "--runs 5 then, 6 now"),
            (lambda: plan_of(seed=4), "--seed 3 then, 4 now"),
            (lambda: plan_of(keep="summary"), "--keep full then, summary now"),
            (lambda: plan_of(shifts=False), "shifts kept then, not kept now"),
            (lambda: plan_of(design=varied()), "what --vary and --design ask for"),
            (lambda: plan_of(model="greatgame.model:GreatGame"), "--model none then, greatgame.model:GreatGame now"),
            (lambda: plan_of(region("parameters.balance=2")), "the scenario second_region"),
            (
                lambda: plan_of(region(), region()),
                "the scenarios: second_region then, second_region, second_region now",
            ),
        ],
    )
    def test_another_request_is_refused(self, tmp_path: Path, other: Callable[[], Plan], said: str) -> None:
        fill(tmp_path / "batch", plan_of(), units=1)
        with pytest.raises(StoreError, match=f"cannot be gone on with, since this differs: .*{said}"):
            fill(tmp_path / "batch", other())

    @pytest.mark.parametrize(
        ("name", "now", "said"),
        [
            ("the code", "0" * 64, "^the code$"),
            ("numpy", "9.9", "^numpy .* then, 9.9 now$"),
            ("the processor feature ABACUS", "there", "^the processor feature ABACUS none then, there now$"),
        ],
    )
    def test_other_surroundings_differ(self, name: str, now: str, said: str) -> None:
        then = plan_of()
        (found,) = differences(then, replace(then, surroundings={**then.surroundings, name: now}))
        assert re.search(said, found)

    def test_the_same_does_not_differ(self) -> None:
        assert differences(plan_of(command=["a"]), plan_of(command=["b"])) == []

    @pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema_version": 1}', "\0"])
    def test_a_damaged_plan_is_told(self, tmp_path: Path, text: str) -> None:
        fill(tmp_path / "batch", plan_of(), units=1)
        (tmp_path / "batch" / "batch.json").write_text(text)
        with pytest.raises(StoreError, match=r"batch\.json is damaged"):
            fill(tmp_path / "batch", plan_of())

    def test_a_changed_plan_is_told(self, tmp_path: Path) -> None:
        fill(tmp_path / "batch", plan_of(), units=1)
        file = tmp_path / "batch" / "batch.json"
        file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"seed": 5}))
        with pytest.raises(StoreError, match=r"batch\.json is damaged \(it was changed"):
            fill(tmp_path / "batch", plan_of(seed=5))

    def test_two_processes_are_not_let_in(self, tmp_path: Path) -> None:
        with (
            opened(tmp_path / "batch", plan_of()),
            pytest.raises(StoreError, match="another greatgame is at work in"),
            opened(tmp_path / "batch", plan_of()),
        ):
            pass


def test_an_unfinished_batch_says_how_to_go_on(tmp_path: Path) -> None:
    fill(tmp_path / "batch", plan_of(), units=1)
    with pytest.raises(
        StoreError, match=r"holds a batch that is not finished; repeat its command with --out .* --resume"
    ):
        read_record(tmp_path / "batch")


def test_a_scenario_of_an_unfinished_batch_says_so_too(tmp_path: Path) -> None:
    place = tmp_path / "batch"
    fill(place, plan_of(region(), region("parameters.balance=2")), units=1)
    for read in (read_record, load, members):
        with pytest.raises(StoreError, match=rf"^{place} holds a batch that is not finished; repeat its command"):
            read(place if read is members else place / "second_region-2")
    (place / "notes").mkdir()
    with pytest.raises(StoreError, match="notes is not the folder of a run"):
        read_record(place / "notes")


class Killing(Here):
    """A pool in which a worker is killed by the system."""

    def map(self, function: Callable[[Any], Any], units: Sequence[Any]) -> Iterator[Any]:
        with Workers(1) as workers:
            yield from workers.map(os._exit, [3])


def test_a_worker_that_is_killed_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"a worker was killed, perhaps for want of memory; .*--resume and fewer"):
        fill(tmp_path / "batch", plan_of(), Killing())


def test_a_full_disk_keeps_what_was_finished(
    plan: Plan, tmp_path: Path, whole: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(run: Run, *_: object) -> None:
        if run.replications[0]:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("greatgame.runs.chunk.write_yearly", full)
    place = tmp_path / "batch"
    fill(place, plan, units=1)
    with monkeypatch.context() as patch:
        patch.setattr("greatgame.runs.chunk.write_parquet", lambda *_: full(Run(region(), 0, (1,), {}, None)))
        with pytest.raises(
            StoreError, match=r"no room to write .*: No space left on device; what was finished is kept"
        ):
            fill(place, plan)
    assert not list(place.glob(".*"))
    assert fill(place, plan) == 3
    assert digests(place) == whole


def start(folder: Path, *more: str) -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", PROGRAM, *COMMAND, *more]
    return subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def unhurt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("unhurt")
    _, err = (process := start(folder)).communicate()
    assert process.returncode == 0, err
    return digests(folder / "batch")


def test_killed_at_random_and_resumed_it_is_the_same(tmp_path: Path, unhurt: dict[str, str]) -> None:
    waits = random.Random(5)
    for _ in range(5):
        process = start(tmp_path, "--resume")
        time.sleep(waits.uniform(0.6, 2.5))
        process.kill()
        process.communicate()
    _, err = (process := start(tmp_path, "--resume")).communicate()
    assert process.returncode == 0, err
    assert digests(tmp_path / "batch") == unhurt
    assert verify(tmp_path / "batch") == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_stopped_it_says_how_to_go_on_and_can(tmp_path: Path, unhurt: dict[str, str]) -> None:
    place = tmp_path / "batch"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        before = set(place.glob("events-*.parquet"))  # the last file of a chunk
        process = start(tmp_path, "--resume")
        while set(place.glob("events-*.parquet")) == before:
            time.sleep(0.02)
            assert process.poll() is None
        process.send_signal(number)
        _, err = process.communicate()
        assert process.returncode == 128 + number
        last = err.splitlines()[-1]
        kept = re.match(r"greatgame: stopped; (\d+) of 2000 runs are kept; go on with: greatgame batch ", last)
        assert kept, last
        assert int(kept[1]) == 250 * len(list(place.glob("events-*.parquet")))
        assert last.endswith("--out batch --resume")
        assert not list(place.glob(".*"))
    _, err = (process := start(tmp_path, "--resume")).communicate()
    assert process.returncode == 0, err
    assert digests(place) == unhurt


def test_workers_do_not_outlive_a_kill(tmp_path: Path) -> None:
    process = start(tmp_path)
    while not list(tmp_path.glob("batch/*-0000.parquet")):
        time.sleep(0.02)
    process.kill()
    process.communicate()  # ends only when no worker holds the pipe any more
    files = digests(tmp_path / "batch")
    time.sleep(1.0)
    assert digests(tmp_path / "batch") == files


def test_a_batch_of_which_nothing_was_computed_leaves_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "batch"
    with pytest.raises(StoreError, match="nobody"), opened(folder, plan_of()):
        raise StoreError("nobody is there to work")
    assert not folder.exists()


@pytest.mark.parametrize("file", ["history-0000.parquet", "events.csv"])
def test_a_complete_batch_of_which_a_file_is_gone_is_made_whole(
    plan: Plan, tmp_path: Path, whole: dict[str, str], file: str
) -> None:
    fill(tmp_path / "batch", plan)
    member = tmp_path / "batch" / plan.members[0].folder
    (member / file).unlink()
    fill(tmp_path / "batch", plan)
    assert digests(tmp_path / "batch") == whole


def test_another_batch_is_not_gone_on_with_unasked(tmp_path: Path) -> None:
    fill(tmp_path / "batch", plan_of(), units=1)
    with pytest.raises(StoreError, match="has taken"), opened(tmp_path / "batch", plan_of(), resume=False):
        pass
