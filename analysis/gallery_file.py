"""What the gallery compares each scenario with: the file `gallery.yaml`, checked against the scenarios it names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from ..scenarios import InputError, Problem, ScenarioError, names
from ..scenarios.errors import Place, nearest, remedy
from ..scenarios.reader import Node, parse_value
from .claims.worlds import Variant, scenario_of
from .gallery_terms import first_of, for_states
from .outcomes import parse_outcome

FILE = Path(__file__).with_name("gallery.yaml")

OWN = "own"
"""The world of the scenario as it ships."""

WORDS = re.compile(r"\{([^{}]*)\}")
"""A place for a computed value in a sentence."""

_WINDOW = re.compile(r"\.[0-9]{4}(-[0-9]{2})?(\.\.[0-9]{4}(-[0-9]{2})?)?$")

KINDS = ("change", "most", "chance")

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"change": ("", "says"), "most": ("", "says", "name", "share"), "chance": ("",)}
)
"""What a sentence can say of each kind of value."""


class _Strict(BaseModel):
    """Takes no key that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _dated(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", text):
        raise ValueError("is not a month such as 2002-12, or a year")
    return text


Date = Annotated[str, Field(coerce_numbers_to_str=True), AfterValidator(_dated)]


class World(_Strict):
    """A world that is compared: a scenario with settings, and what it is called."""

    label: str
    scenario: str | None = None
    set: tuple[str, ...] = ()


class Says(_Strict):
    """Words for a change, by whether its band excludes 0."""

    higher: str
    lower: str
    unclear: str


class Value(_Strict):
    """A number that an answer takes, of one of `KINDS`; see `gallery.yaml`."""

    change: str | None = None
    most: str | None = None
    chance: str | None = None
    within: tuple[str, ...] = Field((OWN,), alias="in", min_length=1)
    less: tuple[str, ...] = ()
    since: Date | None = None
    relative: bool = False
    says: Says | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise ValueError(f"needs one of {', '.join(KINDS)}; keep one")
        if self.kind == "chance":
            if self.less or self.since or self.relative or self.says or len(self.within) > 1:
                raise ValueError("is a chance, of one world; remove less, since, relative and says")
        elif bool(self.less) == bool(self.since):
            raise ValueError("needs either less or since, to be compared with; keep one")
        elif self.less and len(self.within) != len(self.less):
            raise ValueError("needs as many worlds in `in` as in `less`, or it is no difference; add some")
        elif self.since and len(self.within) > 1:
            raise ValueError("is since a date, in one world; keep one in `in`")
        return self

    @property
    def kind(self) -> str:
        """Which of `KINDS`."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def outcome(self) -> str:
        """Whose number: an outcome, in which * is every core state."""
        return getattr(self, self.kind)

    @property
    def earlier(self) -> str | None:
        """The outcome at the date since which it changes."""
        return None if self.since is None else _WINDOW.sub(f".{self.since}", self.outcome)


class Panel(_Strict):
    """A panel of the figure: the course of an outcome, or the differences of a value by state."""

    of: str | None = None
    effects: str | None = None
    title: str

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.of is None) == (self.effects is None):
            raise ValueError("needs either of or effects; keep one")
        return self


class Entry(_Strict):
    """What the gallery says of one scenario."""

    worlds: dict[str, World] = Field(min_length=2)
    values: dict[str, Value]
    panels: tuple[Panel, ...] = Field(min_length=1, max_length=2)
    start: Date = Field(alias="from")
    answer: tuple[str, str]

    def variants(self, name: str) -> dict[str, Variant]:
        """Give the scenario and settings of each world.

        Parameters
        ----------
        name : str
            The scenario that the entry is about.
        """
        return {key: Variant(world.scenario or name, world.set) for key, world in self.worlds.items()}


@cache
def entries() -> dict[str, Entry]:
    """Give the entry of every scenario that ships.

    Raises
    ------
    InputError
        With everything that is wrong with the file.
    """
    return read_entries(FILE.read_text(encoding="utf-8"), FILE.name)


def read_entries(text: str, shown: str) -> dict[str, Entry]:
    """Read entries by the name of their scenario.

    Parameters
    ----------
    text : str
        YAML.
    shown : str
        Name of the file in messages.

    Raises
    ------
    InputError
        With everything that is wrong, each at its place.
    """
    root, problems = parse_value(text, shown)
    if root is None or problems:
        raise InputError(problems or [Problem(shown, 1, 1, "is empty; write an entry for each scenario")])
    found: dict[str, Entry] = {}
    try:
        found = TypeAdapter(dict[str, Entry]).validate_python(root.plain())
    except ValidationError as error:
        problems += [_said(root, detail) for detail in error.errors(include_url=False)]
    for name, entry in found.items():
        problems += _misfits(name, entry, root.table[name])
    if problems:
        raise InputError(problems)
    return found


def _said(root: Node, detail: Any) -> Problem:
    """Say one of pydantic's errors in words, at the deepest node on its way."""
    node, way = root, [str(part) for part in detail["loc"]]
    for part in detail["loc"]:
        inside = dict(enumerate(node.value)) if isinstance(node.value, list) else node.table
        if part not in inside:
            break
        node = inside[part]
    place, name = node.head, ".".join(way)
    if detail["type"] == "missing" and isinstance(detail["loc"][-1], int):
        return Problem.at(place, f"{'.'.join(way[:-1])} has only {way[-1]} of its items; add the rest")
    if detail["type"] == "missing":
        return Problem.at(place, f"{'.'.join(way[:-1])} has no {way[-1]!r}; add it")
    if detail["type"] == "extra_forbidden":
        return Problem.at(node.key or place, f"unknown key {way[-1]!r} in {'.'.join(way[:-1])}; remove it")
    return Problem.at(place, f"{name}: {str(detail['msg']).removeprefix('Value error, ')}")


def _misfits(name: str, entry: Entry, node: Node) -> Iterator[Problem]:
    """Find what does not fit the scenarios, or one part of an entry the other."""
    if name not in names():
        yield Problem.at(node.head, f"no scenario {name!r} ships; {remedy(name, names())}")
        return
    own = entry.worlds.get(OWN)
    if own is None or own.scenario or own.set:
        where = node.get("worlds", OWN) or node.get("worlds") or node
        yield Problem.at(where.head, f"{name}.worlds needs {OWN}, the scenario as it ships, with a label only; add it")
        return
    broken = False
    for key, variant in entry.variants(name).items():
        place = _at(node, "worlds", key)
        try:
            start = scenario_of(variant).start
        except ScenarioError as error:
            broken = True
            yield from (Problem.at(place, f"{name}.worlds.{key}: {problem}") for problem in error.problems)
            continue
        if start != scenario_of(Variant(name)).start:
            yield Problem.at(place, f"{name}.worlds.{key} starts in {start}, so its noise is another; start together")
    for key, value in entry.values.items():
        unknown = [world for world in (*value.within, *value.less) if world not in entry.worlds]
        for world in unknown:
            yield Problem.at(_at(node, "values", key), f"there is no world {world!r}; {remedy(world, entry.worlds)}")
        if not broken and not unknown:
            yield from _outcomes(name, entry, value, _at(node, "values", key))
    yield from _panels(name, entry, node, check=not broken)
    yield from _answers(entry, node)


def _at(node: Node, *path: str) -> Place:
    found = node.get(*path)
    return node.head if found is None else found.head


def _outcomes(name: str, entry: Entry, value: Value, place: Place) -> Iterator[Problem]:
    """Try the outcomes of a value in each world that it takes."""
    variants = entry.variants(name)
    for world in (*value.within, *value.less):
        scenario = scenario_of(variants[world])
        for text in filter(None, (value.outcome, value.earlier)):
            try:
                outcome = parse_outcome(first_of(text, scenario), scenario)
            except ValueError as error:
                yield Problem.at(place, f"{text}: {error}")
                continue
            if value.kind == "most" and for_states(text, scenario) == [text]:
                yield Problem.at(place, f"{text}: most is of every core state; write * for the state")
            if value.kind == "chance" and (outcome.unit != "probability" or not re.search(r"-\d\d$", outcome.window)):
                yield Problem.at(place, f"{text}: a chance is of what is so or not in a month; take change")


def _panels(name: str, entry: Entry, node: Node, *, check: bool) -> Iterator[Problem]:
    places = _items(node, "panels")
    for panel, place in zip(entry.panels, places, strict=True):
        if panel.effects is not None:
            value = entry.values.get(panel.effects)
            if value is None or value.kind != "most":
                yield Problem.at(place, f"effects: {panel.effects!r} is no value of kind most; name one")
        elif check:
            scenario = scenario_of(entry.variants(name)[OWN])
            try:
                parse_outcome(first_of(f"{panel.of}.{scenario.end}", scenario), scenario)
            except ValueError as error:
                yield Problem.at(place, f"{panel.of}: {error}")


def _answers(entry: Entry, node: Node) -> Iterator[Problem]:
    """Find places in the sentences that no value fills."""
    for sentence, place in zip(entry.answer, _items(node, "answer"), strict=True):
        for found in WORDS.findall(sentence):
            key, _, part = found.partition(".")
            value = entry.values.get(key)
            if value is None:
                yield Problem.at(place, f"{{{found}}}: there is no value {key!r}; {remedy(key, entry.values)}")
            elif part not in PARTS[value.kind]:
                close = nearest(part, PARTS[value.kind])
                known = f"did you mean {close!r}?" if close else f"{key} has {', '.join(PARTS[value.kind][1:])}"
                yield Problem.at(place, f"{{{found}}}: a value of kind {value.kind} has no {part!r}; {known}")
            elif part == "says" and value.says is None:
                yield Problem.at(place, f"{{{found}}}: {key} has no says; add it")


def _items(node: Node, key: str) -> Sequence[Place]:
    found = node.get(key)
    return [item.place for item in found.value] if found is not None and isinstance(found.value, list) else []
