"""What a tree of values defines: the things of each kind, and which of them a word means."""

from collections.abc import Iterable, Iterator

from .errors import Place, remedy
from .files import is_shipped
from .reader import Node
from .schema import SECTIONS


def entries(root: Node, section: str) -> list[tuple[str, Node]]:
    """Give what stands in a section, by id."""
    node = root.get(section)
    return list(node.table.items()) if node is not None else []


def known(root: Node, kind: str) -> list[str]:
    """Name the things of a kind, the absent ones too."""
    return sorted(name for name, _ in entries(root, SECTIONS[kind]))


def numbers_in(quantity: Node) -> Iterator[Node]:
    """Give the nodes that hold the numbers of a quantity or series."""
    for key, item in quantity.table.items():
        if key == "value":
            yield item
        elif key == "points":
            yield from item.table.values()


ACTORS = ("state", "power", "source", "institution")
"""What has a title of its own, is taken for another misspelt, and can be left out with `present: false`."""


def lateness(root: Node, place: Place) -> int:
    """Rank a place: a setting, the scenario's own file, another of the user's files, a file that ships."""
    if place.is_setting:
        return 3
    return 2 if place.file == root.place.file else int(not is_shipped(place))


def latest(root: Node, *places: Place) -> Place:
    """Choose the place that broke what the others say; the first if all are of one file."""
    return max(places, key=lambda place: lateness(root, place))


def removal(root: Node, section: str, name: str) -> Place | None:
    """Find where a key was removed, with or without its section; None if it never was there."""
    node = root.get(section)
    return (node.removed.get(name) if node is not None else None) or root.removed.get(section)


def is_removed(root: Node, kind: str, name: str) -> bool:
    """Tell whether a thing that is not defined was, until a file or setting removed it."""
    return name not in known(root, kind) and removal(root, SECTIONS[kind], name) is not None


def is_runnable(root: Node) -> bool:
    """Tell a scenario, which asks a question, from a world file that others extend."""
    return "question" in root.table


def is_present(node: Node | None) -> bool:
    """Tell whether an actor takes part."""
    present = node.get("present") if node is not None else None
    return node is not None and (present is None or present.value is not False)


def title_of(name: str, node: Node) -> str:
    """Give the title of a thing, its id if it has none."""
    title = node.get("title")
    return title.value if title is not None and isinstance(title.value, str) else name


def titled(things: Iterable[tuple[str, Node]], word: str) -> str | None:
    """Find the id of the thing whose title, not id, is the word."""
    for name, node in things:
        if name != word and title_of(name, node).casefold() == word.casefold():
            return name
    return None


def remedy_among(things: Iterable[tuple[str, Node]], word: str) -> str:
    """Say what to write instead of the id of something unknown, which may be a title."""
    listed = list(things)
    meant = titled(listed, word)
    return f"did you mean {meant!r}?" if meant is not None else remedy(word, [name for name, _ in listed])
