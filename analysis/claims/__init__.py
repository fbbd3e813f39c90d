"""What the texts claim: each claim a sentence, the worlds it needs and a statistic, and how it is scored."""

from . import consistency, institutions, logic, powers, region, states
from .claim import CLAIMS, Claim, Part, claims
from .past import Past
from .score import Score, score
from .worlds import WORLDS

__all__ = [
    "CLAIMS",
    "WORLDS",
    "Claim",
    "Part",
    "Past",
    "Score",
    "claims",
    "consistency",
    "institutions",
    "logic",
    "powers",
    "region",
    "score",
    "states",
]
