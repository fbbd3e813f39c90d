"""Friction between powers in the region."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import clipped, core_mean, weighted


def friction(
    friction: Array,
    trust: Array,
    powers_border: Array,
    engagement: Array,
    weight: Array,
    core: Array,
    leader: Array,
    depth: Array,
    exists: Array,
    distinct: Array,
    accord: Array,
    friction_pace: Scalar,
    friction_distrust: Scalar,
    friction_crowding: Scalar,
    friction_border: Scalar,
    friction_relief: Scalar,
) -> Array:
    """Friction between two powers in the region: the "poison apple" against "win-win" (Z2 (4)).

    Towards d (1 - trust) + c o / (1 + o) + b border - r (depth of the bodies both lead + accord of their sides),
    where o is the core mean of the lesser of the two engagements.

    Returns
    -------
    array, (power, rival)
        Symmetric, in [0,1], 0 with oneself.
    """
    mean = weighted(engagement, weight, axis=2)
    crowding = core_mean(np.minimum(mean[:, :, np.newaxis], mean[:, np.newaxis]), core)
    shared = np.minimum(weighted(depth * exists, leader[:, :, np.newaxis] * leader[:, np.newaxis], axis=0), 1.0)
    goal = (
        friction_distrust * (1.0 - trust)
        + friction_crowding * crowding / (1.0 + crowding)
        + friction_border * powers_border
        - friction_relief * (shared + accord)
    )
    return clipped(friction + friction_pace * (goal - friction), 0.0, 1.0) * distinct
