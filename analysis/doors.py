"""How commands end: every error that is the user's or the machine's becomes one line and an exit code."""

import errno
import io
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from .failure import Failure

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


def complain(message: str) -> None:
    """Print one line to stderr, never wrapped.

    Parameters
    ----------
    message : str
        The line.
    """
    typer.echo(message, err=True)


def drop_output() -> None:
    """Send what is still to be printed nowhere, when its reader has gone or its disk is full."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):  # a stream without a file
        sys.stdout = io.StringIO()


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
        drop_output()
        return 0
    if isinstance(error, KeyboardInterrupt):
        complain("greatgame: stopped; nothing unfinished was kept")
        return STOPPED
    if isinstance(error, MemoryError):
        complain("greatgame: not enough memory; take a shorter period or a smaller world")
        return BAD
    if isinstance(error, Failure):
        complain(f"greatgame: {error}")
        return error.code
    if isinstance(error, OSError):
        complain(f"greatgame: {_os_message(error)}")
        return BAD
    return _answer_ours(error)


def _os_message(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else "cannot write: "
    if error.errno == errno.ENOSPC:
        drop_output()
        return f"{place}no space left; free some and run again"
    return f"{place}{error.strerror or error}"


def _answer_ours(error: BaseException) -> int | None:
    from ..scenarios import ScenarioError

    if isinstance(error, ScenarioError):
        for problem in error.problems:
            complain(str(problem))
        return BAD
    from ..runs import StoreError

    if isinstance(error, StoreError):
        complain(f"greatgame: {error}")
        return BAD
    return None
