"""The state of a world in arrays, for one replication or many, and what a month does to it."""

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from math import prod
from typing import Any

import numpy as np

from .inputs import Array, Inputs, TermUse
from .month import MONTH, REST
from .noise import Noise
from .rules import TERMS, Term, institutions, strength_of
from .rules.arithmetic import mix, stacked
from .stage import Result, Stage
from .variables import CAUSES, CONSTANTS, FUNCTIONS, NOISE, SAME_AXIS, VARIABLES, Variable

SETTLING = 40
"""Rounds of the stages that settle before the start; the last moves no alignment of a shipped scenario by 2e-6."""

TABLE: Mapping[str, Variable] = {**CONSTANTS, **CAUSES, **NOISE, **VARIABLES}
SIZES = {"choice": 3, "function": len(FUNCTIONS), "service": 3}
DTYPES: Mapping[str, type[np.generic]] = {"float": np.float64, "bool": np.bool_, "int": np.int8}
Seen = dict[str, Any]


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
    acted : bool
        Whether actors look at the world one by one: every array is then written in place, so that what an actor sees
        stays valid. Otherwise `step` exchanges arrays, which is faster.

    Attributes
    ----------
    values : dict of str to array or float
        Every name of `variables.py` and `parameters.py` at the current month; arrays have shape
        ``(*dims, replication)``, where the replication may have length 1 if all share a value.
    history : dict of str to array, (month, *dims, replication)
        Values at the end of each month so far, of the recorded variables.
    month : int
        Months stepped.
    """

    def __init__(
        self,
        inputs: Inputs,
        noise: Noise,
        *,
        log: bool = False,
        acted: bool = False,
    ) -> None:
        self.inputs = inputs
        self.noise = noise
        self.log = log
        self.acted = acted
        self.month = 0
        self.values: dict[str, Any] = dict(inputs.constants)
        self._seen: dict[tuple[str, int | None], Seen] = {}
        self._places: dict[str, tuple[tuple[str, str], ...]] = {}
        self._begin()
        self.history = blank(inputs, noise.replications, log=log)

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
            self.act(stage)
        self.close_month()

    def act(self, stage: Stage) -> None:
        """Let all actors of a stage act at once."""
        self.write(stage, self.apply(stage, self.look(stage)))

    def open_month(self) -> None:
        """Let the month's causes and random numbers in."""
        if self.over:
            msg = f"the run is over: all {self.inputs.months} months have been stepped"
            raise RuntimeError(msg)
        for source in (self.inputs.causes, self.noise.streams):
            for name, series in source.items():
                self._set(name, series[self.month])
        self._set("elapsed", np.full(1, float(self.month)))

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
        if not self.acted:
            return {name: self.values[key] for name, key in self.keys(stage)}
        position = (stage.name, row)
        if position not in self._seen:
            self._seen[position] = {
                name: self.values[key] if row is None else _row(self.values[key], key, stage.actor, row)
                for name, key in self.keys(stage)
            }
        return dict(self._seen[position])

    def apply(self, stage: Stage, seen: Seen) -> tuple[Array, ...]:
        """What the stage's rule makes of what is seen, one array for each name it writes."""
        if isinstance(stage.rule, str):
            return self._weigh(stage.rule, seen)
        result: Result = stage.rule(**seen)
        return result if isinstance(result, tuple) else (result,)

    def write(self, stage: Stage, results: Iterable[Array], row: int | None = None) -> None:
        """Write a stage's results, all rows or one actor's."""
        for name, result in zip(stage.writes, results, strict=True):
            if row is None:
                self._set(name, result)
            else:
                self.values[name][_cut(name, stage.actor, row)] = result

    def _set(self, name: str, value: Array) -> None:
        if self.acted:
            self.values[name][...] = value
        else:
            self.values[name] = value

    def keys(self, stage: Stage) -> tuple[tuple[str, str], ...]:
        """Arguments of a stage and where their values are kept."""
        if stage.name not in self._places:
            self._places[stage.name] = tuple(self._find(stage))
        return self._places[stage.name]

    def _find(self, stage: Stage) -> Iterator[tuple[str, str]]:
        if not isinstance(stage.rule, str):
            interest = f"interest.{self.inputs.interests.get(stage.name)}"
            for name in arguments(stage.rule):
                yield name, interest if name == "interest" else name if name in TABLE else f"parameters.{name}"
            return
        for use in self._uses(stage.rule):
            strength = f"parameters.{strength_of(stage.rule, use.name)}"
            own = {"strength": strength, "interest": f"interest.{use.interest}"}
            for name, argument in _arguments(stage.rule, use.name):
                yield argument, own.get(name) or (name if name in TABLE else f"parameters.{name}")
        if stage.rule == "attraction":
            yield from (("term_load", "term_load"), ("disposition", "disposition"))

    def _weigh(self, choice: str, seen: Seen) -> tuple[Array, Array]:
        """Terms of a choice, (term, ...), where anybody asks for them, and their sum."""
        terms = [
            TERMS[choice][use.name](*[seen[argument] for _, argument in _arguments(choice, use.name)])
            for use in self._uses(choice)
        ]
        if choice == "attraction":
            load = seen["term_load"]
            if not (self.log or self.acted):
                worth = _by_domain([*terms, seen["disposition"]], np.concatenate([load, np.ones((1, *load.shape[1:]))]))
                return worth, worth
            terms = [_loaded(term, each) for term, each in zip(terms, load, strict=True)]
            terms.append(seen["disposition"])
        worth: Array = sum(terms[1:], start=terms[0] if terms else np.zeros((1, 1, 1)))
        return stacked(terms, axis=0) if terms and (self.log or self.acted) else worth, worth

    def _uses(self, choice: str) -> tuple[TermUse, ...]:
        return self.inputs.terms[choice]

    def _begin(self) -> None:
        """Allocate the variables, state what holds at the start and let offers and alignments settle."""
        interest = self.inputs.constants["interest"]
        self.values |= {f"parameters.{name}": value for name, value in self.inputs.parameters.items()}
        self.values |= {f"interest.{position}": interest[:, position] for position in range(interest.shape[1])}
        self.values["interest.None"] = np.zeros((len(interest), 1))
        for name in VARIABLES:
            self.values[name] = np.zeros((*_shape(self.inputs, name), 1))
        for name, value in self._start().items():
            self.values[name] = np.broadcast_to(value, (*_shape(self.inputs, name), value.shape[-1])).copy()
        self.fixed = self._structure()
        self.values |= self.fixed
        self.values |= {name: series[0].copy() for name, series in self.inputs.causes.items()}
        stages = [stage for stage in MONTH if stage.name in REST]
        for _ in range(SETTLING):
            for stage in stages:
                seen = self.look(stage)
                seen.update({name: np.full((1, 1), 0.5) for name in ("pace", "adjustment") if name in seen})
                self.write(stage, self.apply(stage, seen))
        for name in VARIABLES.keys() - self.fixed.keys():
            shape = (*_shape(self.inputs, name), self.noise.replications)
            self.values[name] = np.broadcast_to(self.values[name], shape).copy()
        for name, stream in NOISE.items():
            shape = [len(self.inputs.ids[SAME_AXIS.get(dim, dim)]) for dim in stream.dims]
            self.values[name] = np.zeros((*shape, self.noise.replications))
        self._seen.clear()

    def _start(self) -> dict[str, Array]:
        fixed = self.inputs.constants
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
        }

    def _structure(self) -> dict[str, Array]:
        """What follows from constants alone."""
        fixed = self.inputs.constants
        provides = (fixed["provides_border"], fixed["provides_counter_terror"], fixed["provides_economy"])
        return {
            "distinct": 1.0 - np.eye(len(self.inputs.ids["power"]))[:, :, np.newaxis],
            "leader": institutions.leader(fixed["lead"]),
            "leading": institutions.leading(fixed["lead"]),
            "provides": np.stack(np.broadcast_arrays(*provides), axis=1),
        }


def blank(inputs: Inputs, replications: int, *, log: bool = False) -> dict[str, np.ndarray]:
    """Allocate a history.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    replications : int
        Length of the last axis.
    log : bool
        With the terms of attraction and of membership.

    Returns
    -------
    dict of str to array, (month, *dims, replication)
        Not filled.
    """
    recorded = [name for name, variable in VARIABLES.items() if variable.recorded]
    recorded += ["attraction_term", "target", "target_alone", "membership_term"] if log else []
    kinds = {name: np.dtype(DTYPES[VARIABLES[name].dtype]) for name in recorded}
    shapes = {name: (inputs.months, *_shape(inputs, name), replications) for name in recorded}
    placed = sorted(recorded, key=lambda name: -kinds[name].itemsize)
    sizes = [kinds[name].itemsize * prod(shapes[name]) for name in placed]
    block = np.empty(sum(sizes), np.uint8)  # one piece of memory is had faster than many
    begins = dict(zip(placed, accumulate([0, *sizes]), strict=False))
    return {name: np.ndarray(shapes[name], kinds[name], block.data, begins[name]) for name in recorded}


def _shape(inputs: Inputs, name: str) -> tuple[int, ...]:
    return tuple(_size(inputs, dim) for dim in VARIABLES[name].dims)


def _size(inputs: Inputs, dim: str) -> int:
    if dim in SIZES:
        return SIZES[dim]
    if dim in ("term", "access_term", "membership_term"):
        choice = {"term": "attraction"}.get(dim, dim.removesuffix("_term"))
        return len(inputs.terms[choice]) + (choice == "attraction")
    return len(inputs.ids[SAME_AXIS.get(dim, dim)])


@cache
def _arguments(choice: str, term: str) -> tuple[tuple[str, str], ...]:
    """Arguments of a term and their names in what is seen: `strength` and `interest` are the term's own."""
    own = ("strength", "interest")
    return tuple((name, f"{term}.{name}" if name in own else name) for name in arguments(TERMS[choice][term]))


def _by_domain(terms: Sequence[Array], load: Array) -> Array:
    """Sum of terms times their loadings, (term, domain, 1), without what loads nothing."""
    return stacked(
        [
            mix([term if term.ndim == 3 else term[:, :, domain] for term in terms], load[:, domain])
            for domain in range(load.shape[1])
        ],
        axis=2,
    )


def _loaded(term: Array, load: Array) -> Array:
    """A term by domain: times its loading, (domain, 1)."""
    return (term if term.ndim == 4 else term[:, :, np.newaxis]) * load


def _row(value: Any, key: str, actor: str, row: int) -> Any:
    rows = _cut(key, actor, row)
    return value[rows] if rows else value


@cache
def _cut(name: str, actor: str, row: int) -> tuple[slice, ...]:
    """Index of an actor's own row; an axis over others of its kind is not cut."""
    dims = ("state",) if name.startswith("interest.") else TABLE[name].dims if name in TABLE else ()
    last = max((position for position, dim in enumerate(dims) if dim == actor), default=-1)
    return tuple(slice(row, row + 1) if dim == actor else slice(None) for dim in dims[: last + 1])
