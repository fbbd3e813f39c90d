"""Stopping: at once while nothing is being written, in good order while something is.

Ctrl-C as Python raises it can be lost in an import or turned into another error by a library. So a stop leaves the
program directly, except inside `writing`, where it is remembered and raised at the next `check`, so that what is
unfinished is removed.
"""

import os
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_state: dict[str, int] = {"writing": 0, "stop": 0}
_left = ["nothing unfinished was kept"]


class Stopped(KeyboardInterrupt):
    """A signal asked the program to end.

    Parameters
    ----------
    number : int
        The signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


def prepare() -> None:
    """Take the signals; one that is ignored, as under nohup, stays ignored."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _: FrameType | None) -> None:
    _state["stop"] = number
    if _state["writing"]:
        return
    try:
        os.write(2, f"greatgame: {stopped()}\n".encode(errors="backslashreplace"))
    finally:
        os._exit(128 + number)


@contextmanager
def writing() -> Generator[None, None, None]:
    """Let a stop wait for the next `check` or the end of the block instead of leaving at once."""
    _state["writing"] += 1
    try:
        yield
    finally:
        _state["writing"] -= 1
    check()


def keep(folder: object) -> None:
    """Say from now on that a folder is complete, should the program be stopped."""
    tell(f"{folder} is complete")


def tell(left: str) -> None:
    """Say from now on what is left behind, should the program be stopped."""
    _left[0] = left


def stopped() -> str:
    """What a user who stops the program is told."""
    return f"stopped; {_left[0]}"


def check() -> None:
    """Stop here if a signal has asked for it.

    Raises
    ------
    Stopped
        If it has.
    """
    if _state["stop"]:
        raise Stopped(_state["stop"])


def _let_pass(_: int, __: FrameType | None) -> None:
    pass


def quiet() -> None:
    """Let no signal disturb the last moments of a command that is done."""
    if threading.current_thread() is threading.main_thread():
        for name in NAMES:
            if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) is _stop:
                signal.signal(number, _let_pass)
