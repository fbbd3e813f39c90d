"""The order of a month, on one screen.

Each line is a stage: who acts, by which rule, writing what. A rule's arguments are names of `variables.py` and
`parameters.py`; it reads what earlier stages wrote. Within a stage all actors read the same arrays, so their order
cannot matter. Nature is everything nobody decides.
"""

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
from .stage import Stage, by

MONTH: tuple[Stage, ...] = (
    # threat and home
    by("nature", threat.vigilance, "vigilance"),
    by("nature", threat.act, "act"),
    by("nature", threat.source_strength, "source_strength struck"),
    by("nature", threat.protection, "protected"),
    by("nature", threat.strikes, "attacked"),
    by("nature", threat.extremist_threat, "extremist_threat threat_rise"),
    by("nature", borders.border_dispute, "border_dispute"),
    by("nature", borders.powers_border, "powers_border"),
    by("nature", rivalry.rivalry, "rivalry"),
    by("nature", instability.conditions, "conditions"),
    by("nature", instability.instability, "instability"),
    # powers answer each other
    by("nature", stance.presence_of, "presence_of"),
    by("nature", stance.four_reasons, "against invite"),
    by("nature", stance.stance_probabilities, "odds"),
    by("power", stance.stance, "stance stance_odds"),
    by("nature", stance.resistance, "resistance"),
    # powers engage
    by("nature", engagement.fluctuation, "fluctuation"),
    by("nature", engagement.hindered, "hindered"),
    by("nature", engagement.channel, "channel"),
    by("nature", engagement.needs, "needs"),
    by("power", engagement.engagement, "engagement"),
    by("nature", threat.guaranteed, "guaranteed"),
    by("nature", engagement.credibility, "credibility"),
    # states choose how far to lean on each power
    by("nature", outlook.fading, "fading"),
    by("nature", outlook.fear, "fear"),
    by("nature", outlook.sponsor_concentration, "sponsor_concentration"),
    by("nature", outlook.dilution, "dilution"),
    by("nature", outlook.hold, "hold"),
    by("nature", outlook.vulnerability, "vulnerability"),
    by("nature", choice.disposition, "disposition"),
    by("nature", choice.outside_option, "outside_option"),
    by("state", "attraction", "attraction_term attraction"),
    by("state", choice.target, "target target_alone"),
    by("state", choice.alignment, "alignment"),
    by("nature", choice.mean_alignment, "mean_alignment"),
    by("nature", choice.regional_alignment, "regional_alignment"),
    # bases
    by("nature", access.want, "want"),
    by("state", "access", "access_term base_worth"),
    by("power", access.base, "base"),
    # institutions
    by("nature", institutions.newly, "newly existed summits"),
    by("nature", membership.coverage, "coverage"),
    by("nature", membership.demand_for, "demand_for"),
    by("nature", institutions.participation, "participation"),
    by("state", "membership", "membership_term benefit"),
    by("nature", membership.lasting_benefit, "lasting_benefit"),
    by("nature", membership.exit_cost, "exit_cost"),
    by("institution", institutions.opened, "opened"),
    by("state", membership.membership, "membership"),
    by("state", membership.applied, "applied"),
    by("nature", borders.border_need, "border_need border_settled"),
    by("nature", institutions.functions, "function"),
    by("nature", institutions.overlap, "overlap"),
    by("nature", institutions.estrangement, "estrangement"),
    by("nature", institutions.strain, "strain"),
    by("nature", rivalry.discord, "discord"),
    by("institution", institutions.cohesion, "cohesion"),
    by("nature", institutions.depth, "depth"),
    by("nature", institutions.effectiveness, "effectiveness"),
    # relations between powers
    by("nature", recognition.openness, "openness"),
    by("nature", recognition.accord, "accord"),
    by("nature", friction.friction, "friction"),
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
