"""The mechanisms, one module each; the terms of the three choices; the parameters that rules take.

A term is a function of `attraction`, `access` or `membership` that takes a `strength`. It is written there and nowhere
else: a scenario that names it under `terms` and gives its strength under `parameters` weighs it.
"""

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType, ModuleType

from ..inputs import Array
from ..parameters import NUMBERS
from . import access, attraction, membership

__all__ = ["PARAMETERS", "STRENGTHS", "TERMS", "Term", "strength_of"]

Term = Callable[..., Array]


def _terms(module: ModuleType) -> Mapping[str, Term]:
    functions = {name: thing for name, thing in vars(module).items() if inspect.isfunction(thing)}
    own = {name: function for name, function in functions.items() if function.__module__ == module.__name__}
    return MappingProxyType(
        {name: function for name, function in own.items() if "strength" in inspect.signature(function).parameters}
    )


TERMS: Mapping[str, Mapping[str, Term]] = MappingProxyType(
    {"attraction": _terms(attraction), "access": _terms(access), "membership": _terms(membership)}
)
"""The terms that each choice can weigh, in the order of the log. What the model does not explain, `noise`, is always
the last term of attraction."""


def strength_of(choice: str, term: str) -> str:
    """Name the parameter that is a term's strength.

    Parameters
    ----------
    choice : str
        attraction, access or membership.
    term : str
        Name of the term.

    Returns
    -------
    str
        The term's name; for bases and membership with the choice's name in front.
    """
    return term if choice == "attraction" else f"{choice}_{term}"


STRENGTHS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {strength_of(choice, term): (choice, term) for choice, terms in TERMS.items() for term in terms}
)
"""The parameters that are strengths of terms, with the choice and the term."""

PARAMETERS: Mapping[str, str] = MappingProxyType(dict.fromkeys(STRENGTHS, "log odds: strength of the term") | NUMBERS)
"""Every parameter that a rule takes by name: its unit or range, and what it means."""
