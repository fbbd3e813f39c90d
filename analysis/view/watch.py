"""What has been seen of a world that is being watched: its months so far and the log of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...model.attribution import SEEN, Shifts, driver_names
from ...runs.events import event_table
from ...runs.shifts import shift_table
from ...scenarios import label
from ..drawing import power_colours
from ..moves import leading
from ..names import title
from ..stances import stances
from ..timeline import Entry, in_words, rank, tell_events, tell_stances

if TYPE_CHECKING:
    from ...model import GreatGame
    from ...scenarios import Scenario

Values = NDArray[np.float64]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Logged:
    """One line of the log.

    Attributes
    ----------
    date : str
        Month in which it was known.
    entry : Entry
        What happened.
    shift : int or None
        Position among the shifts seen, if it is one.
    """

    date: str
    entry: Entry
    shift: int | None = None


class Watch:
    """A world that is being watched.

    Parameters
    ----------
    scenario : Scenario
        What the game plays.
    game : GreatGame
        The game; whoever steps it calls `see` afterwards.

    Attributes
    ----------
    months : int
        Months seen.
    shifts : list of dict
        Shifts of alignment so far, with the columns of ``shifts.csv``.
    log : list of Logged
        All that was seen, in the order in which it became known; nothing that comes later changes what stands there.
    """

    def __init__(self, scenario: "Scenario", game: "GreatGame") -> None:
        self.scenario = scenario
        self.game = game
        self.months = 0
        self.shifts: list[Row] = []
        self.log: list[Logged] = []
        self.colours = dict(zip(scenario.inputs.ids["power"], power_colours(scenario), strict=True))
        self.drivers = driver_names(scenario.inputs)
        self._shifts = Shifts(scenario.inputs, 1)

    @property
    def date(self) -> str:
        """The month shown: the last one stepped, or the first of the run."""
        return label(self.scenario.inputs.start + max(self.months - 1, 0))

    def series(self, name: str) -> NDArray[Any]:
        """Give a variable by month, (month, *dims); before the first step, as it is at the start.

        Parameters
        ----------
        name : str
            A recorded variable.
        """
        world = self.game.world
        past = world.history[name][: self.months] if self.months else world.values[name][np.newaxis]
        return past[..., 0]

    def see(self) -> None:
        """Take in the months that have passed since the last time."""
        history, first = self.game.world.history, self.months
        self.months = self.game.world.month
        if self.months == first:
            return
        known = len(self._shifts.rows()["date"])
        for month in range(first, self.months):
            self._shifts.see(month, {name: history[name][month] for name in SEEN})
        rows = {name: column[known:] for name, column in self._shifts.rows().items()}
        news = [*self._events(first), *self._moves(rows)]
        self.log += sorted(news, key=lambda line: (line.date, rank(line.entry)))

    def _events(self, first: int) -> list[Logged]:
        """Tell the events and stances that became known from a month on."""
        start, scenario = self.scenario.inputs.start, self.scenario
        history = {name: past[: self.months] for name, past in self.game.world.history.items()}
        rows = [row for row in event_table(scenario, [0], history).to_pylist() if row["date"] >= label(start + first)]
        at_start, later, _ = stances(scenario, history)
        told = tell_stances(scenario, [] if first else at_start, [each for each in later if each.settled >= first])
        return [_known(entry) for entry in (*tell_events(scenario, rows), *told)]

    def _moves(self, rows: dict[str, NDArray[Any]]) -> list[Logged]:
        """Tell the shifts that were added to the log of shifts."""
        if not len(rows["date"]):
            return []
        found = sorted(shift_table(self.scenario, [0], rows).to_pylist(), key=lambda row: str(row["end"]))
        told = [Logged(row["end"], self._tell(row), len(self.shifts) + place) for place, row in enumerate(found)]
        self.shifts += found
        return told

    def _tell(self, row: Row) -> Entry:
        change = float(row["change"])
        pushed = leading(change, {name: float(row[f"driver_{name}"]) for name in self.drivers})
        where = f"{self.named('states', row['state'])}, {self.named('domains', row['domain']).lower()}"
        before, after = (f"{row[name]:.2f}".removeprefix("0") for name in ("before", "after"))
        text = f"{where}: {self.named('powers', row['power'])} {before} to {after}"
        return Entry(str(row["end"]), "shift", text, in_words(pushed))

    def named(self, kind: str, name: str) -> str:
        """Give the title of a state, power, institution or domain.

        Parameters
        ----------
        kind : str
            "states", "powers", "institutions", "domains".
        name : str
            Its id.
        """
        return title(self.scenario, kind, name)


def _known(entry: Entry) -> Logged:
    """Log what became known later than it began in the month in which it was known."""
    if not entry.settled or entry.settled == entry.date:
        return Logged(entry.date, entry)
    return Logged(entry.settled, replace(entry, text=f"{entry.text}, since {entry.date}"))
