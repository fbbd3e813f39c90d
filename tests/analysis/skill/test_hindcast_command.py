"""The command `hindcast` on tables made of a run of the model: what it prints, writes and answers."""

import csv
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from greatgame import runs as execution
from greatgame.analysis import hindcast_figures
from greatgame.analysis.skill import evidence
from greatgame.runs import run
from greatgame.scenarios import load, numbers

from ..conftest import Command
from ..pools import Here

STATES, POWERS = ("KAZ", "KGZ", "TJK", "TKM", "UZB"), ("CHN", "RUS", "USA")

FEW = ("--points", 48, "--runs", 2)

Row = tuple[int, str, str, str, float]
"""Year, state, power, variable, value."""


@pytest.fixture(scope="session")
def history() -> Any:
    """Means of the years of a run: alignment by domain, engagement."""
    world = run(load("us_entry_2001"), seed=5)
    return world.dataset()[["alignment", "engagement"]].isel(replication=0).groupby("time.year").mean()


def tables(history: Any, last: int = 2003) -> Mapping[str, list[Row]]:
    """Write what the run shows as observers would, the years after it as its last."""

    def shown(name: str, domain: str, year: int, state: str, power: str) -> float:
        return float(history[name].sel(year=min(year, 2003), state=state, power=power, domain=domain))

    def each(domain: str, variable: str, scale: float, name: str = "alignment") -> Iterator[Row]:
        for year in range(1992, last + 1):
            for state in STATES:
                for power in POWERS:
                    yield year, state, power, variable, scale * shown(name, domain, year, state, power)

    drills = [(*row[:4], float(round(row[4]))) for row in each("security", "n_exercises_with", 200.0)]
    totals = [(year, state, "ANY", "n_exercises", 300.0) for year in range(1992, last + 1) for state in STATES]
    aid = [row for row in each("politics", "us_aid_obligations_constant_usd", 1e9, "engagement") if row[2] == "USA"]
    joined = {"KAZ": 1996, "KGZ": 1996, "TJK": 1996, "UZB": 2001}
    members = [(year, state, "", "igo_sco", 1.0) for state, since in joined.items() for year in range(since, last + 1)]
    return {
        "military_exercises": [*totals, *drills],
        "trade_bilateral_quadrennial": list(each("trade", "exports_usd", 1e9)),
        "unga_ideal_points": list(each("politics", "agreement", 1.0)),
        "us_foreign_aid": aid,
        "igo_membership": members,
    }


def write(folder: Path, found: Mapping[str, list[Row]]) -> Path:
    folder.mkdir()
    for name, rows in found.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(("year", "state", "power", "variable", "value"))
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="session")
def data(history: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of observations; for reading only."""
    return write(tmp_path_factory.mktemp("made") / "observations", tables(history))


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in this process and in an empty folder, and switch mechanisms off at two points only."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(execution, "Workers", lambda _: Here())
    monkeypatch.setattr(evidence, "POINTS", 2)


@pytest.fixture(scope="session")
def said(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any], Path]:
    """What one call prints, its JSON, and its folder."""
    from greatgame.analysis import hindcast

    place = tmp_path_factory.mktemp("said")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setattr(execution, "Workers", lambda _: Here())
        patch.setattr(evidence, "POINTS", 2)
        lines: list[str] = []
        patch.setattr("builtins.print", lambda *_, **__: None)
        patch.setattr("rich.console.Console.print", lambda _, text="", **__: lines.append(str(text)))
        asked = hindcast.Asked(
            scenario="us_entry_2001", data=data, until=2000, points=48, runs=2, seed=0, json=place / "found.json"
        )
        hindcast.carry_out(asked)
    found = json.loads((place / "found.json").read_text(encoding="utf-8"))
    return "\n".join(lines), found, place / "results" / "hindcast-us_entry_2001-2000"


def test_every_series_is_printed_whatever_its_sign(said: tuple[str, dict[str, Any], Path]) -> None:
    printed, found, _ = said
    expected = [row["series"] for row in found["skill"] if row["section"] == "shares" and row["series"]]
    rows = re.findall(r"^  ([A-Z]{3}(?: [A-Z]{3})+) +\d+ +[-+.\d]", printed, flags=re.MULTILINE)
    assert rows == expected
    assert len(rows) == 4 * len(STATES)


def test_the_last_words_name_every_kind_once(said: tuple[str, dict[str, Any], Path]) -> None:
    printed, _, _ = said
    summary = " ".join(printed[printed.index("In sum") :].split())
    for title in ("joint exercises", "UN votes", "trade", "foreign aid", "SCO"):
        assert len(re.findall(rf"[:,] {title}[,.]", summary)) == 1


def test_skill_is_one_less_the_ratio_of_mean_scores(said: tuple[str, dict[str, Any], Path]) -> None:
    _, found, _ = said
    votes = [case for case in found["cases"] if case["kind"] == "votes"]
    means = [
        [np.mean([case[f"crps_{name}"] for case in votes if case["state"] == state]) for state in STATES]
        for name in ("model", "trend")
    ]
    [row] = [
        row for row in found["skill"] if row["section"] == "shares" and row["what"] == "votes" and not row["series"]
    ]
    assert row["skill"]["trend"]["value"] == pytest.approx(1.0 - np.mean(means[0]) / np.mean(means[1]), abs=1e-12)


def test_what_the_model_made_it_foresees(said: tuple[str, dict[str, Any], Path]) -> None:
    _, found, _ = said
    [row] = [row for row in found["skill"] if row["section"] == "shares" and row["what"] == "all"]
    assert row["skill"]["persistence"]["value"] > 0.1
    assert row["skill"]["persistence"]["verdict"] == "better"


def test_only_claims_that_end_by_the_origin_constrain(said: tuple[str, dict[str, Any], Path]) -> None:
    _, found, _ = said
    assert list(found["kept"]["2000"]["ruled_out_by"]) == ["data", "C08"]
    assert {"C01", "C18"} <= set(found["kept"]["2001"]["ruled_out_by"])


def test_every_mechanism_and_every_rival_is_weighed(said: tuple[str, dict[str, Any], Path]) -> None:
    _, found, _ = said
    assert list(found["theories"]) == [name for name in evidence.RIVALS if name != "sign_only"]
    assert list(found["mechanisms"]) == [own.name for own in evidence.mechanisms()]


def test_tuned_numbers_return_to_their_range(said: tuple[str, dict[str, Any], Path]) -> None:
    _, found, _ = said
    ranges = {number.path: number.tuned for number in numbers(load("us_entry_2001")) if number.kind == "tuned"}
    assert found["numbers"]["tuned"] == len(ranges)
    assert sum(found["numbers"].values()) == len(found["region"])
    by_path = {own["path"]: own for own in found["region"]}
    balance = by_path["parameters.balance"]
    assert (balance["prior_low"], balance["prior_high"]) == ranges["parameters.balance"]


def test_mechanisms_that_matter_are_named_largest_first(said: tuple[str, dict[str, Any], Path]) -> None:
    printed, found, _ = said
    text = " ".join(printed.split())
    named = re.search(r"the model is better with (.*?) and better without (.*?) Data", text)
    assert named is not None
    for part, verdict in zip(named.groups(), ("better", "worse"), strict=True):
        skills = {name: own["skill"] for name, own in found["mechanisms"].items() if own["skill"]["verdict"] == verdict}
        clear = [name for name, own in skills.items() if abs(own["value"]) >= 0.01]
        assert len(clear) < len(skills)
        ordered = sorted(clear, key=lambda name: -abs(skills[name]["value"]))
        assert re.findall(r"\((\w+)\)", part) == ordered[:6]
        more = re.search(r"and (\d+) more", part)
        assert len(ordered[:6]) + int(more[1] if more else 0) == len(clear)


def test_tables_say_what_the_json_says(said: tuple[str, dict[str, Any], Path]) -> None:
    _, found, folder = said
    with (folder / "hindcast.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["section"], row["what"], row["series"]) for row in rows] == [
        (row["section"], row["what"], row["series"]) for row in found["skill"]
    ]
    known = [row for row in rows if row["persistence_skill"]]
    values = [row["skill"]["persistence"]["value"] for row in found["skill"]]
    assert [float(row["persistence_skill"]) for row in known] == pytest.approx([v for v in values if v is not None])


def test_the_figure_says_what_made_it(said: tuple[str, dict[str, Any], Path]) -> None:
    _, _, folder = said
    with Image.open(folder / "hindcast.png") as image:
        assert image.text["Title"] == "Hindcast of us_entry_2001 from 2000"
        assert image.text["Seed"] == "0"


def test_the_same_bytes_at_any_number_of_workers(
    said: tuple[str, dict[str, Any], Path],
    data: Path,
    greatgame: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(evidence, "POINTS", 2)
    code, _, _ = greatgame("hindcast", "--data", data, *FEW, "--workers", 2, "--out", "here")
    assert code == 0
    _, _, folder = said
    assert {file.name for file in folder.iterdir()} == {file.name for file in Path("here").iterdir()}
    data_files = [file for file in folder.iterdir() if file.name != "hindcast.json"]
    assert len(data_files) == 8
    for file in data_files:
        assert file.read_bytes() == (Path("here") / file.name).read_bytes()


def test_the_record_names_the_files_it_is_made_of(said: tuple[str, dict[str, Any], Path], data: Path) -> None:
    _, _, folder = said
    record = json.loads((folder / "hindcast.json").read_text(encoding="utf-8"))
    assert record["observations"] == {
        file.name: sha256(file.read_bytes()).hexdigest() for file in sorted(data.iterdir())
    }
    assert (record["until"], record["last"], record["seed"]) == (2000, 2003, 0)
    assert {"numpy", "scipy", "scoringrules"} <= set(record["libraries"])


def test_data_beyond_the_scenario_let_it_go_on(
    history: Any, greatgame: Command, quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hindcast_figures, "render", lambda _: {})
    found = tables(history, last=2005)
    folder = write(tmp_path / "longer", {name: found[name] for name in ("unga_ideal_points", "igo_membership")})
    code, out, _ = greatgame("hindcast", "--data", folder, *FEW, "--until", 2003)
    assert code == 0
    assert "The scenario ends in 2003: its causes stay as they were then" in " ".join(out.split())


def test_years_before_the_run_are_left_out(
    data: Path, greatgame: Command, quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hindcast_figures, "render", lambda _: {})
    folder = tmp_path / "earlier"
    folder.mkdir()
    rows = (data / "unga_ideal_points.csv").read_text(encoding="utf-8")
    early = "".join(f"{year},{state},USA,agreement,0.2\n" for year in (1990, 1991) for state in STATES)
    (folder / "unga_ideal_points.csv").write_text(rows + early, encoding="utf-8")
    code, out, _ = greatgame("hindcast", "--data", folder, *FEW)
    assert code == 0
    assert "10 values before 1992 left out: the run begins then" in " ".join(out.split())


def test_aid_alone_is_scored_without_a_word_of_warning(
    data: Path, greatgame: Command, quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hindcast_figures, "render", lambda _: {})
    folder = tmp_path / "aid"
    folder.mkdir()
    (folder / "us_foreign_aid.csv").write_bytes((data / "us_foreign_aid.csv").read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        code, out, _ = greatgame("hindcast", "--data", folder, *FEW)
    assert code == 0
    assert "all shares" not in out


def test_what_cannot_be_foreseen_is_told_with_its_reason(
    history: Any, greatgame: Command, quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hindcast_figures, "render", lambda _: {})
    found = dict(tables(history))
    found["trade_bilateral_quadrennial"] = [row for row in found["trade_bilateral_quadrennial"] if row[0] <= 2000]
    found["us_foreign_aid"] = [row for row in found["us_foreign_aid"] if row[0] >= 2002]
    code, out, _ = greatgame("hindcast", "--data", write(tmp_path / "some", found), *FEW)
    said = " ".join(out.split())
    assert code == 0
    assert "Not foreseen, no series goes on after 2000: trade." in said
    assert "Not foreseen, fewer than 6 independent changes known at any origin: foreign aid." in said


def test_bad_data_are_told_by_file_and_line(data: Path, greatgame: Command, quick: None, tmp_path: Path) -> None:
    rows = (data / "unga_ideal_points.csv").read_text(encoding="utf-8").splitlines()
    rows[2], rows[4] = rows[2].replace("KAZ", "KAX"), f"{rows[4].rpartition(',')[0]},much"
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "unga_ideal_points.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    code, out, err = greatgame("hindcast", "--data", folder, *FEW)
    lines = err.splitlines()
    assert (code, out) == (2, "")
    assert [line.partition(": ")[0] for line in lines] == [f"{folder}/unga_ideal_points.csv:{at}" for at in (3, 5)]
    assert "KAZ" in lines[0]
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize("year", [1992, 2003, 2050])
def test_an_origin_without_a_past_or_a_future_is_refused(
    year: int, data: Path, greatgame: Command, quick: None, tmp_path: Path
) -> None:
    code, out, err = greatgame("hindcast", "--data", data, *FEW, "--until", year)
    assert (code, out) == (2, "")
    assert "begins in 1992 and the data end in 2003" in err
    assert not (tmp_path / "results").exists()


def test_nothing_is_written_over(data: Path, greatgame: Command, quick: None, tmp_path: Path) -> None:
    (tmp_path / "found.json").write_text("mine", encoding="utf-8")
    code, _, err = greatgame("hindcast", "--data", data, *FEW, "--json", "found.json")
    assert code == 2
    assert "is there already" in err
    assert (tmp_path / "found.json").read_text(encoding="utf-8") == "mine"


def test_data_on_other_countries_are_refused(greatgame: Command, quick: None, tmp_path: Path) -> None:
    rows = [(year, "POL", "USA", "agreement", 0.5) for year in range(1992, 2003)]
    folder = write(tmp_path / "elsewhere", {"unga_ideal_points": rows})
    code, _, err = greatgame("hindcast", "--data", folder, *FEW)
    assert code == 2
    assert "nothing on the states and powers of us_entry_2001" in err


def test_a_single_year_is_too_little(greatgame: Command, quick: None, tmp_path: Path) -> None:
    rows = [(1999, state, power, "agreement", 0.5) for state in STATES for power in POWERS]
    folder = write(tmp_path / "short", {"unga_ideal_points": rows})
    code, _, err = greatgame("hindcast", "--data", folder, *FEW)
    assert code == 2
    assert "too little on the states and powers of us_entry_2001; a series needs two years" in err


def test_a_missing_folder_is_told(greatgame: Command, quick: None) -> None:
    code, _, err = greatgame("hindcast", "--data", "nowhere", *FEW)
    assert code == 2
    assert err.startswith("nowhere: ")


def test_progress_counts_every_run(
    data: Path, greatgame: Command, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hindcast_figures, "render", lambda _: {})
    code, out, _ = greatgame("hindcast", "--data", data, *FEW)
    prior, rivals, off = 48 * 2, 6 * 12 * 2, (len(evidence.mechanisms()) + 1) * 2 * 2
    assert code == 0
    assert f"{prior + rivals + off} runs; " in out
