"""The state of a world in arrays, for one replication or many, and what a month does to it."""

import inspect
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from .inputs import Array, Inputs, Scalar, TermUse
from .month import MONTH, REST, Result, Stage
from .noise import Noise
from .rules import TERMS, Term, institutions
from .rules.arithmetic import total
from .variables import CAUSES, CONSTANTS, FUNCTIONS, NOISE, SAME_AXIS, VARIABLES, Variable

SETTLING = 40
"""Rounds of the stages that settle before the start, after which a round moves no alignment by 1e-6."""

TABLE: Mapping[str, Variable] = {**CONSTANTS, **CAUSES, **NOISE, **VARIABLES}
SIZES = {"choice": 3, "function": len(FUNCTIONS), "service": 3}
STRENGTH = {"attraction": "", "access": "access_", "membership": "membership_"}
DTYPES: Mapping[str, type[np.generic]] = {"float": np.float64, "bool": np.bool_, "int": np.int8}
Seen = dict[str, Array | Scalar]


@cache
def arguments(rule: Term) -> tuple[str, ...]:
    """Names that a rule takes."""
    return tuple(inspect.signature(rule).parameters)


class World:
    """A world and its history.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    noise : Noise
        The random numbers of its replications.
    log : bool
        Keep the terms of attraction and of membership in the history too.

    Attributes
    ----------
    values : dict of str to array
        Every name of `variables.py` at the current month, shape ``(*dims, replication)``.
    history : dict of str to array, (month, *dims, replication)
        Values at the end of each month so far, of the recorded variables.
    month : int
        Months stepped.
    """

    def __init__(self, inputs: Inputs, noise: Noise, *, log: bool = False) -> None:
        self.inputs = inputs
        self.noise = noise
        self.month = 0
        self.values: dict[str, Array] = dict(inputs.constants)
        self._seen: dict[tuple[str, int | None], Seen] = {}
        self._begin()
        recorded = [name for name, variable in VARIABLES.items() if variable.recorded]
        recorded += ["attraction_term", "outside_option", "membership_term"] if log else []
        self.history: dict[str, np.ndarray] = {
            name: np.empty((inputs.months, *self.values[name].shape), dtype=DTYPES[VARIABLES[name].dtype])
            for name in recorded
        }

    @property
    def over(self) -> bool:
        """Whether the last month has been stepped."""
        return self.month >= self.inputs.months

    def run(self) -> None:
        """Step to the end."""
        while not self.over:
            self.step()

    def step(self) -> None:
        """One month: every stage in order, all actors of a stage at once."""
        self.open_month()
        for stage in MONTH:
            self.write(stage, self.apply(stage, self.look(stage)))
        self.close_month()

    def open_month(self) -> None:
        """Let the month's causes and random numbers in."""
        if self.over:
            msg = f"the run is over: all {self.inputs.months} months have been stepped"
            raise RuntimeError(msg)
        for name, series in self.inputs.causes.items():
            self.values[name][...] = series[self.month]
        for name, stream in self.noise.streams.items():
            self.values[name][...] = stream[self.month]
        self.values["elapsed"][...] = self.month

    def close_month(self) -> None:
        """Record the month."""
        for name, past in self.history.items():
            past[self.month] = self.values[name]
        self.month += 1

    def look(self, stage: Stage, row: int | None = None) -> Seen:
        """What a stage's actors see: the arguments of its rule by name.

        Parameters
        ----------
        stage : Stage
            The stage.
        row : int, optional
            Position of one actor, who sees its own row of every array that has an axis of its kind; all by default.

        Returns
        -------
        dict of str to array or float
            For a choice, the arguments of all its terms, with the term's name in front of `strength` and `interest`.
        """
        key = (stage.name, row)
        if key not in self._seen:
            self._seen[key] = self._gather(stage, None if row is None else (stage.actor, row))
        return dict(self._seen[key])

    def _gather(self, stage: Stage, cut: tuple[str, int] | None) -> Seen:
        """Arguments of a stage as views of the world's arrays, which are written in place and so stay valid."""
        if not isinstance(stage.rule, str):
            return {name: self._see(name, stage.name, cut) for name in arguments(stage.rule)}
        seen: Seen = {}
        for use in self._uses(stage.rule):
            for name, key in _keys(stage.rule, use.name):
                if name == "strength":
                    seen[key] = self.inputs.parameters[STRENGTH[stage.rule] + use.name]
                elif name == "interest":
                    seen[key] = self._interest(use.interest, cut)
                else:
                    seen[key] = self._see(name, use.name, cut)
        if stage.rule == "attraction":
            seen["term_load"] = self.values["term_load"]
            seen["disposition"] = self._see("disposition", stage.name, cut)
        return seen

    def apply(self, stage: Stage, seen: Seen) -> tuple[Array, ...]:
        """What the stage's rule makes of what is seen, one array for each name it writes."""
        if isinstance(stage.rule, str):
            terms = self._weigh(stage.rule, seen)
            return terms, total(terms)
        result: Result = stage.rule(**seen)
        return result if isinstance(result, tuple) else (result,)

    def write(self, stage: Stage, results: Iterable[Array], row: int | None = None) -> None:
        """Write a stage's results, all rows or one actor's."""
        for name, result in zip(stage.writes, results, strict=True):
            if row is None:
                self.values[name][...] = result
            else:
                self.values[name][_cut(name, stage.actor, row)] = result

    def _weigh(self, choice: str, seen: Seen) -> Array:
        """Terms of a choice, (term, ...): its functions in order, loaded by domain where they do not see domains."""
        rows: list[Array] = []
        for position, use in enumerate(self._uses(choice)):
            function, keys = _call(choice, use.name)
            term = function(*[seen[key] for key in keys])
            if choice == "attraction":
                by_domain = term if term.ndim == 4 else term[:, :, np.newaxis]
                term = by_domain * seen["term_load"][position]  # type: ignore[index]
            rows.append(term)
        if choice == "attraction":
            rows.append(np.asarray(seen["disposition"]))
        if not rows:
            return np.zeros((0, 1, 1, 1))
        terms = np.empty((len(rows), *np.broadcast(*rows).shape))
        for position, term in enumerate(rows):
            terms[position] = term
        return terms

    def _uses(self, choice: str) -> tuple[TermUse, ...]:
        return self.inputs.terms[choice]

    def _see(self, name: str, rule: str, cut: tuple[str, int] | None) -> Array | Scalar:
        if name == "interest":
            return self._interest(self.inputs.interests.get(rule), cut)
        if name not in TABLE:
            return self.inputs.parameters[name]
        value = self.values[name]
        rows = _cut(name, *cut) if cut else ()
        return value[rows] if rows else value

    def _interest(self, position: int | None, cut: tuple[str, int] | None) -> Array:
        """A state's weight of one interest, (state,); 0 where the world ties none to the rule."""
        interest = self.values["interest"]
        column = np.zeros_like(interest[:, 0]) if position is None else interest[:, position]
        return column if cut is None or cut[0] != "state" else column[cut[1] : cut[1] + 1]

    def _begin(self) -> None:
        """Allocate the variables, state what holds at the start and let offers and alignments settle."""
        for name, variable in VARIABLES.items():
            self.values[name] = np.zeros((*map(self._size, variable.dims), self.noise.replications))
        for name, value in self._start().items():
            self.values[name][...] = value
        for name, series in self.inputs.causes.items():
            self.values[name] = series[0].copy()
        for name, stream in self.noise.streams.items():
            self.values[name] = stream[0].copy()
        stages = [stage for stage in MONTH if stage.name in REST]
        for _ in range(SETTLING):
            for stage in stages:
                seen = self.look(stage)
                seen.update({name: np.full((1, 1), 0.5) for name in ("pace", "adjustment") if name in seen})
                self.write(stage, self.apply(stage, seen))

    def _start(self) -> dict[str, Array]:
        fixed = self.inputs.constants
        provides = (fixed["provides_border"], fixed["provides_counter_terror"], fixed["provides_economy"])
        odds = np.zeros((1, 1, 3, 1))
        odds[:, :, 1] = 1.0
        return {
            "source_strength": fixed["source_0"],
            "border_dispute": fixed["border_0"],
            "powers_border": fixed["powers_border_0"],
            "credibility": fixed["credibility_0"],
            "base": fixed["base_0"],
            "openness": fixed["openness_0"],
            "stance": 1.0 - np.eye(len(self.inputs.ids["power"]))[:, :, np.newaxis],
            "stance_odds": odds,
            "distinct": 1.0 - np.eye(len(self.inputs.ids["power"]))[:, :, np.newaxis],
            "leader": institutions.leader(fixed["lead"]),
            "leading": institutions.leading(fixed["lead"]),
            "provides": np.stack(provides, axis=1),
        }

    def _size(self, dim: str) -> int:
        if dim in SIZES:
            return SIZES[dim]
        if dim in ("term", "access_term", "membership_term"):
            choice = {"term": "attraction"}.get(dim, dim.removesuffix("_term"))
            return len(self._uses(choice)) + (choice == "attraction")
        return len(self.inputs.ids[SAME_AXIS.get(dim, dim)])


@cache
def _keys(choice: str, term: str) -> tuple[tuple[str, str], ...]:
    """Arguments of a term and the keys they have in what is seen: `strength` and `interest` are the term's own."""
    own = ("strength", "interest")
    return tuple((name, f"{term}.{name}" if name in own else name) for name in arguments(TERMS[choice][term]))


@cache
def _call(choice: str, term: str) -> tuple[Term, tuple[str, ...]]:
    """A term's function and the keys of its arguments in order."""
    return TERMS[choice][term], tuple(key for _, key in _keys(choice, term))


@cache
def _cut(name: str, actor: str, row: int) -> tuple[slice, ...]:
    """Index of an actor's own row; an axis over others of its kind is not cut."""
    dims = TABLE[name].dims
    last = max((position for position, dim in enumerate(dims) if dim == actor), default=-1)
    return tuple(slice(row, row + 1) if dim == actor else slice(None) for dim in dims[: last + 1])
