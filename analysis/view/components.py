"""The panels and controls as they are in the browser: each a Vue file that gets plain data and answers with events."""

from collections.abc import Callable
from typing import Any

import solara

Data = dict[str, Any]
Event = Callable[[Any], None] | None


@solara.component_vue("map.vue")
def Map(ground: Data, now: Data, selected: str, event_select: Event = None) -> Any:  # noqa: N802
    """Draw the region, each state by what it leans on."""


@solara.component_vue("ternary.vue")
def Ternary(ground: Data, now: Data, selected: str, event_select: Event = None) -> Any:  # noqa: N802
    """Draw the states' paths among three powers; their shares as bars where the powers are not three."""


@solara.component_vue("timeline.vue")
def Timeline(ground: Data, now: Data, event_domain: Event = None) -> Any:  # noqa: N802
    """Draw a state's alignment and hedging over the run."""


@solara.component_vue("drivers.vue")
def Drivers(now: Data | None) -> Any:  # noqa: N802
    """Draw what drove a shift."""


@solara.component_vue("log.vue")
def Log(now: Data, picked: int | None, event_pick: Event = None, event_show: Event = None) -> Any:  # noqa: N802
    """List what happened, newest first, a page of it."""


@solara.component_vue("controls.vue")
def Controls(  # noqa: N802
    choices: Data,
    clock: Data,
    event_step: Event = None,
    event_reset: Event = None,
    event_choose: Event = None,
    event_undo: Event = None,
) -> Any:
    """Show the month, the buttons that move it, and all that a visitor may change."""
