"""From figures to PNG: one style, and the same bytes for the same results on equal versions of the libraries."""

import io
import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .drawing import DPI, STYLE
from .signals import check

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def painted(figures: "Iterable[tuple[str, Figure]]", metadata: Mapping[str, str]) -> dict[str, bytes]:
    """Paint figures in the style of the project.

    Parameters
    ----------
    figures : iterable of (str, Figure)
        File names and figures; an iterator draws each of them in that style too, when it is asked for it.
    metadata : mapping of str to str
        Written into each file.

    Returns
    -------
    dict of str to bytes
        File name and PNG.
    """
    import matplotlib.style

    files: dict[str, bytes] = {}
    with matplotlib.style.context(["default", STYLE]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # letters that the font lacks are drawn as boxes
        for name, figure in figures:
            check()
            stream = io.BytesIO()
            figure.savefig(stream, format="png", dpi=DPI, metadata=dict(metadata))
            files[name] = stream.getvalue()
    return files
