"""A batch through a Mesa model, the program's or the user's own."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from greatgame.analysis.yearly import finish, reduce
from greatgame.runs import StoreError, Workers, ensemble, load, make_design, parse_range, read_record, replay
from greatgame.runs.models import find_model, try_model
from greatgame.runs.plan import differences
from greatgame.runs.simulate import simulate

from .batches import fill, plan_of, region

PLAIN = "greatgame.model:GreatGame"
OWN = """
from greatgame.model import GreatGame
from greatgame.model.agents import StateAgent


class Stubborn(StateAgent):
    def decide(self, stage, seen):
        return [seen["alignment"]] if stage.name == "alignment" else super().decide(stage, seen)


class StubbornGame(GreatGame):
    def __init__(self, **given):
        super().__init__(**given, actors={"ALB": Stubborn})


class Ordered(GreatGame):
    def __init__(self, world):
        super().__init__(world)


class Failing(GreatGame):
    def step(self):
        raise ZeroDivisionError("no such luck")


class Short(GreatGame):
    def run(self):
        self.step()


class Leaving(GreatGame):
    def run(self):
        raise SystemExit(0)


class Careless(GreatGame):
    def run(self):
        super().run()
        self.world.history["alignment"] = self.world.history["alignment"][:5]


class Other:
    pass
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a module in the current folder."""
    name = f"own_{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:8]}"
    (tmp_path / f"{name}.py").write_text(OWN)
    monkeypatch.chdir(tmp_path)
    before = list(sys.path)
    yield name
    sys.path[:] = before
    sys.modules.pop(name, None)


def test_the_mesa_model_gives_the_ensemble_bit_for_bit(tmp_path: Path) -> None:
    fill(tmp_path / "batch", plan_of(runs=3, model=PLAIN))
    xr.testing.assert_identical(load(tmp_path / "batch"), ensemble(region(), 3, seed=3).dataset())
    assert read_record(tmp_path / "batch").model == PLAIN


def test_its_shifts_are_those_of_the_ensemble() -> None:
    acted = simulate(region(), 3, range(2), model=PLAIN)
    assert acted.shifts().to_pylist() == ensemble(region(), 2, seed=3).shifts().to_pylist()


def test_it_takes_point_and_draw_from_a_design() -> None:
    design = make_design("grid", [parse_range("parameters.balance=1:3:2")], 2, 0)
    acted = simulate(region(), 3, range(4), design=design, model=PLAIN)
    plain = simulate(region(), 3, range(4), design=design)
    assert all(np.array_equal(acted.history[name], past) for name, past in plain.history.items())


def test_a_model_of_ones_own_is_batched_and_replayed(own: str) -> None:
    fill(Path("batch"), plan_of(runs=2, model=f"{own}:StubbornGame"), Workers(1))
    alignment = load("batch")["alignment"]
    assert (alignment.sel(state="ALB") == alignment.sel(state="ALB").isel(time=0)).all()
    assert not (alignment.sel(state="BOR") == alignment.sel(state="BOR").isel(time=0)).all()
    assert replay("batch", reduce=reduce, finish=finish).agrees


def test_a_changed_model_is_another_batch(own: str) -> None:
    then = plan_of(model=f"{own}:StubbornGame")
    Path(f"{own}.py").write_text(OWN + "\n# changed\n")
    assert differences(then, plan_of(model=f"{own}:StubbornGame")) == ["the file of --model"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nonsense", "write module:Class"),
        (":Game", "write module:Class"),
        ("own:", "write module:Class"),
        ("nowhere_at_all:Game", "there is no module nowhere_at_all"),
        ("greatgame.nowhere:Game", "there is no module greatgame.nowhere"),
        ("own:Missing", "has no class Missing; derive"),
        ("own:Other", "has Other, which is no subclass of GreatGame; derive"),
    ],
)
def test_a_model_that_is_none_is_told(own: str, name: str, said: str) -> None:
    with pytest.raises(StoreError, match=f"^--model .*{said}"):
        find_model(name.replace("own:", f"{own}:"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import nothing_of_the_kind", "needs nothing_of_the_kind, which is not installed"),
        ("x = 1 / 0", r"cannot be imported, ZeroDivisionError: division by zero \(broken\.py, line 1\)"),
        ("def x(:", r"cannot be imported, SyntaxError: .*\(broken\.py, line 1\); mend it$"),
    ],
)
def test_a_module_that_cannot_be_imported_is_told(own: str, text: str, said: str) -> None:
    Path("broken.py").write_text(text)
    with pytest.raises(StoreError, match=f"^--model broken:Game: broken {said}"):
        find_model("broken:Game")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Failing", r"failed in draw 1 of second_region, ZeroDivisionError: no such luck \(own_\w+\.py, line \d+\)"),
        ("Short", "ended draw 1 of second_region before its last month"),
        ("Leaving", r"failed in draw 1 of second_region, SystemExit: 0 \(own_\w+\.py, line \d+\)"),
        ("Careless", "left no alignment of every month in draw 1 of second_region"),
    ],
)
def test_a_model_that_fails_is_told(own: str, name: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        simulate(region(), 3, [1], model=f"{own}:{name}")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Failing", r"ZeroDivisionError: no such luck \(own_\w+\.py, line \d+\); mend it$"),
        ("Ordered", r"TypeError: .*unexpected keyword .* \(own_\w+\.py, line 17\); mend it$"),
    ],
)
def test_a_model_is_tried_before_a_batch_is_begun(own: str, name: str, said: str) -> None:
    with pytest.raises(StoreError, match=rf"^--model own_\w+:{name}: the model fails in second_region, {said}"):
        try_model(f"{own}:{name}", region(), 3)
    with pytest.raises(StoreError, match=said):
        plan_of(model=f"{own}:{name}")
