"""How things are called on the screen and in figures."""

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


def month_number(date: str) -> int:
    """Return a month as 12 * year + month - 1.

    Parameters
    ----------
    date : str
        As ``2001-09``.
    """
    year, _, month = date.partition("-")
    return 12 * int(year) + int(month) - 1


def month_label(number: int) -> str:
    """Return a month as ``2001-09``.

    Parameters
    ----------
    number : int
        12 * year + month - 1.
    """
    return f"{number // 12:04}-{number % 12 + 1:02}"


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
