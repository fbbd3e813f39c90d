"""What a scenario must know of the rules: the parameters they take and the terms that choices can weigh."""

import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any

from ..model.month import MONTH
from ..model.rules import PARAMETERS, STRENGTHS, TERMS


def parameters() -> Mapping[str, str]:
    """Name every parameter that a rule takes, with its meaning."""
    return PARAMETERS


def term_of(parameter: str) -> tuple[str, str] | None:
    """Give the choice and the term that a parameter is the strength of; None for any other number."""
    return STRENGTHS.get(parameter)


def terms(choice: str) -> Mapping[str, Any]:
    """Name the terms that attraction, access or membership can weigh, in the order of the log."""
    return TERMS[choice]


@cache
def needs_interest(term: Any) -> bool:
    """Tell whether a term or rule weighs one of the state's interests."""
    return bool({"interest", "all_interest"} & set(inspect.signature(term).parameters))


@cache
def rules_with_interest() -> tuple[str, ...]:
    """Name the rules outside the choices that weigh an interest."""
    return tuple(sorted({stage.name for stage in MONTH if callable(stage.rule) and needs_interest(stage.rule)}))
