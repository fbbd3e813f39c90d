"""Units on a real scheduler with real worker processes, some of which are killed."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from greatgame.analysis.yearly import finish, reduce
from greatgame.runs import DivergedError, Pool, StoreError, Workers, cluster, make_plan, opened, verify
from greatgame.runs.cluster import Cluster
from greatgame.runs.files import sha256
from greatgame.scenarios import load

from . import units

ROOT = Path(__file__).parents[2]
WORKER = ("--nthreads", "1", "--no-nanny", "--death-timeout", "60")
LOCAL = ("--host", "127.0.0.1", "--no-dashboard")
SETTINGS = {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}


class Place:
    """A scheduler, and the processes that work for it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self._stack = stack
        note = folder / "scheduler.json"
        self.scheduler = self._start(
            "dask_scheduler", "--port", "0", "--idle-timeout", "300", "--scheduler-file", str(note)
        )
        while not note.is_file():
            assert self.scheduler.poll() is None, "the scheduler did not start"
            time.sleep(0.05)
        self.address: str = json.loads(note.read_text())["address"]

    def workers(self, count: int, **settings: str) -> list[subprocess.Popen[bytes]]:
        """Start workers, each a process of one thread, and wait until they are there."""
        with Client(self.address, set_as_default=False) as client:
            before = len(client.nthreads())
            processes = [self._start("dask_worker", self.address, *WORKER, **settings) for _ in range(count)]
            client.wait_for_workers(before + count)
        return processes

    def _start(self, program: str, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *LOCAL, *arguments],
                cwd=self.folder,
                env={**os.environ, **SETTINGS, **settings},
                stdout=log,
                stderr=log,
            )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)  # before the wait
        return process


@contextmanager
def started(folder: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        yield Place(folder, stack)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A scheduler with two workers that live through all tests."""
    with started(tmp_path_factory.mktemp("cluster")) as place:
        place.workers(2)
        yield place


@pytest.fixture
def own_place(tmp_path: Path) -> Iterator[Place]:
    """A scheduler that a test may do to what it likes; no worker yet."""
    with started(tmp_path) as place:
        yield place


def done(address: str, folder: Path, function: Callable[[int], Any], count: int) -> list[Any]:
    with Cluster(address, folder) as pool:
        return [result for result in pool.map(function, range(count)) if result is not None]


def test_every_unit_is_done_once(place, tmp_path):
    assert sorted(done(place.address, tmp_path, units.square, 100)) == [number * number for number in range(100)]


def test_the_workers_share_the_work(place, tmp_path):
    assert len({process for _, _, process in done(place.address, tmp_path, units.slow_square, 10)}) == 2


def test_a_worker_that_is_killed_costs_no_result(own_place, tmp_path):
    first, second = own_place.workers(2)
    results = []
    with Cluster(own_place.address, tmp_path) as pool:
        for result in pool.map(units.slow_square, range(30)):
            results += [] if result is None else [result]
            if len(results) == 8 and first.poll() is None:
                first.kill()
    assert sorted((number, square) for number, square, _ in results) == [(number, number**2) for number in range(30)]
    assert {process for _, _, process in results} == {first.pid, second.pid}


def test_a_worker_that_comes_later_takes_part(own_place, tmp_path):
    first = own_place.workers(1)[0]
    seen = set()
    with Cluster(own_place.address, tmp_path) as pool:
        for result in pool.map(units.slow_square, range(60)):
            if result is not None and not seen:
                own_place.workers(1)
            seen |= set() if result is None else {result[2]}
    assert len(seen - {first.pid}) == 1


def test_a_batch_outlives_its_only_worker_if_another_comes(own_place, tmp_path):
    first = own_place.workers(1)[0]
    results = []
    with Cluster(own_place.address, tmp_path) as pool:
        for result in pool.map(units.slow_square, range(10)):
            results += [] if result is None else [result]
            if len(results) == 3 and first.poll() is None:
                first.kill()
                first.wait()
                own_place.workers(1)
    assert sorted(number for number, _, _ in results) == list(range(10))


def test_a_batch_without_workers_ends(own_place, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_GONE", 0.5)
    monkeypatch.setattr(cluster, "_SURVEY", 0.1)
    worker = own_place.workers(1)[0]
    with Cluster(own_place.address, tmp_path) as pool:
        results = pool.map(units.slow_square, range(10))
        next(results)
        worker.kill()
        with pytest.raises(StoreError, match=r"no worker has been connected.*--resume"):
            list(results)


def test_a_unit_that_takes_its_workers_down_is_named(own_place, tmp_path):
    own_place.workers(3)
    with pytest.raises(StoreError, match=r"lost with each of the 2 workers.*memory.*--resume"):
        done(own_place.address, tmp_path, units.deadly, 1)


@pytest.mark.parametrize(
    ("function", "kind", "message"),
    [
        (units.full_disk, StoreError, "no room to write chunk 0"),
        (units.diverging, DivergedError, "diverged in 1995-03"),
        (units.broken, ZeroDivisionError, "a bug"),
    ],
)
def test_an_error_of_a_unit_arrives_as_it_was_raised(place, tmp_path, function, kind, message):
    with pytest.raises(StoreError if kind is StoreError else kind, match=message) as caught:
        done(place.address, tmp_path, function, 1)
    assert type(caught.value) is kind


def test_a_unit_is_tried_again_when_its_worker_stumbles(place, tmp_path):
    notes = tmp_path / "notes"
    assert done(place.address, tmp_path, partial(units.at_the_third_time, notes), 1) == [0]
    assert notes.read_text() == "xxx"


def test_what_a_unit_refuses_is_not_tried_again(place, tmp_path):
    notes = tmp_path / "notes"
    with pytest.raises(StoreError, match="no room"):
        done(place.address, tmp_path, partial(units.noted_full_disk, notes), 1)
    assert notes.read_text() == "x"


def test_the_caller_gets_its_turn_while_nothing_comes(place, tmp_path):
    with Cluster(place.address, tmp_path) as pool:
        assert next(pool.map(units.nap, [1])) is None


def test_leaving_takes_back_what_has_not_begun(place, tmp_path):
    with suppress(KeyboardInterrupt), Cluster(place.address, tmp_path) as pool:
        for result in pool.map(partial(units.left_behind, tmp_path), range(50)):
            if result is not None:
                raise KeyboardInterrupt
    with Client(place.address, set_as_default=False) as client:
        while client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)):
            time.sleep(0.05)
    assert len(list(tmp_path.iterdir())) < 10


def test_nothing_is_left_in_the_folder(place, tmp_path):
    done(place.address, tmp_path, units.square, 3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "nonsense", "", "ftp://127.0.0.1:21", "tcp://"]
)
def test_an_address_where_nobody_answers_is_told(tmp_path, monkeypatch, address):
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    with pytest.raises(StoreError, match=r"no scheduler answers at .*; start one with `dask scheduler`"):
        done(address, tmp_path, units.square, 1)


def test_a_scheduler_without_workers_is_told(own_place, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    with pytest.raises(StoreError, match=r"no worker is connected to .*; start one with `dask worker tcp://"):
        done(own_place.address, tmp_path, units.square, 1)


@pytest.mark.parametrize("name", ["numpy", "the processor feature AVX9000"])
def test_a_worker_that_would_give_other_bytes_is_refused(place, tmp_path, monkeypatch, name):
    here = {**cluster._surroundings(), name: "another"}
    monkeypatch.setattr(cluster, "_surroundings", lambda: here)
    with pytest.raises(StoreError, match=rf"worker tcp://.*differs in {name} \(.* on it, another here\); use workers"):
        done(place.address, tmp_path, units.square, 1)


def test_a_unit_is_refused_by_a_worker_that_was_not_asked_yet():
    answer = cluster._attempt({**cluster._surroundings(), "numpy": "another"}, units.square, 1)
    assert isinstance(answer, StoreError)


def test_a_worker_with_other_code_is_refused(own_place, tmp_path):
    for part in ("model", "scenarios", "runs", "analysis"):
        shutil.copytree(ROOT / part, tmp_path / "greatgame" / part, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "greatgame" / "model" / "month.py").open("a") as file:
        file.write("# another month\n")
    own_place.workers(1, PYTHONPATH=str(tmp_path))
    with pytest.raises(StoreError, match="differs in the code;"):
        done(own_place.address, tmp_path, units.square, 1)


def test_a_worker_without_greatgame_is_refused(own_place, tmp_path):
    (tmp_path / "greatgame.py").touch()
    own_place.workers(1, PYTHONPATH=str(tmp_path))
    with pytest.raises(StoreError, match="cannot load greatgame"):
        done(own_place.address, tmp_path, units.square, 1)


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="needs a path that each process sees for itself")
def test_a_worker_that_does_not_see_the_folder_is_refused(place, tmp_path, monkeypatch):
    (tmp_path / "results").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=r"does not see /proc/self/cwd/results; choose an --out that all workers"):
        done(place.address, Path("/proc/self/cwd/results"), units.square, 1)


def test_a_lost_scheduler_is_told_in_one_line_and_nothing_else(own_place, tmp_path):
    own_place.workers(1)
    script = """if True:
        import sys
        from pathlib import Path
        from greatgame.runs import StoreError
        from greatgame.runs.cluster import Cluster
        from tests.runs import units
        try:
            with Cluster(sys.argv[1], Path(sys.argv[2])) as pool:
                list(pool.map(units.kill, [int(sys.argv[3])]))
        except StoreError as error:
            print(error)
    """
    found = subprocess.run(
        [sys.executable, "-c", script, own_place.address, tmp_path, str(own_place.scheduler.pid)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    gone = f"the scheduler at {own_place.address} is gone; start it again, then go on with --resume\n"
    assert (found.stdout, found.stderr) == (gone, "")


def written(folder: Path, pool: Pool, *, kill: subprocess.Popen[bytes] | None = None) -> dict[str, str]:
    """Write a batch of 4 chunks, and give the hash of each data file; perhaps a worker is killed on the way."""
    world = load(ROOT / "tests" / "second_region.yaml", ["end=1804-06"])
    with opened(folder, make_plan([world], 800, seed=3)) as batch, pool:
        for found in batch.work(pool, reduce, finish):
            if found is not None and kill is not None:
                kill.kill()
    return {file.name: sha256(file) for file in folder.iterdir() if file.name not in {"run.json", "batch.json"}}


def test_a_batch_on_a_cluster_has_the_bytes_of_one_on_this_machine(own_place, tmp_path):
    worker, _ = own_place.workers(2)
    far = tmp_path / "far"
    there = written(far, Cluster(own_place.address, far), kill=worker)
    assert there == written(tmp_path / "near", Workers(1))
    assert {f"history-{number:04}.parquet" for number in range(4)} < set(there)
    assert verify(far) == []
