"""The figures of a comparison for print: PDF and PNG, their words as captions instead of headings."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .compare_drawing import lines_height
from .compare_figures import figures, metadata
from .drawing import STYLE, WIDTH
from .sheets import HELD, HELD_AT_POINTS, escape

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .compare import Comparison

DPI = 300
"""Of the PNG: what journals ask of line art in colour."""

EMBEDDED: Mapping[str, Any] = {"pdf.fonttype": 42}
"""TrueType, which journals take and editors of figures can read; the default, Type 3, is refused by many."""


@dataclass(frozen=True)
class Caption:
    """The words of a figure.

    Attributes
    ----------
    name : str
        Of its files, without ending.
    title : str
        What it shows.
    text : str
        Where its numbers come from, how to read it.
    """

    name: str
    title: str
    text: str


def write_figures(found: "Comparison", folder: Path, step: Callable[[str], None]) -> list[Caption]:
    """Draw the figures of a comparison as PDF and PNG.

    Parameters
    ----------
    found : Comparison
        What was found.
    folder : Path
        Where to.
    step : callable
        Told the name of each figure.

    Returns
    -------
    list of Caption
        One a figure.
    """
    import matplotlib.style

    about, captions = metadata(found), list[Caption]()
    document = {"Subject": about["Description"], "Creator": about["Software"], "Producer": about["Software"]}
    with matplotlib.style.context(["default", {**STYLE, **EMBEDDED}]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # letters that the font lacks are drawn as boxes
        for name, figure in figures(found):
            step(f"figure {name}")
            caption, box = _bare(name, figure)
            clockless = {**document, "Title": caption.title, "CreationDate": None}
            figure.savefig(folder / f"{name}.pdf", format="pdf", bbox_inches=box, metadata=clockless)
            figure.savefig(folder / f"{name}.png", format="png", bbox_inches=box, dpi=DPI, metadata=about)
            captions.append(caption)
    return captions


def _bare(name: str, figure: "Figure") -> tuple[Caption, Any]:
    """Take the heading off a figure; give it as a caption, with what is left to print."""
    from matplotlib.transforms import Bbox

    title, lines = figure.texts[:2]  # `drawing.headline` writes them first
    said = " ".join(lines.get_text().split())
    for held in (HELD, HELD_AT_POINTS):  # the line before it has no full stop
        said = said.replace(f" {held}", f". {held}")
    caption = Caption(name, title.get_text(), said)
    for text in (title, lines):
        text.set_visible(False)
    height = float(figure.get_size_inches()[1]) - lines_height(lines.get_text().splitlines()) + 0.05
    return caption, Bbox.from_bounds(0.0, 0.0, WIDTH, height)


def words(text: str) -> str:
    """Write a sentence so that LaTeX prints it as it is, two hyphens too.

    Parameters
    ----------
    text : str
        The sentence.
    """
    return escape(text).replace("--", "-{}-")


def captions_as_text(captions: list[Caption]) -> str:
    """Write captions for any program.

    Parameters
    ----------
    captions : list of Caption
        One a figure.
    """
    return "\n\n".join(f"{own.name}\n{own.title}. {own.text}" for own in captions) + "\n"


def captions_as_latex(captions: list[Caption]) -> str:
    """Write captions as floats of LaTeX, which need graphicx.

    Parameters
    ----------
    captions : list of Caption
        One a figure.
    """
    return "\n".join(
        "\n".join(
            (
                r"\begin{figure}[p]",
                r"  \centering",
                rf"  \includegraphics[width=\textwidth]{{figures/{own.name}.pdf}}",
                rf"  \caption{{{words(own.title)}. {words(own.text)}}}",
                rf"  \label{{fig:{own.name}}}",
                r"\end{figure}",
                "",
            )
        )
        for own in captions
    )
