"""Whatever is wrong with the files is told by file and line, all at once, in words for people."""

import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greatgame.analysis.readers import DataError, Readings, read
from greatgame.scenarios import Problem

from .conftest import ACTORS, POWERS, Complain

HEAD = "year,state,power,variable,value\n"
PAIRS = "year,state,partner,variable,value\n"

SIPRI = '"TIV of arms exports to {}, 1999-2000"\n,1999,2000\nRussia,{},\n'
COMTRADE = "period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue\n"
ICEWS = "Event Date\tSource Country\tCAMEO Code\tTarget Country\n"
IDEAL = "ccode,session,IdealPointAll,NVotesAll,Q5%All,Q95%All\n"
ATOP = "mem1,mem2,year,defense,offense,neutral,nonagg,consul\n"
MME = "MMEID,s.year,StateA,StateB\n"
AGREEMENT = "ccode1,ccode2,year,agree\n"
AID = "Country Code,Fiscal Year,Transaction Type Name,Constant Dollar Amount\n"

ENDLESS = "9" * 5000
"""More digits than Python turns into a whole number."""

WRONG: dict[str, tuple[str, str, str]] = {
    "a column is missing": (
        "fbic.csv",
        "year,stat,power,variable,value\n",
        "fbic.csv:1: the column 'state' is missing; did you mean 'stat'?",
    ),
    "a share in percent": (
        "fbic.csv",
        HEAD + "2000,KAZ,RUS,fbic,35\n",
        "fbic.csv:2: fbic is '35', but should be a share from 0 to 1",
    ),
    "a negative share": (
        "unga_ideal.csv",
        HEAD + "2000,KAZ,RUS,agreement,-0.1\n",
        ":2: agreement is '-0.1', but should be a share",
    ),
    "a negative count": (
        "icews.csv",
        PAIRS + "2000,KAZ,RUS,verbCoop,-1\n",
        ":2: verbCoop is '-1', but should be a count",
    ),
    "half a vote": ("unga_ideal.csv", HEAD + "2000,KAZ,,n_votes,1.5\n", ":2: n_votes is '1.5', but should be a count"),
    "a negative volume": ("sipri.csv", HEAD + "2000,KAZ,RUS,sipri_tiv_musd1990,-1\n", ":2: sipri_tiv_musd1990 is '-1'"),
    "another price base": (
        "sipri.csv",
        HEAD + "2000,KAZ,RUS,sipri_tiv_musd2000,1\n",
        "perhaps another unit; did you mean 'sipri_tiv_musd1990'?",
    ),
    "text for a fiscal year": (
        "us_foreign_aid.csv",
        HEAD + "FY1999,KAZ,USA,us_aid_obligations_constant_usd,1\n",
        ":2: the year is 'FY1999', not a number",
    ),
    "a level of seven": (
        "igo_membership.csv",
        HEAD + "2000,KAZ,,igo_sco,7\n",
        ":2: igo_sco is '7', but should be a level of membership",
    ),
    "a state that is none": (
        "fbic.csv",
        HEAD + "2000,UZX,RUS,fbic,0.1\n",
        ":2: the state is 'UZX', the code of no country; did you mean 'UZB'?",
    ),
    "a power that is none": (
        "fbic.csv",
        HEAD + "2000,UZB,RSU,fbic,0.1\n",
        ":2: the power is 'RSU', the code of no country; did you mean 'RUS'?",
    ),
    "no state": ("fbic.csv", HEAD + "2000,,RUS,fbic,0.1\n", ":2: the state is empty"),
    "no power": ("fbic.csv", HEAD + "2000,KAZ,,fbic,0.1\n", ":2: the power is empty"),
    "a power for a figure of the state": (
        "unga_ideal.csv",
        HEAD + "2000,KAZ,RUS,n_votes,1\n",
        ":2: the power of n_votes should be empty, not 'RUS'",
    ),
    "a row twice": (
        "fbic.csv",
        HEAD + "2000,KAZ,RUS,fbic,0.1\n2001,KAZ,RUS,fbic,0.1\n2000,KAZ,RUS,fbic,0.1\n",
        ":4: the same year, countries and variable as in line 2",
    ),
    "a pair both ways round": (
        "unga_pairwise.csv",
        PAIRS + "2000,KAZ,RUS,agree_share,0.1\n2000,RUS,KAZ,agree_share,0.2\n",
        ":3: the same year, countries and variable as in line 2",
    ),
    "text in a number": ("fbic.csv", HEAD + "2000,KAZ,RUS,fbic,none\n", ":2: fbic is 'none', not a number"),
    "an empty value": ("fbic.csv", HEAD + "2000,KAZ,RUS,fbic,\n", ":2: fbic is empty"),
    "no number": ("fbic.csv", HEAD + "2000,KAZ,RUS,fbic,nan\n", ":2: fbic is 'nan', not a number"),
    "an infinite number": (
        "us_foreign_aid.csv",
        HEAD + "2000,KAZ,USA,us_aid_obligations_constant_usd,-inf\n",
        "is '-inf', not a number",
    ),
    "half a year": (
        "fbic.csv",
        HEAD + "2000.5,KAZ,RUS,fbic,0.1\n",
        ":2: the year is '2000.5', but should be a whole number from 1800 to 2100",
    ),
    "a year to come": (
        "fbic.csv",
        HEAD + "20000,KAZ,RUS,fbic,0.1\n",
        ":2: the year is '20000', but should be a whole number from 1800 to 2100",
    ),
    "too few cells": ("fbic.csv", HEAD + "2000,KAZ,RUS,fbic\n", ":2: 4 cells where the header has 5"),
    "too many cells": ("fbic.csv", HEAD + "2000,KAZ,RUS,fbic,0,1\n", ":2: 6 cells where the header has 5"),
    "an empty file": ("fbic.csv", "", "fbic.csv:1: the file is empty"),
    "an open quotation mark": (
        "fbic.csv",
        HEAD + '2000,KAZ,RUS,fbic,"' + "9" * 200_000,
        "the row cannot be taken apart",
    ),
    "an interval that ends below its beginning": (
        "unga_ideal.csv",
        HEAD + "2000,KAZ,,ideal_point_q05,2\n2000,KAZ,,ideal_point_q95,1\n",
        ":3: the interval of KAZ 2000 ends below",
    ),
    "an obligation that is missing": (
        "atop_alliances.csv",
        PAIRS + "2000,KAZ,RUS,atop_defense,1\n",
        ":2: 1 of 5 obligations of KAZ and RUS in 2000",
    ),
    "a published column is missing": (
        "IdealpointestimatesAll.csv",
        "ccode,session,IdealPoint\n",
        ":1: the column 'IdealPointAll' is missing; did you mean 'IdealPoint'?",
    ),
    "a published share in percent": (
        "AgreementScoresAll.csv",
        AGREEMENT + "2,705,2000,50\n",
        ":2: agree is '50', but should be a share",
    ),
    "a published pair that contradicts itself": (
        "AgreementScoresAll.csv",
        AGREEMENT + "2,705,2000,0.5\n705,2,2000,0.6\n",
        ":3: agreement of KAZ-USA in 2000 stands in line 2 too",
    ),
    "a published row twice": (
        "idealpoints.csv",
        IDEAL + "705,55,1,1,0,2\n705,55,1,1,0,2\n",
        ":3: KAZ 2000 stands in line 2 too",
    ),
    "a state twice in a year": (
        "state_year_format.csv",
        "ccode,year,state,CIS\n705,1999,kaz,1\n705,1999,kaz,0\n",
        ":3: KAZ 1999 stands in line 2 too",
    ),
    "a code of no event": (
        "icews.tab",
        ICEWS + "2000-01-01\tKazakhstan\t841\tChina\n",
        ":2: the CAMEO code '841' is none",
    ),
    "months for years": ("comtrade.csv", COMTRADE + "199901,KAZ,CHN,X,TOTAL,5\n", ":2: the year is '199901'"),
    "a part above the whole": (
        "comtrade.csv",
        COMTRADE + "1999,KAZ,CHN,X,TOTAL,5\n1999,KAZ,W00,X,TOTAL,4\n",
        ":2: exports of KAZ to or from CHN exceed those of the World",
    ),
    "a flow twice": (
        "comtrade.csv",
        COMTRADE + "1999,KAZ,CHN,X,TOTAL,5\n1999,KAZ,CHN,X,TOTAL,5\n",
        ":3: exports of KAZ-CHN in 1999 stands in line 2 too",
    ),
    "an obligation of three": (
        "atop5_1dy.csv",
        ATOP + "365,705,1995,3,0,0,1,1\n",
        ":2: defense is '3', but should be 0 or 1",
    ),
    "no years in the table of arms": (
        "sipri.csv",
        "Recipient,Supplier\nKazakhstan,Russia\n",
        ":1: no row with years above columns",
    ),
    "no recipient of arms": (
        "sipri.csv",
        ",1999,2000\nRussia,1,2\n",
        ":1: no line above the table names the recipient",
    ),
    "a recipient that is no country": (
        "sipri.csv",
        SIPRI.format("Kazakstan", 1),
        ":1: the recipient 'Kazakstan' is no country",
    ),
    "a negative delivery": ("sipri.csv", SIPRI.format("Kazakhstan", -1), ":3: Russia 1999 is '-1'"),
    "a distance beyond all": (
        "unga_ideal.csv",
        HEAD + "2000,KAZ,RUS,ideal_point_distance,800\n",
        ":2: ideal_point_distance is '800', but should be a distance from 0 to 20",
    ),
    "a quantile beyond all": (
        "unga_ideal.csv",
        HEAD + "2000,KAZ,,ideal_point_q95,1e308\n",
        ":2: ideal_point_q95 is '1e308', but should be an ideal point from -20 to 20",
    ),
    "a low quantile beyond all": (
        "unga_ideal.csv",
        HEAD + "2000,KAZ,,ideal_point_q05,-21\n",
        ":2: ideal_point_q05 is '-21', but should be an ideal point from -20 to 20",
    ),
    "an ideal point beyond all": (
        "unga_ideal.csv",
        HEAD + "2000,KAZ,,ideal_point,-800\n",
        ":2: ideal_point is '-800', but should be an ideal point from -20 to 20",
    ),
    "a published ideal point beyond all": (
        "idealpoints.csv",
        IDEAL + "705,55,1e308,1,0,2\n",
        ":2: IdealPointAll is '1e308', but should be an ideal point from -20 to 20",
    ),
    "a published low quantile beyond all": (
        "idealpoints.csv",
        IDEAL + "705,55,1,1,-800,2\n",
        ":2: Q5%All is '-800', but should be an ideal point from -20 to 20",
    ),
    "a published high quantile beyond all": (
        "idealpoints.csv",
        IDEAL + "705,55,1,1,0,800\n",
        ":2: Q95%All is '800', but should be an ideal point from -20 to 20",
    ),
    "published ideal points too far apart": (
        "idealpoints.csv",
        IDEAL + "705,55,-15,1,-16,-14\n2,55,15,1,14,16\n",
        ":2: from KAZ to USA is 30, but should be a distance from 0 to 20",
    ),
    "a count beyond all": ("unga_ideal.csv", HEAD + "2000,KAZ,,n_votes,1e16\n", ":2: n_votes is '1e16', but should be"),
    "a volume beyond all": (
        "sipri.csv",
        HEAD + "2000,KAZ,RUS,sipri_tiv_musd1990,1e16\n",
        ":2: sipri_tiv_musd1990 is '1e16', but should be a volume in million TIV from 0 to 1e+15",
    ),
    "a delivery beyond all": ("sipri.csv", SIPRI.format("Kazakhstan", "1e16"), ":3: Russia 1999 is '1e16'"),
    "exports beyond all": ("trade.csv", HEAD + "2000,KAZ,RUS,exports_usd,1e308\n", ":2: exports_usd is '1e308', but"),
    "published exports beyond all": (
        "comtrade.csv",
        COMTRADE + "1999,KAZ,CHN,X,TOTAL,1e308\n",
        ":2: primaryValue is '1e308', but should be a value in USD from 0 to 1e+15",
    ),
    "aid beyond all": (
        "us_foreign_aid.csv",
        HEAD + "2000,KAZ,USA,us_aid_obligations_constant_usd,1e16\n",
        ":2: us_aid_obligations_constant_usd is '1e16', but should be an amount in USD from -1e+15 to 1e+15",
    ),
    "aid taken back beyond all": (
        "us_foreign_aid.csv",
        AID + "KAZ,1999,Obligations,-1e308\n",
        ":2: Constant Dollar Amount is '-1e308', but should be an amount in USD",
    ),
    "a session of too many digits": ("idealpoints.csv", IDEAL + f"705,{ENDLESS},1,1,0,2\n", ":2: the session is '999"),
    "a session that is a year": (
        "idealpoints.csv",
        IDEAL + "705,2000,1,1,0,2\n",
        ":2: the session is '2000', but should be a session from 1 to 155",
    ),
    "a session with zeros in front": ("idealpoints.csv", IDEAL + "705,00001999,1,1,0,2\n", ":2: the session is '0000"),
    "a year of too many digits": ("fbic.csv", HEAD + f"{ENDLESS},KAZ,RUS,fbic,0.1\n", ":2: the year is '999"),
    "a count of too many digits": ("icews.csv", PAIRS + f"2000,KAZ,RUS,verbCoop,{ENDLESS}\n", ":2: verbCoop is '999"),
    "a date of too many digits": ("icews.tab", ICEWS + f"{ENDLESS}\tKazakhstan\t042\tChina\n", ":2: the year is '999"),
    "an event of too many digits": ("icews.tab", ICEWS + f"2000-01-01\tKazakhstan\t{ENDLESS}\tChina\n", "the CAMEO"),
    "a begin of too many digits": ("mme.csv", MME + f"a,{ENDLESS},Kazakhstan,Russia\n", ":2: the year is '999"),
    "a membership year of too many digits": (
        "state_year_format.csv",
        f"ccode,year,SCO\n705,{ENDLESS},1\n",
        ":2: the year is '999",
    ),
    "a year above a column that is none": (
        "sipri.csv",
        SIPRI.format("Kazakhstan", 1).replace(",2000\nR", ",2999\nR"),
        ":2: the year is '2999', but should be",
    ),
    "a year above two columns": (
        "sipri.csv",
        SIPRI.format("Kazakhstan", 1).replace(",2000\nR", ",1999\nR"),
        ":2: a year stands twice above the columns",
    ),
    "a long table by semicolons": (
        "fbic.csv",
        (HEAD + "2000,KAZ,RUS,fbic,0.1\n").replace(",", ";"),
        ":1: the file is separated by semicolons; save it separated by commas",
    ),
    "a published table by semicolons": (
        "comtrade.csv",
        COMTRADE.replace(",", ";"),
        ":1: the file is separated by semicolons; save it separated by commas",
    ),
    "a table of arms by semicolons": (
        "sipri.csv",
        "TIV of arms exports to Kazakhstan;;\n;1999;2000\nRussia;1;\n",
        ": the file is separated by semicolons; save it separated by commas",
    ),
    "a long table of arms by semicolons": (
        "sipri.csv",
        HEAD.replace(",", ";"),
        ":1: the file is separated by semicolons; save it separated by commas",
    ),
    "commas in a file of tabs": ("icews.tab", PAIRS, ":1: the file is separated by commas; save it separated by tabs"),
    "tabs in a file of commas": (
        "fbic.csv",
        HEAD.replace(",", "\t"),
        ":1: the file is separated by tabs; save it separated by commas",
    ),
    "a column like one that is wanted itself": (
        "fbic.csv",
        "year,state,power,variable,amount\n",
        ":1: the column 'value' is missing; the columns there are: 'year', 'state', 'power', 'variable', 'amount'",
    ),
    "no column has a name": ("fbic.csv", ",,,\n", ":1: the column 'fbic' is missing; the columns there are: none"),
    "a column twice": (
        "fbic.csv",
        "year,state,power,variable,value,Value\n2000,KAZ,RUS,fbic,0.1,0.2\n",
        ":1: the column 'value' stands twice; keep one",
    ),
    "a source twice": ("fbic.csv", HEAD.replace("\n", ",source,source\n"), ":1: the column 'source' stands twice"),
    "a published column twice": (
        "AgreementScoresAll.csv",
        "ccode1,ccode2,year,agree,agree\n",
        ":1: the column 'agree' stands twice",
    ),
    "an organisation twice": (
        "state_year_format.csv",
        "ccode,year,SCO,SCO\n705,2001,1,0\n",
        ":1: the column 'SCO' stands twice",
    ),
    "a participant's column twice": ("mme.csv", MME.replace("\n", ",StateC,StateC\n"), "'StateC' stands twice"),
    "a short row of tabs": (
        "icews.tab",
        ICEWS + "2000-01-01\tKazakhstan\t042\n",
        ":2: 3 cells where the header has 4; look for a missing or a spare tab",
    ),
    "a short row of commas": ("fbic.csv", HEAD + "2000,KAZ\n", "look for a missing or a spare comma"),
    "a power and a partner": (
        "fbic.csv",
        "year,state,power,partner,variable,value\n",
        ":1: there are both a column 'power' and a column 'partner'; keep",
    ),
    "a short row of arms": (
        "sipri.csv",
        SIPRI.format("Kazakhstan", 1) + "China,1\n",
        ":4: 2 cells, but years up to cell 3",
    ),
}


@pytest.mark.parametrize("trouble", WRONG)
def test_what_is_wrong_is_told_with_its_line(trouble: str, complain: Complain) -> None:
    name, text, told = WRONG[trouble]
    (line,) = (line for line in complain({name: text}) if told in line)
    assert line.startswith(f"{name}:")


def test_all_problems_of_all_files_are_told_in_order(complain: Complain) -> None:
    lines = complain(
        {
            "sipri.csv": "",
            "fbic.csv": HEAD + "2000,KAZ,RUS,fbic,0.1,\n1,UZX,RUS,fbic,2\n" + "\n" * 9 + "2000,KAZ,RUS,fbic,x\n",
        }
    )
    assert [line.split(": ")[0] for line in lines] == [
        *["fbic.csv:2"],
        *["fbic.csv:3"] * 3,
        "fbic.csv:13",
        "sipri.csv:1",
    ]


def test_no_more_than_twenty_problems_of_a_file_are_told(complain: Complain) -> None:
    lines = complain({"fbic.csv": HEAD + "2000,KAZ\n" * 30})
    assert (len(lines), lines[-1]) == (21, "fbic.csv:31: and 10 more problems in this file")


def test_one_figure_in_two_files_is_told(complain: Complain) -> None:
    table = HEAD + "2000,KAZ,USA,us_aid_obligations_constant_usd,1\n"
    lines = complain({"us_foreign_aid.csv": table, "us_foreign_aid_2.csv": table})
    assert lines == [
        "us_foreign_aid_2.csv:2: aid of KAZ-USA in 2000 stands in line 2 of us_foreign_aid.csv too; "
        "keep one of the two files"
    ]


def test_text_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "fbic.csv").write_bytes(HEAD.encode() + b"2000,KAZ,RUS,fbic,0.1\n2000,T\xfcr,RUS,fbic,0.1\n")
    with pytest.raises(DataError, match=r"fbic\.csv:3: byte 0xfc is not UTF-8 text"):
        read(tmp_path, ACTORS, POWERS)


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nowhere: no folder that can be read"):
        read(tmp_path / "nowhere", ACTORS, POWERS)


def test_a_file_for_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="file: no folder that can be read"):
        read(tmp_path / "file", ACTORS, POWERS)


def test_a_folder_without_known_files_is_told(complain: Complain) -> None:
    (line,) = complain({"notes.csv": "a,b\n"})
    assert "no file here is known; put some there, such as unga_ideal_points.csv" in line


def test_a_folder_with_the_name_of_a_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(DataError, match=r"x\.csv:1: is a folder, not a table"):
        read(tmp_path, ACTORS, POWERS)


def test_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "fbic.csv").symlink_to(tmp_path / "gone")
    with pytest.raises(DataError, match=r"fbic\.csv:1: is no regular file"):
        read(tmp_path, ACTORS, POWERS)


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "fbic.csv").touch()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match=r"fbic\.csv:1: cannot be read \(Permission denied\)"):
        read(tmp_path, ACTORS, POWERS)


def test_the_problems_survive_the_way_from_a_worker() -> None:
    error = DataError([Problem("a.csv", 2, 0, "wrong")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


NAMES = st.sampled_from(
    [
        "unga_ideal.csv",
        "unga_pairwise.csv",
        "fbic.csv",
        "icews.csv",
        "events.2002.tab",
        "sipri.csv",
        "mme.csv",
        "trade_x.csv",
        "us_foreign_aid.csv",
        "igo_membership.csv",
        "state_year_format.csv",
        "atop5_1dy.csv",
    ]
)
HEADERS = st.sampled_from(
    [
        HEAD,
        PAIRS,
        SIPRI.format("Kazakhstan", 1),
        COMTRADE,
        ICEWS,
        IDEAL,
        ATOP,
        "ccode,year,state,SCO\n",
        MME,
        "iso3a,iso3b,year,fbic\n",
        AGREEMENT,
        AID,
    ]
)
CELLS = st.sampled_from(
    [
        "0",
        "1",
        "-9",
        "0.5",
        "1e999",
        "1e308",
        "-800",
        ENDLESS,
        ";",
        "nan",
        "1_0",
        "2000",
        "KAZ",
        "RUS",
        "USA",
        "UZX",
        "705",
        "365",
        "2",
        "\x00",
        "fbic",
        "agreement",
        "agree_share",
        "n_joint_votes",
        "verbCoop",
        "n_exercises",
        "ANY",
        "TOTAL",
        "X",
        "W00",
        "igo_sco",
        "atop_defense",
        "exports_usd",
        "Kazakhstan",
        "Russia",
        "2000-01-01",
        "042",
        "Obligations",
        '"',
        "²",
    ]
) | st.just("")
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=8).map(",".join), max_size=8).map("\n".join)
TEXTS = st.tuples(HEADERS, ROWS).map(lambda parts: "".join(parts).encode())


@given(name=NAMES, content=st.binary(max_size=200) | TEXTS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_content_of_a_file_is_a_crash(name: str, content: bytes, tmp_path: Path) -> None:
    for old in tmp_path.iterdir():
        old.unlink()
    (tmp_path / name).write_bytes(content)
    try:
        readings = read(tmp_path, ACTORS, POWERS)
    except DataError:
        return
    assert isinstance(readings, Readings)
