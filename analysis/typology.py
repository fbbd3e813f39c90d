"""Four types of foreign policy by state and year."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import xarray as xr

TYPES = ("aligned", "hedger", "switcher", "autonomous")

ALIGNED = 0.5
"""A state is aligned when its commitment to one power is above this."""

AUTONOMOUS = 0.6
"""A state is autonomous when it keeps more than this of its alignment to itself."""

MARGIN = 0.05
"""A power leads a state when the state leans on it by at least this much more than on any other."""

NONE = "none"
"""Stands for the leading power where none leads."""

THRESHOLDS = (
    f"switcher: another power leads (by {MARGIN:g}) than the last that did; "
    f"aligned: commitment above {ALIGNED:g}; autonomous: autonomy above {AUTONOMOUS:g}; hedger: the rest; in this order"
)


def leader(alignment: NDArray[np.floating], margin: float = MARGIN) -> NDArray[np.intp]:
    """Find the power that leads.

    Parameters
    ----------
    alignment : array, shape (..., powers)
        At least one power; one alone leads if the alignment with it is at least the margin.
    margin : float
        How far ahead of every other it is at least.

    Returns
    -------
    array of int, shape (...)
        Position of the power; the number of powers where none leads.
    """
    ranked = np.sort(alignment, axis=-1)
    second = ranked[..., -2] if ranked.shape[-1] > 1 else 0.0
    return np.where(ranked[..., -1] - second >= margin, alignment.argmax(axis=-1), alignment.shape[-1])


def leading(alignment: "xr.DataArray") -> "xr.DataArray":
    """Name the power that leads a state: ahead of every other by `MARGIN`; "none" if no power is.

    Parameters
    ----------
    alignment : DataArray
        Yearly means over all domains (`measures.overall`), with dimension `power`.

    Returns
    -------
    DataArray
        Names, without `power`.
    """
    last = alignment.transpose(..., "power")
    names = np.array([*last["power"].values.tolist(), NONE])
    return last.isel(power=0, drop=True).copy(data=names[leader(last.values)])


def lead_probabilities(alignment: "xr.DataArray") -> "xr.DataArray":
    """Give the share of replications in which a power leads a state's alignment, by year.

    Parameters
    ----------
    alignment : DataArray
        As for `leading`, with dimension `replication` too.

    Returns
    -------
    DataArray
        With dimension `power`, "none" after the powers; sums to 1.
    """
    import xarray as xr

    names = [*alignment["power"].values.tolist(), NONE]
    return (xr.DataArray(names, {"power": names}, "power") == leading(alignment)).mean("replication")


def typology(
    alignment: "xr.DataArray",
    commitment: "xr.DataArray",
    *,
    aligned: float = ALIGNED,
    autonomous: float = AUTONOMOUS,
    margin: float = MARGIN,
) -> "xr.DataArray":
    """Say of each state and year which type it is.

    The first that holds: **switcher** when a power leads and it is not the last one that did; **aligned** when
    the commitment is above `aligned`; **autonomous** when the autonomy is above `autonomous`; else **hedger**. The
    first year has no switchers. Source: the thresholds are conventions; print them (`THRESHOLDS`) beside any table.

    Parameters
    ----------
    alignment : DataArray
        Yearly means over all domains (`measures.overall`), with dimensions `year` and `power`.
    commitment : DataArray
        Yearly means of `measures.commitment`.
    aligned, autonomous, margin : float
        Thresholds.

    Returns
    -------
    DataArray of str
        One of `TYPES`.
    """
    import xarray as xr

    switched = _switched(alignment, margin)
    free = 1.0 - alignment.sum("power") > autonomous
    names = xr.where(free, "autonomous", "hedger")
    names = xr.where(commitment > aligned, "aligned", names)
    return xr.where(switched, "switcher", names)


def probabilities(types: "xr.DataArray") -> "xr.DataArray":
    """Give the share of replications in which a state is of each type, by year.

    Parameters
    ----------
    types : DataArray of str
        From `typology`, with dimension `replication`.

    Returns
    -------
    DataArray
        With dimension `type`; sums to 1.
    """
    import xarray as xr

    parts = [(types == name).mean("replication") for name in TYPES]
    return xr.concat(parts, xr.DataArray(list(TYPES), dims="type", name="type"))


def _switched(alignment: "xr.DataArray", margin: float) -> "xr.DataArray":
    """Whether another power leads than the last that did."""
    years = alignment.transpose("year", ..., "power")
    switched = np.zeros(years.shape[:-1], dtype=bool)
    if years.sizes["power"] > 1:
        found, none = leader(years.values, margin), years.sizes["power"]
        last = found[0]
        for year in range(1, len(found)):
            switched[year] = (found[year] < none) & (last < none) & (found[year] != last)
            last = np.where(found[year] < none, found[year], last)
    return years.isel(power=0, drop=True).copy(data=switched)
