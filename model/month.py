"""The order of a month, on one screen.

Each line is a stage: who acts, by which rule, writing what. A rule's arguments are names of `variables.py` and
`parameters.py`; it reads what earlier stages wrote. Within a stage all actors read the same arrays, so their order
cannot matter. Nature is everything nobody decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .inputs import Array
from .rules import (
    access,
    borders,
    choice,
    engagement,
    friction,
    instability,
    institutions,
    membership,
    outlook,
    recognition,
    rivalry,
    stance,
    threat,
)

Result = Array | tuple[Array, ...]


@dataclass(frozen=True)
class Stage:
    """One step of a month.

    Attributes
    ----------
    actor : str
        "nature", "state", "power" or "institution".
    rule : callable or str
        A pure function of arrays named by its arguments, or the name of a choice ("attraction", "access",
        "membership") whose terms are weighed.
    writes : tuple of str
        Names of the variables that take the rule's results, in order.
    name : str
        Name of the rule; for a choice, of the sum of its terms.
    """

    actor: str
    rule: Callable[..., Result] | str
    writes: tuple[str, ...]
    name: str


def _stage(actor: str, rule: Callable[..., Result] | str, writes: str) -> Stage:
    names = tuple(writes.split())
    return Stage(actor, rule, names, names[-1] if isinstance(rule, str) else rule.__name__)


MONTH: tuple[Stage, ...] = (
    # threat and home
    _stage("nature", threat.vigilance, "vigilance"),
    _stage("nature", threat.act, "act"),
    _stage("nature", threat.source_strength, "source_strength struck"),
    _stage("nature", threat.protection, "protected"),
    _stage("nature", threat.strikes, "attacked"),
    _stage("nature", threat.extremist_threat, "extremist_threat threat_rise"),
    _stage("nature", borders.border_dispute, "border_dispute"),
    _stage("nature", borders.powers_border, "powers_border"),
    _stage("nature", rivalry.rivalry, "rivalry"),
    _stage("nature", instability.conditions, "conditions"),
    _stage("nature", instability.instability, "instability"),
    # powers answer each other
    _stage("nature", stance.presence_of, "presence_of"),
    _stage("nature", stance.four_reasons, "against invite"),
    _stage("nature", stance.stance_probabilities, "odds"),
    _stage("power", stance.stance, "stance stance_odds"),
    _stage("nature", stance.resistance, "resistance"),
    # powers engage
    _stage("nature", engagement.fluctuation, "fluctuation"),
    _stage("nature", engagement.hindered, "hindered"),
    _stage("nature", engagement.channel, "channel"),
    _stage("nature", engagement.needs, "needs"),
    _stage("power", engagement.engagement, "engagement"),
    _stage("nature", threat.guaranteed, "guaranteed"),
    _stage("nature", engagement.credibility, "credibility"),
    # states choose how far to lean on each power
    _stage("nature", outlook.fading, "fading"),
    _stage("nature", outlook.fear, "fear"),
    _stage("nature", outlook.sponsor_concentration, "sponsor_concentration"),
    _stage("nature", outlook.dilution, "dilution"),
    _stage("nature", outlook.hold, "hold"),
    _stage("nature", outlook.vulnerability, "vulnerability"),
    _stage("nature", choice.disposition, "disposition"),
    _stage("nature", choice.outside_option, "outside_option"),
    _stage("state", "attraction", "attraction_term attraction"),
    _stage("state", choice.target, "target"),
    _stage("state", choice.alignment, "alignment"),
    _stage("nature", choice.mean_alignment, "mean_alignment"),
    _stage("nature", choice.regional_alignment, "regional_alignment"),
    # bases
    _stage("nature", access.want, "want"),
    _stage("state", "access", "access_term base_worth"),
    _stage("power", access.base, "base"),
    # institutions
    _stage("nature", institutions.newly, "newly existed summits"),
    _stage("nature", membership.coverage, "coverage"),
    _stage("nature", membership.demand_for, "demand_for"),
    _stage("nature", institutions.participation, "participation"),
    _stage("state", "membership", "membership_term benefit"),
    _stage("nature", membership.exit_cost, "exit_cost"),
    _stage("institution", institutions.opened, "opened"),
    _stage("state", membership.membership, "membership"),
    _stage("state", membership.applied, "applied"),
    _stage("nature", borders.border_need, "border_need border_settled"),
    _stage("nature", institutions.functions, "function"),
    _stage("nature", institutions.overlap, "overlap"),
    _stage("nature", institutions.estrangement, "estrangement"),
    _stage("nature", institutions.strain, "strain"),
    _stage("nature", rivalry.discord, "discord"),
    _stage("institution", institutions.cohesion, "cohesion"),
    _stage("nature", institutions.depth, "depth"),
    _stage("nature", institutions.effectiveness, "effectiveness"),
    # relations between powers
    _stage("nature", recognition.openness, "openness"),
    _stage("nature", recognition.accord, "accord"),
    _stage("nature", friction.friction, "friction"),
)

REST = (
    "vigilance",
    "act",
    "conditions",
    "hindered",
    "channel",
    "needs",
    "engagement",
    "guaranteed",
    "fading",
    "fear",
    "sponsor_concentration",
    "dilution",
    "hold",
    "vulnerability",
    "outside_option",
    "attraction",
    "target",
    "alignment",
    "mean_alignment",
    "regional_alignment",
)
"""Stages repeated before the first month, until offers and alignments rest at the causes of the start.

Threat, quarrels, instability and stances begin from nothing: the first year or two of a run is their warm-up."""
