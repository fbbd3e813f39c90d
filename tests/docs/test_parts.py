"""The README of each part names what lives there, and nothing else."""

import re
from pathlib import Path

import pytest

from .markdown import PARTS, ROOT, inline

NAMED_BY_NOBODY = {"__init__.py", "__main__.py"}
"""Every package has them."""
KINDS = {".py", ".yaml", ".vue"}


def named(part: str) -> set[str]:
    """Give what the README names in code: files, groups such as `compare_*.py`, folders."""
    return {token.content for token in inline(ROOT / part / "README.md") if token.type == "code_inline"}


def files(part: str, name: str) -> set[Path]:
    """Find what a name means: a place in the part, or from the root."""
    return {file for folder in (ROOT / part, ROOT) for file in folder.glob(name)}


@pytest.mark.parametrize("part", [part for part in PARTS if part != "tests"])
def test_every_module_is_named_in_the_readme_of_its_part(part: str) -> None:
    there = {file for file in (ROOT / part).rglob("*") if file.suffix in KINDS and file.name not in NAMED_BY_NOBODY}
    told = {file for name in named(part) if Path(name).suffix in KINDS for file in files(part, name)}
    assert sorted(file.relative_to(ROOT / part).as_posix() for file in there - told) == []


@pytest.mark.parametrize("part", PARTS)
def test_no_readme_names_a_file_that_is_not_there(part: str) -> None:
    told = {name for name in named(part) if re.fullmatch(r"[\w*./]+(\.(py|yaml|vue|md|cff|toml)|/)", name)}
    assert [name for name in sorted(told) if not files(part, name.rstrip("/"))] == []


def test_every_folder_of_tests_is_named() -> None:
    folders = {file.parent.relative_to(ROOT / "tests") for file in (ROOT / "tests").rglob("test_*.py")}
    assert {f"{folder.as_posix()}/" for folder in folders if folder != Path()} - named("tests") == set()
