"""Quarrels among neighbours, hidden by a common enemy, and what of them sits in one institution."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import clipped, total, weighted


def rivalry(
    rivalry: Array,
    quarrel: Array,
    extremist_threat: Array,
    rivalry_scale: Scalar,
    common_enemy_hides: Scalar,
    rivalry_pace: Scalar,
) -> Array:
    """Activated quarrels: towards scale sum_j quarrel_ij (1 - hides min(X_i, 1)).

    A common enemy hides quarrels (Simmel 1908; Coser 1956): with it gone, "originally hidden contradictions" may
    come to prominence (Z4).

    Returns
    -------
    array, (state,)
        In [0,1.2].
    """
    goal = rivalry_scale * total(quarrel, axis=1) * (1.0 - common_enemy_hides * np.minimum(extremist_threat, 1.0))
    return clipped(rivalry + rivalry_pace * (goal - rivalry), 0.0, 1.2)


def discord(rivalry: Array, quarrel: Array, membership: Array) -> Array:
    """Activated quarrels among the members of an institution, per member.

    A member brings its rivalry in the share of its quarrels that it has with fellow members (Z3 (3)).

    Returns
    -------
    array, (institution,)
        In [0,1.2].
    """
    all_quarrels = total(quarrel, axis=1)
    within = weighted(membership, quarrel.swapaxes(0, 1), axis=0)
    share = within / np.where(all_quarrels > 0, all_quarrels, 1.0)[:, np.newaxis]
    members = total(membership)
    return total(membership * rivalry[:, np.newaxis] * share) / np.where(members > 0, members, 1.0)
