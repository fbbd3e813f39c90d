"""The command `sensitivity`: what is asked for, the work, and the folder that is written."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ..runs import StoreError, Workers, cores, new_folder, output_folder
from ..runs.files import sha256
from ..runs.tables import write_parquet
from ..scenarios import Problem, ScenarioError, load
from . import signals
from .judging import of_scenario, stamp
from .outcomes import CLAIM, parse_outcome
from .progress import Progress
from .screen import Screen
from .sensitivity import Study, claim_margins, design, effects, flat, noise_share, require_salib, simulate, worlds
from .sensitivity_figures import render
from .sensitivity_numbers import moved
from .sensitivity_report import Finding, sheet, tell
from .sheets import write_sheet

RECORD = "sensitivity.json"
DESIGN = "design.parquet"

POINTS = {"sobol": 256, "morris": 64}
"""Base points and trajectories unless the user says how many: a minute or two for thirty numbers on two cores."""

MOST = 10_000_000
"""Runs of a study."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command line asks for; see the command's help."""

    scenario: str
    outcome: str
    method: Literal["sobol", "morris"]
    points: int | None
    runs: int
    seed: int
    numbers: str
    vary: Sequence[str]
    workers: int | None
    out: Path | None


def carry_out(asked: Asked) -> None:
    """Vary numbers, run all points, and say what the outcome depends on.

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
    Failure
        If SALib is not installed.
    """
    require_salib()
    study, folder = _planned(asked)
    screen, began = Screen(), datetime.now(UTC)
    total = study.replications * worlds(study.outcome)
    screen.line(f"{study.outcome.name}: {study.extent}, {total} in all.")
    points = design(study)
    noise: float | None = None
    with Progress(total, afterwards="the effects are being computed") as progress:
        with Workers(asked.workers or cores()) as pool:
            if study.outcome.what == CLAIM:
                responses = claim_margins(study, points, pool, progress.add)
            else:
                found = simulate(study, points, pool, progress.add)
                responses = found.mean(axis=1)
                noise = None if study.runs == 1 or flat(responses) else noise_share(found)
        result = Finding(study, points, responses, effects(study, points, responses), noise)
    with signals.writing():
        _write(result, folder, began)
        signals.keep(folder)
    tell(screen, result, folder)


def _planned(asked: Asked) -> tuple[Study, Path]:
    """Check all options at once."""
    scenario = load(asked.scenario)
    problems: list[Problem] = []
    points = POINTS[asked.method] if asked.points is None else asked.points
    if asked.method == "sobol" and points & (points - 1):
        near = 2 ** (points.bit_length() - 1)
        problems.append(Problem(f"--points {points}", 0, 0, f"Sobol' takes a power of two; write {near} or {2 * near}"))
    outcome, items, folder = None, (), Path()
    try:
        outcome = parse_outcome(asked.outcome, scenario)
    except ValueError as error:
        problems.append(Problem(f"--outcome {asked.outcome}", 0, 0, str(error)))
    try:
        items = moved(scenario, asked.numbers, asked.vary)
    except ScenarioError as error:
        problems += error.problems
    try:
        folder = output_folder(asked.out, f"sensitivity-{scenario.name}", asked.seed, forcible=False)
    except StoreError as error:
        problems.append(Problem("greatgame", 0, 0, str(error)))
    if problems or outcome is None:
        raise ScenarioError(problems)
    study = Study(scenario, outcome, asked.method, items, points, asked.runs, asked.seed)
    if study.replications > MOST:
        many = f"{study.size} points of {study.runs} runs are more than {MOST} runs; take fewer --points or --runs"
        raise ScenarioError([Problem("greatgame", 0, 0, many)])
    return study, folder


def _write(result: Finding, folder: Path, began: datetime) -> None:
    """Write the tables, the figure and the record, which says what made them."""
    with new_folder(folder) as partial:
        write_sheet(sheet(result), partial)
        _write_design(result, partial / DESIGN)
        for name, image in render(result).items():
            (partial / name).write_bytes(image)
        data = {file.name: sha256(file) for file in sorted(partial.iterdir())}
        text = json.dumps(_record(result.study, data, began), indent=1, ensure_ascii=False)
        (partial / RECORD).write_text(f"{text}\n", encoding="utf-8")


def _write_design(result: Finding, file: Path) -> None:
    """Write a row for each point: its values and what came out."""
    import pyarrow as pa

    study = result.study
    columns: dict[str, Any] = {"point": np.arange(study.size, dtype=np.int32)}
    columns |= {item.path: np.ascontiguousarray(result.points[:, i]) for i, item in enumerate(study.moved)}
    table = pa.table({**columns, "response": result.responses})
    write_parquet(table, file, {"method": study.method, "outcome": study.outcome.name, "runs": study.runs})


def _record(study: Study, data: dict[str, str], began: datetime) -> dict[str, object]:
    return {
        **stamp(began, ("SALib", "scipy")),
        "outcome": study.outcome.name,
        "method": study.method,
        "points": study.points,
        "runs": study.runs,
        "seed": study.seed,
        "varied": [asdict(item) for item in study.moved],
        **of_scenario(study.scenario),
        "data": data,
    }
