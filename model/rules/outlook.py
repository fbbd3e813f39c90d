"""What a state sees of its surroundings before it chooses."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import total, weighted


def fading(elapsed: Array, legacy_life: Scalar) -> Array:
    """What is left of old ties after some months, exp(-t / life).

    Returns
    -------
    array, ()
        In (0,1].
    """
    return np.exp(-elapsed / legacy_life)


def hold(mean_alignment: Array, proximity: Array, capability: Array, hold_by_proximity: Scalar) -> Array:
    """Hold of a power over a state: R_ip + c prox_ip [cap_p > 0].

    Returns
    -------
    array, (state, power)
        At least 0.
    """
    return mean_alignment + hold_by_proximity * proximity * (capability > 0)


def vulnerability(hold: Array, resistance: Array) -> Array:
    """How much leaning on p exposes a state to the powers that resist p: vul_ip = sum_q hold_iq resistance_qp.

    Returns
    -------
    array, (state, power)
        At least 0.
    """
    return total(hold[:, :, np.newaxis] * resistance, axis=1)


def fear(capability: Array, proximity: Array) -> Array:
    """Threat of a strong neighbour, cap_p prox_ip (Walt 1987).

    Returns
    -------
    array, (state, power)
        At least 0.
    """
    return capability * proximity


def sponsor_concentration(leader: Array, capability: Array, demand: Array, seeks_influence: Array) -> Array:
    """Concentration of an institution's leadership: Hirschman index of cap_p times demand for influence.

    Returns
    -------
    array, (institution,)
        In [0,1]; 1 with one leader or none.
    """
    drive = leader * (capability * total(demand * seeks_influence, axis=1))
    whole = total(drive, axis=1)
    share = drive / np.where(whole > 0, whole, 1.0)[:, np.newaxis]
    return np.where(whole > 0, total(share * share, axis=1), 1.0)


def dilution(
    membership: Array, leader: Array, depth: Array, sponsor_concentration: Array, dilution_most: Scalar
) -> Array:
    """What common membership leaves of a neighbour's menace: 1 - most sum_{p in k} depth_k m_ik 2 (1 - HHI_k).

    "... the SCO, with the presence of China, is different from the CIS" (Z1-4).

    Returns
    -------
    array, (state, power)
        In [0,1].
    """
    shared = depth * 2.0 * (1.0 - sponsor_concentration)
    return np.maximum(1.0 - dilution_most * weighted(membership * shared, leader, axis=1), 0.0)
