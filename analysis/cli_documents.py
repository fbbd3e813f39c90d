"""The commands that document the model; they join those of `cli`."""

from pathlib import Path
from typing import Annotated

import typer

from .cli import app

DEFAULT = "us_entry_2001"
"""The scenario of the documents in the repository."""

Named = Annotated[str, typer.Argument(metavar="SCENARIO", help="A file, or the name of a scenario that ships.")]
Written = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write a new file instead of printing.")]


@app.command(
    short_help="Print the description of the model by the ODD protocol.",
    epilog="Example: greatgame odd my_scenario.yaml --out ODD_my_scenario.md",
)
def odd(scenario: Named = DEFAULT, out: Written = None) -> None:
    """Print the description of the model by the ODD protocol, with its tables made for a scenario.

    Markdown: purpose, entities, schedule, every rule with its equation, every parameter and interest with its source,
    limits, and what the model must not be used for. The prose describes the world that ships.
    """
    from .documents.odd import odd as describe

    _give(describe(scenario), out)


@app.command(
    short_help="Print a reference of commands, files, results and functions.",
    epilog="Example: greatgame reference --out REFERENCE.md",
)
def reference(scenario: Named = DEFAULT, out: Written = None) -> None:
    """Print a reference of commands, scenario files, results, measures, terms, parameters and Python functions.

    Markdown, made from the code; results and parameters are those of the scenario.
    """
    from .documents.reference import reference as describe

    _give(describe(scenario), out)


@app.command(
    short_help="Print how texts became values, or a sheet to code them anew.",
    epilog="Example: greatgame codebook us_entry_2001 --sheet coder2.yaml",
)
def codebook(
    scenario: Named = DEFAULT,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="FILE", help="Write a blank coding sheet for a second coder.")
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="Print texts, scale, unit and rules only, for a coder to read beforehand.")
    ] = False,
    out: Written = None,
) -> None:
    """Print the codebook: scale, rules, and every value coded in words with its passage.

    For a second coder, who must not see the values: --rules prints how to code, and --sheet writes a new YAML file that
    asks for every cell of the coded tables, with sections and passages. What the coder has filled in is a scenario,
    which `check` checks, `run` runs and `agreement` compares.
    """
    from .documents import codebook as making
    from .failure import Failure

    if sheet is None:
        _give(making.rules(scenario) if rules else making.codebook(scenario), out)
        return
    if rules or out is not None:
        raise Failure(f"--sheet and {'--rules' if rules else '--out'} are two documents; ask for one at a time")
    text, number = making.blank_sheet(scenario, sheet)
    if not number:
        raise Failure(f"{scenario} has no value that is coded in words; there is nothing to code")
    _give(text, sheet, f"{number} values to code; `greatgame check {sheet}` names those still open")


@app.command(
    short_help="Compare how coders have coded the same texts.",
    epilog="Example: greatgame agreement us_entry_2001 coder2.yaml",
)
def agreement(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Coding sheets, or names of scenarios that ship; two or more."),
    ],
) -> None:
    """Compare how coders have coded the same texts: Krippendorff's alpha, and where they differ.

    A coder's values are those, in words, that the file states itself; of a scenario that ships, all. Values may be
    missing, and sheets may have blanks.
    """
    from .documents import agreement as comparing
    from .screen import Screen

    comparing.show(Screen(), comparing.agreement(files))


def _give(text: str, file: Path | None, more: str = "") -> None:
    """Print a document, or write it to a new file and say so."""
    from .documents.writing import write_new
    from .screen import seen

    if file is None:
        typer.echo(text, nl=False)
        return
    write_new(file, text)
    typer.echo(seen(f"{file} written" + (f": {more}" if more else "")))
