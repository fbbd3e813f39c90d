"""A file of scores: what a quiz has written it reads again, and nothing else."""

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greatgame.analysis.failure import Failure
from greatgame.analysis.quiz import keeping
from greatgame.analysis.quiz.forecasts import from_numbers, from_words
from greatgame.analysis.quiz.questions import HowMuch, Leads
from greatgame.analysis.quiz.rows import COLUMNS, LONGEST, name_of, pairs_in, read_scores
from greatgame.analysis.quiz.scoring import Chances, Number
from greatgame.scenarios import InputError

Command = Callable[..., tuple[int, str, str]]

CHANCES = {
    "name": "one", "sitting": "1", "date": "2024-05-06", "quiz": "own", "scenario": "own", "seed": "0",
    "question": "leads", "kind": "leads", "asked": "Who leads?", "known": "yes", "forecast": "A=60; none=40",
    "outcome": "A=50; none=50", "world_0": "A", "inside": "", "score": "0.520000", "score_unknown": "0.500000",
    "score_best": "0.500000", "skill": "-0.0400", "attainable": "0.0000",
}  # fmt: skip
NUMBER = CHANCES | {
    "question": "change", "kind": "number", "forecast": "low=0.1; high=0.3", "outcome": "q5=0.1; q50=0.2; q95=0.3",
    "world_0": "0.20", "inside": "0.9000",
}  # fmt: skip


@pytest.fixture
def scores(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: dict[str, str]) -> Path:
        with (tmp_path / "scores.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path / "scores.csv"

    return write


def test_rows_as_they_are_written_are_read(scores: Callable[..., Path]) -> None:
    assert read_scores(scores(CHANCES, NUMBER)) == [CHANCES, NUMBER]


WRONG = [
    ("name", ["", "two\nlines", "\x1b[31m", "x" * (LONGEST + 1)]),
    ("sitting", ["0", "-1", "1.5", "1_0", "\uff11", "nan", "many", "9" * 5000]),
    ("date", ["", "yesterday", "2024-13-01"]),
    ("quiz", [""]),
    ("scenario", [""]),
    ("seed", ["", "-1", "x"]),
    ("question", [""]),
    ("kind", ["", "leeds"]),
    ("asked", [""]),
    ("known", ["", "maybe"]),
    ("forecast", ["", "low=nan; high=1", "low=0; high=inf", "low=1; high=0", "low=1_0; high=20", "A=50; none=50"]),
    ("outcome", ["", "q5=nan; q50=0; q95=0", "q5=1e300; q50=0; q95=0"]),
    ("world_0", [""]),
    ("inside", ["much", "nan", "-5", "1e300", ""]),
    ("score", ["", "nan", "-1", "inf"]),
    ("score_unknown", ["", "nan", "-1", "inf"]),
    ("score_best", ["", "nan", "-1", "inf"]),
    ("skill", ["", "nan", "-inf", "2", "-1e300"]),
    ("attainable", ["", "nan", "-inf", "2"]),
]


@pytest.mark.parametrize(("column", "cell"), [(column, cell) for column, cells in WRONG for cell in cells])
def test_every_cell_is_checked(scores: Callable[..., Path], column: str, cell: str) -> None:
    file = scores(NUMBER, NUMBER | {column: cell})
    with pytest.raises(InputError) as caught:
        read_scores(file)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [(str(file), 3)]
    assert "remove the line" in str(caught.value)


@pytest.mark.parametrize("forecast", ["A=-1; none=101", "A=50; B=50", "A=nan; none=1"])
def test_a_forecast_is_of_the_options_of_its_outcome(scores: Callable[..., Path], forecast: str) -> None:
    with pytest.raises(InputError):
        read_scores(scores(CHANCES | {"forecast": forecast}))


def test_a_row_with_a_column_too_many_is_told(scores: Callable[..., Path]) -> None:
    file = scores(CHANCES)
    file.write_text(file.read_text() + "more," * len(COLUMNS) + "\n")
    with pytest.raises(InputError, match="columns"):
        read_scores(file)


def test_reading_changes_nothing_for_other_readers(scores: Callable[..., Path]) -> None:
    usual = csv.field_size_limit()
    read_scores(scores(CHANCES))
    assert csv.field_size_limit() == usual


def test_an_empty_file_holds_no_sittings(greatgame: Command, tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.touch()
    keeping.check_file(file)
    code, out, _ = greatgame("quiz", "--scores", file)
    assert code == 0
    assert "No sitting has been kept" in out


def test_a_file_of_something_else_is_none(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("mine\n")
    with pytest.raises(Failure, match="not written by"):
        read_scores(tmp_path / "notes.csv")


def test_a_name_is_put_on_one_line() -> None:
    assert name_of(" Anna \n Lena\t") == "Anna Lena"
    for wrong in ("x" * 101, "\x1b[31m", "\x00"):
        with pytest.raises(ValueError, match="100 letters"):
            name_of(wrong)


ANY = st.floats(allow_nan=True, allow_infinity=True)
SOME_CHANCES = Chances(("A", "B", "none"), np.array([0, 0, 1, 2]))
SOME_NUMBER = Number(np.array([0.1, 0.2]), -0.5, 0.5, "0.10")


@settings(deadline=None, max_examples=150, derandomize=True)
@given(
    name=st.text(max_size=2 * LONGEST),
    percents=st.lists(ANY | st.floats(0, 100), min_size=3, max_size=3),
    ends=st.tuples(ANY | st.floats(-1.5, 1.5), ANY | st.floats(-1.5, 1.5)),
    asked=st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.just("x" * 140_000),
)
def test_what_a_quiz_writes_it_reads(
    tmp_path_factory: pytest.TempPathFactory, name: str, percents: list[float], ends: tuple[float, float], asked: str
) -> None:
    file = tmp_path_factory.mktemp("kept") / "scores.csv"
    questions = (Leads(id="a", text=f"{asked}?", state="A", month="2000-01"), HowMuch(id="b", outcome="x", text="How?"))
    given_ = zip(questions, (SOME_CHANCES, SOME_NUMBER), (percents, list(ends)), strict=True)
    try:
        sitting = keeping.Sitting(name_of(name) or "anonymous", datetime(2024, 5, 6))
        answers = [(question, truth, from_numbers(numbers, truth)) for question, truth, numbers in given_]
    except ValueError:
        return
    quiz = SimpleNamespace(
        name="own", worlds=SimpleNamespace(scenario=SimpleNamespace(name="own"), own=SimpleNamespace(seed=0))
    )
    for _ in range(2):
        keeping.keep_rows(file, sitting, quiz, answers)
    rows = read_scores(file)
    assert [row["sitting"] for row in rows] == ["1", "1", "2", "2"]
    assert {row["name"] for row in rows} == {sitting.name}


@pytest.mark.parametrize(
    "typed", ["1e308 1e308 1e308", "101 0 0", "nan 1 1", "-0.5 1 1", "0 0 0", "\uff15 1 1", "1_0 1 1"]
)
def test_a_probability_is_from_0_to_100(typed: str) -> None:
    with pytest.raises(ValueError, match=r"probabilities are 0 or more|numbers only"):
        from_words(typed, SOME_CHANCES)


@pytest.mark.parametrize("ends", ["-1.7e308 1.7e308", "-2 0", "0 2", "nan nan", "\uff10 1"])
def test_an_end_is_near_the_range_of_the_question(ends: str) -> None:
    with pytest.raises(ValueError, match=r"the ends lie from -1.5 to 1.5|numbers only"):
        from_words(ends, SOME_NUMBER)
    assert from_words("-1.5 1.5", SOME_NUMBER).values.tolist() == [-1.5, 1.5]


def test_there_is_no_minus_nothing() -> None:
    assert not np.signbit(from_words("-0 100 0", SOME_CHANCES).values).any()
    assert keeping.share(-1e-17) == "0 %"
    assert pairs_in("A=-0; none=100") == {"A": 0.0, "none": 100.0}
