"""Arithmetic along the axes of labelled arrays: quick, and giving the same bits in any company.

A history holds its replications side by side in memory, and is larger than the cache. So a measure is a function of
plain arrays with the axes that it works over at the end, applied to pieces that fit the cache; and its sums go item by
item, in the order of the axis, so that a replication's numbers do not depend on which others are computed with it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

PIECE = 2**16
"""Numbers of the largest argument in a piece."""


def each(
    function: Callable[..., Values],
    *arguments: "xr.DataArray | float",
    over: Sequence[Sequence[str]],
    gives: Sequence[str] = (),
) -> "xr.DataArray":
    """Apply a function of plain arrays at every place of all other dimensions.

    Parameters
    ----------
    function : callable
        Takes arrays whose last axes are those of `over`, the others broadcasting; returns one whose last are `gives`.
    *arguments : DataArray or float
        What it takes.
    over : sequence of sequence of str
        For each argument, the dimensions that the function works over.
    gives : sequence of str
        Dimensions that the function returns.

    Returns
    -------
    DataArray
        With the other dimensions of the arguments, then `gives`.
    """
    import xarray as xr

    return xr.apply_ufunc(
        partial(_in_pieces, function, [len(dims) for dims in over]),
        *arguments,
        input_core_dims=over,
        output_core_dims=[list(gives)],
        keep_attrs=False,
    )


def total(values: NDArray[Any]) -> Values:
    """Sum over the last axis, in its order.

    Parameters
    ----------
    values : array
        What to sum.
    """
    if values.shape[-1] == 0:
        return np.zeros(values.shape[:-1])
    found = values[..., 0] + 0.0
    for place in range(1, values.shape[-1]):
        found += values[..., place]
    return found


def largest(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Give the largest along the last axis, and its place; of equals the first.

    Parameters
    ----------
    values : array
        Not empty along its last axis.
    """
    found = values[..., 0].copy()
    where = np.zeros_like(found, dtype=np.intp)
    for place in range(1, values.shape[-1]):
        larger = values[..., place] > found
        np.copyto(found, values[..., place], where=larger)
        where[larger] = place
    return found, where


def mean_of_defined(parts: Sequence[NDArray[Any]]) -> Values:
    """Average arrays place by place, in their order, leaving out what is undefined (nan).

    Parameters
    ----------
    parts : sequence of array
        At least one; of one shape.
    """
    found, count = np.zeros_like(parts[0], dtype=np.float64), np.zeros_like(parts[0], dtype=np.float64)
    for part in parts:
        missing = np.isnan(part)
        if missing.any():
            found += np.where(missing, 0.0, part)
            count += ~missing
        else:
            found += part
            count += 1.0
    return found / known(count)


def known(values: NDArray[Any]) -> Values:
    """Give nan for what is not above zero, so that a division by it is undefined.

    Parameters
    ----------
    values : array
        Divisors.
    """
    return np.where(values > 0.0, values, np.nan)


def square(like: NDArray[Any], size: int) -> Values:
    """Give an empty array with two more axes at the end, the outermost in memory.

    Parameters
    ----------
    like : array
        Its axes come first, in the same order of memory.
    size : int
        Length of both new axes.
    """
    order = [int(axis) for axis in np.argsort([-stride for stride in like.strides], kind="stable")]
    memory = np.empty((size, size, *(like.shape[axis] for axis in order)))
    return memory.transpose([*(2 + order.index(axis) for axis in range(like.ndim)), 0, 1])


def _in_pieces(function: Callable[..., Values], cores: Sequence[int], *given: Any) -> Values:
    """Apply a function to pieces along the axis that is outermost in the memory of the largest argument."""
    arrays = [np.asarray(array) for array in given]
    which = int(np.argmax([array.size for array in arrays]))
    large, loops = arrays[which], arrays[which].ndim - cores[which]
    with np.errstate(divide="ignore", invalid="ignore"):
        if large.size <= PIECE or loops == 0:
            return function(*arrays)
        axis = max(range(loops), key=lambda axis: (large.shape[axis] > 1, large.strides[axis]))
        length, back = large.shape[axis], loops - axis
        step = max(1, length * PIECE // large.size)
        found = [
            function(*(_cut(array, core + back, first, step) for array, core in zip(arrays, cores, strict=True)))
            for first in range(0, length, step)
        ]
    most = max(array.ndim - core for array, core in zip(arrays, cores, strict=True))
    return np.concatenate(found, axis=most - back)


def _cut(array: NDArray[Any], back: int, first: int, step: int) -> NDArray[Any]:
    """Take a piece along an axis counted from the end, if the array has it and is not the same all along it."""
    if array.ndim < back or array.shape[-back] == 1:
        return array
    return array[(..., slice(first, first + step), *[slice(None)] * (back - 1))]
