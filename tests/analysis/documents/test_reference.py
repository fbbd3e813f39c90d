"""The reference names all there is."""

import re

import pytest
import typer.main

from greatgame.analysis.cli import app
from greatgame.analysis.documents.reference import called, reference
from greatgame.analysis.outcomes import parse_outcome
from greatgame.scenarios import load

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def document() -> str:
    return reference()


def section(document: str, heading: str) -> str:
    found = re.search(rf"^(#+) {re.escape(heading)}$\n(.*?)(?=^#{{1,3}} |\Z)", document, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_with_every_option_and_an_example(document: str, command: str) -> None:
    told = section(document, command)
    options = {name for parameter in COMMANDS[command].params for name in parameter.opts if name.startswith("-")}
    assert options <= {"--help", "-h", *re.findall(r"^\| `(--[\w-]+)", told, re.MULTILINE)}
    assert f"Example: `greatgame {command}" in told


def test_every_value_of_a_scenario_has_its_key(document: str) -> None:
    keys = re.findall(r"^\| `([\w.*-]+)` \|", document.partition("## Scenario files")[2], re.MULTILINE)
    stands = {"PATH": ".+"}  # a path has dots of its own
    patterns = "|".join(
        re.sub("[A-Z]{4,}", lambda found: stands.get(found[0], "[^.]+"), re.escape(key))
        for key in keys
        if re.search("[A-Z]{4}", key)
    )
    paths = [setting.path for setting in load("us_entry_2001").quantities() if setting.path.count(".") > 1]
    assert [path for path in paths if not re.fullmatch(patterns, path)] == []


def test_columns_of_tables_are_those_of_a_run(document: str, world) -> None:
    for name, table in {"shifts": world.shifts(), "events": world.events()}.items():
        told = re.findall(r"^\| `(\w+)` \|", section(document, f"`{name}.csv`"), re.MULTILINE)
        assert told == table.column_names


def test_outcomes_are_written_as_sensitivity_reads_them(document: str) -> None:
    scenario = load("us_entry_2001")
    names = {
        "STATE": "UZB", "POWER": "RUS", "RIVAL": "USA", "DOMAIN": "security", "INSTITUTION": "SCO", "DATE": "2001",
        "SOURCE": "afghanistan", "FUNCTION": "economy", "STANCE": "resist", "ID": "C31",
    }  # fmt: skip
    forms = re.findall(r"^\| `([\w.\[\]]+)` \|", section(document, "Outcomes"), re.MULTILINE)
    assert len(forms) > 20
    for form in forms:
        if "SIDE" not in form:
            whole = re.sub(r"[A-Z]{2,}", lambda found: names[found[0]], re.sub(r"[\[\]]", "", form))
            assert parse_outcome(whole, scenario).name == whole


def test_a_call_shows_names_and_defaults_and_no_types() -> None:
    def fold(sheet: str, times: int = 2, *, dry: bool = True) -> None: ...

    assert called(fold) == "(sheet, times=2, *, dry=True)"


def test_an_exception_is_not_called() -> None:
    assert called(ValueError) == ""
