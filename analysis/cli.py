"""The command line: one function a command; what they compute and print is elsewhere.

Nothing heavy is imported before a command needs it, so that help, `list`, `check` and `schema` answer at once.
"""

import logging
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import signals
from .doors import BAD, Doors, answer, complain, drop, prepare
from .screen import seen
from .signals import writing

if TYPE_CHECKING:
    from ..runs import Run

app = typer.Typer(
    cls=Doors,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Start with: greatgame run us_entry_2001",
)

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="A file, or the name of a scenario that ships.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `greatgame run` or `batch` has written.")]
Seed = Annotated[
    int, typer.Option(min=0, max=2**63 - 1, metavar="N", help="Seed of the noise: another one, another world.")
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change a value; may be repeated.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder to write.")]


class Format(StrEnum):
    """Formats of `export`."""

    csv = "csv"
    stata = "stata"
    netcdf = "netcdf"


class Method(StrEnum):
    """Designs of `batch`."""

    grid = "grid"
    lhs = "lhs"


class Keep(StrEnum):
    """What `batch` keeps."""

    full = "full"
    summary = "summary"


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"greatgame {version('greatgame')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Explore alignment politics: small states among great powers.

    A scenario file goes in; a dated account of how each state shifted among the powers comes out, with what drove
    each shift and the passage of the texts behind it.

    Exit codes: 0 done; 1 done, and the answer is no; 2 bad usage or input.
    """


@app.command(
    "list",
    short_help="List the scenarios that ship, or the values of one.",
    epilog="Example: greatgame list us_entry_2001 powers.RUS",
)
def list_(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="A file or name: list what --set can change in it.")
    ] = None,
    prefix: Annotated[
        str | None, typer.Argument(metavar="[PREFIX]", help="Only paths that begin so, such as powers.RUS.")
    ] = None,
) -> None:
    """List the scenarios that ship, or every value of one scenario.

    For one scenario: each path that --set takes, with its value, unit and provenance; at the end how many values are
    tuned, assumed, or taken from a text or a figure. With a prefix: only the paths that begin with it.
    """
    from . import listing
    from .screen import Screen

    if scenario is None:
        listing.scenarios(Screen())
    else:
        listing.settings(Screen(), scenario, prefix)


@app.command(epilog="Example: greatgame check my_scenario.yaml")
def check(files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files.")]) -> None:
    """Find all errors of scenarios at once.

    One line each on stderr, as file:line:column: message. Exit code 2 if there are any. What is right may still
    deserve a note, such as what a state that the file adds leaves out.
    """
    from ..scenarios import examine
    from .noting import notes
    from .screen import Screen

    wrong = False
    for file in files:
        found, told = examine(file)
        for problem in found:
            complain(str(problem))
        if not found:
            typer.echo(seen(f"{file}: ok"))
            notes(Screen(), told)
        wrong = wrong or bool(found)
    if wrong:
        raise typer.Exit(BAD)


@app.command(
    short_help="Print the JSON Schema of scenario files.", epilog="Example: greatgame schema > greatgame.schema.json"
)
def schema() -> None:
    """Print the JSON Schema of scenario files, for completion in an editor."""
    import json

    from ..scenarios import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@app.command(short_help="Write a commented scenario file.", epilog="Example: greatgame new my_scenario")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="NAME.yaml is written into the current folder.")],
    base: Annotated[
        str, typer.Option("--from", metavar="SCENARIO", help="What it extends: a file or a name.")
    ] = "us_entry_2001",
) -> None:
    """Write a commented scenario file to start from; never overwrites."""
    from .starter import write_starter

    with writing():
        file = write_starter(name, base)
    typer.echo(f"{file} written; it passes `greatgame check {file}`. Edit it, then: greatgame run {file}")


@app.command(
    short_help="Run one world and tell what happened.",
    epilog="Example: greatgame run us_entry_2001 --seed 1 --set shocks.september_11.strength=0.5",
)
def run(
    scenario: ScenarioName,
    seed: Seed = 0,
    settings: Settings = None,
    out: Out = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the folder if it holds a run.")] = False,
) -> None:
    """Run one world, tell what happened and why, and write a folder.

    Without --out the folder is results/SCENARIO-SEED with the next free suffix.
    """
    from ..scenarios import load

    found = load(scenario, settings or [])

    from .. import runs
    from .report import report
    from .screen import Screen

    folder = runs.output_folder(out, found.name, seed, force=force)
    result = runs.run(found, seed)
    with writing():
        runs.write(result, folder, ["greatgame", *sys.argv[1:]], extra=extras, force=force)
        signals.keep(folder)
    report(Screen(), result, folder, scenario, settings or [])


@app.command(
    short_help="Run many worlds of one or more scenarios.",
    epilog="Example: greatgame batch us_entry_2001 no_september_11 --runs 1000 --seed 1",
)
def batch(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Files, or names of those that ship.")],
    runs: Annotated[int, typer.Option(min=1, metavar="N", help="Worlds of each scenario, at each point of --vary.")],
    seed: Seed = 0,
    settings: Settings = None,
    vary: Annotated[
        list[str] | None,
        typer.Option("--vary", metavar="PATH=LOW:HIGH:COUNT", help="Vary a value; may be repeated."),
    ] = None,
    design: Annotated[
        Method, typer.Option(help="All combinations of what is varied, or a Latin hypercube of COUNT points.")
    ] = Method.grid,
    keep: Annotated[
        Keep, typer.Option(help="All months, or for very large batches events and yearly means only.")
    ] = Keep.full,
    no_shifts: Annotated[
        bool, typer.Option("--no-shifts", help="Keep no log of shifts, which halves the time.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1000, metavar="K", help="Processes; by default as many as there are cores.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Use the workers of this dask scheduler.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="MODULE:CLASS", help="Run a Mesa model of your own instead; slower.")
    ] = None,
    out: Out = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a batch that was stopped.")] = False,
) -> None:
    """Run many worlds that differ in their noise, for one or more scenarios.

    Worlds of equal number have the same noise in every scenario and at every point of --vary, so that differences are
    due to what differs. Ctrl-C, a kill or a full disk loses nothing that was finished: the same command with --resume
    goes on. Without --out the folder is results/SCENARIO-SEED, or results/batch-SEED for several scenarios, with the
    next free suffix; --resume takes the newest of these.
    """
    from .batching import Asked, carry_out

    carry_out(
        Asked(
            scenarios=scenarios,
            runs=runs,
            seed=seed,
            settings=settings or [],
            vary=vary or [],
            design=design.value,
            keep=keep.value,
            shifts=not no_shifts,
            workers=workers,
            cluster=cluster,
            model=model,
            out=out,
            resume=resume,
        )
    )


@app.command(
    short_help="Say why a state moved, and what each shock did.",
    epilog="Example: greatgame explain results/us_entry_2001-1 --state UZB --power USA --from 2001-08 --to 2002-08",
)
def explain(
    folder: Folder,
    state: Annotated[str, typer.Option("--state", metavar="STATE", help="Whose alignment, such as UZB.")],
    power: Annotated[str | None, typer.Option("--power", metavar="POWER", help="With whom; all by default.")] = None,
    domain: Annotated[
        str | None, typer.Option("--domain", metavar="DOMAIN", help="In what; the mean over domains by default.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM", help="First month.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM", help="Last month.")] = None,
    replication: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Which world of a batch; all by default.")
    ] = None,
) -> None:
    """Say why a state moved: the change driver by driver, and what each shock did.

    Runs the world again and makes sure that it is the same; exit code 1 if it is not. Of a batch all worlds, unless
    --replication names one: means and 5-95 % bands.
    """
    from .explaining import carry_out

    carry_out(folder, replication, state, power=power, domain=domain, start=start, end=end)


@app.command(
    short_help="Compare scenarios: tables and figures of runs and batches.",
    epilog="Example: greatgame compare results/us_entry_2001-1 results/no_september_11-1",
)
def compare(
    folders: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Folders of runs and batches; the first is the baseline.")
    ],
    out: Out = None,
) -> None:
    """Put scenarios side by side: alignment, acts, leading powers, hedging, types.

    Replications with the same seed ran under the same noise: their differences are the effect of what differs between
    the scenarios, replication by replication. Without --out the folder is results/compare-NAME-NAME.
    """
    from .compare import carry_out

    carry_out(folders, out)


@app.command(short_help="Run a folder again and compare.", epilog="Example: greatgame replay results/us_entry_2001-1")
def replay(folder: Folder) -> None:
    """Run a folder again and compare its files; exit code 0 if they agree, 1 if not.

    Where they do not: by how much, and which library, Python, processor feature or change of the code can have made
    the difference. Its run.json alone is enough: then what is computed is compared with the hashes in it.
    """
    from .replaying import carry_out

    carry_out(folder, extras)


@app.command(
    short_help="Write results for R, Excel or Stata.",
    epilog="Example: greatgame export results/us_entry_2001-1 --format stata",
)
def export(
    folder: Folder,
    kind: Annotated[Format, typer.Option("--format", help="For R and Excel, Stata, or anything that reads netCDF.")],
    out: Out = None,
) -> None:
    """Write results for R, Excel or Stata: tidy tables with the measures and a codebook.

    Each scenario of a batch of several gets a folder of its own. A sheet of Excel holds 1,048,576 rows: tables of a
    batch may have more, and are named at the end then.
    """
    from .. import runs
    from ..runs.exports import beyond_excel
    from .summary import measured

    with writing():
        written = runs.export(folder, kind.value, out, add=measured)
    long = beyond_excel(written)
    typer.echo(seen(f"written to {written}" + (f"; more rows than Excel reads: {', '.join(long)}" if long else "")))


def extras(result: "Run", folder: Path) -> None:
    """Write what analysis adds to the folder of a run: the summary and the figures.

    Parameters
    ----------
    result : Run
        The run.
    folder : Path
        Its folder.
    """
    from .plots import render
    from .summary import write_summary

    write_summary(result, folder)
    for name, image in render(result).items():
        (folder / name).write_bytes(image)
    signals.check()


def main() -> None:
    """Run the command line; the entry point of `greatgame`."""
    prepare()
    os.environ["MPLBACKEND"] = "agg"  # what a notebook has set need not be installed here
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        app(prog_name="greatgame")
    except (OSError, KeyboardInterrupt) as error:  # help and version print before a command begins
        sys.exit(answer(error))
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            drop(sys.stdout)


from . import cli_documents as cli_documents  # noqa: E402, PLC0414 (its commands join these)
from . import cli_gallery as cli_gallery  # noqa: E402, PLC0414
from . import cli_judging as cli_judging  # noqa: E402, PLC0414
from . import cli_papers as cli_papers  # noqa: E402, PLC0414
from . import cli_teaching as cli_teaching  # noqa: E402, PLC0414
from . import cli_view as cli_view  # noqa: E402, PLC0414
