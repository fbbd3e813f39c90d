"""The second half of checking: values must fit each other, the model, and the calendar.

Works on the tree of values with their places, whatever else is wrong with it, so that one misspelt key hides nothing.
"""

from collections.abc import Iterator, Sequence

from . import rulebook
from .actors import check_ids, check_interventions, check_sides, check_sizes, check_strangers
from .causes import check_causes, check_pairs
from .citing import check_texts
from .dates import month
from .entries import entries, is_present, is_runnable, latest, numbers_in, remedy_among, removal
from .errors import Problem, remedy
from .quantities import LARGEST, WORDS
from .ranges import UNITS, Range, range_of
from .reader import Node, Scalar
from .references import check_references
from .schema import CHOICES
from .slots import Spot, spots

_GRADED = (Range(0.0, 1.0), UNITS[">= 0"])
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
    too_large = list(check_sizes(root))
    if too_large:
        # Comparing thousands of names with each other takes too long.
        return too_large
    found = list(spots(root))
    problems = [*_ranges(found), *_dates(root), *check_ids(root), *check_texts(root, found), *_selves(found)]
    if whole:
        problems += [
            *check_references(root, found),
            *_terms(root),
            *_theories(root),
            *_rule_interests(root),
            *_parameters(root),
            *check_causes(root),
            *check_pairs(root),
        ]
        problems += [*_weights(root), *check_interventions(root), *check_sides(root), *check_strangers(root)]
        if is_runnable(root):
            problems += _completeness(root)
    return problems


def _ranges(found: Sequence[Spot]) -> Iterator[Problem]:
    for spot in found:
        if spot.slot.measures is not None and spot.slot.is_leaf:
            yield from _out_of_range(spot.path, spot.node, spot.slot.measures.variable.unit)


def _out_of_range(path: str, quantity: Node, unit: str) -> Iterator[Problem]:
    admitted = range_of(unit)
    for node in numbers_in(quantity):
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
        yield Problem.at(
            latest(root, end.place, start.place),
            f"end {end.value} is not after start {start.value}; change one of them",
        )
        return
    for section, kind in _KIND_OF_DATED.items():
        for name, item in entries(root, section):
            date = item.get("date")
            when = _month(date)
            if date is not None and when is not None and not first <= when <= last:
                bound = start if when < first else end
                yield Problem.at(
                    latest(root, date.place, bound.place),
                    f"{kind} {name!r} is dated {date.value}, outside the run "
                    f"{start.value} to {end.value}; change the date, start or end",
                )


def _selves(found: Sequence[Spot]) -> Iterator[Problem]:
    """Check that nothing has a quarrel with itself, or carries over to itself."""
    for spot in found:
        if spot.slot.is_leaf and len(spot.coordinates) == 2 and spot.coordinates[0] == spot.coordinates[1]:
            where = spot.node.key or spot.node.place
            yield Problem.at(where, f"{spot.path} relates {spot.coordinates[0][1]} to itself; remove it")


def _terms(root: Node) -> Iterator[Problem]:
    for choice in CHOICES:
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


def _theories(root: Node) -> Iterator[Problem]:
    theories = dict(entries(root, "theories"))
    chosen = root.get("theory")
    if chosen is not None and isinstance(chosen.value, str) and chosen.value not in theories:
        gone = removal(root, "theories", chosen.value)
        if gone is not None:
            yield Problem.at(gone, f"theory {chosen.value!r} is removed, but the run follows it; keep it")
        elif theories or is_runnable(root):
            advice = remedy_among(theories.items(), chosen.value) if theories else "extend theory, which has some"
            yield Problem.at(chosen.place, f"there is no theory {chosen.value!r}; {advice}")
    for name, item in theories.items():
        for choice in CHOICES:
            listed, functions = item.get(choice), rulebook.terms(choice)
            for term in listed.value if listed is not None and isinstance(listed.value, list) else ():
                if isinstance(term.value, str) and term.value not in functions:
                    yield Problem.at(
                        term.place,
                        f"theories.{name}.{choice}: the model has no such term as {term.value!r}; "
                        f"{remedy(term.value, functions)}",
                    )


def _rule_interests(root: Node) -> Iterator[Problem]:
    rules = rulebook.rules_with_interest()
    for name, item in entries(root, "rule_interests"):
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
        term = rulebook.term_of(name)
        weighed = root.get("terms", *term) if term is not None else None
        if term is None or weighed is not None:
            where = section.key or section.place
            if weighed is not None:
                where = latest(root, where, weighed.key or weighed.place)
            advice = "add it, or extend a file that has it"
            yield Problem.at(where, f"parameters has no {name!r} ({names[name]}); {advice}")


def _weights(root: Node) -> Iterator[Problem]:
    section = root.get("domains")
    weights = [item.get("weight", "value") for _, item in entries(root, "domains")]
    numbers = [WORDS.get(str(node.value), node.value) for node in weights if node is not None]
    readable = [value for value in numbers if isinstance(value, int | float)]
    if section is None or not weights or len(readable) < len(weights) or abs(sum(readable) - 1) < 1e-6:
        return
    yield Problem.at(
        section.key or section.place, f"the weights of the domains sum to {sum(readable):g}, not to 1; change them"
    )


def _completeness(root: Node) -> Iterator[Problem]:
    for name in _NEEDED:
        if name not in root.table:
            advice = "; extend theory, which has them" if name == "parameters" else "; add it, or extend a world file"
            yield Problem.at(root.removed.get(name, root.place), f"a scenario needs {name!r} to run{advice}")
    for section in ("states", "powers", "domains"):
        node = root.get(section)
        if node is not None and isinstance(node.value, dict) and not any(map(is_present, node.value.values())):
            yield Problem.at(node.key or node.place, f"{section} has no entry that is present; add one")
