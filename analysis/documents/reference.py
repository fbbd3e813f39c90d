"""The reference: commands, scenario files, results, measures, terms, parameters, outcomes and Python functions."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

from ... import analysis, model, runs, scenarios
from ...model.rules import PARAMETERS, TERMS, strength_of
from ...runs import codebook
from ...runs.layout import TERMS as ON_REQUEST
from ...runs.layout import layout_of
from ...scenarios.schema import CHOICES
from .. import measures, outcomes
from ..cli import app
from ..summary import summary as yearly_table
from .commands import commands
from .language import language, summary
from .markdown import code, fill, table
from .odd import DEFAULT, headed
from .terms import said

if TYPE_CHECKING:
    from ...scenarios import Scenario

FACES: Mapping[str, ModuleType] = MappingProxyType(
    {
        "greatgame.scenarios": scenarios,
        "greatgame.runs": runs,
        "greatgame.model": model,
        "greatgame.analysis.measures": measures,
    }
)
"""The modules whose names people use from Python."""


_SECTION = re.compile(r"\n\n\w+\n-{3,}\n")


def reference(name: str = DEFAULT) -> str:
    """Give the whole reference, with results and values of a scenario.

    Parameters
    ----------
    name : str
        A scenario that ships, or a file.

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    ScenarioError
        If the scenario cannot be loaded.
    """
    scenario = scenarios.load(name)
    blocks = {
        "commands": commands(app),
        "language": language(),
        "variables": _variables(scenario),
        "tables": _tables(scenario),
        "measures": _measures(),
        "terms": _terms(scenario),
        "parameters": _parameters(scenario),
        "outcomes": _outcomes(),
        "functions": _functions(),
    }
    document = files(analysis).joinpath("REFERENCE.md").read_text(encoding="utf-8")
    return headed(fill(document, blocks), name, scenario.title)


def _variables(scenario: "Scenario") -> str:
    layout = layout_of(scenario.inputs)
    rows = [
        (
            code(name),
            ", ".join(("replication", "time", *variable.dims)),
            variable.unit,
            variable.meaning + (", on request" if name in ON_REQUEST else ""),
        )
        for name, variable in layout.variables.items()
    ]
    axes = [(code(axis), ", ".join(map(code, names)) or "none") for axis, names in layout.axes.items()]
    return "\n\n".join((table(("variable", "axes", "unit or range", "meaning"), rows), table(("axis", "names"), axes)))


def _tables(scenario: "Scenario") -> str:
    """Explain the columns of the tables of a run, which are those of a run of the scenario."""
    done = runs.run(scenario, 0)
    data = done.dataset([])
    tables = {"shifts": done.shifts(), "events": done.events(), "summary": yearly_table(done)}
    parts: list[str] = []
    for name, made in tables.items():
        columns = [str(column) for column in made.column_names]
        rows = [
            (code(column), unit or "-", meaning) for column, _, unit, meaning in codebook.entries(name, columns, data)
        ]
        parts.append(f"### `{name}.csv`\n\n{table(('column', 'unit or range', 'meaning'), rows)}")
    return "\n\n".join(parts)


def _measures() -> str:
    rows: list[Sequence[object]] = []
    for name, function in public(measures):
        said_first = _SECTION.split(inspect.getdoc(function) or "")[0]
        formula, _, source = " ".join(said_first.partition("\n\n")[2].split()).replace("``", "`").partition(" Source: ")
        rows.append((code(name), summary(function), formula.removeprefix("Formula: "), source or "-"))
    return table(("measure", "is", "formula and range", "source"), rows)


def _terms(scenario: "Scenario") -> str:
    parts: list[str] = []
    for choice in CHOICES:
        weighed = getattr(scenario.document.terms, choice)
        rows: list[Sequence[object]] = []
        for name, term in TERMS[choice].items():
            words = said(term)
            used = "yes" if name in weighed else "no"
            strength = code(f"parameters.{strength_of(choice, name)}")
            rows.append((code(name), words.words, code(words.equation) or "-", words.unit or "-", strength, used))
        heading = ("term", "is", "equation", "unit", "strength", "weighed here")
        parts.append(f"### Terms of {choice}\n\n{table(heading, rows)}")
    return "\n\n".join(parts)


def _parameters(scenario: "Scenario") -> str:
    rows: list[Sequence[object]] = []
    for name, quantity in scenario.document.parameters.items():
        unit, _, meaning = PARAMETERS[name].partition(": ")
        rows.append((code(f"parameters.{name}"), f"{quantity.value:g}", unit, meaning, quantity.kind))
    return table(("parameter", "value", "unit or range", "meaning", "provenance"), rows)


def _outcomes() -> str:
    forms = outcomes.FORMS
    rows: list[Sequence[object]] = []
    for what in sorted(forms):
        unit = outcomes.Outcome(what, what, (), "").unit
        rows.append((code(outcomes.form(what)), unit))
    return table(("outcome", "unit or range"), [*rows, (code("claim.ID"), outcomes.Outcome("", "claim", (), "").unit)])


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Give the public names of a module: those of its ``__all__``, or else the functions that it defines.

    Parameters
    ----------
    module : module
        What is asked.

    Yields
    ------
    tuple of str and object
        Name and thing.
    """
    listed: Sequence[str] | None = getattr(module, "__all__", None)
    if listed is not None:
        yield from ((name, getattr(module, name)) for name in listed)
        return
    for name, thing in vars(module).items():
        if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_"):
            yield name, thing


def _functions() -> str:
    parts: list[str] = []
    for face, module in FACES.items():
        rows = [(code(f"{name}{called(thing)}"), _first(thing)) for name, thing in public(module)]
        parts.append(f"### `{face}`\n\n{table(('call', 'does'), rows)}")
    return "\n\n".join(parts)


def called(thing: Any) -> str:
    """Write the parameters of a function or class with their defaults, without types.

    Parameters
    ----------
    thing : object
        What may be called.

    Returns
    -------
    str
        In parentheses; nothing for what is not called.
    """
    made = inspect.isclass(thing) and not (issubclass(thing, BaseException) or getattr(thing, "_is_protocol", False))
    if not (made or inspect.isfunction(thing)):
        return ""
    signature = inspect.signature(thing)
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def _first(thing: Callable[..., Any] | Any) -> str:
    return summary(thing) if inspect.isfunction(thing) or inspect.isclass(thing) else "A type, for annotations."
