"""Every command of the program once, on small worlds: command lines for tests that watch them all."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

Lines = Mapping[str, tuple[tuple[str, ...], ...]]

CHANGED = """\
title: A change
question: What if the power were weaker?
extends: us_entry_2001
states:
  UZB: {interests: {autonomy: {value: some, assumption: "another reading"}}}
  KAZ: {interests: {autonomy: {value: important, assumption: "another reading"}}}
"""

STATES, POWERS, YEARS = ("KAZ", "KGZ", "TJK", "TKM", "UZB"), ("CHN", "RUS", "USA"), range(1992, 2004)


def prepare(inputs: Path) -> None:
    """Write what the commands read into a folder."""
    inputs.mkdir()
    (inputs / "changed.yaml").write_text(CHANGED, encoding="utf-8")
    data = inputs / "observations"
    data.mkdir()
    tables = {"unga_ideal_points": "agreement", "military_exercises": "n_exercises_with"}
    for name, variable in tables.items():
        rows = "".join(f"{row}\n" for row in _rows(variable))
        (data / f"{name}.csv").write_text(f"year,state,power,variable,value\n{rows}", encoding="utf-8")


def _rows(variable: str) -> Iterator[str]:
    """Make figures up that rise and fall."""
    for year, (place, state), (other, power) in product(YEARS, enumerate(STATES), enumerate(POWERS)):
        turn = (year + 3 * place + 5 * other) % 7
        value = str(turn) if variable.startswith("n_") else f"0.{turn}5"
        yield f"{year},{state},{power},{variable},{value}"
    if variable.startswith("n_"):
        yield from (f"{year},{state},ANY,n_exercises,40" for year, state in product(YEARS, STATES))


def lines(inputs: Path, out: Path) -> Lines:
    """Give arguments for each command, in an order in which each finds what it needs.

    Parameters
    ----------
    inputs : Path
        As `prepare` makes it.
    out : Path
        For all that is written.
    """
    changed, run, batch = (str(path) for path in (inputs / "changed.yaml", out / "run", out / "batch"))
    into = lambda name: ("--out", str(out / name))  # noqa: E731
    few = ("--runs", "2", "--workers", "2")
    turn = ("--state", "UZB", "--power", "USA", "--from", "2001-08", "--to", "2002-08")
    sheet, answers = str(out / "coder.yaml"), str(out / "answers.txt")
    return {
        "list": ((), ("us_entry_2001", "powers.RUS")),
        "check": ((changed, "us_entry_2001"),),
        "schema": ((),),
        "new": (("mine",),),
        "run": ((changed, "--seed", "1", *into("run")),),
        "batch": ((changed, "us_entry_2001", *few, "--seed", "1", *into("batch")),),
        "explain": ((run, *turn), (f"{batch}/changed", *turn)),
        "compare": ((batch, *into("compared")),),
        "replay": ((run,), (batch,)),
        "export": tuple((run, "--format", kind, *into(kind)) for kind in ("csv", "stata", "netcdf")),
        "validate": (("--only", "C31", *few, *into("validated"), "--json", str(out / "validated.json")),),
        "sensitivity": (
            (changed, "--outcome", "alignment.UZB.USA.2002", "--method", "morris", "--points", "4",
             "--vary", "parameters.balance=1:5", *few, *into("sensitivity")),
        ),
        "hindcast": (
            ("--data", str(inputs / "observations"), "--points", "8", *few, *into("hindcast"),
             "--json", str(out / "hindcast.json")),
        ),
        "odd": ((changed, *into("ODD.md")),),
        "reference": ((*into("REFERENCE.md"),),),
        "codebook": ((*into("CODEBOOK.md"),), ("--sheet", sheet)),
        "agreement": (("us_entry_2001", changed),),
        "paper": ((batch, *into("paper")),),
        "diff": ((run, run),),
        "quiz": ((changed, "--sheet", answers), (changed, "--answers", answers, *into("quiz.csv"))),
        "gallery": ((changed, *few, *into("gallery")),),
    }  # fmt: skip


SERVES = {"view"}
"""Commands that serve until they are stopped: they have tests of their own."""
