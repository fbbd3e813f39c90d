"""Tables of a scenario's world: entities, domains, interests, dated causes, shocks and where its values come from."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...scenarios import numbers
from ...scenarios.entries import numbers_in
from ...scenarios.quantities import WORDS, Series, Shape
from ...scenarios.schema import DEFAULTS, Actor
from ...scenarios.slots import values
from ..listing import KINDS
from .markdown import cited, code, table

if TYPE_CHECKING:
    from ...scenarios import Scenario

NEAR = 0.05
"""What of its range lies between a number and an end that it is said to stand at."""

_ENTITIES = {
    "states": "state",
    "powers": "power",
    "institutions": "institution",
    "sources": "outside source of extremism",
    "sides": "side of the mutual-recognition game",
    "domains": "domain",
    "purposes": "purpose of a power",
    "interests": "interest of a state",
}


def entities(scenario: "Scenario") -> str:
    """Name the things of the world by kind, those that are described but absent too; and the core states.

    Parameters
    ----------
    scenario : Scenario
        Whose world is told.

    Returns
    -------
    str
        A table and a sentence.
    """
    rows: list[Sequence[object]] = []
    for section, called in _ENTITIES.items():
        things: Mapping[str, Any] = getattr(scenario.document, section)
        absent = [name for name, thing in things.items() if isinstance(thing, Actor) and not thing.present]
        here = ", ".join(titled(name, thing) for name, thing in things.items() if name not in absent)
        rows.append((called, here or "none", ", ".join(titled(name, things[name]) for name in absent) or "-"))
    core = [
        titled(name, state)
        for name, state in scenario.document.states.items()
        if state.present and (DEFAULTS["core"] if state.core is None else state.core.value)
    ]
    named = table(("entity", "in this world", "described, but absent"), rows)
    return f"{named}\n\nCore states: {', '.join(core) or 'none'}."


def titled(name: str, thing: object) -> str:
    """Write the title of a thing with its id.

    Parameters
    ----------
    name : str
        Its id.
    thing : object
        What may have a `title`.

    Returns
    -------
    str
        Such as Uzbekistan (`UZB`).
    """
    title = getattr(thing, "title", None)
    return f"{title} (`{name}`)" if title and title != name else code(name)


def domains(scenario: "Scenario") -> str:
    """Give what each domain is: weight, speeds, and what alignment in it does.

    Parameters
    ----------
    scenario : Scenario
        Whose domains are told.

    Returns
    -------
    str
        A table; what is left out is 0.
    """
    numbers = ("weight", "adjustment", "pace", "presence", "guarantee", "leverage", "needs_access", "contested")
    rows: list[Sequence[object]] = []
    for name, domain in scenario.document.domains.items():
        cells = [f"{found.value:g}" if (found := getattr(domain, key)) is not None else "0" for key in numbers]
        linked = ", ".join(f"{origin} {value.value:g}" for origin, value in domain.linkage.items())
        rows.append((code(name), *cells, linked or "none"))
    return table(("domain", *numbers, "linkage from"), rows)


def interests(scenario: "Scenario") -> str:
    """Give the interests, what each state makes of them, and the passages.

    Parameters
    ----------
    scenario : Scenario
        Whose states, those that are present, are told.

    Returns
    -------
    str
        A table of interests; a table of states by interests with values and sections; a list of sources.
    """
    document = scenario.document
    kinds = list(document.interests)
    meaning = [(code(name), interest.title or name, cited(interest)) for name, interest in document.interests.items()]
    states = {name: state for name, state in document.states.items() if state.present}
    rows: list[Sequence[object]] = []
    sources: list[str] = []
    for name, state in states.items():
        cells: list[str] = []
        for kind in kinds:
            found = state.interests.get(kind)
            if found is None:
                cells.append("none, left out")
                continue
            word = written(scenario, f"states.{name}.interests.{kind}")
            cells.append(f"{word} ({found.text or found.kind})")
            sources.append(f"- `{name}`, {kind}: **{word}**; {cited(found)}.")
        rows.append((titled(name, state), *cells))
    parts = [table(("interest", "is", "passage"), meaning), table(("state", *kinds), rows), "\n".join(sources)]
    return "\n\n".join(part for part in parts if part)


def written(scenario: "Scenario", path: str) -> str:
    """Give a value as the file has it: the word of the ordinal scale, or the number.

    Parameters
    ----------
    scenario : Scenario
        That has the value.
    path : str
        Dotted path to a number.

    Returns
    -------
    str
        The word or number.
    """
    node = scenario.root.get(*path.split("."))
    number = next((str(item.value) for item in numbers_in(node) if item.value in WORDS), None) if node else None
    if number is not None:
        return number
    return next(f"{value.content.value:g}" for value in values(scenario.document) if value.path == path)


def dated(scenario: "Scenario") -> str:
    """Give every cause that moves by itself at dates that the scenario states.

    Parameters
    ----------
    scenario : Scenario
        Whose causes are told.

    Returns
    -------
    str
        A table of paths, dates with values, and sources.
    """
    rows = [
        (code(value.path), value.content.short, cited(value.content))
        for value in values(scenario.document)
        if isinstance(value.content, Series)
        and (value.content.is_dated or value.content.growth is not None)
        and (actor := getattr(scenario.document, value.path.split(".")[0]).get(value.path.split(".")[1])) is not None
        and getattr(actor, "present", True)
    ]
    return table(("cause", "dates and values", "source"), rows)


def shocks(scenario: "Scenario") -> str:
    """Give the shocks: date, title, what each adds to which cause, and the source.

    Parameters
    ----------
    scenario : Scenario
        Whose shocks are told, interventions among them.

    Returns
    -------
    str
        A table.
    """
    rows: list[Sequence[object]] = []
    for name, shock in sorted(scenario.document.shocks.items(), key=lambda item: (item[1].date, item[0])):
        adds = " <br> ".join(f"`{path}` {shape(found)}" for path, found in shock.causes.items())
        passage = f'; "{shock.passage}"' if shock.passage else ""
        rows.append((shock.date, code(name), shock.title, f"{shock.strength:g}", adds, f"{shock.source}{passage}"))
    for name, act in scenario.document.interventions.items():
        adds = f"makes {act.state} a member of {act.institution}"
        rows.append((act.date, code(name), act.title, f"{act.strength:g}", adds, act.source))
    return table(("date", "shock", "title", "strength", "adds to causes", "source"), rows)


def shape(found: Shape) -> str:
    """Write a shape on one line, as the file has it."""
    said = {key: getattr(found, key) for key in type(found).model_fields}
    return ", ".join(
        f"{key} {value:g}" + (" months" if key in ("over", "half_life") else "")
        for key, value in said.items()
        if value is not None
    )


def provenance(scenario: "Scenario") -> str:
    """Count the values of a scenario by where they come from.

    Parameters
    ----------
    scenario : Scenario
        What is counted.

    Returns
    -------
    str
        A table.
    """
    kinds = scenario.provenance()
    rows = [(words, kinds[kind]) for kind, words in KINDS.items() if kind in kinds]
    return table(("values by provenance", "number"), [*rows, ("all", sum(kinds.values()))])


def tuned(scenario: "Scenario") -> str:
    """Give the numbers that were fitted: where each stands in its admissible range, and which stand at an end of it.

    Parameters
    ----------
    scenario : Scenario
        Whose numbers are told; of a series the largest.

    Returns
    -------
    str
        A table, in the order of the schema.
    """
    stated = {value.path: value.content for value in values(scenario.document)}
    rows: list[Sequence[object]] = []
    for number in numbers(scenario):
        value, content = number.value, stated[number.path]
        if value is None and isinstance(content, Series):
            value = float(content.over(scenario.frame.months).max())
        if number.tuned is None or value is None:
            continue
        low, high = number.tuned
        place = (value - low) / (high - low) if high > low else 0.5
        name = code(number.path.removeprefix("parameters."))
        rows.append((name, f"{value:g}", f"{low:g} to {high:g}", f"{place:.2f}", end(place)))
    return table(("number", "value", "admissible", "position", "at an end"), rows)


def end(place: float) -> str:
    """Say at which end of its range a number stands.

    Parameters
    ----------
    place : float
        0 at the lower end of the range, 1 at the upper.

    Returns
    -------
    str
        **upper**, **lower** or -.
    """
    return "**upper**" if place >= 1.0 - NEAR else "**lower**" if place <= NEAR else "-"
