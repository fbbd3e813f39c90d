"""The command `hindcast`: how well the model, given the same causes, would have foreseen what was observed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .failure import Failure
from .judging import Mute, check_json, of_scenario, stamp, ticking, working, write_json
from .progress import Progress, duration
from .screen import Screen
from .signals import keep, writing

if TYPE_CHECKING:
    from ..runs import Pool
    from ..scenarios import Scenario
    from .readers import Readings
    from .skill.evidence import Worth
    from .skill.prior import Prior
    from .skill.study import Judged, Study
    from .skill.summary import Bin, Coverage, Row

RECORD = "hindcast.json"
"""What made the files of a folder, and of which data."""

_REPORT = "the report is being made"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command line asks for; see the command's help."""

    scenario: str
    data: Path
    until: int
    points: int
    runs: int
    seed: int
    json: Path | None = None
    workers: int | None = None
    out: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Hindcast:
    """What was found.

    Attributes
    ----------
    study : Study
        What was foreseen.
    readings : Readings
        What was read.
    prior : Prior
        The points.
    ends : int
        Last year of the scenario itself.
    runs : int
        Replications at each point.
    judged : Judged
        Scores.
    mechanisms, theories : sequence of Worth
        What the model is worth against itself without a mechanism, and against its rivals.
    """

    study: "Study"
    readings: "Readings"
    prior: "Prior"
    ends: int
    runs: int
    judged: "Judged"
    mechanisms: "Sequence[Worth]"
    theories: "Sequence[Worth]"

    @cached_property
    def rows(self) -> "list[Row]":
        """The table."""
        from .skill.summary import rows

        return rows(self.judged, self.study.seed)

    @cached_property
    def coverage(self) -> "list[Coverage]":
        """How often forecasts came true, by kind."""
        from .skill.summary import coverage

        return coverage(self.judged)

    @cached_property
    def reliability(self) -> "dict[str, list[Bin]]":
        """How often what was given a probability came true."""
        from .skill.summary import reliability

        return reliability(self.judged)


def carry_out(asked: Asked) -> None:
    """Read observations, foresee them, score, print and write it.

    Parameters
    ----------
    asked : Asked
        What is wanted.

    Raises
    ------
    DataError
        With all that is wrong with the data.
    ScenarioError
        If there is no such scenario.
    Failure
        If there is nothing to foresee, or a file is in the way.
    StoreError
        If the folder cannot be written.
    """
    from ..runs import output_folder
    from .hindcast_json import document
    from .hindcast_report import tell, tell_plan

    study, readings = studied(asked)
    folder = output_folder(asked.out, f"hindcast-{study.scenario.name}", asked.until, forcible=False)
    check_json(asked.json, folder)
    screen, mute, began = Screen(), Mute(), datetime.now(UTC)
    with mute:
        tell_plan(screen, study, readings)
    with working(asked.workers) as pool:
        found, took = _found(asked, study, readings, pool)
    with writing():
        written = [_written(found, asked, folder, began), *write_json(asked.json, lambda: document(found))]
        keep(" and ".join(map(str, written)))
    with mute:
        tell(screen, found)
        screen.line(took)
        for place in written:
            screen.line(f"Written: {place}")
    mute.complain()


def studied(asked: Asked) -> "tuple[Study, Readings]":
    """Read the data and say what is to be foreseen of them.

    Parameters
    ----------
    asked : Asked
        What is wanted.

    Raises
    ------
    DataError, ScenarioError, Failure
        As `carry_out`.
    """
    from ..scenarios import load
    from .observations import series
    from .readers import read
    from .skill.bodies import memberships
    from .skill.study import Study

    scenario = load(asked.scenario)
    ids = scenario.inputs.ids
    start = scenario.inputs.start // 12
    readings = read(asked.data, {*ids["state"], *ids["power"]}, ids["power"]).since(start)
    found = series(readings, ids["state"], ids["power"], ids["domain"])
    bodies = memberships(readings, ids["state"], ids["institution"])
    years = {year for own in found for year in own.years} | {year for own in bodies for year in own.years}
    if not years:
        known = "too little" if any(readings.values.values()) else "nothing"
        raise Failure(
            f"{asked.data}: has {known} on the states and powers of {scenario.name}; a series needs two years and, of"
            " shares, two powers: add data"
        )
    last = max(years)
    if not start < asked.until < last:
        raise Failure(
            f"--until {asked.until}: nothing could be known by then, or is left to foresee; the run begins in {start}"
            f" and the data end in {last}: take a year between"
        )
    longer = _longer(asked.scenario, last)
    return Study(longer, tuple(found), tuple(bodies), asked.until, last, asked.seed), readings


def _longer(name: str, last: int, settings: tuple[str, ...] = ()) -> "Scenario":
    """Load a scenario and let it go on to the end of the data; its causes then stay as they were at its own end."""
    from ..scenarios import load

    scenario = load(name, settings)
    return scenario if _last_year(scenario) >= last else load(name, (*settings, f"end={last}-12"))


def _found(asked: Asked, study: "Study", readings: "Readings", pool: "Pool") -> tuple[Hindcast, str]:
    """Do the work; say also what it took."""
    from ..scenarios import load
    from .skill.evidence import SHARE, mechanism_runs, mechanism_worths, theories, theory_worths
    from .skill.prior import draw
    from .skill.shown import Worlds, claims_by, show
    from .skill.study import judge, members_of

    prior = draw(study.scenario, asked.points, asked.seed)
    claims = claims_by(study.scenario, study.origins)
    known = study.scenario.document.theories
    scenarios = {name: _longer(asked.scenario, study.last, (f"theory={name}",)) for name in theories() if name in known}
    size = (max(asked.points // SHARE, 1), asked.runs)
    total = asked.points * asked.runs + mechanism_runs(asked.points, asked.runs) + len(scenarios) * size[0] * size[1]
    with Progress(total, afterwards=_REPORT) as progress:
        tick = ticking(progress)
        wanted = tuple(dict.fromkeys(id_ for ids in claims.values() for id_ in ids))
        shown = show(Worlds(study.scenario, prior, asked.runs, asked.seed, wanted), pool, tick)
        judged = judge(study, shown, claims, tick)
        own = members_of(study, shown, judged.kept)
        found = Hindcast(
            study=study,
            readings=readings,
            prior=prior,
            ends=_last_year(load(asked.scenario)),
            runs=asked.runs,
            judged=judged,
            mechanisms=mechanism_worths(study, prior, judged.kept[study.until], asked.runs, pool, tick),
            theories=theory_worths(study, own, scenarios, claims, size, pool, tick),
        )
        return found, f"{progress.done} runs; {duration(progress.seconds)} in all."


def _last_year(scenario: "Scenario") -> int:
    return (scenario.inputs.start + scenario.inputs.months - 1) // 12


def _written(found: Hindcast, asked: Asked, folder: Path, began: datetime) -> Path:
    """Write tables, the figure and the record, which says what made them of what."""
    from ..runs import new_folder
    from ..runs.files import sha256
    from .hindcast_figures import render
    from .hindcast_tables import sheets
    from .sheets import write_sheet

    with new_folder(folder) as partial:
        for sheet in sheets(found):
            write_sheet(sheet, partial)
        for name, image in render(found).items():
            (partial / name).write_bytes(image)
        record = {
            **stamp(began, ("scipy", "scoringrules")),
            "until": asked.until,
            "last": found.study.last,
            "points": asked.points,
            "runs": asked.runs,
            "seed": asked.seed,
            "observations": {name: sha256(asked.data / name) for name in found.readings.files},
            **of_scenario(found.study.scenario),
            "data": {file.name: sha256(file) for file in sorted(partial.iterdir())},
        }
        text = json.dumps(record, indent=1, ensure_ascii=False)
        (partial / RECORD).write_text(f"{text}\n", encoding="utf-8")
    return folder
