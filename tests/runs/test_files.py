"""Folders that are whole or not there."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from greatgame.runs import StoreError, new_folder, output_folder


def make_run(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{}")
    return folder


def fill(target: Path, *, force: bool = False) -> None:
    with new_folder(target, force=force) as partial:
        (partial / "run.json").write_text("new")


class TestOutputFolder:
    def test_default_takes_the_next_free_suffix(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert output_folder(None, "world", 1) == Path("results/world-1")
        make_run(Path("results/world-1"))
        Path("results/world-1-2").write_text("a file")
        assert output_folder(None, "world", 1) == Path("results/world-1-3")
        assert output_folder(None, "world", 2) == Path("results/world-2")

    def test_force_without_out_replaces_the_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        make_run(Path("results/world-1"))
        assert output_folder(None, "world", 1, force=True) == Path("results/world-1")

    def test_nothing_is_created(self, tmp_path: Path) -> None:
        assert output_folder(tmp_path / "a" / "b", "world", 1) == tmp_path / "a" / "b"
        assert not (tmp_path / "a").exists()

    def test_a_run_is_not_overwritten(self, tmp_path: Path) -> None:
        place = make_run(tmp_path / "mine")
        with pytest.raises(StoreError, match="holds a run already; choose another --out, or add --force"):
            output_folder(place, "world", 1)
        assert output_folder(place, "world", 1, force=True) == place

    def test_a_folder_without_run_json_is_never_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(StoreError, match="exists already and is not overwritten"):
            output_folder(tmp_path, "world", 1)
        with pytest.raises(StoreError, match=r"holds no run\.json"):
            output_folder(tmp_path, "world", 1, force=True)

    def test_an_empty_folder_will_do(self, tmp_path: Path) -> None:
        assert output_folder(tmp_path, "world", 1) == tmp_path

    def test_a_file_in_the_way(self, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.write_text("x")
        with pytest.raises(StoreError, match="exists already"):
            output_folder(file, "world", 1)
        with pytest.raises(StoreError, match="is a file where a folder is needed; choose another --out"):
            output_folder(file / "below" / "it", "world", 1)

    def test_an_unwritable_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere, so a real one proves nothing
        with pytest.raises(StoreError, match="permission denied; choose another --out"):
            output_folder(tmp_path / "run", "world", 1)

    @pytest.mark.parametrize("name", ["x" * 256, "\u00e9" * 128, "a/" + "x" * 256, "x/" * 2500, "x" * 256 + "/a"])
    def test_a_name_that_is_too_long(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(StoreError, match="the name is too long; choose a shorter --out"):
            output_folder(tmp_path / name)
        with pytest.raises(StoreError, match="too long"):
            output_folder(None, name)
        with pytest.raises(StoreError, match="too long; choose a shorter --out"):
            fill(tmp_path / name)

    def test_where_not_even_root_writes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(**_: object) -> str:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")

        monkeypatch.setattr("tempfile.mkdtemp", refuse)
        with pytest.raises(StoreError, match="No such file or directory; choose another --out"):
            output_folder(tmp_path / "run")


class TestNewFolder:
    def test_appears_at_the_end(self, tmp_path: Path) -> None:
        target = tmp_path / "deep" / "run"
        with new_folder(target) as partial:
            (partial / "data").write_text("x")
            assert (partial.name[:4], partial.name[-8:]) == (".gg-", ".partial")
            assert not target.exists()
        assert [path.name for path in target.parent.iterdir()] == ["run"]
        assert (target / "data").read_text() == "x"

    def test_an_empty_folder_is_filled(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        place = tmp_path / "here"
        place.mkdir()
        monkeypatch.chdir(place)
        fill(Path("."))
        assert [path.name for path in tmp_path.iterdir()] == ["here"]
        assert (place / "run.json").read_text() == "new"

    def test_has_the_usual_permissions(self, tmp_path: Path) -> None:
        fill(tmp_path / "run")
        (tmp_path / "plain").mkdir()
        assert (tmp_path / "run").stat().st_mode == (tmp_path / "plain").stat().st_mode

    @pytest.mark.parametrize("failure", [KeyboardInterrupt, RuntimeError, SystemExit])
    def test_a_failure_leaves_nothing(self, tmp_path: Path, failure: type[BaseException]) -> None:
        def fail() -> None:
            with new_folder(tmp_path / "run") as partial:
                (partial / "run.json").write_text("half")
                raise failure

        with pytest.raises(failure):
            fail()
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("number", "said"),
        [
            (errno.ENOSPC, "no room to write .*; nothing was kept; free some space"),
            (errno.EDQUOT, "no room to write"),
            (errno.EROFS, "cannot write .*; choose another --out"),
            (errno.EIO, "cannot write"),
        ],
    )
    def test_an_error_of_the_disk_is_explained(self, tmp_path: Path, number: int, said: str) -> None:
        def fail() -> None:
            with new_folder(tmp_path / "run"):
                raise OSError(number, os.strerror(number))

        with pytest.raises(StoreError, match=said):
            fail()
        assert list(tmp_path.iterdir()) == []

    def test_what_appears_meanwhile_is_not_overwritten(self, tmp_path: Path) -> None:
        def race() -> None:
            with new_folder(tmp_path / "run"):
                make_run(tmp_path / "run")

        with pytest.raises(StoreError, match="holds a run already"):
            race()
        assert (tmp_path / "run" / "run.json").read_text() == "{}"

    def test_force_replaces_a_run_and_only_a_run(self, tmp_path: Path) -> None:
        place = make_run(tmp_path / "run")
        (place / "old").write_text("x")
        fill(place, force=True)
        assert [path.name for path in place.iterdir()] == ["run.json"]
        assert (place / "run.json").read_text() == "new"
        (place / "run.json").rename(place / "other.json")
        with pytest.raises(StoreError, match=r"holds no run\.json"):
            fill(place, force=True)
        assert (place / "other.json").read_text() == "new"
        assert [path.name for path in tmp_path.iterdir()] == ["run"]

    def test_a_failed_replacement_keeps_the_old_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        place = make_run(tmp_path / "run")
        rename = Path.rename

        def refuse(self: Path, target: Path) -> Path:
            if self.name.endswith(".partial"):
                raise OSError(errno.EIO, "no")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(StoreError):
            fill(place, force=True)
        assert (place / "run.json").read_text() == "{}"
        assert [path.name for path in tmp_path.iterdir()] == ["run"]

    def test_an_old_run_that_cannot_be_moved_stays(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        place = make_run(tmp_path / "run")

        def refuse(self: Path, target: Path) -> Path:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(StoreError, match="Operation not permitted; choose another --out"):
            fill(place, force=True)
        assert (place / "run.json").read_text() == "{}"
        assert [path.name for path in tmp_path.iterdir()] == ["run"]

    def test_an_old_run_that_cannot_be_moved_back_is_not_lost(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place = make_run(tmp_path / "run")
        rename = Path.rename

        def refuse(self: Path, target: Path) -> Path:
            if self == place:
                return rename(self, target)
            raise OSError(errno.EIO, "no")

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(StoreError):
            fill(place, force=True)
        assert [path.read_text() for path in tmp_path.rglob("run.json")] == ["{}"]

    def test_the_longest_name(self, tmp_path: Path) -> None:
        fill(output_folder(tmp_path / ("x" * 255)))
        fill(tmp_path / ("x" * 255), force=True)
        assert [path.name for path in tmp_path.iterdir()] == ["x" * 255]

    def test_a_kill_leaves_nothing_that_looks_complete(self, tmp_path: Path) -> None:
        code = (
            "import sys, time; from greatgame.runs.files import new_folder\n"
            "with new_folder(sys.argv[1]) as partial:\n"
            "    (partial / 'history-0000.parquet').write_text('half'); print('ready', flush=True); time.sleep(60)\n"
        )
        process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "run")], stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.kill()
        process.wait()
        process.stdout.close()
        left = [path.name for path in tmp_path.iterdir()]
        assert len(left) == 1
        assert left[0].endswith(".partial")
        assert not list(tmp_path.rglob("run.json"))
        fill(tmp_path / "run")

    def test_a_full_disk(self, tmp_path: Path) -> None:
        """A limit on file sizes stands for the disk: the same error from the system, half-way through a file."""
        code = (
            "import resource, signal, sys; from greatgame.runs.files import new_folder\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
            "with new_folder(sys.argv[1]) as partial:\n"
            "    (partial / 'history-0000.parquet').write_bytes(bytes(10000))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "run")], capture_output=True, text=True, check=False
        )
        assert "StoreError: no room to write" in done.stderr
        assert list(tmp_path.iterdir()) == []
