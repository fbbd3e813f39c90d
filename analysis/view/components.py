"""The panels and controls as they are in the browser: each a Vue file that gets plain data and answers with events."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import solara

Event = Callable[[Any], None] | None


@dataclass(frozen=True)
class Sealed:
    """Plain data that Solara hands on without looking for components in it, which would take longer than all else.

    Attributes
    ----------
    content : dict, list, str, number or None
        What the browser gets.
    """

    content: Any


def _opened(sealed: Sealed, _: object) -> Any:
    return sealed.content


_vue: Any = partial(
    solara.component_vue, to_json=dict.fromkeys(("ground", "now", "choices", "clock"), _opened), vuetify=False
)


@_vue("head.vue")
def Head(title: str) -> Any:  # noqa: N802
    """Show what is watched, and the switch of the theme."""


@_vue("map.vue")
def Map(ground: Sealed, now: Sealed, selected: str, event_select: Event = None) -> Any:  # noqa: N802
    """Draw the region, each state by what it leans on."""


@_vue("ternary.vue")
def Ternary(ground: Sealed, now: Sealed, selected: str, event_select: Event = None) -> Any:  # noqa: N802
    """Draw the states' paths among three powers; their shares as bars where the powers are not three."""


@_vue("timeline.vue")
def Timeline(ground: Sealed, now: Sealed, event_domain: Event = None) -> Any:  # noqa: N802
    """Draw a state's alignment and hedging over the run."""


@_vue("drivers.vue")
def Drivers(now: Sealed) -> Any:  # noqa: N802
    """Draw what drove a shift."""


@_vue("log.vue")
def Log(now: Sealed, picked: int | None, event_pick: Event = None, event_show: Event = None) -> Any:  # noqa: N802
    """List what happened, newest first, a page of it."""


@_vue("controls.vue")
def Controls(  # noqa: N802
    choices: Sealed,
    clock: Sealed,
    event_step: Event = None,
    event_reset: Event = None,
    event_choose: Event = None,
    event_undo: Event = None,
) -> Any:
    """Show the month, the buttons that move it, and all that a visitor may change."""
