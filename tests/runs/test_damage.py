"""A run.json that is not as it was written: one error, whatever is wrong with it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from greatgame.runs import StoreError, load, replay, run, verify, write
from greatgame.runs.provenance import digest
from greatgame.scenarios import load as load_scenario

BIG, HALF = 2**70, "\ud800"

WRONG: list[tuple[str, Any]] = [
    *(("schema_version", value) for value in (-1, 0, True, "1", 1.0, None, [])),
    *(("seed", value) for value in (-1, None, "0", 1.5, True, [])),
    *(("replications", value) for value in ([BIG], [-1], [], [True], ["0"], [0, 0], [2**31], 0, None, {}, "0", [[0]])),
    *(("name", value) for value in (HALF, None, 1, [])),
    *(("title", value) for value in (HALF, 1)),
    *(("scenario", value) for value in (None, [], "x", {HALF: 1}, {"title": HALF})),
    *(("scenario_sha256", value) for value in (None, 1)),
    *((name, value) for name in ("notes", "command", "cpu_features", "changes") for value in ("x", None, [1])),
    *((name, value) for name in ("libraries", "data", "layout") for value in ("x", None, [], 1)),
    ("git", "x"),
    *(
        ("data", {name: "0" * 64})
        for name in ("x" * 5000, "", ".", "a//b", "./a", "a\0b", "a\nb", HALF, "run.json", "..")
    ),
    *(("data", {"a.csv": value}) for value in (None, 1, [])),
    *(("layout.months", value) for value in ("x", None, -1, 0, BIG, True, 144.0, 10**5, [])),
    *(("layout.start", value) for value in ("x", None, 1, "9999-01", "1992-13")),
    *(("layout.axes", value) for value in ({}, None, [], {"state": []})),
    *((f"layout.axes.{axis}", value) for axis in ("state", "power", "actor") for value in ([], None, "abc", [1])),
    ("layout.axes.new", ["x"]),
    *(("layout.variables", value) for value in (None, [], {"x": 1}, {"x": {}})),
    *((f"layout.variables.base.{name}", value) for name in ("dims", "unit", "meaning") for value in (None, [1], ["x"])),
    ("layout.variables.base.new", 1),
    *(("layout.coordinates", value) for value in (None, {}, [], {"core": []})),
    *(
        (f"layout.coordinates.{name}", value)
        for name in ("core", "weight", "saturation")
        for value in (None, [], [["state"], [1]], [["x"], 1], [[], "x"], [["domain"], [[1], 2]], [[[]], 0])
    ),
    ("layout.coordinates.core", [["state"], [float("nan")] * 5]),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenario = load_scenario(Path(__file__).parents[1] / "second_region.yaml", ["start=1803-01", "end=1804-12"])
    return write(run(scenario), tmp_path_factory.mktemp("damage") / "run")


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(folder, tmp_path / "copy")


def read(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


def changed(tree: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Change one field; the digest is made to fit, so that only the field itself is wrong."""
    *way, last = path.split(".")
    place = tree
    for name in way:
        place = place[name]
    place[last] = value
    return tree | {"digest": digest(tree)}


@pytest.mark.parametrize(("path", "value"), WRONG, ids=lambda part: ascii(part)[:30])
def test_a_wrong_field(copy: Path, path: str, value: Any) -> None:
    (copy / "run.json").write_text(json.dumps(changed(read(copy), path, value)))
    for use in (load, verify, replay):
        with pytest.raises(StoreError, match=r"run\.json is damaged \(") as found:
            use(copy)
        assert len(str(found.value).encode("utf-8")) < 600


def test_a_field_that_is_gone(copy: Path) -> None:
    written = (copy / "run.json").read_text(encoding="utf-8")
    tree = json.loads(written)
    paths = [[name] for name in tree]
    paths += [["layout", name] for name in tree["layout"]]
    paths += [["layout", kind, name] for kind in ("axes", "coordinates") for name in tree["layout"][kind]]
    paths += [["layout", "variables", "base", name] for name in tree["layout"]["variables"]["base"]]
    for *way, last in paths:
        tree = place = json.loads(written)
        for name in way:
            place = place[name]
        del place[last]
        (copy / "run.json").write_text(json.dumps(tree))
        with pytest.raises(StoreError, match=r"run\.json is damaged \("):
            load(copy)


@pytest.mark.parametrize("text", ["[" * 10**5, "1" * 5000, "1e999", "NaN", '{"schema_version": 1e999}', "\0", "null"])
def test_a_text_that_is_no_record(copy: Path, text: str) -> None:
    (copy / "run.json").write_text(text)
    with pytest.raises(StoreError, match=r"run\.json is damaged \("):
        load(copy)


@pytest.mark.parametrize("scenario", [{}, {"states": 3}, {"x": [None]}])
def test_another_scenario(copy: Path, scenario: dict[str, Any]) -> None:
    (copy / "run.json").write_text(json.dumps(read(copy) | {"scenario": scenario}))
    assert verify(copy) == ["run.json"]
    for use in (load, replay):
        with pytest.raises(StoreError, match=r"run\.json is damaged \("):
            use(copy)
