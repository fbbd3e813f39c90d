"""Results for those who live in R, Stata or Excel."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .codebook import entries
from .events import STANCES
from .files import StoreError, new_folder, next_free, output_folder
from .provenance import Record, read_record
from .store import load

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

FORMATS = ("csv", "stata", "netcdf")

Add = Callable[["xr.Dataset"], "xr.Dataset"]
"""Gives further variables (the measures) computed from a history."""

_STATA_NAME, _STATA_LABEL, _STATA_VERSION = 32, 80, 118
_STATA_WORDS = re.compile(
    "aggregate|array|boolean|break|byte|case|catch|class|colvector|complex|const|continue|default|delegate|delete|do|"
    "double|else|eltypedef|end|enum|explicit|export|external|float|for|friend|function|global|goto|if|in|inline|int|"
    "local|long|NULL|pragma|protected|quad|rowvector|short|strL|typedef|typename|using|virtual|with|_all|_N|_skip|_b|"
    "_pi|_pred|_coef|_rc|_cons|_se|_n"
)
"""Words that Stata keeps for itself."""

_NO_DATE = datetime(2000, 1, 1)
"""Stata's files carry a time stamp; ours must not depend on the clock."""


def export(folder: Path | str, format: str, out: Path | str | None = None, *, add: Add | None = None) -> Path:  # noqa: A002
    """Write the results of a run in another format.

    Parameters
    ----------
    folder : path
        Folder of a run; nothing in it is touched.
    format : {"csv", "stata", "netcdf"}
        ``csv`` and ``stata``: one tidy table for each set of axes (``by_state_power.csv``: columns replication,
        month, state, power, then one for each variable that has these axes). ``netcdf``: one ``history.nc``. All:
        the tables of the run (shifts, events, summary), and ``codebook.csv``, which explains every column.
    out : path, optional
        Where; by default ``FOLDER-FORMAT`` with the next free suffix.
    add : callable, optional
        Gives variables to write beside those of the run.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    StoreError
        If the folder is not that of a run, or the export cannot be written.
    """
    if format not in FORMATS:
        raise StoreError(f"no format {format!r}; choose one of {', '.join(FORMATS)}")
    source = Path(folder)
    record, data = read_record(source), load(source)
    target = output_folder(_beside(source, format) if out is None else out, forcible=False)
    if add is not None:
        data = data.merge(add(data), combine_attrs="override")
    columns: dict[str, Sequence[str]] = {}
    with new_folder(target) as partial:
        if format == "netcdf":
            columns["history"] = _netcdf(data, partial / "history.nc")
        else:
            for name, table in _groups(data):
                columns[name] = [str(column) for column in table.columns]
                _write(table, partial / name, data, record, format)
        columns |= _tables(source, partial, record, data, format)
        _codebook(columns, data, partial / "codebook.csv", legal=format == "stata")
    return target


def _beside(source: Path, format: str) -> Path:  # noqa: A002
    """Give the default place; a folder like ``..`` must show its name first."""
    named = source if source.name.strip(".") else source.resolve()
    return next_free(named.with_name(f"{named.name}-{format}"))


def _groups(data: "xr.Dataset") -> Iterator[tuple[str, "pd.DataFrame"]]:
    """Give one tidy table for each set of axes, in the order in which they first appear."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, variable in data.data_vars.items():
        if variable.size:
            groups.setdefault(tuple(str(dim) for dim in variable.dims), []).append(str(name))
    for dims, names in groups.items():
        chosen = data[names]
        bare = chosen.drop_vars([name for name in chosen.coords if name not in dims])
        table = bare.to_dataframe(dim_order=list(dims)).reset_index().rename(columns={"time": "month"})
        for name in names:
            if table[name].dtype == bool:
                table[name] = table[name].astype("int8")
        yield "_".join(["by", *dims[2:]]) if dims[2:] else "by_month", table


def _write(table: "pd.DataFrame", file: Path, data: "xr.Dataset", record: Record, format: str) -> None:  # noqa: A002
    if format == "csv":
        table["month"] = table["month"].dt.strftime("%Y-%m")
        _csv(table, file.with_suffix(".csv"))
        return
    meanings = {str(name): str(data[name].attrs.get("meaning", "")) for name in table.columns if name in data}
    labels: dict[str, dict[float, str]] = {"stance": dict(enumerate(STANCES))} if "stance" in table else {}
    _stata(table, file.with_suffix(".dta"), record.title, meanings, dates={"month": "tm"}, labels=labels)


def _tables(source: Path, partial: Path, record: Record, data: "xr.Dataset", kind: str) -> dict[str, Sequence[str]]:
    """Take the tables of the run along, and give their columns."""
    columns: dict[str, Sequence[str]] = {}
    for name in record.data:
        if not name.endswith(".csv"):
            continue
        if not (source / name).is_file():
            raise StoreError(f"{source / name} is missing; run the scenario again")
        table = _read_csv(source / name)
        stem = name.removesuffix(".csv")
        columns[stem] = [str(column) for column in table.columns]
        if kind == "stata":
            meanings = {column: meaning for column, _, _, meaning in entries(stem, columns[stem], data)}
            _stata(table, partial / f"{stem}.dta", record.title, meanings)
        else:
            shutil.copyfile(source / name, partial / name)
    return columns


def _read_csv(file: Path) -> "pd.DataFrame":
    import pyarrow as pa
    import pyarrow.csv as pc

    table = pc.read_csv(file)
    for position, field in enumerate(table.schema):
        if pa.types.is_null(field.type):
            table = table.set_column(position, field.name, pa.array([""] * table.num_rows, pa.string()))
    return table.to_pandas()


def _codebook(columns: Mapping[str, Sequence[str]], data: "xr.Dataset", file: Path, *, legal: bool) -> None:
    """Explain every column of every table, under the name that it has there."""
    import pandas as pd

    rows: list[tuple[str, ...]] = []
    for table, names in columns.items():
        written = legal_names(list(names)) if legal else {name: name for name in names}
        rows += [(table, written[name], *about) for name, *about in entries(table, names, data)]
    _csv(pd.DataFrame(rows, columns=["table", "variable", "axes", "unit", "meaning"]), file)


def _csv(table: "pd.DataFrame", file: Path) -> None:
    table.to_csv(file, index=False, lineterminator="\n", encoding="utf-8")


def _netcdf(data: "xr.Dataset", file: Path) -> list[str]:
    """Write netCDF 3, which every reader knows, and give its variables; it has no booleans and no empty axes."""
    plain = data.drop_vars([name for name, variable in data.data_vars.items() if not variable.size])
    plain = plain.drop_dims([dim for dim, length in plain.sizes.items() if not length])
    for name, variable in plain.data_vars.items():
        if variable.dtype == bool:
            plain[name] = variable.astype("int8")
    if plain.attrs["seed"] >= 2**31:  # netCDF 3 has no larger numbers
        plain.attrs["seed"] = str(plain.attrs["seed"])
    plain["time"].encoding = {"units": "days since 1970-01-01", "dtype": "int32"}
    plain.to_netcdf(file, engine="scipy", format="NETCDF3_64BIT")
    return [str(name) for name in (*plain.coords, *plain.data_vars)]


def _stata(
    table: "pd.DataFrame",
    file: Path,
    title: str,
    meanings: Mapping[str, str],
    *,
    dates: Mapping[str, str] | None = None,
    labels: Mapping[str, dict[float, str]] | None = None,
) -> None:
    names = legal_names([str(name) for name in table.columns])
    renamed = table.rename(columns=names)
    more: dict[str, Any] = {
        "variable_labels": {names[name]: meaning[:_STATA_LABEL] for name, meaning in meanings.items()},
        "convert_dates": {names[name]: kind for name, kind in (dates or {}).items()},
        "value_labels": {names[name]: words for name, words in (labels or {}).items()} or None,
    }
    renamed.to_stata(
        file, write_index=False, version=_STATA_VERSION, time_stamp=_NO_DATE, data_label=title[:_STATA_LABEL], **more
    )


def legal_names(columns: list[str]) -> dict[str, str]:
    """Give each column a name that Stata takes: at most 32 letters, digits and underscores, all different."""
    names: dict[str, str] = {}
    for column in columns:
        base = re.sub(r"\W", "_", column, flags=re.ASCII)
        base = base if re.match(r"[A-Za-z_]", base) else f"_{base}"
        base = f"{base}_" if _STATA_WORDS.fullmatch(base) else base
        name, number = base[:_STATA_NAME], 1
        while name in names.values():
            number += 1
            name = f"{base[: _STATA_NAME - len(str(number)) - 1]}_{number}"
        names[column] = name
    return names
