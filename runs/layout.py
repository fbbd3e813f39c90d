"""The labelled face of a history: names, axes and units as users see them.

A history has the replication axis last, under the model's names; users see the replication first, `member` and
`applied` over all actors, and `demand`. The axis of `function` is called `task`, since xarray would take a variable
with the name of its own axis for that axis' labels; the terms of membership have an axis of their own, `reason`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..model.variables import CONSTANTS, FUNCTIONS, VARIABLES, Variable
from ..scenarios.dates import label, month

if TYPE_CHECKING:
    import xarray as xr

    from ..model.inputs import Inputs

TERMS = ("attraction_term", "institution_term")
"""The variables that are given on request only: what each choice weighed."""

_OWN_NAME = {"demand": "demand_for", "member": "membership", "institution_term": "membership_term"}
_OF_ACTORS = {"member", "applied"}
COORDINATES = ("core", "weight", "guarantee", "saturation")
"""Constants that the measures need."""

_OWN_AXES = ("state", "power", "domain", "institution", "source", "side")
_AXES = {*_OWN_AXES, "rival", "actor", "task", "term", "reason"}
_LAST_MONTH = month("2261-12")


@dataclass(frozen=True)
class Layout:
    """What it takes to label arrays.

    Attributes
    ----------
    start : int
        First month, as 12 * year + month - 1.
    months : int
        Length of the run.
    axes : mapping of str to tuple of str
        Labels along each axis.
    variables : mapping of str to Variable
        By the names that users see.
    coordinates : mapping of str to (dims, values)
        Constants that the measures need.
    """

    start: int
    months: int
    axes: Mapping[str, tuple[str, ...]]
    variables: Mapping[str, Variable]
    coordinates: Mapping[str, tuple[tuple[str, ...], Any]]

    def shape(self, name: str) -> tuple[int, ...]:
        """Lengths of a variable's axes, without replication and time."""
        return tuple(len(self.axes[dim]) for dim in self.variables[name].dims)

    def as_json(self) -> dict[str, Any]:
        """Give the layout as plain lists and dicts."""
        return asdict(self) | {"start": label(self.start)}

    @staticmethod
    def from_json(tree: Mapping[str, Any]) -> "Layout":
        """Read what `as_json` gave.

        Raises
        ------
        ValueError, KeyError, TypeError, AttributeError
            If it is nothing that `as_json` gives.
        """
        start = month(tree["start"])
        axes = {axis: _texts(labels, axis) for axis, labels in tree["axes"].items()}
        if set(axes) != _AXES or axes["rival"] != axes["power"] or axes["actor"] != axes["state"] + axes["power"]:
            raise ValueError("its axes are not those of a run")
        return Layout(
            start,
            whole(tree["months"], "months", 1, _LAST_MONTH - start + 1),
            axes,
            {name: _variable(name, fields, axes) for name, fields in tree["variables"].items()},
            _coordinates(tree["coordinates"], axes),
        )


def whole(value: Any, name: str, least: int, most: int | None = None) -> int:
    """Give back a whole number within bounds.

    Raises
    ------
    ValueError
        If it is something else.
    """
    if type(value) is not int or value < least or (most is not None and value > most):
        raise ValueError(f"{name} is {str(value)[:40]}")
    return value


def _texts(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{name} is not a list of names")
    return tuple(value)


def _variable(name: str, fields: dict[str, Any], axes: Mapping[str, tuple[str, ...]]) -> Variable:
    content: dict[str, Any] = {**fields, "dims": _texts(fields["dims"], name)}
    _texts([fields["unit"], fields["meaning"]], name)
    variable = Variable(**content)
    if not set(variable.dims) <= set(axes):
        raise ValueError(f"the variable {name} has an axis that there is not")
    return variable


def _coordinates(
    tree: Mapping[str, Any], axes: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[tuple[str, ...], Any]]:
    found = {name: (_texts(dims, name), content) for name, (dims, content) in tree.items()}
    if set(found) != set(COORDINATES):
        raise ValueError("its coordinates are not those of a run")
    for name, (dims, content) in found.items():
        array = np.asarray(content)
        own = CONSTANTS[name].dims if name in CONSTANTS else ()
        right = ("replication", *own) if dims[:1] == ("replication",) else own
        lengths = tuple(len(axes[dim]) for dim in own)
        fits = array.shape[len(right) - len(own) :] == lengths and array.ndim == len(right)
        if dims != right or not fits or not (np.issubdtype(array.dtype, np.number) or not array.size):
            raise ValueError(f"the coordinate {name} does not fit its axes")
    return found


def layout_of(inputs: "Inputs") -> Layout:
    """Describe the results of a compiled scenario."""
    ids = inputs.ids
    axes = {axis: tuple(ids[axis]) for axis in _OWN_AXES}
    axes |= {"rival": axes["power"], "actor": axes["state"] + axes["power"], "task": FUNCTIONS}
    axes["term"] = (*(use.name for use in inputs.terms["attraction"]), "noise")
    axes["reason"] = tuple(use.name for use in inputs.terms["membership"])
    return Layout(inputs.start, inputs.months, axes, _variables(), _constants(inputs))


def _constants(inputs: "Inputs") -> dict[str, tuple[tuple[str, ...], Any]]:
    """Give the coordinates, with an axis of replications in front where they differ from one to the other."""
    found: dict[str, tuple[tuple[str, ...], Any]] = {}
    for name in COORDINATES:
        if name == "saturation":
            dims, array = (), np.asarray(inputs.parameters[name])
        else:
            dims, array = CONSTANTS[name].dims, np.moveaxis(inputs.constants[name], -1, 0)
            array = array[0] if len(array) == 1 else array
        found[name] = (dims if array.ndim == len(dims) else ("replication", *dims), array.tolist())
    return found


def _variables() -> dict[str, Variable]:
    users_name = {own: name for name, own in _OWN_NAME.items()}
    variables = {users_name.get(name, name): variable for name, variable in VARIABLES.items() if variable.recorded}
    for name in _OF_ACTORS:
        variables[name] = replace(variables[name], dims=("actor", "institution"))
    variables["function"] = replace(variables["function"], dims=("institution", "task"))
    return variables | {
        "attraction_term": replace(VARIABLES["attraction_term"], dims=("state", "power", "domain", "term")),
        "institution_term": replace(VARIABLES["membership_term"], dims=("state", "institution", "reason")),
    }


def values(name: str, inputs: "Inputs", history: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """Give one variable with its axes as users see them: replication, time, then its own.

    Parameters
    ----------
    name : str
        Name as users see it.
    inputs : Inputs
        The compiled scenario.
    history : mapping of str to array
        What a world has recorded.

    Returns
    -------
    array
        Shape ``(replications, months, *dims)``.
    """
    recorded = np.moveaxis(history[_OWN_NAME.get(name, name)], -1, 0)
    if name in TERMS:
        return np.moveaxis(recorded, 2, -1)
    if name not in _OF_ACTORS:
        return recorded
    powers = _leading(inputs) if name == "member" else np.zeros((1, 1, len(inputs.ids["power"]), 1), dtype=bool)
    shape = (*recorded.shape[:2], len(inputs.ids["power"]), recorded.shape[-1])
    return np.concatenate([recorded.astype(bool), np.broadcast_to(powers, shape)], axis=2)


def _leading(inputs: "Inputs") -> NDArray[np.bool_]:
    """Powers as members of what they lead while it exists: (replication, time, power, institution)."""
    leads = inputs.constants["lead"].max(axis=2, initial=0.0)[None] > 0.0
    exists = inputs.causes["exists"][:, :, None] > 0.0
    return np.moveaxis(leads & exists, -1, 0).swapaxes(2, 3)


def to_dataset(
    inputs: "Inputs",
    replications: Sequence[int],
    history: Mapping[str, NDArray[Any]],
    about: Mapping[str, Any],
    variables: Sequence[str] | None = None,
) -> "xr.Dataset":
    """Label a history; see `Run.dataset`."""
    layout = layout_of(inputs)
    names = check_names(variables, layout)
    return assemble(layout, replications, {name: values(name, inputs, history) for name in names}, about)


def attributes(title: str, name: str, seed: int, sha256: str, changes: Sequence[str]) -> dict[str, Any]:
    """Give what is said of a dataset as a whole."""
    return {"title": title, "scenario": name, "changes": "; ".join(changes), "seed": seed, "sha256": sha256}


def check_names(variables: Sequence[str] | None, layout: Layout) -> list[str]:
    """Give the names asked for, or all but the terms.

    Raises
    ------
    KeyError
        If there is no such variable; the message lists those there are.
    """
    if variables is None:
        return [name for name in layout.variables if name not in TERMS]
    if isinstance(variables, str):
        raise KeyError(f"variables are a list of names, such as [{variables!r}]")
    unknown = [name for name in variables if name not in layout.variables]
    if unknown:
        raise KeyError(f"no variable {', '.join(unknown)}; there are {', '.join(layout.variables)}")
    return list(variables)


def assemble(
    layout: Layout, replications: Sequence[int], arrays: Mapping[str, NDArray[Any]], attrs: Mapping[str, Any]
) -> "xr.Dataset":
    """Put labels on arrays of shape ``(replications, months, *dims)``; nothing is copied."""
    import xarray as xr

    dims = {dim for name in arrays for dim in layout.variables[name].dims}
    coords: dict[str, Any] = {dim: list(layout.axes[dim]) for dim in layout.axes if dim in dims and layout.axes[dim]}
    coords |= {name: value for name, value in layout.coordinates.items() if set(value[0]) <= {*dims, "replication"}}
    first = layout.start - 12 * 1970
    coords["time"] = np.arange(first, first + layout.months).astype("datetime64[M]").astype("datetime64[ns]")
    coords["replication"] = np.asarray(replications, dtype=np.int64)
    data = {
        name: (
            ("replication", "time", *layout.variables[name].dims),
            array,
            {"unit": layout.variables[name].unit, "meaning": layout.variables[name].meaning},
        )
        for name, array in arrays.items()
    }
    return xr.Dataset(data, coords=coords, attrs=dict(attrs))
