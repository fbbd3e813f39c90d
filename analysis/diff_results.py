"""How far the results of two scenarios are apart: variables, events, shifts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..runs import load
from ..runs.columns import table_in
from ..runs.gaps import Gap, apart, largest
from .acts import Act, acts_of, read_events
from .measured import MEASURES
from .sides import Shared, Side
from .signals import check

if TYPE_CHECKING:
    import xarray as xr

AT_ONCE = 250
"""Replications whose values are read together."""

_EVENT = ("replication", "date", "kind", "actor", "target", "what")
_SHIFT = ("replication", "date", "state", "domain", "power")

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Rows:
    """Rows of a log that only one of two has.

    Attributes
    ----------
    both : int
        Rows that both have.
    lost, gained : sequence of tuple
        Rows of the first alone, and of the second.
    """

    both: int
    lost: Sequence[Row]
    gained: Sequence[Row]


@dataclass(frozen=True)
class Distance(Gap):
    """How far two variables are apart.

    Attributes
    ----------
    median : float
        Median over replications of the absolute difference where the largest is.
    """

    median: float = 0.0


def by_variable(one: Side, two: Side) -> Iterator[tuple[str, Distance | None]]:
    """Compare every variable on what both have: months where both kept them, or else yearly means.

    Parameters
    ----------
    one, two : Side
        The two.

    Yields
    ------
    tuple of (str, Distance or None)
        The name of a variable, and its distance; None if only one has it, or they have no cell in common.
    """
    monthly = one.monthly and two.monthly
    names = [_names(side, monthly=monthly) for side in (one, two)]
    for name in dict.fromkeys((*names[0], *names[1])):
        check()
        if name in names[0] and name in names[1]:
            yield name, gap_of_arrays(*(_values(side, name, monthly=monthly) for side in (one, two)))
        else:
            yield name, None


def _names(side: Side, *, monthly: bool) -> list[str]:
    if not monthly:
        return ["alignment", *MEASURES]
    from ..runs.layout import TERMS

    return [name for name in side.record.layout.variables if name not in TERMS]


def _values(side: Side, name: str, *, monthly: bool) -> "xr.DataArray":
    return load(side.folder, [name])[name] if monthly else side.yearly(name)[name]


def gap_of_arrays(one: "xr.DataArray", two: "xr.DataArray") -> Distance | None:
    """Compare two arrays where their labels agree.

    Parameters
    ----------
    one, two : DataArray
        With dimension `replication`; other dimensions and labels may differ.

    Returns
    -------
    Distance or None
        None if they have other dimensions, or no label in common.
    """
    if set(one.dims) != set(two.dims):
        return None
    if not one.size and not two.size:
        return Distance()
    labels = {str(dim): _common(_labels(one, str(dim)), _labels(two, str(dim))) for dim in one.dims}
    if not all(labels.values()):
        return None
    replications, found, cell = labels.pop("replication"), Distance(), dict[str, Sequence[Any]]()
    for first in range(0, len(replications), AT_ONCE):
        part = {"replication": replications[first : first + AT_ONCE], **labels}
        here, there = (_part(values, part, one.dims) for values in (one, two))
        differing, size, place = largest(here.values, there.values)
        at = np.unravel_index(place, here.shape) if here.size else ()
        values, changed = found.values + here.size, found.differing + differing
        if size <= found.size:
            found = replace(found, values=values, differing=changed)
            continue
        where = tuple(_said(here[dim].values[index]) for dim, index in zip(here.dims, at, strict=True))
        found = Distance(values, changed, size, str(one.name), where, float(here.values[at]), float(there.values[at]))
        cell = {str(dim): [part[str(dim)][index]] for dim, index in zip(here.dims, at, strict=True)}
    if not cell:
        return found
    before, after = (_part(values, {**cell, "replication": replications}, one.dims) for values in (one, two))
    return replace(found, median=float(np.median(apart(before.values, after.values))))


def _labels(values: "xr.DataArray", dim: str) -> list[Any]:
    return values[dim].values.tolist() if dim in values.coords else list(range(values.sizes[dim]))


def _common(one: Sequence[Any], two: Sequence[Any]) -> list[Any]:
    known = set(two)
    return [label for label in one if label in known]


def _part(values: "xr.DataArray", labels: Mapping[str, Sequence[Any]], dims: Sequence[Any]) -> "xr.DataArray":
    places: dict[str, list[int]] = {}
    for dim, wanted in labels.items():
        where = {label: place for place, label in enumerate(_labels(values, dim))}
        places[dim] = [where[label] for label in wanted]
    return values.isel(places).transpose(*dims).load()


def _said(label: Any) -> str:
    return str(label)[:7] if isinstance(label, np.datetime64) else str(label)


def events(one: Side, two: Side) -> Rows:
    """Find the events of replications that both have which only one of them has.

    Parameters
    ----------
    one, two : Side
        The two.
    """
    before, after = (read_events(side.folder / "events.csv") for side in (one, two))
    return _apart(one, two, before, after, _EVENT)


def shifts(one: Side, two: Side) -> Rows | None:
    """Find the shifts of replications that both have which only one of them has.

    Parameters
    ----------
    one, two : Side
        The two.

    Returns
    -------
    Rows or None
        None where not both kept their shifts.
    """
    before, after = (_shifts(side) for side in (one, two))
    return None if before is None or after is None else _apart(one, two, before, after, _SHIFT)


def _shifts(side: Side) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    files = side.record.files("shifts")
    if files:
        parts: list[Any] = [table_in(side.folder / name) for name in files]
        return pa.concat_tables([part.select(list(_SHIFT)) for part in parts])
    file: Path = side.folder / "shifts.csv"
    return csv.read_csv(file).select(list(_SHIFT)) if file.is_file() else None


def _apart(one: Side, two: Side, before: Any, after: Any, columns: Sequence[str]) -> Rows:
    common = set(one.record.replications) & set(two.record.replications)
    counts = [
        Counter(
            row for row in zip(*(table.column(name).to_pylist() for name in columns), strict=True) if row[0] in common
        )
        for table in (before, after)
    ]
    lost, gained = (sorted((a - b).elements()) for a, b in (counts, counts[::-1]))
    return Rows(sum((counts[0] & counts[1]).values()), lost, gained)


@dataclass(frozen=True)
class Chance:
    """An act, how often it happens in each of two, and when.

    Attributes
    ----------
    act : Act
        The act.
    shares : tuple of float
        Of the replications in which it happens.
    dates : tuple of int or None
        Median of the month in which it first does.
    """

    act: Act
    shares: tuple[float, float]
    dates: tuple[int | None, int | None]


def chances(one: Side, two: Side, shared: Shared) -> list[Chance]:
    """Give probability and median date of the acts for which either differs, those that differ most first.

    Parameters
    ----------
    one, two : Side
        The two.
    shared : Shared
        Whose acts are looked at.
    """
    found = [acts_of(side, shared) for side in (one, two)]
    rows: list[Chance] = []
    for act in sorted({act for own in found for act in own.first}):
        happened = [own.dates(act)[own.happened(act)] for own in found]
        shares = [len(when) / len(own.replications) for when, own in zip(happened, found, strict=True)]
        dates = [int(np.quantile(when, 0.5, method="inverted_cdf")) if len(when) else None for when in happened]
        if shares[0] != shares[1] or dates[0] != dates[1]:
            rows.append(Chance(act, (shares[0], shares[1]), (dates[0], dates[1])))
    return sorted(rows, key=lambda row: -abs(row.shares[1] - row.shares[0]))
