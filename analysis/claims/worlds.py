"""The worlds that claims compare: the history of the texts, and what it is paired with."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import permutations
from types import MappingProxyType
from typing import Any

from ...scenarios import Scenario, from_tree, load


@dataclass(frozen=True)
class Variant:
    """A scenario that ships, with settings.

    Attributes
    ----------
    scenario : str
        Its name.
    settings : tuple of str
        As `--set` takes them.
    change : callable, optional
        What no setting can say; done last.
    """

    scenario: str = "us_entry_2001"
    settings: tuple[str, ...] = ()
    change: Callable[[Scenario], Scenario] | None = None


def scenario_of(variant: Variant, settings: Sequence[str] = ()) -> Scenario:
    """Load the scenario of a variant.

    Parameters
    ----------
    variant : Variant
        Such as one of `WORLDS`.
    settings : sequence of str
        Applied after the variant's own, before its change.

    Raises
    ------
    ScenarioError
        If a setting does not fit the scenario.
    """
    return _scenario_of(variant, tuple(settings))


@lru_cache(maxsize=64)
def _scenario_of(variant: Variant, settings: tuple[str, ...]) -> Scenario:
    scenario = load(variant.scenario, (*variant.settings, *settings))
    return scenario if variant.change is None else variant.change(scenario)


def exchanged(scenario: Scenario, one: str, other: str) -> Scenario:
    """Give each of two powers all that is said of the other: attributes, relations, bodies it leads, its shocks.

    Parameters
    ----------
    scenario : Scenario
        In which both are.
    one, other : str
        Their ids.

    Returns
    -------
    Scenario
        The same but for who has which name.
    """
    names = {one: other, other: one}
    word = re.compile(rf"\b({one}|{other})\b")

    def renamed(content: Any) -> Any:
        if isinstance(content, dict):
            return {word.sub(lambda found: names[found[0]], key): renamed(item) for key, item in content.items()}
        if isinstance(content, list):
            # The sides of a game list their powers.
            return [names.get(item, item) if isinstance(item, str) else renamed(item) for item in content]
        return content

    return from_tree(renamed(scenario.tree), scenario.name, scenario.changes)


_NOBODY_ACCEDES = tuple(f"interventions.{name}_accedes.strength=0" for name in ("mongolia", "pakistan", "india"))
_EVERYWHERE = ", ".join(f"{state}: 1" for state in ("KAZ", "KGZ", "TJK", "TKM", "UZB"))
_TIES = ", ".join(f"{tie}: {{{_EVERYWHERE}}}" for tie in ("proximity", "relevance", "legacy", "borders"))

_QUARRELS = (
    *permutations(("KAZ", "KGZ", "UZB"), 2),
    *permutations(("KAZ", "UZB", "TKM"), 2),
    *permutations(("KGZ", "TJK", "UZB"), 2),
)
# Unrest in all four at once, of three fifths of the size that the world file gives the Tajik civil war: a judgement.
_SUCCESSION = """
{date: 2002-01, title: Succession, source: "Z3 (2); hypothetical, date and size are judgement",
 passage: "changes in the presidency may result in political and social instability",
 causes: {states.KAZ.unrest: {step: 0.3}, states.KGZ.unrest: {step: 0.3},
          states.TJK.unrest: {step: 0.3}, states.UZB.unrest: {step: 0.3}}}
"""

WORLDS: Mapping[str, Variant] = MappingProxyType(
    {
        "history": Variant(),
        "no_september_11": Variant("no_september_11"),
        "no_us_conditionality": Variant("no_us_conditionality"),
        "no_us_bases": Variant(settings=("powers.USA.deployment=0",)),
        "source_kept_alive": Variant(settings=("parameters.campaign_effect=0",)),
        "us_withdraws": Variant("us_withdraws_2003"),
        "no_china_in_sco": Variant(
            settings=tuple(f"institutions.SCO.lead.CHN.{domain}=0" for domain in ("security", "politics", "trade"))
        ),
        # Nothing lowers trust in the US, and neither minds another power's presence.
        "no_worry_about_us": Variant(
            settings=(
                *(f"relations.{power}-USA.trust=1" for power in ("CHN", "RUS")),
                *(f"powers.{power}.stake=0" for power in ("CHN", "RUS")),
                *(f"shocks.{name}.strength=0" for name in ("kosovo_war", "abm_withdrawal", "iraq_war")),
            )
        ),
        "quarrels_raised": Variant(settings=tuple(f"states.{one}.quarrels.{other}=1" for one, other in _QUARRELS)),
        "succession": Variant(settings=(f"shocks.succession={_SUCCESSION}",)),
        "no_legitimacy": Variant(settings=("parameters.reason_legitimacy=0",)),
        "no_shared_benefit": Variant(settings=("parameters.reason_benefit=0",)),
        "no_incapacity": Variant(settings=("parameters.reason_incapacity=0",)),
        "no_cost_to_relations": Variant(settings=("parameters.reason_relations=0",)),
        # The SCO stays on the axis of institutions, so that variations by its name still fit.
        "no_sco": Variant(settings=("institutions.SCO.exists=0",)),
        "two_wheels": Variant("sco_economic_wheel"),
        "one_wheel": Variant("sco_economic_wheel", ("institutions.SCO.provides.economy=some",)),
        "nobody_accedes": Variant("sco_expansion", _NOBODY_ACCEDES),
        "mongolia_accedes": Variant("sco_expansion_mongolia"),
        "pakistan_accedes": Variant("sco_expansion_pakistan"),
        "india_accedes": Variant("sco_expansion_india"),
        "both_move": Variant("west_and_sco"),
        "west_moves": Variant("west_and_sco", ("shocks.sco_reciprocates.strength=0",)),
        "sco_moves": Variant("west_and_sco", ("shocks.west_revises_policy.strength=0",)),
        "neither_moves": Variant(
            "west_and_sco", ("shocks.sco_reciprocates.strength=0", "shocks.west_revises_policy.strength=0")
        ),
        "us_conditionality_doubled": Variant(settings=("powers.USA.conditionality=0.9",)),
        # A NATO programme, the SCO and the treaty do as much as each other against terrorism.
        "duplicated_security": Variant(
            settings=(
                "institutions.PFP.provides.counter_terror=important",
                "institutions.CST.provides.counter_terror=important",
            )
        ),
        # Near to all, with old ties to all and a stake, but nothing to offer.
        "power_without_means": Variant(settings=(f"powers.NIL={{title: Nobody, stake: 1, {_TIES}}}",)),
        "names_exchanged": Variant(change=partial(exchanged, one="RUS", other="USA")),
    }
)
"""Named by what sets them apart; all run under the same noise."""
