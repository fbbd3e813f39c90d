"""A sitting from beginning to end: ask, reveal, keep."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ...scenarios.errors import printable
from .. import signals
from ..doors import STOPPED
from ..failure import Failure
from ..screen import Screen
from . import keeping
from .asking import ask_all, introduce
from .exercises import exercises, make_quiz
from .revealing import follow_up, reveal
from .rows import name_of, read_scores
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


def carry_out(asked: Asked) -> int:
    """Hold a sitting, write a sheet, or show the scores.

    Parameters
    ----------
    asked : Asked
        As the user asks.

    Returns
    -------
    int
        Exit code: 0, or `STOPPED` if the learner stopped before the end.

    Raises
    ------
    InputError
        If a scenario, an exercise or a sheet has mistakes.
    Failure
        If something asked for cannot be done.
    Stopped
        If the program was told to end; what was answered is kept.
    """
    screen = Screen()
    if asked.scores is not None:
        if asked.scenario is not None:
            raise Failure("--scores shows what was kept and asks nothing; leave SCENARIO out")
        keeping.show_scores(screen, read_scores(asked.scores))
        return 0
    if asked.scenario is None:
        raise Failure(f"name a scenario (`greatgame list`) or an exercise: {', '.join(exercises())}")
    if asked.sheet is not None and asked.answers is not None:
        raise Failure("--sheet writes a blank sheet, --answers reads one; give one of them")
    file = asked.out or KEPT
    try:
        name = name_of(asked.name or "")
    except ValueError as error:
        raise Failure(f"--name {error}") from None
    if asked.sheet is None:
        keeping.check_file(file)
    return _sit(screen, asked, asked.scenario, name, file)


def _sit(screen: Screen, asked: Asked, scenario: str, name: str, file: Path) -> int:
    quiz = make_quiz(scenario, asked.seed)
    truths = [question.truth(quiz.worlds) for question in quiz.questions]
    if asked.sheet is not None:
        write_sheet(asked.sheet, blank(quiz, truths))
        screen.line(f"{asked.sheet} written: {len(truths)} questions to fill in and read with --answers.")
        return 0
    on_sheet, stop = "", None
    if asked.answers is not None:
        given, on_sheet = read_answers(asked.answers, quiz, truths)
        screen.heading(quiz.title)
        for number, forecast in enumerate(given, start=1):
            if forecast.notice:
                screen.line(f"Question {number}: {forecast.notice}")
    else:
        introduce(screen, quiz)
        given, stop = ask_all(screen, quiz, truths)
    answers = list(zip(quiz.questions, truths, given, strict=False))
    if answers:
        sitting = keeping.Sitting(name or on_sheet or NAMELESS, datetime.now().astimezone())
        with signals.writing():
            keeping.keep_rows(file, sitting, quiz, answers)
            signals.tell(f"what was answered is kept in {printable(str(file))}")
    if stop is not None and stop.code != STOPPED:
        raise stop
    if not answers:
        screen.line()
        screen.line("Nothing was answered, so nothing is kept.")
        return STOPPED
    if stop is not None:
        screen.line()
        screen.line(f"Stopped after {len(given)} of {len(truths)} questions; these are scored.")
    reveal(screen, quiz, answers)
    screen.line(f"Kept in {file}; over your sittings: greatgame quiz --scores {file}")
    if stop is not None:
        return STOPPED
    follow_up(screen, quiz)
    return 0
