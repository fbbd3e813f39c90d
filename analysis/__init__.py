"""What is made of a run: measures, tables, figures, the timeline, the account of a change, and the command line.

The public face is `measures` (alignment under the field's own names), `typology` (four types of foreign policy) and
`summary` (all measures of a history, and the yearly table). They are imported when first asked for, so that the
commands that need none of them answer at once.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import measures, summary, typology

__all__ = ["measures", "summary", "typology"]


def __getattr__(name: str) -> ModuleType:
    """Import a public module at its first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    """Show the public modules beside what is already here."""
    return sorted({*globals(), *__all__})
