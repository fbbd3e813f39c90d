"""Acts over many replications: how probable, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..runs import StoreError
from ..runs.events import COLUMNS
from ..scenarios import month
from .names import title

if TYPE_CHECKING:
    from ..scenarios import Scenario
    from .sides import Shared, Side

Values = NDArray[np.float64]

SAID = {
    "application": "{actor} applies to {target}",
    "accession": "{actor} joins {target}",
    "leaving": "{actor} leaves {target}",
    "base granted": "{actor}: base/access for {target}",
    "base revoked": "{actor}: {target} base/access ends",
}
"""The kinds of acts of states, in words short enough for tables of two scenarios side by side."""

BASES = (
    "Base/access: base or access; forces of the power may use a place in the state, be it for transit. What holds at "
    "the start is no act."
)
"""What counts as the acts that concern bases."""

NEVER = np.iinfo(np.int32).max
"""Stands for the month of what does not happen."""

Z = 1.959963984540054
"""Half the width of a 95 % interval, in standard errors."""


@dataclass(frozen=True, order=True)
class Act:
    """Something that a state may do.

    Attributes
    ----------
    kind, actor, target : str
        As in events.csv.
    """

    kind: str
    actor: str
    target: str

    def said(self, scenario: "Scenario") -> str:
        """Give it in words."""
        names = {"actor": title(scenario, "states", self.actor), "target": self.target}
        return SAID[self.kind].format(**names)


@dataclass(frozen=True)
class Acts:
    """When each act first happened.

    Attributes
    ----------
    replications : tuple of int
        Their numbers.
    first : mapping of Act to array
        The month by replication, `NEVER` where it did not happen; only acts that happened at all.
    """

    replications: tuple[int, ...]
    first: Mapping[Act, NDArray[np.int32]]

    def dates(self, act: Act) -> NDArray[np.int32]:
        """Give the month of an act by replication."""
        never = np.full(len(self.replications), NEVER, dtype=np.int32)
        return self.first.get(act, never)

    def happened(self, act: Act) -> NDArray[np.bool_]:
        """Say of each replication whether an act happened."""
        return self.dates(act) != NEVER

    def curve(self, act: Act, months: range) -> Values:
        """Give the share of replications in which it has happened by the end of each month."""
        ordered = np.sort(self.dates(act))
        return np.searchsorted(ordered, np.asarray(months), side="right") / len(ordered)


def wilson(share: Values | float, number: int) -> tuple[Values, Values]:
    """Give the 95 % interval of a probability (Wilson 1927, Journal of the American Statistical Association 22).

    Parameters
    ----------
    share : array or float
        Share of the replications.
    number : int
        Replications.
    """
    found = np.asarray(share, dtype=np.float64)
    middle = (found + Z**2 / (2 * number)) / (1 + Z**2 / number)
    half = Z / (1 + Z**2 / number) * np.sqrt(found * (1 - found) / number + Z**2 / (4 * number**2))
    return np.where(found > 0, middle - half, 0.0), np.where(found < 1, middle + half, 1.0)


def acts_of(side: "Side", shared: "Shared") -> Acts:
    """Find the acts of a side among the states, powers and institutions that all sides share.

    Parameters
    ----------
    side : Side
        Whose events are read.
    shared : Shared
        Whose acts count.

    Raises
    ------
    StoreError
        If its events cannot be read.
    """
    import pyarrow.compute as pc

    events = read_events(side.folder / "events.csv")
    for column, ids in (
        ("kind", SAID),
        ("actor", shared.states),
        ("target", (*shared.powers, *shared.institutions)),
    ):
        events = events.filter(pc.field(column).isin(list(ids)))
    return _first(side.record.replications, events)


def most_telling(acts: Sequence[Acts], months: range, most: int) -> list[Act]:
    """Choose the acts whose curves differ most between sides, and then those least certain.

    Parameters
    ----------
    acts : sequence of Acts
        One for each side.
    months : range
        Over which curves are compared.
    most : int
        How many at most.

    Returns
    -------
    list of Act
        None that is the same for certain in all sides.
    """
    scores: dict[Act, tuple[float, float]] = {}
    for act in sorted({act for found in acts for act in found.first}):
        curves = np.array([found.curve(act, months) for found in acts])
        apart = float((curves.max(axis=0) - curves.min(axis=0)).max())
        open_ = float((curves * (1 - curves)).mean())
        if apart > 0 or open_ > 0:
            scores[act] = (round(apart, 2), open_)
    return sorted(scores, key=lambda act: scores[act], reverse=True)[:most]


def _first(replications: Sequence[int], events: Any) -> Acts:
    """Find the first row of each act in each replication; rows are in order of date."""
    columns = [events.column(name).combine_chunks().dictionary_encode() for name in ("kind", "actor", "target")]
    codes = np.zeros(events.num_rows, dtype=np.int64)
    for column in columns:
        codes = codes * len(column.dictionary) + column.indices.to_numpy()
    dates = events.column("date").combine_chunks().dictionary_encode()
    months = np.array([month(text) for text in dates.dictionary.to_pylist()], dtype=np.int32)[dates.indices.to_numpy()]
    places = np.searchsorted(np.asarray(replications), events.column("replication").to_numpy())
    found: dict[Act, NDArray[np.int32]] = {}
    for code in np.unique(codes).tolist():
        rows = np.flatnonzero(codes == code)
        when = np.full(len(replications), NEVER, dtype=np.int32)
        np.minimum.at(when, places[rows], months[rows])
        words = [column[int(rows[0])].as_py() for column in columns]
        found[Act(*words)] = when
    return Acts(tuple(replications), found)


def read_events(file: Path) -> Any:
    """Read events.csv.

    Parameters
    ----------
    file : Path
        The file.

    Returns
    -------
    Table
        Its columns as `runs.events.event_table` gives them.

    Raises
    ------
    StoreError
        If it cannot be read.
    """
    import pyarrow as pa
    from pyarrow import csv

    types = {name: pa.int64() if name == "replication" else pa.string() for name in COLUMNS}
    options = csv.ConvertOptions(column_types=types, include_columns=list(types))
    try:
        found = csv.read_csv(file, convert_options=options, parse_options=csv.ParseOptions(newlines_in_values=True))
        for date in found["date"].unique().to_pylist():
            month(date)
    except FileNotFoundError:
        raise StoreError(f"{file} is missing; run the scenario again") from None
    except (OSError, KeyError, ValueError, pa.ArrowException) as error:
        raise StoreError(f"{file} cannot be read, it is damaged ({error}); run the scenario again") from error
    return found
