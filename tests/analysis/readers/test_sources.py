"""Each source in its published and its long form tells the same, in the unit and direction promised."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from greatgame.analysis.readers import read

from .conftest import ACTORS, POWERS, Tell

TIV_TITLE = '"TIV of arms exports to Kazakhstan, 1999-2000"'

Values = Mapping[str, Mapping[tuple[str, str], Mapping[int, float]]]

FORMS: dict[str, tuple[dict[str, str], dict[str, str], Values]] = {
    "ideal points": (
        {
            "unga_ideal_points.csv": """year,state,power,variable,value
2000,KAZ,USA,ideal_point_distance,2.5
2000,KAZ,,ideal_point,0.5
2000,KAZ,,ideal_point_q05,0.171
2000,KAZ,,ideal_point_q95,0.829
2000,KAZ,,n_votes,60
2000,USA,,ideal_point_q05,2.671
2000,USA,,ideal_point_q95,3.329
2000,USA,,n_votes,64
2000,TKM,USA,ideal_point_distance,2.4
"""
        },
        {
            "IdealpointestimatesAll_Jun2024.csv": """ccode,session,iso3c,IdealPointAll,NVotesAll,Q5%All,Q95%All
705,55,KAZ,0.5,60,0.171,0.829
2,55,USA,3,64,2.671,3.329
345,55,YUG,0,1,-1,1
"""
        },
        {
            "ideal_point_distance": {("KAZ", "USA"): {2000: 2.5}},
            "ideal_point_sd": {("KAZ", ""): {2000: 0.2}, ("USA", ""): {2000: 0.2}},
            "votes": {("KAZ", ""): {2000: 60}, ("USA", ""): {2000: 64}},
        },
    ),
    "agreement": (
        {
            "unga_pairwise_agreement.csv": """year,state,partner,variable,value
2000,USA,KAZ,agree_share,0.4
2000,USA,KAZ,n_joint_votes,50
"""
        },
        {"AgreementScoresAll_Jun2024.csv": "ccode1,ccode2,year,agree\n2,705,2000,0.4\n705,2,2000,0.4\n"},
        {"agreement": {("KAZ", "USA"): {2000: 0.4}}},
    ),
    "influence": (
        {"fbic_influence.csv": "year,state,power,variable,value,source\n2000,KAZ,RUS,fbic,0.3,one\n"},
        {"FBIC_dyadic.csv": "iso3a,iso3b,year,fbic\nRUS,KAZ,2000,0.3\nKAZ,RUS,2000,0.01\n"},
        {"fbic": {("KAZ", "RUS"): {2000: 0.3}}},
    ),
    "events": (
        {
            "icews_dyadic_events.csv": """year,state,partner,variable,value
2002,KAZ,RUS,verbCoop,2
2002,RUS,KAZ,verbCoop,1
2002,KAZ,RUS,matlCoop,1
2002,KAZ,RUS,verbConf,9
"""
        },
        {
            "events.2002.20150313.tab": """Event ID\tEvent Date\tSource Country\tCAMEO Code\tTarget Country
1\t2002-01-05\tKazakhstan\t042\tRussian Federation
2\t2002-02-05\tKazakhstan\t51\tRussian Federation
3\t2002-03-05\tRussian Federation\t010\tKazakhstan
4\t2002-04-05\tKazakhstan\t0871\tRussian Federation
5\t2002-04-05\tKazakhstan\t190\tRussian Federation
6\t2002-04-05\tKazakhstan\t042\tKazakhstan
"""
        },
        {"cooperation": {("KAZ", "RUS"): {2002: 4}}},
    ),
    "arms": (
        {
            "sipri_arms_transfers.csv": """year,state,power,variable,value
1999,KAZ,RUS,sipri_tiv_musd1990,70
1999,KAZ,Germany,sipri_tiv_musd1990,5
1999,KAZ,TOTAL,sipri_tiv_musd1990,75
"""
        },
        {
            "TIV-Import-KAZ-1999-2000.csv": f"""{TIV_TITLE}
Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions.

,1999,2000,Total
Germany,5,,5
Russia,70,,70
Total,75,,75
"""
        },
        {
            "arms": {("KAZ", "CHN"): {1999: 0}, ("KAZ", "RUS"): {1999: 70}, ("KAZ", "USA"): {1999: 0}},
            "arms_total": {("KAZ", ""): {1999: 75}},
        },
    ),
    "exercises": (
        {
            "military_exercises.csv": """year,state,power,variable,value
1997,KAZ,ANY,n_exercises,2
1997,KAZ,RUS,n_exercises_with,1
"""
        },
        {
            "mme_v7.csv": """MMEID,s.year,StateA,StateB,StateC
mme1,1997,Kazakhstan,Russia,
mme2,1997,Germany,Kazakhstan,Turkey
mme3,1997,Germany,Russia,
"""
        },
        {
            "exercises": {("KAZ", "CHN"): {1997: 0}, ("KAZ", "RUS"): {1997: 1}, ("KAZ", "USA"): {1997: 0}},
            "exercises_total": {("KAZ", ""): {1997: 2}},
        },
    ),
    "trade": (
        {
            "trade_kaz_chn_annual.csv": """year,state,power,variable,value
1999,KAZ,CHN,exports_thousand_usd,2
1999,KAZ,CHN,export_share_pct,25
"""
        },
        {
            "TradeData_1.csv": """period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue
1999,KAZ,CHN,X,TOTAL,2000
1999,KAZ,W00,X,TOTAL,8000
1999,KAZ,CHN,X,27,1500
"""
        },
        {"exports": {("KAZ", "CHN"): {1999: 2000}}, "export_share": {("KAZ", "CHN"): {1999: 0.25}}},
    ),
    "aid": (
        {
            "us_foreign_aid.csv": """year,state,power,variable,value
1999,KAZ,USA,us_aid_obligations_constant_usd,-20
1999,KAZ,USA,us_aid_disbursements_constant_usd,7
"""
        },
        {
            "us_foreign_aid_complete.csv": """Country Code,Fiscal Year,Transaction Type Name,Constant Dollar Amount
KAZ,1999,Obligations,30
KAZ,1999,Obligations,-50
KAZ,1999,Disbursements,7
WLD,1976tq,Obligations,1
"""
        },
        {"aid": {("KAZ", "USA"): {1999: -20}}},
    ),
    "membership": (
        {
            "igo_membership.csv": """year,state,power,variable,value
2001,KAZ,,igo_sco,1
2003,CHN,,igo_sco,1
2003,MNG,,igo_sco,3
"""
        },
        {
            "state_year_formatv3.csv": """ccode,year,state,SCO
705,2000,kazakhstan,-1
705,2001,kazakhstan,1
710,2003,china,1
712,2003,mongolia,3
704,2002,uzbekistan,0
"""
        },
        {
            "membership:sco": {
                (actor, ""): {
                    year: float((actor, year) in {("KAZ", 2001), ("CHN", 2003)}) for year in (2001, 2002, 2003)
                }
                for actor in ACTORS
            }
        },
    ),
    "alliances": (
        {
            "atop_alliances.csv": "year,state,partner,variable,value\n"
            + "".join(
                f"1995,RUS,KAZ,atop_{kind},{value}\n"
                for kind, value in {"defense": 1, "offense": 0, "neutral": 0, "nonagg": 1, "consul": 1}.items()
            )
        },
        {
            "atop5_1dy.csv": """dyad,mem1,mem2,year,defense,offense,neutral,nonagg,consul
365705,365,705,1995,1,0,0,1,1
365710,365,710,1995,0,0,1,1,1
"""
        },
        {"alliance": {("KAZ", "RUS"): {1995: 3}}},
    ),
}


def same(found: Values, expected: Values) -> bool:
    return found.keys() == expected.keys() and all(
        found[variable].keys() == expected[variable].keys()
        and all(found[variable][pair] == pytest.approx(expected[variable][pair]) for pair in expected[variable])
        for variable in expected
    )


@pytest.mark.parametrize("source", FORMS)
def test_the_long_form_is_read(source: str, tell: Tell) -> None:
    long, _, values = FORMS[source]
    assert same(tell(long).values, values)


@pytest.mark.parametrize("source", FORMS)
def test_the_other_country_is_a_power_or_a_partner(source: str, tell: Tell) -> None:
    long, _, values = FORMS[source]
    ((name, table),) = long.items()
    head, _, rows = table.partition("\n")
    swapped = head.replace("power", "partner") if "power" in head else head.replace("partner", "power")
    assert same(tell({name: f"{swapped}\n{rows}"}).values, values)


@pytest.mark.parametrize("source", FORMS)
def test_the_published_form_tells_the_same(source: str, tell: Tell) -> None:
    _, published, values = FORMS[source]
    assert same(tell(published).values, values)


@pytest.mark.parametrize(("form", "words"), [(0, "long form"), (1, "as published")])
@pytest.mark.parametrize("source", FORMS)
def test_it_says_what_a_file_was_read_as(source: str, form: int, words: str, tell: Tell) -> None:
    (name,) = FORMS[source][form]
    assert tell({name: FORMS[source][form][name]}).files[name].endswith(words)


def test_the_ideal_points_of_2025_are_by_year(tell: Tell) -> None:
    table = 'ccode\tyear\tidealpointall\tnvotesall\tq5all\tq95all\n705\t2000\t1\t60\t0\t"2"\n2\t2000\t4\t60\t3\t5\n'
    assert tell({"IdealPointsJuly2025.tab": table}).values["ideal_point_distance"] == {("KAZ", "USA"): {2000: 3}}


def test_what_a_state_does_not_report_is_taken_from_the_power(tell: Tell) -> None:
    table = "period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue\n1999,RUS,UZB,X,TOTAL,700\n"
    assert tell({"comtrade.csv": table}).values == {"imports": {("UZB", "RUS"): {1999: 700}}}


def test_a_missing_value_of_a_published_table_is_left_out_and_told(tell: Tell) -> None:
    readings = tell({"fbic.csv": "iso3a,iso3b,year,fbic\nRUS,KAZ,2000,NA\nRUS,KAZ,2001,0.2\n"})
    assert readings.values == {"fbic": {("KAZ", "RUS"): {2001: 0.2}}}
    assert readings.dropped == ("fbic.csv: 1 left out: fbic is missing in the source",)


def test_an_unknown_membership_is_not_none(tell: Tell) -> None:
    readings = tell({"state_year_format.csv": "ccode,year,state,CIS\n705,1999,kaz,1\n704,1999,uzb,-9\n"})
    assert ("UZB", "") not in readings.values["membership:cis"]


def test_a_table_without_codes_is_no_error_if_nobody_in_it_plays(tell: Tell) -> None:
    readings = tell({"fbic.csv": "iso3a,iso3b,year,fbic\nFRA,DZA,2000,0.2\n"})
    assert (readings.values, readings.dropped) == ({}, ("fbic.csv: nothing in it is about the countries asked for",))


def test_columns_nobody_reads_may_have_one_name_or_none(tell: Tell) -> None:
    table = "note,note,iso3a,iso3b,year,fbic,,\na,b,RUS,KAZ,2000,0.3,,\n"
    assert tell({"fbic.csv": table}).values == {"fbic": {("KAZ", "RUS"): {2000: 0.3}}}
    igo = "ccode,year,CIS,,\n705,1999,1,,\n"
    assert tell({"state_year_format.csv": igo}).values["membership:cis"]["KAZ", ""] == {1999: 1}


def test_amounts_at_their_limits_are_read(tell: Tell) -> None:
    rows = "".join(f"KAZ,1999,Obligations,{amount}\n" for amount in ("1e15", "1e15", "-1e15"))
    head = "Country Code,Fiscal Year,Transaction Type Name,Constant Dollar Amount\n"
    assert tell({"us_foreign_aid.csv": head + rows}).values["aid"] == {("KAZ", "USA"): {1999: 1e15}}


def test_ideal_points_at_their_limits_are_read(tell: Tell) -> None:
    table = "ccode,session,IdealPointAll,NVotesAll,Q5%All,Q95%All\n705,1,-10,1,-20,20\n2,1.0,10,1,9,20\n"
    assert tell({"idealpoints.csv": table}).values["ideal_point_distance"] == {("KAZ", "USA"): {1946: 20}}


def test_the_first_line_may_carry_a_byte_order_mark(tmp_path: Path) -> None:
    text = "year,state,power,variable,value\n2000,KAZ,RUS,fbic,0.3\n"
    (tmp_path / "fbic.csv").write_text(text, encoding="utf-8-sig")
    assert read(tmp_path, ACTORS, POWERS).values == {"fbic": {("KAZ", "RUS"): {2000: 0.3}}}


def test_tables_no_reader_knows_are_named(tell: Tell) -> None:
    fbic = {"fbic.csv": "year,state,power,variable,value\n", "notes.txt": "", "mids.csv": "", "trade_totals_wb.csv": ""}
    assert tell(fbic).unused == ("mids.csv", "trade_totals_wb.csv")
