"""The commands about papers; they join those of `cli`."""

from pathlib import Path
from typing import Annotated

import typer

from .cli import Out, app


@app.command(
    short_help="Make a replication folder for a paper.",
    epilog="Example: greatgame paper results/turn",
)
def paper(
    folders: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Folders of runs and batches; the first is the baseline.")
    ],
    out: Out = None,
) -> None:
    """Make what a paper and its readers need: figures, tables, data, scripts, scenarios, commands.

    Figures as PDF and PNG with captions; tables as LaTeX (booktabs) and CSV; yearly data as parquet and for Stata with
    a codebook; analysis.R and analysis.do; the scenarios as they were run; README.md and reproduce.sh. Without --out
    the folder is results/paper-NAME-NAME with the next free suffix.
    """
    from .paper import carry_out

    carry_out(folders, out)


@app.command(
    short_help="Say what differs between two runs or batches.",
    epilog="Example: greatgame diff results/us_entry_2001-1 results/no_september_11-1",
)
def diff(
    first: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `greatgame run` or `batch` has written.")],
    second: Annotated[Path, typer.Argument(metavar="DIR", help="Another one.")],
    full: Annotated[bool, typer.Option("--full", help="Tell every difference, not the first of each kind.")] = False,
) -> None:
    """Say what differs between two runs or batches, from cause to effect.

    Scenario, seeds and replications, versions and processor, files, and results: the largest difference of each
    variable and where it is, events and shifts that only one has. What only one has is named, the rest compared.
    Times, commands and names of folders do not count. Exit code 0 if nothing differs, 1 if something does.
    """
    from .diff import carry_out

    carry_out(first, second, full=full)
