"""Checking who is who: ids that can be columns, actors that are not older ones misspelt, sides without overlap."""

import re
from collections.abc import Iterator

from .entries import ACTORS, entries, is_present, is_runnable, lateness, latest, title_of, titled
from .errors import Problem, nearest
from .reader import Node
from .schema import SECTIONS

_ID = re.compile(r"[^\W\d]\w*")

_LONGEST_ID = 40

_MOST = {
    "states": 200,
    "powers": 20,
    "institutions": 50,
    "sources": 50,
    "domains": 50,
    "purposes": 50,
    "interests": 50,
    "sides": 20,
}
"""How many things a world can have; the largest array has an entry for every state, power and domain each month."""


def check_sizes(root: Node) -> Iterator[Problem]:
    """Check that the world is of a size that can be simulated."""
    for section, most in _MOST.items():
        node = root.get(section)
        if node is not None and len(node.table) > most:
            text = f"{section} has {len(node.table)} entries, but a world has at most {most}; leave some out"
            yield Problem.at(node.key or node.place, text)


def check_ids(root: Node) -> Iterator[Problem]:
    """Check ids, which become columns and paths."""
    for section in (*SECTIONS.values(), "theories", "shocks", "interventions", "text_key"):
        for name, item in entries(root, section):
            if not _ID.fullmatch(name):
                yield Problem.at(
                    item.key or item.place,
                    f"{name!r} cannot be a name in {section}; use letters, digits and _, a letter first",
                )
            elif len(name) > _LONGEST_ID:
                yield Problem.at(
                    item.key or item.place,
                    f"{name[:_LONGEST_ID]}... is too long for a name in {section}; use at most {_LONGEST_ID} "
                    f"characters, not {len(name)}, and put the rest in `title:`",
                )
    states = dict(entries(root, "states"))
    for name, item in entries(root, "powers"):
        if name in states:
            yield _shared(root, name, states[name], item)


def _shared(root: Node, name: str, state: Node, power: Node) -> Problem:
    """Complain of an id that a state and a power have, at the later one."""
    at_state, at_power = state.key or state.place, power.key or power.place
    if lateness(root, at_state) > lateness(root, at_power):
        text = f"{name!r} is a power already ({title_of(name, power)}); choose another id for the state"
        return Problem.at(at_state, text)
    text = f"{name!r} is a state already ({title_of(name, state)}); choose another id for the power, such as {name}_P"
    return Problem.at(at_power, text)


def check_strangers(root: Node) -> Iterator[Problem]:
    """Check that no actor is another misspelt: its id is no title, and among actors with titles it has one."""
    both = {name for name, _ in entries(root, "states")} & {name for name, _ in entries(root, "powers")}
    for kind in ACTORS:
        # What is wrong with the rest has been said.
        things = [
            (name, item)
            for name, item in entries(root, SECTIONS[kind])
            if isinstance(item.value, dict) and _ID.fullmatch(name) and name not in both
        ]
        with_title = [name for name, item in things if item.get("title") is not None]
        for name, item in things:
            path = f"{SECTIONS[kind]}.{name}"
            meant = titled(things, name)
            close = nearest(name, with_title) if name not in with_title else None
            if meant is not None:
                text = f"{path}: {name!r} is the title of {meant}; did you mean {meant!r}?"
            elif close is not None:
                text = f"{path} is new and has no title; did you mean {close!r}? Else give it a title"
            elif with_title and name not in with_title and is_runnable(root):
                text = f"{path} is new and has no title; add `title:` with its name for people"
            else:
                continue
            yield Problem.at(item.key or item.place, text)


def check_interventions(root: Node) -> Iterator[Problem]:
    """Check that an intervention has both its actors."""
    for name, item in entries(root, "interventions"):
        for kind in ("state", "institution"):
            actor = item.get(kind)
            defined = root.get(SECTIONS[kind], str(actor.value)) if actor is not None else None
            if actor is not None and defined is not None and not is_present(defined):
                present = defined.get("present")
                yield Problem.at(
                    actor.place if present is None else latest(root, actor.place, present.place),
                    f"intervention {name!r}: {kind} {actor.value} is not in this world; "
                    f"add {SECTIONS[kind]}: {{{actor.value}: {{present: true}}}}",
                )


def check_sides(root: Node) -> Iterator[Problem]:
    """Check that a power is on one side at most; the later mention is the wrong one."""
    named: list[tuple[int, str, Node]] = []
    for name, item in entries(root, "sides"):
        powers = item.get("powers")
        listed = powers.value if powers is not None and isinstance(powers.value, list) else []
        named += [(lateness(root, power.place), name, power) for power in listed]
    taken: dict[str, str] = {}
    for _, name, power in sorted(named, key=lambda entry: entry[:2]):
        who = str(power.value)
        if who in taken:
            where = "listed twice" if taken[who] == name else f"on side {taken[who]} already"
            yield Problem.at(power.place, f"power {who} is {where}; keep it on one side, once")
        taken.setdefault(who, name)
