"""Tables of the theory: parameters, terms, theories, quantities, streams of noise and the order of a month."""

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...model.month import MONTH
from ...model.rules import PARAMETERS, TERMS
from ...model.stage import Stage
from ...model.variables import CAUSES, CONSTANTS, NOISE, VARIABLES, Variable
from ...scenarios.schema import CHOICES
from .markdown import cell, cited, code, table
from .terms import said

if TYPE_CHECKING:
    from ...scenarios import Scenario
    from ...scenarios.schema import Term

_AXES = {"access_term": "term", "membership_term": "term"}


def parameters(scenario: "Scenario") -> str:
    """Give every parameter of the scenario: meaning, unit, value and provenance.

    Parameters
    ----------
    scenario : Scenario
        Whose values and sources are told.

    Returns
    -------
    str
        A table, in the order of the file.
    """
    rows: list[Sequence[object]] = []
    for name, quantity in scenario.document.parameters.items():
        unit, _, meaning = PARAMETERS[name].partition(": ")
        rows.append((code(name), meaning, unit, f"{quantity.value:g}", cited(quantity)))
    return table(("parameter", "meaning", "unit or range", "value", "provenance"), rows)


def terms(scenario: "Scenario", choice: str) -> str:
    """Give the terms that a choice weighs: equation, unit, theory, passage, and what the scenario says of each.

    Parameters
    ----------
    scenario : Scenario
        Its terms, whatever theory it runs under.
    choice : str
        One of CHOICES.

    Returns
    -------
    str
        A table, in the order of the file; then what the symbols of the equations stand for.
    """
    own: Mapping[str, Term] = getattr(scenario.document.terms, choice)
    loaded = choice == "attraction"
    head = [
        "term",
        "equation",
        "unit",
        "interest",
        *(["loads"] if loaded else []),
        "theory",
        "passage",
        "in this world",
    ]
    rows: list[Sequence[object]] = []
    where: list[str] = []
    for name, term in own.items():
        words = said(TERMS[choice][name])
        loads = [_loads(term)] if loaded else []
        here = [cited(term), *(f"{power}: {cited(source)}" for power, source in term.by_power.items())]
        row = [code(name), code(words.equation) or "-", words.unit or "-", term.interest or "-", *loads]
        rows.append([*row, words.theory or "-", words.text or "-", " <br> ".join(here)])
        where.append(f"- `{name}`: {words.words[:1].lower()}{words.words[1:]}. {words.where}".rstrip())
    return "\n".join([table(head, rows), "", *where]) if rows else "None."


def _loads(term: "Term") -> str:
    loads = getattr(term, "loads", {})
    return ", ".join(f"{domain} {quantity.value:g}" for domain, quantity in loads.items()) or "none"


def theories(scenario: "Scenario") -> str:
    """Give the theories of alignment that a run can follow, and the terms that each leaves.

    Parameters
    ----------
    scenario : Scenario
        Whose theories are told.

    Returns
    -------
    str
        A table.
    """
    rows: list[Sequence[object]] = []
    for name, theory in scenario.document.theories.items():
        kept = [getattr(theory, choice) for choice in CHOICES]
        left = ["all" if terms is None else ", ".join(terms) or "none" for terms in kept]
        shocks = "yes" if theory.shocks else "no"
        rows.append((code(name), theory.title or name, *left, shocks, cited(theory)))
    return table(("theory", "title", *CHOICES, "shocks have effects", "source"), rows)


def quantities(variables: Mapping[str, Variable], *, unit: str = "unit or range") -> str:
    """List quantities of the model.

    Parameters
    ----------
    variables : mapping of str to Variable
        A table of `variables.py`.
    unit : str
        Heading of the units.

    Returns
    -------
    str
        Name, axes, unit and meaning of each.
    """
    rows = [(code(name), _axes(variable), variable.unit, variable.meaning) for name, variable in variables.items()]
    return table(("name", "axes", unit, "meaning"), rows)


def state_variables() -> str:
    """List what a month leaves behind and the history keeps."""
    return quantities({name: variable for name, variable in VARIABLES.items() if variable.recorded})


def intermediate() -> str:
    """List what rules write and the history does not keep."""
    return quantities({name: variable for name, variable in VARIABLES.items() if not variable.recorded})


def constants() -> str:
    """List what is fixed for a run."""
    return quantities(CONSTANTS)


def causes() -> str:
    """List what changes from outside."""
    return quantities(CAUSES)


def streams() -> str:
    """List the named streams of random numbers."""
    return f"{len(NOISE)} streams.\n\n{quantities(NOISE, unit='distribution')}"


def _axes(variable: Variable) -> str:
    return ", ".join(_AXES.get(axis, axis) for axis in variable.dims) or "-"


def month() -> str:
    """Give the order of a month: who acts, by which rule, writing what, and what the rule says of itself."""
    rows: list[Sequence[object]] = []
    for number, stage in enumerate(MONTH, 1):
        if isinstance(stage.rule, str):
            place, does = f"`rules/{stage.rule}.py`, all terms", "worth of each option, the sum of its terms"
        else:
            place = f"`rules/{stage.rule.__module__.rpartition('.')[2]}.py`"
            does = summary(stage.rule)
        writes = ", ".join(code(name) for name in stage.writes)
        rows.append((number, stage.actor, code(stage.name), place, writes, does))
    return table(("", "who", "stage", "where", "writes", "in words"), rows)


def lags() -> str:
    """Say which stages read a value before it is written in the month, and so as it was last month.

    Returns
    -------
    str
        A table of the stages that read what a later stage writes; then those that only start from their own last
        value.
    """
    rows: list[Sequence[object]] = []
    alone: list[str] = []
    ahead = {name for stage in MONTH for name in stage.writes}
    for stage in MONTH:
        late = {name: terms for name, terms in _read(stage).items() if name in ahead}
        own = [code(name) for name in late if name in stage.writes]
        others = [_by_terms(name, terms) for name, terms in late.items() if name not in stage.writes]
        if others:
            rows.append((code(stage.name), ", ".join(others), ", ".join(own) or "-"))
        elif own:
            alone.append(code(stage.name))
        ahead.difference_update(stage.writes)
    told = table(("stage", "last month's values of later stages", "of its own"), rows)
    return f"{told}\n\nOf last month only what they wrote themselves: {', '.join(alone) or 'none'}."


def _read(stage: Stage) -> dict[str, list[str]]:
    """Give what a stage reads, and in a choice the terms that do."""
    rules = TERMS[stage.rule] if isinstance(stage.rule, str) else {"": stage.rule}
    read: dict[str, list[str]] = {}
    for term, rule in rules.items():
        for name in inspect.signature(rule).parameters:
            read.setdefault(name, []).append(term)
    return read


def _by_terms(name: str, terms: Sequence[str]) -> str:
    return f"{code(name)} ({', '.join(terms)})" if any(terms) else code(name)


def rule_interests(scenario: "Scenario") -> str:
    """Give the interest that each rule weighs, other than the terms of the choices, which have tables of their own.

    Parameters
    ----------
    scenario : Scenario
        Whose interests are told.

    Returns
    -------
    str
        A table.
    """
    weighed = scenario.document.rule_interests
    names = [s.name for s in MONTH if callable(s.rule) and "interest" in inspect.signature(s.rule).parameters]
    return table(("rule", "interest"), [(code(name), code(weighed.get(name, "")) or "none") for name in names])


def summary(thing: object) -> str:
    """Give the first paragraph of a docstring.

    Parameters
    ----------
    thing : object
        With a docstring.

    Returns
    -------
    str
        One line, without the full stop.
    """
    return cell((inspect.getdoc(thing) or "").partition("\n\n")[0]).removesuffix(".").replace("\\|", "|")
