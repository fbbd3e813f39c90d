"""The mechanisms, one module each; the terms of the three choices; the parameters that rules take."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..inputs import Array
from ..parameters import PARAMETERS
from . import access, attraction, membership

__all__ = ["PARAMETERS", "TERMS", "Term"]

Term = Callable[..., Array]

TERMS: Mapping[str, Mapping[str, Term]] = MappingProxyType(
    {
        "attraction": MappingProxyType(
            {
                "offer": attraction.offer,
                "protection": attraction.protection,
                "balance": attraction.balance,
                "domination": attraction.domination,
                "pressure": attraction.pressure,
                "legacy": attraction.legacy,
                "border": attraction.border,
                "conditionality": attraction.conditionality,
                "regime_support": attraction.regime_support,
                "linkage": attraction.linkage,
                "base": attraction.base,
                "institution": attraction.institution,
                "diversification": attraction.diversification,
            }
        ),
        "access": MappingProxyType(
            {
                "protection": access.protection,
                "rent": access.rent,
                "legacy": access.legacy,
                "pressure": access.pressure,
                "conditionality": access.conditionality,
                "domination": access.domination,
                "neutrality": access.neutrality,
            }
        ),
        "membership": MappingProxyType(
            {
                "counter_terror": membership.counter_terror,
                "border": membership.border,
                "economy": membership.economy,
                "standing": membership.standing,
                "subordination": membership.subordination,
                "neutrality": membership.neutrality,
                "legacy": membership.legacy,
                "balance": membership.balance,
                "offence": membership.offence,
                "cost": membership.cost,
            }
        ),
    }
)
"""The terms that each choice weighs, in the order of the log. What the model does not explain, `noise`, is always
the last term of attraction."""
