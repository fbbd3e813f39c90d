"""All measures of a history, month by month."""

from typing import TYPE_CHECKING

import numpy as np

from . import measures
from .arrays import Values, each, mean_of_defined

if TYPE_CHECKING:
    import xarray as xr

NEEDED = ("alignment", "engagement", "friction", "stance", "base", "member")
"""The variables that the measures are computed from."""

_MEANINGS = {
    "overall": "alignment over all domains, with their weights",
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

MEASURES = tuple(_MEANINGS)
"""Names of what `measured` gives."""


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
        `overall` and `influence` by state and power, `concentration` and `polarization` of the region.
    """
    import xarray as xr

    alignment, weight, core = data["alignment"], data["weight"], data["core"]
    overall = measures.overall(alignment, weight)
    rivalry = measures.rivalry_of_powers(data["friction"], data["stance"])
    influence = measures.influence(alignment, data["engagement"], weight, data["saturation"])
    acts = _acts(data)
    found = {
        "overall": overall,
        "hhi": measures.hhi(overall),
        "effective_powers": measures.effective_powers(overall),
        "autonomy": measures.autonomy(overall),
        "commitment": _commitment(data),
        "hedging": measures.hedging(overall, rivalry),
        "domain_split": measures.domain_split(alignment, weight),
        "influence": influence,
        "similarity": _to_others(measures.similarity(alignment, ["power", "domain"], weight)),
        "kappa": _to_others(measures.kappa(acts, ["item"])),
        "pi": _to_others(measures.pi(acts, ["item"])),
        "concentration": measures.concentration(measures.regional(influence, core)),
        "polarization": measures.polarization(overall, core),
    }
    ordered = {name: values.transpose("replication", "time", ...) for name, values in found.items()}
    return xr.Dataset({name: values.assign_attrs(unit="", meaning=_MEANINGS[name]) for name, values in ordered.items()})


def _commitment(data: "xr.Dataset") -> "xr.DataArray":
    """Look at the domain in which engagement protects most."""
    protecting = data["guarantee"].idxmax("domain")
    if protecting.ndim == 0:
        return measures.commitment(data["alignment"], protecting.item())
    found = [
        measures.commitment(part, domain)
        for domain, part in data["alignment"].assign_coords(protecting=protecting).groupby("protecting")
    ]
    import xarray as xr

    return xr.concat(found, "replication").sel(replication=data["replication"])


def _to_others(pairs: "xr.DataArray") -> "xr.DataArray":
    """Mean over the other states with which it is defined."""
    return each(_mean_of_others, pairs, over=[["state", "other"]], gives=["state"])


def _mean_of_others(pairs: Values) -> Values:
    states = range(pairs.shape[-1])
    found = np.empty_like(pairs[..., 0])
    for state in states:
        others = [pairs[..., state, other] for other in states if other != state]
        found[..., state] = mean_of_defined(others) if others else np.nan
    return found


def _acts(data: "xr.Dataset") -> "xr.DataArray":
    """Give each state's bases and memberships as one list of zeros and ones."""
    import xarray as xr

    member = data["member"].sel(actor=data["state"].values).rename(actor="state", institution="item")
    base = data["base"].rename(power="item")
    return xr.concat([acts.astype(bool) for acts in (base, member) if acts.sizes["item"]], "item")
