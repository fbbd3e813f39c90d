"""What every column of an export means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..model.rules import TERMS
from .events import KINDS

if TYPE_CHECKING:
    import xarray as xr

Entry = tuple[str, str]
"""Unit and meaning."""

_KEYS: Mapping[str, Entry] = {
    "replication": ("", "number of the world; worlds of one seed differ only in their noise"),
    "month": ("month", "values hold at its end"),
    "time": ("month", "its first day; values hold at its end"),
    "year": ("year", "values are means over its months"),
    "state": ("", "state that aligns"),
    "power": ("", "power that is aligned with, or that acts"),
    "rival": ("", "power that it has to do with"),
    "domain": ("", "field of cooperation"),
    "institution": ("", "institution"),
    "source": ("", "outside source of extremism"),
    "side": ("", "side of the mutual-recognition game"),
    "task": ("", "function of the institution"),
    "actor": ("", "state or power"),
    "core": ("0 or 1", "the state counts in the means over the region"),
    "weight": ("[0,1]", "share of the domain in means over domains"),
    "guarantee": ("[0,1]", "engagement in the domain protects"),
    "saturation": ("> 0", "engagement at which a guarantee works by half"),
}

_SHIFTS: Mapping[str, Entry] = {
    "start": ("month", "at its end the state was at `before`; end of the last row for it, or start of the run"),
    "date": ("month", "month of the steepest change between start and end"),
    "end": ("month", "at its end the state was at `after`"),
    "before": ("[0,1]", "share of the state's alignment with the power in the domain, at the end of `start`"),
    "after": ("[0,1]", "the same at the end of `end`"),
    "change": ("[-1,1]", "after less before; the columns driver_... sum to it"),
    "driver_noise": ("share", "part of the change that is due to chance"),
    "driver_adjustment": ("share", "part of the change that was under way at the start of the run"),
    "leading_driver": ("", "term that did most in the direction of the change; noise or adjustment if none did"),
    "passage": ("", "words of the text that stand behind the leading driver; empty if it is not from a text"),
}

_EVENTS: Mapping[str, Entry] = {
    "date": ("month", "month of the event"),
    "kind": ("", f"one of: {', '.join(KINDS)}"),
    "actor": ("", "name of the shock, or state, power or institution that acts"),
    "target": ("", "power or institution that the act concerns"),
    "what": ("", "title of the shock or intervention, new stance, or other detail"),
    "source": ("", "where the shock or intervention comes from"),
}

_SUMMARY: Mapping[str, Entry] = {
    "leading_power": ("", "power aligned with by at least 0.05 more than with any other; none if there is none"),
    "typology": ("", "type of foreign policy: aligned, hedger, switcher or autonomous"),
    "variable": ("", "what the row is about: a measure; leading: the power leads the alignment; typology_: the type"),
    "point": ("", "point of the design"),
    "mean": ("as the variable", "mean over the worlds, or the share of them of which it is true"),
    **{f"q{share:02}": ("as the variable", f"{share} % of the worlds are below") for share in (5, 25, 50, 75, 95)},
}

_DESIGN: Mapping[str, Entry] = {
    "point": ("", "number of the point of the design"),
    "draw": ("", "number of the noise: worlds of one draw have the same"),
}

_TABLES = {"shifts": _SHIFTS, "events": _EVENTS, "summary": _SUMMARY, "design": _DESIGN}


def entries(table: str, columns: Sequence[str], data: "xr.Dataset") -> Iterator[tuple[str, str, str, str]]:
    """Explain the columns of a table.

    Parameters
    ----------
    table : str
        Its name, without ending.
    columns : sequence of str
        Their names.
    data : Dataset
        All variables of the export.

    Yields
    ------
    tuple of str
        Column, axes (of a variable), unit and meaning.
    """
    own = {**_KEYS, **_TABLES.get(table, {})}
    time = next((name for name in ("month", "year") if name in columns), "time")
    for column in columns:
        axes = ""
        if column in own:
            unit, meaning = own[column]
        elif column in data:
            about = data[column]
            axes = " ".join(time if dim == "time" else str(dim) for dim in about.dims)
            unit, meaning = about.attrs.get("unit", ""), about.attrs.get("meaning", "")
            meaning += ", mean over the year" if table == "summary" else ""
        elif table == "design":
            unit, meaning = "", "value that is varied, by its path in the scenario"
        else:
            unit, meaning = _made(column)
        yield column, axes, unit, meaning


def _made(column: str) -> Entry:
    """Explain a column that is named after an actor or a term."""
    kind, _, name = column.partition("_")
    if kind == "driver" and name in TERMS["attraction"]:
        return "share", f"part of the change that is due to: {_said(name)}"
    if kind == "alignment":
        return "[0,1]", f"share of the state's alignment with {name}, mean over domains and the year"
    if kind == "influence":
        return "", f"influence of {name} on the state (bandwidth times dependence), mean over the year"
    return "", "a measure of `greatgame run`, mean over the year"


def _said(term: str) -> str:
    """Say what a term stands for, without its formula."""
    words = (TERMS["attraction"][term].__doc__ or term).splitlines()[0]
    return re.split(r":| strength\b|, in log odds|\.$", words[0].lower() + words[1:])[0]
