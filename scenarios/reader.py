"""Safe reading of YAML: plain values, each with its line and column, and every complaint at once.

Scalars are those of YAML 1.2 (`NO` is text, `1e3` a number, `1992-01` text). Anchors, aliases, tags and duplicate keys
are refused; nothing is ever constructed but text, numbers, truth values, lists and mappings.
"""

import os
import re
import stat
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .errors import Place, Problem

MOST_BYTES = 1_000_000
"""Largest file that is read."""

MOST_DEPTH = 24
"""Deepest nesting; a scenario needs eight."""

Scalar = str | int | float | bool | None

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HIDDEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls of the terminal and of the writing direction; escapes such as `"\\e"` bring them into a text."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value that remembers where it was written.

    Attributes
    ----------
    value : scalar, dict of str to Node, or list of Node
        The value.
    place : Place
        Where the value begins.
    key : Place or None
        Where the key that holds it begins.
    removed : dict of str to Place
        For a mapping: the keys that a file or setting removed, and where it did.
    """

    value: "Scalar | dict[str, Node] | list[Node]"
    place: Place
    key: Place | None = None
    removed: dict[str, Place] = field(default_factory=dict[str, Place])

    @property
    def table(self) -> "dict[str, Node]":
        """The entries, empty unless it is a mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def head(self) -> Place:
        """Where a complaint about the value as a whole belongs: its key if it is a mapping, else the value."""
        return self.key if self.key is not None and isinstance(self.value, dict) else self.place

    def get(self, *path: str) -> "Node | None":
        """Go down a path of keys."""
        node: Node | None = self
        for key in path:
            node = node.table.get(key) if node is not None else None
        return node

    def plain(self) -> Any:
        """Give the value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def marked(value: Any, place: Place) -> Node:
    """Give a plain value one place throughout."""
    if isinstance(value, dict):
        return Node({str(key): marked(item, place) for key, item in value.items()}, place, place)
    if isinstance(value, list | tuple):
        return Node([marked(item, place) for item in value], place, place)
    return Node(value, place, place)


def read(path: Path, shown: str) -> tuple[Node | None, list[Problem]]:
    """Read a scenario file.

    Parameters
    ----------
    path : Path
        The file.
    shown : str
        Its name in messages.

    Returns
    -------
    Node or None
        The mapping that the file holds; None if it cannot be read at all.
    list of Problem
        What is wrong.
    """
    start = Place(shown, 1, 1)
    try:
        reason = refusal(path.stat())
        if reason is not None:
            return None, [Problem.at(start, reason)]
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None, [Problem.at(start, "there is no such file; `greatgame list` shows the scenarios that ship")]
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return None, [Problem.at(start, f"cannot be read ({reason}); check its name and permissions")]
    text, problems = _decode(data, start)
    if text is None:
        return None, problems
    node, found = parse(text, shown)
    return node, list(found)


def refusal(status: os.stat_result) -> str | None:
    """Say why a file is not even opened."""
    if stat.S_ISDIR(status.st_mode):
        return "is a folder; name a scenario file, such as my_scenario.yaml"
    if not stat.S_ISREG(status.st_mode):
        return "is not a plain file; name a scenario file"
    if status.st_size > MOST_BYTES:
        size = f"{status.st_size:,} bytes, more than {MOST_BYTES:,}"
        return f"has {size}, and is not read; a scenario is smaller, so check the name, or split it with extends"
    return None


def _decode(data: bytes, start: Place) -> tuple[str | None, list[Problem]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        head = data[: error.start].decode("utf-8-sig", "replace")
        return None, [Problem.at(_place_in(head, start.file), "is not text in UTF-8; save the file as UTF-8")]
    bad = _UNREADABLE.search(text)
    if bad is not None:
        where = _place_in(text[: bad.start()], start.file)
        return None, [Problem.at(where, f"holds the character {bad[0]!r}, which is not text; remove it")]
    return text, []


def _place_in(head: str, shown: str) -> Place:
    return Place(shown, head.count("\n") + 1, len(head) - (head.rfind("\n") + 1) + 1)


@lru_cache(maxsize=32)
def parse(text: str, shown: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read the text of a scenario file, which must be a mapping.

    Parameters
    ----------
    text : str
        YAML.
    shown : str
        The file's name in messages.

    Returns
    -------
    Node or None
        The mapping, None if the text is not one.
    tuple of Problem
        What is wrong.
    """
    node, problems = parse_value(text, shown)
    if (node is None or node.value is None) and not problems:
        problems.append(Problem(shown, 1, 1, "is empty; `greatgame new NAME` writes a scenario to start from"))
        return None, tuple(problems)
    if node is not None and not isinstance(node.value, dict):
        problems.append(
            Problem.at(
                node.place,
                "a scenario is made of lines such as `title: My scenario`, not of "
                f"{kind_of(node.value)}; write `key: value`",
            )
        )
        node = None
    return node, tuple(problems)


def parse_value(text: str, shown: str) -> tuple[Node | None, list[Problem]]:
    """Read any YAML value; None if the text is empty or breaks off before it."""
    build = _Build(shown)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            build.take(event)
            if build.done:
                break
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        place = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown, 1, 1)
        build.complain(place, _syntax(error))
    except (yaml.YAMLError, UnicodeError):
        build.complain(Place(shown, 1, 1), "holds characters that are not text; remove them")
    return build.root, build.problems


def kind_of(value: object) -> str:
    """Name the kind of a value for people."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    return f"the text {_short(value)!r}" if isinstance(value, str) else f"the number {_short(str(value))}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def _syntax(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem or "it cannot be read")
    if "cannot start any token" in problem:
        advice = "indent with spaces, not tabs, and put text with special characters in quotes"
    elif "mapping values are not allowed" in problem:
        advice = "put text that holds a colon in quotes, and check the indentation"
    else:
        advice = "check brackets, quotes and indentation above this place"
    context = f" {error.context}" if error.context else ""
    return f"is not valid YAML ({problem}{context}); {advice}"


def scalar(text: str) -> Scalar:
    """Give an unquoted word its YAML 1.2 meaning."""
    if text in _WORDS:
        return _WORDS[text]
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _INTEGER.fullmatch(text) and len(text) <= 18:
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


@dataclass
class _Open:
    """A mapping or list whose end has not come yet."""

    place: Place
    value: "dict[str, Node] | list[Node]"
    waiting: str | None = None
    waiting_at: Place | None = None


@dataclass
class _Build:
    """Builds a node tree from parser events, without recursion."""

    shown: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list[Problem])
    done: bool = False
    stack: list[_Open] = field(default_factory=list[_Open])

    def complain(self, place: Place, message: str) -> None:
        self.problems.append(Problem.at(place, message))

    def take(self, event: Any) -> None:
        """Take the parser's next event."""
        mark = event.start_mark
        place = Place(self.shown, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            self.complain(place, f"*{event.anchor}: aliases are not read; write the value out, or use extends")
            self._put(Node("", place), text="*")
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event, place)
            hidden = _HIDDEN.search(event.value)
            if hidden is not None:
                self.complain(place, f"holds the character {hidden[0]!r}, which is not text; remove it")
            plain = not event.style and event.tag is None
            self._put(Node(scalar(event.value) if plain else event.value, place), text=event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_marks(event, place)
            self._open(place, {} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = self.stack.pop()
            self._put(Node(closed.value, closed.place), text="")
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.complain(place, "a second document starts here; keep one document in a file and drop the `---`")
            self.done = True

    def _refuse_marks(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self.complain(place, f"&{event.anchor}: anchors are not read; remove it")
        if event.tag is not None:
            self.complain(place, f"the tag {event.tag!r} is not read; write plain text, numbers, lists and mappings")

    def _open(self, place: Place, value: "dict[str, Node] | list[Node]") -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.waiting is None:
            self.complain(place, "a key must be one word or number; write `key: value`")
            self.done = True
        elif len(self.stack) >= MOST_DEPTH:
            self.complain(place, f"is nested deeper than {MOST_DEPTH} levels; a scenario needs eight")
            self.done = True
        else:
            self.stack.append(_Open(place, value))

    def _put(self, node: Node, text: str) -> None:
        """Add a finished value, or a key, to what is open."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(node)
        elif top.waiting is None:
            top.waiting, top.waiting_at = text, node.place
        else:
            first = top.value.get(top.waiting)
            if first is None:
                top.value[top.waiting] = Node(node.value, node.place, top.waiting_at)
            elif first.key is not None and top.waiting_at is not None:
                message = f"the key {top.waiting!r} is already on line {first.key.line}; keep one of them"
                self.complain(top.waiting_at, message)
            top.waiting = None
