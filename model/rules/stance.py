"""How powers answer each other's presence: cooperate, acquiesce or resist.

Zhao's four reasons why a power does not resist (section 4), in his order and with one common weight: the presence is
legitimate, it is useful, the power lacks the capability, and it values the relationship.
"""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import clipped, core_mean, total, weighted

COOPERATE, ACQUIESCE, RESIST = 0, 1, 2


def presence_of(alignment: Array, presence: Array, base: Array, core: Array, base_visibility: Scalar) -> Array:
    """Presence of a power in the region that others see: core mean of visible alignment and bases.

    Returns
    -------
    array, (rival,)
        At least 0.
    """
    return core_mean(weighted(alignment, presence, axis=2) + base_visibility * base, core)


def four_reasons(
    legitimacy: Array,
    vigilance: Array,
    act: Array,
    capability: Array,
    trust: Array,
    source_strength: Array,
    reason_legitimacy: Scalar,
    reason_benefit: Scalar,
    reason_incapacity: Scalar,
    reason_relations: Scalar,
    benefit_of_campaign: Scalar,
    benefit_without_source: Scalar,
    handicap: Scalar,
) -> tuple[Array, Array]:
    """Reasons not to resist, and those among them that speak for cooperating.

    legitimacy L_q; shared benefit = benefit vigilance_p act_q (f + (1 - f) S); incapacity =
    1 - cap_p / (cap_p + handicap cap_q); value of relations, trust_pq.

    Returns
    -------
    against : array, (power, rival)
        Sum of the four.
    invite : array, (power, rival)
        Legitimacy and shared benefit.
    """
    worst = np.max(source_strength, axis=0, initial=0.0)
    useful = benefit_without_source + (1.0 - benefit_without_source) * worst
    benefit = reason_benefit * benefit_of_campaign * vigilance[:, np.newaxis] * act * useful
    strength = capability[:, np.newaxis] + handicap * capability
    able = np.where(strength > 0, capability[:, np.newaxis] / np.where(strength > 0, strength, 1.0), 0.0)
    invite = reason_legitimacy * legitimacy + benefit
    return invite + reason_incapacity * (1.0 - able) + reason_relations * trust, invite


def stance_probabilities(
    against: Array,
    invite: Array,
    presence_of: Array,
    stake: Array,
    friction: Array,
    resist_always: Scalar,
    resist_presence: Scalar,
    resist_friction: Scalar,
    reasons_weight: Scalar,
    cooperate_reluctance: Scalar,
    cooperate_reasons: Scalar,
) -> Array:
    """Quantal response (McKelvey & Palfrey 1995) among three stances.

    u_resist = r0 + r1 stake_p presence_q + r2 F_pq - w (four reasons); u_cooperate = -c0 + c1 (L_q + benefit);
    u_acquiesce = 0.

    Returns
    -------
    array, (power, rival, choice)
        Probabilities that sum to 1.
    """
    resist = resist_always + resist_presence * stake[:, np.newaxis] * presence_of + resist_friction * friction
    resist = clipped(resist - reasons_weight * against, -500.0, 500.0)
    cooperate = clipped(cooperate_reasons * invite - cooperate_reluctance, -500.0, 500.0)
    by_stance = {COOPERATE: np.exp(cooperate), ACQUIESCE: np.ones((1, 1, 1)), RESIST: np.exp(resist)}
    weights = np.stack(np.broadcast_arrays(*(by_stance[stance] for stance in sorted(by_stance))), axis=2)
    return weights / total(weights, axis=2)[:, :, np.newaxis]


def stance(
    stance: Array,
    stance_odds: Array,
    odds: Array,
    noise_reconsider: Array,
    noise_stance: Array,
    distinct: Array,
    reconsider_chance: Scalar,
) -> tuple[Array, Array]:
    """Draw the stance anew with probability reconsider_chance + how far the odds have moved since it was drawn.

    Returns
    -------
    stance : array of int, (power, rival)
        0 cooperate, 1 acquiesce, 2 resist; 0 towards oneself.
    stance_odds : array, (power, rival, choice)
        The odds at the last draw.
    """
    moved = 0.5 * total(np.abs(odds - stance_odds), axis=2)
    again = noise_reconsider < reconsider_chance + moved
    drawn = (noise_stance >= odds[:, :, COOPERATE]).astype(float) + (noise_stance >= 1.0 - odds[:, :, RESIST])
    return np.where(again, drawn, stance) * distinct, np.where(again[:, :, np.newaxis], odds, stance_odds)


def resistance(stance: Array, stake: Array, distinct: Array, acquiescence_grates: Scalar) -> Array:
    """Intensity with which a power resists another: 0, a fraction, or 1, times its stake; never itself.

    Returns
    -------
    array, (power, rival)
        In [0,1].
    """
    intensity = acquiescence_grates * (stance == ACQUIESCE) + (stance == RESIST)
    return intensity * stake[:, np.newaxis] * distinct
