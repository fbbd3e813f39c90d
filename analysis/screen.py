"""Text on the screen: 80 columns in a pipe, no colour codes there, nothing cut."""

import os
import re
import textwrap
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

NARROW = 80
"""Columns when the output is not a terminal."""

WIDE = 100
"""Lines of text grow no longer than this on a wide terminal."""


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls of terminals, marks that turn the direction of text, halves of letters."""


def seen(text: str) -> str:
    """Write letters that steer a terminal as escapes, so that a title or file name cannot do so.

    Parameters
    ----------
    text : str
        Of one line; its line breaks and tabs become blanks.
    """
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], " ".join(re.split(r"[\n\r\t\f\v]", text)))


def _console() -> "Console":
    from rich.console import Console

    class Plain(Console):
        """A console that leaves a reader's going to the command line."""

        def on_broken_pipe(self) -> None:
            """Let the error go on; rich would end the program with exit code 1, which means "no" here."""
            raise BrokenPipeError

    looks: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
    if os.environ.get("NO_COLOR"):
        looks["color_system"] = None  # rich itself would leave bold and underline
    console = Plain(**looks)
    return console if console.is_terminal else Plain(width=NARROW, **looks)


@contextmanager
def progress(total: int) -> "Generator[Callable[[int], None]]":
    """Show on a terminal how much of some work is done.

    Parameters
    ----------
    total : int
        Runs to do.

    Yields
    ------
    callable
        To be told how many more were done.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("runs", total=total)
        yield lambda done: bar.advance(task, done)


class Screen:
    """Prints wrapped lines, in colour only on a terminal."""

    def __init__(self) -> None:
        self.console = _console()
        self.width = min(self.console.width, WIDE)

    def line(self, text: str = "", style: str | None = None, *, lead: str = "", indent: int = 0) -> None:
        """Print a paragraph.

        Parameters
        ----------
        text : str
            Its words; line breaks in it do not count.
        style : str or None
            Style of rich.
        lead : str
            Stands before the first line, within the indent.
        indent : int
            Columns before every line.
        """
        from rich.text import Text

        room = max(self.width - indent, 20)
        lines = textwrap.wrap(seen(text), room, break_on_hyphens=False, break_long_words=False) or [""]
        start = seen(lead).ljust(indent)
        for number, part in enumerate(lines):
            before = start if number == 0 else " " * indent
            printed = Text((before + part).rstrip())
            if style:
                printed.stylize(style, 0 if number == 0 and lead else indent)
            self.console.print(printed, soft_wrap=True)

    def heading(self, text: str) -> None:
        """Print the heading of a section.

        Parameters
        ----------
        text : str
            A few words.
        """
        self.line(text, "bold underline")

    def table(self, rows: list[list[str]], right: frozenset[int] = frozenset()) -> None:
        """Print rows in columns as wide as their longest entry; the first row is the heading.

        Parameters
        ----------
        rows : list of list of str
            Of equal lengths.
        right : frozenset of int
            Columns set flush right.
        """
        from rich.text import Text

        rows = [[seen(cell) for cell in row] for row in rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for number, row in enumerate(rows):
            cells = [
                cell.rjust(width) if column in right else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            text = "  ".join(cells).rstrip()
            self.console.print(Text(text, style="bold" if number == 0 else ""), soft_wrap=True)
