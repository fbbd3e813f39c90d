"""Borders with powers and between powers: what is unsettled, and what agreements leave of it."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import largest


def border_dispute(
    border_dispute: Array,
    membership: Array,
    leader: Array,
    provides_border: Array,
    noise_settlement: Array,
    settlement_chance: Scalar,
    settlement_in_forum: Scalar,
    settlement_share: Scalar,
) -> Array:
    """Unsettled border with a power; an agreement settles a share of it.

    An agreement comes with probability settlement_chance + settlement_in_forum where state and power share a body
    for borders ("assists in resolving border and territory disputes", Z1-2).

    Returns
    -------
    array, (state, power)
        In [0,1].
    """
    forum = largest(membership * provides_border, leader, axis=1)
    agreed = noise_settlement < settlement_chance + settlement_in_forum * forum
    return np.where(agreed, (1.0 - settlement_share) * border_dispute, border_dispute)


def powers_border(
    powers_border: Array,
    leader: Array,
    provides_border: Array,
    exists: Array,
    powers_border_fade: Scalar,
    powers_border_fade_in_forum: Scalar,
) -> Array:
    """Unsettled border between powers; it fades by itself and faster inside a body for borders both lead (Z intro).

    Returns
    -------
    array, (power, rival)
        In [0,1].
    """
    seat = leader * (provides_border * exists)[:, np.newaxis]
    together = np.max(seat[:, :, np.newaxis] * leader[:, np.newaxis], axis=0, initial=0.0)
    kept = 1.0 - powers_border_fade - powers_border_fade_in_forum * together
    return powers_border * np.maximum(kept, 0.0)


def border_need(interest: Array, border_dispute: Array, border_0: Array) -> tuple[Array, Array]:
    """What the border still wants settling, bord_i B_ip, and what is settled and wants guarding, bord_i (B0 - B).

    Returns
    -------
    border_need, border_settled : array, (state, power)
        In [0,1].
    """
    weight = interest[:, np.newaxis]
    return weight * border_dispute, weight * (border_0 - border_dispute)
