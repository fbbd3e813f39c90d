"""Tables of the claims that the model is judged by, and of the worlds that they compare."""

import inspect
from collections.abc import Sequence
from functools import partial

from ..claims import CLAIMS, WORLDS, Claim
from ..claims.known import KNOWN
from ..claims.points import OFTEN
from ..claims.windows import AFTER, BEFORE, CLOSE, FIVE, FOUR, WHOLE
from ..claims.worlds import Variant
from .markdown import code, table


def claims() -> str:
    """Give every claim: set, section, sentence, what is computed of which worlds, and why it is known to fail.

    Returns
    -------
    str
        What the words of the table mean, and a table in the order of the ids.
    """
    rows: list[Sequence[object]] = []
    for id_, found in sorted(CLAIMS.items()):
        compared = ", ".join(map(code, found.worlds))
        rows.append((id_, found.kind, found.source, found.sentence, computed(found), compared, KNOWN.get(id_, "-")))
    windows = (
        f"Before is {BEFORE}, after {AFTER}, the whole history {WHOLE}; the five are {', '.join(FIVE)}, the four"
        f" {', '.join(FOUR)}, those close to Russia {', '.join(CLOSE)}."
    )
    needed = (
        "What is said of a probability (P), of a mean over the ensemble or of a paired difference between two worlds"
        " must meet its bound in the ensemble. All else is said of single runs, and must be so, all at once, in"
        f" {OFTEN:g} of them or more."
    )
    head = ("claim", "set", "section", "the texts say", "what is computed", "worlds", "known not to hold")
    return "\n\n".join([windows, needed, table(head, rows)])


def computed(claim: Claim) -> str:
    """Give what a claim computes: windows, comparisons and bounds, as its docstring has them.

    Parameters
    ----------
    claim : Claim
        One of `CLAIMS`.

    Returns
    -------
    str
        All but the sentence that it begins with.
    """
    return (inspect.getdoc(claim.statistic) or "").partition("\n\n")[2]


def worlds() -> str:
    """Give the worlds that claims compare: the scenario of each, and what is set in it.

    Returns
    -------
    str
        A table.
    """
    rows = [(code(name), code(world.scenario), _settings(world)) for name, world in WORLDS.items()]
    return table(("world", "scenario", "with"), rows)


def _settings(world: Variant) -> str:
    said = [code(" ".join(setting.split())) for setting in world.settings]
    if isinstance(world.change, partial):
        said.append(f"{' and '.join(world.change.keywords.values())} {world.change.func.__name__}")
    return " <br> ".join(said) or "-"
