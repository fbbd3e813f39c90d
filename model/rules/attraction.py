"""What attracts a state to a power: one small function a term, one list for choice, log and documentation.

Each function gives its term in log odds by state and power, before the loading by domain that the world file states;
three depend on the domain themselves. `strength` is the parameter named like the term, `interest` the state's
interest that the world file ties the term to.
"""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import weighted

SMALLEST = 1e-300
"""An offer that has a logarithm."""


def offer(strength: Scalar, engagement: Array, offer_unit: Scalar) -> Array:
    """What the power puts in: strength ln(e_ipd / offer_unit) where e_ipd > 0, else 0, in log odds by domain.

    No offer, no attraction. With it exp V is proportional to e to the power of the strength: a contest with bias.

    Theory: contest (Tullock 1980).
    Text: Z4 "put a lot of political, military and economic resources into this region".
    """
    return np.where(engagement > 0, strength * (np.log(np.maximum(engagement, SMALLEST)) - np.log(offer_unit)), 0.0)


def protection(
    strength: Scalar, interest: Array, extremist_threat: Array, credibility: Array, guaranteed: Array
) -> Array:
    """Protection against a threat felt: strength sec_i X_i K_ip G_ip, in log odds.

    Theory: balance of threat (Walt 1987), alliance as security for autonomy (Morrow 1991).
    Text: Z1-4 "search for more reliable security protection".
    """
    return strength * (interest * extremist_threat)[:, np.newaxis] * credibility * guaranteed


def balance(
    strength: Scalar,
    interest: Array,
    mean_alignment: Array,
    regional_alignment: Array,
    balance_floor: Scalar,
    balance_regional: Scalar,
) -> Array:
    """Cost of leaning far: -strength (b + (1 - b) bal_i) ((1 - r) R_ip + r core mean of R_p), in log odds.

    b = balance_floor, r = balance_regional: a mix of the state's own lean and the region's.

    Theory: quadratic cost of dependence, hedging (Kuik 2008).
    Text: Z6 "a relative balance in the region".
    """
    lean = (1.0 - balance_regional) * mean_alignment + balance_regional * regional_alignment
    return -strength * (balance_floor + (1.0 - balance_floor) * interest)[:, np.newaxis] * lean


def domination(strength: Scalar, interest: Array, fear: Array, dilution: Array) -> Array:
    """Fear of a strong neighbour: -strength aut_i fear_ip dil_ip, fear_ip = cap_p prox_ip, in log odds.

    Theory: proximity and power make a threat (Walt 1987); an institution with several powers dilutes it.
    Text: Z1-4 "no misgivings about being enslaved to or being elbowed out by Russia".
    """
    return -strength * interest[:, np.newaxis] * fear * dilution


def pressure(strength: Scalar, vulnerability: Array) -> Array:
    """Pressure of other powers that resist this one: -strength vul_ip, in log odds.

    Theory: costs of offending (Snyder 1997).
    Text: Z6 "must give consideration to the wishes and interests of the two major powers".
    """
    return -strength * vulnerability


def legacy(strength: Scalar, legacy: Array, fading: Array) -> Array:
    """Ties from before the start: strength legacy_ip exp(-t / legacy_life), in log odds.

    Theory: path dependence (Pierson 2000).
    Text: Z4 "which had close relations with Russia"; Z1-1 "its ability to control Central Asia is waning".
    """
    return strength * legacy * fading


def border(strength: Scalar, interest: Array, border_dispute: Array) -> Array:
    """An unsettled border: -strength bord_i B_ip, in log odds.

    Theory: offensive intentions make a threat (Walt 1987).
    Text: Z1-2 "China Threat".
    """
    return -strength * interest[:, np.newaxis] * border_dispute


def conditionality(
    strength: Scalar, interest: Array, conditions: Array, instability: Array, conditions_floor: Scalar
) -> Array:
    """Strings attached: -strength reg_i cond_p (conditions_floor + I_i), in log odds.

    Theory: omnibalancing (David 1991).
    Text: Z4 "accusations and interference in their internal affairs".
    """
    return -strength * (interest * (conditions_floor + instability))[:, np.newaxis] * conditions


def regime_support(strength: Scalar, interest: Array, instability: Array, regime_support: Array) -> Array:
    """Backing of a ruler under pressure: strength reg_i I_i regime_support_p, in log odds.

    Theory: omnibalancing (David 1991).
    Text: Zn17 "encouraged not only ruling authorities but also the opposition".
    """
    return strength * (interest * instability)[:, np.newaxis] * regime_support


def linkage(strength: Scalar, alignment: Array, linkage: Array) -> Array:
    """Alignment in one domain carries over: strength sum_o linkage_do a_ipo, in log odds by domain.

    Theory: issue linkage (Haas 1980).
    Text: Z5 "its diplomatic influence has also increased".
    """
    return weighted(alignment, strength * linkage.swapaxes(0, 1), axis=2)


def base(strength: Scalar, base: Array) -> Array:
    """Commitment by a base: strength base_ip, in log odds.

    Theory: sunk costs and tied hands (Fearon 1997).
    Text: Z5 "a new and very strong security guarantee".
    """
    return strength * base


def institution(strength: Scalar, membership: Array, lead: Array) -> Array:
    """Common membership: strength sum_k m_ik lead_kpd, in log odds by domain.

    Theory: institutionalism (Keohane 1984).
    Text: Z4 "solidified China's relations with Central Asia".
    """
    return weighted(membership, strength * lead, axis=1)


def diversification(strength: Scalar, interest: Array, alignment: Array) -> Array:
    """Wish for several customers: -strength ene_i a_ipd, in log odds by domain.

    Theory: diversification of trade partners (Hirschman 1945).
    Text: Z2 (2) "hope to diversify their energy exports".
    """
    return -strength * interest[:, np.newaxis, np.newaxis] * alignment
