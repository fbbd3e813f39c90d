"""What the docstring of a term says: words, equation, unit, theory, passage."""

import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...model.rules import Term

_FIRST = re.compile(r"(?P<words>.+?): (?P<equation>-?strength .+?), in (?P<unit>log odds(?: by \w+)?)\.")
_THEORY = re.compile(r"^Theory: (.+?)\.$(?=\n^Text:|\n\n|\Z)", re.MULTILINE | re.DOTALL)
_TEXT = re.compile(r"^Text: (.+?)\.$(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"\n\n\w[^\n]*\n-{3,}\n.*", re.DOTALL)


@dataclass(frozen=True)
class Said:
    """A term in words.

    Attributes
    ----------
    words : str
        What it stands for.
    equation : str
        In ASCII.
    where : str
        What stands for what in the equation, and remarks; may be empty.
    unit : str
        Log odds, by domain where the term itself depends on it.
    theory : str
        Whose idea it is; may be empty.
    text : str
        Sections with their words; may be empty.
    """

    words: str
    equation: str
    where: str
    unit: str
    theory: str
    text: str


def said(term: "Term") -> Said:
    """Read the docstring of a term.

    Parameters
    ----------
    term : callable
        One of `model.rules.TERMS`. Its docstring begins ``Words: -strength equation, in log odds.``; paragraphs that
        begin ``Theory:`` and ``Text:`` follow, and between them what else there is to say.

    Returns
    -------
    Said
        Its parts; of a docstring that does not begin so its first paragraph as words, without equation and unit.
    """
    doc = _SECTION.sub("", inspect.getdoc(term) or "")
    theory, text = _THEORY.search(doc), _TEXT.search(doc)
    words, _, rest = doc.partition("\n\n")
    first = _FIRST.match(doc)
    where = _TEXT.sub("", _THEORY.sub("", rest if first is None else doc[first.end() :]))
    named = first.groupdict() if first is not None else {"words": words.removesuffix("."), "equation": "", "unit": ""}
    parts = [named["words"], named["equation"], where, named["unit"]]
    parts += [theory[1] if theory else "", text[1] if text else ""]
    return Said(*(" ".join(part.split()) for part in parts))
