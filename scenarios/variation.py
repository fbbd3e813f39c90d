"""Other numbers for the same scenario: many points side by side on the replication axis, without reading it again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..model.inputs import Array, Inputs, Scalar
from . import rulebook
from .ranges import range_of

if TYPE_CHECKING:
    from .scenario import Scenario


@dataclass(frozen=True)
class Change:
    """What becomes of a number x: x times + plus, kept in the range of its unit.

    Each field is one number for all replications, or one a replication (shape ``(replications,)``).

    Attributes
    ----------
    times : float or array
        Factor; of a series on all its values, of an effect of a shock on its whole course.
    plus : float or array
        Added after that, in the unit of the number.
    later : int or array of int
        Months by which something dated happens later: the dates of a series, or those of all effects of a shock.
    """

    times: Scalar = 1.0
    plus: Scalar = 0.0
    later: int | NDArray[np.int64] = 0

    def of(self, number: Scalar) -> Array:
        """Change a number, or numbers whose last axis is the replication."""
        return np.asarray(number * self.times + self.plus)


Variation = Mapping[str, Change]
"""Changes by path, as `Scenario.quantities` has them; further `shocks.NAME`, which takes `later` only, and
`shocks.NAME.causes.PATH`, the size of one effect."""

AS_IT_IS = Change()


def varied(scenario: "Scenario", variation: Variation) -> Inputs:
    """Compile a scenario with changed numbers.

    Values that are 0 or 1 keep to it and take `later` only; a constant series has no dates to come later. Weights of
    domains are scaled to the sum they had. Paths that the scenario does not have, and those of absent actors, are
    passed over.

    Parameters
    ----------
    scenario : Scenario
        What is changed.
    variation : mapping of str to Change
        Changes by path.

    Returns
    -------
    Inputs
        Read-only arrays; those that nothing changes are the scenario's own, the others have one value a replication.

    Raises
    ------
    ValueError
        If changes are for different numbers of replications.
    """
    frame, inputs, count = scenario.frame, scenario.inputs, _replications(variation)
    constants, causes, parameters = dict(inputs.constants), dict(inputs.causes), dict(inputs.parameters)
    units = rulebook.parameters()
    for path, change in variation.items():
        name = path.removeprefix("parameters.")
        if name != path and name in parameters:
            admitted = range_of(units[name].partition(":")[0])
            parameters[name] = np.broadcast_to(admitted.kept(change.of(parameters[name])), (count,))
    for place in dict.fromkeys(place for path in variation for place in frame.moved_by(path)):
        if place.name in constants:
            array = _wide(constants, inputs.constants, place.name, count)
            place.fill(array, frame.constant(place, variation))
        else:
            array = _wide(causes, inputs.causes, place.name, count)
            place.fill(array, frame.course(place, variation))
    if constants["weight"] is not inputs.constants["weight"]:
        _rescale(constants["weight"], inputs.constants["weight"])
    for array in (
        *constants.values(),
        *causes.values(),
        *(p for p in parameters.values() if isinstance(p, np.ndarray)),
    ):
        array.flags.writeable = False
    return replace(inputs, constants=constants, causes=causes, parameters=parameters)


def _replications(variation: Variation) -> int:
    """Count the replications that changes are for."""
    sizes = {size for change in variation.values() for size in _sizes(change)}
    if len(sizes) > 1:
        raise ValueError(f"changes are for {' and '.join(map(str, sorted(sizes)))} replications; give all the same")
    return sizes.pop() if sizes else 1


def _sizes(change: Change) -> Iterator[int]:
    for field in fields(change):
        values = np.asarray(getattr(change, field.name))
        if values.ndim > 1:
            raise ValueError(f"{field.name} of a change has {values.ndim} axes; give one value a replication")
        if values.ndim:
            yield len(values)


def _wide(arrays: dict[str, Array], own: Mapping[str, Array], name: str, count: int) -> Array:
    """Give the array that is changed: a copy with all replications instead of the scenario's own."""
    if arrays[name] is own[name]:
        arrays[name] = np.repeat(own[name], count, axis=-1)
    return arrays[name]


def _rescale(weight: Array, own: Array) -> None:
    """Scale the weights of the domains to the sum they had; if nothing is left of them, they stay as they were."""
    left = weight.sum(axis=0)
    weight[...] = np.where(left > 0.0, weight * (own.sum(axis=0) / np.where(left > 0.0, left, 1.0)), own)
