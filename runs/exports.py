"""Results for those who live in R, Stata or Excel."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .batch import members
from .codebook import entries
from .columns import table_in
from .events import STANCES
from .files import StoreError, new_folder, next_free, output_folder
from .provenance import Record, read_record
from .store import load
from .tables import join_csv
from .yearly import load_yearly

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

EXCEL_ROWS = 1_048_576
"""Of a sheet, its heading among them."""

_MOST_ROWS = 10_000_000
"""More than any of those programs opens at ease."""

_NO_DATE = datetime(2000, 1, 1)
"""Stata's files carry a time stamp; ours must not depend on the clock."""


def export(folder: Path | str, format: str, out: Path | str | None = None, *, add: Add | None = None) -> Path:  # noqa: A002
    """Write the results of a run or batch in another format.

    Parameters
    ----------
    folder : path
        Its folder; nothing in it is touched. Each scenario of a batch of several gets a folder of its own.
    format : {"csv", "stata", "netcdf"}
        ``csv`` and ``stata``: one tidy table for each set of axes (``by_state_power.csv``: columns replication,
        month, state, power, then one for each variable that has these axes); of a batch also of its yearly means
        (``by_year_state_power.csv``). ``netcdf``: ``history.nc``, and ``yearly.nc`` of a batch. All: the tables
        of the run (shifts, events, summary, design), and ``codebook.csv``, which explains every column.
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
        If the folder is not that of a run, the export cannot be written, or a table would have more than
        10 million rows: of a large batch, load what is needed in Python instead.
    """
    if format not in FORMATS:
        raise StoreError(f"no format {format!r}; choose one of {', '.join(FORMATS)}")
    source = Path(folder)
    records = {place: read_record(place) for place in members(source)}
    target = output_folder(_beside(source, format) if out is None else out, forcible=False)
    with new_folder(target) as partial:
        for place, record in records.items():
            into = partial if len(records) == 1 else partial / place.name
            into.mkdir(exist_ok=True)
            _export(place, record, format, into, add)
    return target


def _export(source: Path, record: Record, format: str, into: Path, add: Add | None) -> None:  # noqa: A002
    """Write the results of one scenario into a folder that is there."""
    parts = _parts(source, record, add)
    columns: dict[str, tuple[Sequence[str], xr.Dataset]] = {}
    for part, data in parts.items():
        if format == "netcdf":
            columns[part] = _netcdf(data, into / f"{part}.nc"), data
            continue
        for name, table in _groups(data):
            columns[name] = [str(column) for column in table.columns], data
            _write(table, into / name, data, record, format)
    *_, data = parts.values()
    columns |= {name: (own, data) for name, own in _tables(source, into, record, data, format).items()}
    _codebook(columns, into / "codebook.csv", legal=format == "stata")


def beyond_excel(folder: Path) -> list[str]:
    """Name the tables of an export as CSV that have more rows than a sheet of Excel.

    Parameters
    ----------
    folder : Path
        The export.
    """
    files = sorted(folder.rglob("*.csv"))
    return [file.relative_to(folder).as_posix() for file in files if _lines(file) > EXCEL_ROWS]


def _lines(file: Path) -> int:
    with file.open("rb") as text:
        return sum(block.count(b"\n") for block in iter(lambda: text.read(1 << 20), b""))


def _parts(source: Path, record: Record, add: Add | None) -> "dict[str, xr.Dataset]":
    """Give the months, if they were kept, and the years of a batch."""
    parts: dict[str, xr.Dataset] = {}
    if record.files("history"):
        data = load(source)
        _check_size(data, source, "load")
        parts["history"] = data if add is None else data.merge(add(data), combine_attrs="override")
    if record.files("yearly"):
        parts["yearly"] = load_yearly(source)
        _check_size(parts["yearly"], source, "load_yearly")
    return parts


def _check_size(data: "xr.Dataset", source: Path, function: str) -> None:
    largest = max(data.data_vars.values(), key=lambda variable: variable.size)
    if largest.size > _MOST_ROWS:
        raise StoreError(
            f"the table of {largest.name} would have {largest.size} rows, more than {_MOST_ROWS}; choose in Python "
            f'instead, as in runs.{function}("{source}", ["{largest.name}"]).sel(...)'
        )


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
        period = "month" if "time" in dims else "year"
        for name in names:
            if table[name].dtype == bool:
                table[name] = table[name].astype("int8")
        keys = [*(["year"] if period == "year" else []), *dims[2:]] or [period]
        yield "_".join(["by", *keys]), table


def _write(table: "pd.DataFrame", file: Path, data: "xr.Dataset", record: Record, format: str) -> None:  # noqa: A002
    months = "month" in table
    if format == "csv":
        if months:
            table["month"] = table["month"].dt.strftime("%Y-%m")
        _csv(table, file.with_suffix(".csv"))
        return
    meanings = {str(name): str(data[name].attrs.get("meaning", "")) for name in table.columns if name in data}
    labels: dict[str, dict[float, str]] = {"stance": dict(enumerate(STANCES))} if "stance" in table else {}
    _stata(
        table, file.with_suffix(".dta"), record.title, meanings, dates={"month": "tm"} if months else {}, labels=labels
    )


def _tables(source: Path, partial: Path, record: Record, data: "xr.Dataset", kind: str) -> dict[str, Sequence[str]]:
    """Take the tables of the run along, and give their columns."""
    columns: dict[str, Sequence[str]] = {}
    for name in [name for name in record.data if name.endswith(".csv")]:
        if not (source / name).is_file():
            raise StoreError(f"{source / name} is missing; run the scenario again")
        shutil.copyfile(source / name, partial / name)
    for stem in ("shifts", "design"):
        files = [name for name in record.data if name.startswith(stem) and name.endswith(".parquet")]
        if files:
            join_csv((table_in(source / name) for name in record.files(stem) or files), partial / f"{stem}.csv")
    for file in sorted(partial.glob("*.csv")):
        if file.stem.startswith("by_"):
            continue
        table = _read_csv(file)
        columns[file.stem] = [str(column) for column in table.columns]
        if kind == "stata":
            meanings = {column: meaning for column, _, _, meaning in entries(file.stem, columns[file.stem], data)}
            _stata(table, file.with_suffix(".dta"), record.title, meanings)
            file.unlink()
    return columns


def _read_csv(file: Path) -> "pd.DataFrame":
    import pyarrow as pa
    import pyarrow.csv as pc

    table = pc.read_csv(file)
    for position, field in enumerate(table.schema):
        if pa.types.is_null(field.type):
            table = table.set_column(position, field.name, pa.array([""] * table.num_rows, pa.string()))
    return table.to_pandas()


def _codebook(columns: "Mapping[str, tuple[Sequence[str], xr.Dataset]]", file: Path, *, legal: bool) -> None:
    """Explain every column of every table, under the name that it has there."""
    import pandas as pd

    rows: list[tuple[str, ...]] = []
    for table, (names, data) in columns.items():
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
    if "time" in plain:
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
