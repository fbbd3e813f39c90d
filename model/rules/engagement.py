"""What powers put in: one formula for all powers, and the belief in their guarantees."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import clipped, core_mean, mix, spared, stacked, total, weighted


def hindered(resistance: Array, capability: Array, proximity: Array, core: Array, resistance_cuts: Scalar) -> Array:
    """Share of a power's contested engagement that gets past rivals who resist it.

    1 - cuts min(1, sum_q resistance_qp cap_q nearness_q), with nearness the core mean of proximity.

    Returns
    -------
    array, (power,)
        For each rival column of `resistance`; in [1 - resistance_cuts, 1].
    """
    near = core_mean(proximity, core)
    hindrance = total(resistance * (capability * near)[:, np.newaxis])
    return 1.0 - resistance_cuts * np.minimum(hindrance, 1.0)


def channel(membership: Array, depth: Array, leading: Array, channel_gain: Scalar) -> Array:
    """Help that institutions give a power that leads them: "the main channel between China and ..." (Z2 (3)).

    Returns
    -------
    array, (state, power)
        At least 1.
    """
    return 1.0 + channel_gain * weighted(membership * depth, leading, axis=1)


def needs(
    need: Array,
    need_always: Array,
    usefulness: Array,
    extremist_threat: Array,
    resources: Array,
    proximity: Array,
    relevance: Array,
    border_dispute: Array,
    border_0: Array,
    border_shadow: Scalar,
) -> Array:
    """How much each purpose needs each state: a constant and the factors that the world file names.

    The border factor is proximity times the dispute, with a shadow that stays where there has been one: "the shadow
    of history has not vanished" (Z1-2).

    Returns
    -------
    array, (state, power, purpose)
        At least 0.
    """
    border = proximity * (border_dispute + border_shadow * (border_0 > 0))
    factors = (
        usefulness[:, np.newaxis],
        extremist_threat[:, np.newaxis],
        resources[:, np.newaxis],
        proximity,
        relevance,
        border,
    )
    called = [always + mix(factors, weight) for always, weight in zip(need_always, need, strict=True)]
    return stacked(called, axis=2) if called else np.zeros((*proximity.shape[:2], 0, 1))


def engagement(
    engagement: Array,
    needs: Array,
    demand: Array,
    effort: Array,
    spends: Array,
    alignment: Array,
    contested: Array,
    needs_access: Array,
    pace: Array,
    hindered: Array,
    channel: Array,
    proximity: Array,
    base: Array,
    capability: Array,
    fluctuation: Array,
    swing_floor: Scalar,
    reach_without_base: Scalar,
    budget: Scalar,
) -> Array:
    """Engagement by state and domain under a budget: e' = e + pace (e* - e).

    e* = v cap exp(z) / (1 + sum v / budget); v = sum_u demand_u effort_u need_u spends_u times swing, times what
    rivals and institutions make of contested domains, times reach where access is needed. Swing, floor +
    (1 - floor) 4 a (1 - a), is the myopic best reply in a contest under a budget: effort goes where it turns most
    (Tullock 1980). Adaptive, not an equilibrium.

    Returns
    -------
    array, (state, power, domain)
        At least 0; unit: the engagement that one unit of demand and need calls for.
    """
    wants = needs * (demand * effort)
    called = weighted(wants, spends, axis=2)
    swing = swing_floor + (4.0 * (1.0 - swing_floor)) * (alignment * (1.0 - alignment))
    passing = spared(channel * hindered, contested)
    reach = proximity + (1.0 - proximity) * (reach_without_base + (1.0 - reach_without_base) * base)
    value = called * swing * passing * spared(reach, needs_access)
    spent = total(total(value, axis=2))
    scale = capability * np.exp(fluctuation) / (1.0 + spent / budget)
    return engagement + pace * (value * scale[:, np.newaxis] - engagement)


def credibility(
    credibility: Array,
    guaranteed: Array,
    threat_rise: Array,
    act: Array,
    struck: Array,
    learning_always: Scalar,
    learning_by_attack: Scalar,
    learning_by_campaign: Scalar,
    learning_most: Scalar,
    credit_for_strikes: Scalar,
) -> Array:
    """Belief that a power's guarantee works: K' = K + lam (G_ip - K) + credit struck_p.

    lam = always + by_attack rise of the threat + by_campaign min(1, sum_p act_p), at most `learning_most`: learning
    is fast when attacked ("totally shocked by the assassination attempt", Z1-4).

    Returns
    -------
    array, (state, power)
        In [0,1].
    """
    speed = learning_always + learning_by_attack * threat_rise + learning_by_campaign * np.minimum(total(act), 1.0)
    speed = np.minimum(speed, learning_most)[:, np.newaxis]
    return clipped(credibility + speed * (guaranteed - credibility) + credit_for_strikes * struck, 0.0, 1.0)


def fluctuation(
    fluctuation: Array, noise_fluctuation: Array, fluctuation_memory: Scalar, fluctuation_spread: Scalar
) -> Array:
    """Ups and downs of a power's means, in logs: memory z + spread sqrt(1 - memory^2) times a standard normal.

    Returns
    -------
    array, (power,)
        With standard deviation `fluctuation_spread` in the long run.
    """
    fresh = fluctuation_spread * np.sqrt(1.0 - fluctuation_memory * fluctuation_memory)
    return fluctuation_memory * fluctuation + fresh * noise_fluctuation
