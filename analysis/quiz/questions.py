"""What a quiz can ask, and how the answer is found in an ensemble.

Five kinds: who leads, which stance, when something happens, how large a number is, and in how many of 100 worlds
something is so. Numbers and conditions are outcomes by name, as in `greatgame sensitivity`.
"""

from abc import abstractmethod
from collections.abc import Mapping
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field

from ...model.variables import VARIABLES
from ...scenarios import label, month
from ...scenarios.errors import remedy
from ...scenarios.quantities import Month, Strict, said
from ...scenarios.ranges import range_of
from ...scenarios.reader import kind_of
from ..acts import NEVER
from ..names import title
from ..outcomes import CLAIM, STANCES, Outcome, parse_outcome
from ..typology import NONE, leader
from .scoring import Chances, Number, Values
from .words import phrase, what_if

if TYPE_CHECKING:
    from ...scenarios import Scenario
    from .worlds import Worlds

VERBS = {
    "application": "apply to {target}",
    "accession": "join {target}",
    "leaving": "leave {target}",
    "base granted": "grant {target} a base or access",
    "base revoked": "end the base or access of {target}",
    "founding": "open to members as an organisation",
}
"""What actors do, by the kind of event."""


PARTIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "application": ("state", "institution"),
        "accession": ("state", "institution"),
        "leaving": ("state", "institution"),
        "base granted": ("state", "power"),
        "base revoked": ("state", "power"),
        "founding": ("institution", ""),
    }
)
"""Of which kinds actor and target are, by the kind of event; a founding has no target."""

NARROWEST = 0.01
"""Least distance between the ends of a range."""


def _worded(text: str) -> str:
    if not text.strip():
        raise said("is empty; write something, or leave it out")
    return text


Words = Annotated[str, AfterValidator(_worded)]
"""Text that says something."""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _bound(value: object) -> object:
    if not isinstance(value, str) and not _is_number(value):
        raise said(f"should be a finite number or an outcome, not {kind_of(value)}; write such as 0.5")
    return value


def _ends(value: object) -> object:
    match value:
        case [low, high] if _is_number(low) and _is_number(high) and low + NARROWEST <= high:
            return float(low), float(high)
        case _:
            raise said(
                f"should be two finite numbers, the lower number first, {NARROWEST:g} or more apart; write [low, high]"
            )


class Asked(Strict):
    """What all questions have.

    Attributes
    ----------
    id : str
        Short name, unique in its quiz.
    text : str or None
        The question in words, instead of those made from its parts.
    note : str or None
        What to add once the answer is known.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9_]+$")
    text: Words | None = None
    note: Words | None = None

    def wording(self, worlds: "Worlds") -> str:
        """Give the question in words."""
        return self.text or self.made(worlds)

    @abstractmethod
    def made(self, worlds: "Worlds") -> str:
        """Make the words from the parts."""


class Leads(Asked):
    """Which power a state leans on most."""

    ask: Literal["leads"] = "leads"
    state: str
    domain: str | None = None
    month: Month

    def made(self, worlds: "Worlds") -> str:
        """Make the words from the parts."""
        name = title(worlds.scenario, "states", self.state)
        about = f"the {title(worlds.scenario, 'domains', self.domain).lower()} of " if self.domain else ""
        return f"Who leads in {about}{name} in {self.month}?"

    def truth(self, worlds: "Worlds") -> Chances:
        """Find the leading power of each world; none if two are within `MARGIN`."""
        past = worlds.own.past
        if self.domain is None:
            leans = past.lean(self.state, None, self.month)
        else:
            leans = past.mean("alignment", self.month, self.state, None, self.domain)
        return Chances((*past.inputs.ids["power"], NONE), leader(leans.T))


class Stance(Asked):
    """Which stance a power takes towards another."""

    ask: Literal["stance"] = "stance"
    power: str
    rival: str
    month: Month

    def made(self, worlds: "Worlds") -> str:
        """Make the words from the parts."""
        power, rival = (title(worlds.scenario, "powers", name) for name in (self.power, self.rival))
        return f"What is the stance of {power} towards {rival} in the region in {self.month}?"

    def truth(self, worlds: "Worlds") -> Chances:
        """Find the stance of each world."""
        stance = worlds.own.past.series("stance", self.month, self.power, self.rival)[0]
        return Chances(STANCES, stance.astype(np.intp), ordered=True)


class When(Asked):
    """In which period something happens first."""

    ask: Literal["when"] = "when"
    kind: Literal["application", "accession", "leaving", "base granted", "base revoked", "founding"]
    actor: str
    target: str = ""
    periods: list[Month] = Field([], description="First months of the second and later periods")

    def made(self, worlds: "Worlds") -> str:
        """Make the words from the parts."""
        kind = "states" if self.target else "institutions"
        target = title(worlds.scenario, "powers", self.target)
        return f"When does {title(worlds.scenario, kind, self.actor)} {VERBS[self.kind].format(target=target)}?"

    def truth(self, worlds: "Worlds") -> Chances:
        """Find the period of each world; never is the last."""
        end = worlds.scenario.end
        edges = [month(text) for text in self.periods]
        whole = ("before " + self.periods[0] if edges else f"by {end}",)
        later = [
            f"{first} to {label(after - 1)}"
            for first, after in zip(self.periods, [*edges[1:], month(end) + 1], strict=False)
        ]
        first = worlds.own.first.get((self.kind, self.actor, self.target))
        if first is None:
            first = np.full(len(worlds.own.run.replications), NEVER)
        happened = np.where(first == NEVER, len(edges) + 1, np.searchsorted(edges, first, side="right"))
        return Chances((*whole, *later, f"not by {end}"), happened, ordered=True)


class HowMuch(Asked):
    """How large a number is, how much larger than another, or than in another ensemble under the same noise."""

    ask: Literal["number"] = "number"
    outcome: str
    less: str | None = None
    against: str | None = None
    between: Annotated[tuple[float, float], BeforeValidator(_ends)] = (-0.5, 0.5)

    def made(self, worlds: "Worlds") -> str:
        """Make the words from the parts."""
        own = parse_outcome(self.outcome, worlds.scenario)
        if self.against is not None:
            other = worlds.said[self.against]
            return f"{phrase(own, worlds.scenario)} in {own.window}: how much higher is it than {other}?"
        if self.less is not None:
            since = parse_outcome(self.less, worlds.scenario)
            return f"{phrase(own, worlds.scenario)}: how much does it change from {since.window} to {own.window}?"
        return f"{phrase(own, worlds.scenario)}: how high is it in {own.window}?"

    def truth(self, worlds: "Worlds") -> Number:
        """Find the number of each world."""
        values = parse_outcome(self.outcome, worlds.scenario).of(worlds.own.past).astype(np.float64)
        if self.less is not None:
            values = values - parse_outcome(self.less, worlds.scenario).of(worlds.own.past)
        if self.against is not None:
            other = worlds.others[self.against]
            values = values - parse_outcome(self.outcome, other.scenario).of(other.past)
        digits = 2 if self.between[1] - self.between[0] >= 1.0 else 3
        return Number(values, *self.between, f"{values[0]:z.{digits}f}", digits)


class InHowMany(Asked):
    """In how many of 100 worlds something is so."""

    ask: Literal["worlds"] = "worlds"
    outcome: str
    above: Annotated[float | str, BeforeValidator(_bound)] = 0.5
    against: str | None = None

    def made(self, worlds: "Worlds") -> str:
        """Make the words from the parts."""
        own = parse_outcome(self.outcome, worlds.scenario)
        if isinstance(self.above, str):
            other = phrase(parse_outcome(self.above, worlds.scenario), worlds.scenario)
            condition = f"is {phrase(own, worlds.scenario)} in {own.window} above {other}"
        else:
            condition = what_if(own, worlds.scenario, self.above)
        return f"In how many of 100 worlds {condition}?"

    def wording(self, worlds: "Worlds") -> str:
        """Give the question in words, with the number in the ensemble that it is compared with."""
        asked = super().wording(worlds)
        if self.against is None:
            return asked
        told = 100 * self.so(worlds, self.against).mean()
        return f"{asked} (It is {told:.0f} {worlds.said[self.against]}.)"

    def so(self, worlds: "Worlds", against: str | None = None) -> Values:
        """Say of each world whether it is so, 1 or 0.

        Parameters
        ----------
        worlds : Worlds
            The ensembles.
        against : str or None
            Another one than the quiz's own.
        """
        ensemble = worlds.own if against is None else worlds.others[against]
        values = parse_outcome(self.outcome, ensemble.scenario).of(ensemble.past)
        bound = self.above
        limit = parse_outcome(bound, ensemble.scenario).of(ensemble.past) if isinstance(bound, str) else bound
        return (values > limit).astype(np.float64)

    def truth(self, worlds: "Worlds") -> Number:
        """Count the worlds."""
        so = self.so(worlds)
        return Number(np.array([100.0 * so.mean()]), 0.0, 100.0, "so" if so[0] else "not so", digits=0)


Question = Leads | Stance | When | HowMuch | InHowMany
Written = Annotated[Question, Field(discriminator="ask")]
"""A question as a file has it; `ask` says of which kind."""


def fault(question: Question, worlds: "Worlds") -> tuple[str, str] | None:
    """Say what a question names that its world has not; nothing if all is well.

    Parameters
    ----------
    question : Question
        As it was written.
    worlds : Worlds
        The ensembles; nothing is simulated.

    Returns
    -------
    tuple of str, or None
        The key that is wrong, and why.
    """
    against = getattr(question, "against", None)
    if against is not None and against not in worlds.others:
        return "against", f"there is no {against!r} among `others`; {remedy(against, worlds.others)}"
    if isinstance(question, HowMuch | InHowMany):
        scenarios = [worlds.scenario, *([worlds.others[against].scenario] if against is not None else [])]
        for key in ("outcome", "less", "above"):
            name = getattr(question, key, None)
            for scenario in scenarios:
                if isinstance(name, str) and (why := _unreadable(name, scenario)):
                    return key, why
        return _out_of_range(question, parse_outcome(question.outcome, worlds.scenario))
    return _unknown(question, worlds.scenario) or _bad_month(question, worlds.scenario)


def _unknown(question: Leads | Stance | When, scenario: "Scenario") -> tuple[str, str] | None:
    """Complain of actors that are none, or of another kind than the question takes."""
    ids = scenario.inputs.ids
    for key, kind in _kinds(question):
        name = getattr(question, key)
        if not kind and name:
            return key, "a founding has no target; remove it"
        if kind and name is not None and name not in ids[kind]:
            return key, f"there is no {kind} {name!r} in {scenario.name}; {remedy(name, ids[kind])}"
    if isinstance(question, Stance) and question.power == question.rival:
        return "rival", "a power takes no stance towards itself; name another power"
    return None


def _out_of_range(question: HowMuch | InHowMany, outcome: Outcome) -> tuple[str, str] | None:
    """Complain of numbers that the outcome, or its differences, never reach."""
    if outcome.what == "stance":
        low, high = 0.0, 1.0  # a share of the months
    else:
        unit = range_of(VARIABLES[outcome.needs[0]].unit)
        low, high = unit.low, unit.high
    if isinstance(question, InHowMany):
        above = question.above
        if isinstance(above, str) or low <= above <= high:
            return None
        return "above", f"{outcome.what} is from {low:g} to {high:g}; write a number in between"
    if all(abs(end) <= high - low for end in question.between):
        return None
    return "between", f"{outcome.what} differs by {high - low:g} at most; write ends from {low - high:g} to that"


def _kinds(question: Leads | Stance | When) -> list[tuple[str, str]]:
    if isinstance(question, Leads):
        return [("state", "state"), ("domain", "domain")]
    if isinstance(question, Stance):
        return [("power", "power"), ("rival", "power")]
    actor, target = PARTIES[question.kind]
    return [("actor", actor), ("target", target)]


def _bad_month(question: Leads | Stance | When, scenario: "Scenario") -> tuple[str, str] | None:
    key = "periods" if isinstance(question, When) else "month"
    months = question.periods if isinstance(question, When) else [question.month]
    numbers = [month(text) for text in months]
    if any(not month(scenario.start) <= number <= month(scenario.end) for number in numbers):
        return key, f"is not within the run; write months from {scenario.start} to {scenario.end}"
    if sorted(set(numbers)) != numbers:
        return key, "are not in order; write the earlier months first, each once"
    return None


def _unreadable(name: str, scenario: "Scenario") -> str | None:
    try:
        what = parse_outcome(name, scenario).what
    except ValueError as error:
        return str(error)
    return "claims are for `greatgame validate`; take another outcome" if what == CLAIM else None
