"""Made-up worlds as compiled inputs, without a file, and what tests do to them."""

import dataclasses
from collections.abc import Mapping, Sequence
from functools import partial
from zlib import crc32

import numpy as np

from greatgame.model import Ensemble, Noise
from greatgame.model.inputs import Inputs, TermUse
from greatgame.model.rules import PARAMETERS, TERMS
from greatgame.model.variables import CAUSES, CONSTANTS, FACTORS, FUNCTIONS, SAME_AXIS, VARIABLES, Variable

IDS = {
    "state": ("ARA", "BEL", "COR", "DUN"),
    "power": ("EAS", "NOR", "SOU"),
    "institution": ("FORUM", "LEAGUE"),
    "domain": ("culture", "defence", "money"),
    "purpose": ("order", "profit", "reach"),
    "interest": ("pride", "safety", "wealth"),
    "source": ("waste",),
    "side": ("inner", "outer"),
}
RULE_INTERESTS = {"instability": 0, "demand_for": 1, "opened": 1, "border_need": 2, "outside_option": 0}
SPEEDS = {"adjustment", "pace"}
PLAUSIBLE = {
    "access_rent": 1.5,
    "access_reserve": 0.1,
    "admission_floor": 0.5,
    "agenda_of_forum": 4.0,
    "balance_reach": 0.1,
    "bases_for_full_access": 3.0,
    "benefit_of_campaign": 2.0,
    "campaign_effect": 0.02,
    "cohesion_by_quarrels": 0.2,
    "cohesion_scale": 2.0,
    "coverage_most": 0.3,
    "grant_chance": 0.9,
    "grant_steepness": 3.0,
    "grant_threshold": -0.3,
    "decision_steepness": 3.0,
    "learning_always": 0.02,
    "learning_by_campaign": 0.05,
    "learning_most": 0.3,
    "legacy_life": 30.0,
    "powers_border_fade": 0.02,
    "reasons_weight": 2.0,
    "revoke_chance": 0.3,
    "strike_threshold": 0.2,
}
"""Parameters that a draw between .1 and .9 would make meaningless, or too strong for others to show."""
SPARSE = {"lead": 0.4, "participant": 0.2, "base_0": 0.3}
"""How often, in a made-up world, such a value is not 0."""
OFTEN = {"exists": 0.95, "source_active": 0.9, "admits": 0.9, "summit": 0.4, "renewal": 0.2, "accession": 0.03}
"""How often, in a made-up world, a cause that is 0 or 1 is 1."""


def made_up(
    seed: int = 0,
    months: int = 24,
    ids: Mapping[str, tuple[str, ...]] | None = None,
    *,
    extreme: bool = False,
) -> Inputs:
    """Inputs drawn at random, everything in its range.

    In an extreme world most values lie at the ends of their ranges, or far up where there is no end.
    """
    names = dict(ids or IDS)
    uses = {
        choice: tuple(TermUse(name, position % len(names["interest"])) for position, name in enumerate(terms))
        for choice, terms in TERMS.items()
    }
    names["term"] = tuple(use.name for use in uses["attraction"])
    value = partial(_drawn, seed, names, extreme)
    constants = {name: value(name, variable) for name, variable in CONSTANTS.items()}
    constants["weight"] = (constants["weight"] + 1e-3) / (constants["weight"] + 1e-3).sum()
    side = _generator(seed, "side").integers(-1, len(names["side"]), len(names["power"]))
    constants["side_power"] = (np.arange(len(names["side"]))[:, np.newaxis] == side).astype(float)[..., np.newaxis]
    constants["by_application"] = np.arange(len(names["institution"]), dtype=float)[:, np.newaxis] % 2
    causes = {name: value(name, variable, months) for name, variable in CAUSES.items()}
    parameters = {name: _parameter(seed, name, unit, extreme) for name, unit in PARAMETERS.items()}
    parameters |= {} if extreme else PLAUSIBLE
    interests = {rule: position % len(names["interest"]) for rule, position in RULE_INTERESTS.items()}
    return Inputs(24000, months, names, constants, causes, parameters, uses, interests)


def _generator(seed: int, name: str) -> np.random.Generator:
    """One generator a name, so that a name that is added changes no other draw."""
    return np.random.default_rng([seed, crc32(name.encode())])


def _drawn(seed: int, ids, extreme: bool, name: str, variable: Variable, *front: int) -> np.ndarray:
    rng = _generator(seed, name)
    sizes = {name: len(values) for name, values in ids.items()} | {"factor": len(FACTORS), "function": len(FUNCTIONS)}
    drawn = rng.random((*front, *(sizes[SAME_AXIS.get(dim, dim)] for dim in variable.dims), 1))
    if variable.unit == "0 or 1":
        return (drawn < OFTEN.get(name, 0.5)).astype(float)
    if extreme:
        top = 8.0 if variable.unit == ">= 0" else 1.0
        drawn = np.where(rng.random(drawn.shape) < 0.6, np.round(drawn), drawn) * top
    if name in SPARSE:
        drawn = drawn * (rng.random((*drawn.shape[:-2], 1, 1)) < SPARSE[name])
    if variable.dims[:2] in {("power", "rival"), ("state", "other")}:
        drawn = 0.5 * (drawn + np.swapaxes(drawn, len(front), len(front) + 1))
    return drawn if extreme or name not in SPEEDS else 0.05 + 0.3 * drawn


def _parameter(seed: int, name: str, unit: str, extreme: bool) -> float:
    """Between .1 and .9; at the extremes, mostly the ends of the range that the unit states."""
    rng = _generator(seed, f"parameter {name}")
    if not extreme:
        return float(rng.uniform(0.1, 0.9))
    low = 1e-3 if unit.startswith(("> 0", "count", "months")) else 0.0
    high = 0.999 if unit.startswith("[0,1)") else 1.0 if unit.startswith(("[0,", "per month")) else 8.0
    return float(rng.choice([low, high, rng.uniform(low, high)]))


def history(
    inputs: Inputs, replications: Sequence[int] = (0,), *, seed: int = 0, log: bool = False
) -> dict[str, np.ndarray]:
    """Run an ensemble."""
    return dict(Ensemble(inputs, log=log).run(Noise(inputs, seed, replications)))


def changed(inputs: Inputs, parameters: Mapping[str, object] | None = None, **arrays: np.ndarray) -> Inputs:
    """The same inputs with some parameters, and some constants or causes, replaced by name."""
    return dataclasses.replace(
        inputs,
        parameters={**inputs.parameters, **(parameters or {})},
        constants={name: arrays.get(name, array) for name, array in inputs.constants.items()},
        causes={name: arrays.get(name, array) for name, array in inputs.causes.items()},
    )


def axes_of(variable: Variable, kind: str, front: int = 0) -> list[int]:
    """Positions of the axes over actors of a kind."""
    return [front + axis for axis, dim in enumerate(variable.dims) if SAME_AXIS.get(dim, dim) == kind]


def rearranged(inputs: Inputs, kind: str, order: Sequence[int]) -> Inputs:
    """The same world with the actors of a kind, names and attributes, in another order."""
    ids = {**inputs.ids, kind: tuple(inputs.ids[kind][position] for position in order)}
    return dataclasses.replace(
        inputs,
        ids=ids,
        constants=_taken(inputs.constants, CONSTANTS, kind, order, 0),
        causes=_taken(inputs.causes, CAUSES, kind, order, 1),
    )


def rearranged_history(past: Mapping[str, np.ndarray], kind: str, order: Sequence[int]) -> dict[str, np.ndarray]:
    """A history with the actors of a kind in another order, or only some of them."""
    return _taken(past, VARIABLES, kind, order, 1)


def _taken(arrays, table, kind: str, order: Sequence[int], front: int) -> dict[str, np.ndarray]:
    result = dict(arrays)
    for name in arrays:
        for axis in axes_of(table[name], kind, front):
            result[name] = np.take(result[name], order, axis=axis)
    return result


def joined_by(inputs: Inputs, kind: str, name: str, zero: Sequence[str] = (), seed: int = 0) -> Inputs:
    """The world with one more actor of a kind, in the order of ids, its values drawn at random or 0."""
    position = sorted([*inputs.ids[kind], name]).index(name)
    rng = np.random.default_rng(seed)

    def grown(array: np.ndarray, variable: Variable, called: str, front: int) -> np.ndarray:
        for axis in axes_of(variable, kind, front):
            shape = np.delete(array.shape, axis)
            drawn = np.zeros(shape) if called in zero else rng.random(shape)
            array = np.insert(array, position, np.round(drawn) if variable.unit == "0 or 1" else drawn, axis=axis)
        return array

    constants = {called: grown(array, CONSTANTS[called], called, 0) for called, array in inputs.constants.items()}
    causes = {called: grown(array, CAUSES[called], called, 1) for called, array in inputs.causes.items()}
    ids = {**inputs.ids, kind: tuple(sorted([*inputs.ids[kind], name]))}
    return dataclasses.replace(inputs, ids=ids, constants=constants, causes=causes)
