"""The theory: how small states align among great powers. Knows no file and no screen."""

from typing import TYPE_CHECKING

from .ensemble import Ensemble
from .inputs import Inputs, Scenario
from .noise import Noise
from .world import World

if TYPE_CHECKING:
    from .model import GreatGame

__all__ = ["Ensemble", "GreatGame", "Inputs", "Noise", "Scenario", "World"]


def __getattr__(name: str) -> object:
    """Import the Mesa model when it is asked for: importing Mesa takes over a second."""
    if name == "GreatGame":
        from .model import GreatGame

        return GreatGame
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
