"""What the tests have workers do; the workers import it too."""

import os
import time
from pathlib import Path

from greatgame.runs import DivergedError, StoreError


def square(number: int) -> int:
    return number * number


def slow_square(number: int) -> tuple[int, int, int]:
    """The square, and the process that computed it."""
    time.sleep(0.1)
    return number, number * number, os.getpid()


def left_behind(folder: Path, number: int) -> int:
    """Leave a file after a while."""
    time.sleep(0.1)
    (folder / str(number)).touch()
    return number


def full_disk(number: int) -> int:
    raise StoreError(f"no room to write chunk {number}; free some space")


def noted_full_disk(file: Path, number: int) -> int:
    """A full disk that keeps count."""
    with file.open("a") as notes:
        notes.write("x")
    return full_disk(number)


def nap(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def diverging(number: int) -> int:
    raise DivergedError("the run diverged in 1995-03: alignment is not a number")


def broken(number: int) -> int:
    raise ZeroDivisionError("a bug")


def at_the_third_time(file: Path, number: int) -> int:
    """Fail twice, as on a file system that is away for a moment."""
    with file.open("a") as notes:
        notes.write("x")
    if file.stat().st_size < 3:
        raise OSError("stale file handle")
    return number


def deadly(number: int) -> int:
    """Take the worker down."""
    os._exit(1)


def kill(process: int) -> int:
    """Kill another process, and wait for what happens."""
    os.kill(process, 9)
    time.sleep(1)
    return process
