"""What many replications say together: means and quantiles, and the summary of a batch."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..runs.tables import Table
from .measured import MEASURES
from .typology import lead_probabilities, probabilities, typology

if TYPE_CHECKING:
    import xarray as xr

Read = Callable[[Sequence[str]], "xr.Dataset"]
"""Reads the yearly values of some variables: dimensions ``replication, year, ...``."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

STATISTICS = ("mean", *(f"q{round(100 * share):02}" for share in QUANTILES))

BAND = {"q05": 0.05, "median": 0.5, "q95": 0.95}
"""What a band with its middle is made of."""

KEYS = ("variable", "state", "power", "domain", "year")


def distribution(values: "xr.DataArray") -> "xr.DataArray":
    """Give mean and quantiles over replications; an undefined value (nan) does not count.

    Parameters
    ----------
    values : DataArray
        With dimension `replication`.

    Returns
    -------
    DataArray
        With dimension `statistic` (`STATISTICS`) first, instead.
    """
    import xarray as xr

    first = values.transpose("replication", ...)
    array = np.ascontiguousarray(np.moveaxis(first.values, 0, -1))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Mean of empty slice|All-NaN slice")
        some = bool(np.isnan(array).any())
        mean = (np.nanmean if some else np.mean)(array, axis=-1)
        quantiles = (np.nanquantile if some else np.quantile)(array, QUANTILES, axis=-1)
    coords = {name: found for name, found in first.coords.items() if "replication" not in found.dims}
    found = np.concatenate([mean[None], quantiles])
    return xr.DataArray(found, {**coords, "statistic": list(STATISTICS)}, ("statistic", *first.dims[1:]))


def ends(values: "xr.DataArray") -> "xr.DataArray":
    """Give median and 5-95 % band over replications; an undefined value (nan) does not count.

    Parameters
    ----------
    values : DataArray
        With dimension `replication`.

    Returns
    -------
    DataArray
        With dimension `end` (`BAND`) first, instead.
    """
    wanted = [f"q{round(100 * share):02}" for share in BAND.values()]
    found = distribution(values).sel(statistic=wanted).rename(statistic="end")
    return found.assign_coords(end=list(BAND))


def table_of(read: Read, points: NDArray[np.int64] | None = None) -> Table:
    """Give the distribution of everything yearly over the replications of a batch.

    Parameters
    ----------
    read : callable
        Gives the yearly values of some variables.
    points : array or None
        The point of a ``--vary`` design at which each replication was run.

    Returns
    -------
    Table
        Columns ``variable, state, power, domain, year`` (empty where there is no such dimension), then `STATISTICS`:
        the variables of `yearly`; `leading`, whose mean is the probability that the power leads the state's alignment
        over all domains, or that none does; and `typology_<type>`, whose mean is the probability of the type. With
        points a column `point` in front, and the distributions are those of each point.
    """
    import pyarrow as pa

    where = [slice(None)] if points is None else [np.flatnonzero(points == point) for point in np.unique(points)]
    rows: list[list[tuple[Any, ...]]] = [[] for _ in where]
    for name in ("alignment", *MEASURES):
        values = read([name])[name].load()
        for place, which in enumerate(where):
            rows[place] += _rows(name, distribution(values.isel(replication=which)))
    data = read(["overall", "commitment"]).load()
    for place, which in enumerate(where):
        for name, values in _probabilities(data.isel(replication=which)):
            rows[place] += _rows(name, values.expand_dims(statistic=["mean"]))
    columns = [*KEYS, *STATISTICS]
    cells = {name: [row[place] for part in rows for row in part] for place, name in enumerate(columns)}
    if points is not None:
        cells = {"point": np.repeat(np.unique(points), [len(part) for part in rows]), **cells}
    return pa.table(cells)


def points_of(folder: Path) -> NDArray[np.int64] | None:
    """Give the point of the grid at which each replication of a batch was run.

    Parameters
    ----------
    folder : Path
        The folder of one scenario.

    Returns
    -------
    array of int or None
        None without ``--vary``, and for a Latin hypercube, whose points are a sample and are taken together.
    """
    from ..runs import read_design

    design = read_design(folder)
    if design is None or design.method != "grid":
        return None
    return np.arange(design.replications) // design.runs


def _rows(name: str, found: "xr.DataArray") -> Iterator[tuple[Any, ...]]:
    """Rows in the order of the keys."""
    dims = [dim for dim in KEYS[1:] if dim in found.dims]
    ordered = found.transpose(*dims, "statistic")
    labels = product(*(ordered[dim].values.tolist() for dim in dims))
    missing = [None] * (len(STATISTICS) - ordered.sizes["statistic"])
    for label, numbers in zip(labels, ordered.values.reshape(-1, ordered.sizes["statistic"]).tolist(), strict=True):
        at = dict(zip(dims, label, strict=True))
        cells = [None if isnan(number) else number for number in numbers]
        yield (name, *(at.get(dim) for dim in KEYS[1:]), *cells, *missing)


def _probabilities(data: "xr.Dataset") -> Iterator[tuple[str, "xr.DataArray"]]:
    yield "leading", lead_probabilities(data["overall"])
    types = probabilities(typology(data["overall"], data["commitment"]))
    for name in types["type"].values.tolist():
        yield f"typology_{name}", types.sel(type=name, drop=True)
