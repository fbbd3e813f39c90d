"""The form of the theory: general, documented, one place for everything."""

import ast
import doctest
import importlib
import inspect
import io
import pkgutil
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest
import yaml

import greatgame.model
import greatgame.scenarios
from greatgame.model.rules import TERMS

MODEL = Path(greatgame.model.__file__).parent
FILES = sorted(MODEL.rglob("*.py"))
SHIPPED = sorted(Path(greatgame.scenarios.__file__).parent.glob("*.yaml"))
OUTSIDE = {"greatgame", "yaml", "pathlib", "os", "json", "rich", "typer", "matplotlib", "pyarrow", "xarray"}
TESTS = Path(__file__).parent


def modules():
    yield greatgame.model
    for found in pkgutil.walk_packages(greatgame.model.__path__, "greatgame.model."):
        yield importlib.import_module(found.name)


@cache
def documents():
    return [tree for path in SHIPPED if isinstance(tree := yaml.safe_load(path.read_text(encoding="utf-8")), dict)]


@cache
def named(kind):
    """Ids and titles of the things of a kind in all shipped files."""
    tables = [tree[kind] for tree in documents() if isinstance(tree.get(kind), dict)]
    ids = {str(name) for table in tables for name in table}
    things = [thing for table in tables for thing in table.values() if isinstance(thing, dict)]
    return ids | {str(thing["title"]) for thing in things if "title" in thing}


def code_of(path):
    """Names and strings of a file, without docstrings and comments."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    texts = {
        (node.lineno, node.col_offset)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.STRING) and token.start not in texts:
            yield token


def test_there_are_shipped_worlds_to_name_actors():
    shipped = set().union(*map(named, ("states", "powers", "institutions", "domains")))
    assert {"UZB", "RUS", "SCO", "security"} <= shipped


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(MODEL)))
def test_no_rule_names_an_actor(path):
    actors = set().union(*map(named, ("states", "powers", "institutions", "sources", "sides")))
    pattern = re.compile(r"(?<![A-Za-z])(" + "|".join(map(re.escape, sorted(actors))) + r")(?![A-Za-z])", re.IGNORECASE)
    found = [f"line {token.start[0]}: {token.string}" for token in code_of(path) if pattern.search(token.string)]
    assert not found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(MODEL)))
def test_no_rule_names_a_domain(path):
    words = named("domains")
    found = [
        f"line {token.start[0]}: {token.string}"
        for token in code_of(path)
        if (token.string.strip("\"'") in words or words & set(token.string.split("_"))) and " " not in token.string
    ]
    assert not found


def public(module):
    for name, thing in vars(module).items():
        own = getattr(thing, "__module__", None) == module.__name__
        if own and not name.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)):
            yield f"{module.__name__}.{name}", thing


def everything_public():
    for module in modules():
        yield module.__name__, module
        for name, thing in public(module):
            yield name, thing
            if inspect.isclass(thing):
                members = {key: value for key, value in vars(thing).items() if not key.startswith("_")}
                functions = {key: value for key, value in members.items() if inspect.isfunction(value)}
                yield from ((f"{name}.{key}", value) for key, value in functions.items())


def test_everything_public_has_a_docstring():
    silent = [name for name, thing in everything_public() if not (thing.__doc__ or "").strip()]
    assert not silent


ALL_TERMS = [(choice, name, term) for choice, terms in TERMS.items() for name, term in terms.items()]
every_term = pytest.mark.parametrize(
    ("choice", "name", "term"), ALL_TERMS, ids=[f"{choice}-{name}" for choice, name, _ in ALL_TERMS]
)
SOURCE = re.compile(r"\bZ(n?\d|\s)|\b\(?I\)|[A-Z][A-Za-z&. ]+ \(?\d{4}\)?")


@every_term
def test_a_term_says_its_equation_unit_and_source(choice, name, term):
    said = " ".join(inspect.getdoc(term).split())
    module = inspect.getmodule(term).__doc__
    assert re.search(r"-?strength \S", said), "an equation, in which the strength multiplies something"
    assert "log odds" in (said + module).lower(), "a unit, here or for all terms of the module"
    assert SOURCE.search(said), "a text or an author and a year"


@every_term
def test_a_term_carries_its_own_name(choice, name, term):
    assert term.__name__ == name
    assert term.__module__ == f"greatgame.model.rules.{choice}"


def rules_of_modules():
    for module in modules():
        if module.__name__.startswith("greatgame.model.rules."):
            yield from ((module.__name__.rpartition(".")[2], name.rpartition(".")[2]) for name, _ in public(module))


def shown_by_example():
    """Rules whose docstring computes a case; `test_an_example_comes_out_as_it_says` runs it."""
    for name, thing in everything_public():
        if name.startswith("greatgame.model.rules.") and ">>> " in (thing.__doc__ or ""):
            yield tuple(name.split(".")[-2:])


def test_every_rule_has_a_case_computed_by_hand():
    """Each public function of a module of rules is handed to `check`, or called, in the folder beside this file, or
    computes an example in its docstring."""
    mentioned = set(shown_by_example())
    for path in (TESTS / "rules").glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                mentioned.add((node.value.id, node.attr))
            elif isinstance(node, ast.ImportFrom) and node.module:
                mentioned |= {(node.module.rpartition(".")[2], alias.name) for alias in node.names}
    assert set(rules_of_modules()) <= mentioned


@pytest.mark.parametrize("module", list(modules()), ids=lambda module: module.__name__)
def test_an_example_comes_out_as_it_says(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(MODEL)))
def test_the_model_knows_no_file_and_no_other_part(path):
    depth = len(path.relative_to(MODEL).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            assert node.level <= depth, f"line {node.lineno} reaches out of the model"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [str(node.module)]
            assert not {name.split(".")[0] for name in names} & OUTSIDE, f"line {node.lineno}"
