"""The mechanisms, one module each; the terms of the three choices; the parameters that rules take.

A term is a function of `attraction`, `access` or `membership` that takes a `strength`. It is written there and nowhere
else: a scenario that names it under `terms` and gives its strength under `parameters` weighs it.
"""

import inspect
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType, ModuleType

from ..inputs import Array
from ..parameters import NUMBERS, STRENGTH, UNUSUAL_STRENGTHS
from ..variables import CAUSES, CONSTANTS, NOISE, VARIABLES
from . import access, attraction, membership

__all__ = ["PARAMETERS", "STRENGTHS", "TERMS", "Term", "strength_of", "terms_of"]

Term = Callable[..., Array]

_QUANTITIES = ("strength", "interest", *CONSTANTS, *CAUSES, *NOISE, *VARIABLES, *NUMBERS)
_TAKEN = {*NUMBERS, "noise", "adjustment"}
"""Names that a strength or a driver of this name would be taken for."""


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


def terms_of(choice: str, module: ModuleType) -> Mapping[str, Term]:
    """Find the terms of a choice: the functions of its module that take a strength.

    Parameters
    ----------
    choice : str
        attraction, access or membership.
    module : module
        Where they are written.

    Returns
    -------
    mapping of str to Term
        In the order of the file.

    Raises
    ------
    TypeError
        If a term has a name that is taken, or an argument that is no quantity.
    """
    functions = {name: thing for name, thing in vars(module).items() if inspect.isfunction(thing)}
    own = {name: function for name, function in functions.items() if function.__module__ == module.__name__}
    found = {name: function for name, function in own.items() if "strength" in inspect.signature(function).parameters}
    for name, term in found.items():
        wrong = "the name is taken; choose another" if strength_of(choice, name) in _TAKEN else _unknown(term)
        if wrong:
            msg = f"model/rules/{choice}.py: {name}: {wrong}"
            raise TypeError(msg)
    return MappingProxyType(found)


def _unknown(term: Term) -> str:
    """Say which argument is no quantity of the world, if any."""
    for name in inspect.signature(term).parameters:
        if name not in _QUANTITIES:
            near = get_close_matches(name, _QUANTITIES, 1)
            advice = f"did you mean {near[0]!r}?" if near else "variables.py and parameters.py list them"
            return f"there is no quantity {name!r}; {advice}"
    return ""


TERMS: Mapping[str, Mapping[str, Term]] = MappingProxyType(
    {
        choice: terms_of(choice, module)
        for choice, module in (("attraction", attraction), ("access", access), ("membership", membership))
    }
)
"""The terms that each choice can weigh, in the order of the log. What the model does not explain, `noise`, is always
the last term of attraction."""

STRENGTHS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {strength_of(choice, term): (choice, term) for choice, terms in TERMS.items() for term in terms}
)
"""The parameters that are strengths of terms, with the choice and the term."""

PARAMETERS: Mapping[str, str] = MappingProxyType(dict.fromkeys(STRENGTHS, STRENGTH) | UNUSUAL_STRENGTHS | NUMBERS)
"""Every parameter that a rule takes by name: its unit or range, and what it means."""
