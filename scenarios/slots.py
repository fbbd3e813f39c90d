"""Walking the scenario language: which type stands at which path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from .quantities import Quantity, Series, Shape
from .reader import Node
from .schema import Document, Keys, Measures, Names

Leaf = Quantity | Series | Shape
LEAVES: tuple[type[Leaf], ...] = (Quantity, Series, Shape)
Coordinates = tuple[tuple[str, str], ...]
"""The kinds and ids that a path passes, such as (("power", "USA"), ("purpose", "trade"))."""


@dataclass(frozen=True)
class Slot:
    """What may stand at a place.

    Attributes
    ----------
    type : type or None
        A model, or the plain type.
    each : object
        Annotation of the values, for a mapping or a list.
    measures, keys, names :
        The notes on the type, see schema.py.
    """

    type: Any
    each: Any = None
    measures: Measures | None = None
    keys: str | None = None
    names: str | None = None

    @property
    def is_leaf(self) -> bool:
        """Whether the value is one number, series or shape."""
        return self.type in LEAVES

    @property
    def is_model(self) -> bool:
        """Whether it has fields of its own that can be addressed."""
        return isinstance(self.type, type) and issubclass(self.type, BaseModel) and not self.is_leaf

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping with free keys."""
        return self.type is dict

    def fields(self) -> dict[str, Any]:
        """Give the annotation of each key of a model, as the file spells the key."""
        return _fields(self.type) if self.is_model or self.is_leaf else {}


@cache
def _fields(model: type[BaseModel]) -> dict[str, Any]:
    hints = get_type_hints(model, include_extras=True)
    return {info.alias or name: hints[name] for name, info in model.model_fields.items()}


@cache
def slot(annotation: Any) -> Slot:
    """Read a type annotation with its notes."""
    found: dict[str, Any] = {}
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *notes = get_args(annotation)
            for note in notes:
                if isinstance(note, Measures):
                    found["measures"] = note
                elif isinstance(note, Keys | Names):
                    found["keys" if isinstance(note, Keys) else "names"] = note.kind
        elif origin in (Union, UnionType):
            annotation = next(option for option in get_args(annotation) if option is not NoneType)
        else:
            break
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return Slot(dict, get_args(annotation)[1], **found)
    if origin is list:
        return Slot(list, get_args(annotation)[0], **found)
    return Slot(annotation, **found)


ROOT = slot(Document)


def step(place: Slot, key: str) -> Slot | None:
    """Go one key down; None if there is no such key."""
    if place.is_mapping:
        return slot(place.each)
    annotation = place.fields().get(key)
    return None if annotation is None else slot(annotation)


def passed(place: Slot, key: str, coordinates: Coordinates) -> Coordinates:
    """Add what a key of a mapping names to the coordinates."""
    if place.keys is None:
        return coordinates
    if place.keys == "pair":
        return (*coordinates, *(("power", power) for power in key.split("-")))
    return (*coordinates, (place.keys, key))


def find(path: str) -> tuple[Slot, Coordinates] | None:
    """Find what a dotted path leads to; None if the language has no such path."""
    place, coordinates = ROOT, ()
    for key in path.split("."):
        below = step(place, key)
        if below is None or place.is_leaf:
            return None
        if place.is_mapping:
            coordinates = passed(place, key, coordinates)
        place = below
    if place.measures is not None:
        coordinates = (*coordinates, *place.measures.at)
    return place, coordinates


def paths_to(kind: type[Leaf], ids: Mapping[str, Sequence[str]], place: Slot = ROOT, path: str = "") -> Iterator[str]:
    """Give every path to a value of one kind, for the things that a world defines.

    Parameters
    ----------
    kind : type
        Quantity, Series or Shape.
    ids : mapping of str to sequence of str
        The things of each kind; mappings with other keys are passed over.
    place, path :
        Where to start.
    """
    if place.type is kind:
        yield path
        return
    keys: Iterable[str] = place.fields() if place.is_model else ids.get(place.keys or "", ())
    if place.keys == "pair":
        keys = ("-".join(pair) for pair in combinations(sorted(ids.get("power", ())), 2))
    for key in keys:
        below = step(place, key)
        if below is not None:
            yield from paths_to(kind, ids, below, f"{path}.{key}" if path else key)


@dataclass(frozen=True)
class Spot:
    """A value met on a walk."""

    path: str
    slot: Slot
    node: Node
    coordinates: Coordinates


def spots(node: Node, place: Slot = ROOT, path: str = "", coordinates: Coordinates = ()) -> Iterator[Spot]:
    """Walk a tree with its types, parents first; unknown keys are passed over."""
    if place.measures is not None:
        coordinates = (*coordinates, *place.measures.at)
    yield Spot(path, place, node, coordinates)
    if place.is_leaf:
        return
    for key, item in node.table.items():
        below = step(place, key)
        if below is not None:
            inner = passed(place, key, coordinates) if place.is_mapping else coordinates
            yield from spots(item, below, f"{path}.{key}" if path else key, inner)
    if place.type is list and isinstance(node.value, list):
        for position, item in enumerate(node.value):
            yield from spots(item, slot(place.each), f"{path}.{position}", coordinates)


@dataclass(frozen=True)
class Value:
    """A validated number, series or shape, with its path."""

    path: str
    slot: Slot
    content: Any
    coordinates: Coordinates


def values(content: Any, place: Slot = ROOT, path: str = "", coordinates: Coordinates = ()) -> Iterator[Value]:
    """Walk a validated document; yields every value that is no mapping or model, the empty ones too."""
    if place.measures is not None:
        coordinates = (*coordinates, *place.measures.at)
    if place.is_model and isinstance(content, BaseModel):
        for name, info in type(content).model_fields.items():
            key = info.alias or name
            below = step(place, key)
            if below is not None:
                yield from values(getattr(content, name), below, f"{path}.{key}" if path else key, coordinates)
    elif place.is_mapping and isinstance(content, Mapping):
        for key, item in content.items():
            inner = passed(place, str(key), coordinates)
            yield from values(item, slot(place.each), f"{path}.{key}", inner)
    else:
        yield Value(path, place, content, coordinates)
