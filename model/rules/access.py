"""Bases: what they are worth to a state, and how powers negotiate for them.

The worth is a sum of named terms, like attraction; `want` is the sponsor's interest, without which nothing happens.
"""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import sigma, total


def want(deployment: Array, act: Array, capability: Array, proximity: Array, usefulness: Array) -> Array:
    """Interest of a power in a base: deployment_p act_p cap_p (1 - prox_ip) use_i; a near power needs none.

    Returns
    -------
    array, (state, power)
        At least 0.
    """
    return deployment * act * capability * (1.0 - proximity) * usefulness[:, np.newaxis]


def protection(
    strength: Scalar, interest: Array, extremist_threat: Array, credibility: Array, want: Array, base: Array
) -> Array:
    """Protection by troops: strength sec_i X_i K_ip max(want_ip, base_ip), in log odds.

    Troops that are there protect whether or not the power would come for them today.

    Theory: alliance as security for autonomy (Morrow 1991).
    Text: Z5 "The new security guarantee".
    """
    return strength * (interest * extremist_threat)[:, np.newaxis] * credibility * np.maximum(want, base)


def rent(strength: Scalar, interest: Array, want: Array, rent_floor: Scalar) -> Array:
    """Rent and aid: strength (rent_floor + (1 - rent_floor) eco_i) want_ip, in log odds.

    Theory: rents from bases (Cooley 2008).
    Text: Z7 "Out of the need of security, economy and balance".
    """
    return strength * (rent_floor + (1.0 - rent_floor) * interest)[:, np.newaxis] * want


def legacy(strength: Scalar, legacy: Array, fading: Array) -> Array:
    """Old ties: strength legacy_ip exp(-t / legacy_life), in log odds.

    Theory: path dependence (Pierson 2000).
    Text: Z1-3 "following the bilateral conventions with Russia".
    """
    return strength * legacy * fading


def pressure(strength: Scalar, vulnerability: Array) -> Array:
    """Cost of offending powers that resist the guest: -strength vul_ip, in log odds.

    Theory: costs of offending (Snyder 1997).
    Text: Z5 "would not damage the interests of other major powers".
    """
    return -strength * vulnerability


def conditionality(
    strength: Scalar, interest: Array, conditions: Array, instability: Array, conditions_floor: Scalar
) -> Array:
    """Strings attached: -strength reg_i cond_p (conditions_floor + I_i), in log odds.

    Theory: omnibalancing (David 1991).
    Text: Z5 "it will impose, to a greater extent, its intentions on them".
    """
    return -strength * (interest * (conditions_floor + instability))[:, np.newaxis] * conditions


def domination(strength: Scalar, interest: Array, fear: Array) -> Array:
    """Fear of a strong neighbour's troops: -strength aut_i fear_ip, in log odds.

    Theory: proximity and power make a threat (Walt 1987).
    Text: Z1-1 "wish to be independent from Russia".
    """
    return -strength * interest[:, np.newaxis] * fear


def neutrality(strength: Scalar, neutral: Array) -> Array:
    """Declared neutrality: -strength neutral_i, in log odds.

    Text: Z3 (6) "maintains its neutral policy".
    """
    return -strength * neutral[:, np.newaxis]


def base(
    base: Array,
    base_worth: Array,
    want: Array,
    deployment: Array,
    noise_grant: Array,
    noise_revoke: Array,
    noise_recall: Array,
    access_reserve: Scalar,
    grant_chance: Scalar,
    grant_steepness: Scalar,
    grant_threshold: Scalar,
    revoke_chance: Scalar,
    base_exit_cost: Scalar,
    recall_chance: Scalar,
) -> Array:
    """Bases after a month of negotiation.

    A power's attention is limited: it is shared in proportion to want times readiness, so that one access follows
    another.
    A grant comes with probability grant_chance sigma(s u) times that attention; a state ends a base with probability
    revoke_chance sigma(-s (u + base_exit_cost)), a power recalls its troops with recall_chance (1 - deployment).

    Returns
    -------
    array, (state, power)
        0 or 1.
    """
    worth = base_worth - access_reserve
    possible = (base == 0) & (want > 0) & (worth > grant_threshold)
    ready = np.where(possible, sigma(grant_steepness * worth), 0.0)
    pursued = want * ready
    everywhere = total(pursued)
    attention = pursued / np.where(everywhere > 0, everywhere, 1.0)
    granted = noise_grant < grant_chance * ready * attention
    revoked = noise_revoke < revoke_chance * sigma(-grant_steepness * (worth + base_exit_cost))
    recalled = noise_recall < recall_chance * (1.0 - deployment)
    return (((base > 0) & ~(revoked | recalled)) | ((base == 0) & granted)).astype(float)
