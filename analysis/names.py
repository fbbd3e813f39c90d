"""How things are called on the screen and in figures."""

import inspect
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..scenarios import Scenario


def title(scenario: "Scenario", kind: str, name: str) -> str:
    """Return the title of a state, power, institution or domain, or its id where the scenario gives none.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    kind : str
        "states", "powers", "institutions", "domains".
    name : str
        Its id.
    """
    section: Mapping[str, Any] = scenario.tree.get(kind) or {}
    entry = section.get(name)
    given = entry.get("title") if isinstance(entry, Mapping) else None
    return str(given) if given else name


def counted(replications: int) -> str:
    """Write a number of replications.

    Parameters
    ----------
    replications : int
        How many.
    """
    return f"{replications} replication{'' if replications == 1 else 's'}"


def signed(value: float, digits: int = 3) -> str:
    """Write a change with its sign; what rounds to nothing has none.

    Parameters
    ----------
    value : float
        The change.
    digits : int
        After the point.
    """
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


def capital(text: str) -> str:
    """Begin with a capital letter, leaving the rest.

    Parameters
    ----------
    text : str
        A name.
    """
    return text[:1].upper() + text[1:]


_NO_TERMS = {
    "noise": "what the model does not explain",
    "adjustment": "what was already under way at the first month",
}


def gloss(driver: str) -> str:
    """Say in a few words what a driver is: the first clause of the docstring of its function.

    Parameters
    ----------
    driver : str
        Name of a term of attraction, "noise" or "adjustment".
    """
    if driver in _NO_TERMS:
        return _NO_TERMS[driver]
    from ..model.rules import TERMS

    clause = re.split(r"[:;.](?:\s|$)", inspect.getdoc(TERMS["attraction"][driver]) or driver)[0]
    return clause[:1].lower() + clause[1:]
