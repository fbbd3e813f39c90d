"""Checking that shocks change causes only: the series of the language."""

from collections.abc import Iterator

from .entries import entries, is_removed, known, remedy_among
from .errors import Problem, listing, nearest, remedy
from .quantities import Series
from .reader import Node
from .schema import SECTIONS
from .slots import find, paths_to

_NEAR = 0.7
"""How alike a word and a cause must be for one to stand for the other."""

_KINDS = {section: kind for kind, section in SECTIONS.items()}


def check_causes(root: Node) -> Iterator[Problem]:
    """Check what shocks change."""
    for name, shock in entries(root, "shocks"):
        causes = shock.get("causes")
        for path, item in (causes.table if causes is not None else {}).items():
            complaint = _no_cause(root, path)
            if complaint is not None:
                yield Problem.at(item.key or item.place, f"shock {name!r}: {complaint}")


def check_pairs(root: Node) -> Iterator[Problem]:
    """Check that relations name two powers."""
    for pair, item in entries(root, "relations"):
        complaint = _no_pair(root, pair)
        if complaint is not None:
            yield Problem.at(item.key or item.place, complaint)


def _no_cause(root: Node, path: str) -> str | None:
    found = find(path)
    if found is None or found[0].type is not Series:
        return f"a shock names causes only, and {path!r} is not a cause; {_instead(root, path)}"
    for kind, name in found[1]:
        if kind in SECTIONS and name not in known(root, kind):
            if is_removed(root, kind, name):
                # Told of all that refer to it, at the place that removed it.
                return None
            return f"{path!r}: there is no {kind} {name!r}; {remedy_among(entries(root, SECTIONS[kind]), name)}"
    pair = path.split(".")[1]
    return _no_pair(root, pair) if path.startswith("relations.") else None


def _instead(root: Node, path: str) -> str:
    """Say which cause is meant, or which there are."""
    section, _, rest = path.partition(".")
    name, _, rest = rest.partition(".")
    kind = _KINDS.get(section)
    if kind is None or name not in known(root, kind):
        close = nearest(path, _of(root), cutoff=_NEAR)
        return f"did you mean {close!r}?" if close else "write one such as powers.POWER.demand.PURPOSE"
    head = f"{section}.{name}."
    own = [cause.removeprefix(head) for cause in _of(root) if cause.startswith(head)]
    close = nearest(rest, own, cutoff=_NEAR)
    if close is not None:
        return f"did you mean '{head}{close}'?"
    # One line for each table of causes: demand.PURPOSE.
    general = paths_to(Series, {**{other: [other.upper()] for other in SECTIONS}, kind: [name]})
    fields = [cause.removeprefix(head) for cause in general if cause.startswith(head)]
    if not fields:
        return f"{head[:-1]} has no causes; write one such as powers.POWER.demand.PURPOSE"
    return f"{head[:-1]} has the causes {listing(fields)}"


def _of(root: Node) -> list[str]:
    """Name every cause of a world."""
    return list(paths_to(Series, {kind: known(root, kind) for kind in SECTIONS}))


def _no_pair(root: Node, pair: str) -> str | None:
    powers = pair.split("-")
    if len(powers) != 2 or powers[0] == powers[1]:
        return f"relations.{pair} does not name two powers; write their ids joined by a hyphen, such as A-B"
    for power in powers:
        if known(root, "power") and power not in known(root, "power") and not is_removed(root, "power", power):
            return f"relations.{pair}: there is no power {power!r}; {remedy(power, known(root, 'power'))}"
    return None
