"""Claims that are known not to hold, each with the reason; model/ODD.md says more."""

from collections.abc import Mapping
from types import MappingProxyType

KNOWN: Mapping[str, str] = MappingProxyType({})
"""By the id of the claim: why, in one line. `greatgame validate` prints them as failing all the same."""
