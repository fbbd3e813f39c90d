"""The life of an institution: what it works on, how it opens, what holds it together and what gets in its way."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import clipped, core_mean, over_leaders, over_pairs, sigma, total, weighted


def leader(lead: Array) -> Array:
    """Powers that lead an institution: 1 where they lead in any domain.

    Returns
    -------
    array, (institution, power)
        0 or 1.
    """
    return (np.max(lead, axis=2, initial=0.0) > 0).astype(float)


def leading(lead: Array) -> Array:
    """How far a power leads an institution: the most over domains.

    Returns
    -------
    array, (institution, power)
        In [0,1].
    """
    return np.max(lead, axis=2, initial=0.0)


def newly(exists: Array, existed: Array, summit: Array, summits: Array) -> tuple[Array, Array, Array]:
    """Which institutions are founded this month, and how many summits each has held, the founding one included.

    Returns
    -------
    newly, existed, summits : array, (institution,)
        Founded this month; exists; count.
    """
    founded = exists * (existed == 0)
    return founded, exists, summits + np.maximum(summit * exists, founded)


def participation(membership: Array, core: Array) -> Array:
    """Share of the core states that are members.

    Returns
    -------
    array, (institution,)
        In [0,1].
    """
    return core_mean(membership, core)


def opened(
    opened: Array,
    by_application: Array,
    exists: Array,
    summit: Array,
    summits: Array,
    demand_for: Array,
    core: Array,
    interest: Array,
    noise_opening: Array,
    decision_steepness: Scalar,
    opening_threshold: Scalar,
    agenda_of_forum: Scalar,
) -> Array:
    """A forum becomes an organisation, at a summit, with probability sigma(s (unmet - threshold)).

    unmet = (core demand / core interest in security) min(1, n / agenda)^2, n summits held: declarations exhaust what
    a forum can do, "almost all political principles had been reached" (Z intro), and demand that declarations do not
    meet does the rest. An open body is an organisation from its founding.

    Returns
    -------
    array, (institution,)
        0 or 1.
    """
    interest = np.maximum(core_mean(interest, core), 1e-12)
    exhausted = np.minimum(summits / agenda_of_forum, 1.0)
    unmet = core_mean(demand_for, core) / interest * exhausted * exhausted
    decides = summit * (noise_opening < sigma(decision_steepness * (unmet - opening_threshold)))
    return np.maximum(np.maximum(opened, by_application * decides), 1.0 - by_application) * exists


def functions(
    membership: Array,
    leader: Array,
    demand_for: Array,
    border_need: Array,
    border_settled: Array,
    border_dispute: Array,
    powers_border: Array,
    extremist_threat: Array,
    vigilance: Array,
    core: Array,
    depth: Array,
    demand: Array,
    seeks_outlets: Array,
    exists: Array,
    provides_border: Array,
    provides_counter_terror: Array,
    provides_economy: Array,
    counter_terror_weight: Scalar,
    leaders_border_weight: Scalar,
    guarantee_weight: Scalar,
    economy_of_forum: Scalar,
) -> Array:
    """What an institution works on, by what its members and leaders need.

    settlement = f_bor [sum_members bord B + w core mean B_p + disputes between leaders] (falls as borders are
    settled: "does not have the sustained momentum", Z5); guarantee = f_bor g sum_members bord (B0 - B) (stays, Z6);
    counter-terror = w f_ct [sum_members demand + sum_leaders vigilance_p core mean X]; economy = f_eco min(1, the
    leaders' demand for outlets) (e + (1 - e) depth), where a forum does a fraction e.
    The first three are per member, leaders included.

    Returns
    -------
    array, (institution, function)
        Settlement, guarantee, counter-terror, economy; at least 0.
    """
    members = total(membership) + total(leader, axis=1)
    count = np.where(members > 0, members, 1.0)
    open_border = total(membership * over_leaders(border_need, leader))
    settled_border = total(membership * over_leaders(border_settled, leader))
    leaders_border = weighted(core_mean(border_dispute, core), leader.swapaxes(0, 1), axis=0)
    between = 0.5 * over_pairs(powers_border, leader[:, :, np.newaxis] * leader[:, np.newaxis])
    alarm = total(leader * vigilance, axis=1) * core_mean(extremist_threat, core)
    outlets = np.minimum(total(leader * total(demand * seeks_outlets, axis=1), axis=1), 1.0)
    rows = (
        provides_border * (open_border + leaders_border_weight * leaders_border + between) / count,
        provides_border * guarantee_weight * settled_border / count,
        counter_terror_weight * provides_counter_terror * (total(membership * demand_for) + alarm) / count,
        provides_economy * outlets * (economy_of_forum + (1.0 - economy_of_forum) * depth),
    )
    return np.stack(np.broadcast_arrays(*rows), axis=1) * exists[:, np.newaxis]


def overlap(membership: Array, provides: Array, exists: Array) -> Array:
    """Functional overlap of two bodies: shared functions times the share of members they have in common (Z3 (4)).

    mean_f min(f_k, f_l) x |members of both| / |members of k|.

    Returns
    -------
    array, (institution, other institution)
        In [0,1].
    """
    both = total(membership[:, :, np.newaxis] * membership[:, np.newaxis])
    own = total(membership)
    common = np.minimum(provides[:, np.newaxis], provides)
    share = both / np.where(own > 0, own, 1.0)[:, np.newaxis]
    return total(common, axis=2) / common.shape[2] * share * exists[:, np.newaxis] * exists


def estrangement(leader: Array, friction: Array, resistance: Array) -> Array:
    """Estrangement of two bodies: mean friction and resistance between a leader of one and a leader of the other.

    Only pairs in which neither leads both: "estranged and separated" mechanisms (Z5).

    Returns
    -------
    array, (institution, other institution)
        In [0,1].
    """
    here = leader[:, np.newaxis] * (1.0 - leader)
    there = leader * (1.0 - leader[:, np.newaxis])
    pairs = here[:, :, :, np.newaxis] * there[:, :, np.newaxis]
    cold = 0.5 * (friction + 0.5 * (resistance + np.swapaxes(resistance, 0, 1)))
    many = total(total(pairs, axis=3), axis=2)
    return over_pairs(cold, pairs) / np.where(many > 0, many, 1.0)


def strain(overlap: Array, estrangement: Array) -> Array:
    """Overlap with other bodies times estrangement from them, summed over the others.

    Returns
    -------
    array, (institution,)
        At least 0.
    """
    others = 1.0 - np.eye(overlap.shape[0])[:, :, np.newaxis]
    return total(overlap * estrangement * others, axis=1)


def cohesion(
    cohesion: Array,
    function: Array,
    participation: Array,
    membership: Array,
    discord: Array,
    instability: Array,
    strain: Array,
    exists: Array,
    cohesion_pace: Scalar,
    cohesion_scale: Scalar,
    cohesion_by_border: Scalar,
    cohesion_by_economy: Scalar,
    cohesion_by_participation: Scalar,
    cohesion_by_quarrels: Scalar,
    cohesion_by_instability: Scalar,
    cohesion_by_strain: Scalar,
) -> Array:
    """Cohesion: towards max(0, tanh(c (b border + counter-terror + e economy) n + s n - q Q - i I - o strain)).

    Functions of common interest bind (Z6, Z7); quarrels, unstable rulers and estranged overlapping bodies loosen
    (Z3 (2)-(4), Z5). Q is the discord among the members, I their mean instability.

    Returns
    -------
    array, (institution,)
        In [0,1].
    """
    members = total(membership)
    count = np.where(members > 0, members, 1.0)
    unstable = total(membership * instability[:, np.newaxis]) / count
    border = function[:, 0] + function[:, 1]
    works = cohesion_by_border * border + function[:, 2] + cohesion_by_economy * function[:, 3]
    bond = cohesion_scale * works * participation + cohesion_by_participation * participation
    loose = cohesion_by_quarrels * discord + cohesion_by_instability * unstable + cohesion_by_strain * strain
    goal = np.maximum(np.tanh(bond - loose), 0.0)
    return clipped(cohesion + cohesion_pace * (goal - cohesion), 0.0, 1.0) * exists


def depth(depth: Array, cohesion: Array, exists: Array, depth_pace: Scalar) -> Array:
    """Institutionalisation follows cohesion slowly: depth' = depth + pace (cohesion - depth).

    Returns
    -------
    array, (institution,)
        In [0,1].
    """
    return (depth + depth_pace * (cohesion - depth)) * exists


def effectiveness(strain: Array, exists: Array, strain_costs: Scalar) -> Array:
    """Share of its work not lost: 1 / (1 + costs strain); mechanisms "may offset and restrict one another" (Z5).

    Returns
    -------
    array, (institution,)
        In (0,1]; 0 while the institution does not exist.
    """
    return exists / (1.0 + strain_costs * strain)
