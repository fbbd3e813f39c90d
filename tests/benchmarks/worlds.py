"""Worlds of any size: the one that ships, its actors copied under new ids."""

from collections.abc import Mapping
from typing import Any

from greatgame.scenarios import Scenario, load
from greatgame.scenarios.scenario import from_tree

STATES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
POWERS = ("CHN", "RUS", "USA")


def central_asia(*, states: int = 5, powers: int = 3, months: int = 144) -> Scenario:
    """Central Asia without its shocks, with more states and powers; the copies are like their originals."""
    tree = {name: content for name, content in load("us_entry_2001").tree.items() if name != "shocks"}
    copies = {f"S{i:02}": STATES[i % len(STATES)] for i in range(len(STATES), states)}
    copies |= {f"P{i:02}": POWERS[i % len(POWERS)] for i in range(len(POWERS), powers)}
    years, rest = divmod(months - 1, 12)
    return from_tree({**_copied(tree, copies), "end": f"{1992 + years}-{rest + 1:02}"}, "growth")


def _copied(content: Any, copies: Mapping[str, str]) -> Any:
    """Give every entry that is named for an actor to its copies too."""
    if not isinstance(content, dict):
        return content
    found = {name: _copied(entry, copies) for name, entry in content.items()}
    return found | {copy: found[original] for copy, original in copies.items() if original in found}
