"""The yearly table: means over the months of a year of alignment and of every measure, by replication."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .arrays import mean_of_defined
from .measured import NEEDED, measured

if TYPE_CHECKING:
    from pathlib import Path

    import xarray as xr

    from ..runs import Run


def yearly(data: "xr.Dataset") -> "xr.Dataset":
    """Average alignment and all measures over the months of each year; a run may start or end within a year.

    Parameters
    ----------
    data : Dataset
        A history (`runs.load` or `Run.dataset`) with at least the variables `NEEDED`.

    Returns
    -------
    Dataset
        Dimensions ``replication, year, ...``: `alignment` by state, power and domain, and what `measured` gives.
        Months in which a measure is undefined do not count; without any other the year is undefined (nan).
    """
    return by_year(data[["alignment"]].assign(measured(data).data_vars))


def by_year(data: "xr.Dataset") -> "xr.Dataset":
    """Average over the months of each year that are defined.

    Parameters
    ----------
    data : Dataset
        With dimensions `replication` and `time`.

    Returns
    -------
    Dataset
        Dimensions ``replication, year, ...``.
    """
    import xarray as xr

    years = data["time"].dt.year.values
    months = {int(year): np.flatnonzero(years == year) for year in np.unique(years)}
    variables = {str(name): _means(values, months) for name, values in data.data_vars.items()}
    coords = {name: values for name, values in data.coords.items() if "time" not in values.dims}
    return xr.Dataset(variables, {**coords, "year": list(months)}, data.attrs)


def reduce(run: "Run") -> "xr.Dataset":
    """Give the yearly table of a run; to be handed to a batch.

    Parameters
    ----------
    run : Run
        Some replications.
    """
    return yearly(run.dataset(NEEDED))


def finish(folder: "Path") -> None:
    """Write summary.csv of the folder of one scenario of a batch; to be handed to a batch.

    Parameters
    ----------
    folder : Path
        With its yearly files.
    """
    from ..runs import load_yearly
    from ..runs.tables import write_csv
    from .distribution import points_of, table_of

    write_csv(table_of(lambda names: load_yearly(folder, names), points_of(folder)), folder / "summary.csv")


def _means(values: "xr.DataArray", months: dict[int, Any]) -> Any:
    by_month = values.transpose("time", "replication", ...)
    array = by_month.values
    means = [mean_of_defined([array[month] for month in found]) for found in months.values()]
    return ("replication", "year", *by_month.dims[2:]), np.stack(means, axis=1), values.attrs
