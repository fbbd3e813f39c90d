"""Tables that leave the program three ways: all rows as CSV; a short form for the screen and for LaTeX."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..runs.tables import write_csv

if TYPE_CHECKING:
    from .screen import Screen

HELD = "Bands and shares over the noise; the numbers of the scenario are held: vary them with greatgame batch --vary."
"""What every band and share is over."""

HELD_AT_POINTS = "Bands and shares over the noise at each point; the numbers that are not varied are held."
"""The same of a ``--vary`` design."""

_SPECIAL = {
    "<": "$<$",
    ">": "$>$",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
}
_MINUS = re.compile(r"(?<![\w-])-(?=[\d.])")


@dataclass(frozen=True)
class Sheet:
    """A table.

    Attributes
    ----------
    name : str
        Of its files.
    title : str
        What it shows.
    columns : tuple of str
        Names of the columns of all rows.
    rows : sequence of tuple
        All rows; what is undefined is None.
    short : sequence of sequence of str
        The heading and rows of the short form; empty if there is none.
    keys : int
        Columns of the short form that say what a row is about; the others hold a side each, or a number.
    notes : tuple of str
        How to read it.
    held : str
        What its bands and shares are over.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    short: Sequence[Sequence[str]] = ()
    keys: int = 0
    notes: tuple[str, ...] = ()
    held: str = HELD


def write_sheet(sheet: Sheet, folder: Path) -> None:
    """Write a table as CSV, and its short form as LaTeX.

    Parameters
    ----------
    sheet : Sheet
        The table.
    folder : Path
        Where to.
    """
    write_rows(sheet, folder)
    if sheet.short:
        (folder / f"{sheet.name}.tex").write_text(latex(sheet), encoding="utf-8")


def write_rows(sheet: Sheet, folder: Path) -> None:
    """Write all rows of a table as CSV.

    Parameters
    ----------
    sheet : Sheet
        The table.
    folder : Path
        Where to.
    """
    import pyarrow as pa

    columns = {name: pa.array([row[i] for row in sheet.rows]) for i, name in enumerate(sheet.columns)}
    write_csv(pa.table(columns), folder / f"{sheet.name}.csv")


def latex(sheet: Sheet) -> str:
    """Write the short form as LaTeX that needs no package.

    Parameters
    ----------
    sheet : Sheet
        The table.
    """
    head, *rows = [[escape(cell) for cell in row] for row in sheet.short]
    form = "l" * sheet.keys + "r" * (len(head) - sheet.keys)
    lines = [" & ".join(row) + r" \\" for row in rows]
    notes = [f"% {' '.join(text.split())}" for text in (sheet.title, *sheet.notes, sheet.held)]
    table = [rf"\begin{{tabular}}{{{form}}}", r"\hline", " & ".join(head) + r" \\", r"\hline", *lines, r"\hline"]
    return "\n".join([*notes, *table, r"\end{tabular}", ""])


def escape(text: str) -> str:
    """Write text so that LaTeX prints it as it is, with a minus before what is negative.

    Parameters
    ----------
    text : str
        Of one cell.
    """
    return _MINUS.sub("$-$", "".join(_SPECIAL.get(letter, letter) for letter in text))


def show(screen: "Screen", sheet: Sheet) -> None:
    """Print the short form, as many columns abreast as the screen holds.

    Parameters
    ----------
    screen : Screen
        Where to.
    sheet : Sheet
        The table.
    """
    screen.heading(sheet.title)
    for rows in abreast(sheet, screen.width):
        screen.table(rows, right=frozenset(range(sheet.keys, len(rows[0]))))
    for note in sheet.notes:
        screen.line(note)
    screen.line()


def abreast(sheet: Sheet, width: int) -> Iterator[list[list[str]]]:
    """Cut the short form into parts that are narrow enough, each with the columns that say what a row is about.

    Parameters
    ----------
    sheet : Sheet
        The table.
    width : int
        Letters that fit; a part has one column more than those at least.

    Yields
    ------
    list of list of str
        Heading and rows.
    """
    widths = [max(len(row[column]) for row in sheet.short) + 2 for column in range(len(sheet.short[0]))]
    room = width + 2 - sum(widths[: sheet.keys])
    first = sheet.keys
    while first < len(widths):
        last = first + 1
        while last < len(widths) and sum(widths[first : last + 1]) <= room:
            last += 1
        yield [[*row[: sheet.keys], *row[first:last]] for row in sheet.short]
        first = last
