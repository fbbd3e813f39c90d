"""The choice of alignment: a quantal response with autonomy as the outside option, and inertia."""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import core_mean, total, weighted


def outside_option(interest: Array, neutral: Array, autonomy_pull: Scalar, neutrality_pull: Scalar) -> Array:
    """Log odds of staying alone: pull aut_i + neutrality_pull neutral_i (Morrow 1991).

    Returns
    -------
    array, (state,)
        Log odds.
    """
    return autonomy_pull * interest + neutrality_pull * neutral


def target(attraction: Array, engagement: Array, outside_option: Array) -> tuple[Array, Array]:
    """Shares without inertia: a* = exp V_p / (exp V_0 + sum_q exp V_q), 0 where nothing is offered.

    Quantal response (McKelvey & Palfrey 1995), which with the offer term is a Tullock contest with bias.

    Parameters
    ----------
    attraction, engagement : array, (state, power, domain)
        V in log odds; what is offered.
    outside_option : array, (state,)
        V_0 in log odds.

    Returns
    -------
    target : array, (state, power, domain)
        In [0,1]; the sum over powers is at most 1.
    target_alone : array, (state, domain)
        Autonomy, exact however small: 1 minus the shares would not be.
    """
    alone = np.broadcast_to(outside_option[:, np.newaxis], (*attraction.shape[:1], *attraction.shape[2:]))
    pull = np.where(engagement > 0, attraction, -np.inf)
    top = np.maximum(np.max(pull, axis=1, initial=-np.inf), alone)
    weights = np.exp(pull - top[:, np.newaxis])
    stays = np.exp(alone - top)
    whole = stays + total(weights, axis=1)
    return weights / whole[:, np.newaxis], stays / whole


def alignment(alignment: Array, target: Array, adjustment: Array) -> Array:
    """Inertia: a' = a + adjustment_d (a* - a).

    Returns
    -------
    array, (state, power, domain)
        In [0,1].
    """
    return alignment + adjustment * (target - alignment)


def mean_alignment(alignment: Array, weight: Array) -> Array:
    """Lean of a state on a power over all domains, R_ip = sum_d w_d a_ipd.

    Returns
    -------
    array, (state, power)
        In [0,1].
    """
    return weighted(alignment, weight, axis=2)


def regional_alignment(mean_alignment: Array, core: Array) -> Array:
    """Lean of the region on a power, the core mean of R.

    Returns
    -------
    array, (power,)
        In [0,1].
    """
    return core_mean(mean_alignment, core)


def disposition(
    disposition: Array, noise_disposition: Array, disposition_memory: Scalar, disposition_spread: Scalar
) -> Array:
    """What moves a share and is not modelled: memory xi + spread sqrt(1 - memory^2) times a standard normal.

    Returns
    -------
    array, (state, power, domain)
        Log odds, with standard deviation `disposition_spread` in the long run.
    """
    fresh = disposition_spread * np.sqrt(1.0 - disposition_memory * disposition_memory)
    return disposition_memory * disposition + fresh * noise_disposition
