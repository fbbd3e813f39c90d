"""The command line: exit codes, messages, 80 columns, and what is written."""

import json
import shutil
from pathlib import Path

import pytest

from greatgame.analysis.cli import extras
from greatgame.runs import Run, write
from greatgame.scenarios import load, names, problems

from .conftest import BAY, Command

COMMANDS = ("list", "check", "schema", "new", "run", "batch", "explain", "replay", "export")


def widest(text: str) -> int:
    return max(len(line) for line in text.splitlines())


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example(greatgame: Command, command: str) -> None:
    code, out, _ = greatgame(command, "--help")
    assert code == 0
    assert f"Example: greatgame {command}" in " ".join(out.split())
    assert widest(out) <= 80


def test_the_help_names_every_command_whole(greatgame: Command) -> None:
    code, out, _ = greatgame("--help")
    assert code == 0
    assert all(f"\n  {command} " in out for command in COMMANDS)
    assert "..." not in out.replace("ARGS]...", "")


def test_version(greatgame: Command) -> None:
    code, out, _ = greatgame("--version")
    assert (code, out.split()[0]) == (0, "greatgame")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frob"], "No such command"),
        (["run"], "Missing argument"),
        (["run", "us_entry_2001", "--frob"], "No such option"),
        (["run", "us_entry_2001", "--seed", "-1"], "--seed"),
        (["run", "us_entry_2001", "--seed", "1.5"], "--seed"),
        (["run", "us_entry_2002"], "did you mean"),
        (["run", "us_entry_2001", "--set", "parameters.balence=1"], "balance"),
        (["run", "us_entry_2001", "--set", "nonsense"], "PATH=VALUE"),
        (["run", "us_entry_2001", "--out", "taken"], "not overwritten"),
        (["run", "us_entry_2001", "--out", "taken", "--force"], "not replaced"),
        (["list", "nowhere.yaml"], "no such file"),
        (["list", "us_entry_2001", "powers.RSU"], "did you mean 'powers.RUS'"),
        (["list", "us_entry_2001", "zzz"], "known: "),
        (["explain", "taken", "--state", "UZB"], "run.json"),
        (["explain", "taken"], "--state"),
        (["replay", "nowhere"], "run.json"),
        (["export", "taken", "--format", "csv"], "run.json"),
        (["export", "taken", "--format", "xls"], "xls"),
        (["new", "../up"], "letters, digits"),
        (["new", "us_entry_2001"], "ships"),
        (["new", "central_asia"], "ships"),
        (["run", "us_entry_2001", "--seed", "9" * 300], "--seed"),
        (["new", "mine", "--from", "nowhere"], "nowhere"),
        (["check"], "Missing argument"),
    ],
)
def test_bad_usage_is_told_in_words_with_exit_code_2(
    greatgame: Command, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "thesis.txt").write_text("mine")
    code, out, err = greatgame(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.rglob("*")] == ["taken", "thesis.txt"]


def test_check_tells_every_error_on_a_line_of_its_own(greatgame: Command) -> None:
    Path("bad.yaml").write_text("extends: us_entry_2001\ntitel: x\nquestion: 5\nstart: 1992-13\n")
    code, out, err = greatgame("check", "us_entry_2001", "bad.yaml", "central_asia")
    assert code == 2
    assert out == "us_entry_2001: ok\ncentral_asia: ok\n"
    assert err.splitlines() == [str(problem) for problem in problems("bad.yaml")]
    assert all(line.startswith("bad.yaml:") for line in err.splitlines())


def test_check_notes_what_an_added_state_leaves_out(greatgame: Command) -> None:
    adds = "extends: us_entry_2001\nstates: {TUR: {title: Turkey}}\n"
    Path("more.yaml").write_text(adds)
    code, out, err = greatgame("check", "more.yaml")
    assert (code, err) == (0, "")
    assert out.startswith("more.yaml: ok\nNote: TUR: `core` is left out and counts as 1")
    assert "held at" not in out
    assert widest(out) <= 80


def test_schema_is_json(greatgame: Command) -> None:
    code, out, _ = greatgame("schema")
    assert code == 0
    assert "shocks" in json.loads(out)["properties"]


def test_list_gives_each_scenario_with_its_question(greatgame: Command) -> None:
    code, out, _ = greatgame("list")
    assert code == 0
    assert [line for line in out.splitlines() if line in names()] == names()
    assert " ".join(load("us_entry_2001").question.split()) in " ".join(out.split())
    assert widest(out) <= 80


def test_list_of_one_gives_every_path_and_counts_tuned_numbers(greatgame: Command) -> None:
    code, out, _ = greatgame("list", "us_entry_2001")
    scenario = load("us_entry_2001")
    assert code == 0
    assert all(f"\n{item.path} =" in f"\n{out}" for item in scenario.quantities())
    counted = out.split("values by provenance:")[1]
    assert [int(word) for word in counted.split() if word.isdigit()] == [
        scenario.provenance()[kind] for kind in ("tuned", "assumption", "text", "figure")
    ]


def test_list_of_one_can_be_narrowed_by_a_prefix_of_whole_words(greatgame: Command) -> None:
    code, out, _ = greatgame("list", "us_entry_2001", "powers.RUS.demand")
    wanted = {item.path for item in load("us_entry_2001").quantities() if item.path.startswith("powers.RUS.demand.")}
    assert code == 0
    assert {line.split(" = ")[0] for line in out.splitlines() if " = " in line} == wanted
    code, _, err = greatgame("list", "us_entry_2001", "powers.RU")
    assert code == 2
    assert "no path that begins with powers.RU as whole words; did you mean 'powers.RUS'?" in err


def test_list_of_shocks_gives_what_each_does_as_set_takes_it(greatgame: Command) -> None:
    path = "shocks.september_11.causes.powers.USA.demand.counter_terror"
    shape = "{rise: 0.75, settle: 0.35, over: 30 months}"
    code, out, _ = greatgame("list", "us_entry_2001", "shocks")
    assert code == 0
    assert f"{path} = {shape} " in " ".join(out.split())
    scenario = load("us_entry_2001")
    assert scenario.with_settings([f"{path}={shape}"]).changes == ()
    smaller = shape.replace("0.75", "0.4")
    assert scenario.with_settings([f"{path}={smaller}"]).changes == (f"{path} {shape} -> {smaller}",)


def test_new_writes_a_scenario_that_passes_and_never_overwrites(greatgame: Command) -> None:
    assert greatgame("new", "mine")[0] == 0
    written = Path("mine.yaml").read_text()
    assert problems("mine.yaml") == []
    assert load("mine.yaml").shocks["example"].strength == 1
    code, _, err = greatgame("new", "mine")
    assert code == 2
    assert "not overwritten" in err
    assert Path("mine.yaml").read_text() == written


def test_new_from_a_file(greatgame: Command) -> None:
    shutil.copy(BAY, "bay.yaml")
    assert greatgame("new", "other", "--from", "bay.yaml")[0] == 0
    assert "extends: bay.yaml" in Path("other.yaml").read_text()


def test_run_tells_and_writes(greatgame: Command) -> None:
    code, out, err = greatgame("run", "us_entry_2001", "--seed", 1, "--set", "shocks.iraq_war.strength=0.5")
    assert (code, err) == (0, "")
    assert widest(out) <= 80
    assert "\x1b" not in out
    for words in (
        "The US entry",
        "seed 1",
        "Changed: shocks.iraq_war.strength 1 -> 0.5.",
        "base or access",
        "Attacks of September 11",
        "What happened",
        "Whom each state leans on most",
    ):
        assert words in out
    assert "one possible world" in out
    assert "results/us_entry_2001-1" in out
    written = {path.name for path in Path("results/us_entry_2001-1").iterdir()}
    assert {"run.json", "shifts.csv", "events.csv", "summary.csv", "alignment.png", "ternary.png"} <= written
    record = json.loads(Path("results/us_entry_2001-1/run.json").read_text())
    assert record["seed"] == 1
    assert record["command"][:3] == ["greatgame", "run", "us_entry_2001"]


@pytest.mark.usefixtures("unpainted")
def test_force_replaces_a_run_and_nothing_else_does(greatgame: Command, folder: Path) -> None:
    shutil.copytree(folder, "out")
    assert greatgame("run", BAY, "--out", "out")[0] == 2
    assert greatgame("run", BAY, "--out", "out", "--seed", 7, "--force")[0] == 0
    assert json.loads(Path("out/run.json").read_text())["seed"] == 7


@pytest.mark.usefixtures("unpainted")
def test_replay_agrees_and_finds_a_changed_byte(greatgame: Command, bay: Run) -> None:
    write(bay, Path("copy"), ["greatgame", "run"], extra=extras)
    code, out, _ = greatgame("replay", "copy")
    assert code == 0
    assert "agrees" in out
    with Path("copy/shifts.csv").open("r+b") as file:
        file.seek(-2, 2)
        file.write(b"?")
    code, _, err = greatgame("replay", "copy")
    assert code == 1
    assert "copy/shifts.csv: changed" in err


@pytest.mark.parametrize("kind", ["csv", "netcdf", "stata"])
@pytest.mark.filterwarnings("ignore")
def test_export_holds_the_measures(greatgame: Command, folder: Path, kind: str) -> None:
    code, out, _ = greatgame("export", folder, "--format", kind, "--out", "there")
    assert code == 0
    assert "there" in out
    assert "hedging" in Path("there/codebook.csv").read_text()
