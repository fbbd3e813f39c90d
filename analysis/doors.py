"""How commands end: every error that is the user's or the machine's becomes one line and an exit code."""

import errno
import io
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from .failure import Failure
from .screen import seen
from .signals import stopped

NO, BAD, STOPPED = 1, 2, 130
"""Exit codes: done, and the answer is no; bad usage or input; stopped by Ctrl-C."""


class Doors(TyperGroup):
    """The group of all commands."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn what it raises into a message and an exit code.

        Parameters
        ----------
        ctx : Context
            What typer knows of the call.
        """
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (Exception, KeyboardInterrupt) as error:
            code = answer(error)
            if code is None:
                raise
            raise typer.Exit(code) from None
        return result


def prepare() -> None:
    """Make the streams of this process such that every ending is an orderly one."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (closed with the program)
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark


def complain(message: str) -> None:
    """Print one line to stderr, never wrapped; the exit code speaks where nobody can read it.

    Parameters
    ----------
    message : str
        The line.
    """
    try:
        typer.echo(seen(message), err=True)
    except OSError:
        drop(sys.stderr)


def drop(stream: Any) -> None:
    """Send what is still to be printed nowhere, when its reader has gone or its disk is full.

    Parameters
    ----------
    stream : file
        Standard output or error.
    """
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
    except (OSError, ValueError):  # a stream without a file
        stream.truncate(0)


def answer(error: BaseException) -> int | None:
    """Tell the user of an error that is not a defect of the program.

    Parameters
    ----------
    error : BaseException
        What a command raised.

    Returns
    -------
    int or None
        Exit code; None for a defect.
    """
    if isinstance(error, BrokenPipeError):
        drop(sys.stdout)
        return 0
    if isinstance(error, KeyboardInterrupt):
        complain(f"greatgame: {stopped()}")
        return getattr(error, "code", STOPPED)
    if isinstance(error, MemoryError):
        complain("greatgame: not enough memory; take a shorter period or a smaller world")
        return BAD
    if isinstance(error, Failure):
        for line in error.messages:
            complain(f"greatgame: {line}")
        return error.code
    if isinstance(error, OSError):
        complain(f"greatgame: {_os_message(error)}")
        return BAD
    return _answer_ours(error)


def _os_message(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    if error.errno == errno.ENOSPC:
        drop(sys.stdout)
        return f"{place}no space left; free some and run again"
    return f"{place}{error.strerror or error}"


def _answer_ours(error: BaseException) -> int | None:
    from ..scenarios import InputError

    if isinstance(error, InputError):
        for problem in error.problems:
            complain(str(problem))
        return BAD
    from ..runs import StoreError

    if isinstance(error, StoreError):
        complain(f"greatgame: {error}")
        return BAD
    return None
