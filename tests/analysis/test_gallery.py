"""The gallery: its sentences say what the numbers say, and the one that is kept is what the command makes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import matplotlib.style
import numpy as np
import pytest

from greatgame import runs
from greatgame.analysis import gallery
from greatgame.analysis.drawing import STYLE
from greatgame.analysis.gallery import Asked, Exhibit
from greatgame.analysis.gallery_drawing import figure
from greatgame.analysis.gallery_file import Value, entries, read_entries
from greatgame.analysis.gallery_numbers import Band, Seen, answered, chance
from greatgame.scenarios import InputError, load, names

from .conftest import BAY, Command
from .pictures import check_texts, text_of_png
from .pools import Here

KEPT = Path(__file__).parents[2] / "scenarios" / "GALLERY.md"
WORDS = 60


@contextmanager
def here(_: int | None) -> Iterator[Here]:
    yield Here()


def asked(*scenarios: str, runs: int = 10, seed: int = 3) -> Asked:
    return Asked(scenarios=scenarios, runs=runs, seed=seed, workers=1, out=None)


def shown(*scenarios: str, runs: int = 10, seed: int = 3) -> list[Exhibit]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gallery, "working", here)
        return gallery.show(gallery.choose(scenarios), asked(*scenarios, runs=runs, seed=seed))


@pytest.fixture(scope="module")
def exhibits() -> list[Exhibit]:
    """Every scenario that ships, ten runs of each world."""
    return shown()


def worlds(rise: float) -> dict[str, Seen]:
    """Two worlds of two states and 200 replications; in `own` all is higher by the rise, in the second state twice."""
    noise = np.random.default_rng(1).normal(0.3, 0.01, (2, 200))
    spread = np.random.default_rng(2).normal(1.0, 0.05, (2, 200)) * np.array([[1.0], [2.0]])
    seen = {"base": noise, "own": noise + rise * spread}
    return {
        name: Seen(0, ("Elm", "Tarn"), {"a.2002": values, "a.2000": seen["base"]}, {}) for name, values in seen.items()
    }


def value(**content: object) -> Value:
    says = {"higher": "Yes", "lower": "No", "unclear": "Perhaps"}
    return Value.model_validate({"says": says, **content} if "chance" not in content else content)


@pytest.mark.parametrize(
    ("rise", "said", "course", "word"),
    [
        (0.2, r"is 0\.30 \(0\.28 to 0\.3\d\) higher", r"rises by 0\.30 \(0\.28 to 0\.3\d\)", "Yes"),
        (-0.2, r"is 0\.30 \(0\.28 to 0\.3\d\) lower", r"falls by 0\.30 \(0\.28 to 0\.3\d\)", "No"),
        (0.0, r"is neither clearly higher nor lower \(median 0.00, .*\)", r"shows no clear change \(.*\)", "Perhaps"),
    ],
)
def test_words_follow_from_the_sign_of_the_band(rise: float, said: str, course: str, word: str) -> None:
    against = answered(value(change="a.2002", less=("base",)), worlds(rise))
    assert re.fullmatch(said, against.part(""))
    assert re.fullmatch(course, answered(value(change="a.2002", since="2000"), worlds(rise)).part(""))
    assert against.part("says") == word


def test_worlds_that_change_places_change_the_word() -> None:
    there = answered(value(change="a.2002", **{"in": ["base"]}, less=("own",)), worlds(0.2))
    assert there.part("").endswith("lower")


def test_a_difference_can_be_in_per_cent_of_what_it_is_compared_with() -> None:
    assert re.fullmatch(
        r"is 10\d % \(9\d to 10\d %\) higher",
        answered(value(change="a.2002", less=("base",), relative=True), worlds(0.2)).part(""),
    )


def test_the_state_that_moves_most_is_named_with_how_often_it_does() -> None:
    most = answered(value(most="a.2002", less=("base",)), worlds(-0.2))
    assert most.part("name") == "Tarn"
    assert re.fullmatch(r"is 0\.40 \(0\.3\d to 0\.4\d\) lower", most.part(""))
    assert most.part("share") == "100 % (98 to 100 %)"


def test_a_chance_has_the_interval_of_wilson() -> None:
    assert chance(np.arange(500) < 300) == "60 % (56 to 64 %)"
    assert chance(np.zeros(500, dtype=bool)) == "0 % (0 to 1 %)"


@pytest.mark.parametrize(
    ("band", "said"),
    [
        (Band(0.0004, 0.001, 0.002), "0.0010 (0.0004 to 0.0020)"),
        (Band(-0.03, -0.02, -0.001), "0.020 (0.001 to 0.030)"),
        (Band(-0.002, 0.01, 0.02), "median +0.010, -0.002 to +0.020"),
        (Band(0.0, 0.01, 0.02), "median +0.01, 0.00 to +0.02"),
    ],
)
def test_a_bound_that_is_not_0_is_not_written_as_0(band: Band, said: str) -> None:
    assert band.amount() == said


def test_the_answer_is_the_paired_difference_of_two_ensembles() -> None:
    [exhibit] = shown("us_entry_2001", runs=40, seed=5)
    leans = []
    for name in ("us_entry_2001", "no_september_11"):
        scenario = load(name)
        inputs = scenario.inputs
        weight = inputs.constants["weight"][:, 0]
        past = runs.ensemble(scenario, 40, 5).history["alignment"][120:132]
        core = inputs.constants["core"][:, 0] > 0
        power = inputs.ids["power"].index("USA")
        leans.append(np.einsum("msdr,d->r", past[:, core, power], weight) / (12 * core.sum()))
    low, middle, high = np.quantile(leans[0] - leans[1], (0.05, 0.5, 0.95))
    assert f"in 2002 is {middle:.2f} ({low:.2f} to {high:.2f}) higher than without the attacks" in exhibit.answer
    assert "Uzbekistan moves most" in exhibit.answer


def test_every_scenario_that_ships_has_an_entry() -> None:
    assert sorted(entries()) == sorted(names())


def test_nothing_is_written_over_another_in_a_figure(exhibits: list[Exhibit]) -> None:
    with matplotlib.style.context(["default", STYLE]):
        for exhibit in exhibits:
            check_texts(figure(exhibit.picture))


def test_a_figure_shows_the_numbers_of_the_answer(exhibits: list[Exhibit]) -> None:
    [entry] = [one for one in exhibits if one.given == "us_entry_2001"]
    _, effects = figure(entry.picture).axes
    middles = effects.lines[1].get_xdata()
    assert np.max(np.abs(middles)) == pytest.approx(abs(entry.picture.values["first"].band.middle))


ENTRY = """\
no_september_11:
  worlds:
    with: {label: with them, scenario: us_entry_2001}
    own: {label: without}
  values:
    turn: {change: alignment.*.USA.2002, less: [with]}
    base: {chance: base.UZB.USA.2002-12}
  panels:
    - {of: alignment.*.USA, title: Alignment}
  from: 1999-01
  answer:
    - "It {turn}."
    - "In {base}."
"""


def test_an_entry_is_read() -> None:
    assert list(read_entries(ENTRY, "g.yaml")) == ["no_september_11"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("no_september_11:", "no_september_12:", "g.yaml:1:1: no scenario 'no_september_12' ships; did you mean"),
        ("own: {label: without}", "mine: {label: without}", "g.yaml:2:3: no_september_11.worlds needs own"),
        ("us_entry_2001", "us_entry_2002", "g.yaml:3:5: no_september_11.worlds.with: us_entry_2002: no scenario"),
        ("less: [with]", "less: [wiht]", "g.yaml:6:5: there is no world 'wiht'; did you mean 'with'?"),
        (", less: [with]", "", "g.yaml:6:5: no_september_11.values.turn: needs either less or since"),
        ("less: [with]", "less: [with, with]", "g.yaml:6:5: no_september_11.values.turn: needs as many worlds"),
        ("*.USA.2002,", "*.USB.2002,", "g.yaml:6:5: alignment.*.USB.2002: there is no power 'USB'"),
        (
            "{change: alignment.*",
            "{most: alignment.UZB",
            "g.yaml:6:5: alignment.UZB.USA.2002: most is of every core state",
        ),
        ("{chance:", "{chanse:", "g.yaml:7:12: unknown key 'chanse' in no_september_11.values.base; remove it"),
        ("base.UZB.USA.2002-12", "alignment.UZB.USA.2002", "g.yaml:7:5: alignment.UZB.USA.2002: a chance is of what"),
        ("of: alignment.*.USA,", "of: alignmen.*.USA,", "g.yaml:9:7: alignmen.*.USA: there is no outcome 'alignmen'"),
        ("of: alignment.*.USA,", "effects: turn,", "g.yaml:9:7: effects: 'turn' is no value of kind most"),
        ("from: 1999-01", "from: 1999-13", "g.yaml:10:9: no_september_11.from: is not a month"),
        ('    - "In {base}."\n', "", "g.yaml:12:5: no_september_11.answer has only 1 of its items; add the rest"),
        ("It {turn}", "It {trun}", "g.yaml:12:7: {trun}: there is no value 'trun'; did you mean 'turn'?"),
        ("It {turn}", "It {turn.says}", "g.yaml:12:7: {turn.says}: turn has no says; add it"),
        ("In {base}", "In {base.share}", "g.yaml:13:7: {base.share}: a value of kind chance has no 'share'"),
        ("  from:", "  form:", "g.yaml:1:1: no_september_11 has no 'from'; add it"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_with_its_place(old: str, new: str, said: str) -> None:
    assert old in ENTRY
    with pytest.raises(InputError) as error:
        read_entries(ENTRY.replace(old, new, 1), "g.yaml")
    assert any(str(problem).startswith(said) for problem in error.value.problems), error.value.problems


def test_a_world_that_starts_in_another_month_has_other_noise() -> None:
    text = ENTRY.replace("scenario: us_entry_2001", "scenario: us_entry_2001, set: [start=1992-02]")
    with pytest.raises(InputError, match=r"g.yaml:3:5: .*starts in 1992-02"):
        read_entries(text, "g.yaml")


def test_the_same_command_writes_the_same_bytes_with_any_workers(greatgame: Command, tmp_path: Path) -> None:
    found: list[dict[str, bytes]] = []
    for workers in (1, 2):
        out = tmp_path / str(workers)
        code, _, _ = greatgame(
            "gallery", "us_entry_2001", "--runs", 251, "--seed", 1, "--workers", workers, "--out", out
        )
        assert code == 0
        files = (path for path in out.rglob("*") if path.is_file())
        found.append({path.relative_to(out).as_posix(): path.read_bytes() for path in files})
    assert sorted(found[0]) == ["GALLERY.md", "gallery/us_entry_2001.png"]
    assert found[0] == found[1]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Run without processes, in a folder of its own."""
    monkeypatch.setattr(gallery, "working", here)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_scenario_of_ones_own_is_compared_with_what_it_extends(greatgame: Command, at_once: Path) -> None:
    (at_once / "mine.yaml").write_text(
        "title: Mine\nquestion: Who?\nextends: us_entry_2001\nshocks: {september_11: {strength: 0}}\n"
    )
    code, out, _ = greatgame("gallery", "mine.yaml", "--runs", 10)
    said = " ".join(out.split())
    assert code == 0
    assert re.search(
        r"the alignment of Kyrgyzstan with United States is 0\.\d+ \(.*?\) lower than in us_entry_2001", said
    )
    text = (at_once / "results" / "gallery-0" / "GALLERY.md").read_text()
    assert "- in mine: `mine.yaml`" in text
    assert (at_once / "results" / "gallery-0" / "gallery" / "mine.png").is_file()


def test_a_scenario_that_extends_none_is_compared_with_itself_without_shocks(greatgame: Command, at_once: Path) -> None:
    code, out, _ = greatgame("gallery", BAY, "--runs", 10)
    assert code == 0
    assert "without its shocks" in " ".join(out.split())


def test_a_scenario_with_nothing_to_compare_it_with_is_refused(greatgame: Command, at_once: Path) -> None:
    calm = ["title: Calm", "question: Why?", f"extends: {BAY}", "end: 1994-11", "start: 1990-02"]
    (at_once / "calm.yaml").write_text("\n".join([*calm, "shocks: {storm: null}"]))
    code, _, said = greatgame("gallery", "calm.yaml", "--runs", 10)
    assert (code, "nothing to compare it with" in said) == (2, True)
    assert not (at_once / "results").exists()


def test_all_that_is_wrong_with_scenarios_is_said_at_once(greatgame: Command, at_once: Path) -> None:
    (at_once / "one.yaml").write_text("title: x\nquestion: y\nextends: us_entry_2001\nnonsense: 1\n")
    code, _, said = greatgame("gallery", "one.yaml", "two")
    assert code == 2
    assert "one.yaml:4:1: unknown key 'nonsense'" in said
    assert "two: no scenario of this name" in said


def test_two_scenarios_of_one_name_are_refused(greatgame: Command, at_once: Path) -> None:
    (at_once / "strong_russia.yaml").write_text("title: x\nquestion: y\nextends: us_entry_2001\n")
    code, _, said = greatgame("gallery", "strong_russia", "./strong_russia.yaml")
    assert (code, "both called strong_russia" in said) == (2, True)


def test_markdown_in_a_title_is_text(greatgame: Command, at_once: Path) -> None:
    (at_once / "a b.yaml").write_text("title: '<b>*x*</b>'\nquestion: y\nextends: us_entry_2001\n")
    code, _, _ = greatgame("gallery", "a b.yaml", "--runs", 5, "--out", "out")
    assert code == 0
    text = (at_once / "out" / "GALLERY.md").read_text()
    assert r"## \<b\>\*x\*\</b\>" in text
    assert "(gallery/a%20b.png)" in text


def sections() -> dict[str, str]:
    """The kept gallery by scenario."""
    parts = KEPT.read_text(encoding="utf-8").split("\n## ")[1:]
    return {re.findall(r"\(gallery/(.+)\.png\)", part)[0]: part.strip() for part in parts}


def test_the_kept_gallery_has_every_scenario_with_its_question() -> None:
    kept = sections()
    assert sorted(kept) == sorted(names())
    for name, text in kept.items():
        assert load(name).question in text


def test_the_kept_figures_are_those_of_the_kept_gallery_and_small() -> None:
    links = {KEPT.parent / unquote(link) for link in re.findall(r"\]\((.+?)\)", KEPT.read_text(encoding="utf-8"))}
    files = set((KEPT.parent / "gallery").iterdir())
    assert links == files
    assert sum(path.stat().st_size for path in files) < 1_500_000
    for path in files:
        assert text_of_png(path.read_bytes())["Description"] == f"{path.stem}, 500 replications, seed 0"


def test_kept_answers_are_short() -> None:
    for name, text in sections().items():
        answer = text.split("\n\n")[2]
        assert sum(any(map(str.isalnum, word)) for word in answer.split()) <= WORDS, name


def test_the_kept_answer_is_what_the_command_makes(tmp_path: Path) -> None:
    [exhibit] = shown("sco_expansion_mongolia", runs=500, seed=0)
    assert gallery.section(exhibit).removeprefix("## ") == sections()["sco_expansion_mongolia"]


def test_the_kept_gallery_is_that_of_the_default_command() -> None:
    assert "`greatgame gallery --runs 500 --seed 0`" in KEPT.read_text(encoding="utf-8")
