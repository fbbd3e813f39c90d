"""The data of a paper: yearly means, events and the design of all scenarios, for R, Stata and Python."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..runs.codebook import entries
from ..runs.exports import legal_names
from ..runs.tables import write_csv, write_parquet
from .acts import read_events
from .failure import Failure
from .measured import MEASURES
from .signals import check

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from .sides import Side

MOST = 5_000_000
"""Rows of a table that R and Stata still open at ease."""

YEARLY: Mapping[str, tuple[str, ...]] = {"yearly": ("state", "power"), "yearly_states": ("state",), "yearly_region": ()}
"""Tables of yearly means and what a row of each is beside a replication and a year: nothing is there twice, so that a
quantile over rows is one over replications."""

EVENTS, DESIGN = "events", "design"
"""Names of the other tables."""

_NO_DATE = datetime(2000, 1, 1)
"""Stata's files carry a time stamp; ours must not depend on the clock."""

_LABEL = 80
"""Letters that Stata keeps of what a column means."""

_SCENARIO = ("", "scenario; worlds of one replication ran under the same noise in all of them")


def check_size(sides: "Sequence[Side]") -> None:
    """Find out before anything is computed whether the data would be too large.

    Parameters
    ----------
    sides : sequence of Side
        Whose data.

    Raises
    ------
    Failure
        If they would.
    """
    rows = sum(_rows(side) for side in sides)
    if rows > MOST:
        raise Failure(
            f"the yearly data would have {rows} rows, more than the {MOST} that R and Stata open at ease; give fewer "
            "scenarios, or batches of fewer --runs, or choose in Python with runs.load_yearly(DIR, VARIABLES)"
        )


def _rows(side: "Side") -> int:
    layout = side.record.layout
    years = (layout.start + layout.months - 1) // 12 - layout.start // 12 + 1
    return side.number * years * len(layout.axes["state"]) * len(layout.axes["power"])


def write_data(sides: "Sequence[Side]", folder: Path) -> None:
    """Write the tables as parquet and for Stata, and codebook.csv.

    Parameters
    ----------
    sides : sequence of Side
        The scenarios.
    folder : Path
        Where to.
    """
    import pandas as pd
    import pyarrow as pa

    codebook: list[tuple[str, ...]] = []
    makers = {name: partial(_yearly, axes=axes) for name, axes in YEARLY.items()}
    for name, make in {**makers, EVENTS: _events, DESIGN: _design}.items():
        check()
        made = [found for side in sides if (found := make(side)) is not None]
        if not made:
            continue
        table = pd.concat([part for part, _ in made], ignore_index=True)
        about = {column: entry for _, meanings in reversed(made) for column, entry in meanings.items()}
        write_parquet(pa.Table.from_pandas(table, preserve_index=False), folder / f"{name}.parquet")
        names = _write_stata(table, folder / f"{name}.dta", {column: about[column][1] for column in table.columns})
        codebook += [(name, str(column), names[column], *about[column]) for column in table.columns]
    columns = ("table", "variable", "variable_in_stata", "unit", "meaning")
    write_csv(
        pa.table(dict(zip(columns, map(list, zip(*codebook, strict=True)), strict=True))), folder / "codebook.csv"
    )


Made = tuple["pd.DataFrame", dict[str, tuple[str, str]]]
"""A table; unit and meaning of each column."""


def _yearly(side: "Side", axes: tuple[str, ...]) -> Made:
    """Give a row for each replication, year and what else the axes are, with the variables that have these axes."""
    data = side.yearly("alignment", *MEASURES)
    parts = {f"alignment_{domain}": data["alignment"].sel(domain=domain, drop=True) for domain in data["domain"].values}
    whole = data.drop_vars("alignment").drop_dims("domain", errors="ignore").assign(parts)
    found = whole[[name for name, values in whole.data_vars.items() if values.dims[2:] == axes]]
    found = found.drop_vars([name for name in found.coords if name not in found.dims])
    keys = ["replication", "year", *axes]
    table = found.to_dataframe(dim_order=keys).reset_index()
    table.insert(0, "scenario", side.name)
    about = {name: (unit, meaning) for name, _, unit, meaning in entries("yearly", keys, data)}
    about |= {str(name): _about(str(name), values) for name, values in found.data_vars.items()}
    return table, {"scenario": _SCENARIO, **about}


def _about(column: str, values: "xr.DataArray") -> tuple[str, str]:
    domain = column.removeprefix("alignment_")
    if domain != column:
        return "[0,1]", f"share of the state's alignment with the power in {domain}, mean over the year"
    return str(values.attrs.get("unit", "")), f"{values.attrs.get('meaning', column)}, mean over the year"


def _events(side: "Side") -> Made:
    """Give a row for each event, in the order of events.csv."""
    table: pd.DataFrame = read_events(side.folder / "events.csv").to_pandas()
    table.insert(0, "scenario", side.name)
    table.insert(list(table.columns).index("date") + 1, "year", table["date"].str[:4].astype("int32"))
    about = {
        name: (unit, meaning) for name, _, unit, meaning in entries(EVENTS, [str(c) for c in table.columns], _none())
    }
    return table, {**about, "scenario": _SCENARIO, "year": ("year", "year of the event")}


def _design(side: "Side") -> Made | None:
    """Give a row for each replication of a batch that varies something."""
    import pandas as pd

    if side.design is None:
        return None
    table: pd.DataFrame = pd.DataFrame(side.design.table().to_pylist())
    table.insert(0, "scenario", side.name)
    about = {
        name: (unit, meaning) for name, _, unit, meaning in entries(DESIGN, [str(c) for c in table.columns], _none())
    }
    return table, {**about, "scenario": _SCENARIO}


def _none() -> "xr.Dataset":
    import xarray as xr

    return xr.Dataset()


def _write_stata(table: "pd.DataFrame", file: Path, meanings: Mapping[str, str]) -> dict[str, str]:
    """Write a table for Stata, and give the names that its columns have there."""
    names = legal_names([str(column) for column in table.columns])
    more: dict[str, Any] = {"variable_labels": {names[name]: text[:_LABEL] for name, text in meanings.items()}}
    table.rename(columns=names).to_stata(file, write_index=False, version=118, time_stamp=_NO_DATE, **more)
    return names
