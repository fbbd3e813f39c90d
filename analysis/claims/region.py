"""Claims on the region as a whole: who has influence there, how it shifts, and how safe it is."""

from collections.abc import Sequence

import numpy as np

from .claim import Part, at_least, claim, in_each
from .past import Past, Values, effective_powers, slope
from .windows import AFTER, BEFORE, FIVE, FOUR, POWERS, SLIGHT, ahead, before_and_after, by_name, holds_for

DOMAINS = ("security", "politics", "energy", "trade")


@claim(
    "C01",
    "F",
    "Z4",
    record="for: Russia far ahead of China in every one of the five in 2001 (FBIC, Moyer et al. 2021); no US series",
)
def russia_has_most_influence(past: Past) -> Sequence[Part]:
    """Russia "has remained the country with the most political, economic and security influence on the region".

    Influence on the four, before: Russia's above China's and above the United States'.
    """
    russia = past.influence(FOUR, "RUS", BEFORE)
    return [in_each(f"Russia above {power}", russia - past.influence(FOUR, power, BEFORE)) for power in ("CHN", "USA")]


@claim(
    "C02",
    "F",
    "Z4",
    record="for: Russia supplied 99 % of major arms to the five in 1991-2000 (SIPRI); politics and energy unobserved",
)
def each_power_has_its_own_area(past: Past) -> Sequence[Part]:
    """A fragile balance: Russia leads in military and political influence, the US in energy, China is rooted in trade.

    Influence on the four by domain, 1997-01..2001-08: Russia's is the largest in security and in politics, the United
    States' in energy, and China's own is largest in trade.
    """
    window = "1997-01..2001-08"

    def lead(power: str, domain: str) -> Part:
        def of(name: str) -> Values:
            return past.influence(FOUR, name, window, domain)

        others = by_name([name for name in POWERS if name != power], of)
        return in_each(f"{power} leads in {domain}", ahead(of(power), others))

    china = {domain: past.influence(FOUR, "CHN", window, domain) for domain in DOMAINS}
    trade = china.pop("trade")
    return [
        lead("RUS", "security"),
        lead("RUS", "politics"),
        lead("USA", "energy"),
        in_each("CHN strongest in trade", ahead(trade, np.stack(list(china.values())))),
    ]


@claim(
    "C03",
    "F",
    "Z4",
    record="mixed: bases open in 2001 and US obligations to Uzbekistan rise fivefold in 2002 (ForeignAssistance.gov);"
    " exercises of the four with the US fall from 11 (2000) to 4 (2002), with Russia rise from 24 to 25 (D'Orazio &"
    " Galambos 2021), arms stay Russian (SIPRI), UN votes show no turn (Bailey et al. 2017)",
)
def us_replaces_russia(past: Past) -> Sequence[Part]:
    """After September 11 the US is "replacing Russia as the country with the most influence".

    Influence on the four, after: the United States' above Russia's.
    """
    influence = past.influence(FOUR, "USA", AFTER) - past.influence(FOUR, "RUS", AFTER)
    return [in_each("influence of USA above RUS", influence)]


@claim(
    "C04",
    "F",
    "Z4",
    record="mixed: bases open in 2001 and US obligations to Uzbekistan rise fivefold in 2002 (ForeignAssistance.gov);"
    " exercises with the US fall from 11 (2000) to 4 (2002; D'Orazio & Galambos 2021)",
)
def us_base_expands(past: Past) -> Sequence[Part]:
    """The basis of the US in the region "has expanded from energy to the military and political areas".

    Influence of the United States on the four by domain: energy is the largest before, security or politics after, and
    in energy it is not lower after than before.
    """
    before, after = before_and_after(
        lambda window: by_name(DOMAINS, lambda domain: past.influence(FOUR, "USA", window, domain))
    )
    energy = DOMAINS.index("energy")
    return [
        in_each("energy first before", ahead(before[energy], np.delete(before, energy, axis=0))),
        in_each("security or politics first after", after[:2].max(axis=0) - after[2:].max(axis=0)),
        in_each("energy not lower", after[energy] - before[energy] + SLIGHT),
    ]


@claim(
    "C11",
    "F",
    "Z4",
    record="mixed: exercises of the four with the US grow from 2 (1995) to 10 (1997), then stay at 8, 8, 11 (1998-2000;"
    " D'Orazio & Galambos 2021); US obligations fall from 349 to 108 million USD in 1995-97 and rise to 247 in 2000"
    " (ForeignAssistance.gov)",
)
def us_momentum_slows(past: Past) -> Sequence[Part]:
    """The momentum of US expansion in this region "slowed down in the late 1990s".

    Slope of the mean lean of the four on the United States: 1998-07..2001-08 below 1995-01..1998-06.
    """
    early, late = (slope(past.lean_series(FOUR, "USA", window)) for window in ("1995-01..1998-06", "1998-07..2001-08"))
    return [in_each("lean on USA grows more slowly", early - late)]


@claim(
    "C14",
    "F",
    "Z4, Z5",
    record="for: attacks in Tajikistan fall from 6 in 2001 to none in 2002-03 (GTD); violent deaths of 2000, 297 in"
    " Uzbekistan and 174 in Kyrgyzstan, have no like after (UCDP)",
)
def threat_no_longer_vital(past: Past) -> Sequence[Part]:
    """After the Taliban's fall terrorism, separatism and extremism "still exist, but their threat is no longer vital".

    Extremist threat in Uzbekistan, Kyrgyzstan and Tajikistan, each: after at most .6 of before, and above .1.
    """
    struck = ("UZB", "KGZ", "TJK")
    before, after = before_and_after(
        lambda window: by_name(struck, lambda state: past.mean("extremist_threat", window, state))
    )
    return [
        in_each("after at most .6 of before", (0.6 * before - after).min(axis=0)),
        in_each("after above .1", (after - 0.1).min(axis=0)),
    ]


@claim("C22", "F", "Zn17", "history", "no_us_conditionality")
def conditions_embolden_both_sides(past: Past, unconditional: Past) -> Sequence[Part]:
    """US cooperation and human rights policy "have encouraged not only ruling authorities but also the opposition".

    Mean instability of Kazakhstan, Kyrgyzstan, Turkmenistan and Uzbekistan, the four that the note names: higher in
    2001-11..2003-06 than in 2000, and in that window lower without US conditionality (paired).
    """
    named, window = ("KAZ", "KGZ", "TKM", "UZB"), "2001-11..2003-06"
    shaken = past.mean("instability", window, named)
    return [
        in_each("instability above that of 2000", shaken - past.mean("instability", "2000", named)),
        at_least("lower without conditionality", shaken - unconditional.mean("instability", window, named), SLIGHT),
    ]


@claim(
    "C38",
    "F",
    "Z4",
    record="for: mean FBIC of Russia in the four .33 in 1999, .34 in 2001 (Moyer et al. 2021)",
)
def russia_rebounds(past: Past) -> Sequence[Part]:
    """After 2000 Russia's influence in the region "has rebounded and picked up momentum".

    Russia's influence on the four: 2001-01..2001-08 above 1999.
    """
    rise = past.influence(FOUR, "RUS", "2001-01..2001-08") - past.influence(FOUR, "RUS", "1999")
    return [in_each("influence of RUS higher", rise)]


@claim(
    "C42",
    "F",
    "Z6",
    record="mixed: US obligations to the five grow in 2002 (ForeignAssistance.gov); exercises shift to Russia (D'Orazio"
    " & Galambos 2021) and UN votes show no turn (Bailey et al. 2017)",
)
def partiality_within_balance(past: Past) -> Sequence[Part]:
    """For most it is "partiality for the US within the framework of balanced and multidirectional foreign policy".

    In at least three of the five: from before to after the lean on the United States grows, and by more than that on
    China or Russia, and the effective number of powers after is at least 2.
    """

    def partial(state: str) -> Values:
        before, after = before_and_after(lambda window: by_name(POWERS, lambda power: past.lean(state, power, window)))
        *others, america = after - before
        return np.minimum.reduce([america, *(america - other for other in others), effective_powers(after) - 2.0])

    return [in_each("in three of the five", holds_for(3, by_name(FIVE, partial)))]
