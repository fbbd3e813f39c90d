"""What a batch cannot be asked for at once, though each part of it is right by itself."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from ..scenarios import Problem

if TYPE_CHECKING:
    from ..scenarios import Scenario


def contradictions(
    scenarios: "Sequence[Scenario]", settings: Sequence[str], varied: Sequence[str], design: str
) -> Iterator[Problem]:
    """Find what contradicts itself in a request.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Those that could be read.
    settings : sequence of str
        Of --set.
    varied : sequence of str
        Paths of --vary.
    design : str
        Of --design.

    Yields
    ------
    Problem
        What contradicts, and what to do.
    """
    if design == "lhs" and not varied:
        yield Problem("--design lhs", 0, 0, "nothing is varied; add --vary PATH=LOW:HIGH:COUNT")
    changed = [setting.partition("=")[0].strip() for setting in settings]
    for path in dict.fromkeys(varied):
        both = next((name for name in changed if _overlap(name, path)), None)
        if both is not None:
            yield Problem(f"--vary {path}", 0, 0, f"--set {both} changes the same value; leave one of them out")
    yield from _twice(scenarios)
    values = [{value.path: value.value for value in scenario.quantities()} for scenario in scenarios if varied]
    for path in dict.fromkeys(varied):
        own = [(s.name, found[path]) for s, found in zip(scenarios, values, strict=True) if path in found]
        if len({value for _, value in own}) > 1:
            told = ", ".join(f"{value} in {name}" for name, value in own)
            reason = f"the scenarios differ in this value ({told}), varying it would undo that; vary it in one scenario"
            yield Problem(f"--vary {path}", 0, 0, reason)


def _overlap(one: str, other: str) -> bool:
    """Whether two paths are the same, or one lies within the other."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _twice(scenarios: "Sequence[Scenario]") -> Iterator[Problem]:
    for one, other in combinations(scenarios, 2):
        if one.sha256 == other.sha256:
            which = "is given twice" if one.name == other.name else f"is the same as {one.name}"
            yield Problem(other.name, 0, 0, f"{which}; give each scenario once")
