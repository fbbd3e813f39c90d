"""A sitting: at a terminal, from a sheet, and what is kept of it."""

import csv
import io
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest

from greatgame.analysis.quiz import keeping, sitting
from greatgame.analysis.quiz.forecasts import from_words
from greatgame.analysis.quiz.keeping import hints, options_of
from greatgame.analysis.quiz.scoring import Chances, Number, Values

Command = Callable[..., tuple[int, str, str]]

PROGRAM = "import sys; from greatgame.analysis.__main__ import main; sys.argv[0] = 'greatgame'; main()"

EXERCISE = """\
title: A try
scenario: us_entry_2001
background: [Once upon a time.]
questions:
  - {id: leads, ask: leads, state: KAZ, month: 2002-09}
  - {id: russia, ask: stance, power: RUS, rival: USA, month: 2002-03}
  - {id: change, ask: number, outcome: alignment.UZB.USA.2002-08, less: alignment.UZB.USA.2001-08}
"""

SHEET = """\
quiz: own
seed: 0
name: one
answers:
  leads: {CHN: 0, RUS: 10, USA: 60, none: 30}
  russia: {cooperate: 1, acquiesce: 1, resist: }
  change: {low: 0.1, high: 0.3}
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with an exercise of three questions."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.yaml").write_text(EXERCISE)
    (tmp_path / "sheet.yaml").write_text(SHEET)
    return tmp_path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, greatgame: Command) -> Command:
    """Run a quiz and type some lines."""

    def command(lines: list[str], *arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return greatgame("quiz", "own.yaml", *arguments)

    return command


def kept(file: str = "results/quiz.csv") -> list[dict[str, str]]:
    with Path(file).open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_answers_are_typed_scored_and_kept(typed: Command) -> None:
    code, out, _ = typed(["0 10 60 30", "50 30 20", "0.1 0.3"], "--name", "one")
    assert code == 0
    assert "Mean skill over 3 questions" in out
    assert " ".join(out.split()).count("on the scale of the answer, -0.5 to 0.5 (lower is better") == 1
    rows = kept()
    assert [row["question"] for row in rows] == ["leads", "russia", "change"]
    assert {row["name"] for row in rows} == {"one"}
    assert rows[0]["forecast"] == "CHN=0; RUS=10; USA=60; none=30"
    assert rows[2]["forecast"] == "low=0.1; high=0.3"


def test_enter_alone_is_a_forecast_without_skill(typed: Command) -> None:
    code, _, _ = typed(["", "", ""])
    assert code == 0
    assert [(row["known"], float(row["skill"])) for row in kept()] == [("no", 0.0)] * 3


def test_probabilities_that_do_not_sum_are_taken_in_proportion_and_told(typed: Command) -> None:
    _, out, _ = typed(["1 1 2 0", "", ""])
    assert "These sum to 4, not 100" in out
    assert kept()[0]["forecast"] == "CHN=25; RUS=25; USA=50; none=0"


def test_what_cannot_be_read_is_asked_again(typed: Command) -> None:
    code, out, _ = typed(["much", "1 2", "-1 1 1 1", "0 10 60 30", "", "5 1", ""])
    assert code == 0
    for words in ("numbers only", "4 numbers are needed, not 2", "0 or more", "lower end comes first"):
        assert words in " ".join(out.split())
    assert kept()[0]["known"] == "yes"


def test_a_question_mark_explains(typed: Command) -> None:
    _, out, _ = typed(["?", "", "", ""])
    assert "A power leads if the state leans on it" in " ".join(out.split())


def test_who_stops_keeps_what_was_answered(typed: Command) -> None:
    code, out, _ = typed(["0 10 60 30"])  # the input ends
    assert code == 130
    assert "Stopped after 1 of 3 questions" in out
    assert [row["question"] for row in kept()] == ["leads"]


def test_who_answers_nothing_leaves_nothing(typed: Command) -> None:
    code, out, _ = typed([])
    assert code == 130
    assert "nothing is kept" in out
    assert not Path("results").exists()


def test_what_can_be_typed_is_what_a_sheet_can_hold(typed: Command) -> None:
    wrong = ["1e308 1e308 1e308 1e308", "\uff11 1 1 1", "1_0 1 1 1", "\0"]
    _, out, _ = typed([*wrong, "0 10 60 30", "", "-1.7e308 1.7e308", ""])
    said = " ".join(out.split())
    assert said.count("numbers only") == 3
    assert said.count("100 at most") == 1
    assert "the ends lie from -1.5 to 1.5" in said
    assert kept()[0]["forecast"] == "CHN=0; RUS=10; USA=60; none=30"


def _until(terminal: int, words: str) -> str:
    """Read a terminal until it shows what a pattern describes."""
    seen = ""
    while not re.search(words, seen):
        assert select.select([terminal], [], [], 60)[0], seen
        try:
            seen += os.read(terminal, 4096).decode()
        except OSError:  # the other end is closed
            break
    return seen


@pytest.fixture
def at_terminal() -> Generator[tuple[int, int]]:
    """A sitting at a terminal that has answered a first question with a wrong letter before: process and terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-c", PROGRAM, "quiz", "own.yaml"])
    _until(terminal, "> ")
    os.write(terminal, b"\0\n")
    assert "numbers only" in _until(terminal, "> ")
    os.write(terminal, b"0 10 60 30\n")
    _until(terminal, r"2\.[^>]*> ")
    while not subprocess.check_output(["ps", "-o", "stat=", "-p", str(child)], text=True).startswith("S"):
        pass  # until it sleeps, waiting for a line
    yield child, terminal
    assert [row["question"] for row in kept()] == ["leads"]


def test_ctrl_c_at_a_terminal_keeps_what_was_answered(at_terminal: tuple[int, int]) -> None:
    child, terminal = at_terminal
    os.write(terminal, b"\x03")
    assert "Stopped after 1 of 3 questions" in _until(terminal, "no such words, so until it ends")
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 130


def test_an_end_asked_for_keeps_what_was_answered(at_terminal: tuple[int, int]) -> None:
    child, terminal = at_terminal
    os.kill(child, signal.SIGTERM)
    assert "stopped; what was answered is kept in results/quiz.csv" in _until(terminal, "no such words")
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 128 + signal.SIGTERM


def test_a_terminal_that_is_closed_keeps_what_was_answered(at_terminal: tuple[int, int]) -> None:
    child, terminal = at_terminal
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 128 + signal.SIGHUP


def test_a_sheet_that_is_filled_in_counts_like_what_is_typed(greatgame: Command, typed: Command) -> None:
    assert greatgame("quiz", "own.yaml", "--answers", "sheet.yaml", "--out", "a.csv")[0] == 0
    typed(["0 10 60 30", "50 50 0", "0.1 0.3"], "--name", "one", "--out", "b.csv")
    assert Path("a.csv").read_bytes() == Path("b.csv").read_bytes()


def test_a_blank_sheet_can_be_read_and_is_all_unknown(greatgame: Command) -> None:
    greatgame("quiz", "own.yaml", "--sheet", "blank.yaml")
    assert greatgame("quiz", "own.yaml", "--answers", "blank.yaml")[0] == 0
    assert {row["known"] for row in kept()} == {"no"}
    assert {row["name"] for row in kept()} == {sitting.NAMELESS}


def test_a_sheet_is_never_overwritten(greatgame: Command) -> None:
    code, _, err = greatgame("quiz", "own.yaml", "--sheet", "sheet.yaml")
    assert code == 2
    assert "is there already" in err
    assert Path("sheet.yaml").read_text() == SHEET


WRONG = {
    "quiz: own": ("quiz: other", "other"),
    "seed: 0": ("seed: 1", "1"),
    "name: one": ("nam: one", "nam"),
    "RUS: 10": ("RUS: ten", "ten"),
    "USA: 60": ("US: 60", "US: 60"),
    "CHN: 0": ("CHN: -5", "leads"),
    "russia: {": ("russa: {", "russa"),
    "low: 0.1": ("low: 0.5", "change"),
    ", high: 0.3": ("", "change"),
    "{low: 0.1, high: 0.3}": ("0.2", "0.2"),
    "{low: 0.1": ("{low: -1.7e308", "change"),
    "high: 0.3": ("high: 1.7e308", "change"),
    "USA: 60, none: 30": ("USA: 1e308, none: 1e308", "leads"),
    "cooperate: 1": ("cooperate: \uff11", "\uff11"),
    "acquiesce: 1": ("acquiesce: 1_0", "1_0"),
    "0\nname": ("[0]\nname", "[0]"),
    "own\nseed": ("{own: 1}\nseed", "{own"),
    "one\n": ("[one]\n", "[one]"),
    ": one\n": (f": {'x' * 101}\n", "xxx"),
}
"""What is right, what is written instead, and where the mistake is."""


@pytest.mark.parametrize("right", WRONG)
def test_a_mistake_in_a_sheet_is_told_with_its_place(greatgame: Command, right: str) -> None:
    wrong, at = WRONG[right]
    text = SHEET.replace(right, wrong, 1)
    Path("sheet.yaml").write_text(text)
    code, _, err = greatgame("quiz", "own.yaml", "--answers", "sheet.yaml")
    head = text[: text.index(at)]
    assert code == 2
    assert err.startswith(f"sheet.yaml:{head.count(chr(10)) + 1}:{len(head) - head.rfind(chr(10))}: ")
    assert "Node" not in err
    assert not Path("results").exists()


@pytest.mark.parametrize("name", ["007", "1e5", "yes", "'  Anna  Lena '"])
def test_a_name_is_kept_as_it_is_written(greatgame: Command, name: str) -> None:
    Path("sheet.yaml").write_text(SHEET.replace("one", name, 1))
    assert greatgame("quiz", "own.yaml", "--answers", "sheet.yaml")[0] == 0
    assert kept()[0]["name"] == " ".join(name.strip("'").split())


@pytest.mark.parametrize("name", ["x" * 101, "\x1b[31m"])
def test_a_name_that_cannot_be_kept_is_refused(greatgame: Command, name: str) -> None:
    code, _, err = greatgame("quiz", "own.yaml", "--answers", "sheet.yaml", "--name", name)
    assert code == 2
    assert "--name should be at most 100 letters" in err


def test_a_line_break_in_the_name_of_a_file_breaks_no_message(greatgame: Command) -> None:
    for arguments in (["a\nb.yaml"], ["own.yaml", "--answers", "sheet.yaml", "--out", "own.yaml/a\nb"]):
        code, _, err = greatgame("quiz", *arguments)
        assert (code, len(err.splitlines())) == (2, 1)


def test_all_mistakes_in_a_sheet_are_told_at_once(greatgame: Command) -> None:
    text = SHEET
    for right, (wrong, _) in list(WRONG.items())[:5]:
        text = text.replace(right, wrong, 1)
    Path("sheet.yaml").write_text(text)
    code, _, err = greatgame("quiz", "own.yaml", "--answers", "sheet.yaml")
    assert (code, len(err.splitlines())) == (2, 5)


def test_sittings_are_added_and_counted(greatgame: Command) -> None:
    for name in ("one", "one", "two"):
        greatgame("quiz", "own.yaml", "--answers", "sheet.yaml", "--name", name)
    assert [(row["name"], row["sitting"]) for row in kept()[::3]] == [("one", "1"), ("one", "2"), ("two", "1")]


def test_scores_show_every_sitting_and_calibration(greatgame: Command) -> None:
    for name in ("one", "two"):
        greatgame("quiz", "own.yaml", "--answers", "sheet.yaml", "--name", name)
    code, out, _ = greatgame("quiz", "--scores", "results/quiz.csv")
    assert code == 0
    skill = 100 * np.mean([float(row["skill"]) for row in kept()[:3]])
    assert re.search(rf"one +1 .* 3 +\+{skill:.0f} %", out)
    assert "Calibration of two" in out


def test_a_stop_while_writing_leaves_the_file_as_it_was(greatgame: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    greatgame("quiz", "own.yaml", "--answers", "sheet.yaml")
    before = Path("results/quiz.csv").read_bytes()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(keeping.os, "replace", stop)
    assert greatgame("quiz", "own.yaml", "--answers", "sheet.yaml")[0] == 130
    assert Path("results/quiz.csv").read_bytes() == before
    assert [path.name for path in Path("results").iterdir()] == ["quiz.csv"]


def test_another_file_is_not_touched(greatgame: Command) -> None:
    Path("notes.csv").write_text("mine\n")
    code, _, err = greatgame("quiz", "own.yaml", "--answers", "sheet.yaml", "--out", "notes.csv")
    assert code == 2
    assert "was not written by `greatgame quiz`" in err
    assert Path("notes.csv").read_text() == "mine\n"


def test_a_row_changed_by_hand_is_told(greatgame: Command) -> None:
    greatgame("quiz", "own.yaml", "--answers", "sheet.yaml")
    file = Path("results/quiz.csv")
    file.write_text(file.read_text().replace("USA=60", "USA=lots"))
    code, _, err = greatgame("quiz", "--scores", file)
    assert code == 2
    assert err.startswith(f"{file}:2: ")


@pytest.mark.parametrize(
    "arguments", [(), ("nowhere",), ("own.yaml", "--scores", "x"), ("own.yaml", "--sheet", "a", "--answers", "b")]
)
def test_what_makes_no_sense_is_refused(greatgame: Command, arguments: tuple[str, ...]) -> None:
    code, _, err = greatgame("quiz", *arguments)
    assert code == 2
    assert err.startswith("greatgame: ")


def values(*numbers: float) -> Values:
    return np.array(numbers)


def test_who_is_too_sure_is_told() -> None:
    assert hints(values(*[0.9, 0.8] * 5, 0.1), values(*[0.6, 0.5] * 5, 0.2), [])[0].endswith("too sure.")
    assert hints(values(*[0.7] * 10), values(*[0.9] * 10), [])[0].endswith("not sure enough.")
    assert hints(values(*[0.9] * 10), values(*[0.88] * 10), [])[0].endswith("about right.")


def test_who_gives_narrow_intervals_is_told() -> None:
    assert "too narrow" in hints(values(), values(), [0.2, 0.6] * 5)[0]
    assert "rather wide" in hints(values(), values(), [1.0] * 10)[0]


def test_from_fewer_than_ten_forecasts_nothing_is_concluded() -> None:
    (options,) = hints(values(*[0.9] * 9), values(*[0.88] * 9), [])
    (intervals,) = hints(values(), values(), [0.9] * 9)
    assert "(options: 9)" in options
    for said in (options, intervals):
        assert "too few to tell" in said
        assert "about right" not in said


def test_calibration_puts_side_by_side_what_was_said_and_what_was() -> None:
    said, was = options_of([({"a": 70, "b": 30}, {"a": 40, "b": 60})])
    assert said.tolist() == [0.7, 0.3]
    assert was.tolist() == [0.4, 0.6]


def test_commas_and_per_cent_signs_are_read() -> None:
    truth = Chances(("a", "b"), np.array([0, 1]))
    assert from_words("30%, 70%", truth).values.tolist() == [0.3, 0.7]
    assert from_words("-0.1, 0.2", Number(values(0.0), -1, 1, "so")).values.tolist() == [-0.1, 0.2]
