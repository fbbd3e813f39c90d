"""Some inputs of the fuzzer, always the same; ``python tests/fuzz/fuzz.py`` tries as many as one likes."""

from pathlib import Path

import pytest

from greatgame.scenarios import Problem, ScenarioError, load

from .fuzzing import inputs
from .fuzzing.judge import WrongError, judge, judge_problems

SEED, INPUTS, TOGETHER = 20, 300, 50

pytestmark = pytest.mark.no_cover  # which would make it slow and reaches nothing else


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("fuzz")
    inputs.prepare(place)
    return place


@pytest.mark.parametrize("first", range(0, INPUTS, TOGETHER))
def test_a_scenario_or_problems_come_of_any_input(folder: Path, monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    monkeypatch.chdir(folder)
    for number in range(first, first + TOGETHER):
        inputs.attempt(SEED, number, folder)


def test_every_kind_of_input_comes() -> None:
    assert {inputs.start(SEED, number)[0] for number in range(INPUTS)} == set(inputs.KINDS)


@pytest.mark.parametrize("number", range(20))
def test_an_input_follows_from_seed_and_number(number: int) -> None:
    kinds, made = zip(*(inputs.start(SEED, number) for _ in range(2)), strict=True)
    assert kinds[0] == kinds[1]
    one, other = (repr(inputs.make("text", rng)) for rng in made)
    assert one == other
    assert one != repr(inputs.make("text", inputs.start(SEED + 1, number)[1]))


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (Problem("a.yaml", 1, 1, "is wrong"), "what to do"),
        (Problem("", 1, 1, "is wrong; mend it"), "no place"),
        (Problem("a.yaml", 1, 1, "pydantic says no; mend it"), "inside"),
    ],
)
def test_the_fuzzer_tells_a_bad_message(problem: Problem, says: str) -> None:
    with pytest.raises(WrongError, match=says):
        judge_problems([problem])


def test_the_fuzzer_tells_a_refusal_without_reason() -> None:
    def refused() -> None:
        raise ScenarioError([])

    with pytest.raises(WrongError, match="without a problem"):
        judge(refused, run=False)


def test_the_fuzzer_runs_what_is_valid() -> None:
    assert judge(lambda: load(inputs.BAY), run=True).ran == 12
