"""Chunks on other machines: a pool of the workers of a `dask.distributed` scheduler.

A chunk has the same bytes wherever it is computed only if the code, the libraries and what numpy uses of the processor
are the same there, so workers that differ are refused. A worker that is lost costs the chunks it had in hand, which
others compute again.
"""

import gc
import logging
import os
import tempfile
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from .files import StoreError
from .plan import surroundings
from .workers import POLL, Done, Unit

if TYPE_CHECKING:
    from distributed import Future

_SURVEY = 2.0
"""Seconds between two looks at the workers."""

_PATIENCE = 10.0
"""Seconds for the scheduler to answer, and then for a first worker to be there."""

_GONE = 60.0
"""Seconds without any worker after which a batch ends: a cluster may replace those it has taken away."""

_AHEAD = 2
"""Units sent out for each thread of the workers: one in hand and one to go on with."""

_RETRIES = 2
"""Of a unit that fails for a reason of its worker's, such as a file system that is away for a moment."""

_LOGGERS = ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application", "asyncio")


class Cluster:
    """The workers of a `dask.distributed` scheduler; see `workers.Pool`.

    Leaving the block takes back what has not begun; a chunk that a worker has in hand is finished, and kept.

    Parameters
    ----------
    address : str
        The scheduler's, ``tcp://HOST:PORT``.
    folder : path
        Where the units write; it exists, and must be the same folder for every worker.

    Raises
    ------
    StoreError
        On entering, if dask is not installed, the scheduler does not answer, there is no worker, or one of them differs
        in what makes the bytes of a result or does not see the folder.
    """

    def __init__(self, address: str, folder: Path | str) -> None:
        self._client: Any = None
        self._address = address
        self._folder = Path(folder).absolute()
        self._admitted: set[str] = set()
        self._threads = 0
        self._surveyed = self._manned = 0.0
        self._levels: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._client = _connected(self._address)
        self._manned = time.monotonic()
        self._levels = {name: logging.getLogger(name).level for name in _LOGGERS}
        for name in _LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
            self._survey()
        except TimeoutError:
            self.__exit__()
            raise StoreError(
                f"no worker is connected to {self._address}; start one with `dask worker {self._address}`"
            ) from None
        except OSError:
            self.__exit__()
            raise self._lost() from None
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)

    def map(self, function: Callable[[Unit], Done], units: Sequence[Unit]) -> Iterator[Done | None]:
        """Do units, as many at a time as keep the workers busy; see `workers.Pool.map`.

        A unit may be done twice, even at the same time.

        Raises
        ------
        StoreError
            The first of a unit; or if the scheduler or all workers are lost, if a unit was lost with several workers,
            or if a worker that has come later is refused.
        """
        came: SimpleQueue[Future[Any]] = SimpleQueue()
        waiting, running = deque(units), set["Future[Any]"]()
        while waiting or running:
            if time.monotonic() - self._surveyed > _SURVEY:
                self._survey()
            while waiting and len(running) < _AHEAD * self._threads:
                future = self._client.submit(
                    _attempt, _surroundings(), function, waiting.popleft(), pure=False, retries=_RETRIES
                )
                future.add_done_callback(came.put)
                running.add(future)
            try:
                future = came.get(timeout=POLL)
            except Empty:
                yield None
                continue
            try:
                done = self._result(future)
            except _NotYetError:
                future.add_done_callback(came.put)
                yield None
                continue
            running.remove(future)
            yield done

    def _result(self, future: "Future[Any]") -> Any:
        from concurrent.futures import CancelledError

        from distributed.scheduler import KilledWorker

        try:
            done = future.result(timeout=POLL)
        except TimeoutError:
            if future.status == "error":  # the unit's own
                raise
            raise _NotYetError from None
        except CancelledError:
            raise self._lost() from None
        except KilledWorker as error:
            raise StoreError(
                f"a chunk was lost with each of the {error.allowed_failures + 1} workers that had it in hand; look at "
                "their logs (too little memory is the usual reason), then go on with --resume"
            ) from None
        if isinstance(done, StoreError):
            raise done
        return done

    def _survey(self) -> None:
        """Count the workers, and check those that are new."""
        try:
            workers = self._client.nthreads()
        except OSError:
            raise self._lost() from None
        self._surveyed = time.monotonic()
        self._threads = sum(workers.values())
        if workers:
            self._manned = self._surveyed
        elif self._surveyed - self._manned > _GONE:
            raise StoreError(
                f"no worker has been connected to {self._address} for {_GONE:.0f} seconds; start some, "
                "then go on with --resume"
            )
        self._admit(sorted(set(workers) - self._admitted))

    def _admit(self, workers: list[str]) -> None:
        if not workers:
            return
        try:
            with tempfile.NamedTemporaryFile(prefix=".gg-", suffix=".seen", dir=self._folder) as token:
                answers = self._client.run(_answer, token.name, workers=workers, on_error="return")
        except OSError as error:
            raise StoreError(f"cannot write into {self._folder}: {error.strerror or error}") from error
        for worker, answer in answers.items():
            if isinstance(answer, OSError):  # it is lost already
                continue
            if isinstance(answer, Exception):
                raise StoreError(
                    f"worker {worker} cannot load greatgame ({type(answer).__name__}: {answer}); "
                    "install there what is installed here"
                )
            found, sees = answer
            _compare(f"worker {worker}", found, _surroundings())
            if not sees:
                raise StoreError(f"worker {worker} does not see {self._folder}; choose an --out that all workers share")
            self._admitted.add(worker)

    def _lost(self) -> StoreError:
        return StoreError(f"the scheduler at {self._address} is gone; start it again, then go on with --resume")


class _NotYetError(Exception):
    """A result was lost with its worker before it could be fetched, and is computed again."""


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise StoreError("--cluster needs dask; install it with `pip install 'greatgame[cluster]'`") from None
    with warnings.catch_warnings(), suppress(OSError, ValueError, TypeError):
        warnings.simplefilter("ignore")  # versions are compared by `_compare`
        return Client(address, timeout=_PATIENCE, set_as_default=False)
    gc.collect()  # a client that came to nothing, collected while the next one starts, would wait for it forever
    raise StoreError(
        f"no scheduler answers at {address}; start one with `dask scheduler` and give the address that it prints, "
        "tcp://HOST:PORT"
    )


def _attempt(expected: Mapping[str, str], function: Callable[[Any], Any], unit: Any) -> Any:
    """Do a unit on a worker; what it refuses comes back as a result, because trying again would not help."""
    try:
        _compare("a worker", _surroundings(), expected)
        return function(unit)
    except StoreError as error:
        return error


def _answer(token: str) -> tuple[Mapping[str, str], bool]:
    return _surroundings(), os.path.exists(token)


@cache
def _surroundings() -> Mapping[str, str]:
    """What the bytes depend on here, as it was when first asked: a process keeps the code that it has loaded."""
    return surroundings()


def _compare(who: str, theirs: Mapping[str, str], ours: Mapping[str, str]) -> None:
    pairs = [(name, theirs.get(name, "none"), ours.get(name, "none")) for name in {**ours, **theirs}]
    differing = [
        name if len(there) == len(here) == 64 else f"{name} ({there} on it, {here} here)"
        for name, there, here in pairs
        if there != here
    ]
    if differing:
        more = f" and {len(differing) - 4} more" if len(differing) > 4 else ""
        raise StoreError(
            f"{who} would not give the same bytes, it differs in {', '.join(differing[:4])}{more}; use workers with "
            "the same installation on the same kind of processor"
        )
