"""The command `batch`: what is asked for, the progress on the screen, and the closing report."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from . import signals
from .noting import notes
from .progress import Progress, duration
from .screen import Screen
from .signals import writing

if TYPE_CHECKING:
    from ..runs import Batch, Design, Plan, Pool
    from ..scenarios import Problem, Scenario


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command line asks for; see the command's help."""

    scenarios: Sequence[str]
    runs: int
    seed: int
    settings: Sequence[str]
    vary: Sequence[str]
    design: str
    keep: Literal["full", "summary"]
    shifts: bool
    workers: int | None
    cluster: str | None
    model: str | None
    out: Path | None
    resume: bool


def carry_out(asked: Asked) -> None:
    """Run a batch, or what is left of it.

    Parameters
    ----------
    asked : Asked
        What is wanted.

    Raises
    ------
    ScenarioError
        With everything that is wrong with the options.
    StoreError
        If it cannot be written or done.
    """
    from ..runs import Batch, StoreError, opened
    from .yearly import finish, reduce

    plan, folder, scenarios = _planned(asked)
    _say_if_new(asked, folder)
    _note(scenarios)
    with writing(), opened(folder, plan, resume=asked.resume) as batch:
        if batch.complete:
            Screen().line(f"{folder} is complete: {_counted(batch)}; nothing was left to do.")
            _next(batch)
            return
        there = batch.replications - batch.missing
        if there:
            Screen().line(f"{there} of {batch.replications} runs were there.")
        progress = Progress(batch.replications, batch.missing)
        try:
            with progress, _pool(asked, batch) as pool:
                for done in batch.work(pool, reduce, finish):
                    progress.add(0 if done is None else done.replications)
                    signals.check()
        except (KeyboardInterrupt, StoreError):
            signals.tell(_kept(asked, Batch(folder, batch.plan)))
            signals.check()  # what stops this process may have killed its workers first
            raise
        signals.keep(folder)
    _report(batch, progress)


def _planned(asked: Asked) -> "tuple[Plan, Path, list[Scenario]]":
    """Check all options at once."""
    from ..runs import StoreError, batch_folder, make_plan
    from ..scenarios import Problem, ScenarioError, load

    problems: list[Problem] = []
    scenarios: list[Scenario] = []
    for name in asked.scenarios:
        try:
            scenarios.append(load(name, asked.settings))
        except ScenarioError as error:
            problems += error.problems
    design = _design(asked, scenarios, problems)
    folder, plan = Path(), None
    try:
        if asked.out is not None or len(scenarios) == len(asked.scenarios):
            names = [scenario.name for scenario in scenarios]
            folder = batch_folder(asked.out, names, asked.seed, resume=asked.resume)
    except StoreError as error:
        problems.append(Problem("greatgame", 0, 0, str(error)))
    try:
        plan = make_plan(
            scenarios,
            asked.runs,
            asked.seed,
            keep=asked.keep,
            shifts=asked.shifts,
            design=design,
            model=asked.model,
            command=["greatgame", *sys.argv[1:]],
        )
    except StoreError as error:
        problems.append(Problem("greatgame", 0, 0, str(error)))
    if problems or plan is None:
        raise ScenarioError(problems)
    return plan, folder, scenarios


def _design(asked: Asked, scenarios: "Sequence[Scenario]", problems: "list[Problem]") -> "Design | None":
    from ..runs import design
    from ..scenarios import Problem
    from .contradictions import contradictions

    if asked.runs > design.MOST:
        problems.append(
            Problem(f"--runs {asked.runs}", 0, 0, f"more than {design.MOST} worlds in one batch; take fewer")
        )
    paths = [text.partition("=")[0].strip() for text in asked.vary]
    problems += contradictions(scenarios, asked.settings, paths, asked.design)
    ranges: list[design.Range] = []
    for text in asked.vary:
        try:
            ranges.append(design.parse_range(text))
        except ValueError as error:
            problems.append(Problem(f"--vary {text}", 0, 0, str(error)))
    if not ranges or len(ranges) < len(asked.vary):
        return None
    try:
        found = design.make_design(asked.design, ranges, asked.runs, asked.seed)
    except ValueError as error:
        problems.append(Problem("--vary", 0, 0, str(error)))
        return None
    for scenario in scenarios:
        problems += design.problems(found, scenario)
    return found


def _pool(asked: Asked, batch: "Batch") -> "Pool":
    if asked.cluster is not None:
        from ..runs.cluster import Cluster

        return Cluster(asked.cluster, batch.folder)
    from ..runs import Workers, cores

    return Workers(asked.workers or cores())


def _report(batch: "Batch", progress: Progress) -> None:
    screen = Screen()
    screen.line(f"Written to {batch.folder}: {_counted(batch)}.")
    if progress.done:
        before = f" ({batch.replications - progress.done} were there already)"
        screen.line(
            f"{progress.done} runs in {duration(progress.seconds)}, {progress.done / progress.seconds:.0f} runs/s"
            f"{before if progress.done < batch.replications else ''}."
        )
    _next(batch)


def _counted(batch: "Batch") -> str:
    plan = batch.plan
    each = f"{plan.replications} replications"
    if plan.design is not None:
        each += f" ({len(plan.design.points)} points of {plan.runs})"
    names = ", ".join(member.name for member in plan.members)
    return f"{each} of {names}" if len(plan.members) == 1 else f"{each} of each of {names}"


def _next(batch: "Batch") -> None:
    """Say what to do next."""
    screen, place = Screen(), shlex.quote(str(batch.members[0]))
    state = batch.plan.members[0].scenario.inputs.ids["state"][0]
    screen.line(f"To put them side by side: greatgame compare {shlex.quote(str(batch.folder))}")
    screen.line(f"To see why a state moved: greatgame explain {place} --state {state}")


def _say_if_new(asked: Asked, folder: Path) -> None:
    """Say that there is nothing to go on with."""
    from ..runs.files import PLAN

    if asked.resume and not (folder / PLAN).is_file():
        Screen().line(f"There is no batch to go on with in {folder}: a new one is begun.")


def _note(scenarios: "Sequence[Scenario]") -> None:
    """Say what a reader of the results should know."""
    for scenario in scenarios:
        notes(Screen(), scenario.notes, scenario.name if len(scenarios) > 1 else "")


def _kept(asked: Asked, batch: "Batch") -> str:
    """Say how much is there of a batch that is stopped, and how to go on."""
    there = batch.replications - batch.missing
    if not there:
        return f"no run was finished, nothing is kept; begin again with: {_again(asked, batch.folder)}"
    return f"{there} of {batch.replications} runs are kept; go on with: {_again(asked, batch.folder)}"


def _again(asked: Asked, folder: Path) -> str:
    """Give the command that goes on."""
    options = ([] if asked.out is not None else ["--out", str(folder)]) + ([] if asked.resume else ["--resume"])
    return shlex.join(["greatgame", *sys.argv[1:2], *options, *sys.argv[2:]])  # in front of a `--` that ends options
