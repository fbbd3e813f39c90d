"""Instability at home, and the strings that powers attach."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import clipped, mix, total


def conditions(conditionality: Array, act: Array, campaign_silences: Scalar) -> Array:
    """Conditionality in force: criticism is suspended while the critic needs help.

    "... including those it showed indifference to and those it criticized" (Z4).

    Returns
    -------
    array, (power,)
        In [0,1].
    """
    return conditionality * np.maximum(1.0 - campaign_silences * act, 0.0)


def instability(
    instability: Array,
    interest: Array,
    conditions: Array,
    engagement: Array,
    alignment: Array,
    leverage: Array,
    extremist_threat: Array,
    unrest: Array,
    noise_crisis: Array,
    noise_crisis_size: Array,
    instability_pace: Scalar,
    instability_always: Scalar,
    instability_by_conditions: Scalar,
    instability_by_threat: Scalar,
    instability_by_unrest: Scalar,
    crisis_chance: Scalar,
    crisis_size: Scalar,
) -> Array:
    """Instability at home: I' = I + pace [(always + c reg P + x X + u unrest)(1.2 - I) - I] + crises.

    P = sum_p conditions_p sum_d leverage_d e sqrt(a): strings pulled by a power that has a say "have encouraged not
    only ruling authorities but also the opposition" (Zn17). A crisis comes with probability crisis_chance I.

    Returns
    -------
    array, (state,)
        In [0,1.2].
    """
    says = [engagement[:, :, domain] * np.sqrt(alignment[:, :, domain]) for domain in range(len(leverage))]
    say = mix(says, leverage)
    strings = total(conditions * say, axis=1)
    push = (
        instability_always
        + instability_by_conditions * interest * strings
        + instability_by_threat * extremist_threat
        + instability_by_unrest * unrest
    )
    crisis = (noise_crisis < crisis_chance * instability) * crisis_size * noise_crisis_size
    return clipped(instability + instability_pace * (push * (1.2 - instability) - instability) + crisis, 0.0, 1.2)
