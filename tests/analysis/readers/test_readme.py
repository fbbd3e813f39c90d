"""The README of the readers asks for the columns and names the variables that the readers do."""

import re
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest

from greatgame.analysis.readers import DataError, reading

from .conftest import ACTORS, POWERS

Table = list[dict[str, str]]


def _tables() -> list[Table]:
    text = Path(reading.__file__).with_name("README.md").read_text(encoding="utf-8")
    tables: list[Table] = []
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        head, _, *rows = ([cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines())
        tables.append([dict(zip(head, row, strict=True)) for row in rows])
    return tables


def _names(cell: str) -> list[str]:
    return re.findall("`([^`]+)`", cell)


def _file(pattern: str) -> str:
    name = pattern.removesuffix("*").replace("*", "2000")
    return name if Path(name).suffix in {".csv", ".tab"} else f"{name.removesuffix('.')}.csv"


def _told(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    try:
        reading.read(folder, ACTORS, POWERS)
    except DataError as error:
        return str(error)
    finally:
        (folder / name).unlink()
    return ""


def _missing(folder: Path, name: str, columns: Iterable[str]) -> set[str]:
    header = ("\t" if name.endswith(".tab") else ",").join(["anything", *columns])
    return set(re.findall("the column '([^']+)' is missing", _told(folder, name, f"{header}\n")))


PUBLISHED, LONG = _tables()


def _row(what: dict[str, str]) -> str:
    return what["what"]


def test_every_source_has_a_row_in_each_table() -> None:
    published = [reading._source(_file(name)) for row in PUBLISHED for name in _names(row["published file"])[:1]]
    long = [reading._source(_file(name)) for row in LONG for name in _names(row["long file"])]
    assert published == long == list(reading.SOURCES)


@pytest.mark.parametrize("row", PUBLISHED, ids=_row)
def test_the_columns_required_as_published_are_those_named(row: dict[str, str], tmp_path: Path) -> None:
    groups = [names for item in row["required columns"].split(",") if (names := _names(item))]
    for name in map(_file, _names(row["published file"])):
        for columns in product(*groups):
            assert not _missing(tmp_path, name, columns)
        for group in groups:
            others = [names[0] for names in groups if names != group]
            (missing,) = _missing(tmp_path, name, others)
            assert missing in group
        assert bool(_missing(tmp_path, name, [])) is bool(groups)


@pytest.mark.parametrize("row", LONG, ids=_row)
def test_the_variables_of_the_long_form_are_those_named(row: dict[str, str], tmp_path: Path) -> None:
    (name,) = map(_file, _names(row["long file"]))
    told = _told(tmp_path, name, "year,state,power,variable,value\n2000,KAZ,RUS,?,1\n")
    (known,) = re.findall("; known: (.*)$", told)
    assert sorted(known.split(", ")) == sorted(_names(row["variables"]))
