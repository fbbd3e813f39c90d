"""A reader who starts at README.md gets everywhere, and no link leads nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .markdown import DOCUMENTS, IDS, ROOT, anchors, inline


def links(document: Path) -> Iterator[str]:
    for token in inline(document):
        target = token.attrs.get("href") or token.attrs.get("src")
        if target and "://" not in str(target) and not str(target).startswith("mailto:"):
            yield str(target)


def target_of(document: Path, link: str) -> tuple[Path, str]:
    path, _, anchor = link.partition("#")
    return ((document.parent / path).resolve() if path else document), anchor


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_no_link_is_dead(document: Path) -> None:
    dead: list[str] = []
    for link in links(document):
        target, anchor = target_of(document, link)
        if not target.exists() or not target.is_relative_to(ROOT) or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


def test_every_document_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        reached.add(document)
        targets = {target_of(document, link)[0] for link in links(document)}
        waiting += [target for target in targets if target in DOCUMENTS and target not in reached]
    assert [document for document in DOCUMENTS if document not in reached] == []
