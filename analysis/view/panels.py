"""What each panel shows, as plain data for the browser: `..._ground` once for a world, `..._now` month by month."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...runs.shifts import NOT_TERMS
from ...scenarios import month
from .. import formulas
from ..drawing import power_dashes
from ..names import capital, gloss, title
from ..passages import spoken
from ..ternary import corner
from .watch import Row, Watch

if TYPE_CHECKING:
    from ...scenarios import Scenario

Data = dict[str, Any]
Values = NDArray[np.float64]

OVERALL = "overall"
"""The choice of no single domain."""

CORNERS = 3

DIGITS = 3


def overall(watch: Watch) -> Values:
    """Give alignment over all domains.

    Parameters
    ----------
    watch : Watch
        The world.

    Returns
    -------
    array, shape (months, states, powers)
        In [0, 1].
    """
    return formulas.weighted(watch.series("alignment"), watch.scenario.inputs.constants["weight"][:, 0])


def map_now(watch: Watch) -> Data:
    """Give the shares, measures, bases and memberships of each state, and the lean on each power.

    Parameters
    ----------
    watch : Watch
        The world.
    """
    ids = watch.scenario.inputs.ids
    own = overall(watch)[-1]
    hedging = _hedging(watch, own[np.newaxis], slice(-1, None))[0]
    concentration = formulas.hhi(own)
    base, member = watch.series("base")[-1] > 0, watch.series("membership")[-1] > 0
    core = watch.scenario.inputs.constants["core"][..., 0]
    states = [
        {
            "id": state,
            **_leans(own[row]),
            "leading": ids["power"][int(own[row].argmax())] if own[row].any() else None,
            "concentration": plain(concentration[row]),
            "hedging": plain(hedging[row]),
            "bases": [power for power, has in zip(ids["power"], base[row], strict=True) if has],
            "members": [body for body, inside in zip(ids["institution"], member[row], strict=True) if inside],
        }
        for row, state in enumerate(ids["state"])
    ]
    lean = formulas.mean(own.T, core)
    powers = [{"id": power, "lean": plain(lean[row])} for row, power in enumerate(ids["power"])]
    return {"date": watch.date, "states": states, "powers": powers}


def ternary_ground(scenario: "Scenario", colours: dict[str, str]) -> Data:
    """Give the powers and the triangle that they span, if they are three.

    Parameters
    ----------
    scenario : Scenario
        The world.
    colours : dict
        Colour of each power.
    """
    powers = _powers(scenario, colours)
    x, y = corner(np.eye(CORNERS))
    return {"powers": powers, "triangle": len(powers) == CORNERS, "corners": plain(np.stack([x, y], axis=-1))}


def ternary_now(watch: Watch) -> Data:
    """Give the path of each state among the powers.

    Parameters
    ----------
    watch : Watch
        The world.
    """
    own = overall(watch)
    triangle = own.shape[-1] == CORNERS
    states = [
        {
            "id": state,
            "name": watch.named("states", state),
            "trail": _trail(own[:, row]) if triangle else [],
            **_leans(own[-1, row]),
        }
        for row, state in enumerate(watch.scenario.inputs.ids["state"])
    ]
    return {"date": watch.date, "states": states}


def timeline_ground(scenario: "Scenario", colours: dict[str, str]) -> Data:
    """Give the powers' lines, the domains to choose from and the shocks.

    Parameters
    ----------
    scenario : Scenario
        The world.
    colours : dict
        Colour of each power.
    """
    inputs = scenario.inputs
    dashes = ["" if dash == "-" else " ".join(f"{2 * part:g}" for part in dash[1]) for dash in power_dashes(scenario)]
    domains = [{"id": OVERALL, "name": "Overall"}]
    domains += [{"id": name, "name": capital(title(scenario, "domains", name))} for name in inputs.ids["domain"]]
    shocks = [
        {
            "name": name,
            "title": shock.title,
            "at": month(shock.date) - inputs.start,
            "date": shock.date,
            "on": shock.strength > 0.0,
        }
        for name, shock in sorted(scenario.shocks.items(), key=lambda item: item[1].date)
    ]
    return {
        "start": scenario.start,
        "months": inputs.months,
        "powers": [power | {"dash": dash} for power, dash in zip(_powers(scenario, colours), dashes, strict=True)],
        "domains": domains,
        "shocks": shocks,
    }


def timeline_now(watch: Watch, state: str, domain: str) -> Data:
    """Give a state's alignment with each power, its autonomy and its hedging by month.

    Parameters
    ----------
    watch : Watch
        The world.
    state : str
        Which state.
    domain : str
        In what, or `OVERALL`.
    """
    ids = watch.scenario.inputs.ids
    row, own = ids["state"].index(state), overall(watch)
    shown = own[:, row]
    if domain != OVERALL:
        shown = watch.series("alignment")[:, row, :, ids["domain"].index(domain)]
    return {
        "date": watch.date,
        "state": watch.named("states", state),
        "domain": domain,
        "lines": plain(shown.T),
        "hedging": plain(_hedging(watch, own, slice(None))[:, row]),
        "autonomy": plain(formulas.autonomy(shown)),
    }


def drivers_now(watch: Watch, state: str, picked: int | None) -> Data | None:
    """Give what drove a shift: the one picked in the log, or the last one of a state.

    Parameters
    ----------
    watch : Watch
        The world.
    state : str
        Which state.
    picked : int or None
        Position among the shifts seen.

    Returns
    -------
    dict or None
        Nothing if there was no shift yet.
    """
    row = shift_shown(watch, state, picked)
    if row is None:
        return None
    shift = watch.shifts[row]
    bars = [_bar(watch, shift, name) for name in watch.drivers]
    named = {kind: watch.named(f"{kind}s", str(shift[kind])) for kind in ("state", "power", "domain")}
    return {
        **named,
        "colour": watch.colours[str(shift["power"])],
        **{name: shift[name] for name in ("start", "date", "end")},
        **{name: plain(shift[name]) for name in ("before", "after", "change")},
        "bars": sorted((bar for bar in bars if bar["value"]), key=lambda bar: -abs(bar["value"])),
    }


def shift_shown(watch: Watch, state: str, picked: int | None) -> int | None:
    """Find the shift that is explained.

    Parameters
    ----------
    watch : Watch
        The world.
    state : str
        The state selected.
    picked : int or None
        The shift picked in the log.

    Returns
    -------
    int or None
        Its position among the shifts seen: the one picked if it is the state's, else the state's last.
    """
    own = [place for place, shift in enumerate(watch.shifts) if shift["state"] == state]
    return picked if picked in own else own[-1] if own else None


def log_now(watch: Watch, anchor: int | None, room: int) -> Data:
    """Give a page of the log, newest first.

    Parameters
    ----------
    watch : Watch
        The world.
    anchor : int or None
        Key of the first entry: its place in the order of time. None for the newest.
    room : int
        Entries on the page.
    """
    total = len(watch.log)
    top = total - 1 if anchor is None or not 0 <= anchor < total else anchor
    keys = range(top, max(top - room, -1), -1)
    return {
        "date": watch.date,
        "total": total,
        "first": total - 1 - top,
        "entries": [_entry(watch, key) for key in keys],
    }


def _entry(watch: Watch, key: int) -> Data:
    line = watch.log[key]
    return {
        "key": key,
        "date": line.date,
        "kind": line.entry.kind,
        "text": line.entry.text,
        "below": line.entry.below,
        "colour": None if line.shift is None else watch.colours[str(watch.shifts[line.shift]["power"])],
        "shift": line.shift,
    }


def _bar(watch: Watch, shift: Row, name: str) -> Data:
    words, _ = spoken(watch.scenario, name, str(shift["state"]), str(shift["power"]))
    value = float(shift[f"driver_{name}"])
    return {
        "name": name,
        "meaning": capital(gloss(name)),
        "value": plain(value),
        "passage": words,
        "term": name not in NOT_TERMS,
    }


def _leans(own: Values) -> Data:
    return {"shares": plain(own), "autonomy": plain(formulas.autonomy(own))}


def _trail(own: Values) -> list[Any]:
    """Place a state by month; nothing where it leans on nobody."""
    points = plain(np.stack(corner(formulas.shares(own)), axis=-1))
    return [None if None in point else point for point in points]


def _powers(scenario: "Scenario", colours: dict[str, str]) -> list[Data]:
    return [{"id": name, "name": title(scenario, "powers", name), "colour": colours[name]} for name in colours]


def _hedging(watch: Watch, own: Values, months: slice) -> Values:
    distance = formulas.rivalry(watch.series("friction")[months], watch.series("stance")[months])
    return formulas.hedging(own, distance[:, np.newaxis])


def plain(values: Any) -> Any:
    """Round for the browser; what is not a number becomes null.

    Parameters
    ----------
    values : float or array
        Numbers.

    Returns
    -------
    float, None or list
        The same as Python's own numbers.
    """
    rounded = np.asarray(np.round(values, DIGITS), dtype=np.float64)
    found = rounded.astype(object)
    found[~np.isfinite(rounded)] = None
    return found.tolist()
