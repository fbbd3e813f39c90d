"""The page of the browser view: controls on the left, and five panels that say what a world is doing and why.

The panels are components as Mesa's SolaraViz takes them: functions of a model, drawn anew when Mesa's counter moves, so
that `SolaraViz(game, components=panels(scenario))` shows them in a notebook or an app of one's own. The page around
them is ours: SolaraViz counts steps instead of dates, shows no error of a reset, and puts its components in a grid of
fixed cells.
"""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import solara
from mesa.visualization.utils import force_update, update_counter
from reacton import use_memo

from ..model import GreatGame
from ..scenarios import Scenario
from .view import components
from .view import panels as data
from .view.components import Sealed
from .view.geography import ground
from .view.visit import Visit, menu
from .view.watch import Watch

STYLE = Path(__file__).parent / "view" / "page.css"

MOST_ENTRIES = 100
"""On a page of the log."""

opened: list[Scenario] = []
"""What `greatgame view` was asked to show, set before the first visitor comes."""

selected = solara.reactive("")
domain = solara.reactive(data.OVERALL)
picked = solara.reactive(cast("int | None", None))
page = solara.reactive(cast("tuple[int | None, int]", (None, 10)))
"""What a visitor looks at: a state, a domain, a shift, a page of the log. Solara keeps them apart by visitor."""


@solara.component  # pyright: ignore[reportPrivateImportUsage]
def Page() -> None:  # noqa: N802 (Solara looks for this name)
    """One visitor's page."""
    visit = use_memo(lambda: Visit(_menu()), [])
    update_counter.get()
    solara.Title(f"{visit.scenario.title} - greatgame")
    draws = use_memo(lambda: _draws(visit.scenario), [visit.name, visit.scenario.changes])
    with solara.Div(classes=["gg-page"]):
        solara.Style(STYLE)
        components.Controls(
            choices=Sealed(visit.choices()),
            clock=Sealed(visit.clock()),
            event_step=_then_draw(lambda _: visit.step()),
            event_reset=_then_draw(lambda _: visit.reset()),
            event_choose=_then_draw(partial(_choose, visit)),
            event_undo=_then_draw(lambda path: visit.undo(str(path))),
        )
        components.Head(title=visit.scenario.title)
        for draw in draws:
            draw(visit.watch)


@solara.component  # pyright: ignore[reportPrivateImportUsage]
def Layout(children: list[Any]) -> Any:  # noqa: N802 (Solara looks for this name)
    """Nothing around the page."""
    return solara.Div(children=children)


def panels(scenario: Scenario) -> list[Callable[[GreatGame], Any]]:
    """Make the panels of a world for a page or notebook of one's own.

    Parameters
    ----------
    scenario : Scenario
        What the games play that will be shown.

    Returns
    -------
    list of function
        Map, ternary, timeline, drivers and log, as `components` of Mesa's SolaraViz.
    """

    def panel(draw: Callable[[Watch], Any], game: GreatGame) -> Any:
        kept = vars(game)
        if "watch" not in kept:  # kept with the game, so that both go together
            kept["watch"] = Watch(scenario, game)
        kept["watch"].see()
        return draw(kept["watch"])

    return [partial(panel, draw) for draw in _draws(scenario)]


@cache
def _menu() -> dict[str, Scenario]:
    """Load the scenarios once; they do not change."""
    return menu(*opened)


def _then_draw(do: Callable[[Any], None]) -> Callable[..., None]:
    def answer(said: Any = None) -> None:
        do(said)
        force_update()

    return answer


def _draws(scenario: Scenario) -> list[Callable[[Watch], Any]]:
    """Give each panel with what does not change while a world runs."""
    laid = ground(scenario)
    colours = {power["id"]: power["colour"] for power in laid["powers"]}
    ternary, timeline = data.ternary_ground(scenario, colours), data.timeline_ground(scenario, colours)
    grounds = zip((_map, _ternary, _timeline), (laid, ternary, timeline), strict=True)
    return [*(partial(draw, Sealed(each)) for draw, each in grounds), _drivers, _log]


def _state(watch: Watch) -> str:
    """Give the state looked at; the first until one is selected."""
    states = watch.scenario.inputs.ids["state"]
    return selected.value if selected.value in states else states[0]


# What a page says is taken for what it should be; whatever else somebody sends is passed over.


def _choose(visit: Visit, said: object) -> None:
    match said:
        case {"field": str(field), "value": (str() | int() | float()) as value}:
            visit.choose(field, value)
        case _:
            pass


def _select(state: object) -> None:
    picked.set(None)
    selected.set(str(state))


def _turn_to(name: object) -> None:
    domain.set(str(name))


def _pick(watch: Watch, shift: object) -> None:
    if isinstance(shift, int) and 0 <= shift < len(watch.shifts):
        selected.set(str(watch.shifts[shift]["state"]))
        picked.set(shift)


def _show(said: object) -> None:
    match said:
        case {"anchor": (int() | None) as anchor, "room": int(room)}:
            page.set((anchor, min(max(room, 1), MOST_ENTRIES)))
        case _:
            pass


def _map(ground: Sealed, watch: Watch) -> Any:
    return components.Map(ground=ground, now=Sealed(data.map_now(watch)), selected=_state(watch), event_select=_select)


def _ternary(ground: Sealed, watch: Watch) -> Any:
    return components.Ternary(
        ground=ground, now=Sealed(data.ternary_now(watch)), selected=_state(watch), event_select=_select
    )


def _timeline(ground: Sealed, watch: Watch) -> Any:
    names = [each["id"] for each in ground.content["domains"]]
    shown = domain.value if domain.value in names else data.OVERALL
    now = Sealed(data.timeline_now(watch, _state(watch), shown))
    return components.Timeline(ground=ground, now=now, event_domain=_turn_to)


def _drivers(watch: Watch) -> Any:
    return components.Drivers(now=Sealed(data.drivers_now(watch, _state(watch), picked.value)))


def _log(watch: Watch) -> Any:
    shown = data.shift_shown(watch, _state(watch), picked.value)
    now = Sealed(data.log_now(watch, *page.value))
    return components.Log(now=now, picked=shown, event_pick=partial(_pick, watch), event_show=_show)
