"""The command `gallery`: for each scenario its question, the figure, and two sentences of answer."""

import shlex
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from .failure import Failure
from .judging import Mute, ticking, working
from .progress import Progress
from .screen import Screen
from .signals import keep, writing

if TYPE_CHECKING:
    from ..scenarios import Scenario
    from .gallery_drawing import Picture
    from .gallery_file import Entry
    from .gallery_general import General

NAME = "GALLERY.md"

FIGURES = "gallery"
"""Folder of the figures beside it."""

_SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_[]<>#|"})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command line asks for; see the command's help."""

    scenarios: Sequence[str]
    runs: int
    seed: int
    workers: int | None
    out: Path | None


@dataclass(frozen=True)
class Exhibit:
    """A scenario in the gallery.

    Attributes
    ----------
    given : str
        As the user names it.
    picture : Picture
        What was found.
    answer : str
        Two sentences.
    """

    given: str
    picture: "Picture"
    answer: str

    @property
    def scenario(self) -> "Scenario":
        """The scenario."""
        return self.picture.scenario


def carry_out(asked: Asked) -> None:
    """Run what is compared, print the answers, and write the folder.

    Parameters
    ----------
    asked : Asked
        What is wanted.

    Raises
    ------
    Failure
        If a scenario cannot be compared with anything, or two have one name.
    InputError
        If a scenario has errors.
    StoreError
        If the folder cannot be written.
    """
    from ..runs import output_folder

    chosen = choose(asked.scenarios)
    folder = output_folder(asked.out, "gallery", asked.seed, forcible=False)
    screen, mute = Screen(), Mute()
    exhibits = show(chosen, asked)
    with mute:
        for exhibit in exhibits:
            _tell(screen, exhibit)
    with writing():
        write(exhibits, asked, folder)
        keep(folder)
    with mute:
        screen.line(_held(asked))
        screen.line(f"Written to {folder}.")
    mute.complain()


def choose(given: Sequence[str]) -> "dict[str, Scenario]":
    """Load the scenarios.

    Parameters
    ----------
    given : sequence of str
        Files and names; if there are none, all that ship.

    Returns
    -------
    dict of str to Scenario
        As they are named.

    Raises
    ------
    InputError
        With everything that is wrong with any of them.
    Failure
        If two have one name.
    """
    from ..scenarios import InputError, Problem, ScenarioError, load, names

    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(given or names()):
        try:
            found[name] = load(name)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    taken: dict[str, str] = {}
    for name, scenario in found.items():
        if scenario.name in taken:
            raise Failure(f"{taken[scenario.name]} and {name} are both called {scenario.name}; give one of them")
        taken[scenario.name] = name
    return found


def show(chosen: "Mapping[str, Scenario]", asked: Asked) -> list[Exhibit]:
    """Run the worlds and compute the answers.

    Parameters
    ----------
    chosen : mapping of str to Scenario
        From `choose`.
    asked : Asked
        For runs, seed and workers.

    Raises
    ------
    Failure
        If a scenario cannot be compared with anything.
    """
    from .gallery_drawing import Picture
    from .gallery_numbers import answered, sentences
    from .gallery_run import needed, observe

    known, others = _entries(chosen)
    wanted = needed(known)
    for other in others.values():
        other.needs(wanted)
    with (
        working(asked.workers) as pool,
        Progress(len(wanted) * asked.runs, afterwards="the figures are being made") as progress,
    ):
        seen = observe(wanted, asked.runs, asked.seed, pool, ticking(progress))
    found: list[Exhibit] = []
    for given, scenario in chosen.items():
        entry = known[given] if given in known else others[given].entry(seen)
        worlds = {key: seen[variant] for key, variant in entry.variants(given).items()}
        values = {key: answered(value, worlds) for key, value in entry.values.items()}
        picture = Picture(scenario, entry, worlds, values, asked.runs, asked.seed)
        found.append(Exhibit(given, picture, sentences(entry, values)))
    return found


def _entries(chosen: "Mapping[str, Scenario]") -> "tuple[dict[str, Entry], dict[str, General]]":
    """Find the entry of each scenario, and make a general one where there is none."""
    from ..scenarios.files import locate
    from .gallery_file import entries
    from .gallery_general import general, named

    known: dict[str, Entry] = {}
    others: dict[str, General] = {}
    for given, scenario in chosen.items():
        path = locate(given)
        entry = entries().get(named(path)) if path is not None else None
        if entry is not None:
            known[given] = entry
        else:
            others[given] = general(given, scenario)
    return known, others


def write(exhibits: Sequence[Exhibit], asked: Asked, folder: Path) -> None:
    """Write the gallery and its figures into a new folder.

    Parameters
    ----------
    exhibits : sequence of Exhibit
        The scenarios.
    asked : Asked
        For the head.
    folder : Path
        A folder that does not exist.
    """
    from ..runs import new_folder
    from .gallery_drawing import paint

    with new_folder(folder) as partial:
        (partial / FIGURES).mkdir()
        for exhibit in exhibits:
            (partial / FIGURES / f"{exhibit.scenario.name}.png").write_bytes(paint(exhibit.picture))
        text = "\n\n".join([head(exhibits, asked), *map(section, exhibits)])
        (partial / NAME).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def head(exhibits: Sequence[Exhibit], asked: Asked) -> str:
    """Write what stands above the scenarios.

    Parameters
    ----------
    exhibits : sequence of Exhibit
        For the core states.
    asked : Asked
        For the command and the uncertainty.
    """
    command = _command(asked.scenarios, asked.runs, asked.seed)
    cores = dict.fromkeys(", ".join(seen.states) for one in exhibits for seen in one.picture.worlds.values())
    return "\n\n".join(
        [
            "# Gallery",
            _wrapped(
                "What each scenario asks, and what the model answers: numbers, the words that depend on them, and "
                f"figures, made by `{command}`."
            ),
            _wrapped(_held(asked)),
            _wrapped(f"Core states: {'; '.join(cores)}.".translate(_SPECIAL)),
        ]
    )


def section(exhibit: Exhibit) -> str:
    """Write what the gallery says of a scenario.

    Parameters
    ----------
    exhibit : Exhibit
        The scenario.
    """
    scenario, picture = exhibit.scenario, exhibit.picture
    command = _command([exhibit.given], picture.runs, picture.seed)
    title = scenario.title.translate(_SPECIAL)
    return "\n\n".join(
        [
            f"## {title}",
            f"**{scenario.question.translate(_SPECIAL)}**",
            _wrapped(exhibit.answer.translate(_SPECIAL)),
            f"![{title}]({FIGURES}/{quote(scenario.name)}.png)",
            f"`{command}` compares the worlds\n\n"
            + "\n".join(f"- {label.translate(_SPECIAL)}: `{made}`" for label, made in _worlds(exhibit)),
        ]
    )


def _worlds(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Give what each world is called, and how it is made."""
    for key, variant in exhibit.picture.entry.variants(exhibit.given).items():
        settings = [part for setting in variant.settings for part in ("--set", setting)]
        yield exhibit.picture.entry.worlds[key].label, _shell([variant.scenario, *settings])


def _held(asked: Asked) -> str:
    """Say what bands and intervals are over."""
    from .sheets import HELD

    return (
        "Worlds of equal number have the same noise in all that is compared, so a difference is one of causes. After a "
        f"difference, which is the median over {asked.runs} replications, its 5-95 % band stands in brackets; after a "
        "probability its 95 % interval (Wilson). A difference is clear where its band excludes 0. Outcomes not in "
        f"per cent are on a scale from 0 to 1. {HELD}"
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 120, break_on_hyphens=False, break_long_words=False)


def _command(scenarios: Sequence[str], runs: int, seed: int) -> str:
    return _shell(["greatgame", "gallery", *scenarios, "--runs", str(runs), "--seed", str(seed)])


def _shell(words: Sequence[str]) -> str:
    return shlex.join(words).replace("`", "'")


def _tell(screen: Screen, exhibit: Exhibit) -> None:
    screen.heading(exhibit.scenario.title)
    screen.line(exhibit.scenario.question, "bold")
    screen.line(exhibit.answer)
    worlds = (f"{label} ({command})" for label, command in _worlds(exhibit))
    screen.line(f"Compared: {'; '.join(worlds)}. Figure: {FIGURES}/{exhibit.scenario.name}.png")
    screen.line()
