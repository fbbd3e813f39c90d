"""How far a long computation is: runs done, their rate and the time left."""

import sys
import time
from collections.abc import Callable
from typing import Any

from .doors import drop
from .screen import seen

_EVERY = 30.0
"""Seconds between two lines of progress where there is no terminal."""


class Progress:
    """Runs done, their rate and the time left; a bar on a terminal, elsewhere a line now and then.

    Only what this command computes counts for the rate.

    Parameters
    ----------
    total : int
        Runs in all.
    missing : int, optional
        Those of them that this command has to do; all by default.
    afterwards : str
        What is done once there are none left.
    """

    def __init__(self, total: int, missing: int | None = None, afterwards: str = "the tables are being made") -> None:
        from rich.console import Console

        self.done = 0
        self.began = self._last = time.monotonic()
        self._total = total
        self._missing = total if missing is None else missing
        self._afterwards = afterwards
        self._console = Console(stderr=True)
        self._said = float("-inf")
        self._bar: Any = None

    def __enter__(self) -> "Progress":
        from rich.progress import BarColumn, Progress, TextColumn

        if self._console.is_terminal:
            columns = (BarColumn(), TextColumn("{task.fields[state]}"))
            self._bar = Progress(*columns, console=self._console, auto_refresh=False, transient=True)
            self._bar.add_task("runs", total=self._total, completed=self._total - self._missing, state="")
            self._guard(self._bar.start)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._guard(self._bar.stop)

    @property
    def seconds(self) -> float:
        """Since the command began."""
        return time.monotonic() - self.began

    def add(self, runs: int) -> None:
        """Count what is done, and show it."""
        if runs:
            self.done, self._last = self.done + runs, time.monotonic()
        if self._bar is not None:
            self._guard(self._draw)
        elif self.done and time.monotonic() - self._said > _EVERY:
            self._said = time.monotonic()
            self._guard(lambda: print(seen(self._state()), file=sys.stderr, flush=True))  # noqa: T201

    def _draw(self) -> None:
        completed = self._total - self._missing + self.done
        self._bar.update(self._bar.task_ids[0], completed=completed, state=self._state())
        self._bar.refresh()

    def _state(self) -> str:
        counted = f"{self._total - self._missing + self.done} of {self._total} runs"
        if not self.done:
            return counted if self._missing else f"{counted}, {self._afterwards}"
        rate = self.done / (self._last - self.began)
        left = (self._missing - self.done) / rate - (time.monotonic() - self._last)
        rest = f"{duration(max(left, 0.0))} left" if self.done < self._missing else self._afterwards
        return f"{counted}, {rate:.0f} runs/s, {rest}"

    def _guard(self, show: Callable[[], None]) -> None:
        """Show it; a screen that has gone is no reason to stop."""
        try:
            show()
        except OSError:
            drop(sys.stderr)


def duration(seconds: float) -> str:
    """Say how long something takes.

    Parameters
    ----------
    seconds : float
        At least 0.
    """
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
