"""What files leave out of the states and powers that they add to a world, and what counts instead."""

from collections.abc import Iterator, Mapping, Sequence

from .entries import entries, lateness
from .errors import Place, listing
from .files import is_shipped
from .inherit import one_order
from .reader import Node
from .schema import DEFAULTS, Actor, Document, Power, State

IN_FULL = 8
"""So many newcomers are told in full; of the rest, the names."""

_STATES = {"proximity": "to", "relevance": "to", "legacy": "of", "credibility": "of"}
"""Tables of the powers that say what a state is to each of them."""

_OF_POWERS = ("capability", "demand", "proximity", "relevance", "credibility")
"""What hardly any power can be without."""

_MEANS = "the region's means, which rules and tables use"


def left_out(document: Document, root: Node) -> Iterator[str]:
    """Tell what newcomers leave out, though others of their world have it.

    A newcomer is a state or power that a later file than the world's adds, none of those that ship; or one that most
    tables pass over, though they have others.

    Parameters
    ----------
    document : Document
        A scenario without problems.
    root : Node
        The same with the place of each value.

    Yields
    ------
    str
        On `core`, and then one sentence a newcomer.
    """
    states = {name: state for name, state in sorted(document.states.items()) if state.present}
    powers = {name: power for name, power in sorted(document.powers.items()) if power.present}
    new = [name for name in states if name in _added(root, "states") or _is_bare_state(name, states, powers)]
    yield from _core(root, states, new)
    told = [(name, "; ".join(_of_state(document, name, states, powers))) for name in new]
    new = [name for name in powers if name in _added(root, "powers") or _is_bare_power(name, powers)]
    told += [(name, "; ".join(_of_power(document, name, states, powers))) for name in new]
    told = [(name, text) for name, text in told if text]
    yield from (f"{name} leaves out {text}" for name, text in told[:IN_FULL])
    if len(told) > IN_FULL:
        yield f"more leave things out: {listing([name for name, _ in told[IN_FULL:]])}"


def _added(root: Node, section: str) -> set[str]:
    """Name what a later file than the first adds to a section."""
    first = {name: _earliest(root, node) for name, node in entries(root, section)}
    return {name for name, rank in first.items() if rank > min(first.values())}


def _earliest(root: Node, entry: Node) -> int:
    """Rank the first file that speaks of an entry."""
    return min(_rank(root, place) for place in _places(entry).values())


def _places(node: Node) -> dict[str, Place]:
    """Give a place in each file that has written at a value."""
    found = {node.place.file: node.place}
    for item in node.table.values():
        found |= _places(item)
    return found


def _rank(root: Node, place: Place) -> int:
    return 0 if is_shipped(place) else lateness(root, place)


def _core(root: Node, states: Mapping[str, State], new: Sequence[str]) -> Iterator[str]:
    """Say of newcomers without `core`, and of states that a later file switches on, whether they are of the region."""
    silent = [name for name in new if states[name].core is None]
    if silent:
        yield f"{listing(silent)}: `core` is left out and counts as 1: in {_MEANS}; write `core: 0` for an outsider"
    sizes: dict[float, list[str]] = {}
    for name, node in entries(root, "states"):
        switch = node.get("present")
        if name in states and switch is not None and _rank(root, switch.place) > _earliest(root, node):
            core = states[name].core
            sizes.setdefault(DEFAULTS["core"] if core is None else core.value, []).append(name)
    for size, names in sorted(sizes.items()):
        where = "in" if size else "not in"
        yield f"{listing(sorted(names))}: switched on with `core` {size:g}: {where} {_MEANS}"


def _of_state(document: Document, name: str, states: Mapping[str, State], powers: Mapping[str, Power]) -> Iterator[str]:
    state = states[name]
    nothing: list[str] = []
    wants = [want for want in document.interests if want not in state.interests]
    if state.interests and wants:
        nothing.append(f"interests in {listing(wants)}")
    for table, joint in _STATES.items():
        tables = {power: set(getattr(powers[power], table)) for power in powers}
        silent = [power for power, has in tables.items() if has & set(states) and name not in has]
        if silent:
            nothing.append(f"{table} {joint} {listing(silent)}")
    yield from _zeros([key for key in _unsaid(state, states) if key != "core"], nothing)
    bodies = [(body, found) for body, found in sorted(document.institutions.items()) if found.present]
    open_to = [body for body, found in bodies if name not in {*found.admits, *found.founders}]
    if open_to:
        yield f"admits of {listing(open_to)} (then {DEFAULTS['admits']:g}, so it may join)"


def _of_power(document: Document, name: str, states: Mapping[str, State], powers: Mapping[str, Power]) -> Iterator[str]:
    power = powers[name]
    nothing: list[str] = []
    wanted = {purpose for other in powers.values() for purpose in other.demand} - set(power.demand)
    if power.demand and wanted:
        nothing.append(f"demand for {listing(sorted(wanted))}")
    for table, joint in _STATES.items():
        silent = [state for state in states if state not in getattr(power, table)]
        if getattr(power, table) and silent:
            nothing.append(f"{table} {joint} {listing(silent)}")
    yield from _zeros([key for key in _unsaid(power, powers) if key != "deployment"], nothing)
    if power.deployment is None:
        yield f"deployment (then {DEFAULTS['deployment']:g})"
    strangers = [other for other in powers if other != name and not _has_trust(document, name, other)]
    if strangers:
        yield f"trust with {listing(strangers)} (then {DEFAULTS['trust']:g})"


def _zeros(keys: Sequence[str], parts: Sequence[str]) -> Iterator[str]:
    """Join whole tables, and parts of tables, that count as 0."""
    told = [*([", ".join(keys)] if keys else []), *parts]
    if told:
        yield f"{'; '.join(told)} (then 0)"


def _unsaid(actor: Actor, present: Mapping[str, Actor]) -> list[str]:
    """Name the values that others of an actor's kind have, and it has not."""
    used = {key for other in present.values() for key in _said(other)} - _said(actor)
    return [key for key in type(actor).model_fields if key in used and key not in Actor.model_fields]


def _said(actor: Actor) -> set[str]:
    return {key for key in type(actor).model_fields if getattr(actor, key)}


def _has_trust(document: Document, power: str, other: str) -> bool:
    relation = document.relations.get(one_order(f"{power}-{other}"))
    return relation is not None and relation.trust is not None


def _is_bare_state(name: str, states: Mapping[str, State], powers: Mapping[str, Power]) -> bool:
    tables = [{state for power in powers.values() for state in getattr(power, table)} for table in _STATES]
    return _is_passed_over(name, states, [*tables, {other for other, state in states.items() if state.interests}])


def _is_bare_power(name: str, powers: Mapping[str, Power]) -> bool:
    return _is_passed_over(name, powers, [{p for p in powers if getattr(powers[p], key)} for key in _OF_POWERS])


def _is_passed_over(name: str, present: Mapping[str, Actor], tables: Sequence[set[str]]) -> bool:
    """Tell whether more than half of the tables that have others of the world lack this one; a 0 may be meant."""
    kept = [has for has in tables if has & set(present)]
    return 2 * sum(name not in has for has in kept) > len(kept)
