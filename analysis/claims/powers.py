"""Claims on how the powers take each other's presence, and what they keep."""

from collections.abc import Sequence

from ...model.rules.stance import COOPERATE, RESIST
from .claim import Part, at_least, at_most, claim, in_each
from .past import Past, Values
from .windows import AFTER, BEFORE, FOUR, SLIGHT


def share(past: Past, power: str, stance: int, window: str) -> Values:
    """Share of months in which a power has a stance towards the United States, run by run."""
    return (past.series("stance", window, power, "USA") == stance).mean(axis=0)


def both_resist(past: Past, window: str) -> Values:
    """Share of months in which China and Russia both resist the United States, run by run."""
    china, russia = (past.series("stance", window, power, "USA") == RESIST for power in ("CHN", "RUS"))
    return (china & russia).mean(axis=0)


@claim("C12", "F", "Z4")
def no_resistance_but_cooperation(past: Past) -> Sequence[Part]:
    """China and Russia "have not resisted" the US presence and "have expressed a willingness to cooperate".

    P, over the ensemble, of run-months with a stance of China and of Russia towards the United States: resistance in
    2001-10..2002-12 at most 1/3 and below before; cooperation above before.
    """
    window, parts = "2001-10..2002-12", list[Part]()
    for power in ("CHN", "RUS"):
        resist = share(past, power, RESIST, window)
        cooperate = share(past, power, COOPERATE, window) - share(past, power, COOPERATE, BEFORE)
        parts += [
            at_most(f"P({power} resists) at most 1/3", resist, 1.0 / 3.0),
            at_least(f"P({power} resists) falls", share(past, power, RESIST, BEFORE) - resist, SLIGHT),
            at_least(f"P({power} cooperates) rises", cooperate, SLIGHT),
        ]
    return parts


@claim("C40", "F", "Z4")
def joint_hands_broken(past: Past) -> Sequence[Part]:
    """The posture of China and Russia in "joining hands in keeping the US away from Central Asia has been broken".

    P, over the ensemble, of run-months in which both resist the United States: after below before.
    """
    return [at_least("P(both resist) falls", both_resist(past, BEFORE) - both_resist(past, AFTER), SLIGHT)]


@claim("C41", "T", "Z4", "us_withdraws")
def access_outlives_withdrawal(past: Past) -> Sequence[Part]:
    """Even if it withdrew its forces, the US "would spare no efforts to keep its capability to enter and control".

    The United States withdraws in mid-2003: its mean engagement with the four in politics, and in energy, is higher in
    2005 than in 2000.
    """

    def growth(domain: str) -> Values:
        return past.mean("engagement", "2005", FOUR, "USA", domain) - past.mean(
            "engagement", "2000", FOUR, "USA", domain
        )

    return [in_each(f"engagement in {domain} above 2000", growth(domain)) for domain in ("politics", "energy")]
