"""What cannot be read as a file, and chains of files."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from greatgame.scenarios import problems

Write = Callable[..., str]
Complains = Callable[..., None]


def test_binary_file(write: Write, complains: Complains) -> None:
    complains(write(b"title: x\nnote: \xff\xfe"), [("case.yaml:2:7", "is not text in UTF-8")])
    complains(write(b"title: x\nno\x00te: y"), [("case.yaml:2:3", "holds the character '\\x00'")])
    complains(write(bytes(range(256)) * 10), [("case.yaml:2:118", "is not text in UTF-8")])


def test_huge_file_is_not_read(write: Write, complains: Complains) -> None:
    name = write("title: x\n")
    with open(name, "r+b") as file:
        file.truncate(100_000_000)
    complains(name, [("case.yaml:1:1", "has 100,000,000 bytes, more than 1,000,000")])


def test_what_is_no_file(write: Write, complains: Complains) -> None:
    write("extends: world.yaml\n")
    Path("folder.yaml").mkdir()
    os.mkfifo("pipe.yaml")
    complains("folder.yaml", [("folder.yaml:1:1", "is a folder")])
    complains("pipe.yaml", [("pipe.yaml:1:1", "is not a plain file")])
    complains("gone.yaml", [("gone.yaml:1:1", "there is no such file")])
    complains("us_entry_2002", [("us_entry_2002", "did you mean 'us_entry_2001'?")])
    complains("a\0b.yaml", [("a\\x00b.yaml", "no such file exists")])
    complains("a" * 5000 + ".yaml", [("a" * 5000 + ".yaml:1:1", "cannot be read (File name too long)")])


def test_circle_of_three(write: Write, complains: Complains) -> None:
    write("extends: c.yaml\n", "b.yaml")
    write("extends: case.yaml\n", "c.yaml")
    complains(write("extends: b.yaml\n"), [("c.yaml:1:10", "case.yaml -> b.yaml -> c.yaml -> case.yaml; remove")])


def test_problems_of_a_parent_are_placed_in_the_parent(write: Write, complains: Complains) -> None:
    write("extends: world.yaml\n\nend: soon\n", "parent.yaml")
    complains(write("extends: parent.yaml\ntitle: x\n"), [("parent.yaml:3:6", "end 'soon' is not a month")])


def test_world_files_are_checked_without_being_complete(write: Write) -> None:
    assert problems("theory") == []
    assert problems(write("states: {A: {quarrels: {B: 0.5}}, B: {resources: some}}\n")) == []
    assert [str(p) for p in problems(write("states: {A: {quarrels: {C: 0.5}}}\n"))] == [
        "case.yaml:1:25: states.A.quarrels: there is no state 'C'; known: A"
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_key(write: Write) -> None:
    assert problems(write("\ufefftitle: x\n")) == []


@pytest.mark.parametrize(
    ("extends", "said"),
    [
        ("''", "extends is empty; write the name or path of a scenario"),
        ("..", "extends '..', which is a folder"),
        ("folder.yaml", "extends 'folder.yaml', which is a folder"),
        ("pipe.yaml", "extends 'pipe.yaml', which is not a plain file"),
        ("world", "did you mean 'world.yaml'?"),
        ("wrold.yaml", "did you mean 'world.yaml'?"),
        ("world.yaml/x.yaml", "neither a scenario that ships nor a file"),
        ("a" * 5000 + ".yaml", "cannot be read (File name too long)"),
    ],
)
def test_what_cannot_be_extended(write: Write, complains: Complains, extends: str, said: str) -> None:
    name = write(f"title: x\nextends: {extends}\n")
    Path("folder.yaml").mkdir()
    os.mkfifo("pipe.yaml")
    complains(name, [("case.yaml:2:10", said)])


def test_a_file_is_no_advice_for_itself(write: Write) -> None:
    (problem,) = problems(write("extends: caze.yaml\n"))
    assert "case.yaml'" not in problem.message


def test_a_name_without_its_ending(write: Write, complains: Complains) -> None:
    write("extends: world.yaml\n")
    complains("case", [("case", "no such file exists; did you mean 'case.yaml'?")])


def test_a_parent_without_permission(write: Write, complains: Complains, monkeypatch: pytest.MonkeyPatch) -> None:
    name = write("extends: world.yaml\n")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    complains(name, [("case.yaml:1:10", "extends 'world.yaml', which cannot be read (Permission denied); check")])


def test_problems_are_placed_where_the_user_made_them(write: Write, complains: Complains) -> None:
    complains(write("extends: world.yaml\nstart: 1995-01\n"), [("case.yaml:2:8", "end 1994-12 is not after start")])
    complains(
        write("extends: world.yaml\nend: 1991-12\n"), [("case.yaml:2:6", "intervention 'elm_joins' is dated 1992-01")]
    )
    complains(
        write("extends: world.yaml\nstates:\n  ELM: {present: false}\n"),
        [("case.yaml:3:18", "state ELM is not in this world")],
    )
    complains(
        write("extends: world.yaml\npowers:\n  EAS:\n"),
        [("case.yaml:3:3", "power 'EAS' is removed, but is used by institutions.LEA.lead, shocks.storm, relations")],
    )
    # In a file between, too.
    write("extends: us_entry_2001\nstates: {USA: {title: Usa}}\n", "middle.yaml")
    complains(write("extends: middle.yaml\n"), [("middle.yaml:2:10", "'USA' is a power already (United States)")])
