"""Every quantity of the world: its name, its axes, its unit and what it means.

One table serves the compiled scenario, the rules (whose arguments are these names), the agents (who see their own
row of each), the history and the documentation. Each array carries one more axis at the end, the replication:
length 1 where all replications share a value. Counting axes from the left, a rule never notices it.
"""

from dataclasses import dataclass

ACTORS = ("state", "power", "institution")
"""The kinds of actors; an axis of one of these names is cut to the actor's own row when an agent looks at it."""

SAME_AXIS = {"other": "state", "rival": "power", "origin": "domain", "other_institution": "institution"}
"""Second axes over the same things, never cut."""

FACTORS = ("usefulness", "threat", "resources", "proximity", "relevance", "border")
"""What a purpose of a power can need of a state, besides a constant part."""

FUNCTIONS = ("border_settlement", "border_guarantee", "counter_terror", "economy")
"""What an institution can do for its members."""


@dataclass(frozen=True)
class Variable:
    """A named quantity.

    Attributes
    ----------
    dims : tuple of str
        Axes from the left, without the replication.
    unit : str
        Unit and range.
    meaning : str
        One clause.
    recorded : bool
        Whether its value at the end of each month is kept.
    dtype : str
        "float", "bool" or "int".
    """

    dims: tuple[str, ...]
    unit: str
    meaning: str
    recorded: bool = True
    dtype: str = "float"


def _fixed(dims: str, unit: str, meaning: str) -> Variable:
    return Variable(tuple(dims.split()), unit, meaning, recorded=False)


CONSTANTS: dict[str, Variable] = {
    # states
    "core": _fixed("state", "0 or 1", "counts in the means over the region"),
    "neutral": _fixed("state", "[0,1]", "declared neutrality"),
    "interest": _fixed("state interest", "[0,1]", "weight of an interest of the state"),
    "resources": _fixed("state", "[0,1]", "oil, gas and what else powers come for"),
    "usefulness": _fixed("state", "[0,1]", "use of its territory for a campaign"),
    "incidence": _fixed("state", "[0,1]", "how readily extremists strike it"),
    "exposure": _fixed("state source", "[0,1]", "how far an outside source of extremism reaches it"),
    "spill": _fixed("state other", "[0,1]", "threat that comes over from a neighbour"),
    "quarrel": _fixed("state other", "[0,1]", "quarrel with a neighbour over territory, water or people"),
    # powers
    "stake": _fixed("power", "[0,1]", "how much it minds another power's presence in the region"),
    "proximity": _fixed("state power", "[0,1]", "nearness of the power"),
    "relevance": _fixed("state power", "[0,1]", "weight of the state in the power's eyes"),
    "legacy": _fixed("state power", "[0,1]", "ties from before the start"),
    "credibility_0": _fixed("state power", "[0,1]", "credibility at the start"),
    "base_0": _fixed("state power", "0 or 1", "bases at the start"),
    "border_0": _fixed("state power", "[0,1]", "border dispute at the start"),
    "powers_border_0": _fixed("power rival", "[0,1]", "border dispute between powers at the start"),
    # sources of extremism
    "source_0": _fixed("source", "[0,1]", "strength at the start"),
    "source_floor": _fixed("source", "[0,1]", "strength that no campaign removes"),
    # institutions
    "founder": _fixed("state institution", "0 or 1", "signs the founding document"),
    "lead": _fixed("institution power domain", "[0,1]", "how far a power leads the institution, by domain"),
    "participant": _fixed("institution power", "[0,1]", "takes part without leading, and so is not offended"),
    "obligation": _fixed("institution", "[0,1]", "how much membership binds"),
    "fixed_term": _fixed("institution", "0 or 1", "can be left at renewal only"),
    "by_application": _fixed("institution", "0 or 1", "admission by application at a summit, else open"),
    "provides_border": _fixed("institution", "[0,1]", "settlement and guarantee of borders"),
    "provides_counter_terror": _fixed("institution", "[0,1]", "cooperation against extremism"),
    "provides_economy": _fixed("institution", "[0,1]", "economic cooperation"),
    "provides_standing": _fixed("institution", "[0,1]", "a voice and a stage for its members"),
    # domains
    "weight": _fixed("domain", "[0,1]", "share in means over domains; they sum to 1"),
    "presence": _fixed("domain", "[0,1]", "how visible alignment in it is to other powers"),
    "guarantee": _fixed("domain", "[0,1]", "engagement in it protects"),
    "leverage": _fixed("domain", "[0,1]", "engagement in it gives a say in home affairs"),
    "needs_access": _fixed("domain", "[0,1]", "engagement in it needs proximity or a base"),
    "contested": _fixed("domain", "[0,1]", "a resisting power can hinder, an institution can help engagement in it"),
    "adjustment": _fixed("domain", "per month", "speed at which alignment follows its target"),
    "pace": _fixed("domain", "per month", "speed at which engagement follows its target"),
    "linkage": _fixed("domain origin", "[0,1]", "how far alignment in the origin carries over"),
    # purposes of powers
    "effort": _fixed("purpose", ">= 0", "engagement that one unit of demand and need calls for"),
    "spends": _fixed("purpose domain", "[0,1]", "domains in which the purpose is pursued"),
    "need_always": _fixed("purpose", "[0,1]", "need that does not depend on the state"),
    "need": _fixed("purpose factor", "[0,1]", "weight of each factor in the need"),
    "counters_threat": _fixed("purpose", "0 or 1", "the purpose is to fight extremism"),
    "seeks_influence": _fixed("purpose", "0 or 1", "the purpose is influence for its own sake"),
    "seeks_outlets": _fixed("purpose", "0 or 1", "the purpose is served by transit and outlets among members"),
    # terms
    "term_load": _fixed("term domain", "[-1,1]", "loading of a term of attraction by domain"),
    # sides of a mutual-recognition game
    "side_power": _fixed("side power", "0 or 1", "belongs to the side"),
    "openness_0": _fixed("side", "[0,1]", "openness towards the other side at the start"),
}

CAUSES: dict[str, Variable] = {
    "unrest": _fixed("state", "[0,1]", "unrest at home: war, succession, breakdown"),
    "incident": _fixed("state", ">= 0", "attacks of the month"),
    "source_active": _fixed("source", "0 or 1", "the source has taken hold and grows"),
    "capability": _fixed("power", ">= 0", "means the power can spend in the region; 1 is the leading one in 1992"),
    "conditionality": _fixed("power", "[0,1]", "strings attached: reform, rights, accusations"),
    "regime_support": _fixed("power", "[0,1]", "backing of rulers as they are"),
    "legitimacy": _fixed("power", "[0,1]", "moral support for its presence"),
    "campaign": _fixed("power", "[0,1]", "readiness to fight extremism abroad by force"),
    "deployment": _fixed("power", "[0,1]", "readiness to station forces in the region"),
    "demand": _fixed("power purpose", ">= 0", "how much it wants each purpose"),
    "trust": _fixed("power rival", "[0,1]", "value of relations between two powers (symmetric)"),
    "exists": _fixed("institution", "0 or 1", "the institution exists"),
    "admits": _fixed("state institution", "0 or 1", "the state is on the admission list"),
    "summit": _fixed("institution", "0 or 1", "a summit is held this month"),
    "renewal": _fixed("institution", "0 or 1", "membership comes up for renewal this month"),
    "accession": _fixed("state institution", "0 or 1", "made a member by a labelled intervention this month"),
    "recognition": _fixed("side", "[0,1]", "outside push to recognise the other side"),
}
"""What changes from outside, by month: the only things a shock can name."""


def _state(dims: str, unit: str, meaning: str, *, dtype: str = "float") -> Variable:
    return Variable(tuple(dims.split()), unit, meaning, dtype=dtype)


VARIABLES: dict[str, Variable] = {
    # threat and home
    "elapsed": _fixed("", "months", "time since the start"),
    "vigilance": _fixed("power", ">= 0", "how much it wants extremism fought"),
    "act": _fixed("power", ">= 0", "campaign it wages"),
    "conditions": _fixed("power", "[0,1]", "conditionality in force"),
    "source_strength": _state("source", "[0,1]", "strength of an outside source of extremism"),
    "struck": _fixed("power", ">= 0", "what its campaign took from the sources this month"),
    "protected": _fixed("state", "[0,1]", "protection it enjoys"),
    "attacked": _fixed("state", ">= 0", "attacks of the month"),
    "extremist_threat": _state("state", "[0,1.3]", "threat of terrorism, separatism and extremism"),
    "threat_rise": _fixed("state", ">= 0", "rise of the threat this month"),
    "border_dispute": _state("state power", "[0,1]", "unsettled border"),
    "powers_border": _state("power rival", "[0,1]", "unsettled border between powers"),
    "rivalry": _state("state", "[0,1.2]", "activated quarrels with neighbours"),
    "instability": _state("state", "[0,1.2]", "instability at home"),
    # stances
    "presence_of": _fixed("rival", ">= 0", "presence in the region that others see"),
    "against": _fixed("power rival", ">= 0", "reasons not to resist"),
    "invite": _fixed("power rival", ">= 0", "reasons to cooperate"),
    "odds": _fixed("power rival choice", "[0,1]", "probabilities of the stances"),
    "stance_odds": _fixed("power rival choice", "[0,1]", "probabilities when the stance was last drawn"),
    "stance": _state("power rival", "0, 1, 2", "cooperate, acquiesce or resist", dtype="int"),
    "resistance": _fixed("power rival", "[0,1]", "intensity with which a power resists another"),
    # powers
    "fluctuation": _fixed("power", "logs", "ups and downs of its means"),
    "hindered": _fixed("power", "[0,1]", "share of contested engagement that gets past resisting rivals"),
    "channel": _fixed("state power", ">= 1", "help of the institutions it leads"),
    "needs": _fixed("state power purpose", ">= 0", "how much each purpose needs each state"),
    "engagement": _state("state power domain", ">= 0", "effective resources the power puts in"),
    "guaranteed": _fixed("state power", "[0,1]", "how far engagement guarantees security"),
    "credibility": _state("state power", "[0,1]", "belief that the power's guarantee will work"),
    # choice
    "fading": _fixed("", "[0,1]", "what is left of old ties"),
    "fear": _fixed("state power", ">= 0", "threat of a strong neighbour"),
    "sponsor_concentration": _fixed("institution", "[0,1]", "concentration of its leadership"),
    "dilution": _fixed("state power", "[0,1]", "what common membership leaves of a neighbour's menace"),
    "hold": _fixed("state power", ">= 0", "hold of a power over the state"),
    "vulnerability": _fixed("state power", ">= 0", "exposure to the powers that resist this one"),
    "disposition": _fixed("state power domain", "log odds", "what moves a share and is not modelled"),
    "attraction_term": _fixed("term state power domain", "log odds", "the terms of attraction"),
    "attraction": _fixed("state power domain", "log odds", "sum of the terms"),
    "outside_option": _fixed("state", "log odds", "staying alone"),
    "target": _fixed("state power domain", "[0,1]", "share that the state would choose without inertia"),
    "target_alone": _fixed("state domain", "[0,1]", "autonomy that the state would choose without inertia"),
    "alignment": _state("state power domain", "[0,1]", "share of the state's alignment; the rest is autonomy"),
    "mean_alignment": _fixed("state power", "[0,1]", "mean over domains"),
    "regional_alignment": _fixed("power", "[0,1]", "mean over domains and core states"),
    # bases
    "want": _fixed("state power", ">= 0", "interest of the power in a base"),
    "access_term": _fixed("access_term state power", "log odds", "the terms of a base's worth"),
    "base_worth": _fixed("state power", "log odds", "worth of a base to the state"),
    "base": _state("state power", "0 or 1", "the power has a base", dtype="bool"),
    # institutions
    "existed": _fixed("institution", "0 or 1", "it existed last month"),
    "newly": _fixed("institution", "0 or 1", "it is founded this month"),
    "coverage": _fixed("state institution", "[0,1]", "security had elsewhere"),
    "demand_for": _state("state institution", ">= 0", "how much it wants the institution as a security provider"),
    "participation": _fixed("institution", "[0,1]", "share of the core states that are members"),
    "membership_term": _fixed("membership_term state institution", "log odds", "the terms of membership's worth"),
    "benefit": _fixed("state institution", "log odds", "worth of membership"),
    "lasting_benefit": _fixed("state institution", "log odds", "worth of membership as it has lasted"),
    "exit_cost": _fixed("state institution", "log odds", "cost of leaving"),
    "summits": _fixed("institution", "count", "summits held, the founding one included"),
    "opened": _state("institution", "0 or 1", "the forum has become an organisation", dtype="bool"),
    "membership": _state("state institution", "0 or 1", "member", dtype="bool"),
    "applied": _state("state institution", "0 or 1", "observer whose application waits for a summit", dtype="bool"),
    "border_need": _fixed("state power", "[0,1]", "border that wants settling"),
    "border_settled": _fixed("state power", "[0,1]", "settled border that wants guarding"),
    "function": _state("institution function", ">= 0", "weight of each function in the institution's life"),
    "overlap": _fixed("institution other_institution", "[0,1]", "shared functions and members"),
    "estrangement": _fixed("institution other_institution", "[0,1]", "friction and resistance between leaders"),
    "strain": _fixed("institution", ">= 0", "overlap with estranged bodies"),
    "discord": _fixed("institution", "[0,1.2]", "activated quarrels among its members"),
    "cohesion": _state("institution", "[0,1]", "common interest of the members"),
    "depth": _state("institution", "[0,1]", "institutionalisation"),
    "effectiveness": _state("institution", "[0,1]", "share of its work not lost to overlap with estranged bodies"),
    # relations between powers
    "openness": _state("side", "[0,1]", "openness of a side of the mutual-recognition game"),
    "accord": _fixed("power rival", "[0,1]", "cooperation of powers on different sides"),
    "friction": _state("power rival", "[0,1]", "friction between two powers in the region (symmetric)"),
    # fixed at the start
    "distinct": _fixed("power rival", "0 or 1", "two different powers"),
    "leader": _fixed("institution power", "0 or 1", "leads in some domain"),
    "leading": _fixed("institution power", "[0,1]", "how far it leads"),
    "provides": _fixed("institution service", "[0,1]", "border, counter-terror, economy"),
}
"""What the rules write, in the order of a month. Two names differ in the files users read: `member` joins states and
powers, `demand` is `demand_for`."""

NOISE: dict[str, Variable] = {
    "noise_incident_size": _fixed("state", "uniform", "severity of dated attacks"),
    "noise_strike": _fixed("state", "uniform", "whether extremists strike"),
    "noise_strike_size": _fixed("state", "exponential", "size of a strike"),
    "noise_settlement": _fixed("state power", "uniform", "whether a border agreement is reached"),
    "noise_crisis": _fixed("state", "uniform", "whether a crisis breaks out"),
    "noise_crisis_size": _fixed("state", "exponential", "size of a crisis"),
    "noise_reconsider": _fixed("power rival", "uniform", "whether a stance is reconsidered"),
    "noise_stance": _fixed("power rival", "uniform", "which stance is drawn"),
    "noise_fluctuation": _fixed("power", "normal", "means of a power"),
    "noise_disposition": _fixed("state power domain", "normal", "what moves a share and is not modelled"),
    "noise_grant": _fixed("state power", "uniform", "whether a base is granted"),
    "noise_revoke": _fixed("state power", "uniform", "whether a base is ended by its host"),
    "noise_recall": _fixed("state power", "uniform", "whether troops are recalled"),
    "noise_join": _fixed("state institution", "uniform", "whether a state joins or applies"),
    "noise_leave": _fixed("state institution", "uniform", "whether a member leaves"),
    "noise_opening": _fixed("institution", "uniform", "whether a forum becomes an organisation"),
}
"""The named streams of random numbers; the unit is their distribution."""
