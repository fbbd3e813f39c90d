"""All measures of a history: month by month, and the yearly table of a run."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..runs.tables import Table, write_csv
from . import measures
from .typology import typology

if TYPE_CHECKING:
    import xarray as xr

    from ..runs import Run

NEEDED = ("alignment", "engagement", "friction", "stance", "base", "member")
"""The variables that the measures are computed from."""

_MEANINGS = {
    "hhi": "concentration of the state's alignment on few powers (Hirschman)",
    "effective_powers": "effective number of powers the state leans on (Laakso-Taagepera)",
    "autonomy": "alignment that the state keeps to itself",
    "commitment": "alignment with the power it leans on most for protection",
    "hedging": "alignment spread over competing powers (Rao's quadratic entropy)",
    "domain_split": "alignment with different powers in different domains (Jensen-Shannon)",
    "influence": "influence of the power on the state (bandwidth times dependence)",
    "similarity": "mean similarity of alignment to the other states (Signorino-Ritter S)",
    "kappa": "mean chance-corrected similarity of bases and memberships to the other states (Cohen's kappa)",
    "pi": "mean chance-corrected similarity of bases and memberships to the other states (Scott's pi)",
    "concentration": "concentration of the powers' influence on the region (CON)",
    "polarization": "polarization of the region between powers (Esteban-Ray)",
}


def measured(data: "xr.Dataset") -> "xr.Dataset":
    """Compute every measure month by month.

    Parameters
    ----------
    data : Dataset
        A history (`runs.load` or `Run.dataset`) with at least the variables `NEEDED`.

    Returns
    -------
    Dataset
        `hhi, effective_powers, autonomy, commitment, hedging, domain_split, similarity, kappa, pi` by state,
        `influence` by state and power, `concentration` and `polarization` of the region.
    """
    import xarray as xr

    alignment, weight, core = data["alignment"], data["weight"], data["core"]
    over_all = measures.overall(alignment, weight)
    rivalry = measures.rivalry_of_powers(data["friction"], data["stance"])
    influence = measures.influence(alignment, data["engagement"], weight, data["saturation"])
    acts = _acts(data)
    found = {
        "hhi": measures.hhi(over_all),
        "effective_powers": measures.effective_powers(over_all),
        "autonomy": measures.autonomy(over_all),
        "commitment": measures.commitment(alignment, protecting_domain(data)),
        "hedging": measures.hedging(over_all, rivalry),
        "domain_split": measures.domain_split(alignment, weight),
        "influence": influence,
        "similarity": _to_others(measures.similarity(alignment, ["power", "domain"], weight)),
        "kappa": _to_others(measures.kappa(acts, ["item"])),
        "pi": _to_others(measures.pi(acts, ["item"])),
        "concentration": measures.concentration(measures.regional(influence, core)),
        "polarization": measures.polarization(over_all, core),
    }
    ordered = {name: values.transpose("replication", "time", ...) for name, values in found.items()}
    return xr.Dataset({name: values.assign_attrs(unit="", meaning=_MEANINGS[name]) for name, values in ordered.items()})


def protecting_domain(data: "xr.Dataset") -> Any:
    """Name the domain in which engagement protects most, the one that commitment looks at."""
    return data["guarantee"].idxmax("domain").item()


def summary(run: "Run") -> Table:
    """Give the yearly table of a run; see `summary_of`."""
    return summary_of(run.dataset(NEEDED))


def write_summary(run: "Run", folder: Path) -> None:
    """Write summary.csv; to be handed to `runs.write` and `runs.replay`."""
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
        Columns ``replication, year, state``, ``alignment_<power>`` (over all domains), ``leading_power``,
        ``influence_<power>``, the measures of `measured` (those of the region repeat for each of its states), and
        ``typology`` (`typology.THRESHOLDS`). An undefined measure is empty.
    """
    import pyarrow as pa

    over_all = _yearly(measures.overall(data["alignment"], data["weight"]))
    found = _yearly(measured(data))
    like = over_all.isel(power=0, drop=True).transpose("replication", "year", "state")
    powers = over_all["power"].values.tolist()

    def column(values: "xr.DataArray") -> Any:
        flat = np.asarray(values.broadcast_like(like).transpose(*like.dims).values).ravel()
        return pa.array(flat.tolist() if flat.dtype.kind in "OU" else flat, from_pandas=True)

    columns = {name: column(like[name]) for name in like.dims}
    columns |= {f"alignment_{power}": column(over_all.sel(power=power, drop=True)) for power in powers}
    columns["leading_power"] = column(over_all.idxmax("power"))
    influence = found["influence"]
    columns |= {f"influence_{power}": column(influence.sel(power=power, drop=True)) for power in powers}
    columns |= {str(name): column(values) for name, values in found.data_vars.items() if name != "influence"}
    columns["typology"] = column(typology(over_all, found["commitment"]))
    return pa.table(columns)


def _yearly(values: Any) -> Any:
    return values.groupby("time.year").mean()


def _to_others(pairs: "xr.DataArray") -> "xr.DataArray":
    """Mean over the other states."""
    return pairs.where(pairs["state"] != pairs["other"]).mean("other")


def _acts(data: "xr.Dataset") -> "xr.DataArray":
    """Give each state's bases and memberships as one list of zeros and ones."""
    import xarray as xr

    member = data["member"].sel(actor=data["state"].values).rename(actor="state", institution="item")
    base = data["base"].rename(power="item")
    return xr.concat([acts.astype(float) for acts in (base, member) if acts.sizes["item"]], "item")
