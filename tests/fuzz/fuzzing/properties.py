"""What holds in every world: each property is a statement, and raises if it does not hold."""

import json
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from greatgame.analysis.explain import Question, account_for
from greatgame.model import GreatGame
from greatgame.model.attribution import shift_rows
from greatgame.model.variables import VARIABLES
from greatgame.runs import Run, ensemble, load, replay, run, write
from greatgame.scenarios import Scenario, from_tree, month
from greatgame.scenarios import load as load_scenario
from greatgame.scenarios.ranges import Range, range_of

from .worlds import World, worlds

SEED, MANY, ONE = 5, 3, 2
EXACT, ROUNDING, SHARES = 1e-9, 1e-9, 1e-12


class Case:
    """A world, its scenario and its run.

    Parameters
    ----------
    world : World
        At random.
    folder : Path
        For files.
    """

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.scenario = self.file(world.tree, "world.yaml")

    def file(self, tree: Mapping[str, Any], name: str) -> Scenario:
        """Write a file and load it."""
        path = self.folder / name
        path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return load_scenario(path)

    @cached_property
    def run(self) -> Run:
        """One world, with the terms of the choices."""
        return run(self.scenario, SEED, ONE)


def same(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray]) -> None:
    """Demand that two histories are the same to the last bit."""
    for name, past in one.items():
        assert past.tobytes() == other[name].tobytes(), name


def histories_are_finite(case: Case) -> None:
    """No variable of any month is infinite or no number."""
    for name, past in case.run.history.items():
        assert np.isfinite(past).all(), name


def shares_are_shares(case: Case) -> None:
    """Alignment is between 0 and 1, and with all powers together at most 1."""
    alignment = case.run.history["alignment"]
    assert alignment.min(initial=0.0) >= 0.0
    assert alignment.max(initial=0.0) <= 1.0
    assert alignment.sum(axis=2).max(initial=0.0) <= 1.0 + SHARES


def _ends(unit: str) -> tuple[float, float]:
    """Give the ends of what a unit of the table of variables admits."""
    if unit == "0, 1, 2":
        return 0.0, 2.0
    if unit.startswith(">="):
        return float(unit.removeprefix(">=")), inf
    admitted = range_of(unit) if unit == "0 or 1" or unit.startswith("[") else Range()
    return admitted.low, admitted.high


def variables_keep_to_their_ranges(case: Case) -> None:
    """Every recorded variable is within the range that the table of variables states."""
    for name, past in case.run.history.items():
        low, high = _ends(VARIABLES[name].unit)
        assert (past >= low - ROUNDING).all(), name
        assert (past <= high + ROUNDING).all(), name
        if VARIABLES[name].dtype != "float":
            assert np.array_equal(past, np.round(past)), name


def drivers_add_up_to_each_shift(case: Case) -> None:
    """What drove a shift of alignment adds up to it."""
    rows = shift_rows(case.run.inputs, case.run.history)
    np.testing.assert_allclose(rows["drivers"].sum(axis=1), rows["change"], rtol=0, atol=EXACT)
    assert np.array_equal(rows["change"], rows["after"] - rows["before"])


def accounts_add_up(case: Case) -> None:
    """What `explain` accounts for adds up to the change, for any window, power and domain."""
    ids, months = case.run.inputs.ids, case.run.inputs.months
    for number, state in enumerate(ids["state"]):
        first, last = sorted(((7 * number) % months, (11 * number + 5) % months))
        for power in (None, ids["power"][number % len(ids["power"])]):
            for domain in (None, ids["domain"][number % len(ids["domain"])]):
                found = account_for(case.run, Question(state, power, domain, first, last))
                np.testing.assert_allclose(found.parts.sum(axis=0), found.after - found.before, rtol=0, atol=EXACT)


def _backwards(tree: Any) -> Any:
    return {key: _backwards(tree[key]) for key in reversed(tree)} if isinstance(tree, dict) else tree


def the_order_of_a_file_does_not_matter(case: Case) -> None:
    """States, powers, institutions, domains and all else may come in any order."""
    other = case.file(_backwards(case.world.tree), "backwards.yaml")
    same(case.run.history, run(other, SEED, ONE).history)


def agents_do_what_the_rules_say(case: Case) -> None:
    """The Mesa model, acted by agents, is the run to the last bit."""
    game = GreatGame(case.scenario, SEED, ONE)
    game.run()
    same(case.run.history, game.world.history)


def a_replication_is_the_same_in_any_company(case: Case) -> None:
    """Replication 2 of many is replication 2 alone."""
    many = ensemble(case.scenario, MANY, SEED).history
    same({name: past[..., [ONE]] for name, past in many.items()}, case.run.history)


def a_tree_is_the_scenario(case: Case) -> None:
    """The resolved tree, as run.json keeps it, is the same scenario again."""
    again = from_tree(json.loads(json.dumps(case.scenario.tree, allow_nan=False)), case.scenario.name)
    assert again.sha256 == case.scenario.sha256


def what_is_written_is_read(case: Case) -> None:
    """A scenario written to a file and loaded is the same scenario."""
    again = case.file(case.scenario.tree, "again.yaml")
    assert again.sha256 == case.scenario.sha256
    assert again.inputs.ids == case.scenario.inputs.ids
    for table in ("constants", "causes"):
        same(getattr(case.scenario.inputs, table), getattr(again.inputs, table))


def a_shock_works_from_its_date_on(case: Case) -> None:
    """Switching a shock off changes nothing before its date."""
    for name, shock in list(case.scenario.shocks.items())[:2]:
        before = month(shock.date) - month(case.scenario.start)
        without = run(case.scenario.without_shock(name), SEED, ONE).history
        same({key: past[:before] for key, past in case.run.history.items()},
             {key: past[:before] for key, past in without.items()})  # fmt: skip


def a_folder_holds_the_run(case: Case) -> None:
    """What is written is what is loaded, and replay computes the same bytes."""
    folder = write(case.run, case.folder / "run")
    kept, fresh = load(folder), case.run.dataset()
    for name in fresh.data_vars:
        assert kept[name].values.tobytes() == fresh[name].values.tobytes(), name
    assert replay(folder).agrees


PROPERTIES: dict[Callable[[Case], None], int] = {
    histories_are_finite: 1,
    shares_are_shares: 1,
    variables_keep_to_their_ranges: 1,
    drivers_add_up_to_each_shift: 1,
    accounts_add_up: 1,
    the_order_of_a_file_does_not_matter: 1,
    a_tree_is_the_scenario: 1,
    what_is_written_is_read: 1,
    a_replication_is_the_same_in_any_company: 3,
    a_shock_works_from_its_date_on: 3,
    agents_do_what_the_rules_say: 10,
    a_folder_holds_the_run: 10,
}
"""The properties, and in which of so many worlds the command checks them: some take long."""


@contextmanager
def case_of(world: World) -> Iterator[Case]:
    """Make the case of a world, in a folder that goes when it is over."""
    with tempfile.TemporaryDirectory(prefix="greatgame-world-") as place:
        yield Case(world, Path(place))


@dataclass
class Covered:
    """What has been checked.

    Attributes
    ----------
    checked : Counter
        Worlds by property.
    sizes : dict of str to set of int
        Numbers of things that worlds had, by kind; and months.
    months : int
        Months of history looked at.
    failed : list of str
        The smallest world found in which something does not hold.
    """

    checked: Counter[str] = field(default_factory=Counter)
    sizes: dict[str, set[int]] = field(default_factory=dict)
    worlds: int = 0
    months: int = 0
    failed: list[str] = field(default_factory=list)

    def see(self, case: Case) -> None:
        """Note a world."""
        self.worlds += 1
        self.months += case.scenario.inputs.months
        counts = {kind: len(names) for kind, names in case.scenario.inputs.ids.items()}
        for kind, number in (
            counts | {"month": case.scenario.inputs.months, "shock": len(case.scenario.shocks)}
        ).items():
            self.sizes.setdefault(kind, set()).add(number)

    def add(self, other: "Covered") -> None:
        """Add what has been checked elsewhere."""
        self.checked += other.checked
        self.worlds += other.worlds
        self.months += other.months
        self.failed += other.failed
        for kind, numbers in other.sizes.items():
            self.sizes[kind] = self.sizes.get(kind, set()) | numbers


def check_worlds(number: int, seed: int) -> Covered:
    """Check the properties in worlds at random.

    Parameters
    ----------
    number : int
        How many worlds.
    seed : int
        Which ones.
    """
    covered = Covered()

    @seeded(seed)
    @settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck),
              phases=[Phase.generate, Phase.shrink])  # fmt: skip
    @given(worlds)
    def check(world: World) -> None:
        with case_of(world) as case:
            covered.see(case)
            for one, often in PROPERTIES.items():
                if covered.worlds % often == 0:
                    covered.checked[one.__name__] += 1
                    one(case)

    try:
        check()
    except ExceptionGroup as several:
        covered.failed += [_told(error) for error in several.exceptions]
    except Exception as error:  # whatever it is, it is what is looked for
        covered.failed.append(_told(error))
    return covered


def _told(error: Exception) -> str:
    trace = traceback.extract_tb(error.__traceback__)
    where = next((frame.name for frame in reversed(trace) if frame.name in {one.__name__ for one in PROPERTIES}), "")
    return "\n".join([f"{where}: {type(error).__name__}: {error}", *getattr(error, "__notes__", ())])
