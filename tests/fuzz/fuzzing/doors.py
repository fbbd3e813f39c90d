"""The other doors: the records of runs and batches, tables of data, and words of the command line."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from greatgame import runs
from greatgame.analysis.explain import ask, rerun
from greatgame.analysis.failure import Failure
from greatgame.analysis.outcomes import parse_outcome
from greatgame.analysis.readers import DataError, read
from greatgame.runs.plan import PLAN, read_plan, write_plan
from greatgame.runs.provenance import RECORD, digest
from greatgame.scenarios import Scenario, ScenarioError, from_tree, load, month

from . import text, trees
from .judge import Outcome, demand, judge_problems

RUN, BATCH, DATA = "run", "batch", "data"
"""Folders that the doors are tried on, below the current one."""

HARDLY_ANY = 60
"""Months of a damaged record that are still run again."""

TABLES = {
    "fbic.csv": "year,state,power,variable,value\n2000,KAZ,RUS,fbic,0.35\n2001,UZB,USA,fbic,0.1\n",
    "comtrade.csv": "period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue\n"
    "1999,KAZ,CHN,X,TOTAL,5\n2000,KAZ,RUS,M,TOTAL,7\n",
    "sipri.csv": '"TIV of arms exports to Kazakhstan, 1999-2000"\n,1999,2000\nRussia,3,4\nUnited States,,1\n',
    "idealpoints.csv": "ccode,session,IdealPointAll,NVotesAll,Q5%All,Q95%All\n"
    "705,55,0.2,60,0.1,0.3\n365,55,0.5,60,0.3,0.7\n",
    "icews.tab": "Event Date\tSource Country\tCAMEO Code\tTarget Country\n"
    "2000-01-03\tRussian Federation\t057\tKazakhstan\n",
    "us_foreign_aid.csv": "Country Code,Fiscal Year,Transaction Type Name,Constant Dollar Amount\n"
    "KAZ,2000,Obligations,1000\n",
    "atop_alliances.csv": "mem1,mem2,year,defense,offense,neutral,nonagg,consul\n365,705,1995,1,0,0,1,1\n",
    "state_year_format.csv": "ccode,state,year,CIS,SCO\n705,kazakhstan,1995,1,0\n365,russia,1995,1,0\n",
}  # fmt: skip
"""A few lines of each source, as published or in the long form."""

ACTORS, POWERS = ("CHN", "KAZ", "RUS", "USA", "UZB"), ("CHN", "RUS", "USA")

WORDS = (
    *("alignment.TAR.WES.fleet.1991", "base.ELM.WES.1990-12", "stance.WES.EAS.resist.1991"),
    *("member.TAR.LEA.1990-06..1991-06"),
    *("claim.C05", "parameters.balance=1:3:9", "shocks.storm.strength=0:1:2", "states.TAR.resources=.5:.5:1"),
    *("1990-01", "TAR"),
)  # fmt: skip
"""Outcomes, ranges, months and ids that are right."""


def prepare(folder: Path, world: Path) -> None:
    """Make the folders of a run and of a batch, and that of the tables."""
    short = _short(load(world))
    runs.write(runs.run(short, seed=1), folder / RUN)
    batch = folder / BATCH
    batch.mkdir()
    write_plan(runs.make_plan([short], 2, 1, keep="full", shifts=True, design=None, model=None), batch)
    (folder / DATA).mkdir()


def _short(world: Scenario) -> Scenario:
    """Cut a world to four months."""
    tree = {**world.tree, "end": "1990-04", "shocks": {}, "interventions": {}}
    return from_tree(tree, "short")


@cache
def _read(file: Path) -> tuple[bytes, dict[str, Any], Sequence[trees.Path]]:
    data = file.with_suffix(".sound")
    if not data.exists():
        data.write_bytes(file.read_bytes())
    tree = json.loads(data.read_bytes())
    return data.read_bytes(), tree, trees.paths(tree)


def _damaged(rng: Random, file: Path) -> bytes:
    """Damage a record: its text, or a value whose digest is then made to fit."""
    sound, tree, ways = _read(file)
    if rng.random() < 0.5:
        return text.mutated(rng, sound, [sound])
    changed = trees.mutated(rng, tree, ways)
    try:
        if isinstance(changed, dict):
            changed = {**changed, "digest": digest(changed)}
        return json.dumps(changed, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    except (RecursionError, TypeError, ValueError):
        return b"[" * 100_000


def record(rng: Random, folder: Path) -> Outcome:
    """Damage run.json, and use the folder in every way."""
    place = folder / RUN
    (place / RECORD).write_bytes(_damaged(rng, place / RECORD))
    try:
        about = runs.read_record(place)
        runs.verify(place)
        runs.load(place)
        runs.members(place)
        if _is_small(about):
            runs.replay(place)
            ask(rerun(place, None).scenario, "TAR")
    except (runs.StoreError, ScenarioError, Failure) as error:
        return _told(error)
    return Outcome(True)


def _is_small(about: runs.Record) -> bool:
    try:
        scenario = from_tree(dict(about.scenario), about.name, about.changes)
        return month(scenario.end) - month(scenario.start) < HARDLY_ANY and len(about.replications) < 4
    except ScenarioError:
        return True


def plan(rng: Random, folder: Path) -> Outcome:
    """Damage batch.json, and look at the folder."""
    place = folder / BATCH
    (place / PLAN).write_bytes(_damaged(rng, place / PLAN))
    try:
        read_plan(place)
        runs.members(place)
    except (runs.StoreError, ScenarioError) as error:
        return _told(error)
    return Outcome(True)


def table(rng: Random, folder: Path) -> Outcome:
    """Damage a table of data, and read it."""
    name = rng.choice(list(TABLES))
    file = folder / DATA / name
    sound = [table.encode() for table in TABLES.values()]
    file.write_bytes(text.mutated(rng, TABLES[name].encode(), sound))
    try:
        read(folder / DATA, ACTORS, POWERS)
    except DataError as error:
        return judge_problems(error.problems)
    finally:
        file.unlink()
    return Outcome(True)


@cache
def _bay(file: Path) -> Scenario:
    return load(file)


def word(rng: Random, folder: Path) -> Outcome:
    """Misspell a word of the command line."""
    bay = _bay(folder / "world.yaml")
    said = rng.choice(WORDS).encode()
    written = text.mutated(rng, said, [word.encode() for word in WORDS]).decode("utf-8", "replace")
    how = rng.randrange(3)
    try:
        if how == 0:
            parse_outcome(written, bay)
        elif how == 1:
            design = runs.make_design("grid", [runs.parse_range(written)], 1, 0)
            design.scenario(bay, 0)
        else:
            ask(bay, written, start=written)
    except ScenarioError as error:
        return judge_problems(error.problems)
    except (Failure, ValueError) as error:
        return _told(error)
    return Outcome(True)


def _told(error: Exception) -> Outcome:
    """Check a message of one line or more that says what to do."""
    if isinstance(error, ScenarioError):
        return judge_problems(error.problems)
    demand(type(error) in (runs.StoreError, Failure, ValueError, runs.DivergedError), f"is a {type(error).__name__}")
    message = str(error)
    demand(message != "", "says nothing")
    demand("; " in message or message.startswith("write "), f"does not say what to do: {message}")
    demand("Traceback" not in message, f"speaks of the program's inside: {message}")
    return Outcome(False, (type(error).__name__ + " " + message.partition("(")[0][-60:],))


DOORS = {"record": record, "plan": plan, "table": table, "word": word}
