"""What is left out as unreliable, and how series that must not be mixed are kept apart."""

from pathlib import Path

import pytest

from greatgame.analysis.readers import read
from greatgame.analysis.readers.trade import KINDS
from greatgame.analysis.readers.unreliable import doubts

from .conftest import Tell

HEAD = "year,state,power,variable,value\n"
PAIRS = "year,state,partner,variable,value\n"
VINTAGES = "year,state,power,variable,value,source\n"


def test_zero_influence_is_missing_not_absent(tell: Tell) -> None:
    readings = tell({"fbic.csv": HEAD + "1994,KAZ,RUS,fbic,0.0\n1995,KAZ,RUS,fbic,0.3\n"})
    assert readings.values["fbic"] == {("KAZ", "RUS"): {1995: 0.3}}
    assert "1 left out" in readings.dropped[0]


def test_an_actor_of_the_scenario_need_not_be_a_country(tmp_path: Path) -> None:
    (tmp_path / "fbic.csv").write_text(f"{HEAD}1805,BOR,EST,fbic,0.2\n", encoding="utf-8")
    assert read(tmp_path, ("BOR", "EST"), ("EST",)).values["fbic"] == {("BOR", "EST"): {1805: 0.2}}


def test_influence_of_russia_begins_in_1994(tell: Tell) -> None:
    readings = tell({"fbic.csv": HEAD + "1993,KGZ,RUS,fbic,0.1\n1994,KGZ,RUS,fbic,0.3\n1993,KGZ,CHN,fbic,0.2\n"})
    assert readings.values["fbic"] == {("KGZ", "RUS"): {1994: 0.3}, ("KGZ", "CHN"): {1993: 0.2}}


def test_uzbekistan_was_out_of_the_collective_security_treaty(tell: Tell) -> None:
    rows = "".join(f"{year},UZB,,igo_csto,1\n" for year in (1998, 1999, 2002, 2005, 2006))
    readings = tell({"igo_membership.csv": HEAD + rows})
    assert readings.values["membership:csto"]["UZB", ""] == {1998: 1, 2006: 1}
    assert any("7 values of membership:csto UZB" in sentence for sentence in readings.dropped)


def test_the_alliance_of_uzbekistan_with_russia_does_not_show_that(tell: Tell) -> None:
    kinds = ("defense", "offense", "neutral", "nonagg", "consul")
    rows = "".join(f"{year},UZB,RUS,atop_{kind},1\n" for year in (1998, 1999) for kind in kinds)
    assert tell({"atop_alliances.csv": PAIRS + rows}).values["alliance"] == {("UZB", "RUS"): {1998: 5}}


def test_mirrored_kyrgyz_imports_from_china_are_left_out(tell: Tell) -> None:
    rows = "2000,KGZ,CHN,imports_usd_mirror,9\n2000,KGZ,RUS,imports_usd_mirror,9\n"
    assert tell({"trade_bilateral.csv": HEAD + rows}).values["imports"] == {("KGZ", "RUS"): {2000: 9}}


@pytest.mark.parametrize(("joint", "kept"), [(9, False), (10, True)])
def test_agreement_of_pairs_needs_ten_joint_votes(joint: int, kept: bool, tell: Tell) -> None:
    rows = f"2000,KAZ,RUS,agree_share,0.5\n2000,KAZ,RUS,n_joint_votes,{joint}\n"
    assert ("agreement" in tell({"unga_pairwise.csv": PAIRS + rows}).values) is kept


def test_agreement_of_pairs_fills_gaps_only(tell: Tell) -> None:
    ideal = "2000,KAZ,RUS,agreement,0.7\n"
    pairs = "".join(f"{year},KAZ,RUS,agree_share,0.5\n{year},KAZ,RUS,n_joint_votes,50\n" for year in (2000, 2001))
    readings = tell({"unga_ideal_points.csv": HEAD + ideal, "unga_pairwise.csv": PAIRS + pairs})
    assert readings.values["agreement"] == {("KAZ", "RUS"): {2000: 0.7, 2001: 0.5}}


def test_the_vintage_with_most_powers_is_taken(tell: Tell) -> None:
    rows = "2000,KAZ,CHN,fbic,0.1,old\n2000,KAZ,RUS,fbic,0.2,old\n" + "".join(
        f"{year},KAZ,CHN,fbic,0.9,new\n" for year in range(2000, 2004)
    )
    readings = tell({"fbic.csv": VINTAGES + rows})
    assert readings.values["fbic"] == {("KAZ", "CHN"): {2000: 0.1}, ("KAZ", "RUS"): {2000: 0.2}}
    assert readings.dropped == ("4 values of fbic left out: the vintage new is not mixed with old",)


def test_of_vintages_with_the_same_powers_the_longer_is_taken(tell: Tell) -> None:
    rows = "2000,KAZ,CHN,fbic,0.1,z\n2000,KAZ,CHN,fbic,0.2,a\n2001,KAZ,CHN,fbic,0.3,a\n"
    assert tell({"fbic.csv": VINTAGES + rows}).values["fbic"] == {("KAZ", "CHN"): {2000: 0.2, 2001: 0.3}}


def test_two_files_of_influence_are_two_vintages(tell: Tell) -> None:
    one, two = "2000,KAZ,CHN,fbic,0.1\n", "2000,KAZ,CHN,fbic,0.2\n2001,KAZ,CHN,fbic,0.3\n"
    readings = tell({"fbic_2020.csv": HEAD + one, "fbic_2023.csv": HEAD + two})
    assert readings.values["fbic"] == {("KAZ", "CHN"): {2000: 0.2, 2001: 0.3}}


def test_trade_of_a_pair_comes_from_one_kind_of_figures(tell: Tell) -> None:
    sparse = "1992,KAZ,CHN,imports_usd_mirror,900\n"
    yearly = "1995,KAZ,CHN,imports_thousand_usd,1\n1996,KAZ,CHN,imports_thousand_usd,2\n"
    readings = tell({"trade_bilateral.csv": HEAD + sparse, "trade_kaz_chn.csv": HEAD + yearly})
    assert readings.values["imports"] == {("KAZ", "CHN"): {1995: 1000, 1996: 2000}}
    assert "mirrored figures of every fourth year are not mixed" in readings.dropped[0]


def test_figures_a_state_reports_are_preferred_to_mirrored_ones(tell: Tell) -> None:
    head = "period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue\n"
    rows = "1999,RUS,KAZ,X,TOTAL,700\n1999,KAZ,RUS,M,TOTAL,600\n"
    assert tell({"comtrade.csv": head + rows}).values["imports"] == {("KAZ", "RUS"): {1999: 600}}


def test_the_soviet_union_is_no_power(tell: Tell) -> None:
    rows = "1991,UZB,Soviet Union,sipri_tiv_musd1990,8\n1991,UZB,TOTAL,sipri_tiv_musd1990,8\n"
    assert tell({"sipri.csv": HEAD + rows}).values["arms"]["UZB", "RUS"] == {1991: 0}


def test_a_year_without_a_total_is_no_year_without_arms(tell: Tell) -> None:
    rows = "1998,UZB,RUS,sipri_tiv_musd1990,8\n"
    assert tell({"sipri.csv": HEAD + rows}).values["arms"] == {("UZB", "RUS"): {1998: 8}}


def test_every_doubt_about_a_kind_is_about_a_kind_there_is() -> None:
    assert {doubt.kind for doubt in doubts()} <= {"", *KINDS}


def test_pairs_of_powers_and_of_states_are_passed_over(tell: Tell) -> None:
    rows = "2000,CHN,RUS,fbic,0.1\n2000,KAZ,KGZ,fbic,0.1\n2000,RUS,KAZ,fbic,0.1\n"
    assert tell({"fbic.csv": HEAD + rows}).values == {}
