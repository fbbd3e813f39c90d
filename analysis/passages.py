"""The words of the texts behind the drivers, and the key to where they stand."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..runs.shifts import NOT_TERMS, passage
from .names import title

if TYPE_CHECKING:
    from ..scenarios import Scenario

MECHANISM = "A passage says why a driver weighs with a state, not that it made this very change."


def spoken(scenario: "Scenario", driver: str, state: str, power: str) -> tuple[str, str]:
    """Give the passage behind a driver of a state's choice for or against a power.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    driver : str
        Name of the driver.
    state, power : str
        Whose choice, and towards whom.

    Returns
    -------
    str
        The passage, or nothing.
    str
        Title of the power if the passage speaks of it and of no other, or nothing.
    """
    words = passage(scenario, driver, state, power)
    if not words or driver in NOT_TERMS:
        return "", ""
    own = scenario.document.terms.attraction[driver].by_power.get(power)
    return words, title(scenario, "powers", power) if own is not None and own.text else ""


def key(scenario: "Scenario", said: Iterable[str]) -> str:
    """Say which texts the letters of some passages stand for, and how to read what follows the letter.

    Parameters
    ----------
    scenario : Scenario
        For the text key.
    said : iterable of str
        Passages.

    Returns
    -------
    str
        A sentence or two; nothing if no passage is from a text of the key.
    """
    texts = scenario.document.text_key
    used = {match[1] for words in said if (match := re.match(rf"({'|'.join(map(re.escape, texts))})", words))}
    if not texts or not used:
        return ""
    named = "; ".join(f"{letter} = {text.title}" for letter, text in texts.items() if letter in used)
    letter = min(used)
    return f"{named}; {letter}1-2 is section 1-2, {letter}3 (6) point 6 of section 3, {letter}n5 note 5."


def changes(scenario: "Scenario") -> list[str]:
    """Give the lines of a header that say how a scenario differs from its file, with a warning where one is due.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    """
    found = [f"Changed: {'; '.join(scenario.changes)}."] if scenario.changes else []
    for name, shock in scenario.shocks.items():
        if shock.strength > 1:
            found.append(
                f"Warning: shocks.{name}.strength is {shock.strength:g}. Above 1 a shock is stronger than its sources "
                "say, and its effects are an extrapolation."
            )
    return found
