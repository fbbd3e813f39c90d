"""Outcomes by name: `alignment.UZB.USA.security.2002-12`, `base.UZB.USA.2001-12`, `stance.RUS.USA.resist.2002`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..model.inputs import Inputs
from ..model.variables import FUNCTIONS, SAME_AXIS, VARIABLES
from ..scenarios.errors import remedy
from .claims import CLAIMS, WORLDS
from .claims.past import Past, Values
from .claims.worlds import scenario_of

if TYPE_CHECKING:
    from ..scenarios import Scenario

CLAIM = "claim"
"""The first word of an outcome that is the margin of a claim."""

STANCES = ("cooperate", "acquiesce", "resist")
"""What the numbers of the variable `stance` mean."""

_OVERALL = ("state", "power", "domain")
FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "alignment": _OVERALL,
        "influence": _OVERALL,
        "autonomy": ("state", "domain"),
        "stance": ("power", "rival", "stance"),
    }
    | {
        {"demand_for": "demand", "membership": "member"}.get(name, name): variable.dims
        for name, variable in VARIABLES.items()
        if variable.recorded and name not in ("alignment", "stance")
    }
)
"""What can be asked for, under the names that users see, and what names it: a domain may be left out at the end of the
first three, for the mean over domains."""

_OVER_DOMAINS = ("alignment", "influence", "autonomy")

_VARIABLE = {"influence": "alignment", "autonomy": "alignment", "demand": "demand_for", "member": "membership"}
_WRITTEN = re.compile(r"(?P<what>.+?)\.(?P<window>[0-9]{4}(-[0-9]{2})?(\.\.[0-9]{4}(-[0-9]{2})?)?)")
_DATE = "a month such as 2002-12, or a year for its mean"


@dataclass(frozen=True)
class Outcome:
    """A number of each replication; its mean over the replications is what is explained.

    Attributes
    ----------
    name : str
        As the user writes it.
    what : str
        Its first word.
    where : tuple of str
        The names that follow.
    window : str
        A month, a year, or months from and to: "2001-09..2002-08"; empty for a claim.
    """

    name: str
    what: str
    where: tuple[str, ...]
    window: str

    @property
    def needs(self) -> tuple[str, ...]:
        """The recorded variables that it takes."""
        return ("alignment", "engagement") if self.what == "influence" else (_VARIABLE.get(self.what, self.what),)

    @property
    def unit(self) -> str:
        """Unit and range of its mean over replications."""
        if self.what == CLAIM:
            return "margin: distance to failing, negative if it fails"
        if self.what == "stance":
            return "share of the months and runs"
        variable = VARIABLES[self.needs[0]]
        return "probability" if variable.dtype == "bool" else variable.unit

    def of(self, past: Past) -> Values:
        """Compute it; a claim takes more than one history, see `claims.evaluate`.

        Parameters
        ----------
        past : Past
            A history with the variables of `needs`.

        Returns
        -------
        array, (replication,)
            Means over the months of the window; of what is so or not the share of the months.
        """
        if self.what == "influence":
            state, power, *domain = self.where
            return past.influence(state, power, self.window, *domain)
        if self.what == "autonomy":
            return 1.0 - self._aligned(past, self.where[0], None, *self.where[1:]).sum(axis=0)
        if self.what == "alignment":
            return self._aligned(past, *self.where)
        if self.what == "stance":
            drawn = past.series("stance", self.window, *self.where[:2])
            return (drawn == STANCES.index(self.where[2])).mean(axis=0)
        return past.mean(self.needs[0], self.window, *self.where)

    def _aligned(self, past: Past, state: str, power: str | None, domain: str | None = None) -> Values:
        if domain is None:
            return past.lean(state, power, self.window)
        return past.mean("alignment", self.window, state, power, domain)


def parse_outcome(text: str, scenario: "Scenario") -> Outcome:
    """Read the name of an outcome.

    Parameters
    ----------
    text : str
        Words with dots between them: what, whose, and when.
    scenario : Scenario
        Where its actors and months are looked up.

    Raises
    ------
    ValueError
        Saying what is wrong and what to write.
    """
    what = text.partition(".")[0].strip()
    if what == CLAIM:
        return _claim(text.strip(), scenario)
    if what not in FORMS:
        raise ValueError(f"there is no outcome {what!r}; {_instead(what)}")
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"it does not end in a date; write {form(what)}, DATE being {_DATE}")
    names, window = tuple(found["what"].split(".")[1:]), found["window"]
    dims = FORMS[what]
    least = len(dims) - (what in _OVER_DOMAINS)
    if not least <= len(names) <= len(dims):
        raise ValueError(f"it names {len(names)} of {_said(dims)}; write {form(what)}")
    for dim, name in zip(dims, names, strict=False):
        known = _known(dim, scenario.inputs)
        if name not in known:
            raise ValueError(f"there is no {_kind(dim)} {name!r} in {scenario.name}; {remedy(name, known)}")
    _check_window(window, scenario)
    return Outcome(text.strip(), what, names, window)


def _claim(text: str, scenario: "Scenario") -> Outcome:
    id_ = text.partition(".")[2]
    if id_ not in CLAIMS:
        raise ValueError(f"there is no claim {id_!r}; {remedy(id_, CLAIMS)}")
    if CLAIMS[id_].kind == "X":
        raise ValueError(f"{id_} is a check of logic, which no number should move; take a claim of another set")
    history = WORLDS["history"]
    if scenario.sha256 != scenario_of(history).sha256:
        raise ValueError(f"claims are about {history.scenario}, not {scenario.name}; give that scenario")
    return Outcome(text, CLAIM, (id_,), "")


def _check_window(window: str, scenario: "Scenario") -> None:
    try:
        months = Past(scenario.inputs, {}).months(window)
    except (KeyError, ValueError):
        months = slice(0)
    if months.start is None or months.stop <= months.start:
        reason = f"{scenario.name} runs from {scenario.start} to {scenario.end}"
        raise ValueError(f"{window} is not within the run ({reason}); write {_DATE}")


def _instead(what: str) -> str:
    """Say which outcomes there are; all of them if none is near."""
    known = [*FORMS, CLAIM]
    said = remedy(what, known)
    return f"known: {', '.join(sorted(known))}" if said.startswith("known") else said


def _known(dim: str, inputs: Inputs) -> tuple[str, ...]:
    fixed = {"function": FUNCTIONS, "stance": STANCES}
    return fixed[dim] if dim in fixed else inputs.ids[_kind(dim)]


def _kind(dim: str) -> str:
    return SAME_AXIS.get(dim, dim)


def form(what: str) -> str:
    """Say how an outcome is written: `alignment.STATE.POWER[.DOMAIN].DATE`.

    Parameters
    ----------
    what : str
        One of FORMS.
    """
    words = [what, *map(str.upper, FORMS[what])]
    if what in _OVER_DOMAINS:
        words[-1] = f"[{words[-1]}]"
    return ".".join((*words, "DATE")).replace(".[DOMAIN]", "[.DOMAIN]")


def _said(dims: tuple[str, ...]) -> str:
    return " and ".join(", ".join(dims).rsplit(", ", 1)) if dims else "nothing"
