"""Everything public says what it is; what people call from Python says what it takes, gives and raises."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import greatgame.analysis
import greatgame.model
import greatgame.runs
import greatgame.scenarios

PARTS = (greatgame.model, greatgame.scenarios, greatgame.runs, greatgame.analysis)
NOT_IMPORTED = {"greatgame.analysis.__main__"}
"""Runs the program when it is imported."""


def modules(part: ModuleType) -> Iterator[ModuleType]:
    yield part
    for found in pkgutil.walk_packages(part.__path__, f"{part.__name__}."):
        if found.name not in NOT_IMPORTED:
            yield importlib.import_module(found.name)


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Give the classes and functions that a module defines, and the methods and properties of its classes."""
    for name, thing in list(vars(module).items()):
        if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(thing) or inspect.isclass(thing):
            yield f"{module.__name__}.{name}", thing
        if inspect.isclass(thing):
            for key, member in list(vars(thing).items()):
                inner = member.__func__ if isinstance(member, classmethod | staticmethod) else member
                inner = getattr(inner, "func", inner)  # of a cached property
                if not key.startswith("_") and (inspect.isfunction(inner) or isinstance(inner, property)):
                    yield f"{module.__name__}.{name}.{key}", inner


def faces() -> Iterator[tuple[str, Any]]:
    """Give what people call from Python: what the parts offer by name, and the functions of the modules among it."""
    for part in PARTS:
        for name in part.__all__:
            thing = getattr(part, name)
            own = public(thing) if inspect.ismodule(thing) else [(f"{part.__name__}.{name}", thing)]
            yield from ((path, each) for path, each in own if inspect.isfunction(each) or inspect.isclass(each))


FACES = [pytest.param(thing, id=path) for path, thing in dict(faces()).items()]


def section(thing: Any, name: str) -> str:
    """Give a numpydoc section of a docstring, empty if there is none."""
    said = inspect.getdoc(thing) or ""
    found = re.search(rf"^{name}\n-+\n(.*?)(?=\n\n\w[^\n]*\n---|\Z)", said, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def named(thing: Any, name: str) -> set[str]:
    """Give the names that a section explains; several may share a line."""
    lines = [line for line in section(thing, name).splitlines() if line and not line.startswith(" ")]
    return {word.strip("* ") for line in lines for word in line.partition(" :")[0].split(",")}


def parameters(thing: Any) -> set[str]:
    return {name for name in inspect.signature(thing).parameters if name not in {"self", "args", "kwargs"}}


def raised(function: Any) -> set[str]:
    """Name the exceptions that the body of a function raises itself."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    thrown = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc is not None]
    called = [each.func if isinstance(each, ast.Call) else each for each in thrown]
    return {each.id for each in called if isinstance(each, ast.Name) and each.id[0].isupper()}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_everything_public_has_a_docstring(part: ModuleType) -> None:
    everything = [each for module in modules(part) for each in [(module.__name__, module), *public(module)]]
    assert len(everything) > 50
    assert [name for name, thing in everything if not (thing.__doc__ or "").strip()] == []


@pytest.mark.parametrize("thing", [each for each in FACES if inspect.isfunction(each.values[0])])
def test_a_function_of_the_faces_explains_what_it_takes(thing: Any) -> None:
    assert parameters(thing) <= named(thing, "Parameters")


@pytest.mark.parametrize("thing", [each for each in FACES if inspect.isfunction(each.values[0])])
def test_a_function_of_the_faces_explains_what_it_gives(thing: Any) -> None:
    gives = inspect.signature(thing).return_annotation not in {None, "None", inspect.Signature.empty}
    assert bool(section(thing, "Returns") or section(thing, "Yields")) == gives


@pytest.mark.parametrize("thing", [each for each in FACES if inspect.isfunction(each.values[0])])
def test_a_function_of_the_faces_explains_what_it_raises(thing: Any) -> None:
    assert raised(thing) <= named(thing, "Raises")


@pytest.mark.parametrize("thing", [each for each in FACES if inspect.isclass(each.values[0])])
def test_a_class_of_the_faces_explains_what_it_is_made_of(thing: Any) -> None:
    if dataclasses.is_dataclass(thing):
        made_of = {field.name for field in dataclasses.fields(thing) if not field.name.startswith("_")}
    elif getattr(thing, "_is_protocol", False) or "__init__" not in vars(thing):
        return
    else:
        made_of = parameters(thing.__init__)
    assert made_of <= named(thing, "Attributes") | named(thing, "Parameters")
