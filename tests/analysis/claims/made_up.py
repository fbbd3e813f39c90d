"""Small histories that are made up: nothing happens in them but what a test says."""

from functools import cache
from typing import Any, Self

import numpy as np

from greatgame.analysis.claims import CLAIMS, Past, score
from greatgame.model.inputs import Inputs
from greatgame.model.variables import FUNCTIONS, SAME_AXIS, VARIABLES
from greatgame.model.world import blank
from greatgame.scenarios import load

FOUR = ("KAZ", "KGZ", "TJK", "UZB")
FIVE = (*FOUR, "TKM")
BEFORE, AFTER = "2000-01..2001-08", "2002"

Names = str | tuple[str, ...] | None


@cache
def compiled(scenario: str) -> Inputs:
    return load(scenario).inputs


class MadeUp:
    """A history of zeros in which values are set by name, months and place."""

    def __init__(self, replications: int = 1, scenario: str = "us_entry_2001") -> None:
        self.inputs = compiled(scenario)
        self.history = blank(self.inputs, replications, log=True)
        for values in self.history.values():
            values[...] = 0

    def __call__(self, name: str, window: str, value: Any, *where: Names) -> Self:
        """Set a variable in some months: a number, one a replication, or (month, 1)."""
        dims = VARIABLES[name].dims
        places = [self._places(dim, names) for dim, names in zip(dims, where, strict=False)]
        places += [range(length) for length in self.history[name].shape[1 + len(where) : -1]]
        months = range(self.inputs.months)[self.past.months(window)]
        replications = range(self.past.replications)
        values = np.asarray(value, np.float64)
        if values.ndim == 2:
            values = values.reshape(len(months), *[1] * len(places), -1)
        self.history[name][np.ix_(months, *places, replications)] = values
        return self

    def lean(self, window: str, state: Names, **powers: Any) -> Self:
        """Let states lean on powers, in all domains alike."""
        for power, value in powers.items():
            self("alignment", window, value, state, power)
        return self

    def weighty(self) -> Self:
        """Let every power engage, so that who is leant on has influence."""
        return self("engagement", "1992..2003", 1.0)

    @property
    def past(self) -> Past:
        return Past(self.inputs, self.history)

    def _places(self, dim: str, names: Names) -> list[int]:
        terms = {
            "term": [use.name for use in self.inputs.terms["attraction"]],
            "membership_term": [use.name for use in self.inputs.terms["membership"]],
            "function": FUNCTIONS,
        }
        known = list(terms.get(dim) or self.inputs.ids[SAME_AXIS.get(dim, dim)])
        chosen = known if names is None else [names] if isinstance(names, str) else names
        return [known.index(name) for name in chosen]


def failing(claim: str, *worlds: MadeUp) -> list[str]:
    """Say which parts of a claim are not so; the worlds in the order in which the claim names them."""
    found = CLAIMS[claim]
    parts = found.parts(dict(zip(found.worlds, (world.past for world in worlds), strict=True)))
    scored = score(found, parts)
    assert scored.holds == all(part.holds for part in scored.parts)
    return [part.what for part in scored.parts if not part.holds]


def frequency(claim: str, *worlds: MadeUp) -> float:
    """Say in which share of runs a claim is so."""
    found = CLAIMS[claim]
    return score(found, found.parts(dict(zip(found.worlds, (world.past for world in worlds), strict=True)))).frequency
