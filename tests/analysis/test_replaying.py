"""What `replay` says of a difference: how large it is, and what can have made it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from greatgame.analysis.replaying import explanation, of_files, said
from greatgame.runs import Record, Replay, Run, read_record, write
from greatgame.runs.environments import Change, Reach
from greatgame.runs.gaps import Gap

from .conftest import Command

ROUNDED = Gap(100, 3, 2e-16, "alignment", ("0", "1999-07", "ELM"), 0.5, 0.5)
PARTED = Gap(100, 60, 0.31, "alignment", ("0", "1999-07", "ELM"), 0.5, 0.81)
SAME = Gap(100)

NUMPY = Change("numpy", "1.0", "2.0", Reach.numbers, "computes every month")
PYARROW = Change("pyarrow", "1.0", "2.0", Reach.bytes, "writes parquet files")
FEATURES = Change("processor features", "ABACUS", "X86_V4 AVX", Reach.numbers, "numpy's exp")


def found(gaps: Mapping[str, Gap], *environment: Change, unlike: tuple[str, ...] = (), **more: Any) -> Replay:
    names = unlike or tuple(gaps)
    nothing: dict[str, tuple[str, ...]] = {"changed": (), "missing": (), "repeated": names, "differing": names}
    return Replay(**(nothing | more), unlike=names, gaps=gaps, environment=environment)


@pytest.fixture(scope="module")
def record(folder: Path) -> Record:
    return read_record(folder)


def test_the_size_tells_rounding_from_another_world() -> None:
    assert said(ROUNDED).startswith(
        "3 of 100 values differ, at most by 2e-16 (alignment at 0 1999-07 ELM: 0.5 and 0.5)"
    )
    assert said(ROUNDED).endswith(": rounding")
    assert said(PARTED).endswith("another world")
    assert said(SAME) == "the same values, written otherwise"
    assert said(Gap(lost=2, gained=1)) == "2 rows are gone and 1 new: more than rounding, another world"


def test_of_numbers_that_differ_numpy_is_the_reason_and_not_pyarrow(record: Record) -> None:
    lines = list(explanation(found({"history-0000.parquet": ROUNDED}, NUMPY, PYARROW), record))
    assert "can change numbers" in lines[0]
    assert "this made the difference" in lines[0]
    assert lines[1] == "  numpy: 1.0 then, 2.0 now (computes every month)"
    assert lines[2] == "  to compute as then: pip install numpy==1.0"
    assert lines[3].startswith("differs too, but does not explain it: pyarrow")


def test_of_bytes_that_differ_pyarrow_is_the_reason_and_not_numpy(record: Record) -> None:
    lines = list(explanation(found({"history-0000.parquet": SAME}, NUMPY, PYARROW), record))
    assert lines[1].startswith("  pyarrow")
    assert lines[-1].startswith("differs too, but does not explain it: numpy")


def test_figures_alone_are_a_matter_of_bytes(record: Record) -> None:
    drawn = Change("matplotlib", "1.0", "2.0", Reach.bytes, "draws the figures")
    lines = list(explanation(found({}, NUMPY, drawn, unlike=("alignment.png",)), record))
    assert lines[1].startswith("  matplotlib")


def test_a_library_that_writes_other_files_is_not_the_reason(record: Record) -> None:
    lines = list(explanation(found({}, PYARROW, unlike=("alignment.png",)), record))
    assert lines[-1].startswith("differs too, but does not explain it: pyarrow")
    assert len(lines) == 3


def test_the_program_draws_the_figures_too(record: Record) -> None:
    code = Change("code", "aa...", "bb...", Reach.numbers, "the program's source files")
    lines = list(explanation(found({}, NUMPY, code, unlike=("alignment.png",)), record))
    assert lines[1].startswith("  code: aa... then, bb... now")
    assert lines[-1].startswith("differs too, but does not explain it: numpy")


def test_a_table_that_is_gone_may_differ_in_numbers(record: Record) -> None:
    lines = list(explanation(found({}, NUMPY, PYARROW, unlike=("history-0000.parquet",)), record))
    assert lines[1].startswith("  numpy")


def test_features_that_this_processor_has_more_can_be_switched_off(record: Record) -> None:
    lines = list(explanation(found({"shifts.csv": ROUNDED}, FEATURES), record))
    assert lines[1] == "  processor features: ABACUS then and not now, X86_V4 AVX now and not then (numpy's exp)"
    assert '  to compute as then: NPY_DISABLE_CPU_FEATURES="X86_V4 AVX" greatgame replay ...' in lines
    assert "  to compute as then: a processor with ABACUS" in lines


def test_in_an_equal_environment_what_is_not_recorded_is_named(record: Record) -> None:
    lines = list(explanation(found({"shifts.csv": ROUNDED}), record))
    assert "code, libraries, Python and processor are those of run.json" in lines[0]
    assert "the operating system" in lines[1]


def test_a_run_json_changed_by_hand_is_said_to_ask_for_another_world(record: Record) -> None:
    lines = list(explanation(found({"shifts.csv": PARTED}, changed=("run.json",)), record))
    assert lines == ["run.json was changed by hand: it may ask for another world than the one that was run"]


def test_what_is_computed_alike_was_changed_afterwards(record: Record) -> None:
    again = Replay(("shifts.csv",), ("shifts.csv",), (), ("shifts.csv",), (), {}, (NUMPY,))
    assert list(of_files(Path("run"), again)) == [
        "run/shifts.csv: changed since it was written; computed again it has the hash in run.json"
    ]
    assert list(explanation(again, record)) == [
        "what is computed is the same: files were changed or lost after they were written"
    ]


def test_run_json_alone_is_enough(greatgame: Command, bay: Run, tmp_path: Path) -> None:
    place = write(bay, tmp_path / "bay", ["greatgame", "run"])
    for file in place.iterdir():
        if file.name != "run.json":
            file.unlink()
    code, out, err = greatgame("replay", place)
    assert (code, err) == (0, "")
    assert "run.json is all there is, and it agrees: 4 files computed again" in out
