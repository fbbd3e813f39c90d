"""What one visitor has chosen, and the world that follows from it."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import numpy as np

from ...model import GreatGame
from ...scenarios import Scenario, ScenarioError, load, month, names, rulebook
from ..names import capital, gloss
from .watch import Watch

MOST = 2.0
"""Sliders reach to this many times the value of the file."""

LARGEST_SEED = 2**63 - 1

LONGEST = 600
"""Months of a world that a visitor may make: each change goes through all of them up to the one that is shown."""

Data = dict[str, Any]


def menu(own: Scenario | None = None) -> dict[str, Scenario]:
    """Give the scenarios to choose from.

    Parameters
    ----------
    own : Scenario, optional
        One that comes first: what the program was asked to show.

    Returns
    -------
    dict of str to Scenario
        By name; one of the user's hides a shipped one of the same name.
    """
    shipped = {name: load(name) for name in names() if own is None or name != own.name}
    return shipped if own is None else {own.name: own, **shipped}


class Visit:
    """A visitor's choices and world; nothing in it is another's.

    A change takes effect at once: the new world has the same noise and is brought to the month that was shown, so
    that the difference is what the change did.

    Parameters
    ----------
    scenarios : mapping of str to Scenario
        The menu; the first is shown.

    Attributes
    ----------
    seed : int
        Seed of the noise.
    settings : dict of str to str
        Values changed against the file, by path.
    wrong : str or None
        Why the last change was refused.
    watch : Watch
        The world.
    """

    def __init__(self, scenarios: Mapping[str, Scenario]) -> None:
        self.scenarios = scenarios
        self.name = next(iter(scenarios))
        self.seed = 1
        self.settings: dict[str, str] = {}
        self.wrong: str | None = None
        self.watch = _begun(self.file, self.seed)

    @property
    def file(self) -> Scenario:
        """The scenario as its file has it."""
        return self.scenarios[self.name]

    @property
    def scenario(self) -> Scenario:
        """The scenario with what was changed."""
        return self.watch.scenario

    @property
    def over(self) -> bool:
        """Whether the last month is shown, or the run cannot go on."""
        return not self.watch.game.running

    def step(self) -> None:
        """One month more, if there is one."""
        if not self.over:
            _forward(self.watch, 1)
            self.wrong = _unsound(self.watch)

    def reset(self) -> None:
        """Go back to the first month, with the same choices."""
        self.wrong = None
        self.watch = _begun(self.scenario, self.seed)

    def choose(self, field: str, value: object) -> None:
        """Change a choice; one that cannot be is refused, and `wrong` says why.

        Parameters
        ----------
        field : str
            "scenario", "seed", "set" for PATH=VALUE, or a path of the scenario.
        value : object
            What it is to be, as it comes from the page.
        """
        text = str(value).strip()
        if field == "scenario":
            self._take(text if text in self.scenarios else self.name, self.seed, {})
        elif field == "seed":
            if not (text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST_SEED):
                self.wrong = f"Seed {text[:40]!r}: write a whole number, 0 or more."
                return
            self._take(self.name, int(text), self.settings)
        else:
            path, equals, new = text.partition("=") if field == "set" else (field, "=", text)
            if not equals:
                self.wrong = (
                    f"{text[:80]!r} sets nothing: write PATH=VALUE, such as {next(self._strengths())['path']}=1."
                )
                return
            self._take(self.name, self.seed, {**self.settings, path.strip(): new.strip()})

    def undo(self, path: str) -> None:
        """Take a change back.

        Parameters
        ----------
        path : str
            Of the value that was changed.
        """
        self._take(self.name, self.seed, {key: value for key, value in self.settings.items() if key != path})

    def choices(self) -> Data:
        """Give what the controls show, as plain data for the browser."""
        document = self.scenario.document
        return {
            "scenarios": [{"value": name, "text": each.title} for name, each in self.scenarios.items()],
            "scenario": self.name,
            "question": self.scenario.question,
            "theories": [{"value": name, "text": each.title or name} for name, each in document.theories.items()],
            "theory": document.theory,
            "seed": str(self.seed),
            "shocks": list(self._shocks()),
            "numbers": list(self._strengths()),
            "changes": [{"path": path, "text": "; ".join(_said(self.scenario, path))} for path in self.settings],
            "wrong": self.wrong,
        }

    def clock(self) -> Data:
        """Give the month shown and the ends of the run, as plain data for the browser."""
        scenario, watch = self.scenario, self.watch
        return {
            "date": watch.date,
            "start": scenario.start,
            "end": scenario.end,
            "month": watch.months,
            "months": scenario.inputs.months,
            "over": self.over,
        }

    def _take(self, name: str, seed: int, settings: Mapping[str, str]) -> None:
        """Take up new choices if they make a sound scenario, and show the month that was shown."""
        kept = dict(settings)
        try:
            changed = self.scenarios[name].with_settings([f"{path}={value}" for path, value in kept.items()])
        except ScenarioError as error:
            self.wrong = " ".join(problem.message for problem in error.problems)
            return
        if changed.inputs.months > LONGEST:
            self.wrong = (
                f"{changed.start} to {changed.end} is too long to be watched; take {LONGEST // 12} years at most."
            )
            return
        shown = month(self.watch.date)
        self.name, self.seed = name, seed
        self.settings = {path: value for path, value in kept.items() if _said(changed, path)}
        self.watch = _begun(changed, seed)
        _forward(self.watch, shown - self.scenario.inputs.start)
        self.wrong = _unsound(self.watch)

    def _shocks(self) -> Iterator[Data]:
        now, before = self.scenario.document, self.file.document
        for section, most in (("shocks", MOST), ("interventions", None)):
            for name, entry in getattr(now, section).items():
                usual = getattr(before, section)[name].strength or 1.0
                yield {
                    "path": f"{section}.{name}.strength",
                    "title": entry.title or name,
                    "date": entry.date,
                    "strength": entry.strength,
                    "usual": usual,
                    "most": most and most * usual,
                }

    def _strengths(self) -> Iterator[Data]:
        now, before, units = self.scenario.inputs, self.file.inputs, rulebook.parameters()
        for use in now.terms["attraction"]:
            usual = float(np.asarray(before.parameters[use.name]).flat[0])
            yield {
                "path": f"parameters.{use.name}",
                "name": use.name.replace("_", " "),
                "meaning": capital(gloss(use.name)),
                "unit": units[use.name].partition(":")[0],
                "value": float(np.asarray(now.parameters[use.name]).flat[0]),
                "usual": usual,
                "most": MOST * usual or 1.0,
            }


def _said(scenario: Scenario, path: str) -> list[str]:
    """Find the changes that the setting of a path has made; none if it set what the file says."""
    return [said for said in scenario.changes if said.startswith((f"{path} ", f"{path}."))]


def _begun(scenario: Scenario, seed: int) -> Watch:
    """Begin a world and show its first month."""
    watch = Watch(scenario, GreatGame(cast("Any", scenario), seed))
    _forward(watch, 1)
    return watch


def _forward(watch: Watch, months: int) -> None:
    """Step some months, but not beyond the end, nor where numbers have left their range."""
    game = watch.game
    with np.errstate(all="ignore"):
        for _ in range(months):
            if not game.running:
                break
            game.step()
            if not np.isfinite(game.world.values["alignment"]).all():
                game.running = False
    watch.see()


def _unsound(watch: Watch) -> str | None:
    if np.isfinite(watch.series("alignment")[-1]).all():
        return None
    return f"The run left the numbers in {watch.date}: make the values that were changed smaller, or reset."
