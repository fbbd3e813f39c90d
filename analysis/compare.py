"""Scenarios side by side: tables and figures of runs and batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..runs import new_folder, output_folder
from ..runs.files import next_free
from .acts import Acts, acts_of
from .compare_figures import render
from .compare_tables import course_sheet, sheets
from .effects import Course, Effect, course, effect
from .grid import Grid, grid_sheet, grids
from .names import counted
from .screen import Screen
from .sheets import Sheet, show, write_sheet
from .sides import Shared, Side, share, sides
from .signals import check, keep, writing

NAMES = 60
"""Letters in the name of a folder that is named after what is compared."""


@dataclass(frozen=True)
class Comparison:
    """What is compared, and what was found.

    Attributes
    ----------
    sides : sequence of Side
        The baseline first.
    shared : Shared
        What their worlds have in common.
    acts : sequence of Acts
        Of each side.
    effects : sequence of Effect
        Of each side but the first.
    courses : sequence of Course or None
        The same month by month.
    grids : sequence of Grid
        Of the sides that vary something.
    """

    sides: Sequence[Side]
    shared: Shared
    acts: Sequence[Acts]
    effects: Sequence[Effect]
    courses: Sequence[Course | None]
    grids: Sequence[Grid]

    def sheets(self) -> list[Sheet]:
        """Make the tables, those to be shown first."""
        found = sheets(self.sides, self.shared, self.acts, self.effects)
        found += [grid_sheet(grid) for grid in self.grids]
        pairs = zip(self.effects, self.courses, strict=True)
        return found + [course_sheet(effect, months, self.shared) for effect, months in pairs if months is not None]


def carry_out(folders: Sequence[Path], out: Path | None) -> None:
    """Compare, write what was found, and print it.

    Parameters
    ----------
    folders : sequence of Path
        Of runs and batches.
    out : Path or None
        Where to, as the user asked.
    """
    found = comparison(folders)
    folder = target(out, found)
    with writing():
        tables = write_comparison(found, folder)
        keep(folder)
    tell(Screen(), found, tables, folder)


def comparison(folders: Sequence[Path]) -> Comparison:
    """Compare the results in folders.

    Parameters
    ----------
    folders : sequence of Path
        Of runs and batches; a batch stands for each of its scenarios.

    Returns
    -------
    Comparison
        The first scenario is the baseline.

    Raises
    ------
    StoreError
        If a folder holds no result, or it is damaged.
    Failure
        If the worlds have nothing in common.
    """
    found = sides(folders)
    shared = share(found)
    baseline, *others = found
    effects = [effect(baseline, side, shared) for side in others]
    courses: list[Course | None] = []
    for side, apart in zip(others, effects, strict=True):
        check()
        courses.append(None if apart.unpaired else course(baseline, side, shared, apart.date))
    acts = [acts_of(side, shared) for side in found]
    return Comparison(found, shared, acts, effects, courses, grids(found, shared, acts))


def target(out: Path | None, found: Comparison) -> Path:
    """Decide where a comparison goes.

    Parameters
    ----------
    out : Path or None
        What the user asked for; None for ``results/compare-NAME-NAME...`` with the next free suffix.
    found : Comparison
        For the names.

    Raises
    ------
    StoreError
        If the folder exists, or nothing can be written there.
    """
    names = "-".join(["compare", *(side.name for side in found.sides)])
    return output_folder(next_free(Path("results") / names[:NAMES]) if out is None else out, forcible=False)


def write_comparison(found: Comparison, folder: Path) -> list[Sheet]:
    """Write the tables and figures of a comparison.

    Parameters
    ----------
    found : Comparison
        What was found.
    folder : Path
        Where to; it must not exist.

    Returns
    -------
    list of Sheet
        The tables.
    """
    tables = [_sources(found), *found.sheets()]
    with new_folder(folder) as partial:
        for sheet in tables:
            write_sheet(sheet, partial)
        for name, image in render(found).items():
            (partial / name).write_bytes(image)
    return tables[1:]


def tell(screen: Screen, found: Comparison, tables: Sequence[Sheet], folder: Path) -> None:
    """Print what was compared and the short forms of the tables.

    Parameters
    ----------
    screen : Screen
        Where to.
    found : Comparison
        What was found.
    tables : sequence of Sheet
        Its tables.
    folder : Path
        Where they were written.
    """
    for place, side in enumerate(found.sides):
        role = ", the baseline" if place == 0 and len(found.sides) > 1 else ""
        points = f" at {len(side.design.points)} points, taken together" if side.design else ""
        screen.line(f"{side.name}{role}: {counted(side.number)}{points}, seed {side.record.seed} ({side.folder})")
        for change in side.record.changes:
            screen.line(f"changed: {change}", indent=2)
    for text in found.shared.left_out:
        screen.line(f"Left out, since not all have them: {text}.")
    screen.line()
    for sheet in tables:
        if len(sheet.short) > 1:
            show(screen, sheet)
    screen.line(f"All rows as CSV, these tables as LaTeX, and figures: {folder}")


def _sources(found: Comparison) -> Sheet:
    rows = [
        (
            side.name,
            str(side.folder),
            side.record.name,
            "; ".join(side.record.changes),
            side.record.seed,
            side.number,
            side.record.scenario_sha256,
        )
        for side in found.sides
    ]
    columns = ("name", "folder", "scenario", "changes", "seed", "replications", "scenario_sha256")
    return Sheet("sources", "What is compared", columns, rows)
