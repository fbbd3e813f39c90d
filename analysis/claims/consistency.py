"""Claims that check consistency (set K): coded in the world file, nearly true by construction, or following causes.

A model that fails one disagrees with its own files; one that passes has shown nothing. They are no evidence.
"""

from collections.abc import Sequence

from ...model.rules.stance import RESIST
from .claim import Part, at_least, claim, in_each
from .past import Past, Values, slope
from .windows import BEFORE, FIVE, FOUR, SLIGHT, ahead, by_name


@claim("C10", "K", "Z4")
def us_input_grows(past: Past) -> Sequence[Part]:
    """After the mid-1990s, the US "began to increase its input in the region".

    The slope of US engagement with the four, all domains by weight, is above 0 from January 1995 to June 1998.
    """
    engaged = past.engagement_series("USA", "1995-01..1998-06", FOUR)
    return [in_each("US engagement rises, 1995-01..1998-06", slope(engaged))]


@claim("C13", "K", "Z4", "history", "no_legitimacy", "no_shared_benefit", "no_incapacity", "no_cost_to_relations")
def four_reasons(history: Past, *without: Past) -> Sequence[Part]:
    """That China and Russia "have not resisted the direct US military presence" has four reasons.

    Moral support, the benefit of US strikes, "no real capabilities to impede", and relations with the US. With the
    weight of any one at 0, the probability that each of the two resists the US in October 2001 to December 2002 is
    higher than in history (paired).
    """
    reasons = ("moral support", "shared benefit", "incapacity", "cost to relations")
    return [
        at_least(f"{power} resists more without {reason}", _resists(world, power) - _resists(history, power), SLIGHT)
        for reason, world in zip(reasons, without, strict=True)
        for power in ("RUS", "CHN")
    ]


def _resists(past: Past, power: str) -> Values:
    return (past.series("stance", "2001-10..2002-12", power, "USA") == RESIST).mean(axis=0)


@claim("C21", "K", "Z4")
def hidden_quarrels_surface(past: Past) -> Sequence[Part]:
    """With "the most dangerous common enemy" gone, "originally hidden contradictions" may come to prominence.

    Activated rivalry, mean of the four, is higher in July 2002 to December 2003 than before September 11.
    """
    later, before = (past.mean("rivalry", window, FOUR) for window in ("2002-07..2003-12", BEFORE))
    return [in_each("rivalry 2002-07..2003-12 above before", later - before)]


@claim("C23", "K", "Z3 (6)", record="for: UN General Assembly resolution 50/80 (1995) notes its neutrality")
def turkmenistan_neutral(past: Past) -> Sequence[Part]:
    """Turkmenistan "maintains its neutral policy", "showing no intention of joining".

    Its autonomy, 1 minus its alignment with all powers, is the largest of the five in 1996-2003, and in no month is it
    a member of the SCO or of the Collective Security Treaty.
    """
    alone = by_name(FIVE, lambda state: 1.0 - past.lean(state, None, "1996..2003").sum(axis=0))
    member = by_name(("SCO", "CST"), lambda body: past.series("membership", "1996..2003", "TKM", body).max(axis=0))
    return [
        in_each("TKM has the largest autonomy of the five", ahead(alone[-1], alone[:-1])),
        in_each("TKM in neither the SCO nor the CST", 0.5 - member.max(axis=0)),
    ]


@claim("C24", "K", "Z4")
def us_stays(past: Past) -> Sequence[Part]:
    """The US "will not easily make a strategic withdrawal from the region".

    US engagement with the four is higher in the last quarter of 2003 than before September 11.
    """
    later, before = (
        past.engagement_series("USA", window, FOUR).mean(axis=0) for window in ("2003-10..2003-12", BEFORE)
    )
    return [in_each("US engagement at the end of 2003 above before", later - before)]


@claim("C25", "K", "Z2 (2)")
def china_needs_oil(past: Past) -> Sequence[Part]:
    """Since 1993 China "has been increasingly relying on imported oil", a trend that "will surely deepen".

    Its engagement in Kazakhstan's energy is larger in 2003 than in 1998, and larger in 1998 than in 1993.
    """
    first, second, third = (past.mean("engagement", year, "KAZ", "CHN", "energy") for year in ("1993", "1998", "2003"))
    return [
        in_each("China in Kazakhstan's energy: 1998 above 1993", second - first),
        in_each("China in Kazakhstan's energy: 2003 above 1998", third - second),
    ]


@claim("C27", "K", "Z1-3")
def tajikistan_relies_on_russia(past: Past) -> Sequence[Part]:
    """Russian forces "are stationed in Tajikistan to protect its border", for it "cannot safeguard itself".

    Its alignment with Russia in security is the largest of the five in 1993-2000.
    """
    relies = by_name(
        ("TJK", "KAZ", "KGZ", "TKM", "UZB"),
        lambda state: past.mean("alignment", "1993..2000", state, "RUS", "security"),
    )
    return [in_each("TJK leans most on RUS in security", ahead(relies[0], relies[1:]))]


@claim("C29", "K", "Z2 (4)", "history", "no_sco")
def sco_lowers_friction(history: Past, without: Past) -> Sequence[Part]:
    """Possibilities of conflict between China and Russia "can be lowered through cooperation within the SCO".

    In a world where the SCO never exists, friction between the two in 2001-2003 is higher than in history (paired).
    """
    apart, together = (past.mean("friction", "2001..2003", "CHN", "RUS") for past in (without, history))
    return [at_least("friction of China and Russia higher without the SCO", apart - together, SLIGHT)]


@claim("C30", "K", "Z7", "one_wheel", "two_wheels")
def economy_binds(one_wheel: Past, two_wheels: Past) -> Sequence[Part]:
    """Economic cooperation is the force "with the tightest and most lasting adhesive", in the long run above all.

    With twice the economic function from the start, cohesion of the SCO in 2008-2010 is higher (paired; after 2003
    causes hold).
    """
    twice, once = (past.mean("cohesion", "2008..2010", "SCO") for past in (two_wheels, one_wheel))
    return [at_least("SCO cohesion in 2008-2010 higher with twice the economy", twice - once, SLIGHT)]


@claim("C31", "K", "Z3 (6)", "nobody_accedes", "mongolia_accedes", "pakistan_accedes", "india_accedes")
def newcomers(nobody: Past, mongolia: Past, pakistan: Past, india: Past) -> Sequence[Part]:
    """Mongolia would not cause "bitter disputes" but thin "security cooperation"; Pakistan or India bring conflicts.

    Each accedes alone in June 2003, by a labelled intervention. In 2004-2006 the SCO's function against terrorism is
    lower with Mongolia than with no newcomer, and its cohesion is higher with Mongolia than with Pakistan alone or
    India alone (paired).
    """
    window = "2004..2006"
    works, thinned = (past.mean("function", window, "SCO", "counter_terror") for past in (nobody, mongolia))
    calm, *troubled = (past.mean("cohesion", window, "SCO") for past in (mongolia, pakistan, india))
    return [
        at_least("the SCO does less against terrorism with Mongolia", works - thinned, SLIGHT),
        at_least("SCO cohesion: with Mongolia above with Pakistan", calm - troubled[0], SLIGHT),
        at_least("SCO cohesion: with Mongolia above with India", calm - troubled[1], SLIGHT),
    ]


@claim("C32", "K", "I", "both_move", "west_moves", "sco_moves", "neither_moves")
def both_must_move(both: Past, west: Past, sco: Past, neither: Past) -> Sequence[Part]:
    """Cooperation depends on whether the West "revises its SCO policy" and the SCO members "reciprocate".

    Cooperation, the product of the two sides' openness, in 2010: more if both move than if either does, and more if
    either does than if none (paired).
    """
    joint, by_west, by_sco, none = (_cooperation(past) for past in (both, west, sco, neither))
    return [
        at_least("both move against the West alone", joint - by_west, SLIGHT),
        at_least("both move against the SCO alone", joint - by_sco, SLIGHT),
        at_least("the West alone against neither", by_west - none, SLIGHT),
        at_least("the SCO alone against neither", by_sco - none, SLIGHT),
    ]


def _cooperation(past: Past) -> Values:
    west, sco = (past.series("openness", "2010", side) for side in ("west", "sco"))
    return (west * sco).mean(axis=0)


@claim("C33", "K", "Z5", "history", "us_conditionality_doubled")
def leverage_restricts_sco(history: Past, doubled: Past) -> Sequence[Part]:
    """The US "may place indirect restrictions to some extent on the SCO" through the states that it can press.

    With US conditionality doubled, cohesion of the SCO in 2002-2003 is lower (paired).
    """
    free, pressed = (past.mean("cohesion", "2002..2003", "SCO") for past in (history, doubled))
    return [at_least("SCO cohesion lower with conditionality doubled", free - pressed, SLIGHT)]


@claim("C34", "K", "Z3 (4), Z5", "history", "duplicated_security")
def mechanisms_offset(history: Past, duplicated: Past) -> Sequence[Part]:
    """Estranged and overlapping, "the coexistent security mechanisms" may "offset and restrict one another".

    Where NATO's programme and the Collective Security Treaty do as much against terrorism as the SCO, each of the
    three is less effective in 2002-2003, as a share of its work (paired).
    """
    window = "2002..2003"
    return [
        at_least(f"{body} less effective where work is duplicated", lost, SLIGHT)
        for body in ("SCO", "CST", "PFP")
        for lost in [history.mean("effectiveness", window, body) - duplicated.mean("effectiveness", window, body)]
    ]
