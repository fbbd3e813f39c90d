"""A sitting at a terminal: question by question."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager

import typer

from ..screen import Screen
from .exercises import Quiz
from .forecasts import HELP, SKIP, Forecast, from_words
from .questions import LEAD, Leads, Question, Stance
from .scoring import Chances, Truth


def introduce(screen: Screen, quiz: Quiz) -> None:
    """Say what the quiz is about, and what an exercise wants read before.

    Parameters
    ----------
    screen : Screen
        Where to.
    quiz : Quiz
        What is asked.
    """
    scenario = quiz.worlds.scenario
    screen.heading(quiz.title)
    screen.line(f"{scenario.title}, {scenario.start} to {scenario.end}. {scenario.question}")
    if quiz.exercise is not None:
        for text in quiz.exercise.background:
            screen.line()
            screen.line(text)
        for passage in quiz.exercise.passages:
            screen.line(f'"{passage.words}"', lead=f"{passage.text}:", indent=9)
    screen.line()
    number = len(quiz.questions)
    screen.line(
        f"{number} question{'s' * (number != 1)}. The answers are those of the model: how often each thing is so in "
        'many possible worlds. Enter alone is "don\'t know", ? explains, Ctrl-C ends it and keeps what you answered.'
    )


def ask_all(screen: Screen, quiz: Quiz, truths: list[Truth]) -> tuple[list[Forecast], bool]:
    """Ask the questions one by one.

    Parameters
    ----------
    screen : Screen
        Where to.
    quiz : Quiz
        What is asked.
    truths : list of Truth
        For the options; nothing is told of them.

    Returns
    -------
    list of Forecast
        To the first questions, as many as were answered.
    bool
        Whether the learner stopped before the end.
    """
    given: list[Forecast] = []
    for number, (question, truth) in enumerate(zip(quiz.questions, truths, strict=True), start=1):
        screen.line()
        screen.line(question.wording(quiz.worlds), lead=f"{number}.", indent=3)
        screen.line(wanted(truth), indent=3)
        forecast = _ask_one(screen, question, truth)
        if forecast is None:
            return given, True
        if forecast.notice:
            screen.line(forecast.notice, indent=3)
        given.append(forecast)
    return given, False


def wanted(truth: Truth) -> str:
    """Say in a few words what is to be typed."""
    if isinstance(truth, Chances):
        return f"per cent for: {' | '.join(truth.options)}"
    return f"two numbers that hold it with 90 %, between {truth.low:g} and {truth.high:g}"


def _ask_one(screen: Screen, question: Question, truth: Truth) -> Forecast | None:
    """Ask until there is a forecast; None if the learner stops."""
    while True:
        try:
            with _interruptible():
                text = typer.prompt("  ", default="", show_default=False, prompt_suffix=" > ")
        except (typer.Abort, KeyboardInterrupt, EOFError):
            return None
        if text.strip() == "?":
            for line in explained(question, truth):
                screen.line(line, indent=3)
            continue
        try:
            return from_words(text, truth)
        except ValueError as error:
            screen.line(f"{error}.".replace("..", "."), indent=3)


def explained(question: Question, truth: Truth) -> list[str]:
    """Explain a question and how it is answered, for who types ?."""
    lines = [HELP[type(truth)]]
    if isinstance(question, Leads):
        lines.append(
            f"A power leads if the state leans on it by at least {LEAD:g} more than on the next (alignment is a share "
            "from 0 to 1; what no power has is autonomy). Without a domain: the mean over domains."
        )
    if isinstance(question, Stance):
        lines.append("A power cooperates with a rival, acquiesces in its presence, or resists it.")
    if isinstance(truth, Chances) and truth.ordered:
        lines.append("Options are in order: what is put on the next one is punished less than what is far off.")
    return [*lines, SKIP]


@contextmanager
def _interruptible() -> Generator[None]:
    """Let Ctrl-C end the asking instead of the program."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
