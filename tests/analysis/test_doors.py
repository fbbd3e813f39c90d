"""How a program ends that is interrupted, piped or out of room."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from greatgame.analysis import doors

PROGRAM = "import sys; from greatgame.analysis.__main__ import main; sys.argv[0] = 'greatgame'; main()"
HEAVY = ("matplotlib", "mesa", "pandas", "pyarrow", "xarray")


def start(*arguments: str, cwd: Path | None = None, stdout: int = subprocess.PIPE) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments], stdout=stdout, stderr=subprocess.PIPE, text=True, cwd=cwd
    )


QUICK = (["--help"], ["--version"], ["list"], ["check", "us_entry_2001"], ["schema"])


def test_quick_commands_import_nothing_heavy() -> None:
    program = f"""
import sys
from greatgame.analysis.cli import main
for arguments in {QUICK!r}:
    sys.argv = ["greatgame", *arguments]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code
    print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == ["[]"] * len(QUICK)


def test_a_reader_who_leaves_is_no_error() -> None:
    process = start("list", "us_entry_2001")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["list"], ["--help"]])
def test_a_full_disk_is_told(arguments: list[str]) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    process = start(*arguments, stdout=full)
    os.close(full)
    _, err = process.communicate()
    assert process.returncode == 2
    assert "no space left" in err
    assert len(err.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
@pytest.mark.parametrize("wait", [0.3, 1.0, 2.0])
def test_ctrl_c_stops_without_leaving_anything(tmp_path: Path, wait: float) -> None:
    process = start("run", "us_entry_2001", "--set", "end=2010-12", cwd=tmp_path)
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == doors.STOPPED
    assert len(err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_an_end_asked_for_otherwise_is_as_orderly() -> None:
    program = (
        "import os, signal\n"
        "from greatgame.analysis import __main__, listing\n"
        "listing.scenarios = lambda _: os.kill(os.getpid(), signal.SIGTERM)\n"
        "import sys; sys.argv = ['greatgame', 'list']; __main__.main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 128 + signal.SIGTERM
    assert done.stderr.splitlines() == ["greatgame: stopped; nothing unfinished was kept"]


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
@pytest.mark.parametrize(("line", "code"), [("list >&- 2>&-", 0), ("run nowhere 2>/dev/full", 2)])
def test_closed_and_full_streams_are_no_defects(line: str, code: int) -> None:
    shell = f'"{sys.executable}" -c "{PROGRAM}" {line}'
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")


@pytest.mark.skipif(os.name == "nt", reason="permissions differ")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    process = start("run", "us_entry_2001", "--out", "file/below", cwd=tmp_path)
    _, err = process.communicate()
    assert process.returncode == 2
    assert len(err.splitlines()) == 1
    assert "file" in err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), doors.STOPPED, "stopped"),
        (MemoryError(), doors.BAD, "memory"),
        (PermissionError(errno.EACCES, "Permission denied", "there"), doors.BAD, "there: Permission denied"),
    ],
)
def test_errors_of_the_machine_are_told(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, said: str
) -> None:
    assert doors.answer(error) == code
    assert said in capsys.readouterr().err


def test_a_defect_is_not_hidden() -> None:
    assert doors.answer(ZeroDivisionError()) is None
