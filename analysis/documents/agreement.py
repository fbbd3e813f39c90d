"""How far coders of the same texts agree: alpha by kind of value, who said what how often, and where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...scenarios.errors import Place, printable
from ...scenarios.quantities import BLANK, WORDS
from ...scenarios.reader import Node
from ..failure import Failure
from .alpha import Numbers, alpha, coincidences, interval
from .cells import own
from .coded import Coded, coded, resolved

if TYPE_CHECKING:
    from ..screen import Screen

LEVELS = np.arange(len(WORDS), dtype=float)
"""The steps as ranks; the ordinal metric takes nothing else from them."""

_RANK = {word: rank for rank, word in enumerate(WORDS)}
_MOST = 20
"""Differences that are listed when coders differ often."""

_FEWEST = 10
"""Values of which alpha is told; of fewer it is an accident."""


@dataclass(frozen=True)
class Coder:
    """What one coder has coded.

    Attributes
    ----------
    name : str
        File or name of a scenario.
    values : dict of str to Coded
        By path; only what the file states itself.
    blank : int
        Values still to be coded.
    removed : int
        Values of the others that an empty heading of this file removes from its scenario.
    """

    name: str
    values: dict[str, Coded]
    blank: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Agreement:
    """The codings of several coders side by side.

    Attributes
    ----------
    coders : tuple of Coder
        At least two.
    """

    coders: tuple[Coder, ...]

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Values that at least two coders have coded, in the order of the first who did."""
        counts: dict[str, int] = {}
        for coder in self.coders:
            for path in coder.values:
                counts[path] = counts.get(path, 0) + 1
        return tuple(path for path, number in counts.items() if number > 1)

    @cached_property
    def codings(self) -> Numbers:
        """Ranks of the steps, (coder, path); nan where a coder coded nothing."""
        return np.array([[self._rank(coder, path) for path in self.paths] for coder in self.coders])

    @cached_property
    def units(self) -> Numbers:
        """Coincidences of each value, (path, step, step)."""
        return coincidences(self.codings, LEVELS)

    def of(self, path: str) -> Coded:
        """Give a value as its first coder has it, with the source that is quoted beside a difference."""
        return next(coder.values[path] for coder in self.coders if path in coder.values)

    @cached_property
    def kinds(self) -> dict[str, list[int]]:
        """Positions of the values of each kind."""
        found: dict[str, list[int]] = {}
        for position, path in enumerate(self.paths):
            found.setdefault(self.of(path).kind, []).append(position)
        return found

    @cached_property
    def copies(self) -> list[tuple[str, str]]:
        """Name the pairs of coders who agree in everything, and in no fewer values than alpha needs."""
        pairs = combinations(zip(self.coders, self.codings, strict=True), 2)
        return [
            (one.name, other.name)
            for (one, ranks), (other, others) in pairs
            if (both := ~np.isnan(ranks) & ~np.isnan(others)).sum() >= _FEWEST
            and np.array_equal(ranks[both], others[both])
        ]

    def apart(self) -> list[int]:
        """Give the positions of the values that coders differ on, the largest distance first."""
        spread = np.nanmax(self.codings, axis=0) - np.nanmin(self.codings, axis=0)
        return [int(position) for position in np.argsort(-spread, kind="stable") if spread[position] > 0]

    @staticmethod
    def _rank(coder: Coder, path: str) -> float:
        return float(_RANK[coder.values[path].word]) if path in coder.values else float("nan")


def agreement(names: Sequence[str]) -> Agreement:
    """Read codings.

    Parameters
    ----------
    names : sequence of str
        Scenarios, world files or coding sheets, one a coder; a sheet may still have blanks.

    Returns
    -------
    Agreement
        Of all values that two of them state.

    Raises
    ------
    ScenarioError
        If a file has errors.
    Failure
        If there are not two coders, one coding is given twice, or no value was coded by two.
    """
    if len(names) < 2:
        raise Failure(
            "agreement needs the files of two coders or more; `greatgame codebook --sheet FILE` writes a sheet"
        )
    roots = [resolved(name).root for name in names]
    values = [own(name, root) for name, root in zip(names, roots, strict=True)]
    _check_apart(names, roots, values)
    leaves = {value.leaf for each in values for value in each if not value.is_omitted}
    found = Agreement(tuple(_coder(*coder, leaves) for coder in zip(names, roots, values, strict=True)))
    if not found.paths:
        raise Failure(
            "no value is coded in words by two of these files; a coder's values are those that his file states itself"
        )
    return found


def _check_apart(names: Sequence[str], roots: Sequence[Node], values: Sequence[Sequence[Coded]]) -> None:
    """Refuse one file, or values of one file, as two coders, whatever the path: they would agree with themselves."""
    first: dict[Place, int] = {}
    for coder, (root, own_values) in enumerate(zip(roots, values, strict=True)):
        for place in (root.place, *(value.place for value in own_values)):
            other = first.setdefault(replace(place, file=realpath(place.file)), coder)
            if other != coder:
                raise Failure(
                    f"{printable(names[other])} and {printable(names[coder])} hold the same coding, that of "
                    f"{Path(place.file).name}, which would agree with itself; name it once"
                )


def _coder(name: str, root: Node, values: Sequence[Coded], leaves: set[str]) -> Coder:
    blank = sum(value.word == BLANK for value in coded(root))
    removed = sum(_is_removed(root, leaf) for leaf in leaves)
    return Coder(name, {value.path: value for value in values}, blank, removed)


def _is_removed(root: Node, path: str) -> bool:
    node: Node | None = root
    for key in path.split("."):
        if node is None or key in node.removed:
            return node is not None
        node = node.get(key)
    return False


def show(screen: "Screen", found: Agreement) -> None:
    """Print coders, alpha, coincidences and differences.

    Parameters
    ----------
    screen : Screen
        Where to.
    found : Agreement
        What is told.
    """
    screen.heading("Coders")
    for coder in found.coders:
        screen.line(f"{coder.name}: {len(coder.values)} values coded" + _lacking(coder), indent=2)
    screen.line(f"{len(found.paths)} values are coded by at least two; the rest does not count.")
    screen.line()
    screen.heading("Krippendorff's alpha")
    screen.table(list(_alphas(found)), right=frozenset({1, 2, 4, 5}))
    screen.line(
        "1 is agreement, 0 is chance. Ordinal: neighbouring steps are nearer. Custom takes .800 as reliable and .667 "
        "as the least for tentative conclusions (Krippendorff 2004). The interval is a bootstrap over values; with few "
        f"values, or all of one step, read the agreement instead: share of pairs of coders that gave the same step. Of "
        f"fewer than {_FEWEST} values neither is told."
    )
    for one, other in found.copies:
        screen.line(f"{one} and {other} give every value the same step; is one a copy of the other?")
    screen.line()
    screen.heading("Pairs of steps (each pair of coders both ways)")
    screen.table(list(_pairs(found)), right=frozenset(range(1, len(WORDS) + 2)))
    screen.line()
    _show_differences(screen, found)


def _lacking(coder: Coder) -> str:
    said = [f"{coder.blank} still to be coded"] if coder.blank else []
    numbers = sum(value.number is not None for value in coder.values.values())
    left_out = sum(value.is_omitted for value in coder.values.values())
    if numbers:
        said.append(f"{numbers} of them numbers, taken as the nearest step, half-way as the higher")
    if left_out:
        said.append(f"{left_out} of them left out of their tables, which is none")
    if coder.removed:
        said.append(f"{coder.removed} removed by a heading without lines, which needs a # too")
    return f" ({'; '.join(said)})" if said else ""


def _alphas(found: Agreement) -> Iterator[list[str]]:
    yield ["values", "number", "ordinal", "95 % interval", "nominal", "agreement"]
    groups = {"all": list(range(len(found.paths))), **found.kinds}
    for name, positions in groups.items():
        units = found.units[positions]
        whole = units.sum(axis=0)
        enough = len(positions) >= _FEWEST
        low, high = interval(units, LEVELS) if enough else (np.nan, np.nan)
        yield [
            name,
            str(len(positions)),
            _number(alpha(whole, LEVELS)) if enough else "-",
            "-" if np.isnan(low) else f"{_number(low)} to {_number(high)}",
            _number(alpha(whole, LEVELS, "nominal")) if enough else "-",
            f"{100 * np.trace(whole) / whole.sum():.0f} %",
        ]


def _number(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.3f}"


def _pairs(found: Agreement) -> Iterator[list[str]]:
    whole = found.units.sum(axis=0)
    yield ["", *WORDS, "all"]
    for word, row in zip(WORDS, whole, strict=True):
        yield [word, *(f"{number:g}" for number in np.round(row, 2)), f"{row.sum():g}"]


def _show_differences(screen: "Screen", found: Agreement) -> None:
    positions = found.apart()
    screen.heading("Where coders differ most")
    still = [f"{coder.blank} of {coder.name}" for coder in found.coders if coder.blank]
    if still:
        screen.line(f"Not told while values are still to be coded: {', '.join(still)}.")
        return
    if not positions:
        screen.line("Nowhere.")
    for position in positions[:_MOST]:
        path = found.paths[position]
        value = found.of(path)
        said = [f"{coder.name} {coder.values[path].word}" for coder in found.coders if path in coder.values]
        screen.line(f"{path}: {', '.join(said)}")
        quoted = f'"{value.passage}"' if value.section else value.passage or value.judgement
        screen.line(f"{value.section or value.source}: {quoted}", indent=4)
    if len(positions) > _MOST:
        screen.line(f"and {len(positions) - _MOST} more.")
