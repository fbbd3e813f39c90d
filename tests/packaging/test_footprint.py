"""What the commands leave behind, and whom they speak to: every command is run once, and watched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.main import get_command

from greatgame.analysis.cli import app

from .commands import SERVES, lines, prepare

ROOT = Path(__file__).parents[2]
START = "import sys; from greatgame.analysis.__main__ import main; sys.argv[0] = 'greatgame'; main()"
WATCHED = ("home", "tmp", "cache", "config", "data", "state", "here")
"""Folders in which nothing may be left."""


@dataclass(frozen=True)
class Watched:
    """What was seen while the commands ran.

    Attributes
    ----------
    place : Path
        All folders.
    ended : mapping of str to list
        Exit code and stderr of each line, by command.
    events : mapping of str to list of tuple
        Event and path or address, by command.
    """

    place: Path
    ended: Mapping[str, list[tuple[int, str]]]
    events: Mapping[str, list[tuple[str, str]]]


FONTS = {"cache/matplotlib", "config/matplotlib"}
"""Where matplotlib keeps its list of the machine's fonts, for all programs that draw."""


def alone() -> list[str]:
    """Find a command that runs another without a network; none if that is not permitted here."""
    for command in (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"]):
        if shutil.which("unshare") is None:
            break
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return []


def surroundings(place: Path, kept: Path) -> dict[str, str]:
    """Give a process a home, a cache and so on that are looked at afterwards."""
    folders = {"HOME": "home", "TMPDIR": "tmp"} | {f"XDG_{name.upper()}_HOME": name for name in WATCHED[2:6]}
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("MPL", "XDG_", "COV", "PYTEST"))}
    paths = [str(place / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **ours,
        **{name: str(place / folder) for name, folder in folders.items()},
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONDONTWRITEBYTECODE": "1",
        "GREATGAME_WATCHED": str(kept),
    }


def run(place: Path, name: str, line: Sequence[str]) -> tuple[int, str, list[tuple[str, str]]]:
    """Run a command line, and give its exit code, its complaints and what it asked of the machine."""
    kept = place / "events"
    kept.write_text("", encoding="utf-8")
    here = place / ("out" if name == "new" else "here")  # `new` writes into the current folder
    done = subprocess.run(
        [*alone(), sys.executable, "-c", START, name, *line],
        capture_output=True, text=True, check=False, cwd=here, env=surroundings(place, kept), timeout=600,
    )  # fmt: skip
    seen = [line.split("\t") for line in kept.read_text(encoding="utf-8").splitlines()]
    return done.returncode, done.stderr, [(event, what) for event, what in seen]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    place = tmp_path_factory.mktemp("footprint")
    for name in (*WATCHED, "out", "site"):
        (place / name).mkdir()
    shutil.copy(Path(__file__).with_name("watching.py"), place / "site" / "sitecustomize.py")
    prepare(place / "inputs")
    ended: dict[str, list[tuple[int, str]]] = {}
    events: dict[str, list[tuple[str, str]]] = {}
    for name, each in lines(place / "inputs", place / "out").items():
        for line in each:
            code, said, seen = run(place, name, line)
            ended.setdefault(name, []).append((code, said))
            events.setdefault(name, []).extend(seen)
    return Watched(place, ended, events)


def inside(path: str, folder: Path) -> bool:
    return Path(path).is_relative_to(folder)


def test_every_command_is_watched() -> None:
    assert {*lines(Path(), Path()), *SERVES} == set(get_command(app).commands)


def test_every_command_does_its_work(watched: Watched) -> None:
    failed = {name: [each for each in ended if each[0] != 0] for name, ended in watched.ended.items()}
    assert {name: each for name, each in failed.items() if each} == {}


def test_no_command_speaks_to_anybody(watched: Watched) -> None:
    asked = [(name, *each) for name, seen in watched.events.items() for each in seen if each[0].startswith("socket.")]
    assert asked == []


def test_commands_write_under_out_alone(watched: Watched) -> None:
    allowed = [watched.place / name for name in ("out", "tmp", *FONTS)] + [Path(os.devnull), Path("/dev/shm")]
    written = {(name, path) for name, seen in watched.events.items() for event, path in seen if event[:7] != "socket."}
    assert sorted(each for each in written if not any(inside(each[1], place) for place in allowed)) == []


def test_commands_leave_nothing_behind(watched: Watched) -> None:
    left = (path.relative_to(watched.place) for folder in WATCHED for path in (watched.place / folder).rglob("*"))
    assert sorted(str(path) for path in left if "/".join(path.parts[:2]) not in FONTS) == []


def test_what_it_reads_is_as_it_was(watched: Watched, tmp_path: Path) -> None:
    prepare(tmp_path / "inputs")

    def content(folder: Path) -> dict[str, bytes]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    assert content(watched.place / "inputs") == content(tmp_path / "inputs")


@pytest.mark.parametrize(
    ("program", "event"),
    [
        ("import socket; socket.getaddrinfo('127.0.0.1', 9)", "socket.getaddrinfo"),
        ("import socket; socket.socket().connect_ex(('127.0.0.1', 9))", "socket.connect"),
        ("open('left', 'w')", "open"),
        ("import os; os.mkdir('left')", "os.mkdir"),
        ("import subprocess, sys; subprocess.run([sys.executable, '-c', 'import os; os.mkdir(\"left\")'])", "os.mkdir"),
    ],
)
def test_the_watch_sees(tmp_path: Path, program: str, event: str) -> None:
    (tmp_path / "site").mkdir()
    shutil.copy(Path(__file__).with_name("watching.py"), tmp_path / "site" / "sitecustomize.py")
    kept = tmp_path / "events"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path, env=surroundings(tmp_path, kept))
    assert event in [line.split("\t")[0] for line in kept.read_text(encoding="utf-8").splitlines()]
