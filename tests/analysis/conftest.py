"""A run, its folder, a small made-up world, and the command line as a function."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from greatgame.analysis import plots
from greatgame.analysis.cli import extras, main
from greatgame.runs import Run, run, write
from greatgame.scenarios import load

BAY = Path(__file__).parents[1] / "scenarios" / "world.yaml"
"""Three states (one left out), two powers, two domains, one league."""

Said = tuple[int, str, str]
Command = Callable[..., Said]


@pytest.fixture
def greatgame(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command line; give its exit code and what it wrote to stdout and stderr."""

    def command(*arguments: object) -> Said:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["greatgame", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the figures out, which take longest, where a test is not about them."""
    monkeypatch.setattr(plots, "render", lambda _: {})


@pytest.fixture(scope="session")
def world() -> Run:
    """A run of the main scenario."""
    return run(load("us_entry_2001"), seed=1)


@pytest.fixture(scope="session")
def bay() -> Run:
    """A run of the made-up world."""
    return run(load(BAY), seed=1)


@pytest.fixture(scope="session")
def folder(bay: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of the made-up world; for reading only."""
    return write(bay, tmp_path_factory.mktemp("results") / "bay", ["greatgame", "run"], extra=extras)
