"""The mutual-recognition game of two sides, only where a world names sides."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import core_mean, sigma, total


def openness(
    openness: Array,
    recognition: Array,
    extremist_threat: Array,
    core: Array,
    openness_pace: Scalar,
    openness_steepness: Scalar,
    openness_threshold: Scalar,
    openness_by_threat: Scalar,
) -> Array:
    """Openness of the sides of a mutual-recognition game, a stag hunt (Jervis 1978; Skyrms 2004).

    Each side moves towards sigma(s (the other's openness + threat + push - threshold)): cooperation "depends on
    whether the West revises its SCO policy and whether the SCO members ... reciprocate" (I).

    Returns
    -------
    array, (side,)
        In [0,1].
    """
    sides = openness.shape[0]
    others = (total(openness) - openness) / max(sides - 1, 1)
    shared = openness_by_threat * core_mean(extremist_threat, core)
    goal = sigma(openness_steepness * (others + shared + recognition - openness_threshold))
    return openness + openness_pace * (goal - openness)


def accord(openness: Array, side_power: Array) -> Array:
    """Cooperation of two powers on different sides, the product of the sides' openness (I).

    Returns
    -------
    array, (power, rival)
        In [0,1]; 0 on the same side or on none.
    """
    own = total(openness[:, np.newaxis] * side_power)
    placed = np.minimum(total(side_power), 1.0)
    together = total(side_power[:, :, np.newaxis] * side_power[:, np.newaxis])
    apart = placed[:, np.newaxis] * placed[np.newaxis] * (together == 0)
    return apart * own[:, np.newaxis] * own[np.newaxis]
