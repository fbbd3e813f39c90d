"""A sitting from beginning to end: ask, reveal, keep."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..failure import Failure
from ..screen import Screen
from ..signals import writing
from . import keeping
from .asking import ask_all, introduce
from .exercises import exercises, make_quiz
from .revealing import follow_up, reveal
from .sheets import blank, read_answers, write_sheet

KEPT = Path("results") / "quiz.csv"
"""Where sittings are kept unless `--out` says otherwise."""

NAMELESS = "anonymous"


@dataclass(frozen=True)
class Asked:
    """What the user asks for.

    Attributes
    ----------
    scenario : str or None
        A scenario or exercise.
    seed : int
        Seed of the noise.
    answers, sheet, out, scores : Path or None
        Files: to read answers from, to write a blank sheet to, to keep the sitting in, to show the sittings of.
    name : str or None
        The learner's name or pseudonym.
    """

    scenario: str | None
    seed: int
    answers: Path | None
    sheet: Path | None
    out: Path | None
    scores: Path | None
    name: str | None


def carry_out(asked: Asked) -> bool:
    """Hold a sitting, write a sheet, or show the scores.

    Parameters
    ----------
    asked : Asked
        As the user asks.

    Returns
    -------
    bool
        False if the learner stopped before the end.

    Raises
    ------
    InputError
        If a scenario, an exercise or a sheet has mistakes.
    Failure
        If something asked for cannot be done.
    """
    screen = Screen()
    if asked.scores is not None:
        if asked.scenario is not None:
            raise Failure("--scores shows what was kept and asks nothing; leave SCENARIO out")
        keeping.show_scores(screen, keeping.read_scores(asked.scores))
        return True
    if asked.scenario is None:
        raise Failure(f"name a scenario (`greatgame list`) or an exercise: {', '.join(exercises())}")
    if asked.sheet is not None and asked.answers is not None:
        raise Failure("--sheet writes a blank sheet, --answers reads one; give one of them")
    file = asked.out or KEPT
    if asked.sheet is None:
        keeping.check_file(file)
    return _sit(screen, asked, asked.scenario, file)


def _sit(screen: Screen, asked: Asked, scenario: str, file: Path) -> bool:
    quiz = make_quiz(scenario, asked.seed)
    truths = [question.truth(quiz.worlds) for question in quiz.questions]
    if asked.sheet is not None:
        write_sheet(asked.sheet, blank(quiz, truths))
        screen.line(f"{asked.sheet} written: {len(truths)} questions to fill in and read with --answers.")
        return True
    name, stopped = "", False
    if asked.answers is not None:
        given, name = read_answers(asked.answers, quiz, truths)
        screen.heading(quiz.title)
        for number, forecast in enumerate(given, start=1):
            if forecast.notice:
                screen.line(f"Question {number}: {forecast.notice}")
    else:
        introduce(screen, quiz)
        given, stopped = ask_all(screen, quiz, truths)
    if not given:
        screen.line()
        screen.line("Nothing was answered, so nothing is kept.")
        return not stopped
    answers = list(zip(quiz.questions, truths, given, strict=False))
    sitting = keeping.Sitting(asked.name or name or NAMELESS, datetime.now().astimezone())
    with writing():
        keeping.keep_rows(file, sitting, quiz, answers)
    if stopped:
        screen.line()
        screen.line(f"Stopped after {len(given)} of {len(truths)} questions; these are scored.")
    reveal(screen, quiz, answers)
    screen.line(f"Kept in {file}; over your sittings: greatgame quiz --scores {file}")
    if not stopped:
        follow_up(screen, quiz)
    return not stopped
