"""What a scenario must know of the rules: the parameters they take and the terms that choices can weigh."""

import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any

from ..model.rules import PARAMETERS, TERMS


def parameters() -> Mapping[str, str]:
    """Name every parameter that a rule takes, with its meaning."""
    return PARAMETERS


def terms(choice: str) -> Mapping[str, Any]:
    """Name the terms that attraction, access or membership can weigh, in the order of the log."""
    return TERMS[choice]


@cache
def needs_interest(term: Any) -> bool:
    """Tell whether a term weighs one of the state's interests."""
    return "interest" in inspect.signature(term).parameters
