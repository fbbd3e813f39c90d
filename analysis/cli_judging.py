"""The commands that judge the model; they join those of `cli`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .cli import Out, ScenarioName, Seed, app
from .doors import NO, complain


class Analysis(StrEnum):
    """Methods of `sensitivity`."""

    sobol = "sobol"
    morris = "morris"


class Which(StrEnum):
    """Numbers that `sensitivity` varies."""

    tuned = "tuned"
    assumed = "assumed"
    all = "all"


@app.command(
    short_help="Find out which numbers an outcome depends on.",
    epilog="Example: greatgame sensitivity us_entry_2001 --outcome alignment.UZB.USA.security.2002-12",
)
def sensitivity(
    scenario: ScenarioName,
    outcome: Annotated[
        str, typer.Option(metavar="NAME", help="What is explained, such as base.UZB.USA.2001-12; see above.")
    ],
    method: Annotated[
        Analysis, typer.Option(help="Shares of the variance, or the cheaper elementary effects.")
    ] = Analysis.sobol,
    runs: Annotated[int, typer.Option(min=1, metavar="N", help="Worlds at each point; their mean is explained.")] = 10,
    points: Annotated[
        int | None,
        typer.Option(
            min=4, metavar="N", help="Base points of Sobol', a power of two (256), or trajectories of Morris (64)."
        ),
    ] = None,
    numbers: Annotated[
        Which, typer.Option(help="Tuned numbers in their range, assumed ones a fifth up and down, or both.")
    ] = Which.tuned,
    vary: Annotated[
        list[str] | None,
        typer.Option("--vary", metavar="PATH=LOW:HIGH", help="Vary this number instead; may be repeated."),
    ] = None,
    seed: Seed = 0,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1000, metavar="K", help="Processes; by default as many as there are cores.")
    ] = None,
    out: Out = None,
) -> None:
    """Find out which numbers of a scenario an outcome depends on.

    Outcomes are words with dots between them: alignment.STATE.POWER[.DOMAIN].DATE, influence likewise,
    autonomy.STATE[.DOMAIN].DATE; base.STATE.POWER.DATE, member.STATE.INSTITUTION.DATE and
    stance.POWER.RIVAL.resist.DATE as probabilities; any other variable of the results by its names, such as
    cohesion.INSTITUTION.DATE; claim.ID, its margin. DATE is a month, or a year for its mean. All points have the same
    noise. Without --out the folder is results/sensitivity-SCENARIO-SEED with the next free suffix.
    """
    from .sensitivity_run import Asked, carry_out

    carry_out(
        Asked(
            scenario=scenario,
            outcome=outcome,
            method=method.value,
            points=points,
            runs=runs,
            seed=seed,
            numbers=numbers.value,
            vary=vary or [],
            workers=workers,
            out=out,
        )
    )


@app.command(
    short_help="See how well the model would have foreseen what was observed.",
    epilog="Example: greatgame hindcast --data observations --until 2000",
)
def hindcast(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder with the public data; see the README.")],
    scenario: Annotated[str, typer.Argument(metavar="[SCENARIO]", help="Whose dated causes are given.")] = (
        "us_entry_2001"
    ),
    until: Annotated[int, typer.Option(metavar="YEAR", help="Last year that is known at the first origin.")] = 2000,
    points: Annotated[
        int, typer.Option(min=8, max=100_000, metavar="N", help="Points of the prior over tuned and assumed numbers.")
    ] = 4096,
    runs: Annotated[int, typer.Option(min=2, max=1000, metavar="N", help="Runs at each point.")] = 4,
    seed: Seed = 0,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write all of it as JSON too.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1000, metavar="K", help="Processes; by default as many as there are cores.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for tables and the figure.")] = None,
) -> None:
    """See how well the model, given the same dated causes, would have foreseen what was observed.

    Only the data and the fitted claims that end by --until constrain the numbers; those that were tuned return to their
    whole admissible range. Skill is against persistence, trend, regional mean, interests without dynamics, and the
    causes by themselves; then against rival theories, and without each mechanism. Every series is printed, whatever its
    sign. Without --out the folder is results/hindcast-SCENARIO-YEAR with the next free suffix.
    """
    from .hindcast import Asked, carry_out

    carry_out(
        Asked(
            scenario=scenario,
            data=data,
            until=until,
            points=points,
            runs=runs,
            seed=seed,
            json=json,
            workers=workers,
            out=out,
        )
    )


@app.command(
    short_help="Judge the model by the claims of the texts.",
    epilog="Example: greatgame validate --only F --only C31",
)
def validate(
    runs: Annotated[int, typer.Option(min=2, max=100_000, metavar="N", help="Runs of each world.")] = 500,
    seed: Seed = 0,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="F",
            help="A set (F, T, K, X) or a claim (C05); repeat it. Keeps held-out claims unseen while numbers move.",
        ),
    ] = None,
    rivals: Annotated[bool, typer.Option("--rivals", help="The same claims under rival theories.")] = False,
    robust: Annotated[bool, typer.Option("--robust", help="The same claims with other numbers.")] = False,
    ablate: Annotated[bool, typer.Option("--ablate", help="The same claims without each mechanism.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 if an F or X claim fails that is not known to.")
    ] = False,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write all of it as JSON too.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1000, metavar="K", help="Processes; by default as many as there are cores.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for tables and figures.")] = None,
) -> None:
    """Compute the scoreboard: which claims of the texts hold in the model, how often, and by how much.

    Sets: F fitted, T held out, K consistency, X logic. A claim that fails is printed as failing, with what fails.
    --rivals, --robust and --ablate take longer, and write tables and figures: to results/validate-SEED with the next
    free suffix unless --out says where. Exit code 0 once all is computed, whatever holds; see --strict.
    """
    from .validate import Asked, carry_out

    failing = carry_out(
        Asked(
            runs=runs,
            seed=seed,
            only=only or [],
            rivals=rivals,
            robust=robust,
            ablate=ablate,
            strict=strict,
            json=json,
            workers=workers,
            out=out,
        )
    )
    if failing:
        complain(f"greatgame: --strict: {', '.join(failing)} should hold and fails; see the scoreboard")
        raise typer.Exit(NO)
