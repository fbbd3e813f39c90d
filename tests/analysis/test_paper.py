"""A replication folder: its numbers are those of its data, its scripts run, and it can be made again."""

import csv
import hashlib
import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib import image

from greatgame.analysis import paper, paper_data
from greatgame.analysis.compare import Comparison, comparison
from greatgame.analysis.compare_bands import figures_bands
from greatgame.analysis.compare_drawing import lines_height
from greatgame.analysis.failure import Failure
from greatgame.analysis.paper import write_paper
from greatgame.analysis.paper_scripts import number, script_r
from greatgame.analysis.paper_words import reproduce, scenario_yaml
from greatgame.analysis.typology import MARGIN
from greatgame.analysis.yearly import finish, reduce
from greatgame.runs import replay, run, write
from greatgame.scenarios import load, month

from .batches import batch
from .conftest import BAY, Command

BAND = [0.05, 0.5, 0.95]
NAMES = ("stormy", "calm")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paper")
    batch(folder / "stormy", load(BAY), runs=12, keep="summary")
    batch(folder / "calm", load(BAY, ["shocks.storm.strength=0"]), runs=12, keep="summary")
    batch(folder / "grid", load(BAY), runs=5, keep="summary", vary=["shocks.storm.strength=0:1:3"])
    write(run(load(BAY), 1), folder / "single")
    return folder


@pytest.fixture(scope="module")
def found(place: Path) -> Comparison:
    return comparison([place / name for name in NAMES])


def written(found: Comparison, folder: Path) -> Path:
    write_paper(found, folder, ["greatgame", "paper", "stormy", "calm"], lambda _: None)
    return folder


@pytest.fixture(scope="module")
def made(found: Comparison, place: Path) -> Path:
    return written(found, place / "made")


@pytest.fixture(scope="module")
def varied(place: Path) -> Path:
    return written(comparison([place / "grid"]), place / "varied")


@pytest.fixture(scope="module")
def yearly(made: Path) -> pd.DataFrame:
    return pd.read_parquet(made / "data" / "yearly.parquet")


def rows(made: Path, name: str) -> list[dict[str, str]]:
    with (made / "tables" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def printed(made: Path, name: str) -> list[list[str]]:
    """The cells of a table as LaTeX prints them."""
    text = (made / "tables" / f"{name}.tex").read_text(encoding="utf-8")
    body = text.split(r"\midrule")[1].split(r"\bottomrule")[0]
    return [[cell.strip() for cell in line.removesuffix(r"\\").split(" & ")] for line in body.strip().splitlines()]


def quantiles(values: pd.Series) -> list[float]:
    return np.quantile(values, BAND).tolist()


class TestNumbers:
    """What tables say is what the data say."""

    @pytest.mark.parametrize(("table", "column", "keys"), [("alignment", "overall", 2), ("hedging", "hedging", 1)])
    def test_bands(self, made: Path, table: str, column: str, keys: int) -> None:
        yearly = pd.read_parquet(made / "data" / f"{'yearly_states' if keys == 1 else 'yearly'}.parquet")
        over = ["scenario", "state", "power"][: keys + 1]
        got = {key: part[column] for key, part in yearly.groupby([*over, "year"])}
        for row in rows(made, table):
            values = got[(*(row[name] for name in over), int(row["year"]))]
            assert [float(row[name]) for name in ("q05", "median", "q95")] == pytest.approx(quantiles(values))
        last = yearly["year"].max()
        for *key, stormy, calm in printed(made, table):
            for scenario, cell in zip(NAMES, (stormy, calm), strict=True):
                low, middle, high = quantiles(got[(scenario, *key, last)])
                assert cell in {f"{middle:.2f} ({low:.2f} to {high:.2f})", f"{middle:.2f}"}

    def test_paired_effects(self, made: Path, yearly: pd.DataFrame) -> None:
        wide = yearly.pivot(index=["replication", "year", "state", "power"], columns="scenario", values="overall")
        apart = (wide["calm"] - wide["stormy"]).dropna()
        for row in rows(made, "effects_calm"):
            values = apart.xs((int(row["year"]), row["state"], row["power"]), level=("year", "state", "power"))
            assert [float(row[name]) for name in ("q05", "median", "q95")] == pytest.approx(quantiles(values))
            assert float(row["above_zero"]) == pytest.approx((values > 0).mean())
            assert int(row["pairs"]) == len(values)
        for state, power, middle, band, _ in printed(made, "effects_calm"):
            values = apart.xs((1994, state, power), level=("year", "state", "power"))
            ends = [
                f"{value:+.3f}".replace("+0.000", "0.000").replace("-0.000", "0.000") for value in quantiles(values)
            ]
            assert middle.replace("$-$", "-") == ends[1]
            assert band.replace("$-$", "-") == f"{ends[0]} to {ends[2]}"

    def test_acts(self, made: Path) -> None:
        events = pd.read_parquet(made / "data" / "events.parquet")
        for row in rows(made, "acts"):
            of = events[(events["scenario"] == row["scenario"]) & (events["kind"] == row["kind"])]
            first = of[(of["actor"] == row["actor"]) & (of["target"] == row["target"])].groupby("replication")["date"]
            dates = first.min()
            assert float(row["probability"]) == pytest.approx(len(dates) / 12)
            if len(dates):
                assert row["date_median"] == sorted(dates, key=month)[(len(dates) - 1) // 2]

    def test_leading_powers(self, made: Path, yearly: pd.DataFrame) -> None:
        wide = yearly.pivot(index=["scenario", "replication", "year", "state"], columns="power", values="overall")
        ahead = wide.max(axis=1) - wide.apply(lambda own: own.nlargest(2).iloc[-1], axis=1)
        leads = wide.idxmax(axis=1).where(ahead >= MARGIN, "none").rename("power").reset_index()
        for row in rows(made, "leading"):
            of = leads[(leads["scenario"] == row["scenario"]) & (leads["year"] == int(row["year"]))]
            of = of[of["state"] == row["state"]]
            assert float(row["probability"]) == pytest.approx((of["power"] == row["power"]).mean())

    def test_outcomes_of_a_design(self, varied: Path) -> None:
        events, design = (pd.read_parquet(varied / "data" / f"{name}.parquet") for name in ("events", "design"))
        assert set(design["shocks.storm.strength"]) == {0.0, 0.5, 1.0}
        joined = events.merge(design, on=["scenario", "replication"])
        storms = joined[joined["kind"] == "shock"].groupby("shocks.storm.strength").size()
        assert storms.to_dict() == {0.5: 5, 1.0: 5}


class TestData:
    @pytest.mark.parametrize("name", ["yearly", "yearly_states", "yearly_region", "events"])
    def test_stata_holds_what_parquet_holds(self, made: Path, name: str) -> None:
        parquet = pd.read_parquet(made / "data" / f"{name}.parquet")
        stata = pd.read_stata(made / "data" / f"{name}.dta")
        assert list(stata.columns) == list(parquet.columns)
        pd.testing.assert_frame_equal(stata, parquet, check_dtype=False)

    def test_the_codebook_explains_every_column_under_both_names(self, varied: Path) -> None:
        with (varied / "data" / "codebook.csv").open(encoding="utf-8") as file:
            book = list(csv.DictReader(file))
        assert all(row["meaning"] for row in book)
        for name in ("yearly", "yearly_states", "yearly_region", "events", "design"):
            own = [row for row in book if row["table"] == name]
            assert [row["variable"] for row in own] == list(
                pd.read_parquet(varied / "data" / f"{name}.parquet").columns
            )
            stata = pd.read_stata(varied / "data" / f"{name}.dta")
            assert [row["variable_in_stata"] for row in own] == list(stata.columns)

    def test_no_row_is_there_twice(self, made: Path) -> None:
        for name, axes in paper_data.YEARLY.items():
            table = pd.read_parquet(made / "data" / f"{name}.parquet")
            assert not table.duplicated(["scenario", "replication", "year", *axes]).any()
            assert len(table) == 2 * 12 * 5 * 2 ** len(axes)

    def test_too_much_is_refused_before_anything_is_computed(
        self, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(paper_data, "MOST", 12 * 5 * 2 * 2 * 2 - 1)
        monkeypatch.setattr(paper, "comparison", lambda _: pytest.fail("computed"))
        with pytest.raises(Failure, match=r"would have 480 rows, .*fewer --runs"):
            paper.carry_out([place / "stormy", place / "calm"], tmp_path / "out")
        assert not (tmp_path / "out").exists()


class TestScripts:
    def test_the_number_is_the_largest_effect_of_the_last_year(self, found: Comparison, made: Path) -> None:
        wanted = number(found)
        last = [row for row in rows(made, "effects_calm") if row["year"] == "1994"]
        row = max(last, key=lambda row: abs(float(row["median"])))
        assert (wanted.state, wanted.power) == (row["state"], row["power"])
        assert list(wanted.band) == [float(row[name]) for name in ("q05", "median", "q95")]

    @pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R with haven")
    @pytest.mark.parametrize("name", ["made", "varied", "single"])
    def test_r_prints_what_it_says(
        self,
        request: pytest.FixtureRequest,
        name: str,
        place: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        if name == "single":
            monkeypatch.setattr(paper, "write_figures", lambda *_: [])
            made = written(comparison([place / "single"]), tmp_path / "made")
        else:
            made = shutil.copytree(request.getfixturevalue(name), tmp_path / "made")
        said = subprocess.run(["Rscript", "analysis.R"], cwd=made, capture_output=True, text=True, check=True)
        promised = re.search(r"(median .*? to [-\d.]+\d)", (made / "analysis.R").read_text(encoding="utf-8"))
        assert promised is not None
        assert promised[1] in said.stdout
        assert (made / "figure_R.pdf").stat().st_size > 1000

    @pytest.mark.parametrize("name", ["made", "varied"])
    def test_stata_finds_every_file_and_column(self, request: pytest.FixtureRequest, name: str) -> None:
        made: Path = request.getfixturevalue(name)
        text = (made / "analysis.do").read_text(encoding="utf-8")
        code = "\n".join(line for line in text.splitlines() if not line.startswith("*"))
        files = re.findall(r'"(data/[^"]+)"', code)
        assert files
        columns = {str(column) for file in files for column in pd.read_stata(made / file).columns}
        columns |= set(re.findall(r"generate (?:byte |double )?(\w+)", code)) | {"overall0", "overall1"}
        used = re.findall(r"(\w+) ==", code) + re.findall(r"^keep (?!if)(.*)$", code, re.M)
        used += re.findall(r"i\((\w+)\) j\((\w+)\)", code) + re.findall(r"= ([a-z]\w+)$", code, re.M)
        words = {word for item in used for word in (item if isinstance(item, tuple) else item.split())}
        assert {"state", "power", "scenario", "year"} <= words <= columns

    def test_names_with_quotes_stay_one_name_in_r(self, found: Comparison) -> None:
        text = script_r(replace(number(found), scenario='a "b" \\c'))
        assert r'== "a \"b\" \\c"' in text


class TestFigures:
    def test_each_is_there_as_pdf_and_png_with_a_caption(self, made: Path) -> None:
        for name in ("bands", "effects_calm", "leading"):
            assert {(made / "figures" / f"{name}.{kind}").is_file() for kind in ("pdf", "png")} == {True}
            assert f"\\includegraphics[width=\\textwidth]{{figures/{name}.pdf}}" in (
                made / "figures" / "captions.tex"
            ).read_text(encoding="utf-8")
        captions = (made / "figures" / "captions.txt").read_text(encoding="utf-8")
        assert captions.count("Bands and shares over the noise; the numbers of the scenario are held") >= 3

    def test_fonts_are_embedded_as_truetype_and_there_is_no_clock(self, made: Path) -> None:
        for file in (made / "figures").glob("*.pdf"):
            content = file.read_bytes()
            assert b"/FontFile2" in content
            assert b"/Type3" not in content
            assert b"CreationDate" not in content

    def test_the_words_of_the_caption_are_cut_off(self, made: Path, found: Comparison) -> None:
        height, width, _ = image.imread(made / "figures" / "bands.png").shape
        (page,) = figures_bands(found.sides, found.shared)
        assert width == 7.2 * 300
        lines = lines_height(page.texts[1].get_text().splitlines())
        assert height / 300 == pytest.approx(page.get_size_inches()[1] - lines + 0.05, abs=0.01)


class TestFolder:
    def test_the_same_command_makes_the_same_bytes(self, made: Path, found: Comparison, tmp_path: Path) -> None:
        again = written(found, tmp_path / "again")
        assert (again / "SHA256SUMS").read_bytes() == (made / "SHA256SUMS").read_bytes()

    def test_the_sums_are_those_of_all_files(self, made: Path) -> None:
        sums = dict(line.split("  ")[::-1] for line in (made / "SHA256SUMS").read_text().splitlines())
        files = {file.relative_to(made).as_posix(): file for file in made.rglob("*") if file.is_file()}
        assert set(sums) == set(files) - {"SHA256SUMS"}
        assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == found for name, found in sums.items())

    def test_the_scenarios_are_those_that_were_run(self, made: Path, found: Comparison) -> None:
        for side in found.sides:
            again = load(made / "scenarios" / f"{side.name}.yaml")
            assert again.sha256 == side.record.scenario_sha256

    @pytest.mark.parametrize("name", ["us_entry_2001", "no_september_11"])
    def test_a_scenario_that_ships_keeps_its_hash(self, name: str, tmp_path: Path) -> None:
        record = comparison([write(run(load(name), 1), tmp_path / "run")]).sides[0].record
        (tmp_path / f"{name}.yaml").write_text(scenario_yaml(record), encoding="utf-8")
        assert load(tmp_path / f"{name}.yaml").sha256 == load(name).sha256

    @pytest.mark.parametrize("name", ["made", "varied"])
    def test_its_run_json_replays(self, request: pytest.FixtureRequest, name: str) -> None:
        for folder in (request.getfixturevalue(name) / "runs").iterdir():
            assert replay(folder, reduce=reduce, finish=finish).agrees

    def test_the_readme_asks_the_questions_and_says_what_bands_are(self, made: Path, found: Comparison) -> None:
        text = (made / "README.md").read_text(encoding="utf-8")
        for side in found.sides:
            assert side.record.question in text
            assert side.record.scenario_sha256 in text
        assert "the numbers of the scenario are held" in text
        assert "- shocks.storm.strength: 0.5 -> 0" in text
        assert "Warning: only 12 replications of stormy; 12 replications of calm" in text
        kinds = found.sides[0].scenario.provenance()
        assert f"{kinds['tuned']} are tuned and {kinds['assumption']} are assumptions" in text
        assert "greatgame paper stormy calm" in text
        assert f"numpy {np.__version__}" in text

    def test_the_author_is_that_of_the_citation_file(self, made: Path) -> None:
        citation = (Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8")
        author = re.search(r'name: "(.*)"', citation)
        assert author is not None
        assert f"author = {{{{{author[1]}}}}}" in (made / "README.md").read_text(encoding="utf-8")

    @pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs LaTeX with booktabs")
    def test_the_document_compiles(self, made: Path, tmp_path: Path) -> None:
        copy = shutil.copytree(made, tmp_path / "copy")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
        said = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, errors="replace")
        assert said.returncode == 0, said.stdout[-2000:]
        assert "Overfull" not in said.stdout

    def test_it_appears_whole_or_not_at_all(
        self, found: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stop(_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(paper, "reproduce", stop)
        with pytest.raises(KeyboardInterrupt):
            written(found, tmp_path / "results" / "out")
        assert list(tmp_path.iterdir()) == []


class TestCommand:
    def test_it_takes_the_next_free_name(
        self, greatgame: Command, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(paper, "write_figures", lambda *_: [])
        for name in ("paper-stormy-calm", "paper-stormy-calm-2"):
            code, out, _ = greatgame("paper", place / "stormy", place / "calm")
            assert code == 0
            assert f"results/{name}" in out
        assert greatgame("paper", place / "stormy", "--out", place / "calm")[0] == 2
        assert greatgame("paper", tmp_path)[0] == 2

    def test_its_commands_make_the_same_data_again(
        self, greatgame: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(paper, "write_figures", lambda *_: [])
        calm = ["--set", "shocks.storm.strength=0", "--keep", "summary", "--workers", 1]
        assert greatgame("batch", BAY, "--runs", 3, *calm, "--out", "calm")[0] == 0
        vary = ["--vary", "shocks.storm.strength=0:1:2", "--no-shifts", "--workers", 1]
        assert greatgame("batch", BAY, "--runs", 2, *vary, "--out", "grid")[0] == 0
        assert greatgame("paper", "calm", "grid", "--out", "paper")[0] == 0
        monkeypatch.chdir("paper")
        lines = Path("reproduce.sh").read_text(encoding="utf-8").splitlines()
        commands = [shlex.split(line.removesuffix(" || true")) for line in lines if line.startswith("greatgame ")]
        assert [command[1] for command in commands] == ["replay", "replay", "batch", "batch", "paper"]
        for command in commands:
            code, _, err = greatgame(*command[1:])
            assert code == 0, err
        for name in (
            "data/yearly.parquet",
            "data/yearly_states.parquet",
            "data/events.parquet",
            "data/design.parquet",
            "tables/grid_grid.csv",
        ):
            assert Path(name).read_bytes() == Path("again/paper", name).read_bytes()


def test_a_single_run_is_run_again_as_such(place: Path) -> None:
    text = reproduce(comparison([place / "single"]))
    assert "greatgame run scenarios/world.yaml --seed 1 --out again/world" in text


def test_what_is_not_as_it_was_written_is_not_published(place: Path, greatgame: Command, tmp_path: Path) -> None:
    changed = shutil.copytree(place / "calm", tmp_path / "changed")
    events = changed / "events.csv"
    events.write_text(events.read_text().splitlines()[0] + "\n")
    code, _, said = greatgame("paper", place / "stormy", changed, "--out", tmp_path / "paper")
    assert code == 2
    assert said.strip().startswith(f"greatgame: {events} is not as it was written")
    assert not (tmp_path / "paper").exists()


def test_a_date_that_is_none_is_damage(place: Path, greatgame: Command, tmp_path: Path) -> None:
    changed = shutil.copytree(place / "calm", tmp_path / "changed")
    events = changed / "events.csv"
    events.write_text(re.sub(r",(\d{3})\d-", r",\1x-", events.read_text()))
    code, _, said = greatgame("compare", place / "stormy", changed, "--out", tmp_path / "compared")
    assert code == 2
    assert f"{events} cannot be read, it is damaged ('" in said
