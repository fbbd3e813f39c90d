"""What membership in an institution is worth to a state, and who applies, joins and leaves.

The worth is a sum of named terms, like attraction. Log odds by state and institution; `strength` is the parameter
`membership_` + the term's name.
"""

import numpy as np

from ..inputs import Array, Scalar
from .arithmetic import clipped, largest_among_leaders, mean_over_leaders, over_leaders, sigma, total, weighted


def coverage(
    credibility: Array, guaranteed: Array, leader: Array, coverage_weight: Scalar, coverage_most: Scalar
) -> Array:
    """Security had elsewhere: weight sum_{p outside k} K_ip G_ip, at most `coverage_most`.

    "The other factor is US direct military presence" (Z5).

    Returns
    -------
    array, (state, institution)
        In [0, coverage_most].
    """
    secured = credibility * guaranteed
    return np.minimum(coverage_weight * over_leaders(secured, 1.0 - leader), coverage_most)


def demand_for(interest: Array, extremist_threat: Array, coverage: Array) -> Array:
    """Demand for an institution as a security provider: sec_i X_i (1 - cov_ik), at least 0 (Z5)."""
    return (interest * extremist_threat)[:, np.newaxis] * (1.0 - coverage)


def counter_terror(
    strength: Scalar,
    interest: Array,
    extremist_threat: Array,
    coverage: Array,
    provides_counter_terror: Array,
    leader: Array,
    capability: Array,
    depth: Array,
    function: Array,
    forum_works: Scalar,
) -> Array:
    """Help against extremism: strength sec_i X_i (1 - cov_ik) ct_k able_k works_k busy_k, in log odds.

    ct_k is the counter-terror function that the file states; able_k = min(1, sum_{p in k} cap_p);
    works_k = w + (1 - w) depth_k, w = forum_works; busy_k = fn_ct / (fn_border + fn_ct), fn_border both functions of
    borders, is the share of counter-terrorism in what k does for security, 1 while it does nothing.

    Theory: alliance as security for autonomy (Morrow 1991).
    Text: Z1-4 "with its tenet of anti-terrorism, is useful in this respect".
    """
    able = np.minimum(total(leader * capability, axis=1), 1.0)
    border = function[:, 0] + function[:, 1]
    busy = border + function[:, 2]
    attention = np.where(busy > 0, function[:, 2] / np.where(busy > 0, busy, 1.0), 1.0)
    works = provides_counter_terror * able * (forum_works + (1.0 - forum_works) * depth) * attention
    return strength * (interest * extremist_threat)[:, np.newaxis] * (1.0 - coverage) * works


def border(
    strength: Scalar,
    interest: Array,
    border_dispute: Array,
    border_0: Array,
    leader: Array,
    provides_border: Array,
    guarantee_of_settled: Scalar,
    border_memory: Scalar,
) -> Array:
    """Borders settled and guaranteed: strength bord_i f_k sum_{p in k} (B + g (B0 - B) + m [B0 > 0]), in log odds.

    f_k is the border function that the file states, B0 the dispute at the start, g = guarantee_of_settled,
    m = border_memory.

    Theory: institutions as commitment (Keohane 1984).
    Text: Z6 "the irreplaceable role of the organization".
    """
    matter = border_dispute + guarantee_of_settled * (border_0 - border_dispute) + border_memory * (border_0 > 0)
    return strength * interest[:, np.newaxis] * provides_border * over_leaders(matter, leader)


def economy(strength: Scalar, interest: Array, provides_economy: Array, leader: Array, relevance: Array) -> Array:
    """Economic cooperation: strength eco_i f_k max_{p in k} relevance_ip, in log odds.

    f_k is the economic function that the file states: a body is worth what its sponsors put in.

    Theory: functionalism (Mitrany 1943).
    Text: Z1-3 "they value the economic cooperation of the SCO".
    """
    return strength * interest[:, np.newaxis] * provides_economy * largest_among_leaders(relevance, leader)


def standing(
    strength: Scalar,
    interest: Array,
    provides_standing: Array,
    participation: Array,
    depth: Array,
    standing_of_forum: Scalar,
) -> Array:
    """A voice where others sit: strength sta_i f_k n_k (w + (1 - w) depth_k), in log odds.

    f_k is the standing that the file states, n_k the share of core states that are members, w = standing_of_forum.

    Theory: status seeking (Larson & Shevchenko 2010).
    Text: Z1-4 "being helpless to raise its status and influence".
    """
    stage = provides_standing * participation * (standing_of_forum + (1.0 - standing_of_forum) * depth)
    return strength * interest[:, np.newaxis] * stage


def subordination(strength: Scalar, interest: Array, sponsor_concentration: Array, fear: Array, leader: Array) -> Array:
    """Fear of the one strong neighbour who leads: -strength aut_i HHI_k max_{p in k} fear_ip, in log odds.

    Theory: proximity and power make a threat (Walt 1987).
    Text: Zn5 "if there were no China in the SCO, Uzbekistan would not have joined".
    """
    menace = largest_among_leaders(fear, leader)
    return -strength * interest[:, np.newaxis] * sponsor_concentration * menace


def neutrality(strength: Scalar, neutral: Array, obligation: Array) -> Array:
    """Declared neutrality against what binds: -strength neutral_i obligation_k, in log odds.

    Text: Z3 (6) "showing no intention of joining".
    """
    return -strength * neutral[:, np.newaxis] * obligation


def legacy(strength: Scalar, legacy: Array, fading: Array, leader: Array, obligation: Array) -> Array:
    """Old ties with leaders: strength min(1, sum_{p in k} legacy_ip) obligation_k exp(-t / legacy_life), in log odds.

    Theory: path dependence (Pierson 2000).
    Text: Z1-1 "Russia has continued to influence this area".
    """
    return strength * fading * np.minimum(over_leaders(legacy, leader), 1.0) * obligation


def balance(
    strength: Scalar,
    interest: Array,
    mean_alignment: Array,
    leader: Array,
    capability: Array,
    balance_reach: Scalar,
) -> Array:
    """Counterweight: strength bal_i mean_{p in k} clip(1/n - R_ip, -c, c), in log odds.

    n is the number of powers with capability, c = balance_reach.

    Theory: hedging (Kuik 2008).
    Text: Z1-2 "a means to balance relations among the two dominant powers".
    """
    active = np.maximum(total((capability > 0).astype(float)), 1.0)
    missing = clipped(1.0 / active - mean_alignment, -balance_reach, balance_reach)
    return strength * interest[:, np.newaxis] * mean_over_leaders(missing, leader)


def offence(strength: Scalar, hold: Array, resistance: Array, leader: Array, participant: Array) -> Array:
    """Cost of offending powers outside k: -strength mean_{p in k} sum_{q outside k} hold_iq rs_qp, in log odds.

    Outside is who neither leads k nor takes part in it; neither of these is offended by it.

    Theory: alliance dilemma (Snyder 1997).
    Text: Z6 "no intention of inciting a conflict between the major powers".
    """
    outside = 1.0 - np.maximum(leader, participant)
    resisting = weighted(resistance, leader.swapaxes(0, 1), axis=1)
    offended = outside * resisting.swapaxes(0, 1) / np.maximum(total(leader, axis=1), 1.0)[:, np.newaxis]
    return -strength * total(hold[:, np.newaxis] * offended, axis=2)


def cost(strength: Scalar, obligation: Array) -> Array:
    """What membership binds: -strength obligation_k, in log odds.

    Theory: autonomy given up (Morrow 1991).
    """
    return -strength * obligation[np.newaxis]


def exit_cost(mean_alignment: Array, leader: Array, exit_always: Scalar, exit_by_dependence: Scalar) -> Array:
    """Cost of leaving: exit_always + exit_by_dependence mean_{p in k} R_ip.

    Those who lean on the leaders have more to lose (Keohane & Nye 1977). At renewal `membership` counts the share
    `renewal_ease` of it.

    Returns
    -------
    array, (state, institution)
        Log odds, at least 0.
    """
    return exit_always + exit_by_dependence * mean_over_leaders(mean_alignment, leader)


def lasting_benefit(lasting_benefit: Array, benefit: Array, newly: Array, deliberation: Scalar) -> Array:
    """Worth of membership as it has lasted: L' = L + deliberation (u - L); u itself when a body is founded.

    A state binds itself by interests that last, not by the alarm of a month (Keohane 1984). Z1-4 has Uzbekistan
    shocked in February 1999, an observer in 2000 and a member in 2001.

    Returns
    -------
    array, (state, institution)
        Log odds.
    """
    return np.where(newly > 0, benefit, lasting_benefit + deliberation * (benefit - lasting_benefit))


def membership(
    membership: Array,
    applied: Array,
    lasting_benefit: Array,
    exit_cost: Array,
    by_application: Array,
    summit: Array,
    renewal: Array,
    fixed_term: Array,
    exists: Array,
    newly: Array,
    founder: Array,
    admits: Array,
    accession: Array,
    opened: Array,
    noise_join: Array,
    noise_leave: Array,
    join_chance: Scalar,
    decision_steepness: Scalar,
    admission_floor: Scalar,
    leave_chance: Scalar,
    renewal_ease: Scalar,
) -> Array:
    """Who is a member at the end of the month.

    L is the lasting benefit. Founders sign when the body begins to exist. An open body is joined with probability
    join_chance sigma(s L); one with applications admits at a summit, once it is an organisation, those who waited
    since an earlier summit and still want it (L > -admission_floor). A member leaves with probability leave_chance
    sigma(-s (L + exit_cost)); at renewal it stays only with probability sigma(s (L + renewal_ease exit_cost)), and a
    body with a fixed term is left at no other time. A body that ceases to exist has no members.

    Returns
    -------
    array, (state, institution)
        0 or 1.
    """
    inside = membership > 0
    joins = noise_join < (1.0 - by_application) * admits * join_chance * sigma(decision_steepness * lasting_benefit)
    bar = np.where(by_application * summit * admits > 0, -admission_floor, np.inf)
    admitted = (opened * applied > 0) & (lasting_benefit > bar)
    ease = np.where(renewal > 0, renewal_ease, 1.0)
    chance = np.where(renewal > 0, 1.0, (1.0 - fixed_term) * leave_chance)
    leaves = noise_leave < chance * sigma(-decision_steepness * (lasting_benefit + ease * exit_cost))
    signs = np.maximum(founder * newly, accession) > 0
    member = (inside & ~leaves) | (~inside & (joins | admitted)) | signs
    return member.astype(float) * exists


def applied(
    applied: Array,
    membership: Array,
    lasting_benefit: Array,
    by_application: Array,
    summit: Array,
    admits: Array,
    exists: Array,
    noise_join: Array,
    decision_steepness: Scalar,
) -> Array:
    """Applications: at a summit a state applies with probability sigma(s L), L its lasting benefit, and observes.

    It waits until a later summit admits it: a forum has observers, an organisation admits members (Z1-4: "joined in
    2000 as an observer").

    Returns
    -------
    array, (state, institution)
        0 or 1.
    """
    applies = noise_join < by_application * summit * admits * sigma(decision_steepness * lasting_benefit)
    waits = (membership == 0) & ((applied > 0) | applies)
    return waits.astype(float) * exists
