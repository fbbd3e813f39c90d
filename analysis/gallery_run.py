"""Run the worlds that the gallery compares, and keep of each what its answers and figures need."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from ..runs import Pool
from ..runs.simulate import CHUNK, simulate
from ..scenarios import label
from .claims.past import Past
from .claims.worlds import Variant, scenario_of
from .gallery_file import Entry
from .gallery_numbers import Seen, Values
from .gallery_terms import core_states, for_states
from .names import title
from .outcomes import parse_outcome


@dataclass
class Needed:
    """What is read of a world: outcomes, and outcomes without a date month by month."""

    numbers: dict[str, None] = field(default_factory=dict[str, None])
    courses: dict[str, None] = field(default_factory=dict[str, None])


@dataclass(frozen=True)
class _Unit:
    variant: Variant
    numbers: tuple[str, ...]
    courses: tuple[str, ...]
    replications: tuple[int, ...]


def needed(entries: Mapping[str, Entry]) -> dict[Variant, Needed]:
    """Collect what the answers and figures of entries read, world by world.

    Parameters
    ----------
    entries : mapping of str to Entry
        By scenario.
    """
    found: dict[Variant, Needed] = {}
    for name, entry in entries.items():
        worlds = {key: found.setdefault(variant, Needed()) for key, variant in entry.variants(name).items()}
        for value in entry.values.values():
            for key in (*value.within, *value.less):
                worlds[key].numbers.update(dict.fromkeys(filter(None, (value.outcome, value.earlier))))
        for needs in worlds.values():
            needs.courses.update(dict.fromkeys(panel.of for panel in entry.panels if panel.of is not None))
    return found


def observe(
    worlds: Mapping[Variant, Needed], runs: int, seed: int, pool: Pool, tick: Callable[[int], None]
) -> dict[Variant, Seen]:
    """Run worlds; replication n has the same noise in all of them.

    Parameters
    ----------
    worlds : mapping of Variant to Needed
        What to run, and what to keep of it.
    runs : int
        Replications of each.
    seed : int
        Seed of the noise.
    pool : Pool
        Open workers.
    tick : callable
        Told now and then how many runs more were done.
    """
    units = [
        _Unit(variant, tuple(needs.numbers), tuple(needs.courses), tuple(range(first, min(first + CHUNK, runs))))
        for variant, needs in worlds.items()
        for first in range(0, runs, CHUNK)
    ]
    pieces: dict[tuple[Variant, int], Seen] = {}
    for done in pool.map(partial(_seen, seed), units):
        if done is None:
            tick(0)
            continue
        unit, seen = done
        pieces[unit.variant, unit.replications[0]] = seen
        tick(len(unit.replications))
    return {variant: _joined([pieces[variant, first] for first in range(0, runs, CHUNK)]) for variant in worlds}


def _seen(seed: int, unit: _Unit) -> tuple[_Unit, Seen]:
    """Run a piece of a world and read it."""
    scenario = scenario_of(unit.variant)
    past = Past(scenario.inputs, simulate(scenario, seed, unit.replications).history)

    def read(text: str) -> Values:
        return np.array([parse_outcome(name, scenario).of(past) for name in for_states(text, scenario)], dtype=float)

    def course(text: str) -> Iterator[Values]:
        for month in range(scenario.inputs.start, scenario.inputs.start + scenario.inputs.months):
            yield read(f"{text}.{label(month)}").mean(axis=0)

    seen = Seen(
        scenario.inputs.start,
        tuple(title(scenario, "states", state) for state in core_states(scenario)),
        {text: read(text) for text in unit.numbers},
        {text: np.array([*course(text)]) for text in unit.courses},
    )
    return unit, seen


def _joined(pieces: Sequence[Seen]) -> Seen:
    """Put the pieces of a world together, in order."""
    first = pieces[0]
    return Seen(
        first.start,
        first.states,
        {text: np.concatenate([piece.numbers[text] for piece in pieces], axis=-1) for text in first.numbers},
        {text: np.concatenate([piece.courses[text] for piece in pieces], axis=-1) for text in first.courses},
    )
