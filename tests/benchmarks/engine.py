"""How fast worlds are run, and how the time grows with their size: ``python tests/benchmarks/engine.py``.

Prints markdown. Takes a quarter of an hour; nothing else should be at work on the machine.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from measuring import Measured, Prepare, exponents, machine, measure, show

Work = Callable[[], object]

ROUNDS = 5
MESA = "`mesa.batch_run`, agent reporters"


def mesa_batch(runs: int) -> Work:
    """Mesa's own batch, with a reporter for the alignment of each state with each power."""
    from mesa.batchrunner import batch_run
    from mesa.datacollection import DataCollector

    from greatgame.model import GreatGame
    from greatgame.model.agents import Actor, StateAgent
    from greatgame.scenarios import load

    world = load("us_entry_2001")
    weight = world.inputs.constants["weight"][:, 0]

    def alignment(row: int, agent: Actor) -> float | None:
        return float((agent.alignment[row] * weight).sum()) if isinstance(agent, StateAgent) else None

    reporters = {name: partial(alignment, row) for row, name in enumerate(world.inputs.ids["power"])}

    class Watched(GreatGame):
        def __init__(self, replication: int, rng: int | None = None) -> None:
            super().__init__(world, replication=replication)
            self.datacollector = DataCollector(agent_reporters=reporters)

        def step(self) -> None:
            super().step()
            self.datacollector.collect(self)

    Watched(0).run()
    return lambda: batch_run(
        Watched, {"replication": range(runs)}, data_collection_period=1, number_processes=1, display_progress=False
    )


def mesa_model(runs: int) -> Work:
    """The Mesa model, stepped to its end."""
    from greatgame.model import GreatGame
    from greatgame.scenarios import load

    world = load("us_entry_2001")
    GreatGame(world).run()

    def work() -> None:
        for replication in range(runs):
            GreatGame(world, replication=replication).run()

    return work


def ensembles(runs: int, times: int = 1) -> Work:
    """Ensembles in memory, every variable of every month."""
    from greatgame.runs import ensemble
    from greatgame.scenarios import load

    world = load("us_entry_2001")
    ensemble(world, 1)

    def work() -> None:
        for seed in range(times):
            ensemble(world, runs, seed)

    return work


def with_shifts(runs: int) -> Work:
    """An ensemble with its log of shifts, chunk by chunk as in a batch."""
    from greatgame.runs.simulate import chunks, simulate
    from greatgame.scenarios import load

    world = load("us_entry_2001")
    simulate(world, 0, [0], shifts=True).shifts()

    def work() -> None:
        for chunk in chunks(range(runs)):
            simulate(world, 0, chunk, shifts=True).shifts()

    return work


def grown(runs: int, size: Mapping[str, int]) -> Work:
    """An ensemble of a world of another size."""
    from worlds import central_asia

    from greatgame.runs import ensemble

    world = central_asia(**size)
    ensemble(world, 1)
    return lambda: ensemble(world, runs)


def drivers(rounds: int, mesa: int, sizes: Sequence[int], logged: int) -> None:
    """Compare the ways in which the same worlds can be run."""
    works: dict[str, tuple[int, Prepare]] = {
        MESA: (mesa, partial(mesa_batch, mesa)),
        "the Mesa model alone": (mesa, partial(mesa_model, mesa)),
    }
    for size in sizes:
        times = max(1, 20 // size)
        works[f"ensemble of {size:,}"] = (size * times, partial(ensembles, size, times))
    works[f"ensemble of {logged:,} with the log of shifts"] = (logged, partial(with_shifts, logged))
    found = measure({name: prepare for name, (_, prepare) in works.items()}, rounds)
    rates = {name: runs / found[name].best for name, (runs, _) in works.items()}
    rows = [
        [name, f"{rate:,.1f}", f"{rate / rates[MESA]:,.1f}", found[name].spread, f"{found[name].peak:,.0f}"]
        for name, rate in rates.items()
    ]
    heads = ["us_entry_2001, 144 months", "runs a core-second", "times Mesa's batch", "median, worst", "peak MB"]
    show(f"Best of {rounds}; median and worst time as multiples of it", heads, rows)


def growth(rounds: int, runs: int, replications: Sequence[int]) -> None:
    """Let one size grow at a time."""
    sizes: dict[str, Sequence[int]] = {
        "states": (5, 20, 80),
        "powers": (3, 6),
        "months": (72, 144, 288),
        "replications": replications,
    }
    works: dict[tuple[str, int], Prepare] = {}
    for kind, steps in sizes.items():
        for size in steps:
            number, world = (size, {}) if kind == "replications" else (runs, {kind: size})
            works[kind, size] = partial(grown, number, world)
    found = measure(works, rounds)
    for kind, steps in sizes.items():
        _show_growth(kind, steps, [found[kind, size] for size in steps], runs)


def _show_growth(kind: str, sizes: Sequence[int], found: Sequence[Measured], runs: int) -> None:
    powers = ["", *(f"{power:.2f}" for power in exponents(sizes, [each.best for each in found]))]
    rows = [
        [f"{size:,}", f"{each.best:.2f}", f"{each.best / found[0].best:.2f}", power, each.spread, f"{each.peak:,.0f}"]
        for size, each, power in zip(sizes, found, powers, strict=True)
    ]
    what = "one world" if kind == "replications" else f"ensembles of {runs:,}"
    heads = [kind, "core-seconds", "times the first", "exponent", "median, worst", "peak MB"]
    show(f"Growth with {kind}, {what}", heads, rows)


def main(
    rounds: int = ROUNDS,
    mesa: int = 5,
    sizes: Sequence[int] = (1, 100, 500, 2000),
    logged: int = 500,
    runs: int = 100,
    replications: Sequence[int] = (250, 500, 1000, 2000),
) -> None:
    """Measure and print everything."""
    print(machine())  # noqa: T201
    drivers(rounds, mesa, sizes, logged)
    growth(rounds, runs, replications)


if __name__ == "__main__":
    main()
