"""Answer sheets: written to hand out, read when they come back."""

from pathlib import Path

from ...scenarios.errors import InputError, Problem, remedy
from ...scenarios.reader import Node, kind_of
from ..failure import Failure
from ..typology import MARGIN
from .asking import wanted
from .exercises import Quiz
from .forecasts import Forecast, from_numbers, parts, unknown
from .places import as_written, read_yaml, text_of
from .rows import name_of
from .scoring import Chances, Truth

_KEYS = ("quiz", "seed", "name", "answers")


def blank(quiz: Quiz, truths: list[Truth]) -> str:
    """Write an answer sheet without answers.

    Parameters
    ----------
    quiz : Quiz
        What is asked.
    truths : list of Truth
        For the options.
    """
    lines = [
        f"# {' '.join(quiz.title.split())}",
        f"# Fill in, then: greatgame quiz {quiz.name} --seed {quiz.worlds.own.seed} --answers FILE",
        "# Probabilities are in per cent and sum to 100; of a number write two ends that hold it with 90 %.",
        '# What you leave empty counts as "don\'t know". A power leads if the state leans on it by at least',
        f"# {MARGIN:g} more than on the next, none if no power does; alignment is a share from 0 to 1.",
        f"quiz: {quiz.name}",
        f"seed: {quiz.worlds.own.seed}",
        "name:    # yours, or a pseudonym",
        "",
        "answers:",
    ]
    for number, (question, truth) in enumerate(zip(quiz.questions, truths, strict=True), start=1):
        lines += [f"  # {number}. {' '.join(question.wording(quiz.worlds).split())}"]
        if not isinstance(truth, Chances):
            lines += [f"  # {wanted(truth)}"]
        lines += [f"  {question.id}:", *(f"    {part}:" for part in parts(truth)), ""]
    return "\n".join(lines)


def write_sheet(file: Path, text: str) -> None:
    """Write a sheet to a new file.

    Raises
    ------
    Failure
        If there is one already.
    """
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise Failure(f"--sheet {file}: is there already; remove it or take another name") from None


def read_answers(file: Path, quiz: Quiz, truths: list[Truth]) -> tuple[list[Forecast], str]:
    """Read a sheet that was filled in.

    Parameters
    ----------
    file : Path
        The sheet.
    quiz : Quiz
        What was asked.
    truths : list of Truth
        For the options.

    Returns
    -------
    list of Forecast
        One for each question.
    str
        The name on the sheet, or nothing.

    Raises
    ------
    InputError
        With every mistake.
    """
    text = text_of(file)
    root = read_yaml(text, file)
    name, problems = _heading(text, root, quiz)
    answers = root.get("answers") or Node({}, root.place)
    if answers.value is not None and not isinstance(answers.value, dict):
        problems.append(Problem.at(answers.place, "answers should be a mapping of questions; take a new --sheet"))
    ids = [question.id for question in quiz.questions]
    for key, node in answers.table.items():
        if key not in ids:
            problems.append(Problem.at(node.key or node.place, f"there is no question {key!r}; {remedy(key, ids)}"))
    given: list[Forecast] = []
    for question, truth in zip(quiz.questions, truths, strict=True):
        forecast, found = _answer(answers.table.get(question.id), truth)
        problems += found
        given.append(forecast)
    if problems:
        raise InputError(problems)
    return given, name


def _heading(text: str, root: Node, quiz: Quiz) -> tuple[str, list[Problem]]:
    """Give the name on a sheet, and complain of one that is for another quiz."""
    found = [
        Problem.at(node.key or node.place, f"unknown key {key!r}; {remedy(key, _KEYS)}")
        for key, node in root.table.items()
        if key not in _KEYS
    ]
    for key, own in (("quiz", quiz.name), ("seed", quiz.worlds.own.seed)):
        node = root.get(key)
        if node is None:
            found.append(Problem.at(root.place, f"has no `{key}`; add `{key}: {own}`"))
        elif isinstance(node.value, dict | list) or as_written(text, key) != str(own):
            message = f"the sheet is for the {key} {own} of the command, not for {kind_of(node.value)}; change one"
            found.append(Problem.at(node.place, message))
    node = root.get("name")
    if node is None or node.value is None:
        return "", found
    try:
        if isinstance(node.value, dict | list):
            raise ValueError(f"should be text, not {kind_of(node.value)}; write one")
        return name_of(as_written(text, "name")), found
    except ValueError as error:
        return "", [*found, Problem.at(node.place, f"name {error}")]


def _answer(node: Node | None, truth: Truth) -> tuple[Forecast, list[Problem]]:
    """Read one answer; what is empty beside numbers is 0."""
    if node is None or node.value is None:
        return unknown(truth), []
    names = parts(truth)
    if not isinstance(node.value, dict):
        message = f"should have a line for each of {', '.join(names)}, not {kind_of(node.value)}; take a new --sheet"
        return unknown(truth), [Problem.at(node.place, message)]
    problems = [
        Problem.at(part.key or part.place, f"there is no option {key!r}; {remedy(key, names)}")
        for key, part in node.table.items()
        if key not in names
    ]
    filled: dict[str, float] = {}
    for key, part in node.table.items():
        if isinstance(part.value, bool) or not isinstance(part.value, int | float | None):
            problems.append(Problem.at(part.place, f"should be a number, not {kind_of(part.value)}; change it"))
        elif part.value is not None:
            filled[key] = float(part.value)
    if problems or not filled:
        return unknown(truth), problems
    every = names if isinstance(truth, Chances) else tuple(name for name in names if name in filled)
    try:
        return from_numbers([filled.get(name, 0.0) for name in every], truth), []
    except ValueError as error:
        return unknown(truth), [Problem.at(node.key or node.place, str(error))]
