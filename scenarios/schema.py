"""The scenario language: what a file may say, and which array of the model each value fills.

The three notes on a type (`Measures`, `Keys`, `Names`) tie it to the model: one table here drives reading, checking,
compiling, `--set`, the list of values and the editor's completion.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, StrictBool
from pydantic_core import CoreSchema

from ..model.variables import CAUSES, CONSTANTS, FACTORS, Variable
from .quantities import JsonSchema, Month, Number, Quantity, Series, Shape, Sourced, Strict, said
from .ranges import range_of

DEFAULTS = {"core": 1.0, "deployment": 1.0, "admits": 1.0, "trust": 0.5}
"""What holds where a scenario says nothing; elsewhere it is 0."""


@dataclass(frozen=True)
class Measures:
    """The value fills the model's variable of this name.

    Attributes
    ----------
    name : str
        A name of `variables.CONSTANTS` or `variables.CAUSES`.
    at : tuple of (axis, name)
        Position along axes that the path to the value does not give.
    """

    name: str
    at: tuple[tuple[str, str], ...] = ()

    @property
    def variable(self) -> Variable:
        """Its unit and meaning."""
        return CONSTANTS[self.name] if self.name in CONSTANTS else CAUSES[self.name]

    @property
    def default(self) -> float:
        """What holds where a scenario says nothing."""
        return DEFAULTS.get(self.name, 0.0)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Add meaning and range; the range binds bare numbers and the `value` of a mapping alike."""
        variable = self.variable
        admitted = range_of(variable.unit)
        ends = {"minimum": admitted.low, "maximum": admitted.high}
        limits = {name: end for name, end in ends.items() if isfinite(end)}
        about = {"description": f"{variable.meaning} ({variable.unit})"}
        return {**handler(core), **about, **limits, "properties": {"value": limits}}


@dataclass(frozen=True)
class Keys:
    """The keys of the mapping name things of this kind."""

    kind: str


@dataclass(frozen=True)
class Names:
    """The text names a thing of this kind."""

    kind: str


def _open_to_parts(schema: dict[str, Any]) -> None:
    """Demand no key: a file that extends another may leave out anything."""
    schema.pop("required", None)


class Part(Strict):
    """A mapping that a child file may complete key by key."""

    model_config = ConfigDict(json_schema_extra=_open_to_parts)


class Named(Part):
    """Something with a title for people."""

    title: str | None = Field(None, description="Name for people; the id if left out")
    note: str | None = Field(None, description="Remark for the reader")


class Interest(Named, Sourced):
    """Something that states want."""

    model_config = ConfigDict(json_schema_extra=_open_to_parts)


class Domain(Named):
    """A field of relations in which states align."""

    weight: Annotated[Quantity, Measures("weight")]
    presence: Annotated[Quantity, Measures("presence")] | None = None
    guarantee: Annotated[Quantity, Measures("guarantee")] | None = None
    leverage: Annotated[Quantity, Measures("leverage")] | None = None
    needs_access: Annotated[Quantity, Measures("needs_access")] | None = None
    contested: Annotated[Quantity, Measures("contested")] | None = None
    adjustment: Annotated[Quantity, Measures("adjustment")]
    pace: Annotated[Quantity, Measures("pace")]
    linkage: Annotated[Mapping[str, Annotated[Quantity, Measures("linkage")]], Keys("domain")] = {}


class Need(Part):
    """What a purpose needs of a state."""

    always: Annotated[Quantity, Measures("need_always")] | None = None
    usefulness: Annotated[Quantity, Measures("need", (("factor", FACTORS[0]),))] | None = None
    threat: Annotated[Quantity, Measures("need", (("factor", FACTORS[1]),))] | None = None
    resources: Annotated[Quantity, Measures("need", (("factor", FACTORS[2]),))] | None = None
    proximity: Annotated[Quantity, Measures("need", (("factor", FACTORS[3]),))] | None = None
    relevance: Annotated[Quantity, Measures("need", (("factor", FACTORS[4]),))] | None = None
    border: Annotated[Quantity, Measures("need", (("factor", FACTORS[5]),))] | None = None


class Purpose(Named):
    """What powers come for."""

    effort: Annotated[Quantity, Measures("effort")] | None = None
    spends: Annotated[Mapping[str, Annotated[Quantity, Measures("spends")]], Keys("domain")] = {}
    need: Need = Need()
    counters_threat: Annotated[Quantity, Measures("counters_threat")] | None = None
    seeks_influence: Annotated[Quantity, Measures("seeks_influence")] | None = None
    seeks_outlets: Annotated[Quantity, Measures("seeks_outlets")] | None = None


class Actor(Named):
    """A state, a power, an institution or an outside source; `present: false` leaves it out of the world."""

    present: StrictBool = Field(True, description="false: described, but not in this world")


class State(Actor):
    """A state that chooses how far to lean on each power."""

    core: Annotated[Quantity, Measures("core")] | None = None
    neutral: Annotated[Quantity, Measures("neutral")] | None = None
    interests: Annotated[Mapping[str, Annotated[Quantity, Measures("interest")]], Keys("interest")] = {}
    resources: Annotated[Quantity, Measures("resources")] | None = None
    usefulness: Annotated[Quantity, Measures("usefulness")] | None = None
    incidence: Annotated[Quantity, Measures("incidence")] | None = None
    exposure: Annotated[Mapping[str, Annotated[Quantity, Measures("exposure")]], Keys("source")] = {}
    spill: Annotated[Mapping[str, Annotated[Quantity, Measures("spill")]], Keys("state")] = {}
    quarrels: Annotated[Mapping[str, Annotated[Quantity, Measures("quarrel")]], Keys("state")] = {}
    unrest: Annotated[Series, Measures("unrest")] | None = None
    incident: Annotated[Series, Measures("incident")] | None = None


class Power(Actor):
    """A power that engages in the region."""

    capability: Annotated[Series, Measures("capability")] | None = None
    conditionality: Annotated[Series, Measures("conditionality")] | None = None
    regime_support: Annotated[Series, Measures("regime_support")] | None = None
    legitimacy: Annotated[Series, Measures("legitimacy")] | None = None
    campaign: Annotated[Series, Measures("campaign")] | None = None
    deployment: Annotated[Series, Measures("deployment")] | None = None
    demand: Annotated[Mapping[str, Annotated[Series, Measures("demand")]], Keys("purpose")] = {}
    stake: Annotated[Quantity, Measures("stake")] | None = None
    proximity: Annotated[Mapping[str, Annotated[Quantity, Measures("proximity")]], Keys("state")] = {}
    relevance: Annotated[Mapping[str, Annotated[Quantity, Measures("relevance")]], Keys("state")] = {}
    legacy: Annotated[Mapping[str, Annotated[Quantity, Measures("legacy")]], Keys("state")] = {}
    credibility: Annotated[Mapping[str, Annotated[Quantity, Measures("credibility_0")]], Keys("state")] = {}
    bases: Annotated[Mapping[str, Annotated[Quantity, Measures("base_0")]], Keys("state")] = {}
    borders: Annotated[Mapping[str, Annotated[Quantity, Measures("border_0")]], Keys("state")] = {}


class Relation(Named):
    """Relations between two powers, under the two ids joined by a hyphen."""

    trust: Annotated[Series, Measures("trust")] | None = None
    border: Annotated[Quantity, Measures("powers_border_0")] | None = None


class Source(Actor):
    """An outside source of extremism."""

    strength: Annotated[Quantity, Measures("source_0")] | None = None
    floor: Annotated[Quantity, Measures("source_floor")] | None = None
    active: Annotated[Series, Measures("source_active")] | None = None


class Provides(Part):
    """What an institution does for its members."""

    border: Annotated[Quantity, Measures("provides_border")] | None = None
    counter_terror: Annotated[Quantity, Measures("provides_counter_terror")] | None = None
    economy: Annotated[Quantity, Measures("provides_economy")] | None = None
    standing: Annotated[Quantity, Measures("provides_standing")] | None = None


Lead = Annotated[Mapping[str, Annotated[Quantity, Measures("lead")]], Keys("domain")]


class Institution(Actor):
    """A body that states join and powers lead."""

    exists: Annotated[Series, Measures("exists")]
    admission: Literal["open", "application"] = Field("open", description="open, or by application at a summit")
    founders: Annotated[Mapping[str, Annotated[Quantity, Measures("founder")]], Keys("state")] = {}
    admits: Annotated[Mapping[str, Annotated[Series, Measures("admits")]], Keys("state")] = {}
    lead: Annotated[Mapping[str, Lead], Keys("power")] = {}
    participants: Annotated[Mapping[str, Annotated[Quantity, Measures("participant")]], Keys("power")] = {}
    obligation: Annotated[Quantity, Measures("obligation")] | None = None
    fixed_term: Annotated[Quantity, Measures("fixed_term")] | None = None
    provides: Provides = Provides()
    summits: Annotated[Series, Measures("summit")] | None = None
    renewal: Annotated[Series, Measures("renewal")] | None = None


class Side(Named):
    """A side of the mutual-recognition game."""

    powers: list[Annotated[str, Names("power")]] = Field([], description="Powers of this side")
    openness: Annotated[Quantity, Measures("openness_0")] | None = None
    recognition: Annotated[Series, Measures("recognition")] | None = None


class Term(Sourced):
    """A term that a choice weighs, and the interest it speaks to."""

    model_config = ConfigDict(json_schema_extra=_open_to_parts)

    interest: Annotated[str, Names("interest")] | None = Field(None, description="The interest it speaks to")
    by_power: Annotated[Mapping[str, Sourced], Keys("power")] = Field(
        {}, description="What stands behind the term where it speaks of this power; goes before all else"
    )


class AttractionTerm(Term):
    """A term of attraction, with its loading by domain."""

    loads: Annotated[Mapping[str, Annotated[Quantity, Measures("term_load")]], Keys("domain")] = {}


class Terms(Part):
    """The terms of each choice: alignment, access for bases, membership."""

    attraction: Annotated[Mapping[str, AttractionTerm], Keys("attraction")] = {}
    access: Annotated[Mapping[str, Term], Keys("access")] = {}
    membership: Annotated[Mapping[str, Term], Keys("membership")] = {}


class Theory(Named, Sourced):
    """A theory of alignment: the terms that it lets states weigh, and whether anybody answers shocks."""

    model_config = ConfigDict(json_schema_extra=_open_to_parts)

    attraction: list[str] | None = Field(None, description="Terms of attraction; all if left out")
    access: list[str] | None = Field(None, description="Terms of access for bases; all if left out")
    membership: list[str] | None = Field(None, description="Terms of membership; all if left out")
    shocks: StrictBool = Field(True, description="false: no dated shock has an effect; slow causes go on")


CHOICES = ("attraction", "access", "membership")
"""The choices of a state."""

_FACTOR = range_of(">= 0")


def _in_range(value: float) -> float:
    if not _FACTOR.holds(value):
        raise said(f"is {value:g}, but must be {_FACTOR}; change it")
    return value


Strength = Annotated[
    Number,
    AfterValidator(_in_range),
    Field(
        description="Factor on all its effects; 0 switches it off",
        json_schema_extra={"minimum": _FACTOR.low, "maximum": _FACTOR.high},
    ),
]


class Shock(Part):
    """A dated change of causes."""

    date: Month = Field(description="From when it acts")
    title: str = Field(description="Name for people")
    source: str = Field(description="The text, or a public record independent of the claim it feeds")
    strength: Strength = 1.0
    causes: Annotated[Mapping[str, Shape], Keys("cause")]
    passage: str | None = Field(None, description="Verbatim words of the text")
    note: str | None = Field(None, description="Remark for the reader")


class Intervention(Part):
    """A labelled what-if: the state is made a member."""

    date: Month = Field(description="When it is done")
    title: str = Field(description="Name for people")
    source: str = Field(description="Where the idea comes from")
    state: Annotated[str, Names("state")] = Field(description="Who becomes a member")
    institution: Annotated[str, Names("institution")] = Field(description="Of what")
    strength: Literal[0, 1] = Field(1, description="0 switches it off")
    note: str | None = Field(None, description="Remark for the reader")


class Text(Part):
    """A text that values are coded from; a bare title is short for one whose sections are not listed."""

    title: str = Field(description="The text, cited in full")
    sections: list[str] = Field([], description="All that `text:` may name of it; if left out, anything")
    note: str | None = Field(None, description="Remark for the reader")


def _with_title(value: object) -> object:
    return {"title": value} if isinstance(value, str) else value


class Document(Part):
    """A scenario, or a part of one that others extend."""

    model_config = ConfigDict(title="greatgame scenario")

    title: str | None = Field(None, description="Name for people")
    question: str | None = Field(None, description="The one question that a run of this file answers")
    note: str | None = Field(None, description="Remark for the reader")
    extends: str | None = Field(None, description="A scenario that ships, or a path relative to this file")
    start: Month | None = Field(None, description="First month of the run")
    end: Month | None = Field(None, description="Last month of the run")
    initial: Month | None = Field(
        None,
        description="Month that the initial conditions describe and growth counts from, if not the start; "
        "kept when a file changes start",
    )
    text_key: Mapping[str, Annotated[Text, BeforeValidator(_with_title, json_schema_input_type=str | Text)]] = Field(
        {}, description="Sources that `text:` may begin with, cited in full"
    )
    interests: Annotated[Mapping[str, Interest], Keys("interest")] = {}
    domains: Annotated[Mapping[str, Domain], Keys("domain")] = {}
    purposes: Annotated[Mapping[str, Purpose], Keys("purpose")] = {}
    states: Annotated[Mapping[str, State], Keys("state")] = {}
    powers: Annotated[Mapping[str, Power], Keys("power")] = {}
    relations: Annotated[Mapping[str, Relation], Keys("pair")] = {}
    sources: Annotated[Mapping[str, Source], Keys("source")] = {}
    institutions: Annotated[Mapping[str, Institution], Keys("institution")] = {}
    sides: Annotated[Mapping[str, Side], Keys("side")] = {}
    terms: Terms = Terms()
    rule_interests: Mapping[str, Annotated[str, Names("interest")]] = Field(
        {}, description="For rules outside the choices: the interest that each speaks to"
    )
    theories: Mapping[str, Theory] = {}
    theory: str = Field("full", description="The theory that the run follows, one of `theories`")
    parameters: Annotated[Mapping[str, Quantity], Keys("parameter")] = {}
    shocks: Mapping[str, Shock] = {}
    interventions: Mapping[str, Intervention] = {}

    @property
    def answers_shocks(self) -> bool:
        """Whether dated shocks have an effect."""
        chosen = self.theories.get(self.theory)
        return chosen is None or chosen.shocks

    def weighed(self, choice: str) -> list[str]:
        """Name the terms of a choice that the theory leaves, in the order of the file."""
        allowed: list[str] | None = getattr(self.theories.get(self.theory), choice, None)
        return [name for name in getattr(self.terms, choice) if allowed is None or name in allowed]


SECTIONS = {
    "interest": "interests",
    "domain": "domains",
    "purpose": "purposes",
    "state": "states",
    "power": "powers",
    "source": "sources",
    "institution": "institutions",
    "side": "sides",
}
"""The section of a file that defines the things of each kind."""
