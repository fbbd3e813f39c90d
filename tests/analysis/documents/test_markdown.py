"""Generated blocks and tables."""

import pytest

from greatgame.analysis.documents.markdown import fill, table

TEXT = "before\n<!-- generated: one -->\nold\n<!-- end -->\nbetween\n<!-- generated: two -->\n<!-- end -->\nafter\n"


def test_only_what_is_between_the_marks_is_replaced() -> None:
    filled = fill(TEXT, {"one": "1", "two": "2"})
    assert "old" not in filled
    assert [line for line in filled.splitlines() if line and not line.startswith("<")] == [
        "before", "1", "between", "2", "after",
    ]  # fmt: skip


def test_filling_again_changes_nothing() -> None:
    filled = fill(TEXT, {"one": "1", "two": "2"})
    assert fill(filled, {"one": "1", "two": "2"}) == filled


def test_a_backslash_stays_a_backslash() -> None:
    assert r"a \1 \g<name> b" in fill(TEXT, {"one": r"a \1 \g<name> b", "two": ""})


@pytest.mark.parametrize("blocks", [{"one": ""}, {"one": "", "two": "", "three": ""}])
def test_every_block_has_a_mark_and_every_mark_a_block(blocks: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        fill(TEXT, blocks)


def test_a_mark_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no end"):
        fill(TEXT.replace("<!-- end -->\nafter", "after"), {"one": "", "two": ""})


def test_a_cell_is_one_line_and_does_not_end_early() -> None:
    assert table(("a", "b"), [("x | y", "two\nlines")]).splitlines()[-1] == "| x \\| y | two lines |"
