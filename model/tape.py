"""A month written down as a list of operations on arrays.

The rules are pure functions of arrays without a branch on what the arrays hold, so a month is always the same list of
operations on arrays of the same shapes. `Tape` records that list while the rules do their work once; `player` repeats
it. The rules know nothing of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

Values = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One call: ``function(*inputs, out=out)``.

    Attributes
    ----------
    function : callable
        Computes.
    inputs : tuple of array
        What it reads.
    out : array
        What it writes.
    elementwise : bool
        Whether an element of `out` depends on the same element of the inputs only.
    """

    function: Callable[..., Any]
    inputs: tuple[Values, ...]
    out: Values
    elementwise: bool = False


class Traced(NDArrayOperatorsMixin):
    """An array whose operations are recorded.

    Parameters
    ----------
    array : array
        Its value in the month that is recorded.
    tape : Tape
        Where to.
    """

    def __init__(self, array: Values, tape: "Tape") -> None:
        self.array = array
        self.tape = tape

    def __array__(self, *_: Any, **__: Any) -> Values:
        msg = "a rule must not put values into an array that it made, nor look at them: use numpy.where or numpy.stack"
        raise TypeError(msg)

    def __bool__(self) -> bool:
        msg = "a rule must not branch on what an array holds: use numpy.where"
        raise TypeError(msg)

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return self.array.shape

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self.array.ndim

    def __getitem__(self, key: Any) -> "Traced":
        return self._view(self.array[key])

    def reshape(self, *shape: int) -> "Traced":
        """As of an array; a view."""
        return self._view(self.array.reshape(*shape))

    def swapaxes(self, one: int, other: int) -> "Traced":
        """As of an array; a view."""
        return self._view(self.array.swapaxes(one, other))

    def astype(self, dtype: Any) -> "Traced":
        """As of an array; a copy."""
        return self.tape.record(copied, (self.array,), np.empty(self.array.shape, dtype))

    def _view(self, array: Values) -> "Traced":
        if array.size and root(array) is not root(self.array):
            msg = "a rule must take parts of arrays by slices"
            raise TypeError(msg)
        return Traced(array, self.tape)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if "out" in options or method not in {"__call__", "reduce"}:
            msg = "a rule must make new arrays, not change those it has"
            raise TypeError(msg)
        if method == "reduce":
            return self.tape.call(ufunc.reduce, inputs, options, elementwise=False)
        return self.tape.call(ufunc, inputs, options)

    def __array_function__(self, function: Any, _: Any, inputs: Any, options: Any) -> Any:
        if function not in FUNCTIONS:
            msg = f"numpy.{function.__name__} cannot be recorded yet; add it to FUNCTIONS in model/tape.py"
            raise TypeError(msg)
        return FUNCTIONS[function](self.tape, *inputs, **options)


class Tape:
    """The operations of a month.

    Nothing is computed while it is recorded: what an operation gives is an array of the right shape and kind without
    values. Only what depends on constants alone is computed at once, since it never comes here.

    Attributes
    ----------
    operations : list of Operation
        In order; every array but those that are held is written once.
    filled : list of array
        Those that have constants in them, which must keep their place too.
    """

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.filled: list[Values] = []
        self._known: dict[Any, Traced] = {}
        self._written: dict[int, int] = {}
        self._changing: set[int] = set()

    def hold(self, array: Values) -> Traced:
        """An array that stays in place from month to month."""
        self._changing.add(id(root(array)))
        return Traced(array, self)

    def changes(self, array: Values) -> bool:
        """Whether an array is held, or made by an operation; otherwise it is a constant."""
        return id(root(array)) in self._changing

    def write(self, held: Values, source: Values) -> None:
        """Record that an array that is held takes new values."""
        self.operations.append(Operation(copied, (source,), held))
        self._written[id(root(held))] = len(self.operations)

    def end(self) -> None:
        """Forget what is needed for recording only, which would keep the arrays of the recorded month in memory."""
        self._known.clear()

    def call(
        self, function: Callable[..., Any], inputs: Iterable[Any], options: dict[str, Any], *, elementwise: bool = True
    ) -> Traced:
        """Compute something and record how, unless it has been computed already."""
        bare_inputs = [bare(each) for each in inputs]
        key = (function, tuple(options.items()), *(self._identity(each) for each in bare_inputs))
        if key not in self._known:
            result = _room(function, bare_inputs, options, elementwise=elementwise)
            arrays = tuple(_as_array(each, bare_inputs) for each in bare_inputs)
            again = partial(function, **options) if options else function
            self._known[key] = self.record(again, arrays, result, elementwise=elementwise)
        return self._known[key]

    def record(
        self, function: Callable[..., Any], inputs: tuple[Values, ...], result: Values, *, elementwise: bool = False
    ) -> Traced:
        """Record what a function makes of its inputs."""
        self.operations.append(Operation(function, inputs, result, elementwise))
        self._changing.add(id(root(result)))
        return Traced(result, self)

    def _identity(self, value: Any) -> Any:
        if not isinstance(value, np.ndarray):
            return type(value), value
        owner = id(root(value))
        return owner, self._written.get(owner), value.ctypes.data, value.shape, value.strides


def bare(value: Any) -> Any:
    """The array behind a traced one; anything else as it is."""
    return value.array if isinstance(value, Traced) else value


def root(array: Values) -> Values:
    """The array that owns the memory of a view."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def copied(source: Values, out: Values) -> None:
    """Copy, converting as need be."""
    np.copyto(out, source, casting="unsafe")


def _room(function: Callable[..., Any], inputs: Sequence[Any], options: dict[str, Any], *, elementwise: bool) -> Values:
    """An array for the result of a function of arrays, or of a reduction along an axis."""
    tiny = [np.ones((1,) * each.ndim, each.dtype) if isinstance(each, np.ndarray) else each for each in inputs]
    kind = np.asarray(function(*tiny, **options)).dtype
    if elementwise:
        return np.empty(np.broadcast_shapes(*map(np.shape, inputs)), kind)
    axis = options["axis"]
    return np.empty((*inputs[0].shape[:axis], *inputs[0].shape[axis + 1 :]), kind)


def _as_array(value: Any, values: Sequence[Any]) -> Values:
    """A number as an array of the kind that it is computed with: converting it each month would cost time."""
    return value if isinstance(value, np.ndarray) else np.asarray(value, np.result_type(*values))


def _chosen(condition: Values, yes: Values, no: Values, out: Values) -> None:
    np.copyto(out, np.where(condition, yes, no))  # copying twice, once by the mask, would take twice as long


def _where(tape: Tape, condition: Any, yes: Any, no: Any) -> Traced:
    values = [bare(condition), bare(yes), bare(no)]
    room = _room(np.where, values, {}, elementwise=True)
    return tape.record(_chosen, tuple(np.asarray(each) for each in values), room)


def _max(tape: Tape, array: Any, axis: int, initial: float) -> Traced:
    return tape.call(np.maximum.reduce, (array,), {"axis": axis, "initial": initial}, elementwise=False)


def _stack(tape: Tape, arrays: Sequence[Any], axis: int = 0) -> Traced:
    parts = [bare(each) for each in arrays]
    shape = parts[0].shape
    result = np.empty((*shape[:axis], len(parts), *shape[axis:]), np.result_type(*parts))
    for position, part in enumerate(parts):
        place = result[(*(slice(None),) * axis, position)]
        if tape.changes(part):
            tape.record(copied, (part,), place)
        else:
            copied(part, out=place)
            tape.filled.append(result)
    return Traced(result, tape)


def _broadcast_arrays(tape: Tape, *arrays: Any) -> tuple[Traced, ...]:
    return tuple(Traced(each, tape) for each in np.broadcast_arrays(*(bare(each) for each in arrays)))


def _broadcast_to(tape: Tape, array: Traced, shape: tuple[int, ...]) -> Traced:
    return Traced(np.broadcast_to(array.array, shape), tape)


def _swapaxes(_: Tape, array: Traced, one: int, other: int) -> Traced:
    return array.swapaxes(one, other)


FUNCTIONS: dict[Any, Callable[..., Any]] = {
    np.where: _where,
    np.max: _max,
    np.stack: _stack,
    np.broadcast_arrays: _broadcast_arrays,
    np.broadcast_to: _broadcast_to,
    np.swapaxes: _swapaxes,
}
"""Functions of numpy, beside its ufuncs, that rules may use on what changes from month to month."""
