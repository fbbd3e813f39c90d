"""Playing a recorded month: nothing computed in vain or copied without need, in memory that stays in the cache."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from .tape import Operation, Values, copied, root

LINE = 64
"""Bytes in a line of the cache."""

Call = tuple[Callable[..., Any], tuple[Values, ...]]

_NO_THIRD = (np.maximum, np.minimum)
"""Ufuncs that do not like their result to be named by its place; for the others that is faster."""


def player(operations: Sequence[Operation], kept: Iterable[Values]) -> Callable[[], None]:
    """Give a function that performs the operations again.

    Parameters
    ----------
    operations : sequence of Operation
        As recorded.
    kept : iterable of array
        Arrays that must keep their place: what comes in, what stays from month to month, what is asked for after it.

    Returns
    -------
    callable
        Without arguments.
    """
    held = {id(root(array)) for array in kept}
    calls = _placed(_in_place(_needed(operations, held), held), held)

    def play() -> None:
        for function, arrays in calls:
            function(*arrays)

    return play


def _needed(operations: Sequence[Operation], held: set[int]) -> list[Operation]:
    """Leave out what nobody reads."""
    read = set(held)
    found: list[Operation] = []
    for operation in reversed(operations):
        if id(root(operation.out)) in read:
            found.append(operation)
            read |= {id(root(array)) for array in operation.inputs}
    return found[::-1]


def _in_place(operations: list[Operation], held: set[int]) -> list[Operation]:
    """Let what is only copied be made where it is copied to."""
    uses: dict[int, list[int]] = defaultdict(list)
    for position, operation in enumerate(operations):
        for array in (*operation.inputs, operation.out):
            uses[id(root(array))].append(position)
    result: list[Operation | None] = list(operations)
    moved: dict[int, Values] = {}
    for position, operation in enumerate(operations):
        source = operation.inputs[0]
        if operation.function is not copied or id(source) in moved or id(root(source)) in held:
            continue
        first = uses[id(root(source))][0]
        if _may_be_made_there(operations, uses, first, position):
            moved[id(source)] = operation.out
            result[position] = None
    return [_with(operation, moved) for operation in result if operation is not None]


def _may_be_made_there(operations: Sequence[Operation], uses: dict[int, list[int]], first: int, position: int) -> bool:
    """Whether the source of a copy is a whole array like its target, and nobody minds the target's early change."""
    source, target = operations[position].inputs[0], operations[position].out
    maker = operations[first]
    alike = source.shape == target.shape and source.dtype == target.dtype and maker.out is source
    if not alike or root(source) is not source or maker.function is copied:
        return False
    every = [operations[use] for use in uses[id(source)]]
    if any(array is not source for use in every for array in (*use.inputs, use.out) if root(array) is source):
        return False
    between = {use for use in uses[id(root(target))] if first <= use < position}
    readers = [use for use in between if any(root(array) is root(target) for array in operations[use].inputs)]
    return all(
        use == first
        and maker.elementwise
        and all(_same(array, target) for array in maker.inputs if root(array) is root(target))
        for use in readers
    )


def _same(array: Values, other: Values) -> bool:
    return array.ctypes.data == other.ctypes.data and (array.shape, array.strides) == (other.shape, other.strides)


def _with(operation: Operation, moved: dict[int, Values]) -> Operation:
    inputs = tuple(moved.get(id(array), array) for array in operation.inputs)
    return replace(operation, inputs=inputs, out=moved.get(id(operation.out), operation.out))


def _placed(operations: Sequence[Operation], held: set[int]) -> list[Call]:
    """Share memory among the arrays of a month: what has been read for the last time makes room."""
    last: dict[int, int] = {}
    for position, operation in enumerate(operations):
        last |= {id(root(array)): position for array in (*operation.inputs, operation.out)}
    made = {id(root(operation.out)) for operation in operations} - held
    free: dict[int, list[Values]] = defaultdict(list)
    place: dict[int, Values] = {}
    calls: list[Call] = []
    for position, operation in enumerate(operations):
        target = root(operation.out)
        ending = {id(root(array)): root(array).nbytes for array in (*operation.inputs, operation.out)}
        ending = {key: size for key, size in ending.items() if key in made and last[key] == position}
        if id(target) in made and id(target) not in place:
            donor = _donor(operation, ending)
            stock = free[target.nbytes]
            place[id(target)] = place[donor] if donor else stock.pop() if stock else _aligned(target.nbytes)
            ending.pop(donor, None)
        arrays = [_moved(array, place) for array in (*operation.inputs, operation.out)]
        calls.append(_call(operation.function, arrays))
        for key, size in ending.items():
            free[size].append(place[key])
    return calls


def _call(function: Callable[..., Any], arrays: Sequence[Values]) -> Call:
    *inputs, out = arrays
    if isinstance(function, np.ufunc) and function not in _NO_THIRD:
        return function, (*inputs, out)
    return partial(function, out=out), tuple(inputs)


def _donor(operation: Operation, ending: dict[int, int]) -> int:
    """An input that ends here and lies in memory as the result does, which can take its place; 0 if there is none."""
    out = operation.out
    if not operation.elementwise or root(out) is not out:
        return 0
    for array in operation.inputs:
        alike = (array.shape, array.strides, array.dtype) == (out.shape, out.strides, out.dtype)
        if alike and root(array).nbytes == out.nbytes and id(root(array)) in ending:
            return id(root(array))
    return 0


def _aligned(nbytes: int) -> Values:
    """Memory that begins where a line of the cache does."""
    memory = np.empty(nbytes + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + nbytes]


def _moved(array: Values, place: dict[int, Values]) -> Values:
    """The same part of the memory that stands for the array's."""
    owner = root(array)
    if id(owner) not in place:
        return array
    offset = array.ctypes.data - owner.ctypes.data
    return np.ndarray(array.shape, array.dtype, place[id(owner)].data, offset, array.strides)
