"""A coding sheet: the coded values of a scenario as questions, for a second coder who must not see the answers."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...scenarios.changes import flow
from ...scenarios.entries import is_runnable
from ...scenarios.files import is_shipped, locate
from ...scenarios.quantities import BLANK, WORDS
from ...scenarios.reader import Node
from .cells import cells
from .coded import Coded

_HEAD = """\
# A coding sheet. Each line asks how much; put one of none, some, important, first in the place of {blank}.
# Scale and rules: greatgame codebook {base} --rules
# Code alone. Until no line is open, do not look at the codebook without --rules, the world file or `agreement`: they
# show the first coder's values. Read the section named, not only the passage. Of a figure only the source is named:
# look it up. A line without either tells nothing, not even whether the first coder had a value there: give your own
# reason for `assumption`, or a `text` and `passage` if you find one.
#   greatgame check {file}    names the lines that are still to be coded
#   greatgame agreement {base} {file}    compares the codings, when none is
# What you cannot code, leave out: put # before the line, and its value is missing for you in the comparison. The
# brackets stay. Without {blank} the sheet is a scenario, in which your values replace those of {base}:
#   greatgame run {file}
"""

_REASON = "judgement of this coder"


def sheet(name: str, root: Node, file: Path) -> tuple[str, int]:
    """Write a blank coding sheet.

    Parameters
    ----------
    name : str
        The scenario or world file that was coded.
    root : Node
        What `coded.resolved` gave for it.
    file : Path
        Where the sheet will be.

    Returns
    -------
    str
        YAML that extends what was coded.
    int
        How many values are asked for: all cells, over what is in the world, of the tables that were coded.
    """
    asked = cells(root)
    base = _base(name, root, file)
    title = root.get("title")
    lines = [_HEAD.format(blank=BLANK, base=base, file=file.name)]
    lines.append(f"title: {_quoted(f'{title.value if title else name}, coded again')}")
    if not is_runnable(root):
        lines.append(f"question: {_quoted('What happens if the texts are read as this coder reads them?')}")
    lines += [f"extends: {_quoted(base)}", "", *_lines(_nested(asked))]
    return "\n".join(lines) + "\n", len({value.path for value in asked})


def _base(name: str, root: Node, file: Path) -> str:
    path = locate(name)
    if path is None or is_shipped(root.place):
        return name
    return Path(os.path.relpath(path.absolute(), file.absolute().parent)).as_posix()


def _nested(values: Sequence[Coded]) -> dict[str, Any]:
    """Put values where their paths say; the months of a series stay one value."""
    tree: dict[str, Any] = {}
    for value in values:
        place = tree
        *above, last = value.leaf.split(".")
        for key in above:
            place = place.setdefault(key, {})
        place.setdefault(last, value)
    return tree


def _lines(tree: Mapping[str, Any], depth: int = 0) -> list[str]:
    """Write a table; in brackets, as a heading without lines would remove from the scenario what stands below it."""
    lines: list[str] = []
    indent, comma = "  " * depth, "," if depth else ""
    for key, item in tree.items():
        if isinstance(item, Coded):
            lines += [f"{indent}# {item.asked}", f"{indent}{_key(key)}: {_entry(item.entry)}{comma}"]
        else:
            lines += [f"{indent}{_key(key)}: {{", *_lines(item, depth + 1), f"{indent}}}{comma}"]
    return lines


def _entry(entry: Mapping[str, Any]) -> str:
    """Write a value blank on one line, with what is evidence and without what the first coder made of it."""
    answers = ("note", "tuned", "assumption", "figure", "value")
    kept = {} if "points" in entry else {"value": BLANK}
    kept |= {key: item for key, item in entry.items() if key not in answers}
    if "figure" in entry:
        kept["figure"] = _source(entry["figure"])
    elif "text" not in entry:
        kept["assumption"] = _REASON
    return "{" + ", ".join(f"{key}: {_written(item)}" for key, item in kept.items()) + "}"


def _source(figure: str) -> str:
    """Name the source of a figure; what follows the colon is how the first coder read it."""
    return figure.partition(": ")[0]


def _written(item: object) -> str:
    if isinstance(item, Mapping):
        return "{" + ", ".join(f"{key}: {_written(each)}" for key, each in item.items()) + "}"
    if isinstance(item, str):
        return BLANK if item in WORDS or item == BLANK else _quoted(item)
    return flow(item)


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
