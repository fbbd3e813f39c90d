"""Outcomes in words, for the questions of a quiz."""

from typing import TYPE_CHECKING

from ..names import capital, title
from ..outcomes import Outcome

if TYPE_CHECKING:
    from ...scenarios import Scenario

_SECTIONS = ("states", "powers", "domains", "institutions")


def phrase(outcome: Outcome, scenario: "Scenario") -> str:
    """Name an outcome without its date, such as "Uzbekistan's alignment with Russia (security)".

    Parameters
    ----------
    outcome : Outcome
        What to name.
    scenario : Scenario
        For the titles.
    """
    names = [_called(scenario, name) for name in outcome.where]
    if outcome.what in {"alignment", "influence"}:
        relation = "alignment with" if outcome.what == "alignment" else "openness to the influence of"
        domain = f" ({names[2].lower()})" if len(names) > 2 else ""
        return f"{names[0]}'s {relation} {names[1]}{domain}"
    what = outcome.what.replace("_", " ")
    if not names:
        return capital(what)
    inside = "".join(f" ({name.replace('_', ' ')})" for name in names[1:])
    return f"{names[0]}'s {what}{inside}"


def what_if(outcome: Outcome, scenario: "Scenario", above: float) -> str:
    """Put a condition on an outcome as the end of a question, such as "does Kyrgyzstan give Russia a base".

    Parameters
    ----------
    outcome : Outcome
        That is compared.
    scenario : Scenario
        For the titles.
    above : float
        The bound.
    """
    names = [_called(scenario, name) for name in outcome.where]
    when = f"in {outcome.window}"
    if outcome.what == "base":
        return f"does {names[0]} give {names[1]} a base or access {when}"
    if outcome.what == "member":
        return f"is {names[0]} a member of {outcome.where[1]} {when}"
    if outcome.what == "stance":
        return f"is the stance of {names[0]} towards {names[1]} `{outcome.where[2]}` {when}"
    return f"is {phrase(outcome, scenario)} above {above:g} {when}"


def _called(scenario: "Scenario", name: str) -> str:
    """Give the title of an actor or domain; institutions, whose titles are long, by their id."""
    for section in _SECTIONS[:3]:
        if name in (scenario.tree.get(section) or {}):
            return title(scenario, section, name)
    return name
