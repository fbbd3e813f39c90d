"""What cannot be read as a file, and chains of files."""

import os
from collections.abc import Callable
from pathlib import Path

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
