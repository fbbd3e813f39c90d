"""The command `batch`: what it accepts, says and writes."""

import sys
from pathlib import Path

import pytest

from greatgame.analysis import progress
from greatgame.runs import load, members, read_record, verify

from .conftest import BAY, Command

WORLD = str(BAY)
CHANGES = ("--set", "end=1992-12")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_batch_of_one_scenario(greatgame: Command) -> None:
    code, out, err = greatgame("batch", WORLD, "--runs", 3, "--seed", 2, *CHANGES, "--workers", 1)
    assert code == 0, err
    said = " ".join(out.split())
    assert "Written to results/world-2: 3 replications of world." in said
    assert "3 runs in " in said
    assert "greatgame compare results/world-2" in said
    assert "greatgame explain results/world-2 --state ELM" in said
    assert verify("results/world-2") == []
    assert read_record("results/world-2").command[:4] == ("greatgame", "batch", WORLD, "--runs")
    assert load("results/world-2").attrs["changes"] == "end 1994-12 -> 1992-12"
    assert "3 of 3 runs, " in err


def test_a_batch_says_which_scenario_leaves_something_out(greatgame: Command) -> None:
    more = child("more", "states: {FEN: {title: Fen}}")
    code, out, err = greatgame("batch", WORLD, more, "--runs", 1, *CHANGES, "--workers", 1)
    assert code == 0, err
    assert "Note on more: FEN: `core` is left out" in out
    assert "Note on world" not in out


def test_a_batch_of_two_is_varied_resumed_replayed_and_exported(greatgame: Command) -> None:
    other = child("calm", "shocks: {storm: {strength: 0}}")
    words = ["batch", WORLD, other, "--runs", 2, "--vary", "parameters.balance=1:2:2", *CHANGES, "--keep", "summary"]
    code, out, err = greatgame(*words)
    assert code == 0, err
    assert "4 replications (2 points of 2) of each of world, calm" in " ".join(out.split())
    assert "greatgame compare results/batch-0 " in " ".join(out.split())
    assert members("results/batch-0") == [Path("results/batch-0/world"), Path("results/batch-0/calm")]
    code, out, err = greatgame(*words, "--resume")
    assert code == 0, err
    assert "results/batch-0 is complete" in out
    assert "nothing was left to do" in " ".join(out.split())
    code, out, err = greatgame("replay", "results/batch-0")
    assert code == 0, err
    assert out.count("every byte the same") == 2
    assert greatgame("export", "results/batch-0/world", "--format", "csv")[0] == 0
    code, out, err = greatgame("export", "results/batch-0", "--format", "csv")
    assert (code, out) == (0, "written to results/batch-0-csv\n"), err
    assert sorted(place.name for place in Path("results/batch-0-csv").iterdir()) == ["calm", "world"]
    alone, among = (Path(f"results/{name}/codebook.csv") for name in ("batch-0/world-csv", "batch-0-csv/world"))
    assert alone.read_bytes() == among.read_bytes()
    (Path("results/batch-0/calm") / "events.csv").write_text("x")
    code, _, err = greatgame("replay", "results/batch-0")
    assert code == 1
    assert "calm/events.csv: changed since it was written; computed again it has the hash in run.json" in err


def child(name: str, text: str) -> str:
    """A scenario of the made-up world, in the current folder."""
    Path(f"{name}.yaml").write_text(f"extends: {WORLD}\ntitle: {name}\nquestion: What then?\n{text}\n")
    return f"{name}.yaml"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--vary", "shocks.storm.strength=0:1:2"], "--vary shocks.storm.strength: the scenarios differ in this value"),
        (["--vary", "parameters.balance=1:2:2", "--set", "parameters.balance=3"], "--set parameters.balance changes"),
        (["--design", "lhs"], "--design lhs: nothing is varied"),
        ([WORLD], "world: is given twice; give each scenario once"),
    ],
)
def test_what_contradicts_itself_is_told(greatgame: Command, words: list[str], said: str) -> None:
    code, _, err = greatgame("batch", WORLD, child("calm", "shocks: {storm: {strength: 0}}"), "--runs", 1, *words)
    assert code == 2
    assert said in err
    assert len(err.splitlines()) == 1
    assert not Path("results").exists()


@pytest.mark.parametrize("path", ["parameters.balence=1:3:3", "parameters.saturation=-3:-1:3"])
def test_a_mistake_in_what_is_varied_is_told_once(greatgame: Command, path: str) -> None:
    code, _, err = greatgame("batch", WORLD, "--runs", 1, "--vary", path)
    assert code == 2
    assert len(err.splitlines()) == 1


def test_a_mistake_in_a_model_is_told_before_anything_is_written(
    greatgame: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(".")
    text = "from greatgame.model import GreatGame\nclass Wrong(GreatGame):\n    def step(self):\n        self.no()\n"
    Path("wrong_model.py").write_text(text)
    code, _, err = greatgame("batch", WORLD, "--runs", 1, "--model", "wrong_model:Wrong")
    assert code == 2
    assert err.startswith("greatgame: --model wrong_model:Wrong: the model fails in world, AttributeError: ")
    assert err.endswith("(wrong_model.py, line 4); mend it\n")
    assert len(err.splitlines()) == 1
    assert not Path("results").exists()


def test_a_batch_that_is_not_there_is_begun(greatgame: Command) -> None:
    code, out, err = greatgame("batch", WORLD, "--runs", 1, *CHANGES, "--keep", "summary", "--out", "new", "--resume")
    assert code == 0, err
    assert out.startswith("There is no batch to go on with in new: a new one is begun.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--runs", "0"], "--runs"),
        (["--runs", "x"], "--runs"),
        ([], "--runs"),
        (["--runs", "9999999"], "more than 1000000 worlds"),
        (["--runs", "1", "--workers", "0"], "--workers"),
        (["--runs", "1", "--keep", "some"], "--keep"),
        (["--runs", "1", "--design", "star"], "--design"),
        (["--runs", "1", "--vary", "nonsense"], "write PATH=LOW:HIGH:COUNT"),
        (["--runs", "1", "--vary", "parameters.balence=1:2:2"], "did you mean 'balance'"),
        (["--runs", "1", "--vary", "parameters.balance=2:1:2"], "above HIGH"),
        (["--runs", "1", "--vary", "parameters.balance=nan:1:2"], "must be numbers between"),
        (["--runs", "1", "--vary", "parameters.saturation=0:1:2"], "--vary parameters.saturation=0.0"),
        (["--runs", "1", *["--vary", "parameters.balance=1:2:2"] * 2], "varied twice"),
        (["--runs", "1", "--vary", "states.OAK.present=0:1:2"], "--vary states.OAK.present"),
        (["--runs", "1", "--model", "nowhere:Game"], "no module nowhere"),
        (["--runs", "1", "--out", "taken"], "not overwritten"),
        (["--runs", "1", "--out", "taken", "--resume"], "not overwritten"),
        (["--runs", "1", "--out", "file/below"], "file"),
        (["--runs", "1", "--set", "parameters.balence=1"], "did you mean 'balance'"),
    ],
)
def test_bad_usage_is_told_with_exit_code_2(greatgame: Command, words: list[str], said: str) -> None:
    Path("taken").mkdir()
    Path("taken/thesis").touch()
    Path("file").touch()
    code, _, err = greatgame("batch", WORLD, *words)
    assert code == 2
    assert said in " ".join(err.split())
    assert "Traceback" not in err
    assert sorted(path.name for path in Path().iterdir()) == ["file", "taken"]


def test_everything_that_is_wrong_is_told_at_once(greatgame: Command) -> None:
    Path("taken").mkdir()
    Path("taken/thesis").touch()
    wrong = ["--set", "parameters.balence=1", "--vary", "x", "--model", "nowhere:Game", "--out", "taken"]
    code, _, err = greatgame("batch", "nowhere.yaml", WORLD, "--runs", 1, *wrong)
    assert code == 2
    for said in ("nowhere.yaml:1:1: ", "--set parameters.balence=1: ", "--vary x: ", "--model nowhere", "taken exists"):
        assert said in err, said


def test_a_batch_that_is_there_is_not_begun_again(greatgame: Command) -> None:
    words = ["batch", WORLD, "--runs", 1, *CHANGES, "--keep", "summary", "--out", "there"]
    assert greatgame(*words)[0] == 0
    code, _, err = greatgame(*words)
    assert code == 2
    assert "there holds a batch already; add --resume to go on with it" in err
    code, _, err = greatgame(*words, "--resume", "--seed", 1)
    assert code == 2
    assert "--seed 0 then, 1 now" in err


def test_a_cluster_needs_an_extra(greatgame: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, err = greatgame("batch", WORLD, "--runs", 1, *CHANGES, "--cluster", "tcp://127.0.0.1:1")
    assert code == 2
    assert "greatgame[cluster]" in err


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.42, "0.4 s"), (12.4, "12 s"), (59.9, "60 s"), (61, "1 min"), (3600, "1 h 0 min")]
)
def test_durations(seconds: float, said: str) -> None:
    assert progress.duration(seconds) == said
