"""Claims on the SCO and the bodies beside it: what they are for, who is in them, and what becomes of them."""

from collections.abc import Sequence

import numpy as np

from .claim import Part, at_least, at_most, claim, in_each
from .past import Past, Values, slope
from .windows import BEFORE, CLOSE, FOUR, SLIGHT, WHOLE, ahead, before_and_after, by_name


def founded(past: Past) -> Values:
    """Tell, run by run, whether the forum becomes an organisation within 2000-06..2002-06."""
    return past.mean("opened", "2002-06", "SCO") - past.mean("opened", "2000-05", "SCO")


def uzbekistan_in(past: Past, window: str, institution: str, name: str = "membership") -> Values:
    """Tell, run by run, whether Uzbekistan is a member, or an applicant, in any month."""
    return past.series(name, window, "UZB", institution).max(axis=0).astype(np.float64)


def border_function(past: Past, window: str) -> Values:
    """Settlement and guarantee of borders together in the work of the forum, mean over months."""
    return past.mean("function", window, "SCO", "border_settlement") + past.mean(
        "function", window, "SCO", "border_guarantee"
    )


@claim(
    "C09",
    "F",
    "Z1-4",
    record="for: a member from 2001 on, nothing before (COW IGO v3, Pevehouse et al. 2020)",
)
def uzbekistan_turns_to_the_sco(past: Past) -> Sequence[Part]:
    """Uzbekistan, "totally shocked" by attacks, joined the SCO "in 2000 as an observer" and became a member in 2001.

    Uzbekistan is neither applicant nor member of the SCO in any month before 2000-01, and a member in 2001-12; so it
    has applied or joined in between.
    """
    earlier = np.maximum(*(uzbekistan_in(past, "1992-01..1999-12", "SCO", name) for name in ("applied", "membership")))
    return [
        in_each("outside before 2000", earlier == 0.0),
        in_each("a member in 2001-12", uzbekistan_in(past, "2001-12", "SCO") > 0.0),
    ]


@claim("C15", "F", "Z5", "history", "no_us_bases", "source_kept_alive")
def two_factors_lower_demand(past: Past, no_bases: Past, source_alive: Past) -> Sequence[Part]:
    """Two factors changed "demands to the SCO": "the overthrow of the Taliban" and "US direct military presence".

    Mean demand of the four for the SCO as a security provider: after below before; and that fall is smaller (paired)
    without US bases, and with the source of extremism kept alive.
    """

    def fall(world: Past) -> Values:
        before, after = before_and_after(lambda window: world.mean("demand_for", window, FOUR, "SCO"))
        return before - after

    return [
        in_each("demand falls", fall(past)),
        at_least("less without US bases", fall(past) - fall(no_bases), SLIGHT),
        at_least("less with the source alive", fall(past) - fall(source_alive), SLIGHT),
    ]


@claim(
    "C16",
    "F",
    "Z6",
    record="for: no member of 2001 has left by 2003 (COW IGO v3, Pevehouse et al. 2020)",
)
def the_sco_goes_on(past: Past) -> Sequence[Part]:
    """After September 11 the SCO "has continued to develop", and "steps have accelerated".

    P(any state leaves the SCO by 2003-12) at most .05; its depth in 2003-12 above that of 2001-08.
    """
    members = past.series("membership", WHOLE, None, "SCO").astype(np.int8)
    leaves = np.any(np.diff(members, axis=0) < 0, axis=(0, 1))
    deeper = past.mean("depth", "2003-12", "SCO") - past.mean("depth", "2001-08", "SCO")
    return [at_most("P(a member leaves) at most .05", leaves, 0.05), in_each("deeper in 2003 than in 2001", deeper)]


@claim("C17", "T", "Z intro, Z5, Z6")
def borders_found_and_do_not_carry(past: Past) -> Sequence[Part]:
    """The SCO "stems from border security", which lacks "sustained momentum"; its guarantee "has not changed".

    Borders, settlement and guarantee together, lead the functions of the forum from its founding to 1997-12; mean
    dispute of Kazakhstan, Kyrgyzstan and Tajikistan with China in 2002 below 1996; guarantee in 2002..2003 at least .9
    of before.
    """
    first = "1996-04..1997-12"
    others = np.maximum(*(past.mean("function", first, "SCO", name) for name in ("counter_terror", "economy")))
    dispute = [past.mean("border_dispute", year, CLOSE, "CHN") for year in ("1996", "2002")]
    guarantee = [past.mean("function", window, "SCO", "border_guarantee") for window in (BEFORE, "2002..2003")]
    return [
        in_each("borders lead to 1997", border_function(past, first) - others),
        in_each("disputes fewer in 2002 than in 1996", dispute[0] - dispute[1]),
        in_each("guarantee stays", guarantee[1] - 0.9 * guarantee[0]),
    ]


@claim("C18", "F", "Zn3, Z5")
def counter_terrorism_takes_over(past: Past) -> Sequence[Part]:
    """At the summits of the Five, "from 1998 the main topic ... has turned from border issues to antiterrorism".

    Of the functions of the forum, borders (settlement and guarantee together) lead counter-terrorism in 1997-06, and
    it them in some month of 1997-07..1999-12; 1999-01..2001-08, on average, it leads borders and economy.
    """
    window, later = "1997-07..1999-12", "1999-01..2001-08"

    def main(window: str) -> Values:
        return past.mean("function", window, "SCO", "counter_terror") - border_function(past, window)

    topics = past.series("function", window, "SCO", "counter_terror") - sum(
        past.series("function", window, "SCO", name) for name in ("border_settlement", "border_guarantee")
    )
    economy = past.mean("function", later, "SCO", "counter_terror") - past.mean("function", later, "SCO", "economy")
    return [
        in_each("borders ahead in 1997-06", -main("1997-06")),
        in_each("overtaken by 1999-12", topics.max(axis=0)),
        in_each("counter-terrorism leads 1999-2001", np.minimum(main(later), economy)),
    ]


@claim(
    "C19",
    "F",
    "Z intro",
    record="for: the organisation is declared on 15 June 2001 (Zn1; COW IGO v3, Pevehouse et al. 2020)",
)
def the_forum_becomes_an_organisation(past: Past) -> Sequence[Part]:
    """With "almost all political principles" reached, the Five had to change "from a forum into an organization".

    The forum opens within 2000-06..2002-06; in at least .8 of runs, as any claim on single runs.
    """
    return [in_each("founded in 2000-06..2002-06", founded(past) > 0.0)]


@claim("C20", "F", "Z4")
def treaty_deepens_and_is_held_back(past: Past) -> Sequence[Part]:
    """The Collective Security Treaty deepens in the late 1990s; then its momentum "has been held back".

    Slope of its cohesion: positive in 1999-01..2001-08, and lower in 2001-09..2003-03.
    """
    before, after = (
        slope(past.series("cohesion", window, "CST")) for window in ("1999-01..2001-08", "2001-09..2003-03")
    )
    return [in_each("cohesion grows before", before), in_each("grows less after", before - after)]


@claim("C28", "T", "Z1-3", logged=True)
def small_states_need_protection(past: Past) -> Sequence[Part]:
    """The SCO "may provide effective protection to these two countries", Kyrgyzstan and Tajikistan.

    Before, help against extremism is the largest of all terms of what membership in the SCO is worth to each.
    """
    others = [use.name for use in past.inputs.terms["membership"] if use.name != "counter_terror"]

    def first(state: str) -> Values:
        def worth(name: str) -> Values:
            return past.term("membership", name, BEFORE, state, "SCO")

        return ahead(worth("counter_terror"), by_name(others, worth))

    return [in_each(f"protection first in {state}", first(state)) for state in ("KGZ", "TJK")]


@claim("C35", "T", "Zn5", "history", "no_china_in_sco")
def not_without_china(past: Past, no_china: Past) -> Sequence[Part]:
    """Uzbekistan: "Perhaps if there were no China in the SCO, Uzbekistan would not have joined".

    China leads the SCO in no domain, so that Russia leads it alone: P(Uzbekistan a member in 2001-12) is lower by at
    least .3 (paired).
    """
    lost = uzbekistan_in(past, "2001-12", "SCO") - uzbekistan_in(no_china, "2001-12", "SCO")
    return [at_least("P(UZB a member) falls by .3", lost, 0.3)]


@claim("C36", "T", "Z intro", "history", "no_worry_about_us")
def not_made_against_the_us(past: Past, no_worry: Past) -> Sequence[Part]:
    """That these are "organizations opposed the United States" overestimates US impact, though both "were worried".

    China and Russia trust the United States fully throughout (the war over Kosovo, the ABM Treaty and Iraq cost no
    trust) and mind no presence beside their own: P(the forum opens within 2000-06..2002-06) changes by less than .1
    (paired). A power minds all others alike, so that China and Russia stop minding each other too: more than the worry
    is taken away, and the founding has to stand it.
    """
    change = founded(no_worry) - founded(past)
    return [
        at_least("P(founded) falls by less than .1", change, -0.1),
        at_most("P(founded) rises by less than .1", change, 0.1),
    ]


@claim("C43", "T", "Z3 (1)-(3)", "history", "quarrels_raised", "succession")
def what_restrains_the_sco(past: Past, quarrels: Past, succession: Past) -> Sequence[Part]:
    """Instability at home, where "changes in the presidency" are not provided for, and quarrels restrain the SCO.

    Mean cohesion of the SCO in 2002..2003 is lower (paired) where all quarrels among the states are at their worst, and
    where unrest over succession breaks out in the four in 2002-01. Disparities of members enter the model as
    estrangement of overlapping bodies only, which no setting raises.
    """

    def loss(world: Past) -> Values:
        return past.mean("cohesion", "2002..2003", "SCO") - world.mean("cohesion", "2002..2003", "SCO")

    return [
        at_least("quarrels lower cohesion", loss(quarrels), SLIGHT),
        at_least("succession lowers cohesion", loss(succession), SLIGHT),
    ]


@claim(
    "C44",
    "F",
    "Z1-4",
    record="mixed: not among the parties to the protocol of 2 April 1999 that prolongs the Collective Security Treaty;"
    " no party to the treaty of 10 October 2000 on the Eurasian Economic Community; in GUUAM from 24 April 1999; but"
    " coded a member of the CSTO in 2002-03 (COW IGO v3), and ATOP does not show the leaving",
)
def uzbekistan_and_russian_led_bodies(past: Past) -> Sequence[Part]:
    """Uzbekistan was in the Collective Security Treaty but "later quit", is not in the Eurasian one, was in GUUAM.

    Uzbekistan is a member of the CST in some month before 1999-12 and in none from then to 2003-12; never of EurAsEC;
    and P(a member of GUUAM in some month) is at least .5.
    """
    quit_ = (uzbekistan_in(past, "1992-01..1999-11", "CST") > 0.0) & (
        uzbekistan_in(past, "1999-12..2003-12", "CST") == 0.0
    )
    return [
        in_each("in the CST, out by 1999-12", quit_),
        in_each("never in EurAsEC", uzbekistan_in(past, WHOLE, "EAE") == 0.0),
        at_least("P(joins GUUAM) at least .5", uzbekistan_in(past, WHOLE, "GUU"), 0.5),
    ]
