"""Every command and snippet of the documents works as it stands there.

Of a document, in order, in an empty folder of its own: `sh` blocks are run with the installed `greatgame` on the path,
`python` blocks in one namespace, a block that the line before names as a file is written to it (a scenario must pass
`greatgame check`), and a `text` block is what the block before it printed, `...` standing for what is left out. What is
not run says why in a comment before it, with one of the reasons of NOT_RUN.
"""

import ast
import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from greatgame.analysis.cli import app

from .markdown import DOCUMENTS, IDS, PARTS, ROOT, Block, blocks, inline

NOT_RUN = {
    "installs": r"pip install|apt-get",
    "opens a page": r"greatgame view|SolaraViz",
    "needs a cluster": r"dask|sbatch|--cluster|SLURM",
    "needs data to download": r"greatgame hindcast|observations/",
    "takes minutes": r"greatgame (validate|batch|sensitivity|agreement)",
    "in the checkout": r"\b(tests|model|analysis)/|pytest|ruff",
    "R": r"<-|library\(",
    "Stata": r"import delimited|use ",
    "part of a file": r"^ *\w+:|^def ",
}
"""Reasons for not running a block, each with what the block must show to deserve it."""

IN_A_CHECKOUT = {"in the checkout", "installs"}

FORMULAS = ""
"""The language of blocks that are neither code nor output."""


def run(command: list[str], folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}\nexit code {done.returncode}\n{done.stdout}"
    return done.stdout


def execute(block: Block, document: Path, namespace: dict[str, Any]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block.text, f"{document}, block at line {block.line}", "exec"), namespace)
    return printed.getvalue()


def written(block: Block, folder: Path) -> str:
    assert block.file is not None
    (folder / block.file).write_text(block.text, encoding="utf-8")
    return run(["greatgame", "check", block.file], folder) if block.file.endswith(".yaml") else ""


def follow(document: Path, folder: Path) -> None:
    """Do what the document says, and compare what is printed with what it shows."""
    namespace: dict[str, Any] = {}
    printed: str | None = None
    for block in blocks(document):
        where = f"{document.name}, line {block.line}"
        if block.language == "text" and block.not_run is None:
            assert printed is not None, f"{where}: output of no command"
            shown = doctest.OutputChecker().check_output(block.text, printed, doctest.ELLIPSIS)
            assert shown, f"{where}: shown\n{block.text}\nbut printed was\n{printed}"
            continue
        printed = None
        if block.not_run is not None or block.language == FORMULAS:
            continue
        if block.file is not None:
            printed = written(block, folder)
        elif block.language == "sh":
            printed = run(["bash", "-euo", "pipefail", "-c", block.text], folder)
        elif block.language == "python":
            printed = execute(block, document, namespace)
        else:
            pytest.fail(f"{where}: a block of {block.language!r}: name its file, or say why it is not run")


WITH_BLOCKS = [(file, name) for file, name in zip(DOCUMENTS, IDS, strict=True) if any(blocks(file))]


@pytest.mark.parametrize("document", [file for file, _ in WITH_BLOCKS], ids=[name for _, name in WITH_BLOCKS])
def test_what_a_document_says_to_do_works(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    follow(document, tmp_path)


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_what_is_not_run_has_a_reason_that_it_deserves(document: Path) -> None:
    undeserved = [
        (block.line, block.not_run)
        for block in blocks(document)
        if block.not_run is not None and not re.search(NOT_RUN.get(block.not_run, r"(?!)"), block.text, re.MULTILINE)
    ]
    assert undeserved == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_files_that_are_not_run_are_there(document: Path) -> None:
    words = {word for block in blocks(document) if block.not_run in IN_A_CHECKOUT for word in block.text.split()}
    places = {word for word in words if word.partition("/")[0] in PARTS}
    assert [place for place in sorted(places) if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_formulas_hide_no_commands(document: Path) -> None:
    assert [block.line for block in blocks(document) if block.language == FORMULAS and "greatgame" in block.text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_python_that_is_not_run_can_be_read(document: Path) -> None:
    for block in blocks(document):
        if block.language == "python" and (block.not_run is not None or block.file is not None):
            ast.parse(block.text)


def commands(document: Path) -> Iterator[list[str]]:
    """Give every call of greatgame, in sentences too, as words."""
    spoken = [token.content for token in inline(document) if token.type == "code_inline"]
    typed = [block.text.replace("\\\n", " ") for block in blocks(document) if block.language == "sh"]
    for line in [*spoken, *(line for text in typed for line in text.splitlines())]:
        for call in re.findall(r"(?:^|&& |bin/)greatgame ([^&|>#]*)", line):
            yield shlex.split(call)


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_every_command_and_option_that_is_named_exists(document: Path) -> None:
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    unknown: list[str] = []
    for name, *arguments in commands(document):
        options = {option for parameter in getattr(known.get(name), "params", []) for option in parameter.opts}
        asked = {word.partition("=")[0] for word in arguments if word.startswith("--")}
        if not (name in known or name.startswith("-")) or asked - options - {"--help", "--version"}:
            unknown.append(" ".join([name, *arguments]))
    assert unknown == []
