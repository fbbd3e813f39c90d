"""Scenarios side by side: on hand-made numbers where the answer is known, and on small batches."""

import csv
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from greatgame.analysis.acts import NEVER, Act, Acts, acts_of, most_telling, wilson
from greatgame.analysis.alluvial import flows
from greatgame.analysis.compare import Comparison, comparison
from greatgame.analysis.compare_differences import differences
from greatgame.analysis.compare_tables import percent, ranked, sheets
from greatgame.analysis.effects import course, effect
from greatgame.analysis.failure import Failure
from greatgame.analysis.sheets import Sheet, escape, latex
from greatgame.analysis.sides import first_difference, share, shocks_of, sides, unpaired
from greatgame.runs import load as load_run
from greatgame.runs import run, write
from greatgame.scenarios import label, load, month

from .batches import batch
from .conftest import BAY, Command

CALM = ["shocks.storm.strength=0"]
STORM = month("1991-06")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Batches of the bay: as it is and without its storm, with months and without, and a grid."""
    folder = tmp_path_factory.mktemp("batches")
    batch(folder / "stormy", load(BAY), runs=12, shifts=False)
    batch(folder / "calm", load(BAY, CALM), runs=10, shifts=False)
    batch(folder / "both", load(BAY), load(BAY, CALM), runs=12, keep="summary")
    batch(folder / "other_seed", load(BAY), runs=12, seed=2, keep="summary")
    batch(folder / "grid", load(BAY), runs=5, keep="summary", vary=["shocks.storm.strength=0:1:3"])
    return folder


@pytest.fixture(scope="module")
def found(place: Path) -> Comparison:
    return comparison([place / "stormy", place / "calm"])


def rows(found: Comparison, name: str) -> list[dict[str, object]]:
    (sheet,) = [sheet for sheet in found.sheets() if sheet.name == name]
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


class TestSides:
    def test_scenarios_of_one_name_are_called_by_their_folders(self, place: Path) -> None:
        assert [side.name for side in sides([place / "stormy", place / "calm"])] == ["stormy", "calm"]
        assert [side.name for side in sides([place / "stormy"])] == ["world"]

    def test_a_batch_stands_for_each_of_its_scenarios(self, place: Path) -> None:
        assert [side.name for side in sides([place / "both"])] == ["world", "world-2"]
        assert [side.name for side in sides([place / "calm", place / "calm"])] == ["calm", "calm-2"]

    def test_a_single_run_has_years_too(self, folder: Path) -> None:
        (side,) = sides([folder])
        alignment = load_run(folder)["alignment"].sel(time="1992").mean("time")
        overall = (alignment * alignment["weight"]).sum("domain")
        np.testing.assert_allclose(side.yearly("overall")["overall"].sel(year=1992), overall)

    def test_worlds_with_nothing_in_common_are_not_compared(self, folder: Path, tmp_path: Path) -> None:
        other = write(run(load("us_entry_2001", ["end=2003-12"])), tmp_path / "other")
        with pytest.raises(Failure, match="no state in common"):
            share(sides([folder, other]))

    def test_what_only_one_world_has_is_said_to_be_left_out(self, place: Path, tmp_path: Path) -> None:
        with_oak = write(run(load(BAY, ["states.OAK.present=true", "end=1993-12"])), tmp_path / "oak")
        shared = share(sides([with_oak, place / "stormy"]))
        assert shared.states == ("ELM", "TAR")
        assert shared.years == (1990, 1991, 1992, 1993)
        assert shared.left_out == ("states of oak: OAK", "years of stormy: 1994")

    def test_a_shock_that_not_all_have_is_marked(self, place: Path) -> None:
        both = sides([place / "stormy", place / "calm"])
        assert shocks_of(both, share(both)) == [(STORM, "The great storm (stormy only)")]
        assert shocks_of(both[:1], share(both)) == [(STORM, "The great storm")]


class TestPairs:
    def test_the_same_seed_is_the_same_noise(self, place: Path) -> None:
        stormy, calm, other = sides([place / "stormy", place / "calm", place / "other_seed"])
        assert unpaired(stormy, calm) == ""
        assert unpaired(stormy, other) == "their seeds differ (1 and 2)"
        assert "vary" in unpaired(stormy, sides([place / "grid"])[0])

    def test_the_causes_part_when_the_shock_begins(self, place: Path) -> None:
        stormy, calm = sides([place / "stormy", place / "calm"])
        assert first_difference(stormy, calm) == STORM
        assert first_difference(stormy, stormy) is None

    def test_worlds_that_differ_from_the_start_have_no_date(self, place: Path, tmp_path: Path) -> None:
        other = write(run(load(BAY, ["parameters.balance=9"])), tmp_path / "other")
        assert first_difference(*sides([place / "stormy", other])) is None

    def test_differences_are_taken_replication_by_replication(self, place: Path) -> None:
        both = sides([place / "stormy", place / "calm"])
        shared = share(both)
        got = effect(*both, shared)
        stormy, calm = (side.yearly("overall")["overall"].isel(replication=slice(10)) for side in both)
        apart = (calm.values - stormy.values).transpose(1, 2, 3, 0)
        assert got.number == 10
        np.testing.assert_array_equal(got.difference, np.quantile(apart, [0.05, 0.5, 0.95], axis=-1))
        np.testing.assert_array_equal(got.above, (apart > 0).mean(axis=-1))

    def test_before_the_shock_they_are_exactly_zero(self, place: Path) -> None:
        both = sides([place / "stormy", place / "calm"])
        months = course(*both, share(both), STORM)
        assert months is not None
        assert months.first == month("1990-01")
        before = STORM - months.first
        assert (months.difference[:, :before] == 0).all()
        assert (months.difference[:, before:] != 0).any()

    def test_the_course_of_an_effect_does_not_depend_on_how_many_months_are_read_at_once(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both = sides([place / "stormy", place / "calm"])
        whole = course(*both, share(both), None)
        monkeypatch.setattr("greatgame.analysis.effects.AT_ONCE", 3)
        pieces = course(*both, share(both), None)
        assert whole is not None
        assert pieces is not None
        np.testing.assert_array_equal(whole.difference, pieces.difference)

    def test_without_months_there_are_years(self, place: Path) -> None:
        both = comparison([place / "both"])
        assert both.courses == [None]
        assert both.effects[0].number == 12

    def test_unpaired_differences_are_those_of_the_medians(self, place: Path) -> None:
        both = sides([place / "stormy", place / "other_seed"])
        got = effect(*both, share(both))
        medians = [side.yearly("overall")["overall"].median("replication") for side in both]
        np.testing.assert_allclose(got.difference[1], (medians[1] - medians[0]).values)
        assert np.isnan(got.difference[[0, 2]]).all()
        assert np.isnan(got.above).all()


JOINS, LEAVES = Act("accession", "ELM", "LEA"), Act("leaving", "ELM", "LEA")


def acts(**dates: list[int]) -> Acts:
    which = {"joins": JOINS, "leaves": LEAVES}
    number = len(next(iter(dates.values())))
    return Acts(tuple(range(number)), {which[name]: np.array(when, dtype=np.int32) for name, when in dates.items()})


class TestActs:
    def test_wilson_interval_by_hand(self) -> None:
        low, high = wilson(0.5, 100)
        assert (float(low), float(high)) == pytest.approx((0.4038, 0.5962), abs=1e-4)
        low, high = wilson(np.array([0.0, 1.0]), 20)
        assert low[0] == 0.0
        assert high[1] == 1.0
        assert high[0] == pytest.approx(0.1611, abs=1e-4)

    def test_a_curve_counts_what_has_happened_by_the_end_of_a_month(self) -> None:
        curve = acts(joins=[3, 5, NEVER, 5]).curve(JOINS, range(2, 7))
        assert curve.tolist() == [0, 0.25, 0.25, 0.75, 0.75]

    def test_the_acts_that_differ_most_come_first_and_the_certain_not_at_all(self) -> None:
        one, other = acts(joins=[3, 3, 3, 3], leaves=[4, 4, 4, NEVER]), acts(joins=[3] * 4, leaves=[NEVER] * 4)
        assert most_telling([one, other], range(3, 10), 5) == [LEAVES]
        assert most_telling([acts(joins=[3, 3])], range(3, 10), 5) == []

    def test_of_bases_the_table_says_what_counts(self, found: Comparison, place: Path) -> None:
        shared, granted = share(found.sides), Act("base granted", "ELM", "WES")
        for act, says in ((granted, True), (JOINS, False)):
            dates = ([shared.start, NEVER], [NEVER, NEVER])
            one, other = (Acts((0, 1), {act: np.array(when, np.int32)}) for when in dates)
            (sheet,) = [sheet for sheet in sheets(found.sides, shared, [one, other], []) if sheet.name == "acts"]
            assert any("base or access" in note for note in sheet.notes) == says
        assert granted.said(found.sides[0].scenario) == "Elm: base/access for WES"

    def test_first_dates_are_those_of_the_events(self, place: Path) -> None:
        (side,) = sides([place / "stormy"])
        got = acts_of(side, share([side]))
        with (side.folder / "events.csv").open() as file:
            events = [row for row in csv.DictReader(file) if row["kind"] == "accession" and row["actor"] == "ELM"]
        for number in range(12):
            when = [month(row["date"]) for row in events if int(row["replication"]) == number]
            assert got.dates(JOINS)[number] == min(when)

    def test_the_table_gives_probability_interval_and_dates(self, found: Comparison) -> None:
        row = next(row for row in rows(found, "acts") if row["target"] == "LEA" and row["actor"] == "ELM")
        assert (row["replications"], row["happened"], row["probability"], row["high"]) == (12, 12, 1.0, 1.0)
        assert row["low"] == pytest.approx(1 / (1 + 1.959964**2 / 12), abs=1e-6)
        dates = found.acts[0].dates(JOINS)
        assert row["date_median"] == label(int(np.sort(dates)[5]))


class TestTables:
    def test_alignment_has_medians_and_bands(self, found: Comparison) -> None:
        got = {(row["scenario"], row["state"], row["power"], row["year"]): row for row in rows(found, "alignment")}
        overall = found.sides[1].yearly("overall")["overall"].sel(state="TAR", power="WES", year=1993)
        row = got["calm", "TAR", "WES", 1993]
        assert [row[name] for name in ("q05", "median", "q95")] == pytest.approx(
            np.quantile(overall, [0.05, 0.5, 0.95]).tolist()
        )
        assert len(got) == 2 * 2 * 2 * 5

    def test_shares_have_their_intervals(self, found: Comparison) -> None:
        for name in ("leading", "typology"):
            for row in rows(found, name):
                low, high = wilson(float(str(row["probability"])), 12 if row["scenario"] == "stormy" else 10)
                assert (row["n"], row["low"]) == (12 if row["scenario"] == "stormy" else 10, float(low))
                assert row["high"] == float(high)

    def test_who_leads_is_shown_for_the_year_before_the_causes_part_and_those_after(self, found: Comparison) -> None:
        (sheet,) = [sheet for sheet in found.sheets() if sheet.name == "leading"]
        assert "The causes part in 1991-06; the years are the last before" in sheet.notes[1]
        years = ["1990", "1992", "1993", "1994"]
        assert list(sheet.short[0]) == ["state", *(f"{name}, {year}" for name in ("stormy", "calm") for year in years)]

    def test_without_a_parting_who_leads_is_shown_for_the_last_year(self, place: Path) -> None:
        (sheet,) = [sheet for sheet in comparison([place / "stormy"]).sheets() if sheet.name == "leading"]
        assert list(sheet.short[0]) == ["state", "world"]

    @pytest.mark.parametrize(
        ("share", "said"),
        [(0.0, "0 %"), (1 / 300, "<1 %"), (0.016, "2 %"), (0.99, "99 %"), (299 / 300, ">99 %"), (1.0, "100 %")],
    )
    def test_only_what_is_certain_is_all_or_nothing(self, share: float, said: str) -> None:
        assert percent(share) == said

    def test_every_type_that_occurs_is_named(self) -> None:
        assert ranked(["a", "b", "c", "d"], [0.2, 0.0, 0.797, 0.003], 300) == ["c 80 %", "a 20 %", "d <1 %"]
        assert ranked(["a", "b"], [0.0, 1.0], 1) == ["b"]

    def test_probabilities_sum_to_one(self, found: Comparison) -> None:
        for name in ("leading", "typology"):
            total: dict[tuple[object, ...], float] = {}
            for row in rows(found, name):
                key = (row["scenario"], row["state"], row["year"])
                total[key] = total.get(key, 0.0) + float(str(row["probability"]))
            assert all(math.isclose(value, 1.0) for value in total.values())

    def test_thresholds_are_printed(self, found: Comparison) -> None:
        (sheet,) = [sheet for sheet in found.sheets() if sheet.name == "typology"]
        assert "commitment above 0.5" in sheet.notes[0]

    def test_latex_prints_every_letter_as_it_is(self) -> None:
        assert escape("5 % of a_b & c") == r"5 \% of a\_b \& c"
        text = latex(Sheet("name", "Title", ("a",), [], [["who", "my_world"], ["R&D", "5 %"]], 1))
        assert r"\begin{tabular}{lr}" in text
        assert r"R\&D & 5 \% \\" in text
        assert text.startswith("% Title\n")
        assert "% Bands and shares over the noise; the numbers of the scenario are held" in text
        assert escape("-0.274 to +0.1") == "$-$0.274 to +0.1"
        assert escape("2001-09 (98-100)") == "2001-09 (98-100)"
        assert escape("<1 %, >99 %") == r"$<$1 \%, $>$99 \%"

    def test_the_grid_has_a_row_for_each_point_and_outcome(self, place: Path) -> None:
        grid = rows(comparison([place / "grid"]), "grid_world")
        assert {row["shocks.storm.strength"] for row in grid} == {0.0, 0.5, 1.0}
        west = [row["middle"] for row in grid if str(row["outcome"]).startswith("The West Wind")]
        assert len(west) == 3
        assert west[0] != west[2]


class TestDesigns:
    def test_points_are_not_taken_together(self, greatgame: Command, place: Path, tmp_path: Path) -> None:
        code, out, _ = greatgame("compare", place / "grid", "--out", tmp_path / "out")
        assert code == 0
        assert {file.name for file in (tmp_path / "out").iterdir()} == {
            *(f"grid_world.{kind}" for kind in ("csv", "tex", "png")),
            "differences.csv",
            "sources.csv",
        }
        said = " ".join(out.split())
        assert "Warning: only 5 replications at each point of world" in said
        assert "varied: shocks.storm.strength" in said
        assert "Bands and shares over the noise at each point" in said
        assert "Leading power" not in said

    def test_beside_a_side_without_a_design_only_the_latter_is_taken_together(self, place: Path) -> None:
        mixed = comparison([place / "grid", place / "stormy", place / "calm"])
        assert [side.name for side in mixed.plain] == ["stormy", "calm"]
        assert [effect.baseline for effect in mixed.effects] == ["stormy"]
        assert {row["scenario"] for row in rows(mixed, "acts")} == {"stormy", "calm"}
        assert [grid.side.name for grid in mixed.grids] == ["grid"]

    def test_the_interval_of_a_share_is_that_of_the_replications_of_the_point(self, place: Path) -> None:
        got = comparison([place / "grid"])
        assert {row["n"] for row in rows(got, "grid_world")} == {5}
        for outcome in got.grids[0].outcomes:
            if outcome.power is None:
                np.testing.assert_array_equal(outcome.band[[0, 2]], wilson(outcome.band[1], 5))


class TestDifferences:
    def test_they_are_values_and_not_titles_or_sources(self, place: Path) -> None:
        assert differences(sides([place / "stormy", place / "calm"])) == [("shocks.storm.strength", "0.5", "0")]
        assert differences(sides([place / "stormy", place / "other_seed"])) == []

    def test_what_only_one_has_is_nothing_in_the_other_and_close_numbers_differ(self, tmp_path: Path) -> None:
        one = write(run(load(BAY, ["parameters.balance=2.00000001"])), tmp_path / "one")
        other = write(run(load(BAY, ["parameters.balance=2"])), tmp_path / "other")
        assert differences(sides([one, other])) == [("parameters.balance", "2.00000001", "2")]

    def test_they_are_printed_and_written(self, greatgame: Command, place: Path, tmp_path: Path) -> None:
        _, out, _ = greatgame("compare", place / "stormy", place / "calm", "--out", tmp_path / "out")
        assert "differs from stormy in: shocks.storm.strength 0.5 -> 0" in " ".join(out.split())
        written = (tmp_path / "out" / "differences.csv").read_text(encoding="utf-8")
        assert written.splitlines() == ["path,stormy,calm", "shocks.storm.strength,0.5,0"]
        with (tmp_path / "out" / "sources.csv").open() as file:
            assert [(row["model"], row["varied"]) for row in csv.DictReader(file)] == [("", "")] * 2


class TestDomains:
    def test_differences_in_a_domain_are_those_of_the_yearly_means(self, found: Comparison) -> None:
        stormy, calm = (
            side.yearly("alignment")["alignment"].sel(state="TAR", power="WES", year=1994, domain="fleet").values
            for side in found.sides
        )
        (row,) = [
            row
            for row in rows(found, "effects_by_domain_calm")
            if (row["state"], row["power"], row["year"], row["domain"]) == ("TAR", "WES", 1994, "fleet")
        ]
        apart = calm - stormy[:10]
        assert [row[name] for name in ("q05", "median", "q95")] == pytest.approx(np.quantile(apart, [0.05, 0.5, 0.95]))
        assert row["above_zero"] == (apart > 0).mean()

    def test_shown_are_those_that_the_mean_over_domains_hides(self, found: Comparison) -> None:
        (sheet,) = [sheet for sheet in found.sheets() if sheet.name == "effects_by_domain_calm"]
        overall = {(row["state"], row["power"]): row for row in rows(found, "effects_calm") if row["year"] == 1994}
        assert len(sheet.short) > 1
        for state, power, _, median, *_ in sheet.short[1:]:
            assert abs(float(median)) > abs(float(str(overall[state, power]["median"]))) - 0.0005

    def test_the_weights_of_the_mean_are_said(self, found: Comparison) -> None:
        (sheet,) = [sheet for sheet in found.sheets() if sheet.name == "alignment"]
        domains = found.sides[0].scenario.document.domains
        for name, domain in domains.items():
            assert f"{name} {domain.weight.value:g}" in sheet.notes[0]


class TestFew:
    def test_one_world_has_no_band_and_no_share(self, greatgame: Command, folder: Path, tmp_path: Path) -> None:
        calm = write(run(load(BAY, CALM), 1), tmp_path / "calm")
        code, out, _ = greatgame("compare", folder, calm, "--out", tmp_path / "out")
        assert code == 0
        tables = out[out.index("Alignment") : out.index("Thresholds")]
        cells = [line for line in tables.splitlines() if re.match(r"(ELM|TAR) ", line)]
        assert len(cells) > 10
        assert not [line for line in cells if "%" in line or " to " in line]
        assert "One replication is one possible world" in " ".join(out.split())
        with (tmp_path / "out" / "effects_calm.csv").open() as file:
            assert all(row["above_zero"] for row in csv.DictReader(file)), "the CSV keeps its numbers"

    def test_fewer_than_twenty_are_warned_of(self, greatgame: Command, place: Path, tmp_path: Path) -> None:
        _, out, _ = greatgame("compare", place / "stormy", place / "calm", "--out", tmp_path / "out")
        assert "Warning: only 12 replications of stormy; 10 replications of calm" in " ".join(out.split())

    def test_what_rounds_to_nothing_has_no_share(self, found: Comparison) -> None:
        effect = found.effects[0]
        tiny = replace(effect, difference=np.full_like(effect.difference, 0.0004))
        (sheet,) = [sheet for sheet in replace(found, effects=[tiny]).sheets() if sheet.name == "effects_calm"]
        assert {row[-1] for row in sheet.short[1:]} == {""}
        assert {row[-1] for row in sheet.rows} != {""}


class TestFlows:
    def test_shares_flow_from_leader_to_leader(self) -> None:
        leaders = np.array([[0, 0, 1, 1], [0, 1, 1, 1]])
        np.testing.assert_array_equal(flows(leaders, 2), [[[0.25, 0.25], [0.0, 0.5]]])


def test_pooled_yearly_values_are_those_of_the_batch(place: Path) -> None:
    (side,) = sides([place / "stormy"])
    assert isinstance(side.yearly("hedging"), xr.Dataset)
    assert side.yearly("hedging")["hedging"].sizes["replication"] == 12


class TestCommand:
    def test_tables_and_figures_are_written_and_said_where(
        self, greatgame: Command, place: Path, tmp_path: Path
    ) -> None:
        code, out, err = greatgame("compare", place / "stormy", place / "calm", "--out", tmp_path / "out")
        assert (code, err) == (0, "")
        assert max(len(line) for line in out.splitlines()) <= 80
        said = " ".join(out.split())
        assert "Paired: 10 replications under the same noise" in said
        assert f"figures: {tmp_path / 'out'}" in said
        written = {file.name for file in (tmp_path / "out").iterdir()}
        for name in ("alignment", "acts", "leading", "hedging", "typology", "effects_calm"):
            assert {f"{name}.csv", f"{name}.tex"} <= written
        assert {"effects_by_month_calm.csv", "sources.csv", "bands.png", "effects_calm.png", "leading.png"} <= written

    def test_differences_that_are_not_paired_are_said_not_to_be(
        self, greatgame: Command, place: Path, tmp_path: Path
    ) -> None:
        _, out, _ = greatgame("compare", place / "stormy", place / "other_seed", "--out", tmp_path / "out")
        assert "Not paired, since their seeds differ (1 and 2)" in " ".join(out.split())

    def test_one_directory_is_enough(
        self, greatgame: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("compare-world", "compare-world-2"):
            code, out, _ = greatgame("compare", folder)
            assert code == 0
            assert f"results/{name}" in out

    def test_what_cannot_be_compared_is_one_line_and_exit_2(
        self, greatgame: Command, folder: Path, tmp_path: Path
    ) -> None:
        code, out, err = greatgame("compare", folder, tmp_path, "--out", tmp_path / "out")
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        code, _, err = greatgame("compare", folder, "--out", folder)
        assert code == 2
        assert "choose another --out" in err
