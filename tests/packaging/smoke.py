"""Build wheel and sdist, and try both where a stranger would: ``python tests/packaging/smoke.py``.

For Python 3.11, 3.12 and 3.13 as far as they are found (on the path, or as pyenv keeps them), the wheel is installed
into an empty environment, and commands are run in a folder whose files bear the names of the program's own modules.
Results are compared, byte for byte, with those of the checkout under the same libraries. Then the sdist takes the
wheel's place, and every installed file is compared. Exit code 1 if anything failed; a Python not found is named.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13")
LARGEST = 2_000_000
"""Bytes that an sdist may have."""

PARTS = ("analysis", "model", "runs", "scenarios")
AROUND = {"CHANGELOG.md", "CITATION.cff", "LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "pyproject.toml"} | {
    "setup.cfg"
}
ENDINGS = {".css", ".csv", ".json", ".md", ".py", ".typed", ".vue", ".yaml"}
"""What an sdist may hold, besides what it says of itself."""

JUNK = 'raise ImportError("a file of the user was taken for one of the program")\n'
IN_THE_WAY = ("model.py", "runs.py", "analysis/__init__.py", "scenarios/__init__.py")
"""Files of a user that bear the names of the program's own modules."""

START = "from greatgame.analysis.__main__ import main; main()"
CHECKOUT = "import sys, types; sys.modules['greatgame'] = it = types.ModuleType('greatgame'); it.__path__ = [{!r}]; "
"""Makes the checkout the program, whatever is installed."""

SNIPPET = """
from greatgame import model, runs, scenarios
world = scenarios.load("us_entry_2001")
alignment = runs.ensemble(world, runs=3, seed=1).dataset(["alignment"])["alignment"]
game = model.GreatGame(world, seed=1)
game.run()
assert (alignment.values[0] == game.world.history["alignment"][..., 0]).all()
print(world.sha256, alignment.values.tobytes().hex()[:64])
"""

RUN, BATCH = ("--seed", "1", "--out", "run"), ("--runs", "4", "--seed", "1", "--out", "batch")
LINES: Sequence[Sequence[str]] = (
    ("--version",),
    ("list",),
    ("list", "us_entry_2001", "powers.RUS"),
    ("check", "us_entry_2001", "central_asia"),
    ("schema",),
    ("new", "mine"),
    ("check", "mine.yaml"),
    ("run", "us_entry_2001", *RUN),
    ("explain", "run", "--state", "UZB", "--power", "USA", "--from", "2001-08", "--to", "2002-08"),
    ("batch", "no_september_11", "us_entry_2001", *BATCH),
    ("compare", "batch", "--out", "compared"),
    ("export", "run", "--format", "csv", "--out", "csv"),
    ("export", "run", "--format", "stata", "--out", "stata"),
    ("export", "run", "--format", "netcdf", "--out", "netcdf"),
    ("replay", "run"),
    ("replay", "batch"),
    ("paper", "run", "--out", "paper"),
    ("odd",),
    ("reference",),
    ("codebook",),
    ("quiz", "turn_of_2001", "--sheet", "sheet.txt"),
)
SAME = ("run", "batch", "compared", "csv", "stata")
"""Folders that the checkout has to write in the same way."""

TOLD = {"list", "schema", "explain", "odd"}
"""Commands that have to print the same."""


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def call(*command: object, cwd: Path | None = None) -> str:
    """Run a command and give what it prints; what it says is raised if it fails."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "VIRTUAL_ENV"))}
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, cwd=cwd, env=ours, check=False)
    if done.returncode:
        line, said = " ".join(map(str, command))[:300], done.stdout[-500:] + done.stderr
        raise RuntimeError(f"{line}\nended with {done.returncode}\n{said}")
    return done.stdout


def found(version: str) -> Path | None:
    """Find a Python of a version: on the path, or among those that pyenv keeps."""
    places = [shutil.which(f"python{version}"), sys.executable]
    pyenv = shutil.which("pyenv")
    if pyenv is not None:
        places += sorted(map(str, Path(call(pyenv, "root").strip(), "versions").glob(f"{version}.*/bin/python")))
    for place in filter(None, places):
        try:
            said = call(place, "-c", "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)")
        except (RuntimeError, OSError):  # a shim of pyenv for a version that is not chosen
            continue
        if said.split()[0] == version:
            return Path(place)
    return None


def digests(folder: Path) -> dict[str, str]:
    """Hash every file; records hold the time, and what Python compiles is not ours."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.name not in {"run.json", "batch.json"}
    }


def check_contents(wheel: Path, sdist: Path) -> None:
    """Check that both hold the same modules and data, and nothing else."""
    with tarfile.open(sdist) as tar:
        inside = [Path(item.name).relative_to(sdist.name.removesuffix(".tar.gz")) for item in tar if item.isfile()]
    foreign = [
        str(path)
        for path in inside
        if str(path) not in AROUND
        and "egg-info" not in path.parts[0]
        and (path.parts[0] not in PARTS or path.suffix not in ENDINGS)
    ]
    if foreign or sdist.stat().st_size > LARGEST:
        raise RuntimeError(f"the sdist has {sdist.stat().st_size} bytes and holds what it should not: {foreign}")
    ours = {path.as_posix() for path in inside if path.parts[0] in PARTS}
    with zipfile.ZipFile(wheel) as archive:
        packed = {name.removeprefix("greatgame/") for name in archive.namelist() if name.startswith("greatgame/")}
    if ours != packed:
        raise RuntimeError(f"wheel and sdist differ: {sorted(ours ^ packed)}")
    missing = [name for name in _needed() if name not in packed]
    if missing:
        raise RuntimeError(f"the wheel lacks {missing}")


def _needed() -> list[str]:
    """Name the modules and data that git keeps in the parts of the program; its figures are made by scripts apart."""
    kept = (Path(name) for name in call("git", "-C", ROOT, "ls-files", *PARTS).splitlines())
    return [str(path) for path in kept if path.suffix in ENDINGS - {".md"} and "figures" not in path.parts]


def junk(folder: Path) -> None:
    """Fill a folder with files that would be imported if the program looked there."""
    for name in IN_THE_WAY:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(JUNK, encoding="utf-8")


def use(python: Path, folder: Path, start: Sequence[object], code: str) -> dict[str, str]:
    """Run all lines and the snippet in a folder, and give the hashes of what they write and print."""
    folder.mkdir()
    junk(folder)
    printed = {" ".join(line): call(*start, *line, cwd=folder) for line in LINES}
    (folder / "snippet.py").write_text(code + SNIPPET, encoding="utf-8")
    # A script of the user's sees the user's own modules first: the program must not ask for them by these names.
    snippet = call(python, "snippet.py", cwd=folder)
    kept = {name: digest for name, digest in digests(folder).items() if name.partition("/")[0] in SAME}
    told = {name: text for name, text in printed.items() if name.partition(" ")[0] in TOLD}
    return kept | told | {"snippet": snippet}


def environment(python: Path, place: Path) -> Path:
    """Make an empty environment and give its Python."""
    call(python, "-m", "venv", place)
    return place / ("Scripts" if os.name == "nt" else "bin") / "python"


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Name what is not the same."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def try_out(python: Path, wheel: Path, sdist: Path, work: Path) -> str:
    """Try wheel and sdist under one Python."""
    inside = environment(python, work / "env")
    call(inside, "-m", "pip", "install", "-q", wheel)
    command = inside.with_name("greatgame")
    installed = use(inside, work / "installed", [command], "")
    checkout = CHECKOUT.format(str(ROOT))
    ours = use(inside, work / "checkout", [inside, "-P", "-c", checkout + START], checkout)
    wrong = differing(installed, ours)
    if wrong:
        raise RuntimeError(f"installed and checkout differ in {wrong}")
    package = Path(call(inside, "-c", "import greatgame.model as m; print(m.__path__[0])", cwd=work).strip()).parent
    of_wheel = digests(package)
    call(inside, "-m", "pip", "uninstall", "-q", "-y", "greatgame")
    call(inside, "-m", "pip", "install", "-q", "--no-deps", sdist)
    wrong = differing(of_wheel, digests(package))
    if wrong:
        raise RuntimeError(f"installed from wheel and from sdist differ in {wrong}")
    call(command, "run", "us_entry_2001", "--out", "of_sdist", cwd=work / "installed")
    same = f"{len(installed)} results as from the checkout, {len(of_wheel)} files as of the sdist"
    return f"{len(LINES)} commands, {same}"


def main() -> int:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", action="append", choices=VERSIONS, help="only this one; may be repeated")
    failed = False
    with tempfile.TemporaryDirectory(prefix="greatgame-smoke-") as place:
        top = Path(place)
        call(sys.executable, "-m", "build", "--outdir", top / "dist", ROOT)
        (wheel,), (sdist,) = (list((top / "dist").glob(ending)) for ending in ("*.whl", "*.tar.gz"))
        check_contents(wheel, sdist)
        say(f"{wheel.name}, {wheel.stat().st_size} bytes; {sdist.name}, {sdist.stat().st_size} bytes")
        for version in parser.parse_args().python or VERSIONS:
            python = found(version)
            if python is None:
                say(f"Python {version}: skipped, none found")
                continue
            began = time.perf_counter()
            (top / version).mkdir()
            try:
                told = try_out(python, wheel, sdist, top / version)
            except RuntimeError as error:
                failed, told = True, f"FAILED: {error}"
            say(f"Python {version}: {told} ({time.perf_counter() - began:.0f} s)")
            shutil.rmtree(top / version)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
