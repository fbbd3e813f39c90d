"""Exercises: quizzes whose questions are chosen by hand, with what to read before and to do after."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from ...scenarios import load, names
from ...scenarios.errors import InputError, Place, Problem, ScenarioError, printable, remedy
from ...scenarios.files import locate
from ...scenarios.quantities import Strict
from ...scenarios.reader import Node
from ..failure import Failure
from .generating import questions_of, worlds_of
from .places import fitted, place_of, read_yaml, text_of
from .questions import Question, Words, Written, fault
from .worlds import Ensemble, Worlds

if TYPE_CHECKING:
    from ...scenarios import Scenario

HOME = Path(__file__).parent.parent / "exercises"
"""Where the exercises that ship are."""


class Passage(Strict):
    """Words of a text.

    Attributes
    ----------
    text : str
        Where they stand, such as "Z4".
    words : str
        Verbatim.
    """

    text: Words
    words: Words


class Other(Strict):
    """What the scenario is compared with.

    Attributes
    ----------
    scenario : str
        Name of a scenario, or a path.
    settings : list of str
        As after `--set`.
    said : str
        In words, such as "without the attacks".
    """

    scenario: Words
    settings: list[str] = Field([], alias="set")
    said: Words


class Next(Strict):
    """A command to go on with, and what to look for."""

    command: Words
    look: Words


class Exercise(Strict):
    """An exercise as its file has it.

    Attributes
    ----------
    title : str
        Name for people.
    scenario : str
        What is asked about.
    settings : list of str
        As after `--set`.
    others : dict of str to Other
        What it is compared with, by a short name.
    background : list of str
        What to know before.
    passages : list of Passage
        Words of the texts to read before.
    questions : list of Question
        In the order in which they are asked.
    discuss : list of str
        Questions for the class, after the answers.
    go_on : list of Next
        Commands for afterwards.
    """

    title: Words
    scenario: Words
    settings: list[str] = Field([], alias="set")
    others: dict[str, Other] = Field({})
    background: list[Words] = Field(min_length=1)
    passages: list[Passage] = Field([])
    questions: list[Written] = Field(min_length=1)
    discuss: list[Words] = Field([])
    go_on: list[Next] = Field([])


@dataclass(frozen=True)
class Quiz:
    """What is asked, of which worlds.

    Attributes
    ----------
    name : str
        Of the scenario or exercise.
    title : str
        For people.
    worlds : Worlds
        The ensembles.
    questions : list of Question
        In order.
    exercise : Exercise or None
        With what to read and to do, if there is one.
    """

    name: str
    title: str
    worlds: Worlds
    questions: list[Question]
    exercise: Exercise | None = None


def exercises() -> dict[str, Path]:
    """Find the exercises that ship, by name."""
    return {path.stem: path for path in sorted(HOME.glob("*.yaml"))}


def make_quiz(name: str, seed: int) -> Quiz:
    """Make the quiz of a scenario or an exercise.

    Parameters
    ----------
    name : str
        An exercise that ships, a scenario that ships, or the path of either; a file with `questions` is an exercise.
    seed : int
        Seed of the noise, and of the choice of questions where they are not written.

    Raises
    ------
    InputError
        If a file has mistakes.
    Failure
        If nothing can be asked.
    """
    path = exercises().get(name, Path(name))
    if not path.exists() and locate(name) is None:
        known = [*exercises(), *names()]
        raise Failure(f"{printable(name)}: there is no scenario, exercise or file of this name; {remedy(name, known)}")
    if path.suffix in {".yaml", ".yml"} and path.is_file():
        root = read_yaml(text_of(path), path)
        if "questions" in root.table:
            return _written(printable(path.stem), root, seed)
    scenario = load(name)
    worlds = worlds_of(scenario, name, seed)
    return Quiz(scenario.name, scenario.title, worlds, questions_of(worlds, name))


def _written(name: str, root: Node, seed: int) -> Quiz:
    exercise = fitted(Exercise, root)
    _check_names(exercise, root)
    own, *others = (Ensemble(scenario, seed) for scenario in _loaded(exercise, root))
    said = {key: other.said for key, other in exercise.others.items()}
    worlds = Worlds(own, dict(zip(said, others, strict=True)), said)
    _check(exercise.questions, worlds, root)
    return Quiz(name, exercise.title, worlds, exercise.questions, exercise)


def _check_names(exercise: Exercise, root: Node) -> None:
    """Complain of all scenarios that do not exist."""
    named = {("scenario",): exercise.scenario}
    named |= {("others", key, "scenario"): other.scenario for key, other in exercise.others.items()}
    problems = [
        Problem.at(place_of(root, *path), f"there is no scenario {name!r}; {remedy(name, names())}")
        for path, name in named.items()
        if locate(name) is None
    ]
    if problems:
        raise InputError(problems)


def _loaded(exercise: Exercise, root: Node) -> "list[Scenario]":
    """Load the scenario and those it is compared with; a setting is complained of where the exercise has it."""
    found: list[Scenario] = []
    problems: list[Problem] = []
    asked: list[tuple[tuple[str, ...], Exercise | Other]] = [((), exercise)]
    asked += [(("others", key), other) for key, other in exercise.others.items()]
    for path, each in asked:
        try:
            found.append(load(each.scenario, each.settings))
        except ScenarioError as error:
            places = {
                Place.of_setting(text): place_of(root, *path, "set", number)
                for number, text in enumerate(each.settings)
            }
            problems += [Problem.at(places.get(one.place, one.place), one.message) for one in error.problems]
    if problems:
        raise InputError(problems)
    return found


def _check(questions: list[Question], worlds: Worlds, root: Node) -> None:
    """Complain of all questions that their worlds cannot answer."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, question in enumerate(questions):
        if question.id in seen:
            place = place_of(root, "questions", number, "id")
            problems.append(Problem.at(place, f"the id {question.id!r} is given twice; take another"))
        seen.add(question.id)
        if found := fault(question, worlds):
            key, why = found
            problems.append(Problem.at(place_of(root, "questions", number, key), f"{key}: {why}"))
    if problems:
        raise InputError(problems)
