"""Measures of alignment, under the field's own names.

Every function takes labelled arrays (`xarray.DataArray`) and works over all their other dimensions, so that a month, a
year, a run or an ensemble go the same way. ``A`` is alignment, ``s_p = A_p / sum_q A_q`` a power's share of it.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from . import formulas
from .arrays import Values, each

if TYPE_CHECKING:
    import xarray as xr


def overall(alignment: "xr.DataArray", weight: "xr.DataArray") -> "xr.DataArray":
    """Give the alignment of a state with a power over all domains.

    Formula: ``sum_d w_d A_d``; the weights sum to 1. Range [0, 1]. Source: by definition.

    Parameters
    ----------
    alignment : DataArray
        With dimension `domain`.
    weight : DataArray
        Weight of each domain.

    Returns
    -------
    DataArray
        Without `domain`, in [0, 1].
    """
    return each(formulas.weighted, alignment, weight, over=[["domain"], ["domain"]])


def regional(values: "xr.DataArray", core: "xr.DataArray") -> "xr.DataArray":
    """Give the mean over the states that count in means over the region.

    Formula: ``sum_i c_i x_i / sum_i c_i`` with c = 1 for the states that count. Source: by definition.

    Parameters
    ----------
    values : DataArray
        With dimension `state`.
    core : DataArray
        1 for the states that count, 0 for the others.

    Returns
    -------
    DataArray
        Without `state`, in the unit of the values.
    """
    return each(formulas.mean, values, core, over=[["state"], ["state"]])


def shares(alignment: "xr.DataArray") -> "xr.DataArray":
    """Give each power's share of a state's alignment.

    Formula: ``s_p = A_p / sum_q A_q``. Range [0, 1], summing to 1; undefined (nan) for a state aligned with nobody.
    Source: by definition.

    Parameters
    ----------
    alignment : DataArray
        With dimension `power`.

    Returns
    -------
    DataArray
        Of the shape of the alignment, in [0, 1] or nan.
    """
    return each(formulas.shares, alignment, over=[["power"]], gives=["power"]).transpose(*alignment.dims)


def hhi(alignment: "xr.DataArray") -> "xr.DataArray":
    """Measure how concentrated a state's alignment is on few powers.

    Formula: ``sum_p s_p^2``. Range [1/P, 1] with P powers. Source: Hirschman (1945), National Power and the Structure
    of Foreign Trade.

    Parameters
    ----------
    alignment : DataArray
        With dimension `power`.

    Returns
    -------
    DataArray
        Without `power`, in [1/P, 1] or nan.
    """
    return each(formulas.hhi, alignment, over=[["power"]])


def effective_powers(alignment: "xr.DataArray") -> "xr.DataArray":
    """Count the powers that a state leans on.

    Formula: ``1 / hhi``. Range [1, P]. Source: Laakso & Taagepera (1979), "Effective" Number of Parties, Comparative
    Political Studies 12(1).

    Parameters
    ----------
    alignment : DataArray
        With dimension `power`.

    Returns
    -------
    DataArray
        Without `power`, in [1, P] or nan.
    """
    return 1.0 / hhi(alignment)


def autonomy(alignment: "xr.DataArray") -> "xr.DataArray":
    """Give what a state keeps to itself.

    Formula: ``1 - sum_p A_p``. Range [0, 1]. Source: Morrow (1991), Alliances and Asymmetry, AJPS 35(4); Lim & Cooper
    (2015), Reassessing Hedging, Security Studies 24(4).

    Parameters
    ----------
    alignment : DataArray
        With dimension `power`.

    Returns
    -------
    DataArray
        Without `power`, in [0, 1].
    """
    return each(formulas.autonomy, alignment, over=[["power"]])


def commitment(alignment: "xr.DataArray", domain: Hashable = "security") -> "xr.DataArray":
    """Measure how far a state leans on one power for its protection.

    Formula: ``max_p A[p, security]``. Range [0, 1]; above .5 the state leans on that power (bandwagons). The
    threshold is a convention: look at .4 and .6 too. Source: by definition.

    Parameters
    ----------
    alignment : DataArray
        With dimensions `power` and `domain`.
    domain : str
        The domain in which powers protect; another world may name it otherwise.

    Returns
    -------
    DataArray
        Without `power` and `domain`, in [0, 1].
    """
    return each(formulas.greatest, alignment.sel(domain=domain, drop=True), over=[["power"]])


def rivalry_of_powers(friction: "xr.DataArray", stance: "xr.DataArray") -> "xr.DataArray":
    """Measure how far two powers compete: the distance in `hedging`.

    Formula: ``D_pq = 1 - (1 - F_pq)(1 - (r_pq + r_qp) / 2)``, where F is friction and r the intensity of a stance
    (cooperate 0, acquiesce 1/4, resist 1): either suffices to make rivals. Symmetric, ``D_pp = 0``, range [0, 1].

    Parameters
    ----------
    friction : DataArray
        With dimensions `power` and `rival`, in [0, 1].
    stance : DataArray
        With dimensions `power` and `rival`: 0 cooperate, 1 acquiesce, 2 resist.

    Returns
    -------
    DataArray
        With dimensions `power` and `rival`, in [0, 1].
    """
    pair = ["power", "rival"]
    return each(formulas.rivalry, friction, stance, over=[pair, pair], gives=pair).transpose(*friction.dims)


def hedging(alignment: "xr.DataArray", rivalry: "xr.DataArray") -> "xr.DataArray":
    """Measure how far a state leans on powers that compete with each other.

    Formula: ``sum_pq s_p s_q D_pq x (1 - autonomy)``, over ordered pairs: the expected rivalry of two draws from the
    state's alignment, times how much of it there is. 0 for a state aligned with one power, with friends only, or with
    nobody; with ``D = 1`` for all pairs it is ``(1 - hhi)(1 - autonomy)``. Range [0, 1 - 1/P].
    Source: Rao's quadratic entropy (Rao 1982, Theoretical Population Biology 21) for the opposite measures towards
    competing powers of Kuik (2008, Contemporary Southeast Asia 30(2); 2021).

    Parameters
    ----------
    alignment : DataArray
        With dimension `power`.
    rivalry : DataArray
        With dimensions `power` and `rival`, see `rivalry_of_powers`; its diagonal does not count.

    Returns
    -------
    DataArray
        Without `power`, in [0, 1 - 1/P].
    """
    return each(formulas.hedging, alignment, rivalry, over=[["power"], ["power", "rival"]])


def domain_split(alignment: "xr.DataArray", weight: "xr.DataArray") -> "xr.DataArray":
    """Measure how far a state leans on different powers in different domains: security here, trade there.

    Formula: ``H(mean_d s_d) - mean_d H(s_d)`` with the domains' weights and the entropy H in nats: the
    Jensen-Shannon divergence of the domains' shares. Range [0, ln P]; 0 when all domains are alike. Domains in which
    the state is aligned with nobody do not count; undefined (nan) when none is left.
    Source: Lin (1991), IEEE Transactions on Information Theory 37(1); after Koga (2018), International Relations of
    the Asia-Pacific 18(1).

    Parameters
    ----------
    alignment : DataArray
        With dimensions `power` and `domain`.
    weight : DataArray
        Weight of each domain.

    Returns
    -------
    DataArray
        Without `power` and `domain`, in nats, in [0, ln P] or nan.
    """
    return each(formulas.domain_split, alignment, weight, over=[["domain", "power"], ["domain"]])


def influence(
    alignment: "xr.DataArray", engagement: "xr.DataArray", weight: "xr.DataArray", saturation: "xr.DataArray | float"
) -> "xr.DataArray":
    """Measure the influence of each power on each state.

    Formula: ``sum_d w_d A_d g(e_d)``, ``g(e) = e / (e + saturation)``: what the power puts in (bandwidth), times how
    far the state leans on it (dependence). Range [0, 1]. Source: the Formal Bilateral Influence Capacity index, Moyer
    et al. (2021), Pardee Center.

    Parameters
    ----------
    alignment, engagement : DataArray
        With dimension `domain`.
    weight : DataArray
        Weight of each domain.
    saturation : DataArray or float
        Engagement that does half of what can be done.

    Returns
    -------
    DataArray
        Without `domain`, in [0, 1].
    """
    domain = ["domain"]
    return each(formulas.influence, alignment, engagement, weight, saturation, over=[domain, domain, domain, []])


def similarity(
    profile: "xr.DataArray", over: Sequence[str], weight: "xr.DataArray | None" = None, maximum: float = 1.0
) -> "xr.DataArray":
    """Measure how alike the profiles of two states are.

    Formula: ``S = 1 - 2 sum_k w_k |x_ik - x_jk| / (maximum sum_k w_k)``. Range [-1, 1]. Source: Signorino & Ritter
    (1999), Tau-b or Not Tau-b, International Studies Quarterly 43(1).

    Parameters
    ----------
    profile : DataArray
        With dimension `state` and those compared.
    over : sequence of str
        The dimensions compared: k runs over all their combinations.
    weight : DataArray, optional
        Weight of each item; equal by default.
    maximum : float
        The largest difference possible in an item.

    Returns
    -------
    DataArray
        With dimensions `state` and `other`.
    """
    import xarray as xr

    if weight is None:
        weight = xr.DataArray(np.ones([profile.sizes[dim] for dim in over]), dims=over)
    every = weight.expand_dims({dim: profile.sizes[dim] for dim in over if dim not in weight.dims})
    kernel = partial(formulas.similarity, len(over), maximum)
    return _pairs(kernel, profile, every, over=[["state", *over], over])


def kappa(profile: "xr.DataArray", over: Sequence[str]) -> "xr.DataArray":
    """Measure how alike the profiles of two states are, beyond what their habits would give by chance.

    Formula: ``1 - sum_k (x_ik - x_jk)^2 / [sum_k (x_ik - m_i)^2 + sum_k (x_jk - m_j)^2 + n (m_i - m_j)^2]`` with the
    states' own means m. Range [-1, 1]; undefined (nan) for two constant profiles of one level. On memberships and
    acts (0 or 1) it is Cohen's kappa. Source: Häge (2011), Choice or Circumstance, Political Analysis 19(3); Cohen
    (1960).

    Parameters
    ----------
    profile : DataArray
        With dimension `state` and those compared.
    over : sequence of str
        The dimensions compared.

    Returns
    -------
    DataArray
        With dimensions `state` and `other`.
    """
    return _pairs(partial(formulas.agreement, len(over), 1.0), profile, over=[["state", *over]])


def pi(profile: "xr.DataArray", over: Sequence[str]) -> "xr.DataArray":
    """Measure how alike the profiles of two states are, beyond what the habits of the pair would give by chance.

    Formula: ``1 - sum_k (x_ik - x_jk)^2 / [sum_k (x_ik - m)^2 + sum_k (x_jk - m)^2]`` with the mean m of both states
    together. Range [-1, 1]; undefined (nan) for two constant profiles of one level. On memberships and acts (0 or 1)
    it is Scott's pi. Source: Häge (2011), Political Analysis 19(3); Scott (1955).

    Parameters
    ----------
    profile : DataArray
        With dimension `state` and those compared.
    over : sequence of str
        The dimensions compared.

    Returns
    -------
    DataArray
        With dimensions `state` and `other`.
    """
    return _pairs(partial(formulas.agreement, len(over), 0.5), profile, over=[["state", *over]])


def concentration(influence: "xr.DataArray") -> "xr.DataArray":
    """Measure how far one power holds all the influence on the region.

    Formula: ``CON = sqrt((sum_p s_p^2 - 1/P) / (1 - 1/P))`` of the powers' shares. Range [0, 1]; undefined (nan) with
    one power or no influence. Source: Ray & Singer (1973), Measuring the Concentration of Power in the International
    System, Sociological Methods & Research 1(4).

    Parameters
    ----------
    influence : DataArray
        Influence of each power on the region (`regional` mean), with dimension `power`.

    Returns
    -------
    DataArray
        Without `power`, in [0, 1] or nan.
    """
    return each(formulas.concentration, influence, over=[["power"]])


def polarization(alignment: "xr.DataArray", core: "xr.DataArray", alpha: float = 1.0) -> "xr.DataArray":
    """Measure how far the region is split into camps.

    Formula: ``2^(1 + alpha) sum_pq c_p^(1 + alpha) c_q d_pq``. A camp p is the states that lean most on power p; c_p
    is its share of the region's states, d_pq half the sum of absolute differences between the camps' mean alignments
    (autonomy included). Range [0, 1]: 1 for two equal camps, each wholly aligned with its own power; 0 when all states
    lean the same way. Source: Esteban & Ray (1994), On the Measurement of Polarization, Econometrica 62(4).

    Parameters
    ----------
    alignment : DataArray
        Over all domains (`overall`), with dimensions `state` and `power`.
    core : DataArray
        1 for the states that count, 0 for the others.
    alpha : float
        Weight of identification within a camp, from 1 to 1.6.

    Returns
    -------
    DataArray
        Without `state` and `power`, in [0, 1].

    Raises
    ------
    ValueError
        If alpha lies outside its range.
    """
    if not 1.0 <= alpha <= 1.6:
        raise ValueError(f"alpha must lie between 1 and 1.6, not {alpha}")
    return each(partial(formulas.polarization, alpha), alignment, core, over=[["power", "state"], ["state"]])


def _pairs(
    kernel: Callable[..., Values], profile: "xr.DataArray", *more: "xr.DataArray", over: Sequence[Sequence[str]]
) -> "xr.DataArray":
    found = each(kernel, profile, *more, over=over, gives=["state", "other"])
    return found.assign_coords(other=profile["state"].values) if "state" in profile.coords else found
