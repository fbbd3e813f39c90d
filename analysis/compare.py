"""Scenarios side by side: tables and figures of runs and batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..runs import new_folder, output_folder
from ..runs.files import next_free
from .acts import Acts, acts_of
from .compare_differences import Row, differences, differences_sheet, tell_differences
from .compare_figures import render
from .compare_tables import course_sheet, sheets
from .effects import Course, Effect, course, effect
from .grid import Grid, grid_sheet, grids
from .names import counted
from .screen import Screen
from .sheets import Sheet, show, write_sheet
from .sides import Shared, Side, share, sides
from .signals import check, keep, writing

FEW = 30
"""Replications at a point of a design, and in a paper, below which numbers are warned of."""

ROUGH = 20
"""Replications below which what is said of all of them is warned of."""

NAMES = 60
"""Letters in the name of a folder that is named after what is compared."""


@dataclass(frozen=True)
class Comparison:
    """What is compared, and what was found.

    Attributes
    ----------
    sides : sequence of Side
        In the order asked for.
    shared : Shared
        What their worlds have in common.
    plain : sequence of Side
        Those that vary nothing but the noise, the baseline first; only their replications are taken together.
    acts : sequence of Acts
        Of each plain side.
    effects : sequence of Effect
        Of each plain side but the first.
    courses : sequence of Course or None
        The same month by month.
    grids : sequence of Grid
        Of the sides that vary something.
    differences : sequence of tuple of str
        Paths at which the scenarios differ, with the value in each.
    """

    sides: Sequence[Side]
    shared: Shared
    plain: Sequence[Side]
    acts: Sequence[Acts]
    effects: Sequence[Effect]
    courses: Sequence[Course | None]
    grids: Sequence[Grid]
    differences: Sequence[Row]

    def about(self) -> list[Sheet]:
        """Make the tables of what is compared, and of what differs between the scenarios."""
        return [_sources(self), differences_sheet(self.sides, self.differences)]

    def sheets(self) -> list[Sheet]:
        """Make the tables, those to be shown first."""
        found = sheets(self.plain, self.shared, self.acts, self.effects) if self.plain else []
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
        The first scenario that varies nothing but the noise is the baseline.

    Raises
    ------
    StoreError
        If a folder holds no result, or it is damaged.
    Failure
        If the worlds have nothing in common.
    """
    found = sides(folders)
    shared = share(found)
    plain = [side for side in found if side.design is None]
    effects = [effect(plain[0], side, shared) for side in plain[1:]]
    courses: list[Course | None] = []
    for side, apart in zip(plain[1:], effects, strict=True):
        check()
        courses.append(None if apart.unpaired else course(plain[0], side, shared, apart.date))
    acts = [acts_of(side, shared) for side in plain]
    return Comparison(found, shared, plain, acts, effects, courses, grids(found, shared), differences(found))


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
    tables = found.sheets()
    with new_folder(folder) as partial:
        for sheet in [*found.about(), *tables]:
            write_sheet(sheet, partial)
        for name, image in render(found).items():
            (partial / name).write_bytes(image)
    return tables


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
        _tell_side(screen, found, side)
        if place:
            tell_differences(screen, found.sides, found.differences, place)
    for text in found.shared.left_out:
        screen.line(f"Left out, since not all have them: {text}.")
    _tell_few(screen, found.plain)
    _tell_designs(screen, found)
    screen.line()
    shown = [sheet for sheet in tables if len(sheet.short) > 1]
    for sheet in shown:
        show(screen, sheet)
    for held in dict.fromkeys(sheet.held for sheet in shown):
        screen.line(held)
    screen.line(f"All rows as CSV, these tables as LaTeX, and figures: {folder}")


def _tell_side(screen: Screen, found: Comparison, side: Side) -> None:
    """Print what a side is."""
    role = ", the baseline" if len(found.plain) > 1 and side is found.plain[0] else ""
    points = f" ({len(side.design.points)} points of {side.design.runs})" if side.design else ""
    screen.line(f"{side.name}{role}: {counted(side.number)}{points}, seed {side.record.seed} ({side.folder})")
    if side.record.model:
        screen.line(f"model: {side.record.model}", indent=2)
    if side.design:
        screen.line(f"varied: {', '.join(side.design.paths)}", indent=2)
    for change in side.record.changes:
        screen.line(f"changed: {change}", indent=2)


def _tell_few(screen: Screen, plain: Sequence[Side]) -> None:
    """Warn of few replications."""
    few = [side for side in plain if side.number < ROUGH]
    if few:
        same: dict[int, list[str]] = {}
        for side in few:
            same.setdefault(side.number, []).append(side.name)
        listed = "; ".join(f"{counted(number)} of {', '.join(names)}" for number, names in same.items())
        screen.line(f"Warning: only {listed}; what is said of these is rough; take --runs {ROUGH} or more.")
    if any(side.number == 1 for side in few):
        screen.line("One replication is one possible world: it has no band and no share.")


def _tell_designs(screen: Screen, found: Comparison) -> None:
    """Say what is not done with designs, and which have few replications at a point."""
    for side in found.sides:
        if side.design and side.design.runs < FEW:
            few = f"only {counted(side.design.runs)} at each point of {side.name}"
            screen.line(f"Warning: {few}, so what is said of a point is rough; take --runs {FEW} or more.")
    if found.grids:
        names = _names([grid.side for grid in found.grids])
        plain = (
            f" The tables and figures of replications taken together are those of the others: {_names(found.plain)}."
        )
        screen.line(
            f"Of {names} outcomes are given point by point: a share over points that somebody chose is no probability."
            + (plain if found.plain else "")
        )


def _names(sides: Sequence[Side]) -> str:
    return ", ".join(side.name for side in sides)


def _sources(found: Comparison) -> Sheet:
    rows = [
        (
            side.name,
            str(side.folder),
            side.record.name,
            "; ".join(side.record.changes),
            side.record.model or "",
            "; ".join(side.design.paths) if side.design else "",
            side.record.seed,
            side.number,
            side.record.scenario_sha256,
        )
        for side in found.sides
    ]
    columns = ("name", "folder", "scenario", "changes", "model", "varied", "seed", "replications", "scenario_sha256")
    return Sheet("sources", "What is compared", columns, rows)
