"""The answer for a scenario without an entry of its own: the largest effects on alignment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..scenarios import ScenarioError, label, month
from ..scenarios.files import locate, shipped
from ..scenarios.reader import read
from .claims.worlds import Variant, scenario_of
from .failure import Failure
from .gallery_file import OWN, Entry
from .gallery_numbers import Seen
from .gallery_run import Needed
from .names import capital, title

if TYPE_CHECKING:
    from ..scenarios import Scenario

BASE = "base"
"""The world that it is compared with."""

YEAR = 12
"""Months at the end over which effects are averaged."""

_NO_PLACES = str.maketrans("{}", "()")


@dataclass(frozen=True)
class General:
    """A scenario without an entry, and what it is compared with.

    Attributes
    ----------
    given : str
        The scenario as the user names it.
    scenario : Scenario
        The same, loaded.
    base : Variant
        The scenario it extends if that can run and starts in the same month; else itself without its shocks.
    than : str
        The latter in words, after "higher than".
    """

    given: str
    scenario: "Scenario"
    base: Variant
    than: str

    @property
    def worlds(self) -> dict[str, Variant]:
        """The two worlds."""
        return {BASE: self.base, OWN: Variant(self.given)}

    @property
    def pairs(self) -> dict[str, str]:
        """Outcomes without a date, and what they are called: alignment of every state with every power of both."""
        ids, base = self.scenario.inputs.ids, scenario_of(self.base).inputs.ids
        states, powers = ([name for name in ids[kind] if name in base[kind]] for kind in ("state", "power"))
        called = {name: title(self.scenario, "states", name).translate(_NO_PLACES) for name in states}
        called |= {name: title(self.scenario, "powers", name).translate(_NO_PLACES) for name in powers}
        return {
            f"alignment.{state}.{power}": f"alignment of {called[state]} with {called[power]}"
            for state in states
            for power in powers
        }

    @property
    def window(self) -> str:
        """The last months of both."""
        last = min(month(self.scenario.end), month(scenario_of(self.base).end))
        return f"{label(max(last - YEAR + 1, month(self.scenario.start)))}..{label(last)}"

    def needs(self, worlds: dict[Variant, Needed]) -> None:
        """Add what is read of the two worlds.

        Parameters
        ----------
        worlds : dict of Variant to Needed
            What is read so far.
        """
        for variant in self.worlds.values():
            needs = worlds.setdefault(variant, Needed())
            needs.numbers.update(dict.fromkeys(f"{pair}.{self.window}" for pair in self.pairs))
            needs.courses.update(dict.fromkeys(self.pairs))

    def entry(self, seen: Mapping[Variant, Seen]) -> Entry:
        """Make the entry of the two largest effects.

        Parameters
        ----------
        seen : mapping of Variant to Seen
            What was seen of the worlds.
        """
        own, base = (seen[self.worlds[name]].numbers for name in (OWN, BASE))
        outcomes = {pair: f"{pair}.{self.window}" for pair in self.pairs}
        effect = {pair: abs(float(np.median(own[text] - base[text]))) for pair, text in outcomes.items()}
        first, *rest = sorted(self.pairs, key=lambda pair: -effect[pair])[:2]
        when = self.window.replace("..", " to ")
        answer = [f"The largest effect: from {when} the {self.pairs[first]} {{first}} than {self.than}."]
        answer += [f"Next, the {self.pairs[pair]} {{second}}." for pair in rest] or [""]
        shown = [first, *rest]
        return Entry.model_validate(
            {
                "worlds": {BASE: {"label": self.than, "scenario": self.base.scenario, "set": self.base.settings}}
                | {OWN: {"label": f"in {self.scenario.name}"}},
                "values": {
                    name: {"change": outcomes[pair], "less": (BASE,)}
                    for name, pair in zip(("first", "second"), shown, strict=False)
                },
                "panels": tuple({"of": pair, "title": capital(self.pairs[pair])} for pair in shown),
                "from": self.scenario.start,
                "answer": tuple(answer),
            }
        )


def general(given: str, scenario: "Scenario") -> General:
    """Find what a scenario without an entry is compared with.

    Parameters
    ----------
    given : str
        As the user names it.
    scenario : Scenario
        The same, loaded.

    Raises
    ------
    Failure
        If there is nothing to compare it with.
    """
    parent = _parent(given)
    if parent is not None:
        try:
            base = scenario_of(Variant(parent))
        except ScenarioError:  # a world file, which cannot run by itself
            base = None
        if base is not None and base.start == scenario.start:
            return _with_pairs(General(given, scenario, Variant(parent), f"in {base.name}"))
    off = tuple(f"shocks.{name}.strength=0" for name, shock in scenario.shocks.items() if shock.strength > 0)
    if not off:
        raise Failure(
            f"{given}: extends no scenario that runs from {scenario.start}, and has no shocks that are on: there is "
            "nothing to compare it with; extend a scenario, or add a shock"
        )
    return _with_pairs(General(given, scenario, Variant(given, off), "without its shocks"))


def _with_pairs(found: General) -> General:
    if not found.pairs:
        raise Failure(f"{found.given}: has no state and power in common with the scenario it extends; keep some")
    return found


def _parent(given: str) -> str | None:
    """Name the scenario that a file extends."""
    path = locate(given)
    node = read(path, given)[0] if path is not None else None
    extends = node.get("extends") if node is not None else None
    if path is None or extends is None:
        return None
    parent = locate(str(extends.value), path.parent)
    return None if parent is None else named(parent)


def named(path: Path) -> str:
    """Name a scenario by its short name if it ships, else by its path.

    Parameters
    ----------
    path : Path
        Its file.
    """
    own = shipped().get(path.stem)
    return path.stem if own is not None and own.resolve() == path.resolve() else str(path)
