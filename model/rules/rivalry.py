"""Quarrels among neighbours, hidden by a common enemy."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import total


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
    return np.clip(rivalry + rivalry_pace * (goal - rivalry), 0.0, 1.2)
