"""A scenario: loaded, checked, and ready to run."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import Any

from ..model.inputs import Inputs
from . import rulebook
from .check import check
from .compile import Frame, compile_document
from .entries import is_runnable
from .errors import Place, Problem, ScenarioError, printable, remedy
from .files import is_shipped, locate, shipped
from .inherit import Resolved, apply, merge, resolve
from .notes import notes
from .quantities import KINDS, Quantity, Series, Shape
from .reader import Node, marked
from .schema import Document, Shock
from .slots import ROOT, values
from .structure import validate

_ASKS = re.compile(r"^question:", re.MULTILINE)

_PLAIN_UNITS = {
    "start": "YYYY-MM",
    "end": "YYYY-MM",
    "date": "YYYY-MM",
    "present": "true or false",
    "admission": "open or application",
    "strength": "0 or 1",
}
"""Units of choices by the last key of their path."""


@dataclass(frozen=True)
class Setting:
    """A value that `--set` can change.

    Attributes
    ----------
    path : str
        Dotted path.
    value : float, str or bool
        The value; a series or shape on one line.
    unit : str
        Unit and range.
    kind : str
        text, figure, tuned or assumption; "choice" for what is neither true nor false, such as a date of the run;
        "default" for what the scenario leaves out; "effect" for what a shock does to a cause.
    source : str
        Where it comes from, or why.
    passage : str
        Words of the text, if any.
    """

    path: str
    value: float | str | bool
    unit: str
    kind: str
    source: str = ""
    passage: str = ""


@dataclass(frozen=True)
class Heading:
    """What a list of scenarios shows of each.

    Attributes
    ----------
    name : str
        As commands take it.
    title : str
        For people.
    start, end : str
        First and last month, ``YYYY-MM``.
    question : str
        The one question that a run answers.
    """

    name: str
    title: str
    start: str
    end: str
    question: str


@dataclass(frozen=True)
class Scenario:
    """A scenario without errors.

    Attributes
    ----------
    name : str
        Short name; the file's without its ending.
    document : Document
        The validated content.
    root : Node
        The same with the place of each value, for messages.
    changes : tuple of str
        What settings changed against the file, one sentence each: `shocks.september_11.strength 1 -> 0`.
    """

    name: str
    document: Document
    root: Node
    changes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Write the scenario on one short line."""
        changed = f", {len(self.changes)} changed" if self.changes else ""
        return f"Scenario({self.name}, {self.start} to {self.end}{changed})"

    @property
    def title(self) -> str:
        """Name for people."""
        return self.document.title or self.name

    @property
    def question(self) -> str:
        """The one question it answers."""
        return self.document.question or ""

    @property
    def start(self) -> str:
        """First month, `YYYY-MM`."""
        return self.document.start or ""

    @property
    def end(self) -> str:
        """Last month, `YYYY-MM`."""
        return self.document.end or ""

    @property
    def shocks(self) -> Mapping[str, Shock]:
        """The shocks by name; with strength 0 if the theory that the run follows has nobody answer them."""
        if self.document.answers_shocks:
            return self.document.shocks
        return {name: shock.model_copy(update={"strength": 0.0}) for name, shock in self.document.shocks.items()}

    @cached_property
    def tree(self) -> dict[str, Any]:
        """The resolved scenario as plain JSON values, every number with its source."""
        return self.document.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)

    @cached_property
    def sha256(self) -> str:
        """Hash of the tree, in one way of writing it."""
        text = json.dumps(self.tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def inputs(self) -> Inputs:
        """The arrays that the model reads."""
        return compile_document(self.frame)

    @cached_property
    def frame(self) -> Frame:
        """Its numbers, sorted by where they go in the arrays."""
        return Frame(self.document)

    @cached_property
    def notes(self) -> list[str]:
        """What a reader of the results should know."""
        return notes(self.document, self.root)

    def with_settings(self, settings: Sequence[str]) -> "Scenario":
        """Change values, as `--set` does.

        Parameters
        ----------
        settings : sequence of str
            Such as "parameters.balance=4.1".

        Raises
        ------
        ScenarioError
            If the changed scenario has errors.
        """
        return _finished(self.name, apply(Resolved(self.root, changes=self.changes), settings))

    def without_shock(self, name: str) -> "Scenario":
        """Switch a shock off.

        Raises
        ------
        ScenarioError
            If there is no such shock.
        """
        if name not in self.shocks:
            raise ScenarioError([Problem(self.name, 0, 0, f"there is no shock {name!r}; {remedy(name, self.shocks)}")])
        return self.with_settings([f"shocks.{name}.strength=0"])

    def quantities(self) -> Iterator[Setting]:
        """Give every value that can be set, in the order of the schema."""
        for value in values(self.document):
            content, measures = value.content, value.slot.measures
            unit = measures.variable.unit if measures is not None else ""
            if value.path.startswith("parameters."):
                unit = rulebook.parameters()[value.path.split(".")[1]].partition(":")[0]
            if isinstance(content, Quantity | Series):
                number = content.value if isinstance(content, Quantity) else content.short
                yield Setting(
                    value.path, number, content.unit or unit, content.kind, content.source, content.passage or ""
                )
            elif content is None and measures is not None:
                yield Setting(value.path, measures.default, unit, "default")
            elif isinstance(content, Shape):
                yield Setting(value.path, content.short, "", "effect", "effect of the shock; its size is judgement")
            elif isinstance(content, float) and value.path.startswith("shocks."):
                yield self._strength(value.path, content)
            elif value.path == "theory":
                chosen = self.document.theories.get(self.document.theory)
                source = chosen.title or "" if chosen is not None else ""
                yield Setting("theory", self.document.theory, " or ".join(self.document.theories), "choice", source)
            elif (name := value.path.split(".")[-1]) in _PLAIN_UNITS and content is not None:
                yield Setting(value.path, content, _PLAIN_UNITS[name], "choice")

    def _strength(self, path: str, content: float) -> Setting:
        shock = self.shocks[path.split(".")[1]]
        kind = "figure" if shock.passage is None else "text"
        if shock.source.strip().lower().startswith("assumption"):
            kind = "assumption"
        return Setting(path, content, ">= 0", kind, shock.source, shock.passage or "")

    def provenance(self) -> Counter[str]:
        """Count the values of the scenario, shocks among them, by where they come from: text, figure and so on."""
        return Counter(setting.kind for setting in self.quantities() if setting.kind in KINDS)


def load(name_or_path: str | PathLike[str], settings: Sequence[str] = ()) -> Scenario:
    """Load a scenario.

    Parameters
    ----------
    name_or_path : str or path
        A scenario that ships, or a YAML file.
    settings : sequence of str
        Values to change, such as "parameters.balance=4.1"; checked like the file.

    Returns
    -------
    Scenario
        Ready to run.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    name = str(name_or_path)
    resolved = resolve(name, settings)
    path = locate(name)
    return _finished(printable(path.stem if path is not None else name), resolved)


def from_tree(tree: dict[str, Any], name: str, changes: Sequence[str] = ()) -> Scenario:
    """Rebuild a scenario from its resolved tree, as a run's folder keeps it.

    Parameters
    ----------
    tree : dict
        What `Scenario.tree` gave.
    name : str
        The scenario's name.
    changes : sequence of str
        What `Scenario.changes` gave.

    Returns
    -------
    Scenario
        Ready to run.

    Raises
    ------
    ScenarioError
        If the tree is no longer a valid scenario.
    """
    try:
        root = merge(None, marked(tree, Place(name)), ROOT)
    except RecursionError:
        message = "is nested too deep to be a scenario; it has been changed since it was written"
        raise ScenarioError([Problem(name, 0, 0, message)]) from None
    return _finished(name, Resolved(root, changes=tuple(changes)))


def problems(name_or_path: str | PathLike[str], settings: Sequence[str] = ()) -> list[Problem]:
    """Find everything wrong with a scenario or a world file; a world file need not be complete.

    Parameters
    ----------
    name_or_path : str or path
        A file, or a name that ships.
    settings : sequence of str
        Values to change first.

    Returns
    -------
    list of Problem
        Sorted by place; empty if all is well.
    """
    return ScenarioError(_examined(resolve(str(name_or_path), settings))[1]).problems


def examine(name_or_path: str | PathLike[str]) -> tuple[list[Problem], list[str]]:
    """Find everything wrong with a scenario or a world file, and what is worth knowing if nothing is.

    Parameters
    ----------
    name_or_path : str or path
        A file, or a name that ships.

    Returns
    -------
    list of Problem
        As `problems` gives them.
    list of str
        As `Scenario.notes`; empty for what is wrong, and for a world file, which need not be complete.
    """
    resolved = resolve(str(name_or_path))
    document, found = _examined(resolved)
    if found or document is None or not is_runnable(resolved.root):
        return ScenarioError(found).problems, []
    return [], notes(document, resolved.root)


def names() -> list[str]:
    """Name the scenarios that ship and can run; world files, which ask no question, are left out.

    Returns
    -------
    list of str
        Sorted.
    """
    return [name for name, path in shipped().items() if _ASKS.search(path.read_text(encoding="utf-8"))]


def headings() -> list[Heading]:
    """Describe the scenarios that ship, without checking them.

    Returns
    -------
    list of Heading
        By name.
    """
    found: list[Heading] = []
    for name in names():
        root = resolve(name).root
        words = (str(node.value) if (node := root.get(key)) else "" for key in ("title", "start", "end", "question"))
        found.append(Heading(name, *words))
    return found


def _examined(resolved: Resolved) -> tuple[Document | None, list[Problem]]:
    """Check a tree both ways; where the reader stumbled, what follows from that is left out."""
    document, found = validate(resolved.root, whole=resolved.whole)
    stumbled = {problem.place for problem in resolved.problems if problem.line}
    found += check(resolved.root, whole=resolved.whole)
    problems = resolved.problems + [problem for problem in found if problem.place not in stumbled]
    # A shipped file is right by itself: what is wrong there follows from what is wrong in a file of the user's.
    return document, [problem for problem in problems if not is_shipped(problem.place)] or problems


def _finished(name: str, resolved: Resolved) -> Scenario:
    """Check a tree and make the scenario, or report what is wrong."""
    document, found = _examined(resolved)
    if resolved.whole and not is_runnable(resolved.root):
        found.append(
            Problem.at(
                resolved.root.place,
                "asks no question, so it is a world file for others to extend; add `question:` to run it",
            )
        )
    if found or document is None:
        raise ScenarioError(found)
    return Scenario(name, document, resolved.root, resolved.changes)
