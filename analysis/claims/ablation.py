"""Every mechanism off in turn: which claims it carries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ...runs import Pool
from ...scenarios import Change
from .claim import CLAIMS, claims
from .deviations import Deviation, Shift, case_of, shift
from .evaluate import evaluate, worlds_needed

SHARE = 8
"""Of the runs of the model, one in so many is run without each mechanism."""

Tick = Callable[[int], None]

ATTRACTION = {
    "offer": "offers attract",
    "protection": "protection attracts",
    "balance": "dependence repels",
    "domination": "near and strong powers are feared",
    "pressure": "resistance by rivals deters",
    "legacy": "old ties attract",
    "border": "border disputes repel",
    "conditionality": "strings repel",
    "regime_support": "support for rulers attracts",
    "linkage": "alignment elsewhere attracts",
    "base": "a base commits",
    "institution": "common institutions attract",
    "diversification": "dependence in energy repels",
    "autonomy_pull": "autonomy is valued",
    "neutrality_pull": "neutrality is valued",
}
ACCESS = {
    "access_protection": "bases for protection",
    "access_rent": "bases for rent",
    "access_legacy": "bases by old ties",
    "access_pressure": "rivals deter bases",
    "access_conditionality": "strings deter bases",
    "access_domination": "fear deters bases",
    "access_neutrality": "neutrality deters bases",
    "access_reserve": "reserve against foreign troops",
}
MEMBERSHIP = {
    "membership_counter_terror": "bodies against terrorism attract",
    "membership_border": "bodies for borders attract",
    "membership_economy": "economic bodies attract",
    "membership_standing": "bodies give standing",
    "membership_subordination": "bodies subordinate",
    "membership_neutrality": "neutrality keeps out of bodies",
    "membership_legacy": "old ties bring into bodies",
    "membership_balance": "bodies balance",
    "membership_offence": "bodies offend rivals",
    "membership_cost": "bodies cost",
}
FURTHER = {
    "source_growth": "the source grows",
    "campaign_effect": "campaigns weaken the source",
    "contagion": "threat spreads",
    "protection_works": "protection lowers the threat",
    "protection_by_powers": "powers protect",
    "protection_by_institutions": "institutions protect",
    "strike_chance": "chance strikes by the source",
    "settlement_chance": "borders are settled in pairs",
    "settlement_in_forum": "bodies for borders settle them",
    "powers_border_fade": "disputes of powers fade",
    "powers_border_fade_in_forum": "bodies let disputes of powers fade",
    "rivalry_scale": "quarrels become rivalry",
    "common_enemy_hides": "a common enemy hides quarrels",
    "campaign_silences": "campaigns silence criticism",
    "instability_always": "personal rule unsettles",
    "instability_by_conditions": "strings unsettle",
    "instability_by_threat": "threat unsettles",
    "instability_by_unrest": "unrest unsettles",
    "crisis_chance": "chance crises",
    "base_visibility": "bases are seen",
    "reason_legitimacy": "first reason: legitimacy",
    "reason_benefit": "second reason: shared benefit",
    "reason_incapacity": "third reason: no capability",
    "reason_relations": "fourth reason: relations",
    "reasons_weight": "the four reasons together",
    "benefit_of_campaign": "another's campaign benefits",
    "benefit_without_source": "benefit outlasts the source",
    "handicap": "rivals' strength counts",
    "resist_presence": "presence provokes",
    "resist_friction": "friction provokes",
    "cooperate_reasons": "reasons invite cooperation",
    "acquiescence_grates": "acquiescence still resists",
    "fluctuation_spread": "noise in powers' means",
    "border_shadow": "past disputes leave needs",
    "resistance_cuts": "resistance cuts engagement",
    "channel_gain": "institutions are channels",
    "learning_always": "credibility is learnt in quiet times",
    "learning_by_attack": "attacks teach",
    "learning_by_campaign": "campaigns teach",
    "credit_for_strikes": "striking the source earns credit",
    "balance_floor": "dependence repels the indifferent too",
    "balance_regional": "the region's lean counts",
    "conditions_floor": "strings bother stable rulers too",
    "hold_by_proximity": "nearness gives a hold",
    "dilution_most": "equals in a body dilute fear",
    "disposition_spread": "noise in what is not modelled",
    "rent_floor": "rent tempts all",
    "grant_chance": "new bases are granted",
    "revoke_chance": "unwelcome bases end",
    "base_exit_cost": "ending a base costs",
    "recall_chance": "troops are recalled",
    "forum_works": "forums work against terrorism",
    "guarantee_of_settled": "guarding settled borders is valued",
    "border_memory": "past disputes value the forum",
    "standing_of_forum": "forums give standing",
    "coverage_weight": "security elsewhere lowers demand",
    "exit_always": "leaving costs",
    "exit_by_dependence": "leaving costs the dependent",
    "join_chance": "states join open bodies",
    "leave_chance": "members leave",
    "opening_threshold": "demand has to open a forum",
    "counter_terror_weight": "bodies work against terrorism",
    "leaders_border_weight": "leaders' borders count",
    "guarantee_weight": "guarding counts as work",
    "economy_of_forum": "forums work on economy",
    "cohesion_scale": "common work binds",
    "cohesion_by_border": "borders bind",
    "cohesion_by_economy": "economy binds",
    "cohesion_by_participation": "participation binds",
    "cohesion_by_quarrels": "quarrels loosen",
    "cohesion_by_instability": "instability loosens",
    "cohesion_by_strain": "overlap loosens",
    "depth_pace": "bodies deepen",
    "strain_costs": "overlap costs work",
    "friction_distrust": "distrust makes friction",
    "friction_crowding": "crowding makes friction",
    "friction_border": "borders make friction",
    "friction_relief": "common bodies relieve friction",
    "openness_by_threat": "shared threat opens",
}
OFF_AT_ONE = {
    "swing_floor": "effort goes where it turns most",
    "reach_without_base": "far powers need bases",
    "access_without_bases": "campaigns need bases",
    "renewal_ease": "renewal is a time to leave",
    "deliberation": "states wait whether worth lasts",
    "agenda_of_forum": "summits use up a forum's agenda",
}
"""What 1 switches off."""

ENDLESS = {"budget": "means are limited", "legacy_life": "old ties fade", "coverage_most": "cover has a limit"}
"""What a very large number switches off."""

SCALES: Mapping[str, str] = MappingProxyType(
    {
        "bases_for_full_access": "a scale of access_without_bases",
        "threat_pace": "a speed",
        "strike_threshold": "a scale of strike_chance",
        "strike_size": "a size: strike_chance switches it off",
        "saturation": "a scale of engagement",
        "settlement_share": "a size: settlement_chance switches it off",
        "rivalry_pace": "a speed",
        "instability_pace": "a speed",
        "crisis_size": "a size: crisis_chance switches it off",
        "resist_always": "a level",
        "cooperate_reluctance": "a level",
        "reconsider_chance": "a speed",
        "fluctuation_memory": "a memory: fluctuation_spread switches it off",
        "learning_most": "a limit on speeds",
        "offer_unit": "a unit",
        "disposition_memory": "a memory: disposition_spread switches it off",
        "grant_steepness": "how sharply chances answer to worth",
        "grant_threshold": "a level",
        "balance_reach": "a limit: membership_balance switches it off",
        "decision_steepness": "how sharply chances answer to worth",
        "admission_floor": "a level",
        "cohesion_pace": "a speed",
        "friction_pace": "a speed",
        "openness_pace": "a speed",
        "openness_steepness": "how sharply openness answers",
        "openness_threshold": "a level",
    }
)
"""Parameters that are no mechanism by themselves, and why."""


@dataclass(frozen=True)
class Ablation:
    """What came out.

    Attributes
    ----------
    runs : int
        Replications without each mechanism.
    mechanisms : tuple of Deviation
        One switched off in each.
    shifts : mapping of str to Shift
        By claim.
    """

    runs: int
    mechanisms: tuple[Deviation, ...]
    shifts: Mapping[str, Shift]

    def felled(self, place: int) -> dict[str, bool]:
        """Name the claims that hold with all mechanisms and fail without one, and whether they fall far.

        Parameters
        ----------
        place : int
            Of the mechanism.
        """
        fails = {id_: found for id_, found in self.shifts.items() if found.felled[place]}
        return {id_: bool(found.falls[place]) for id_, found in fails.items()}

    def carriers(self, claim: str) -> dict[str, bool]:
        """Name the mechanisms without which a claim that holds fails, and whether it falls far."""
        found = self.shifts[claim]
        each = zip(self.mechanisms, found.felled, found.falls, strict=True)
        return {own.name: bool(far) for own, felled, far in each if felled}

    @property
    def unidentified(self) -> list[Deviation]:
        """Mechanisms without which no fitted or held-out claim falls in frequency."""
        own = [found.falls for id_, found in self.shifts.items() if CLAIMS[id_].kind in {"F", "T"}]
        falls = np.any(own, axis=0) if own else np.zeros(len(self.mechanisms), dtype=bool)
        return [mechanism for mechanism, any_falls in zip(self.mechanisms, falls, strict=True) if not any_falls]


def mechanisms() -> list[Deviation]:
    """List the mechanisms, each with what switches it off."""
    off = [(ATTRACTION | ACCESS | MEMBERSHIP | FURTHER, Change(times=0.0)), (OFF_AT_ONE, Change(times=0.0, plus=1.0))]
    off.append((ENDLESS, Change(times=1000.0)))
    return [
        Deviation(title, {f"parameters.{name}": change}) for listed, change in off for name, title in listed.items()
    ]


def runs_of_points(runs: int) -> int:
    """Say how many replications are run without a mechanism, where the model has `runs`."""
    return max(runs // SHARE, 2)


def runs_needed(chosen: Sequence[str], runs: int) -> int:
    """Count the runs that `ablation` does."""
    return worlds_needed(_judged(chosen)) * (1 + len(mechanisms())) * runs_of_points(runs)


def ablation(chosen: Sequence[str], runs: int, seed: int, pool: Pool, tick: Tick) -> Ablation:
    """Switch each mechanism off in turn.

    Parameters
    ----------
    chosen : sequence of str
        Ids of claims; those of logic are left out.
    runs : int
        Replications of the model.
    seed : int
        Of the noise.
    pool : Pool
        Open workers.
    tick : callable
        Told how many runs more were done.
    """
    listed, few = mechanisms(), runs_of_points(runs)
    [judged] = evaluate([case_of("ablation", listed)], _judged(chosen), few, seed, pool, tick)
    return Ablation(few, tuple(listed), {id_: shift(parts) for id_, parts in sorted(judged["scenario"].items())})


def _judged(chosen: Sequence[str]) -> list[str]:
    return [claim.id for claim in claims(chosen) if claim.kind != "X"]
