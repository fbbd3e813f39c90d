"""Checking that texts are cited by a source that text_key lists, and a section that it has."""

import re
from collections.abc import Iterator, Sequence

from .entries import entries, is_runnable, removal
from .errors import Place, Problem, remedy
from .reader import Node
from .slots import Spot

_PLACE = re.compile(r"[^\W\d_]?(?![^\W\d_])")
_REST = re.compile(r"[,;:]")


def check_texts(root: Node, found: Sequence[Spot]) -> Iterator[Problem]:
    """Check every `text:`, and the source of every shock that quotes."""
    keys = entries(root, "text_key")
    if not keys and not is_runnable(root):
        # A part of a world; whoever extends it brings the sources.
        return
    for spot in found:
        text = spot.node.get("text")
        if text is None or not isinstance(text.value, str) or "text" not in spot.slot.fields():
            continue
        complaint = _uncited(text.value, keys)
        gone = _gone(root, text.value)
        if complaint is not None and gone is not None:
            yield gone
        elif complaint is not None:
            yield Problem.at(text.place, f"{spot.path}: {complaint}")
    for name, item in entries(root, "shocks"):
        source = item.get("source")
        if item.get("passage") is None or source is None or not isinstance(source.value, str):
            continue
        complaint = _uncited(source.value, keys)
        gone = _gone(root, source.value)
        if complaint is not None and gone is not None:
            yield gone
        elif complaint is not None:
            yield Problem.at(source.place, f"shock {name!r} quotes a passage, but its source {complaint}")


def _gone(root: Node, text: str) -> Problem | None:
    """Say, once and where it was removed, that a source of text_key is still cited."""
    section = root.get("text_key")
    removed: dict[str, Place] = dict(section.removed) if section is not None else {}
    for key, place in removed.items():
        if text.startswith(key) and _PLACE.match(text, len(key)):
            return Problem.at(place, f"the source {key!r} of text_key is removed, but values cite it; keep it")
    where = removal(root, "text_key", "") if section is None else None
    return Problem.at(where, "text_key is removed, but values cite its sources; keep it") if where is not None else None


def _uncited(text: str, keys: Sequence[tuple[str, Node]]) -> str | None:
    """Say why a text cites nothing: `Z`, `Z1-2`, `Z intro` and the note `Zn17` cite Z, `Zebra` does not."""
    cited = [(key, node) for key, node in keys if text.startswith(key) and _PLACE.match(text, len(key))]
    if not cited:
        names = ", ".join(sorted(key for key, _ in keys))
        advice = f"known: {names}" if keys else "add text_key with the sources in full"
        return f"{text!r} does not begin with a source of text_key; {advice}"
    key, node = max(cited, key=lambda pair: len(pair[0]))
    listed = node.get("sections")
    if listed is None or not isinstance(listed.value, list) or not listed.value:
        return None
    sections = [str(section.value) for section in listed.value]
    section = _REST.split(text, maxsplit=1)[0].strip()
    return None if section in sections else f"{section!r} is no section of {key}; {remedy(section, sections)}"
