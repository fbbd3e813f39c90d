"""The second half of checking: values must fit each other, the model, and the calendar.

Works on the tree of values with their places, whatever else is wrong with it, so that one misspelt key hides nothing.
"""

import re
from collections.abc import Iterator, Sequence

from . import rulebook
from .dates import month
from .errors import Problem, nearest, remedy
from .quantities import LARGEST, WORDS, Series
from .ranges import Range, range_of
from .reader import Node, Scalar
from .schema import SECTIONS
from .slots import Spot, find, paths_to, spots

_ID = re.compile(r"[^\W\d]\w*")
_PLACE = re.compile(r"[^\W\d_]?(?![^\W\d_])")
_GRADED = (Range(0.0, 1.0), Range(0.0))
"""Where none, some, important and first have a meaning."""

_NEEDED = ("title", "question", "start", "end", "states", "powers", "domains", "parameters")
_KIND_OF_DATED = {"shocks": "shock", "interventions": "intervention"}


def check(root: Node, *, whole: bool = True) -> list[Problem]:
    """Check what pydantic cannot: names, ranges, dates, sums, and completeness of what claims to be runnable.

    Parameters
    ----------
    root : Node
        The resolved tree.
    whole : bool
        False if a file of the chain is missing: then nothing that could be in it is called missing or unknown.

    Returns
    -------
    list of Problem
        All that is wrong.
    """
    found = list(spots(root))
    problems = [*_ranges(found), *_dates(root), *_ids(root), *_text_sources(root, found), *_selves(found)]
    if whole:
        problems += [
            *_references(root, found),
            *_terms(root),
            *_rule_interests(root),
            *_parameters(root),
            *_causes(root),
            *_pairs(root),
        ]
        problems += [*_weights(root), *_actors(root), *_strangers(root)]
        if is_runnable(root):
            problems += _completeness(root)
    return problems


def is_runnable(root: Node) -> bool:
    """Tell a scenario, which asks a question, from a world file that others extend."""
    return "question" in root.table


def known(root: Node, kind: str) -> list[str]:
    """Name the things of a kind, the absent ones too."""
    return sorted(root.table[SECTIONS[kind]].table) if SECTIONS[kind] in root.table else []


def _numbers(quantity: Node) -> Iterator[Node]:
    """Give the nodes that hold the numbers of a quantity or series."""
    for key, item in quantity.table.items():
        if key == "value":
            yield item
        elif key == "points":
            yield from item.table.values()


def _ranges(found: Sequence[Spot]) -> Iterator[Problem]:
    for spot in found:
        if spot.slot.measures is not None and spot.slot.is_leaf:
            yield from _out_of_range(spot.path, spot.node, spot.slot.measures.variable.unit)


def _out_of_range(path: str, quantity: Node, unit: str) -> Iterator[Problem]:
    admitted = range_of(unit)
    for node in _numbers(quantity):
        if isinstance(node.value, str) and node.value in WORDS and admitted not in _GRADED:
            yield Problem.at(
                node.place, f"{path}: {node.value!r} is a grade, but this value is {admitted}; write a number"
            )
        # What is not finite, or far too large, has its own message.
        elif isinstance(node.value, int | float) and not admitted.holds(node.value) and abs(node.value) <= LARGEST:
            yield Problem.at(node.place, f"{path} is {_written(node.value)}, but must be {admitted}; change it")


def _written(value: Scalar) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else f"{value:g}"


def _month(node: Node | None) -> int | None:
    """Read a month, or None where another check complains."""
    try:
        return month(node.value) if node is not None and isinstance(node.value, str) else None
    except ValueError:
        return None


def _dates(root: Node) -> Iterator[Problem]:
    start, end = root.get("start"), root.get("end")
    first, last = _month(start), _month(end)
    if start is None or end is None or first is None or last is None:
        return
    if first >= last:
        # A setting, which has no line, broke what the file says.
        place = end.place if start.place.line else start.place
        yield Problem.at(place, f"end {end.value} is not after start {start.value}; change one of them")
        return
    for section, kind in _KIND_OF_DATED.items():
        for name, item in _entries(root, section):
            date = item.get("date")
            when = _month(date)
            if date is not None and when is not None and not first <= when <= last:
                yield Problem.at(
                    date.place,
                    f"{kind} {name!r} is dated {date.value}, outside the run "
                    f"{start.value} to {end.value}; change the date, start or end",
                )


def _entries(root: Node, section: str) -> list[tuple[str, Node]]:
    node = root.get(section)
    return list(node.table.items()) if node is not None else []


def _ids(root: Node) -> Iterator[Problem]:
    """Check ids, which become columns and paths."""
    for section in (*SECTIONS.values(), "shocks", "interventions", "text_key"):
        for name, item in _entries(root, section):
            if not _ID.fullmatch(name):
                yield Problem.at(
                    item.key or item.place,
                    f"{name!r} cannot be a name in {section}; use letters, digits and _, a letter first",
                )
    states = root.get("states")
    for name, item in _entries(root, "powers"):
        if states is not None and name in states.table:
            yield Problem.at(item.key or item.place, f"{name!r} is both a state and a power; rename one")


def _strangers(root: Node) -> Iterator[Problem]:
    """Check that an actor without a title is not an older one misspelt in a file that extends another."""
    for kind in ("state", "power", "source", "institution"):
        entries = _entries(root, SECTIONS[kind])
        titled = [name for name, item in entries if item.get("title") is not None]
        for name, item in entries:
            close = nearest(name, titled) if name not in titled else None
            if close is not None:
                text = f"{SECTIONS[kind]}.{name} is new and has no title; did you mean {close!r}? Else give it a title"
                yield Problem.at(item.key or item.place, text)


def _text_sources(root: Node, found: Sequence[Spot]) -> Iterator[Problem]:
    """Check that texts are cited by a key of text_key and a place in them."""
    keys = [name for name, _ in _entries(root, "text_key")]
    if not keys and not is_runnable(root):
        # A part of a world; whoever extends it brings the sources.
        return
    for spot in found:
        text = spot.node.get("text")
        if text is None or not isinstance(text.value, str) or "text" not in spot.slot.fields():
            continue
        if not _cites(text.value, keys):
            yield Problem.at(
                text.place, f"{spot.path}: {text.value!r} does not begin with a source of text_key; {_sources(keys)}"
            )
    for name, item in _entries(root, "shocks"):
        source = item.get("source")
        if item.get("passage") is None or source is None or not isinstance(source.value, str):
            continue
        if not _cites(source.value, keys):
            yield Problem.at(
                source.place,
                f"shock {name!r} quotes a passage, so its source must begin with one of text_key; {_sources(keys)}",
            )


def _cites(text: str, keys: Sequence[str]) -> bool:
    """Tell whether a text begins with a key: `Z`, `Z1-2`, `Z intro` and the note `Zn17` cite Z, `Zebra` does not."""
    return any(text.startswith(key) and _PLACE.match(text, len(key)) for key in keys)


def _sources(keys: Sequence[str]) -> str:
    return f"known: {', '.join(sorted(keys))}" if keys else "add text_key with the sources in full"


def _selves(found: Sequence[Spot]) -> Iterator[Problem]:
    """Check that nothing has a quarrel with itself, or carries over to itself."""
    for spot in found:
        if spot.slot.is_leaf and len(spot.coordinates) == 2 and spot.coordinates[0] == spot.coordinates[1]:
            where = spot.node.key or spot.node.place
            yield Problem.at(where, f"{spot.path} relates {spot.coordinates[0][1]} to itself; remove it")


def _references(root: Node, found: Sequence[Spot]) -> Iterator[Problem]:
    """Check that every id that is used is defined."""
    for spot in found:
        kind, names = spot.slot.keys, spot.slot.names
        if names in SECTIONS and isinstance(spot.node.value, str):
            yield from _unknown(root, names, spot.node.value, spot, spot.node)
        # The section that defines things is where the path has one key only.
        if kind in SECTIONS and "." in spot.path:
            for name, item in spot.node.table.items():
                yield from _unknown(root, kind, name, spot, item)


def _unknown(root: Node, kind: str, name: str, spot: Spot, node: Node) -> Iterator[Problem]:
    defined = known(root, kind)
    if name in defined or (not defined and not is_runnable(root)):
        return
    where = node.place if spot.slot.names else node.key or node.place
    yield Problem.at(where, f"{spot.path}: there is no {kind} {name!r}; {remedy(name, defined)}")


def _terms(root: Node) -> Iterator[Problem]:
    for choice in ("attraction", "access", "membership"):
        listed = root.get("terms", choice)
        functions = rulebook.terms(choice)
        for name, item in (listed.table if listed is not None else {}).items():
            where = item.key or item.place
            path = f"terms.{choice}.{name}"
            if name not in functions:
                yield Problem.at(where, f"{path}: the model has no such term; {remedy(name, functions)}")
            elif rulebook.needs_interest(functions[name]) and item.get("interest") is None:
                yield Problem.at(where, f"{path} needs the interest it speaks to; add `interest:`")
            elif not rulebook.needs_interest(functions[name]) and item.get("interest") is not None:
                yield Problem.at(item.table["interest"].place, f"{path} speaks to no interest; remove `interest:`")


def _rule_interests(root: Node) -> Iterator[Problem]:
    rules = rulebook.rules_with_interest()
    for name, item in _entries(root, "rule_interests"):
        if name not in rules:
            yield Problem.at(
                item.key or item.place, f"rule_interests: no rule {name!r} speaks of an interest; {remedy(name, rules)}"
            )


def _parameters(root: Node) -> Iterator[Problem]:
    section = root.get("parameters")
    if section is None or not isinstance(section.value, dict):
        return
    names = rulebook.parameters()
    for name, item in section.value.items():
        if name not in names:
            yield Problem.at(item.key or item.place, f"the model has no parameter {name!r}; {remedy(name, names)}")
        else:
            yield from _out_of_range(f"parameters.{name}", item, names[name].partition(":")[0])
    for name in sorted(set(names) - set(section.value)):
        yield Problem.at(
            section.key or section.place,
            f"parameters has no {name!r} ({names[name]}); add it, or extend a file that has it",
        )


def _causes(root: Node) -> Iterator[Problem]:
    """Check that shocks change causes only: the series of the language."""
    for name, shock in _entries(root, "shocks"):
        causes = shock.get("causes")
        for path, item in (causes.table if causes is not None else {}).items():
            complaint = _no_cause(root, path)
            if complaint is not None:
                yield Problem.at(item.key or item.place, f"shock {name!r}: {complaint}")


def _no_cause(root: Node, path: str) -> str | None:
    found = find(path)
    if found is None or found[0].type is not Series:
        possible = [cause for cause in cause_paths(root) if cause.split(".")[0] == path.split(".", maxsplit=1)[0]]
        close = nearest(path, possible or cause_paths(root), cutoff=0.5)
        example = f"did you mean {close!r}?" if close else "write one such as powers.POWER.demand.PURPOSE"
        return f"a shock names causes only, and {path!r} is not a cause; {example}"
    for kind, name in found[1]:
        if kind in SECTIONS and name not in known(root, kind):
            return f"{path!r}: there is no {kind} {name!r}; {remedy(name, known(root, kind))}"
    pair = path.split(".")[1]
    return _no_pair(root, pair) if path.startswith("relations.") else None


def cause_paths(root: Node) -> list[str]:
    """Name every cause of a world."""
    return list(paths_to(Series, {kind: known(root, kind) for kind in SECTIONS}))


def _pairs(root: Node) -> Iterator[Problem]:
    for pair, item in _entries(root, "relations"):
        complaint = _no_pair(root, pair)
        if complaint is not None:
            yield Problem.at(item.key or item.place, complaint)


def _no_pair(root: Node, pair: str) -> str | None:
    powers = pair.split("-")
    if len(powers) != 2 or powers[0] == powers[1]:
        return f"relations.{pair} does not name two powers; write their ids joined by a hyphen, such as A-B"
    for power in powers:
        if known(root, "power") and power not in known(root, "power"):
            return f"relations.{pair}: there is no power {power!r}; {remedy(power, known(root, 'power'))}"
    return None


def _weights(root: Node) -> Iterator[Problem]:
    section = root.get("domains")
    weights = [item.get("weight", "value") for _, item in _entries(root, "domains")]
    numbers = [WORDS.get(str(node.value), node.value) for node in weights if node is not None]
    readable = [value for value in numbers if isinstance(value, int | float)]
    if section is None or not weights or len(readable) < len(weights) or abs(sum(readable) - 1) < 1e-6:
        return
    yield Problem.at(
        section.key or section.place, f"the weights of the domains sum to {sum(readable):g}, not to 1; change them"
    )


def is_present(node: Node | None) -> bool:
    """Tell whether an actor takes part."""
    present = node.get("present") if node is not None else None
    return node is not None and (present is None or present.value is not False)


def _actors(root: Node) -> Iterator[Problem]:
    """Check that an intervention has both its actors, and a power one side at most."""
    for name, item in _entries(root, "interventions"):
        for kind in ("state", "institution"):
            actor = item.get(kind)
            defined = root.get(SECTIONS[kind], str(actor.value)) if actor is not None else None
            if actor is not None and defined is not None and not is_present(defined):
                yield Problem.at(
                    actor.place,
                    f"intervention {name!r}: {kind} {actor.value} is not in this world; "
                    f"add {SECTIONS[kind]}: {{{actor.value}: {{present: true}}}}",
                )
    taken: dict[str, str] = {}
    for name, item in sorted(_entries(root, "sides")):
        powers = item.get("powers")
        for power in powers.value if powers is not None and isinstance(powers.value, list) else []:
            other = taken.setdefault(str(power.value), name)
            if other != name:
                yield Problem.at(power.place, f"power {power.value} is on side {other} already; keep it on one side")


def _completeness(root: Node) -> Iterator[Problem]:
    for name in _NEEDED:
        if name not in root.table:
            advice = "; extend theory, which has them" if name == "parameters" else "; add it, or extend a world file"
            yield Problem.at(root.place, f"a scenario needs {name!r} to run{advice}")
    for section in ("states", "powers", "domains"):
        node = root.get(section)
        if node is not None and isinstance(node.value, dict) and not any(map(is_present, node.value.values())):
            yield Problem.at(node.key or node.place, f"{section} has no entry that is present; add one")
