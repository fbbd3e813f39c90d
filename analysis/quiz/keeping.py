"""What is kept of each sitting: a file of the learner's, one row a question, and what it shows over sittings."""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np

from ..failure import Failure
from ..screen import Screen
from .exercises import Quiz
from .forecasts import Forecast, written
from .questions import Question
from .rows import COLUMNS, Row, pairs_in, read_scores
from .scoring import Chances, Truth, Values

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Between which probabilities are counted together in the table of calibration."""

ENOUGH = 10
"""Of fewer forecasts nobody can tell whether they are calibrated."""

FEW = f"too few to tell, from {ENOUGH} on it is judged"

SCALE = 'Skill is 0 % for "don\'t know" and below for what is worse; luck keeps the best forecast from 100 %.'


@dataclass(frozen=True)
class Sitting:
    """Who answered, and when.

    Attributes
    ----------
    name : str
        A name or pseudonym.
    date : datetime
        When.
    """

    name: str
    date: datetime


def check_file(file: Path) -> None:
    """Find out before anything is asked whether the answers can be kept.

    Raises
    ------
    Failure
        If they cannot.
    """
    if file.exists():
        read_scores(file)
    parent = file.absolute().parent
    while not os.path.lexists(parent):
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise Failure(f"--out {file}: cannot be written; take another place")


def keep_rows(file: Path, sitting: Sitting, quiz: Quiz, answers: Sequence[tuple[Question, Truth, Forecast]]) -> None:
    """Add the rows of a sitting to a file: the whole of it is written anew beside it and put in its place.

    Parameters
    ----------
    file : Path
        The learner's file; made with its folder if there is none.
    sitting : Sitting
        Who, and when.
    quiz : Quiz
        What was asked.
    answers : sequence of (Question, Truth, Forecast)
        What was answered.
    """
    kept = read_scores(file) if file.exists() else []
    latest = max((int(row["sitting"]) for row in kept if row["name"] == sitting.name), default=0)
    head = {
        "name": sitting.name,
        "sitting": str(latest + 1),
        "date": sitting.date.date().isoformat(),
        "quiz": quiz.name,
        "scenario": quiz.worlds.scenario.name,
        "seed": str(quiz.worlds.own.seed),
    }
    text = io.StringIO(newline="")
    writer: csv.DictWriter[str] = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    writer.writerows(head | _row(quiz, *answer) for answer in answers)
    file.parent.mkdir(parents=True, exist_ok=True)
    _replace(file, text.getvalue())


def _row(quiz: Quiz, question: Question, truth: Truth, forecast: Forecast) -> dict[str, str]:
    score = truth.score(forecast.values)
    chances = isinstance(truth, Chances)
    if chances:
        outcome = written(truth.frequency, truth)
    else:
        outcome = "; ".join(f"q{q}={value:.6g}" for q, value in zip((5, 50, 95), truth.quantiles, strict=True))
    return {
        "question": question.id,
        "kind": question.ask,
        "asked": question.wording(quiz.worlds),
        "known": "yes" if forecast.known else "no",
        "forecast": written(forecast.values, truth),
        "outcome": outcome,
        "world_0": truth.first,
        "inside": "" if chances else f"{truth.inside(forecast.values):.4f}",
        "score": f"{score.score:.6f}",
        "score_unknown": f"{score.unknown:.6f}",
        "score_best": f"{score.best:.6f}",
        "skill": f"{score.skill:.4f}",
        "attainable": f"{score.attainable:.4f}",
    }


def _replace(file: Path, text: str) -> None:
    """Put a text in the place of a file, at once or not at all."""
    number, name = tempfile.mkstemp(prefix=".gg-", suffix=".partial", dir=file.parent)
    try:
        with open(number, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, file.stat().st_mode & 0o777 if file.exists() else 0o644)
        os.replace(name, file)
    finally:
        with suppress(OSError):
            os.unlink(name)


def show_scores(screen: Screen, rows: Sequence[Row]) -> None:
    """Print how the sittings of each learner went, and how well what they said fits what was so.

    Parameters
    ----------
    screen : Screen
        Where to.
    rows : sequence of Row
        Of a learner's file.
    """
    if not rows:
        screen.line("No sitting has been kept in this file yet.")
        return
    sittings: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        sittings.setdefault((row["name"], int(row["sitting"])), []).append(row)
    screen.heading("Sittings")
    table = [["name", "sitting", "date", "quiz", "seed", "questions", "mean skill", "at most"]]
    for (name, number), own in sittings.items():
        means = [percent(float(np.mean([float(row[column]) for row in own]))) for column in ("skill", "attainable")]
        first = own[0]
        table.append([name, str(number), first["date"], first["quiz"], first["seed"], str(len(own)), *means])
    screen.table(table, frozenset({1, 4, 5, 6, 7}))
    screen.line(SCALE)
    names = list(dict.fromkeys(name for name, _ in sittings))
    for name in names:
        screen.line()
        screen.heading(f"Calibration of {name}")
        for text in _calibration(screen, [row for row in rows if row["name"] == name and row["known"] == "yes"]):
            screen.line(text)


def _calibration(screen: Screen, rows: Sequence[Row]) -> list[str]:
    """Print what was said beside what was so; give what it means in words."""
    said, was = options_of((pairs_in(row["forecast"]), pairs_in(row["outcome"])) for row in rows if not row["inside"])
    table = [["you said", "options", "mean", "it was so in"]]
    place = np.clip(np.searchsorted(EDGES, said, side="right") - 1, 0, len(EDGES) - 2)
    for number, (low, high) in enumerate(pairwise(EDGES)):
        own = place == number
        if own.any():
            table.append(
                [
                    f"{100 * low:.0f} to {share(high)}",
                    str(int(own.sum())),
                    share(said[own].mean()),
                    share(was[own].mean()),
                ]
            )
    if len(table) > 1:
        screen.table(table, frozenset({1, 2, 3}))
    inside = [float(row["inside"]) for row in rows if row["inside"]]
    return hints(said, was, inside)


def options_of(pairs: Iterable[tuple[Mapping[str, float], Mapping[str, float]]]) -> tuple[Values, Values]:
    """Put side by side, option by option, the probabilities that were said and the frequencies."""
    both = [(said[name] / 100, was.get(name, 0.0) / 100) for said, was in pairs for name in said]
    found = np.array(both, dtype=np.float64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def hints(said: Values, was: Values, inside: Sequence[float]) -> list[str]:
    """Say in words whether a learner is too sure.

    Parameters
    ----------
    said, was : array, (option,)
        Probabilities given to options, and their frequencies.
    inside : sequence of float
        Share of the worlds within each interval.
    """
    found: list[str] = []
    high = said >= 0.6
    if high.any():
        gave, so = float(said[high].mean()), float(was[high].mean())
        verdict = "about right" if abs(gave - so) <= 0.1 else "too sure" if gave > so else "not sure enough"
        verdict = verdict if high.sum() >= ENOUGH else FEW
        found.append(
            f"Calibration: what you gave 60 % or more (options: {high.sum()}) got {share(gave)} on average and was so "
            f"in {share(so)} of the worlds: {verdict}."
        )
    if len(inside):
        held = float(np.mean(inside))
        verdict = (
            "about right" if 0.8 <= held <= 0.97 else "too narrow, or off the mark" if held < 0.8 else "rather wide"
        )
        verdict = verdict if len(inside) >= ENOUGH else FEW
        found.append(f"Your intervals of 90 % ({len(inside)}) hold {share(held)} of the worlds, on average: {verdict}.")
    return found or ["Nothing was answered that could tell how well calibrated you are."]


def percent(skill: float) -> str:
    """Write a skill in per cent, with its sign."""
    return f"{100 * skill + 0.0:+.0f} %" if abs(skill) >= 0.005 else "0 %"


def share(value: float) -> str:
    """Write a share in per cent."""
    return f"{100 * value:z.0f} %"
