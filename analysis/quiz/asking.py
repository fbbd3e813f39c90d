"""A sitting at a terminal: question by question."""

import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

import typer

from ..screen import Screen
from ..signals import NAMES, Stopped
from ..typology import MARGIN
from .exercises import Quiz
from .forecasts import HELP, SKIP, Forecast, from_words
from .questions import Leads, Question, Stance
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


def ask_all(screen: Screen, quiz: Quiz, truths: list[Truth]) -> tuple[list[Forecast], Stopped | None]:
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
    Stopped or None
        What ended the asking before the end; the end of the input counts as Ctrl-C.
    """
    given: list[Forecast] = []
    try:
        with _interruptible():
            for number, (question, truth) in enumerate(zip(quiz.questions, truths, strict=True), start=1):
                screen.line()
                screen.line(question.wording(quiz.worlds), lead=f"{number}.", indent=3)
                screen.line(wanted(truth), indent=3)
                given.append(_ask_one(screen, question, truth))
                if given[-1].notice:
                    screen.line(given[-1].notice, indent=3)
    except Stopped as stop:
        return given, stop
    except OSError:  # the terminal has gone, or the reader of what is asked
        return given, Stopped(signal.SIGINT)
    return given, None


def wanted(truth: Truth) -> str:
    """Say in a few words what is to be typed."""
    if isinstance(truth, Chances):
        return f"per cent for: {' | '.join(truth.options)}"
    return f"two numbers that hold it with 90 %, between {truth.low:g} and {truth.high:g}"


def _ask_one(screen: Screen, question: Question, truth: Truth) -> Forecast:
    """Ask until there is a forecast."""
    while True:
        typer.echo("   > ", nl=False)
        text = sys.stdin.readline()  # `input` never ends a line that holds a NUL
        if not text:
            raise Stopped(signal.SIGINT)
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
            f"A power leads if the state leans on it by at least {MARGIN:g} more than on the next (alignment is a "
            "share from 0 to 1; what no power has is autonomy). Without a domain: the mean over domains."
        )
    if isinstance(question, Stance):
        lines.append("A power cooperates with a rival, acquiesces in its presence, or resists it.")
    if isinstance(truth, Chances) and truth.ordered:
        lines.append("Options are in order: what is put on the next one is punished less than what is far off.")
    return [*lines, SKIP]


@contextmanager
def _interruptible() -> Generator[None]:
    """Let a signal end the asking instead of the program; one that is ignored stays ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = [number for name in NAMES if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.signal(number, _stop) for number in known if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _: FrameType | None) -> None:
    raise Stopped(number)
