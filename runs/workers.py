"""Processes on this machine that do the units of a batch."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import wait as wait_for
from typing import Any, Protocol, Self, TypeVar

from .files import StoreError

POLL = 0.2
"""Seconds that the caller waits for a result before it gets its turn."""

_SIGNALS = ("SIGINT", "SIGHUP")

Unit = TypeVar("Unit")
Done = TypeVar("Done")


class Pool(Protocol):
    """Does units somewhere, for the length of a ``with`` block; leaving it by an error stops everything at once."""

    def __enter__(self) -> Self:
        """Get ready."""
        ...

    def __exit__(self, *_: object) -> None:
        """Close."""
        ...

    def map(self, function: Callable[[Unit], Done], units: Sequence[Unit]) -> Iterator[Done | None]:
        """Do units.

        Parameters
        ----------
        function : callable
            A module-level function, or a `functools.partial` of one.
        units : sequence
            What to call it with, one by one.

        Yields
        ------
        object or None
            Results as they come; None when there was none for 0.2 s, so that the caller can look about.

        Raises
        ------
        StoreError
            The first of a unit.
        """
        ...


def cores() -> int:
    """Count the cores that this process may use.

    Returns
    -------
    int
        At least 1.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Processes of this machine; see `Pool`.

    They end by themselves if this process is killed. What they print is not shown.

    Parameters
    ----------
    number : int
        How many.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._others: set[Any] = set()
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        self._others = set(multiprocessing.active_children())
        _open_standard_streams()
        context = multiprocessing.get_context("spawn")
        with _unheard(), _silent_tracker():
            self._executor = ProcessPoolExecutor(self._number, context, _prepare)
        return self

    def __exit__(self, *error: object) -> None:
        assert self._executor is not None
        if error[0] is not None:
            for process in set(multiprocessing.active_children()) - self._others:
                process.kill()
        self._executor.shutdown(cancel_futures=error[0] is not None)

    def map(self, function: Callable[[Unit], Done], units: Sequence[Unit]) -> Iterator[Done | None]:
        """Do units; see `Pool.map`."""
        assert self._executor is not None
        waiting, running = iter(units), set["Future[Done]"]()
        try:
            while True:
                with _unheard():
                    for unit in islice(waiting, 2 * self._number - len(running)):
                        running.add(self._executor.submit(function, unit))
                if not running:
                    return
                done, running = wait(running, POLL, FIRST_COMPLETED)
                for future in done:
                    yield future.result()
                yield None
        except BrokenProcessPool:
            raise StoreError(
                "a worker was killed, perhaps for want of memory; what was finished is kept: go on with --resume and "
                "fewer --workers"
            ) from None
        except OSError as error:  # no room for a process or its pipes
            raise StoreError(f"cannot start {self._number} workers: {error}; try fewer --workers") from error


def _open_standard_streams() -> None:
    """Make sure that workers get streams of the numbers 0 to 2; else their pipes take these, and are printed into."""
    for number in range(3):
        try:
            os.set_inheritable(number, True)
        except OSError:  # closed: the next file that is opened takes the lowest free number
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


@contextmanager
def _unheard() -> Generator[None, None, None]:
    """Start processes that do not hear Ctrl-C, not even while they start; this process hears it a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [getattr(signal, name) for name in _SIGNALS])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _silent_tracker() -> Generator[None, None, None]:
    """Let the process that clears up after a kill, which multiprocessing starts, do so without a word."""
    quiet = "ignore:resource_tracker"
    sys.warnoptions.append(quiet)
    try:
        yield
    finally:
        sys.warnoptions.remove(quiet)


def _prepare() -> None:
    """Make a worker one that is silent and does not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        wait_for([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
