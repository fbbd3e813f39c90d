"""Many replications at once: a month is recorded from the rules once and then played."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .inputs import Inputs
from .month import MONTH
from .noise import Noise
from .player import player
from .tape import Tape, Traced, bare, root
from .variables import CAUSES, NOISE, VARIABLES
from .world import World, blank

Values = NDArray[Any]
Watch = Callable[[int, Mapping[str, Values]], None]

BUFFER = 256
"""Elements that numpy copies at a time where it must convert; with its own 8192 it also copies what it spreads out."""

SPAN = 12
"""Months of noise that are drawn together."""


class Ensemble:
    """Replications of a world, a chunk at a time.

    They are as `World` gives them one by one, to the last bit.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    log : bool
        Keep the terms of attraction and of membership in the history too.

    Attributes
    ----------
    sound : bool
        Whether all values of the last run were finite (False: perhaps not).
    """

    def __init__(self, inputs: Inputs, *, log: bool = False) -> None:
        self.inputs = inputs
        self.log = log
        self.sound = True
        self._months: dict[int, _Month] = {}

    def run(
        self, noise: Noise, history: Mapping[str, Values] | None = None, watch: Watch | None = None
    ) -> Mapping[str, Values]:
        """Run the replications of some noise from the first month to the last.

        Parameters
        ----------
        noise : Noise
            Their random numbers.
        history : mapping of str to array, (month, *dims, replication), optional
            Where to record, as `blank` gives it or a part of that; new arrays by default.
        watch : callable, optional
            Called at the end of each month with its position and the values of what can be recorded, which change
            with the next.

        Returns
        -------
        mapping of str to array, (month, *dims, replication)
            Values at the end of each month.
        """
        width = noise.replications
        into = blank(self.inputs, width, log=self.log) if history is None else history
        buffer = np.getbufsize()
        with np.errstate(all="ignore"):  # what matters of it shows in `sound`
            np.setbufsize(BUFFER)
            try:
                if width not in self._months:
                    self._months = {width: _Month(self.inputs, width, log=self.log)}
                self.sound = self._months[width].run(noise, into, watch)
            finally:
                np.setbufsize(buffer)
        return into


class _Month:
    """A recorded month, and the arrays that it works on.

    Parameters
    ----------
    inputs : Inputs
        The compiled scenario.
    replications : int
        How many there are.
    log : bool
        Keep the terms too.
    """

    def __init__(self, inputs: Inputs, replications: int, *, log: bool) -> None:
        tape = Tape()
        world = World(inputs, Noise(inputs, 0, range(_differing(inputs))), log=log)
        self.incoming = {name: np.empty((*world.values[name].shape[:-1], replications)) for name in NOISE}
        self.incoming |= {name: np.array(world.values[name]) for name in CAUSES} | {"elapsed": np.zeros(1)}
        begin = {name: world.values[name] for name in VARIABLES.keys() - world.fixed.keys() - {"elapsed"}}
        states = {name: np.empty((*value.shape[:-1], replications)) for name, value in begin.items()}
        world.values |= {name: tape.hold(array) for name, array in (self.incoming | states).items()}
        lasting = _record(world, tape, states)
        self.start = [(states[name], begin[name]) for name in lasting]
        self.kept = {name: np.asarray(bare(world.values[name])) for name in world.history}
        held = (*self.incoming.values(), *(states[name] for name in lasting), *self.kept.values(), *tape.filled)
        self.play = player(tape.operations, held)
        tape.end()
        self.rooms: Mapping[str, Values] = {}
        self.causes = [(self.incoming[name], series) for name, series in world.inputs.causes.items()]

    def run(self, noise: Noise, history: Mapping[str, Values], watch: Watch | None) -> bool:
        """Play all months into a history; tell whether all is finite."""
        for array, begin in self.start:
            array[...] = begin
        kept = [(history[name], self.kept[name]) for name in history]
        numbers = [self.kept[name] for name in history if VARIABLES[name].dtype == "float"]
        check, month = 0.0, 0
        self.rooms = self.rooms or noise.rooms(SPAN)  # new memory for each chunk would cost time
        for span in noise.spans(SPAN, self.rooms):
            luck = [(self.incoming[name], stream) for name, stream in span.items()]
            for position in range(len(luck[0][1])):
                self.incoming["elapsed"][...] = month
                for array, months in self.causes:
                    array[...] = months[month]
                for array, months in luck:
                    array[...] = months[position]
                self.play()
                for past, array in kept:
                    past[month] = array
                check += sum(float(np.add.reduce(array, axis=None)) for array in numbers)
                if watch is not None:
                    watch(month, self.kept)
                month += 1
        return bool(np.isfinite(check))


def _differing(inputs: Inputs) -> int:
    """Replications that constants, causes or parameters tell apart; 1 if they are the same for all."""
    arrays = (*inputs.constants.values(), *inputs.causes.values(), *map(np.atleast_1d, inputs.parameters.values()))
    return max(array.shape[-1] for array in arrays)


def _record(world: World, tape: Tape, states: Mapping[str, Values]) -> list[str]:
    """Record a month, and name the variables that last: those that are read before they are written."""
    written: set[str] = set()
    lasting: list[str] = []
    held = {id(array) for array in states.values()}
    for stage in MONTH:
        read = (key for _, key in world.keys(stage) if key in states and key not in written)
        lasting += [key for key in dict.fromkeys(read) if key not in lasting]
        results = world.apply(stage, world.look(stage))
        for name, result in zip(stage.writes, results, strict=True):
            if name in lasting:
                tape.write(states[name], bare(result))
            elif isinstance(result, Traced) and id(root(result.array)) in held:
                world.values[name] = result.astype(result.array.dtype)  # a rule gave back a state, which will change
            else:
                world.values[name] = result
            written.add(name)
    return lasting
