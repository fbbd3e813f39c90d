"""Claims that are known not to hold, each with the reason; model/ODD.md says more."""

from collections.abc import Mapping
from types import MappingProxyType

KNOWN: Mapping[str, str] = MappingProxyType(
    {
        "C31": "a member's quarrel with an outsider does not enter a body, so India alone brings no conflict into it",
        "C37": "trade with Russia shrinks with old ties, and energy has no routes that would hold it",
        "C39": "what the US offers the two poorest in energy is below the unit of an offer, and Uzbekistan leans on it"
        " more than on Russia",
        "C41": "without its campaign the US puts no more into politics than before: nothing values access once gained",
        "C43": "unrest at home is a threat too, and a threat that members share binds them more than instability parts"
        " them",
    }
)
"""By the id of the claim: why, in one line. `greatgame validate` prints them as failing all the same."""
