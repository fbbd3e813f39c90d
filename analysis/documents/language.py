"""The language of scenario files as tables: each key, what it takes, unit and range, and meaning."""

import inspect
from collections.abc import Iterator, Sequence
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from ...scenarios.quantities import KINDS, Duration, Month, Quantity, Series, Shape, Sourced
from ...scenarios.quantities import Number as Scalar
from ...scenarios.ranges import UNITS, range_of
from ...scenarios.schema import Document
from ...scenarios.slots import ROOT, Slot, slot, step
from .markdown import code, table

_KEYS = {"pair": "POWER-POWER", "cause": "PATH", "attraction": "TERM", "access": "TERM", "membership": "TERM"}
_LEAVES = {Quantity: "number", Series: "series", Shape: "shape"}
_SOURCE = (*KINDS, "passage", "note")
_PLAIN = {str: "text", float: "number", bool: "true or false", int: "number"}


def language() -> str:
    """Describe scenario files section by section.

    Returns
    -------
    str
        A table for the keys of the file itself, one for each section, and one for each form of a value.
    """
    plain: list[Sequence[object]] = []
    sections: list[str] = []
    for key in ROOT.fields():
        below = step(ROOT, key)
        assert below is not None
        if below.is_mapping or below.is_model:
            sections.append(f"### Section `{key}`\n\n{_about(below, key)}{_table(list(_rows(below, key, '')))}")
        else:
            plain += _rows(below, key, _said(Document, key), _default(Document, key), _takes(Document, key))
    forms = [f"### A {name}\n\n{summary(kind)}\n\n{_form(kind)}" for kind, name in _LEAVES.items()]
    units = table(("unit", "admits"), [(unit, str(range_of(unit))) for unit in UNITS])
    parts = [f"### The file itself\n\n{_table(plain)}", *sections, *forms, f"### Units\n\n{units}"]
    return "\n\n".join(parts)


def summary(thing: object) -> str:
    """Give the first paragraph of a docstring on one line."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def _table(rows: Sequence[Sequence[object]]) -> str:
    return table(("key", "takes", "unit or range", "if left out", "meaning"), rows)


def _about(place: Slot, key: str) -> str:
    inner = slot(place.each) if place.is_mapping else place
    said = summary(inner.type) if inner.is_model else _said(Document, key)
    return f"{said}\n\n" if said else ""


def _said(model: type[BaseModel], key: str) -> str:
    """Give the description of a field, by the key as the file spells it."""
    found = (info for name, info in model.model_fields.items() if key == (info.alias or name))
    return next((info.description or "" for info in found), "")


def _rows(place: Slot, path: str, said: str, default: str = "-", taken: str = "text") -> Iterator[Sequence[object]]:
    if place.is_mapping:
        yield from _rows(
            slot(place.each), f"{path}.{_KEYS.get(place.keys or '', (place.keys or 'NAME').upper())}", said
        )
    elif place.is_model:
        for key in place.fields():
            below = step(place, key)
            if below is not None and not (issubclass(place.type, Sourced) and key in _SOURCE):
                said = _said(place.type, key)
                yield from _rows(below, f"{path}.{key}", said, _default(place.type, key), _takes(place.type, key))
        if issubclass(place.type, Sourced):
            yield code(f"{path}.*"), "a source", "", "-", f"one of {', '.join(KINDS)}, as for a number"
    elif place.measures is not None:
        variable = place.measures.variable
        yield code(path), _LEAVES[place.type], variable.unit, f"{place.measures.default:g}", variable.meaning
    elif place.is_leaf:
        yield code(path), _LEAVES[place.type], "", default, said or _of(path)
    else:
        yield code(path), _named(place) or taken, "", default, said or _of(path)


def _of(path: str) -> str:
    if path.startswith("parameters."):
        return "a number that rules take by name; see Parameters"
    return {"shocks.NAME.causes.PATH": "what the shock adds to the cause at this path"}.get(path, "")


def _default(model: type[BaseModel], key: str) -> str:
    info = next(info for name, info in model.model_fields.items() if key == (info.alias or name))
    if info.is_required():
        return "needed"
    return f"{info.default}".lower() if isinstance(info.default, bool) else f"{info.default}" if info.default else "-"


def _named(place: Slot) -> str:
    """Say what a plain value names; nothing if it names nothing."""
    if get_origin(place.type) is Literal:
        return " or ".join(map(str, get_args(place.type)))
    if place.type is list:
        return "list of names"
    return f"{place.names} by its id" if place.names is not None else ""


def _form(kind: type[BaseModel]) -> str:
    rows: list[Sequence[object]] = []
    for name, info in kind.model_fields.items():
        key = info.alias or name
        rows.append((code(key), _takes(kind, key), _default(kind, key), info.description or ""))
    return table(("key", "takes", "if left out", "meaning"), rows)


def _takes(kind: type[BaseModel], key: str) -> str:
    return next(_kinds(kind, key), "text")


def _kinds(kind: type[BaseModel], key: str) -> Iterator[str]:
    """Say what a key takes, as far as its type says so."""
    named = {Month: "month", Scalar: "number or word", Duration: "length of time"}
    waiting: list[Any] = [slot(kind).fields()[key]]
    while waiting:
        annotation = waiting.pop(0)
        for known, said in named.items():
            if annotation == known:
                yield said
        origin = get_origin(annotation)
        if origin is tuple:
            yield "[low, high]"
        elif origin is dict:
            yield "months with numbers"
        elif origin is list:
            yield "list of months"
        elif annotation in _PLAIN:
            yield _PLAIN[annotation]
        else:
            parts = get_args(annotation)[:1] if origin is Annotated else get_args(annotation)
            waiting += [part for part in parts if part is not NoneType]
