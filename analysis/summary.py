"""The yearly table of a run: every measure by replication, year and state."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..runs.tables import Table, write_csv
from .measured import NEEDED, measured
from .typology import leading, typology
from .yearly import yearly

if TYPE_CHECKING:
    import xarray as xr

    from ..runs import Run

__all__ = ["NEEDED", "measured", "summary", "summary_of", "write_summary"]


def summary(run: "Run") -> Table:
    """Give the yearly table of a run; see `summary_of`.

    Parameters
    ----------
    run : Run
        One or more replications.

    Returns
    -------
    Table
        As `summary_of` gives it.
    """
    return summary_of(run.dataset(NEEDED))


def write_summary(run: "Run", folder: Path) -> None:
    """Write summary.csv; to be handed to `runs.write` and `runs.replay`.

    Parameters
    ----------
    run : Run
        What was run.
    folder : Path
        Where the file goes.
    """
    write_csv(summary(run), folder / "summary.csv")


def summary_of(data: "xr.Dataset") -> Table:
    """Give all measures by replication, year and state, as means over the months of the year.

    Parameters
    ----------
    data : Dataset
        A history with at least the variables `NEEDED`.

    Returns
    -------
    Table
        Columns ``replication, year, state``, ``alignment_<power>`` (over all domains), ``leading_power`` (or none),
        ``influence_<power>``, the measures of `measured` (those of the region repeat for each of its states), and
        ``typology`` (`typology.THRESHOLDS`). An undefined measure is empty.
    """
    import pyarrow as pa

    found = yearly(data)
    overall, influence = found["overall"], found["influence"]
    like = overall.isel(power=0, drop=True).transpose("replication", "year", "state")

    def column(values: "xr.DataArray") -> Any:
        flat = np.asarray(values.broadcast_like(like).transpose(*like.dims).values).ravel()
        return pa.array(flat.tolist() if flat.dtype.kind in "OU" else flat, from_pandas=True)

    def by_power(name: str, values: "xr.DataArray") -> dict[str, Any]:
        powers = values["power"].values.tolist()
        return {f"{name}_{power}": column(values.sel(power=power, drop=True)) for power in powers}

    columns = {name: column(like[name]) for name in like.dims}
    columns |= by_power("alignment", overall)
    columns["leading_power"] = column(leading(overall))
    columns |= by_power("influence", influence)
    own = [str(name) for name, values in found.data_vars.items() if "power" not in values.dims]
    columns |= {name: column(found[name]) for name in own}
    columns["typology"] = column(typology(overall, found["commitment"]))
    return pa.table(columns)
