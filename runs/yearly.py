"""The yearly table of a batch: a row for each replication and year, a column for each cell of each variable."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import Chunks, metadata, replications_in, wide
from .design import stored_coordinates
from .files import RECORD, StoreError
from .provenance import read_record
from .tables import write_parquet

if TYPE_CHECKING:
    import xarray as xr

    from .simulate import Run

Reduce = Callable[["Run"], "xr.Dataset"]
"""Gives the yearly values of a chunk, dimensions ``replication, year, ...``; a function that a worker can import."""

_KEPT = "labels", "variables", "attributes", "coordinates"


def write_yearly(data: "xr.Dataset", run: "Run", file: Path) -> None:
    """Write the yearly values of a chunk.

    Parameters
    ----------
    data : Dataset
        What a `Reduce` gave; labels, units and coordinates without replications are kept in the file.
    run : Run
        The chunk.
    file : Path
        Where.
    """
    dims = {str(name): [str(dim) for dim in values.dims[2:]] for name, values in data.data_vars.items()}
    labels = {dim: [str(item) for item in data[dim].values] for own in dims.values() for dim in own}
    coordinates = {
        str(name): [list(map(str, values.dims)), values.values.tolist()]
        for name, values in data.coords.items()
        if name not in values.dims and set(values.dims) <= set(labels)
    }
    variables = {name: [dims[name], {key: str(text) for key, text in data[name].attrs.items()}] for name in dims}
    arrays = ((name, [labels[dim] for dim in dims[name]], np.asarray(data[name].values, dtype=float)) for name in dims)
    years = data["year"].values.tolist()
    table = wide(run.scenario.name, run.replications, "year", years, arrays)
    kept = (labels, variables, run.attributes, coordinates)
    write_parquet(table, file, {"year": years, **dict(zip(_KEPT, kept, strict=True))})


def load_yearly(folder: Path | str, variables: Sequence[str] | None = None) -> "xr.Dataset":
    """Read the yearly means of a batch.

    Parameters
    ----------
    folder : path
        Folder of one scenario's results.
    variables : sequence of str, optional
        Names of the variables; all by default. Nothing else is read. Where there are many files, values are read when
        they are used and not kept: choose with ``sel``, then ``load()``.

    Returns
    -------
    xarray.Dataset
        Dimensions ``replication, year``, and others as a variable has them: `alignment` by state, power and domain;
        `overall` and `influence` by state and power; `hhi`, `effective_powers`, `autonomy`, `commitment`, `hedging`,
        `domain_split`, `similarity`, `kappa` and `pi` by state; `concentration` and `polarization` of the region. Each
        says its unit and meaning. A measure that is not defined in any month of a year is nan. With a design the
        replications carry the coordinates `point`, `draw` and one for each varied path.

    Raises
    ------
    StoreError
        If the folder has no yearly means, or a file is missing or damaged.
    """
    import xarray as xr

    files, numbers = _files(Path(folder))
    labels, known, attributes, coordinates, years = _about(files[0])
    unknown = [name for name in variables or () if name not in known]
    if unknown:
        raise StoreError(f"no variable {', '.join(unknown)}; there are {', '.join(known)}")
    names = list(known) if variables is None else list(variables)
    replications = tuple(n for file in files for n in replications_in(file, len(years))) if numbers is None else numbers
    chunks = Chunks.of(files, replications, "year", years)
    data = {
        name: (
            ("replication", "year", *known[name][0]),
            chunks.array(name, [labels[dim] for dim in known[name][0]]),
            known[name][1],
        )
        for name in names
    }
    dims = {dim for name in names for dim in known[name][0]}
    coords: dict[str, Any] = {dim: labels[dim] for dim in labels if dim in dims}
    coords |= {name: tuple(value) for name, value in coordinates.items() if set(value[0]) <= dims}
    coords |= {"replication": np.asarray(replications, dtype=np.int64), "year": years}
    coords |= stored_coordinates(Path(folder), replications)
    return xr.Dataset(data, coords, attributes)


def _files(folder: Path) -> tuple[list[Path], tuple[int, ...] | None]:
    """Find the files and the replications that must be in them, which nothing says before run.json is there."""
    numbers = None
    if (folder / RECORD).is_file():
        record = read_record(folder)
        files, numbers = [folder / name for name in record.files("yearly")], record.replications
    else:
        files = sorted(folder.glob("yearly-*.parquet"), key=lambda file: (len(file.name), file.name))
    if not files:
        read_record(folder)
        raise StoreError(f"{folder} has no yearly means, a single run has none; give a folder of `greatgame batch`")
    return files, numbers


def _about(file: Path) -> Any:
    try:
        about = metadata(file)
        return *(json.loads(about[name.encode()]) for name in _KEPT), json.loads(about[b"year"])
    except (LookupError, ValueError) as error:
        raise StoreError(f"{file} is damaged ({error}); run the batch again") from error
