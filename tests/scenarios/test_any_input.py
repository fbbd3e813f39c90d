"""Whatever is written, a scenario comes out or a list of problems, never anything else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greatgame.scenarios import Problem, Scenario, ScenarioError, from_tree, load
from greatgame.scenarios.reader import parse

Write = Callable[..., str]
TEXT = Path(__file__).with_name("world.yaml").read_text()
ROOT, _ = parse(TEXT, "world.yaml")
WORLD: Any = ROOT.plain() if ROOT is not None else {}

junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["TAR", "WES", "some", "1990-01", "Q1", "*", "a-b", "1 month", ".nan", "-", "\x00", "\udc80"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["value", "points", "TAR", "text", "assumption", "date", "", "<<", "WES-EAS"]),
                    st.one_of(st.integers(), st.none(), st.text(max_size=4)), max_size=3),
)  # fmt: skip


def paths(tree: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [(*here, key) for key, _ in inner] + [path for key, item in inner for path in paths(item, (*here, key))]


def replaced(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = tree.copy()
    copy[path[0]] = replaced(tree[path[0]], path[1:], value)
    return copy


PATHS = [path for path in paths(WORLD) if path != ("extends",)]
PARAMETERS = load("us_entry_2001").tree["parameters"]
quick = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def survive(attempt: Callable[[], Scenario]) -> None:
    problems: list[Problem] = []
    try:
        scenario = attempt()
    except ScenarioError as error:
        problems = error.problems
    else:
        assert from_tree(scenario.tree, scenario.name).sha256 == scenario.sha256
        assert all(np.isfinite(cause).all() for cause in scenario.inputs.causes.values())
        return
    assert problems
    assert all(str(problem).isprintable() for problem in problems)


@quick
@given(path=st.sampled_from(PATHS), value=junk)
def test_any_value_anywhere(write: Write, path: tuple[Any, ...], value: object) -> None:
    name = write(yaml.safe_dump(replaced(WORLD, path, value)))
    survive(lambda: load(name))


@quick
@given(path=st.sampled_from(PATHS), value=junk)
def test_any_tree(path: tuple[Any, ...], value: object) -> None:
    survive(lambda: from_tree({**replaced(WORLD, path, value), "parameters": PARAMETERS}, "tree"))


@quick
@given(path=st.sampled_from(PATHS), value=st.one_of(junk, st.just("{value: 0.5, assumption: x}")))
def test_any_setting(write: Write, path: tuple[Any, ...], value: object) -> None:
    write("extends: world.yaml\n")
    setting = f"{'.'.join(map(str, path))}={value}"
    survive(lambda: load("case.yaml", [setting]))


@quick
@given(
    data=st.one_of(
        st.binary(max_size=60), st.text(alphabet="{}[]:,-#&*!|>'\"%@`? \n\tab1.<=~", max_size=60).map(str.encode)
    )
)
def test_any_bytes(write: Write, data: bytes) -> None:
    name = write(data)
    survive(lambda: load(name))


@pytest.mark.parametrize("cut", range(0, len(TEXT), 97))
def test_a_file_cut_short(write: Write, cut: int) -> None:
    name = write(TEXT[:cut])
    survive(lambda: load(name))


def test_the_reader_agrees_with_pyyaml_on_structure() -> None:
    def texts(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: texts(item) for key, item in value.items()}
        return [texts(item) for item in value] if isinstance(value, list) else None

    assert texts(WORLD) == texts(yaml.load(TEXT, Loader=yaml.BaseLoader))
