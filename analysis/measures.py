"""Measures of alignment, under the field's own names.

Every function takes labelled arrays (`xarray.DataArray`) and works over all their other dimensions, so that a month, a
year, a run or an ensemble go the same way. ``A`` is alignment, ``s_p = A_p / sum_q A_q`` a power's share of it.
"""

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

ACQUIESCE = 0.25
"""Intensity of a stance: cooperate 0, acquiesce 1/4, resist 1 (as in the model)."""


def overall(alignment: "xr.DataArray", weight: "xr.DataArray") -> "xr.DataArray":
    """Give the alignment of a state with a power over all domains.

    Formula: ``sum_d w_d A_d``; the weights sum to 1. Range [0, 1].

    Parameters
    ----------
    alignment : DataArray
        With dimension `domain`.
    weight : DataArray
        Weight of each domain.
    """
    return (alignment * weight).sum("domain")


def regional(values: "xr.DataArray", core: "xr.DataArray") -> "xr.DataArray":
    """Give the mean over the states that count in means over the region.

    Parameters
    ----------
    values : DataArray
        With dimension `state`.
    core : DataArray
        1 for the states that count, 0 for the others.
    """
    return (values * core).sum("state") / core.sum("state")


def shares(alignment: "xr.DataArray") -> "xr.DataArray":
    """Give each power's share of a state's alignment.

    Formula: ``s_p = A_p / sum_q A_q``. Range [0, 1], summing to 1; undefined (nan) for a state aligned with nobody.

    Parameters
    ----------
    alignment : DataArray
        With dimension `power`.
    """
    total = alignment.sum("power")
    return alignment / total.where(total > 0.0)


def hhi(alignment: "xr.DataArray") -> "xr.DataArray":
    """Measure how concentrated a state's alignment is on few powers.

    Formula: ``sum_p s_p^2``. Range [1/P, 1] with P powers. Source: Hirschman (1945), National Power and the Structure
    of Foreign Trade.

    Parameters
    ----------
    alignment : DataArray
        With dimension `power`.
    """
    return (shares(alignment) ** 2).sum("power", skipna=False)


def effective_powers(alignment: "xr.DataArray") -> "xr.DataArray":
    """Count the powers that a state leans on.

    Formula: ``1 / hhi``. Range [1, P]. Source: Laakso & Taagepera (1979), "Effective" Number of Parties, Comparative
    Political Studies 12(1).

    Parameters
    ----------
    alignment : DataArray
        With dimension `power`.
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
    """
    return 1.0 - alignment.sum("power")


def commitment(alignment: "xr.DataArray", domain: Hashable = "security") -> "xr.DataArray":
    """Measure how far a state leans on one power for its protection.

    Formula: ``max_p A[p, security]``. Range [0, 1]; above .5 the state leans on that power (bandwagons). The
    threshold is a convention: look at .4 and .6 too.

    Parameters
    ----------
    alignment : DataArray
        With dimensions `power` and `domain`.
    domain : str
        The domain in which powers protect; another world may name it otherwise.
    """
    return alignment.sel(domain=domain, drop=True).max("power")


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
    """
    intensity = stance * ACQUIESCE + (stance == 2) * (1.0 - 2.0 * ACQUIESCE)
    mutual = (intensity + _swap(intensity)) / 2.0
    distance = 1.0 - (1.0 - friction) * (1.0 - mutual)
    return distance.where(distance["power"] != distance["rival"], 0.0)


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
    """
    distance = rivalry.where(rivalry["power"] != rivalry["rival"], 0.0)
    total = alignment.sum("power")
    pairs = (alignment * alignment.rename(power="rival") * distance).sum(["power", "rival"])
    return (pairs / total.where(total > 0.0)).fillna(0.0)


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
    """
    share = shares(alignment)
    counted = weight.where(alignment.sum("power") > 0.0, 0.0)
    part = counted / counted.sum("domain").where(counted.sum("domain") > 0.0)
    mixture = (part * share.fillna(0.0)).sum("domain", skipna=False)
    within = (part * _entropy(share.fillna(0.0))).sum("domain", skipna=False)
    return (_entropy(mixture) - within).clip(min=0.0)


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
    """
    return overall(alignment * engagement / (engagement + saturation), weight)


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
    distance = abs(profile - profile.rename(state="other"))
    spread = distance.mean(over) if weight is None else _weighted_mean(distance, over, weight)
    return 1.0 - 2.0 * spread / maximum


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
    other = profile.rename(state="other")
    own = profile.var(over) + other.var(over)
    expected = own + (profile.mean(over) - other.mean(over)) ** 2
    return _corrected(((profile - other) ** 2).mean(over), expected)


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
    other = profile.rename(state="other")
    apart = (profile.mean(over) - other.mean(over)) ** 2 / 2.0
    return _corrected(((profile - other) ** 2).mean(over), profile.var(over) + other.var(over) + apart)


def concentration(influence: "xr.DataArray") -> "xr.DataArray":
    """Measure how far one power holds all the influence on the region.

    Formula: ``CON = sqrt((sum_p s_p^2 - 1/P) / (1 - 1/P))`` of the powers' shares. Range [0, 1]; undefined (nan) with
    one power or no influence. Source: Ray & Singer (1973), Measuring the Concentration of Power in the International
    System, Sociological Methods & Research 1(4).

    Parameters
    ----------
    influence : DataArray
        Influence of each power on the region (`regional` mean), with dimension `power`.
    """
    powers = influence.sizes["power"]
    if powers == 1:
        return hhi(influence) * np.nan
    excess = (hhi(influence) - 1.0 / powers).clip(min=0.0)
    return (excess / (1.0 - 1.0 / powers)) ** 0.5


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
    """
    if not 1.0 <= alpha <= 1.6:
        raise ValueError(f"alpha must lie between 1 and 1.6, not {alpha}")
    counted = ((alignment["power"] == alignment.idxmax("power")) & (alignment.sum("power") > 0.0)) * core
    members = counted.rename(power="camp")
    size = members.sum("state")
    centre = (members * alignment).sum("state") / size.where(size > 0.0, 1.0)
    difference = centre - centre.rename(camp="against")
    apart = (abs(difference).sum("power") + abs(difference.sum("power"))) / 2.0
    part = size / core.sum("state")
    pairs = part ** (1.0 + alpha) * part.rename(camp="against") * apart
    return 2.0 ** (1.0 + alpha) * pairs.sum(["camp", "against"])


def _swap(pairs: "xr.DataArray") -> "xr.DataArray":
    return pairs.rename(power="rival", rival="power").transpose(*pairs.dims)


def _entropy(share: "xr.DataArray") -> "xr.DataArray":
    return -(share * np.log(share.where(share > 0.0, 1.0))).sum("power", skipna=False)


def _weighted_mean(values: "xr.DataArray", over: Sequence[str], weight: "xr.DataArray") -> "xr.DataArray":
    every = weight.broadcast_like(values)
    return (values * every).sum(over) / every.sum(over)


def _corrected(observed: "xr.DataArray", expected: "xr.DataArray") -> "xr.DataArray":
    return 1.0 - observed / expected.where(expected > 0.0)
