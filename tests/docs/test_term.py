"""model/HOWTO_term.md: a term added in two files is checked, weighed, explained and documented."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .markdown import PARTS, ROOT, blocks

HOWTO = ROOT / "model" / "HOWTO_term.md"
FUNCTION, SCENARIO, COMMANDS = (block.text for block in blocks(HOWTO))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the package, append the function, write the scenario."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in PARTS[:-1]:
        shutil.copytree(ROOT / part, folder / "greatgame" / part, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "greatgame" / "model" / "rules" / "attraction.py").open("a", encoding="utf-8") as file:
        file.write(f"\n\n{FUNCTION}")
    (folder / "ascendancy.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder


def call(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy), "COLUMNS": "80"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)


def python(copy: Path, *arguments: str) -> str:
    done = call(copy, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_example_comes_out_as_it_says(copy: Path) -> None:
    program = "import doctest; from greatgame.model.rules import attraction as a; print(a.__file__, doctest.testmod(a))"
    said = python(copy, "-c", program)
    assert str(copy) in said
    assert "failed=0" in said


def test_it_is_seen_in_the_account_and_in_the_documents(copy: Path) -> None:
    said = {
        words[1]: python(copy, "-m", "greatgame.analysis", *words[1:])
        for words in map(str.split, COMMANDS.splitlines())
        if words[0] == "greatgame"
    }
    assert "ascendancy: pull of a strong power" in said["explain"]
    for name in ("ODD", "REFERENCE"):
        assert "strength win_i cap_p" in (copy / "results" / f"{name}_ascendancy.md").read_text(encoding="utf-8")


def test_a_forgotten_strength_is_asked_for_where_the_term_stands(copy: Path) -> None:
    before, after = SCENARIO.split("parameters:\n")
    text = before + after.partition("\n")[2]
    (copy / "forgotten.yaml").write_text(text, encoding="utf-8")
    line = text.splitlines().index("    ascendancy:") + 1
    done = call(copy, "-m", "greatgame.analysis", "check", "forgotten.yaml")
    assert done.returncode == 2
    assert done.stderr.startswith(f"forgotten.yaml:{line}:5: parameters has no 'ascendancy'")
