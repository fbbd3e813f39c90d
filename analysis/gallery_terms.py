"""Outcomes in which * stands for every core state."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..scenarios import Scenario

EVERY = "*"


def core_states(scenario: "Scenario") -> list[str]:
    """Name the states that count in means over the region.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    """
    counted = scenario.inputs.constants["core"][:, 0]
    return [name for name, core in zip(scenario.inputs.ids["state"], counted, strict=True) if core]


def for_states(text: str, scenario: "Scenario") -> list[str]:
    """Write an outcome for each core state in the place of the star; as it is if there is none.

    Parameters
    ----------
    text : str
        Such as ``alignment.*.USA.2002``.
    scenario : Scenario
        For the states.
    """
    words = text.split(".")
    if EVERY not in words:
        return [text]
    return [".".join(state if word == EVERY else word for word in words) for state in core_states(scenario)]


def first_of(text: str, scenario: "Scenario") -> str:
    """Write an outcome for one of the core states, to see whether there is such an outcome.

    Parameters
    ----------
    text : str
        Such as ``alignment.*.USA.2002``.
    scenario : Scenario
        For the states.
    """
    return next(iter(for_states(text, scenario)), text)
