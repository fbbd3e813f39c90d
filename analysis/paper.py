"""A replication folder: the figures, tables, data, scripts, scenarios and commands behind a paper."""

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..runs import StoreError, members, new_folder, output_folder, read_record
from ..runs.files import RECORD, data_files, next_free, sha256
from ..runs.provenance import printable, record_text
from .compare import NAMES, Comparison, comparison
from .paper_data import check_size, write_data
from .paper_figures import captions_as_latex, captions_as_text, write_figures
from .paper_scripts import number, script_r, script_stata
from .paper_tables import document, write_tables
from .paper_words import readme, reproduce, requirements, scenario_yaml
from .screen import Screen
from .sides import sides
from .signals import check, keep, writing

if TYPE_CHECKING:
    from .sheets import Sheet

SUMS = "SHA256SUMS"

CONTENT = {
    "figures/": "every figure as PDF and PNG, 7.2 inches wide, with captions.txt and captions.tex",
    "tables/": "every table: all rows as CSV, the short form as LaTeX (booktabs)",
    "paper.tex": "a document of LaTeX with all tables and figures",
    "data/": "what tables and figures are computed from, as parquet and for Stata: yearly means by state and power "
    "(yearly), by state (yearly_states) and of the region (yearly_region), events, and what was varied (design); "
    "codebook.csv explains every column",
    "analysis.R, analysis.do": "one number and one figure from these data, in R and in Stata",
    "scenarios/": "the scenarios as they were run, for `greatgame run`",
    "runs/": "run.json of each scenario, for `greatgame replay`: seed, versions, and the hash of every file",
    "reproduce.sh": "the commands that compute all of it again",
    "requirements.txt": "the versions with which it was computed",
    SUMS: "the hash of every file here: sha256sum --check SHA256SUMS",
}


def carry_out(folders: Sequence[Path], out: Path | None) -> None:
    """Make a replication folder, and say what is in it.

    Parameters
    ----------
    folders : sequence of Path
        Of runs and batches; the first scenario is the baseline.
    out : Path or None
        Where to, as the user asked.

    Raises
    ------
    Failure
        If the worlds have nothing in common, or their data are too large.
    StoreError
        If a folder holds no result, or the new one cannot be written.
    """
    shown = sides(folders)
    _check_whole(folders)
    check_size(shown)
    names = "-".join(["paper", *(side.name for side in shown)])[:NAMES]
    folder = output_folder(next_free(Path("results") / names) if out is None else out, forcible=False)
    command = [printable(part) for part in ("greatgame", *sys.argv[1:])]
    with writing(), _steps() as step:
        step("comparing")
        found = comparison(folders)
        write_paper(found, folder, command, step)
        keep(folder)
    _tell(Screen(), found, folder)


def _check_whole(folders: Sequence[Path]) -> None:
    """Make sure that what is published is what was computed: every file has the hash that run.json gives it."""
    for place in [member for folder in folders for member in members(folder)]:
        for name, known in read_record(place).data.items():
            if not (place / name).is_file() or sha256(place / name) != known:
                raise StoreError(
                    f"{place / name} is not as it was written: run.json has another hash; run the scenario again, "
                    f"or see `greatgame replay {place}`"
                )


def write_paper(found: Comparison, folder: Path, command: Sequence[str], step: Callable[[str], None]) -> None:
    """Write the replication folder of a comparison, whole or not at all.

    Parameters
    ----------
    found : Comparison
        What was found.
    folder : Path
        Where to; it must not exist.
    command : sequence of str
        That made it.
    step : callable
        Told what is being done.
    """
    tables = [*found.about(), *found.sheets()]
    with new_folder(folder) as partial:
        for name in ("figures", "tables", "data", "scenarios", "runs"):
            (partial / name).mkdir()
        step("tables")
        write_tables(tables, partial / "tables")
        step("data")
        write_data(found.sides, partial / "data")
        _write_figures(found, tables, partial, step)
        _write_words(found, partial, command)
        sums = [f"{sha256(partial / name)}  {name}\n" for name in data_files_of(partial)]
        (partial / SUMS).write_text("".join(sums), encoding="utf-8")
        check()


def data_files_of(folder: Path) -> list[str]:
    """Name all files in a folder, sorted; run.json too, which `data_files` leaves out.

    Parameters
    ----------
    folder : Path
        The folder.
    """
    records = [file.relative_to(folder).as_posix() for file in folder.rglob(RECORD)]
    return sorted([*data_files(folder), *records])


def _write_figures(found: Comparison, tables: "Sequence[Sheet]", place: Path, step: Callable[[str], None]) -> None:
    captions = write_figures(found, place / "figures", step)
    (place / "figures" / "captions.txt").write_text(captions_as_text(captions), encoding="utf-8")
    (place / "figures" / "captions.tex").write_text(captions_as_latex(captions), encoding="utf-8")
    (place / "paper.tex").write_text(document(tables, captions), encoding="utf-8")


def _write_words(found: Comparison, place: Path, command: Sequence[str]) -> None:
    wanted = number(found)
    texts = {
        "analysis.R": script_r(wanted),
        "analysis.do": script_stata(wanted),
        "reproduce.sh": reproduce(found),
        "requirements.txt": requirements([side.record for side in found.sides]),
        "README.md": readme(found, command, CONTENT),
    }
    for side in found.sides:
        (place / "runs" / side.name).mkdir()
        texts[f"scenarios/{side.name}.yaml"] = scenario_yaml(side.record)
        texts[f"runs/{side.name}/{RECORD}"] = record_text(side.record)
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")


@contextmanager
def _steps() -> Generator[Callable[[str], None], None, None]:
    """Show on a terminal what is being done."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: check()
        return
    with console.status("") as status:

        def step(what: str) -> None:
            check()
            status.update(what)

        yield step


def _tell(screen: Screen, found: Comparison, folder: Path) -> None:
    screen.line(f"{', '.join(side.name for side in found.sides)}: a replication folder is in {folder}")
    for name, what in {"README.md": "what is what, how it was made, how to cite", **CONTENT}.items():
        screen.line(what, lead=f"{name}  ", indent=26)
