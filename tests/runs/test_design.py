"""Designs: the points, the noise they share, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from greatgame.runs import Design, Range, StoreError, load, load_yearly, make_design, parse_range, read_design
from greatgame.runs.design import MOST, problems
from greatgame.runs.simulate import simulate

from .batches import fill, plan_of, region

BALANCE, FLEET = "parameters.balance", "shocks.fleet_sails.strength"


def grid(*texts: str, runs: int = 2) -> Design:
    return make_design("grid", [parse_range(text) for text in texts], runs, 0)


def test_a_grid_has_all_combinations_the_last_varying_fastest() -> None:
    found = grid(f"{BALANCE}=1:3:3", f"{FLEET}=0:1:2")
    assert found.paths == (BALANCE, FLEET)
    assert found.points == ((1.0, 0.0), (1.0, 1.0), (2.0, 0.0), (2.0, 1.0), (3.0, 0.0), (3.0, 1.0))
    assert found.replications == 12
    assert found.settings(2) == [f"{BALANCE}=2.0", f"{FLEET}=0.0"]


def test_a_hypercube_has_one_point_in_every_slice() -> None:
    ranges = [parse_range(f"{BALANCE}=10:20:5"), parse_range(f"{FLEET}=0:1:5")]
    found = np.array(make_design("lhs", ranges, 3, 7).points)
    assert sorted(((found[:, 0] - 10) // 2).tolist()) == sorted((found[:, 1] * 5 // 1).tolist()) == [0, 1, 2, 3, 4]
    assert np.array_equal(found, make_design("lhs", ranges, 3, 7).points)
    assert not np.array_equal(found, make_design("lhs", ranges, 3, 8).points)


def test_one_value_is_one_point() -> None:
    assert grid(f"{BALANCE}=2:2:1").points == ((2.0,),)


def test_the_table_names_point_and_draw_of_every_replication() -> None:
    rows = grid(f"{BALANCE}=1:2:2").table().to_pylist()
    assert [tuple(row.values()) for row in rows] == [(0, 0, 0, 1.0), (1, 0, 1, 1.0), (2, 1, 0, 2.0), (3, 1, 1, 2.0)]
    assert list(rows[0]) == ["replication", "point", "draw", BALANCE]


@pytest.mark.parametrize("method", ["grid", "lhs"])
def test_a_design_is_read_as_it_was_written(tmp_path: Path, method: str) -> None:
    written = make_design(method, [parse_range(f"{BALANCE}=0.1:0.7:3"), parse_range(f"{FLEET}=0:1:3")], 2, 1)
    written.write(tmp_path / "design.parquet")
    assert read_design(tmp_path) == written


def test_no_design_is_none(tmp_path: Path) -> None:
    assert read_design(tmp_path) is None


def test_a_damaged_design_is_told(tmp_path: Path) -> None:
    (tmp_path / "design.parquet").write_bytes(b"PAR1")
    with pytest.raises(StoreError, match=r"design\.parquet is damaged"):
        read_design(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "write PATH=LOW:HIGH:COUNT"),
        ("=1:2:3", "write PATH=LOW:HIGH:COUNT"),
        ("a=1:2", "write PATH=LOW:HIGH:COUNT"),
        ("a=1:2:3:4", "write PATH=LOW:HIGH:COUNT"),
        ("a=x:2:3", "LOW and HIGH must be numbers"),
        ("a=nan:2:3", "LOW and HIGH must be numbers between"),
        ("a=1:inf:3", "LOW and HIGH must be numbers between"),
        ("a=1:2:0", "COUNT must be a whole number from 1"),
        ("a=1:2:-3", "COUNT must be a whole number from 1"),
        ("a=1:2:2.5", "COUNT must be a whole number from 1"),
        ("a=1:2:9999999999999", "COUNT must be a whole number from 1"),
        ("a=2:1:3", "LOW 2 is above HIGH 1"),
    ],
)
def test_a_bad_range_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_range(text)


def hypercube(*texts: str) -> Callable[[], Design]:
    return lambda: make_design("lhs", [parse_range(text) for text in texts], 1, 0)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: grid("a=1:2:3", "a=1:2:3"), "a is varied twice"),
        (lambda: grid("a=1:2:1"), "make COUNT 2 or more"),
        (lambda: grid("a=1:1:2"), "make COUNT 1"),
        (lambda: grid("a=0:1:1000", "b=0:1:1000"), f"times 2 runs are more than {MOST} worlds"),
        (lambda: grid(*(f"a{i}=0:1:999999999" for i in range(60))), f"more than {MOST} worlds"),
        (hypercube("a=0:1:2", "b=0:1:3"), "one number of points, not 2, 3"),
    ],
)
def test_ranges_that_make_no_design_are_told(make: Callable[[], Design], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("parameters.balence", "did you mean 'balance'"),
        ("parameters.saturation", "saturation"),
        ("start", "--vary start"),
        ("states.ALB.present", "--vary states.ALB.present"),
        ("title", "--vary title"),
    ],
)
def test_a_value_that_cannot_be_varied_is_told(path: str, said: str) -> None:
    found = problems(Design("grid", (path,), ((-1.0,), (0.5,)), 1), region())
    assert found
    assert all(said in str(problem) for problem in found)
    assert all(str(problem).startswith(f"--vary {path}") for problem in found)


def test_what_can_be_varied_is_no_problem() -> None:
    assert not problems(grid(f"{BALANCE}=1:3:3", f"{FLEET}=0:1:2"), region())


def test_each_point_is_its_scenario_under_the_same_noise(tmp_path: Path) -> None:
    base, design = region(), grid(f"{BALANCE}=1:3:2", f"{FLEET}=0:1:2", runs=3)
    whole = simulate(base, 5, range(design.replications), log=True, design=design)
    for point in range(4):
        alone = simulate(base.with_settings(design.settings(point)), 5, range(3), log=True)
        for name, history in alone.history.items():
            assert np.array_equal(whole.history[name][..., 3 * point : 3 * point + 3], history), name


def test_a_piece_of_a_design_is_a_piece_of_the_whole() -> None:
    base, design = region(), grid(f"{BALANCE}=1:3:2", runs=3)
    whole, piece = (simulate(base, 5, numbers, design=design) for numbers in (range(6), range(2, 5)))
    assert all(np.array_equal(whole.history[name][..., 2:5], piece.history[name]) for name in whole.history)


def test_events_and_shifts_are_those_of_the_points() -> None:
    base, design = region(), grid(f"{FLEET}=0:1:2", runs=2)
    run = simulate(base, 5, range(4), log=True, design=design)
    shocks = [row["replication"] for row in run.events().to_pylist() if row["kind"] == "shock"]
    assert shocks == [2, 3]
    alone = simulate(base.with_settings(design.settings(1)), 5, range(2), log=True).shifts().to_pylist()
    ours = [row for row in run.shifts().to_pylist() if row["replication"] >= 2]
    assert [row | {"replication": row["replication"] - 2} for row in ours] == alone


def test_a_constant_that_varies_is_a_coordinate_of_the_replications() -> None:
    design = grid("parameters.saturation=0.1:0.3:2", "domains.fleet.guarantee=0:1:2", runs=1)
    data = simulate(region(), 5, range(4), design=design).dataset(["alignment"])
    assert data["saturation"].values.tolist() == [0.1, 0.1, 0.3, 0.3]
    assert data["guarantee"].dims == ("replication", "domain")
    assert data["guarantee"].sel(domain="fleet").values.tolist() == [0.0, 1.0, 0.0, 1.0]
    assert data["weight"].dims == ("domain",)


def test_data_carry_their_point_draw_and_values(tmp_path: Path) -> None:
    design = grid(f"{BALANCE}=1:3:2", runs=2)
    fill(tmp_path / "batch", plan_of(region(), runs=2, design=design))
    run = simulate(region(), 3, range(4), design=design)
    for data in (load(tmp_path / "batch"), load_yearly(tmp_path / "batch"), run.dataset()):
        assert data["point"].values.tolist() == [0, 0, 1, 1]
        assert data["draw"].values.tolist() == [0, 1, 0, 1]
        assert data[BALANCE].values.tolist() == [1.0, 1.0, 3.0, 3.0]
        assert {data[name].dims for name in ("point", "draw", BALANCE)} == {("replication",)}
    assert simulate(region(), 3, [3], design=design).dataset()["draw"].values.tolist() == [1]


def test_a_range_is_written_as_it_is_read() -> None:
    assert parse_range(Range("a", 0.1, 2.0, 3).text) == Range("a", 0.1, 2.0, 3)


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"else")])
def test_a_design_that_is_gone_or_changed_is_told(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    fill(tmp_path / "batch", plan_of(region(), runs=1, design=grid(f"{BALANCE}=1:3:2", runs=1)))
    damage(tmp_path / "batch" / "design.parquet")
    with pytest.raises(StoreError, match="missing or not as it was written"):
        read_design(tmp_path / "batch")
