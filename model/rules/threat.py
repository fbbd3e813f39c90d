"""Threat of the three forces: its outside source, its spread, and what protection does against it.

A regional security complex (Buzan & Waever 2003): the source grows by its own logistic; its fall is produced by
campaigns, that is by demand times access (Zhao section 4).
"""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import clipped, saturating, total, weighted


def vigilance(demand: Array, counters_threat: Array) -> Array:
    """How much each power wants extremism fought.

    Parameters
    ----------
    demand : array, (power, purpose)
        Demand for each purpose.
    counters_threat : array, (purpose,)
        1 for purposes that fight extremism.

    Returns
    -------
    array, (power,)
        At least 0.
    """
    return weighted(demand, counters_threat, axis=1)


def act(campaign: Array, vigilance: Array) -> Array:
    """Campaign that a power wages, act_p = campaign_p vigilance_p.

    Parameters
    ----------
    campaign, vigilance : array, (power,)
        Readiness to use force abroad; demand for fighting extremism.

    Returns
    -------
    array, (power,)
        At least 0.
    """
    return campaign * vigilance


def source_strength(
    source_strength: Array,
    source_active: Array,
    source_floor: Array,
    act: Array,
    base: Array,
    core: Array,
    source_growth: Scalar,
    campaign_effect: Scalar,
    access_without_bases: Scalar,
    bases_for_full_access: Scalar,
) -> tuple[Array, Array]:
    """Strength of an outside source: S' = S + growth S (1 - S) active - sum_p h_p.

    h_p = campaign_effect act_p access_p (S - floor)+, where access rises from `access_without_bases` to 1 with the
    bases a power has in the core. "With the overthrow of the Taliban ... greatly reduced" (Z4).

    Returns
    -------
    source_strength : array, (source,)
        In [0,1].
    struck : array, (power,)
        What the power's campaign took from all sources, at least 0.
    """
    bases = total(base * core[:, np.newaxis]) / bases_for_full_access
    access = access_without_bases + (1.0 - access_without_bases) * np.minimum(bases, 1.0)
    above = np.maximum(source_strength - source_floor, 0.0)
    hit = campaign_effect * (act * access)[np.newaxis] * above[:, np.newaxis]
    growth = source_growth * source_strength * (1.0 - source_strength) * source_active
    return clipped(source_strength + growth - total(hit, axis=1), 0.0, 1.0), total(hit)


def protection(
    credibility: Array,
    guaranteed: Array,
    alignment: Array,
    guarantee: Array,
    membership: Array,
    provides_counter_terror: Array,
    depth: Array,
    effectiveness: Array,
    protection_by_powers: Scalar,
    protection_by_institutions: Scalar,
) -> Array:
    """Protection a state enjoys: 1 - exp(-(c_p sum_p K_ip G_ip a_ip + c_k sum_k ct_k depth_k eff_k m_ik)).

    a_ip = sum_d guarantee_d a_ipd.

    Returns
    -------
    array, (state,)
        In [0,1].
    """
    leaned = weighted(alignment, guarantee, axis=2)
    by_powers = total(credibility * guaranteed * leaned, axis=1)
    by_institutions = total(membership * (provides_counter_terror * depth * effectiveness), axis=1)
    return 1.0 - np.exp(-(protection_by_powers * by_powers + protection_by_institutions * by_institutions))


def strikes(
    incident: Array,
    incidence: Array,
    source_strength: Array,
    noise_incident_size: Array,
    noise_strike: Array,
    noise_strike_size: Array,
    strike_chance: Scalar,
    strike_threshold: Scalar,
    strike_size: Scalar,
) -> Array:
    """Attacks of the month: the dated ones, a third more or less severe, and chance ones while a source is strong.

    A chance attack comes with probability strike_chance incidence_i ((S - threshold) / (1 - threshold))+ and an
    exponential size.

    Returns
    -------
    array, (state,)
        At least 0.
    """
    height = clipped((source_strength - strike_threshold) / (1.0 - strike_threshold), 0.0, 1.0)
    strongest = np.max(height, axis=0, initial=0.0)
    struck = noise_strike < strike_chance * incidence * strongest
    dated = incident * (0.7 + 0.6 * noise_incident_size)
    return dated + struck * strike_size * noise_strike_size


def extremist_threat(
    extremist_threat: Array,
    exposure: Array,
    source_strength: Array,
    spill: Array,
    unrest: Array,
    protected: Array,
    attacked: Array,
    threat_pace: Scalar,
    contagion: Scalar,
    protection_works: Scalar,
) -> tuple[Array, Array]:
    """Threat: X' = X + pace [(contagion (exposure S + sum_j spill_ij X_j) + unrest)(1 - works prot) - X] + attacks.

    Theory: security interdependence among neighbours (Buzan & Waever 2003; Z1-3, Z5). Unit: [0, 1.3], where 1 is
    "a constant and vital threat to the state power" (Z4).

    Returns
    -------
    extremist_threat : array, (state,)
        In [0,1.3].
    threat_rise : array, (state,)
        Its rise in the month, at least 0.
    """
    outside = total(exposure * source_strength, axis=1)
    neighbours = weighted(extremist_threat, spill.swapaxes(0, 1), axis=0)
    arriving = (contagion * (outside + neighbours) + unrest) * (1.0 - protection_works * protected)
    after = clipped(extremist_threat + threat_pace * (arriving - extremist_threat) + attacked, 0.0, 1.3)
    return after, np.maximum(after - extremist_threat, 0.0)


def guaranteed(engagement: Array, guarantee: Array, saturation: Scalar) -> Array:
    """How far a power's engagement guarantees security, G_ip = g(sum_d guarantee_d e_ipd).

    Returns
    -------
    array, (state, power)
        In [0,1].
    """
    return saturating(weighted(engagement, guarantee, axis=2), saturation)
