"""Claims on single states: how far each leans on whom, and why."""

from collections.abc import Sequence

import numpy as np

from .claim import Part, at_least, claim, in_each
from .past import Past, Values, effective_powers
from .windows import AFTER, BEFORE, CLOSE, FOUR, POWERS, SLIGHT, ahead, by_name, holds_for

TURN = 0.02
"""Least rise of a lean that is called a turn."""


@claim(
    "C05",
    "F",
    "Z1-4, Z4",
    "history",
    "no_september_11",
    record="mixed: FBIC of Russia in Uzbekistan rises throughout 2000-02, .125, .202, .247 (Moyer et al. 2021): for"
    " drawing closer, against drawing apart; bases open to the US in 2001",
)
def uzbekistan_closer_then_apart(past: Past, no_september_11: Past) -> Sequence[Part]:
    """Uzbekistan improves relations with Russia, and then "the recently shortened distance" is "increased".

    Lean of Uzbekistan on Russia: 2001-01..2001-08 above 1998; 2002 below 2001-01..2001-08, and that fall larger than
    without September 11 (paired).
    """
    recently = "2001-01..2001-08"

    def fall(world: Past) -> Values:
        return world.lean("UZB", "RUS", recently) - world.lean("UZB", "RUS", "2002")

    return [
        in_each("closer in 2001 than in 1998", past.lean("UZB", "RUS", recently) - past.lean("UZB", "RUS", "1998")),
        in_each("further away in 2002", fall(past)),
        at_least("falls more than without September 11", fall(past) - fall(no_september_11), SLIGHT),
    ]


@claim(
    "C06",
    "F",
    "Z4",
    record="mixed: US obligations to the three grow by 24 to 77 % from 2000 to 2002 (ForeignAssistance.gov); their"
    " exercises with the US fall from 8 to 3, with Russia rise from 19 to 23 (D'Orazio & Galambos 2021)",
)
def three_turn_one_after_another(past: Past) -> Sequence[Part]:
    """Kazakhstan, Tajikistan and Kyrgyzstan, close to Russia, "have started to turn to the US one after another".

    Each leans on Russia more than on the United States before, and on the United States more by at least .02 after than
    before (less is no turn: chance alone raises all three by something in a fifth of runs without September 11); the
    first months from 2001-09 on in which each has made half of its rise from before to 2003-12 span at least 2 months.
    """

    def lean(power: str, window: str) -> Values:
        return by_name(CLOSE, lambda state: past.lean(state, power, window))

    before = lean("USA", BEFORE)
    halfway = 0.5 * (before + lean("USA", "2003-12"))
    months = by_name(CLOSE, lambda state: past.lean_series(state, "USA", "2001-09..2003-12"))
    turned = np.argmax(months >= halfway[:, np.newaxis], axis=1)
    return [
        in_each("before, closer to RUS than to USA", (lean("RUS", BEFORE) - before).min(axis=0)),
        in_each("turn to USA by .02", (lean("USA", AFTER) - before).min(axis=0) - TURN),
        # Whole months: two are enough, one is not.
        in_each("turns span 2 months", np.ptp(turned, axis=0) - 1.5),
    ]


@claim(
    "C07",
    "F",
    "Z5, Z6",
    record="against: of the four, Uzbekistan's exercises in 2002 are the most even, 2 with Russia and 1 with the US;"
    " Kazakhstan 8 and 2, Kyrgyzstan 6 and 1, Tajikistan 9 and 0 (D'Orazio & Galambos 2021)",
)
def uzbekistan_is_the_exception(past: Past) -> Sequence[Part]:
    """But for Uzbekistan "most Central Asian countries" still adopt a "multidirectional, balanced foreign policy".

    Effective number of powers, after: at least 2 in two or more of Kazakhstan, Kyrgyzstan and Tajikistan; lowest of the
    four in Uzbekistan.
    """
    leans = by_name(POWERS, lambda power: by_name(FOUR, lambda state: past.lean(state, power, AFTER)))
    *others, uzbekistan = effective_powers(leans)
    return [
        in_each("N at least 2 in two of three", holds_for(2, np.stack(others)) - 2.0),
        in_each("N lowest in UZB", np.min(others, axis=0) - uzbekistan),
    ]


@claim(
    "C08",
    "F",
    "Z1-4",
    record="mixed: exercises with the US in 1995-98 are 11 for Uzbekistan, 6 Kazakhstan, 7 Kyrgyzstan, none Tajikistan"
    " (D'Orazio & Galambos 2021); arms stay Russian (SIPRI)",
)
def uzbekistan_looks_to_the_us(past: Past) -> Sequence[Part]:
    """Uzbekistan's external policy long "focused primarily on the United States and stood distant from Russia".

    1994..1998: of the four it leans most on the United States and least on Russia, and more on the United States than
    on Russia in security, and in politics ("relations with the United States and NATO").
    """
    window = "1994..1998"

    def leans(power: str) -> tuple[Values, Values]:
        return past.lean("UZB", power, window), by_name(CLOSE, lambda state: past.lean(state, power, window))

    def prefers_us(domain: str) -> Values:
        us, russia = (past.mean("alignment", window, "UZB", power, domain) for power in ("USA", "RUS"))
        return us - russia

    own, others = leans("RUS")
    return [
        in_each("leans most on USA of the four", ahead(*leans("USA"))),
        in_each("leans least on RUS of the four", others.min(axis=0) - own),
        in_each("USA above RUS in security", prefers_us("security")),
        in_each("USA above RUS in politics", prefers_us("politics")),
    ]


@claim(
    "C26",
    "F",
    "Z1-2",
    record="against: China's FBIC over Russia's in 2001 is .09 in Kazakhstan, .36 in Kyrgyzstan, .05 in Uzbekistan, .03"
    " in Tajikistan (Moyer et al. 2021)",
)
def kazakhstan_balances_two_neighbours(past: Past) -> Sequence[Part]:
    """Clamped between two strong neighbours, Kazakhstan has "pursued a foreign policy of 'balance'".

    The smaller of the leans on Russia and China over the larger, 1996..2003: of the four it is largest in Kazakhstan.
    """
    leans = by_name(("RUS", "CHN"), lambda power: by_name(FOUR, lambda state: past.lean(state, power, "1996..2003")))
    evenness = leans.min(axis=0) / leans.max(axis=0)
    return [in_each("most even in KAZ", ahead(evenness[0], evenness[1:]))]


@claim(
    "C37",
    "F",
    "Z4",
    record="mixed: FBIC of Russia in 1997, 2000 and 2001 is .106, .117, .115 in Turkmenistan and .159, .125, .202 in"
    " Uzbekistan (Moyer et al. 2021)",
)
def relations_with_russia_improve(past: Past) -> Sequence[Part]:
    """Improvements in "political and economic relations between Uzbekistan and Turkmenistan and Russia".

    Lean on Russia of Uzbekistan, and of Turkmenistan, the mean over politics, energy and trade: before above 1997.
    """
    domains = ("politics", "energy", "trade")

    def gain(state: str) -> Values:
        before, then = (past.mean("alignment", window, state, "RUS", domains) for window in (BEFORE, "1997"))
        return before - then

    return [in_each(f"{state} closer to RUS than in 1997", gain(state)) for state in ("UZB", "TKM")]


@claim("C39", "T", "Z7", logged=True)
def security_economy_and_balance(past: Past) -> Sequence[Part]:
    """They welcome the US "out of the need of security, economy and balance between major power relations".

    2001-09..2001-12, in at least three of the four: of what draws a state to the United States protection is positive
    in security, the offer is positive in energy or in trade, and balance, mean over domains, is larger (costs less)
    than for Russia.
    """
    window = "2001-09..2001-12"

    def welcome(state: str) -> Values:
        def term(name: str, power: str, domain: str | None = None) -> Values:
            return past.term("attraction", name, window, state, power, domain)

        return np.minimum.reduce(
            [
                term("protection", "USA", "security"),
                np.maximum(term("offer", "USA", "energy"), term("offer", "USA", "trade")),
                (term("balance", "USA") - term("balance", "RUS")).mean(axis=0),
            ]
        )

    return [in_each("in three of the four", holds_for(3, by_name(FOUR, welcome)))]
