"""The tables of a comparison for print: floats of LaTeX with booktabs, and a document that holds them all."""

from collections.abc import Sequence
from pathlib import Path

from .paper_figures import Caption, words
from .sheets import Sheet, abreast, escape, write_rows

ROOM = 92
"""Letters of a row that fit the width of a page; a wider table is broken."""

PACKAGES = ("booktabs", "graphicx")
"""What the LaTeX of tables and figures needs."""


def write_tables(sheets: Sequence[Sheet], folder: Path) -> None:
    """Write tables as CSV with all rows, and their short forms as LaTeX.

    Parameters
    ----------
    sheets : sequence of Sheet
        The tables.
    folder : Path
        Where to.
    """
    for sheet in sheets:
        write_rows(sheet, folder)
        if sheet.short:
            (folder / f"{sheet.name}.tex").write_text(booktabs(sheet), encoding="utf-8")


def booktabs(sheet: Sheet) -> str:
    """Write the short form of a table as a float with caption, label and notes.

    Parameters
    ----------
    sheet : Sheet
        The table.
    """
    parts = ["\n".join(_tabular(rows, sheet.keys)) for rows in abreast(sheet, ROOM)]
    return "\n".join(
        [
            r"\begin{table}[p]",
            r"  \centering\footnotesize",
            rf"  \caption{{{words(sheet.title)}}}",
            rf"  \label{{tab:{sheet.name}}}",
            "\n  \\par\\medskip\n".join(parts),
            r"  \par\smallskip\raggedright",
            f"  {words(' '.join((*sheet.notes, sheet.held)))}",
            r"\end{table}",
            "",
        ]
    )


def _tabular(rows: Sequence[Sequence[str]], keys: int) -> list[str]:
    head, *body = [" & ".join(map(escape, row)) + r" \\" for row in rows]
    form = "l" * keys + "r" * (len(rows[0]) - keys)
    lines = [r"\toprule", head, r"\midrule", *body, r"\bottomrule"]
    return [rf"  \begin{{tabular}}{{@{{}}{form}@{{}}}}", *(f"    {line}" for line in lines), r"  \end{tabular}"]


def document(sheets: Sequence[Sheet], captions: Sequence[Caption]) -> str:
    """Write a document of LaTeX that holds every table and figure.

    Parameters
    ----------
    sheets : sequence of Sheet
        The tables.
    captions : sequence of Caption
        Of the figures.
    """
    tables = [rf"\input{{tables/{sheet.name}.tex}}" for sheet in sheets if sheet.short]
    return "\n".join(
        [
            r"\documentclass[a4paper]{article}",
            r"\usepackage[margin=2cm]{geometry}",
            *(rf"\usepackage{{{package}}}" for package in PACKAGES),
            r"\begin{document}",
            *tables,
            *([r"\clearpage", r"\input{figures/captions.tex}"] if captions else []),
            r"\end{document}",
            "",
        ]
    )
