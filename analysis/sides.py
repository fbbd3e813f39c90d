"""What is compared: each scenario of a run or batch, with as much of its results as is asked for."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..runs import Design, Record, load, load_yearly, members, read_design, read_record
from ..scenarios import Scenario, from_tree, label, month
from .failure import Failure
from .measured import NEEDED
from .yearly import yearly

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Side:
    """One scenario among those compared.

    Attributes
    ----------
    name : str
        What it is called, unlike any other.
    folder : Path
        Of its results.
    record : Record
        Its run.json.
    """

    name: str
    folder: Path
    record: Record

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario as it was run."""
        return from_tree(dict(self.record.scenario), self.record.name, self.record.changes)

    @cached_property
    def design(self) -> Design | None:
        """What was varied."""
        return read_design(self.folder)

    @property
    def number(self) -> int:
        """Replications."""
        return len(self.record.replications)

    @property
    def monthly(self) -> bool:
        """Whether the months were kept."""
        return bool(self.record.files("history"))

    def yearly(self, *variables: str, **labels: Any) -> "xr.Dataset":
        """Give yearly means of alignment or measures, at some labels; of a single run they are computed now."""
        if self.record.files("yearly"):
            return load_yearly(self.folder, variables).sel(labels).load()
        return self._own_years[list(variables)].sel(labels)

    @cached_property
    def months(self) -> "xr.DataArray":
        """Alignment by month, read when it is used."""
        return load(self.folder, ["alignment"])["alignment"]

    @cached_property
    def _own_years(self) -> "xr.Dataset":
        return yearly(load(self.folder, NEEDED))


@dataclass(frozen=True)
class Shared:
    """What the worlds of all sides have in common.

    Attributes
    ----------
    states, powers, institutions, domains : tuple of str
        Ids, in the order of the first side.
    years : tuple of int
        Those of which all have some months.
    left_out : tuple of str
        What some have and others not, one sentence each.
    """

    states: tuple[str, ...]
    powers: tuple[str, ...]
    institutions: tuple[str, ...]
    domains: tuple[str, ...]
    years: tuple[int, ...]
    left_out: tuple[str, ...]

    @property
    def start(self) -> int:
        """First month of the first year."""
        return 12 * self.years[0]

    @property
    def months(self) -> int:
        """Months of these years."""
        return 12 * len(self.years)


def sides(folders: Sequence[Path]) -> list[Side]:
    """Find the scenarios in folders of runs and batches.

    Parameters
    ----------
    folders : sequence of Path
        Each the folder of a run, of a batch, or of one scenario of a batch.

    Returns
    -------
    list of Side
        The first is the baseline. Names are those of the scenarios; where two are the same, those of the folders.

    Raises
    ------
    StoreError
        If a folder holds no result, or a batch is not finished.
    """
    found = [(member, read_record(member)) for folder in folders for member in members(folder)]
    names = [record.name.replace(os.sep, "_") for _, record in found]
    if len(set(names)) < len(names):
        names = [member.absolute().name for member, _ in found]
    return [Side(name, *pair) for name, pair in zip(_distinct(names), found, strict=True)]


def share(found: Sequence[Side]) -> Shared:
    """Find what the worlds have in common.

    Parameters
    ----------
    found : sequence of Side
        At least one.

    Raises
    ------
    Failure
        If they have no state, power or year in common.
    """
    common: dict[str, tuple[str, ...]] = {}
    left: list[str] = []
    for axis in ("state", "power", "institution", "domain"):
        ids = [side.record.layout.axes[axis] for side in found]
        common[axis] = tuple(name for name in ids[0] if all(name in other for other in ids))
        only = [", ".join(name for name in own if name not in common[axis]) for own in ids]
        left += [f"{axis}s of {side.name}: {own}" for side, own in zip(found, only, strict=True) if own]
    spans = [_years(side) for side in found]
    years = tuple(year for year in spans[0] if all(year in other for other in spans))
    left += [
        f"years of {side.name}: {_span([year for year in span if year not in years])}"
        for side, span in zip(found, spans, strict=True)
        if set(span) - set(years)
    ]
    for name, items in (("state", common["state"]), ("power", common["power"]), ("year", years)):
        if not items:
            raise Failure(f"these worlds have no {name} in common; compare scenarios of one region and period")
    return Shared(common["state"], common["power"], common["institution"], common["domain"], years, tuple(left))


def unpaired(baseline: Side, side: Side) -> str:
    """Say why two sides did not run under the same noise; nothing if they did.

    Parameters
    ----------
    baseline, side : Side
        The two.
    """
    one, other = baseline.record, side.record
    if one.seed != other.seed:
        return f"their seeds differ ({one.seed} and {other.seed})"
    if one.layout.start != other.layout.start:
        return f"they start in different months ({label(one.layout.start)} and {label(other.layout.start)})"
    if baseline.design != side.design:
        return "they do not vary the same values"
    if not set(one.replications) & set(other.replications):
        return "they have no replication in common"
    return ""


def first_difference(baseline: Side, side: Side) -> int | None:
    """Find the first month in which the causes of two scenarios differ.

    Parameters
    ----------
    baseline, side : Side
        Both start in the same month.

    Returns
    -------
    int or None
        None if they differ from the start or not at all.
    """
    one, other = baseline.scenario.inputs, side.scenario.inputs
    fixed = [{**world.constants, **world.parameters} for world in (one, other)]
    if one.ids != other.ids or one.interests != other.interests or one.terms != other.terms:
        return None
    if any(not np.array_equal(value, fixed[1][name]) for name, value in fixed[0].items()):
        return None
    months = min(one.months, other.months)
    differ = np.zeros(months, dtype=bool)
    for name, values in one.causes.items():
        apart = values[:months] != other.causes[name][:months]
        differ |= apart.reshape(months, -1).any(axis=1)
    where = np.flatnonzero(differ)
    return one.start + int(where[0]) if len(where) and where[0] > 0 else None


def shocks_of(found: Sequence[Side], shared: Shared) -> list[tuple[int, str]]:
    """List the shocks of all sides in the shared years, saying of each who has it if not all have.

    Parameters
    ----------
    found : sequence of Side
        What is compared.
    shared : Shared
        For the years.
    """
    who: dict[tuple[int, str], list[str]] = {}
    for side in found:
        for shock in side.scenario.shocks.values():
            if shock.strength > 0 and month(shock.date) // 12 in shared.years:
                who.setdefault((month(shock.date), shock.title), []).append(side.name)
    return [
        (date, title if len(names) == len(found) else f"{title} ({', '.join(names)} only)")
        for (date, title), names in who.items()
    ]


def _distinct(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        candidate, suffix = name, 1
        while candidate in found:
            suffix += 1
            candidate = f"{name}-{suffix}"
        found.append(candidate)
    return found


def _years(side: Side) -> range:
    layout = side.record.layout
    return range(layout.start // 12, (layout.start + layout.months - 1) // 12 + 1)


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
