"""The command for classes; it joins those of `cli`."""

from pathlib import Path
from typing import Annotated

import typer

from .cli import Seed, app


@app.command(
    short_help="Predict, see what the model says, get a score.",
    epilog="Example: greatgame quiz turn_of_2001 --name me",
)
def quiz(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="A file, a scenario that ships, or an exercise; see above."),
    ] = None,
    seed: Seed = 0,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Read the answers from a sheet instead of asking.")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a blank answer sheet to hand out, and ask nothing.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Yours or a pseudonym, for the file of scores.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the scores are kept: results/quiz.csv.")
    ] = None,
    scores: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Show the sittings kept in this file, and ask nothing.")
    ] = None,
) -> None:
    """Predict what a scenario does, then see it in 200 worlds and be scored.

    Who leads where, what happens when, how much, how likely: about eight questions on any scenario; another seed, other
    questions. Exercises for classes, with questions chosen by hand: turn_of_2001, who_lost_from_conditionality,
    should_the_sco_expand. Ctrl-C ends the asking; what was answered is scored and kept.
    """
    from .quiz.sitting import Asked, carry_out

    raise typer.Exit(
        carry_out(Asked(scenario=scenario, seed=seed, answers=answers, sheet=sheet, out=out, scores=scores, name=name))
    )
