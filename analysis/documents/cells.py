"""Full tables: every cell over what is in the world, of each table in which at least one value is coded in words.

A second coder is asked for all cells; which of them the first coder filled would give answers away.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import floor

from ...scenarios.entries import entries, is_present, numbers_in
from ...scenarios.files import is_shipped, locate, shown
from ...scenarios.inherit import resolve
from ...scenarios.quantities import BLANK, WORDS, Quantity
from ...scenarios.ranges import Range, range_of
from ...scenarios.reader import Node, marked, read
from ...scenarios.schema import SECTIONS
from ...scenarios.slots import Coordinates, Slot, Spot, find, paths_to, spots
from .coded import Coded, coded, made

OMITTED = "left out of its table, which is none (rule 6)"
"""What stands for the reason of a cell that a coder left out."""

_HALF_WAY = 0.01
"""A number this near to the middle of two steps counts as the higher; files round to two or three digits."""

Table = tuple[str, str]
"""Section and kind, such as ("states", "interests")."""


def nearest(value: float) -> str:
    """Give the step next to a number; half-way between two it is the higher, as what is there is not nothing.

    Parameters
    ----------
    value : float
        In [0,1].

    Returns
    -------
    str
        One of WORDS.
    """
    words = list(WORDS)
    last = len(words) - 1
    return words[min(floor(last * (value + _HALF_WAY) + 0.5), last)]


def off_scale(root: Node) -> list[Coded]:
    """Give the values of coded tables that are stated as numbers, each with its nearest step.

    Parameters
    ----------
    root : Node
        What `coded.resolved` gave.

    Returns
    -------
    list of Coded
        In the order of the files.
    """
    tables = _tables(coded(root))
    return [
        replace(made(root, spot, number, nearest(value)), number=value)
        for spot in spots(root)
        if spot.slot.type is Quantity and _table(spot.path) in tables and _fits(spot.slot)
        for number in numbers_in(spot.node)
        if isinstance(number.value, bool | int | float)
        for value in [float(number.value)]
    ]


def omitted(root: Node) -> list[Coded]:
    """Give the cells of coded tables, over what is in the world, in which nothing stands; each is none.

    Parameters
    ----------
    root : Node
        What `coded.resolved` gave.

    Returns
    -------
    list of Coded
        In the order of the world.
    """
    tables = _tables(value for value in coded(root) if value.present)
    none, nothing = Node("none", root.place), marked({"assumption": OMITTED}, root.place)
    return [
        replace(made(root, Spot(path, slot, nothing, coordinates), none, "none"), is_omitted=True)
        for path, slot, coordinates in _places(root)
        if _table(path) in tables and _fits(slot) and root.get(*path.split(".")) is None
    ]


def cells(root: Node) -> list[Coded]:
    """Give all that a second coder is asked: coded values and blanks, numbers between the steps, cells left out.

    Parameters
    ----------
    root : Node
        What `coded.resolved` gave.

    Returns
    -------
    list of Coded
        Of what is in the world, in an order that does not tell which are which.
    """
    order = {path: position for position, (path, _, _) in enumerate(_places(root))}
    found = [value for value in (*coded(root), *off_scale(root), *omitted(root)) if value.present]
    return sorted(found, key=lambda value: order.get(value.leaf, len(order)))


def own(name: str, root: Node) -> list[Coded]:
    """Give the values that count as coded by the coder of a file: those that it states itself, without blanks.

    Parameters
    ----------
    name : str
        The file; of one that ships all values count, in whichever file that ships they are.
    root : Node
        What `coded.resolved` gave for it.

    Returns
    -------
    list of Coded
        With numbers as their nearest steps. What is left out of a table is none for whoever first coded that table;
        a file that codes it again, as a sheet does, says nothing of the cells that it leaves out.
    """
    path = locate(name)
    assert path is not None
    everything = is_shipped(root.place)
    stated = [value for value in (*coded(root), *off_scale(root)) if value.word != BLANK]
    theirs = [value for value in stated if everything or value.place.file == shown(path)]
    first = _tables(theirs) if everything else _tables(theirs) - _inherited(name)
    return [*theirs, *(value for value in omitted(root) if _table(value.path) in first)]


def _inherited(name: str) -> set[Table]:
    """Give the tables that what a file extends has coded."""
    path = locate(name)
    assert path is not None
    node, _ = read(path, shown(path))
    extends = node.get("extends") if node is not None else None
    parent = locate(str(extends.value), path.parent) if extends is not None else None
    return _tables(coded(resolve(str(parent.absolute())).root)) if parent is not None else set()


def _tables(values: Iterable[Coded]) -> set[Table]:
    return {_table(value.path) for value in values}


def _table(path: str) -> Table:
    keys = path.split(".")
    return keys[0], keys[2] if len(keys) > 2 else ""


def _places(root: Node) -> Iterator[tuple[str, Slot, Coordinates]]:
    """Give every cell over what is in the world; nothing has a cell with itself."""
    ids = {
        kind: [name for name, node in entries(root, section) if is_present(node)] for kind, section in SECTIONS.items()
    }
    for path in paths_to(Quantity, ids):
        found = find(path)
        if found is not None and len(set(found[1])) == len(found[1]):
            yield path, *found


def _fits(slot: Slot) -> bool:
    """Tell whether the scale does: it goes from 0 to 1; what is left out of such a table is 0 to the model."""
    return slot.measures is not None and range_of(slot.measures.variable.unit) == Range(0.0, 1.0)
