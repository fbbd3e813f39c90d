"""Values that are coded from texts in words: which they are, what was asked, and by which rule words became a step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ...scenarios import ScenarioError, problems
from ...scenarios.entries import entries, is_present, numbers_in, title_of
from ...scenarios.errors import Place
from ...scenarios.inherit import Resolved, resolve
from ...scenarios.quantities import BLANK, WORDS
from ...scenarios.reader import Node
from ...scenarios.schema import SECTIONS
from ...scenarios.slots import Spot, spots

SIGNALS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "first": (
            "cannot be overstated", "top", "biggest", "most", "core", "vital", "decisive", "imminent", "direct",
            "leading", "strong desire", "strongly", "especially",
        ),
        "important": ("important", "importance", "huge", "constant", "severe", "serious", "close", "commitment"),
        "some": ("to a certain extent", "not as", "low level", "limited", "small", "distant"),
        "none": ("no", "not", "cannot", "without", "except"),
    }
)  # fmt: skip
"""Words of a passage that speak for a step."""

RULES: Mapping[str, str] = MappingProxyType(
    {
        "words": "a word of the passage speaks for the step",
        "comparison": "the step is set against that of another actor or value, which the note or reason names",
        "figure": "a public figure; its size beside those of the others in the table gives the step",
        "judgement": "the passage or reason supports the order of actors; the step is the coder's",
    }
)
"""How words become a step, in the order in which the rules are tried."""

_COMPARES = re.compile(
    r"^(as|see) (?!a )|\b(above|below|small beside|(?<!rather )than|more|less|second to|no other|other states|mild|"
    r"all five|as [A-Z]\w+)\b"
)


@dataclass(frozen=True)
class Coded:
    """A value coded in words.

    Attributes
    ----------
    path : str
        Dotted path; of a series with the month at the end.
    leaf : str
        Path to the whole value, source and all.
    word : str
        none, some, important or first; BLANK where it is still to be coded.
    asked : str
        What is coded, with the titles of those it is about.
    kind : str
        Kind of value: the table that it stands in, such as interests or relevance.
    entry : mapping
        What the file says of it: source, passage, note.
    place : Place
        Where it is written.
    present : bool
        Whether all it is about are in the world.
    number : float or None
        What stands there where it is a number; the word is then its nearest step.
    is_omitted : bool
        Whether it is none because nothing stands there.
    """

    path: str
    leaf: str
    word: str
    asked: str
    kind: str
    entry: Mapping[str, Any]
    place: Place
    present: bool
    number: float | None = None
    is_omitted: bool = False

    @property
    def source(self) -> str:
        """Kind of source: text, figure, tuned or assumption."""
        return next(kind for kind in ("text", "figure", "tuned", "assumption") if self.entry.get(kind) is not None)

    @property
    def section(self) -> str:
        """Section of the text; empty for other sources."""
        return str(self.entry.get("text") or "")

    @property
    def passage(self) -> str:
        """Words of the text, or the figure; empty for judgement."""
        return str(self.entry.get("passage") or self.entry.get("figure") or "")

    @property
    def judgement(self) -> str:
        """The coder's own words: the reason of an assumption, or the note."""
        return "; ".join(str(self.entry[key]) for key in ("assumption", "note") if self.entry.get(key))

    @property
    def signal(self) -> str:
        """The word of the passage that speaks for the step; empty if there is none."""
        if not self.section:
            return ""
        found = (
            word for word in SIGNALS[self.word] if re.search(rf"\b{re.escape(word)}\b", self.passage, re.IGNORECASE)
        )
        return next(found, "")

    @property
    def rule(self) -> str:
        """One of RULES."""
        if self.signal:
            return "words"
        if _COMPARES.search(self.judgement):
            return "comparison"
        return "figure" if self.source == "figure" else "judgement"


def resolved(name: str) -> Resolved:
    """Read a scenario or world file in which values may still be to be coded.

    Parameters
    ----------
    name : str
        A scenario or world file that ships, or a file.

    Returns
    -------
    Resolved
        The tree.

    Raises
    ------
    ScenarioError
        With all that is wrong but the blanks.
    """
    found = resolve(name)
    blank = {number.place for spot in spots(found.root) for number in _graded(spot) if number.value == BLANK}
    wrong = [problem for problem in problems(name) if problem.place not in blank]
    if wrong:
        raise ScenarioError(wrong)
    return found


def coded(root: Node) -> list[Coded]:
    """Give every value of a tree that is coded in words, or still to be.

    Parameters
    ----------
    root : Node
        What `resolved` gave.

    Returns
    -------
    list of Coded
        In the order of the files.
    """
    return [
        made(root, spot, number, str(number.value), month)
        for spot in spots(root)
        for month, number in _months(spot)
        if number.value == BLANK or number.value in WORDS
    ]


def made(root: Node, spot: Spot, number: Node, word: str, month: str = "") -> Coded:
    """Say what a value at a place is about.

    Parameters
    ----------
    root : Node
        What `resolved` gave.
    spot : Spot
        The whole value, source and all.
    number : Node
        Where its step or number stands.
    word : str
        The step.
    month : str
        Of one point of a series.

    Returns
    -------
    Coded
        The value.
    """
    keys = spot.path.split(".")
    return Coded(
        path=f"{spot.path}.{month}" if month else spot.path,
        leaf=spot.path,
        word=word,
        asked=_asked(root, spot),
        kind=keys[2] if len(keys) > 2 else keys[0],
        entry=spot.node.plain(),
        place=number.place,
        present=_present(root, spot),
    )


def _graded(spot: Spot) -> list[Node]:
    return list(numbers_in(spot.node)) if spot.slot.is_leaf else []


def _months(spot: Spot) -> list[tuple[str, Node]]:
    """Give the numbers of a value, each with its month if there are several."""
    points = spot.node.get("points")
    if not spot.slot.is_leaf:
        return []
    listed = list(points.table.items()) if points is not None else []
    return listed if len(listed) > 1 else [("", number) for number in numbers_in(spot.node)]


def _asked(root: Node, spot: Spot) -> str:
    what = spot.slot.measures.variable.meaning if spot.slot.measures is not None else spot.path
    named = [(SECTIONS[kind], name) for kind, name in spot.coordinates if kind in SECTIONS]
    titles = [title_of(name, node) if (node := root.get(section, name)) else name for section, name in named]
    return f"{what}: {', '.join(titles)}" if titles else what


def _present(root: Node, spot: Spot) -> bool:
    named = [(SECTIONS[kind], name) for kind, name in spot.coordinates if kind in SECTIONS]
    return all(is_present(dict(entries(root, section)).get(name)) for section, name in named)
