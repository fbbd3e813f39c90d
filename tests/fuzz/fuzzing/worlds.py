"""Random worlds as scenario files: every section of the language, every form of a number, anything within its range."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from hypothesis import strategies as st

from greatgame.model.rules import PARAMETERS, TERMS
from greatgame.scenarios import label, rulebook
from greatgame.scenarios.quantities import Quantity, Series
from greatgame.scenarios.ranges import Range, range_of
from greatgame.scenarios.schema import CHOICES, SECTIONS
from greatgame.scenarios.slots import find, paths_to

NAMES = {
    "state": ("ARA", "BEL", "COR", "DUN", "NO", "Ünye", "null", "_8"),
    "power": ("EAS", "NOR", "SOU", "WES", "Юг"),
    "institution": ("FORUM", "LEAGUE", "PACT", "BANK", "true"),
    "domain": ("culture", "defence", "money", "y"),
    "purpose": ("order", "profit", "reach"),
    "interest": ("pride", "safety", "wealth"),
    "source": ("waste", "reef"),
    "side": ("inner", "outer"),
}
"""Ids to choose from, some of which other languages take for something else."""

FEWEST = {"state": 1, "power": 1, "domain": 1, "interest": 1}

THEORIES = ("full", "balance_of_threat", "bandwagoning", "omnibalancing", "hedging", "inertia", "offer_only")

REQUIRED = ("weight", "adjustment", "pace", "exists")


@dataclass(frozen=True)
class Plan:
    """What a world is like; all else follows from `seed`.

    Attributes
    ----------
    seed : int
        Decides every number.
    counts : mapping of str to int
        How many things there are of each kind.
    months : int
        Length of the run.
    density : float
        How often a value that may be left out is given.
    extreme : bool
        Whether most numbers lie at the ends of their ranges.
    largest : float
        The largest number where the range is wider.
    parameters : float
        Share of the theory's parameters that are given others.
    shocks, interventions : int
        How many there are.
    theory : str
        The one that the run follows.
    absent : bool
        Whether a state and a power are described and left out.
    """

    seed: int
    counts: Mapping[str, int]
    months: int
    density: float
    extreme: bool
    largest: float
    parameters: float
    shocks: int
    interventions: int
    theory: str
    absent: bool


plans = st.builds(
    Plan,
    seed=st.integers(0, 2**32),
    counts=st.fixed_dictionaries({kind: st.integers(FEWEST.get(kind, 0), len(names)) for kind, names in NAMES.items()}),
    months=st.integers(24, 60),
    density=st.sampled_from([0.1, 0.4, 0.7, 1.0]),
    extreme=st.booleans(),
    largest=st.sampled_from([2.0, 8.0, 1000.0]),
    parameters=st.sampled_from([0.0, 0.1, 1.0]),
    shocks=st.integers(0, 5),
    interventions=st.integers(0, 2),
    theory=st.sampled_from(THEORIES),
    absent=st.booleans(),
)


class World:
    """A scenario file at random, which extends `theory`.

    Parameters
    ----------
    plan : Plan
        What it is like.
    """

    start = 12 * 1990

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ids: dict[str, Sequence[str]] = {
            kind: self._luck(kind).sample(names, plan.counts[kind]) for kind, names in NAMES.items()
        }

    def __repr__(self) -> str:
        """Write what it follows from."""
        return f"World({self.plan!r})"

    def _luck(self, what: str) -> Random:
        """Give random numbers of their own to everything, so that what is added changes nothing else."""
        return Random(f"{self.plan.seed} {what}")

    @cached_property
    def tree(self) -> dict[str, Any]:
        """The file as plain values."""
        tree: dict[str, Any] = {
            "title": "A world at random",
            "question": "What holds in any world?",
            "extends": "theory",
            "start": label(self.start),
            "end": label(self.start + self.plan.months - 1),
            "theory": self.plan.theory,
            "text_key": {"Q": "A chronicle (made up)"},
            "rule_interests": dict(self._rule_interests()),
            **{SECTIONS[kind]: {name: {"title": f"{kind} {name}"} for name in self.ids[kind]} for kind in NAMES},
        }
        for name in self.ids["interest"]:
            tree["interests"][name] |= self._source(f"interest {name}")
        tree["terms"] = {choice: dict(self._terms(choice)) for choice in CHOICES}
        for path in self._paths(tree):
            self._put(tree, path)
        for name, side in tree["sides"].items():
            side["powers"] = [power for power in self.ids["power"] if self._side_of(power) == name]
        for name, body in tree["institutions"].items():
            body["admission"] = self._luck(f"admission {name}").choice(["open", "application"])
        tree["shocks"] = {f"shock_{number}": self._shock(number) for number in range(self.plan.shocks)}
        tree["interventions"] = dict(self._interventions())
        self._leave_out(tree)
        return tree

    # Values

    def _paths(self, tree: Mapping[str, Any]) -> Iterator[str]:
        """Choose the values that the file gives."""
        terms = {"attraction": list(tree["terms"]["attraction"]), "parameter": list(PARAMETERS)}
        for kind in (Quantity, Series):
            for path in paths_to(kind, {**self.ids, **terms}):
                keys = path.split(".")
                often = self.plan.parameters if keys[0] == "parameters" else self.plan.density
                with_itself = keys[0] != "relations" and len(set(keys)) < len(keys)
                chosen = keys[-1] in REQUIRED or self._luck(f"given {path}").random() < often
                if chosen and not with_itself:
                    yield path

    def _put(self, tree: dict[str, Any], path: str) -> None:
        *way, last = path.split(".")
        place = tree
        for key in way:
            place = place.setdefault(key, {})
        place[last] = self._weight(last, way) if last == "weight" else self._value(path)

    def _weight(self, _: str, way: Sequence[str]) -> float:
        """Give the first domain all that the others leave."""
        each = round(1 / len(self.ids["domain"]), 3)
        return each if way[-1] != self.ids["domain"][0] else 1 - each * (len(self.ids["domain"]) - 1)

    def _value(self, path: str) -> Any:
        rng = self._luck(path)
        found = find(path)
        assert found is not None
        if found[0].measures is None:
            admitted = range_of(PARAMETERS[path.split(".")[1]].partition(":")[0])
        else:
            admitted = range_of(found[0].measures.variable.unit)
        if found[0].type is Series:
            return self._series(rng, admitted, path)
        number = self._number(rng, admitted)
        how = rng.random()
        if how < 0.3:
            return number
        given = {"value": number, "note": "at random"} if how < 0.4 else {"value": number}
        return given | (self._source(path) if how < 0.8 else {"tuned": [_plain(number) - 0.5, _plain(number) + 1]})

    def _number(self, rng: Random, admitted: Range) -> Any:
        """Draw a number within a range; at the ends of it, most often, in an extreme world."""
        if admitted.truth:
            return rng.choice([True, False, 0, 1])
        large = self.plan.largest
        low, high = max(admitted.low, -large), min(admitted.high, large)
        low, high = low + 1e-3 * admitted.low_open, high - 1e-3 * admitted.high_open
        if self.plan.extreme and rng.random() < 0.6:
            return rng.choice([low, high])
        if (low, high) == (0.0, 1.0) and rng.random() < 0.3:
            return rng.choice(["none", "some", "important", "first"])
        return rng.uniform(low, high)

    def _series(self, rng: Random, admitted: Range, path: str) -> Any:
        """Draw a series in one of its forms."""
        how = rng.randrange(7)
        if how == 0:
            return self._number(rng, admitted)
        if how == 1:
            form: dict[str, Any] = {"value": self._number(rng, admitted)}
            form |= {} if admitted.truth else {"growth": rng.choice([-1, -0.1, 0, 0.1, 1])}
        elif how in (2, 3):
            form = {"points": {self._month(rng, 12): self._number(rng, admitted) for _ in range(rng.randint(1, 4))}}
            form |= {"step": True} if how == 3 or admitted.truth else {}
        elif how == 4:
            form = {"dates": [self._month(rng, 12) for _ in range(rng.randint(1, 6))]}
        else:
            first, last = sorted(self._month(rng, 12) for _ in range(2))
            form = {"from": first} | ({"until": last} if how == 6 else {})
        return form | self._source(path)

    def _month(self, rng: Random, beyond: int = 0) -> str:
        return label(self.start + rng.randint(-beyond, self.plan.months - 1 + beyond))

    def _source(self, what: str) -> dict[str, Any]:
        return self._luck(f"source {what}").choice(
            [{"text": "Q1", "passage": "so it was"}, {"figure": "Almanac, 1990"}, {"assumption": "made up"}]
        )

    # What has a form of its own

    def _rule_interests(self) -> Iterator[tuple[str, str]]:
        for rule in rulebook.rules_with_interest():
            rng = self._luck(f"rule {rule}")
            if rng.random() < self.plan.density:
                yield rule, rng.choice(self.ids["interest"])

    def _terms(self, choice: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, term in TERMS[choice].items():
            rng = self._luck(f"term {choice} {name}")
            if rng.random() < max(self.plan.density, 0.3):
                interest = {"interest": rng.choice(self.ids["interest"])} if rulebook.needs_interest(term) else {}
                yield name, interest | self._source(f"{choice} {name}")

    def _side_of(self, power: str) -> str | None:
        return self._luck(f"side of {power}").choice([None, *self.ids["side"]])

    def _shock(self, number: int) -> dict[str, Any]:
        rng = self._luck(f"shock {number}")
        causes = [path for path in paths_to(Series, self.ids) if "-" not in path or len(self.ids["power"]) > 1]
        chosen = rng.sample(causes, min(len(causes), rng.randint(1, 4)))
        shock: dict[str, Any] = {"date": self._month(rng), "title": f"Shock {number}", "source": "Almanac, 1990"}
        shock |= {} if rng.random() < 0.5 else {"strength": rng.choice([0, 0.5, 1, 2, "some"])}
        return shock | {"causes": {path: self._shape(rng) for path in chosen}}

    def _shape(self, rng: Random) -> Any:
        size, over = rng.uniform(-1, 1) * self.plan.largest, rng.choice(["1 month", "18 months", 2.5, "2 years"])
        return rng.choice(
            [
                size,
                {"step": size},
                {"pulse": size},
                {"pulse": size, "over": over},
                {"ramp": size, "over": over},
                {"rise": size, "settle": size / 2, "over": over},
                {"rise": size, "half_life": over},
            ]
        )

    def _interventions(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for number in range(self.plan.interventions if self.ids["institution"] else 0):
            rng = self._luck(f"intervention {number}")
            yield (
                f"made_{number}",
                {
                    "date": self._month(rng),
                    "title": "Made a member",
                    "source": "what if",
                    "state": rng.choice(self.ids["state"]),
                    "institution": rng.choice(self.ids["institution"]),
                    "strength": rng.choice([0, 1]),
                },
            )

    def _leave_out(self, tree: dict[str, Any]) -> None:
        """Leave a state and a power out, if there is another and nothing is done with it."""
        made = {item["state"] for item in tree["interventions"].values()}
        for kind in ("state", "power") if self.plan.absent else ():
            if len(self.ids[kind]) > 1 and self.ids[kind][-1] not in made:
                tree[SECTIONS[kind]][self.ids[kind][-1]]["present"] = False


def _plain(number: Any) -> float:
    return {"none": 0.0, "some": 1 / 3, "important": 2 / 3, "first": 1.0}.get(number, number)


worlds = st.builds(World, plans)
"""Worlds at random."""
