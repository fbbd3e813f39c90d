"""The codebook of the coding of the texts: its rules, and every value that was coded in words."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from importlib.resources import files
from pathlib import Path

from ... import model
from ...scenarios import ScenarioError, problems
from ...scenarios.inherit import resolve
from ...scenarios.quantities import KINDS, WORDS
from ...scenarios.reader import Node
from ...scenarios.slots import Spot, spots
from .cells import off_scale, omitted
from .coded import RULES, SIGNALS, Coded, coded, resolved
from .markdown import code, fill, table
from .odd import headed
from .sheet import sheet

_SECTIONS = {"text": "", "figure": "figure", "tuned": "tuned", "assumption": "-"}

_BEFORE_CODING = ("The texts", "The scale", "Unit of coding", "Rules")
"""Sections of the codebook that a coder reads before coding."""


def codebook(name: str) -> str:
    """Give the codebook, with its tables made for a scenario.

    Parameters
    ----------
    name : str
        A scenario or world file that ships, or a file.

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    ScenarioError
        If the file has errors, or values that are still to be coded.
    """
    root = _whole(name)
    values, numbers, left = coded(root), off_scale(root), omitted(root)
    blocks = {
        "steps": _steps(),
        "signals": _signals(),
        "how": table(("rule", "is"), [(f"**{rule}**", said) for rule, said in RULES.items()]),
        "exceptions": _exceptions(root),
        "counts": _counts(values, numbers, left),
        "numbers": _numbers(numbers),
        "values": _values(values, left),
    }
    return headed(fill(_document(), blocks), name, _title(root, name))


def rules(name: str) -> str:
    """Give what a coder needs before coding: texts, scale, unit and rules, and nothing of any coding.

    Parameters
    ----------
    name : str
        A scenario or world file that ships, or a file, also a coding sheet.

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    ScenarioError
        If the file has errors; values still to be coded are none.
    """
    root = resolved(name).root
    parts = {part.partition("\n")[0]: part for part in _document().split("\n## ")[1:]}
    chosen = "\n".join(f"## {parts[heading].rstrip()}\n" for heading in _BEFORE_CODING)
    return headed(fill(f"# Rules of coding\n\n{chosen}", {"steps": _steps()}), name, _title(root, name))


def blank_sheet(name: str, file: Path) -> tuple[str, int]:
    """Make a blank coding sheet.

    Parameters
    ----------
    name : str
        The scenario or world file that was coded.
    file : Path
        Where the sheet will be.

    Returns
    -------
    str
        YAML.
    int
        How many values it asks for.

    Raises
    ------
    ScenarioError
        If the file has errors, or values that are still to be coded.
    """
    return sheet(name, _whole(name), file)


def _whole(name: str) -> Node:
    """Read a file in which nothing is left to be coded."""
    wrong = problems(name)
    if wrong:
        raise ScenarioError(wrong)
    return resolve(name).root


def _document() -> str:
    return files(model).joinpath("CODEBOOK.md").read_text(encoding="utf-8")


def _title(root: Node, name: str) -> str:
    title = root.get("title")
    return str(title.value) if title else name


def _steps() -> str:
    return table(
        ("step", "value", "rank"), [(f"**{word}**", f"{WORDS[word]:.3g}", rank) for rank, word in enumerate(WORDS)]
    )


def _signals() -> str:
    return table(("step", "words of a passage that speak for it"), [(step, ", ".join(SIGNALS[step])) for step in WORDS])


def _exceptions(root: Node) -> str:
    """List the passages, also of values that are not coded in words, that share words with what a claim quotes."""
    from ..claims import CLAIMS

    quoted = [(id_, words) for id_, claim in CLAIMS.items() for words in re.findall(r'"([^"]+)"', claim.sentence)]
    passages = [(spot.path, str(node.value)) for spot in spots(root) if (node := _passage(spot)) is not None]
    rows = [
        (code(path), f'"{passage}"', ", ".join(dict.fromkeys(found)))
        for path, passage in passages
        if (found := [id_ for id_, words in quoted if _share(words, passage)])
    ]
    return table(("path", "passage", "claims with these words"), rows)


def _passage(spot: Spot) -> Node | None:
    return spot.node.get("passage") if spot.slot.is_leaf else None


def _share(quoted: str, passage: str) -> bool:
    """Tell whether a passage has four words in a row of a quotation, or all of it if it is shorter but no one word."""
    one, other = (re.findall(r"\w+", text.lower()) for text in (quoted, passage))
    long = min(len(one), 4)
    runs = ({tuple(words[i : i + long]) for i in range(len(words) - long + 1)} for words in (one, other))
    return long > 1 and bool(set.intersection(*runs))


def _counts(values: Sequence[Coded], numbers: Sequence[Coded], left: Sequence[Coded]) -> str:
    """Count values by kind, source and rule."""
    kinds = dict.fromkeys(value.kind for value in values)
    sources = [kind for kind in KINDS if any(value.source == kind for value in values)]
    by_rules = (f"rule: {rule}" for rule in RULES)
    head = ("values", "in the world", "none by omission", "numbers", "absent", *sources, *by_rules)

    def row(name: str, chosen: Collection[str]) -> list[object]:
        mine = [value for value in values if value.kind in chosen]
        by_source, by_rule = Counter(value.source for value in mine), Counter(value.rule for value in mine)
        here = sum(value.present for value in mine)
        aside = (sum(value.present and value.kind in chosen for value in others) for others in (left, numbers))
        counts = [by_source[kind] for kind in sources] + [by_rule[rule] for rule in RULES]
        return [name, here, *aside, len(mine) - here, *counts]

    rows = [row(kind, {kind}) for kind in kinds]
    texts = [value for value in values if value.source == "text"]
    return "\n\n".join((table(head, [*rows, row("all", kinds)]), _by_passage(texts)))


def _by_passage(texts: Sequence[Coded]) -> str:
    by_rule = Counter(value.rule for value in texts)
    said = ", ".join(f"{by_rule[rule]} by {rule}" for rule in RULES if by_rule[rule])
    return f"Of {len(texts)} values with a passage the step comes: {said}." if texts else "No value has a passage."


def _numbers(values: Sequence[Coded]) -> str:
    """List the values that are stated as numbers, with their nearest steps."""
    head = ("path", "number", "nearest step", "section", "passage or figure", "judgement")
    rows = [(path, f"{value.number:g}", *rest) for value in values for path, *rest in [_told(value)]]
    return table(head, rows)


def _values(values: Sequence[Coded], left: Sequence[Coded]) -> str:
    """List all values, in a section for each kind."""
    parts: list[str] = []
    for kind in dict.fromkeys(value.kind for value in values):
        mine = [value for value in values if value.kind == kind]
        asked = "; ".join(dict.fromkeys(value.asked.partition(":")[0] for value in mine))
        head = ("path", "step", "section", "passage or figure", "rule", "judgement")
        rows = [(*told, _rule(value), judgement) for value in mine for *told, judgement in [_told(value)]]
        none = ", ".join(code(value.path) for value in left if value.kind == kind)
        parts.append(f"### {kind}\n\nAsked: {asked}.\n\n{table(head, rows)}")
        if none:
            parts.append(f"None by omission: {none}.")
    return "\n\n".join(parts) or "No value of this scenario is coded in words."


def _told(value: Coded) -> Sequence[object]:
    quoted = f'"{value.passage}"' if value.section else value.passage or "-"
    path = code(value.path) + ("" if value.present else ", absent")
    return path, f"**{value.word}**", value.section or _SECTIONS[value.source], quoted, value.judgement or "-"


def _rule(value: Coded) -> str:
    return f'{value.rule}: "{value.signal}"' if value.signal else value.rule
