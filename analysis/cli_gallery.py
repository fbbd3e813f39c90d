"""The command that answers the question of each scenario; it joins those of `cli`."""

from typing import Annotated

import typer

from .cli import Out, Seed, app


@app.command(
    short_help="Answer the question of each scenario with a figure.",
    epilog="Example: greatgame gallery us_entry_2001 sco_expansion",
)
def gallery(
    scenarios: Annotated[
        list[str] | None, typer.Argument(metavar="SCENARIO", help="Files or names; all that ship by default.")
    ] = None,
    runs: Annotated[int, typer.Option(min=2, max=100_000, metavar="N", help="Runs of each world.")] = 500,
    seed: Seed = 0,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1000, metavar="K", help="Processes; by default as many as there are cores.")
    ] = None,
    out: Out = None,
) -> None:
    """Answer the question of each scenario: a figure and two sentences with their uncertainty.

    Each scenario is compared with the worlds that its question calls for, replication by replication under the same
    noise; one of your own with the scenario it extends, or with itself without its shocks. Writes GALLERY.md and the
    figures: to results/gallery-SEED with the next free suffix unless --out says where.
    """
    from .gallery import Asked, carry_out

    carry_out(Asked(scenarios=scenarios or [], runs=runs, seed=seed, workers=workers, out=out))
