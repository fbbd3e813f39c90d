"""The Markdown files of the repository, read with markdown-it as GitHub reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
PARTS = ("model", "scenarios", "runs", "analysis", "tests")
DOCUMENTS = sorted(ROOT.glob("*.md")) + sorted(file for part in PARTS for file in (ROOT / part).rglob("*.md"))
IDS = [file.relative_to(ROOT).as_posix() for file in DOCUMENTS]

_NOT_RUN = re.compile(r"<!-- not run: (.+?) -->")
_NAMED = re.compile(r"`([\w.-]+\.(?:yaml|py))`:$")


@dataclass(frozen=True)
class Block:
    """A fenced block of code, with what the lines before it say of it."""

    language: str
    text: str
    line: int
    file: str | None
    """The file that the paragraph before it names."""
    not_run: str | None
    """Why it is not run."""


def tokens(document: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(document.read_text(encoding="utf-8"))


def blocks(document: Path) -> Iterator[Block]:
    file = not_run = None
    for token in tokens(document):
        if token.type == "inline":
            named = _NAMED.search(token.content)
            file, not_run = named and named[1], None
        elif token.type == "html_block":
            reason = _NOT_RUN.search(token.content)
            not_run = reason and reason[1]
        elif token.type in {"fence", "code_block"}:
            yield Block(token.info.strip(), token.content, (token.map or [0])[0] + 1, file, not_run)
            file = not_run = None


def inline(document: Path) -> Iterator[Token]:
    for token in tokens(document):
        yield from token.children or []


def anchors(document: Path) -> set[str]:
    """Name the headings as GitHub does."""
    found: set[str] = set()
    for opening, content in pairwise(tokens(document)):
        if opening.type == "heading_open":
            words = "".join(child.content for child in content.children or [])
            found.add(re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-"))
    return found
