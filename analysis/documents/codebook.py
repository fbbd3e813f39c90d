"""The codebook of the coding of the texts: its rules, and every value that was coded in words."""

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from ... import model
from ...scenarios.quantities import KINDS, WORDS
from .coded import RULES, SIGNALS, Coded, coded, resolved
from .markdown import code, fill, table
from .odd import headed
from .sheet import sheet

_SECTIONS = {"text": "", "figure": "figure", "tuned": "tuned", "assumption": "-"}


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
        If the file has errors; values still to be coded are none.
    """
    root = resolved(name).root
    values = coded(root)
    blocks = {
        "steps": _steps(),
        "signals": _signals(),
        "rules": table(("rule", "is"), [(f"**{rule}**", said) for rule, said in RULES.items()]),
        "counts": _counts(values),
        "values": _values(values),
    }
    document = files(model).joinpath("CODEBOOK.md").read_text(encoding="utf-8")
    title = root.get("title")
    return headed(fill(document, blocks), name, str(title.value) if title else name)


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
        If the file has errors.
    """
    return sheet(name, resolved(name).root, file)


def _steps() -> str:
    return table(
        ("step", "value", "rank"), [(f"**{word}**", f"{WORDS[word]:.3g}", rank) for rank, word in enumerate(WORDS)]
    )


def _signals() -> str:
    return table(("step", "words of a passage that speak for it"), [(step, ", ".join(SIGNALS[step])) for step in WORDS])


def _counts(values: Sequence[Coded]) -> str:
    """Count values by kind, source and rule."""
    kinds = dict.fromkeys(value.kind for value in values)
    sources = [kind for kind in KINDS if any(value.source == kind for value in values)]
    head = ("values", "in the world", "absent", *sources, *(f"rule: {rule}" for rule in RULES))

    def row(name: str, chosen: Sequence[Coded]) -> list[object]:
        by_source, by_rule = Counter(value.source for value in chosen), Counter(value.rule for value in chosen)
        here = sum(value.present for value in chosen)
        counts = [by_source[kind] for kind in sources] + [by_rule[rule] for rule in RULES]
        return [name, here, len(chosen) - here, *counts]

    rows = [row(kind, [value for value in values if value.kind == kind]) for kind in kinds]
    texts = [value for value in values if value.source == "text"]
    return "\n\n".join((table(head, [*rows, row("all", values)]), _by_passage(texts)))


def _by_passage(texts: Sequence[Coded]) -> str:
    by_rule = Counter(value.rule for value in texts)
    said = ", ".join(f"{by_rule[rule]} by {rule}" for rule in RULES if by_rule[rule])
    return f"Of {len(texts)} values with a passage the step comes: {said}." if texts else "No value has a passage."


def _values(values: Sequence[Coded]) -> str:
    """List all values, in a section for each kind."""
    parts: list[str] = []
    for kind in dict.fromkeys(value.kind for value in values):
        rows = [_row(value) for value in values if value.kind == kind]
        asked = next(value.asked for value in values if value.kind == kind).partition(":")[0]
        head = ("path", "step", "section", "passage or figure", "rule", "judgement")
        parts.append(f"### {kind}\n\nAsked: {asked}.\n\n{table(head, rows)}")
    return "\n\n".join(parts) or "No value of this scenario is coded in words."


def _row(value: Coded) -> Sequence[object]:
    quoted = f'"{value.passage}"' if value.section else value.passage or "-"
    rule = f'{value.rule}: "{value.signal}"' if value.signal else value.rule
    path = code(value.path) + ("" if value.present else ", absent")
    return path, f"**{value.word}**", value.section or _SECTIONS[value.source], quoted, rule, value.judgement or "-"
