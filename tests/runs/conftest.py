"""One scenario, one run and one folder for all tests of this folder."""

from pathlib import Path

import pytest

from greatgame.analysis.summary import write_summary
from greatgame.runs import Run, Table, ensemble, run, write
from greatgame.scenarios import Scenario, load


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load("us_entry_2001")


@pytest.fixture(scope="session")
def single(scenario: Scenario) -> Run:
    return run(scenario, seed=3)


@pytest.fixture(scope="session")
def several(scenario: Scenario) -> Run:
    return ensemble(scenario, 3, seed=3)


@pytest.fixture(scope="session")
def several_shifts(several: Run) -> Table:
    return several.shifts()


@pytest.fixture(scope="session")
def folder(single: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run; for reading only."""
    return write(single, tmp_path_factory.mktemp("runs") / "run", ["greatgame", "run"], extra=write_summary)
