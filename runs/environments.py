"""What differs between what two results were computed with, and how far that reaches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .provenance import Record


class Reach(StrEnum):
    """What a difference can change."""

    numbers = "numbers"
    bytes = "bytes"
    nothing = "nothing"


@dataclass(frozen=True)
class Change:
    """Something that is not the same in two environments.

    Attributes
    ----------
    name : str
        Of a library, "Python", "greatgame" and so on.
    before, after : str
        What it is in each; of processor features those that only it has.
    reach : Reach
        What it can change.
    why : str
        Why it reaches so far and no further.
    """

    name: str
    before: str
    after: str
    reach: Reach
    why: str


_NUMBERS: Mapping[str, str] = {
    "numpy": "computes every month",
    "xarray": "averages the measures of summary.csv and of yearly files",
}
_BYTES: Mapping[str, str] = {
    "matplotlib": "draws the figures",
    "pillow": "writes the figures",
    "pyarrow": "writes parquet files",
    "pandas": "labels the months",
}
_NOTHING: Mapping[str, str] = {
    "mesa": "only runs a model of one's own",
    "networkx": "only runs a model of one's own",
    "pydantic": "reads the scenario, whose hash is kept",
    "PyYAML": "reads the scenario, whose hash is kept",
    "scipy": "draws a Latin hypercube, whose points are kept",
}
_OF_MODELS = frozenset(("mesa", "networkx"))


def changes(before: Record, after: Record) -> list[Change]:
    """List what differs between what two results were computed with.

    Parameters
    ----------
    before, after : Record
        Of the two.

    Returns
    -------
    list of Change
        Those that can change numbers first, then those that only change the bytes of files.
    """
    found = [*_of_code(before, after), *_of_machine(before, after), *_of_libraries(before, after)]
    return sorted(found, key=lambda change: list(Reach).index(change.reach))


def _of_code(before: Record, after: Record) -> Iterator[Change]:
    same = bool(before.code) and before.code == after.code
    reach = Reach.nothing if same else Reach.numbers
    why = "the source of the program is the same, byte for byte" if same else "the program itself"
    if before.version != after.version:
        reach_of_version = Reach.bytes if same else Reach.numbers
        why_so = "is written into the figures" if same else why
        yield Change("greatgame", before.version, after.version, reach_of_version, why_so)
    then, now = _commit(before.git), _commit(after.git)
    if then != now:
        yield Change("commit", then, now, reach, why)
    if before.code and after.code and not same:
        yield Change("code", f"{before.code[:12]}...", f"{after.code[:12]}...", reach, "the program's source files")


def _of_machine(before: Record, after: Record) -> Iterator[Change]:
    if before.python != after.python:
        why = "adds up in Python itself, from 3.12 on with another rounding"
        yield Change("Python", before.python, after.python, Reach.numbers, why)
    if before.machine != after.machine:
        yield Change("kind of processor", before.machine, after.machine, Reach.numbers, "computes")
    if set(before.cpu_features) != set(after.cpu_features):
        why = "numpy's exp, log and pow differ in the last bit"
        yield Change("processor features", _only(before, after), _only(after, before), Reach.numbers, why)


def _only(one: Record, other: Record) -> str:
    return " ".join(name for name in one.cpu_features if name not in other.cpu_features)


def _of_libraries(before: Record, after: Record) -> Iterator[Change]:
    for name in sorted({*before.libraries, *after.libraries}, key=str.casefold):
        then, now = (record.libraries.get(name, "not recorded") for record in (before, after))
        if then != now:
            reach, why = _reach(name, before, after)
            yield Change(name, then, now, reach, why)


def _reach(name: str, before: Record, after: Record) -> tuple[Reach, str]:
    if name in _OF_MODELS and (before.model or after.model):
        return Reach.numbers, "runs the model of your own"
    for reach, why in ((Reach.bytes, _BYTES), (Reach.nothing, _NOTHING)):
        if name in why:
            return reach, why[name]
    return Reach.numbers, _NUMBERS.get(name, "may compute")


def _commit(git: Mapping[str, Any] | None) -> str:
    if git is None:
        return "none"
    return f"{git.get('commit')} with changes" if git.get("dirty") else str(git.get("commit"))
