"""Small pieces of Markdown."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...scenarios.quantities import Sourced

_BLOCK = re.compile(r"^<!-- generated: (?P<name>[^\n]+?) -->\n.*?^<!-- end -->$", re.MULTILINE | re.DOTALL)
_OPENING = re.compile(r"^<!-- generated: ", re.MULTILINE)


def cell(text: object) -> str:
    """Write a text into a cell of a table.

    Parameters
    ----------
    text : object
        Its line breaks become blanks; a bar, which would end the cell, is escaped.

    Returns
    -------
    str
        One line.
    """
    return " ".join(str(text).split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table.

    Parameters
    ----------
    head : sequence of str
        Names of the columns.
    rows : iterable of sequence
        Cells; as many in a row as there are columns.

    Returns
    -------
    str
        Lines of Markdown; without rows a word that there are none.
    """
    lines = ["| " + " | ".join(map(cell, row)) + " |" for row in rows]
    if not lines:
        return "None."
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines])


def code(text: object) -> str:
    """Set a text as code; nothing stays nothing."""
    return f"`{text}`" if str(text) else ""


def cited(thing: "Sourced") -> str:
    """Say where a value comes from.

    Parameters
    ----------
    thing : Sourced
        A value with its source.

    Returns
    -------
    str
        Section and passage of a text, or figure, tuned or assumption with what is said of it.
    """
    if thing.text is not None:
        said = f'{thing.text} "{thing.passage}"'
    elif thing.tuned is not None:
        said = thing.source
    else:
        said = f"{thing.kind}: {thing.source}"
    return f"{said}; {thing.note}" if thing.note else said


def fill(document: str, blocks: Mapping[str, str]) -> str:
    """Put what is generated between its marks, ``<!-- generated: NAME -->`` and ``<!-- end -->``.

    Parameters
    ----------
    document : str
        Markdown with marks.
    blocks : mapping of str to str
        What is generated, by name.

    Returns
    -------
    str
        The document; all else in it as it was.

    Raises
    ------
    ValueError
        If a mark has no end or an unknown name, or a block has no mark.
    """
    places = _BLOCK.findall(document)
    if len(places) != len(_OPENING.findall(document)):
        raise ValueError("a mark of a generated block has no end; close it with <!-- end -->")
    if sorted(places) != sorted(blocks):
        raise ValueError(f"generated blocks {sorted(blocks)} do not fit the marks {sorted(places)}")
    return _BLOCK.sub(
        lambda found: f"<!-- generated: {found['name']} -->\n\n{blocks[found['name']]}\n\n<!-- end -->", document
    )
