"""How long large batches take and how much memory: ``python tests/benchmarks/batch.py``.

Prints markdown. Needs 8 GB of room in the folder for temporary files (TMPDIR) and some ten minutes; nothing else
should be at work on the machine.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
from measuring import machine, measure, show

BASE, OTHER = "us_entry_2001", "no_september_11"
VARIABLES = ("extremist_threat", "alignment")
START = "from greatgame.analysis.__main__ import main; main()"


def command(*words: str) -> list[str]:
    """Run a command of the program, and give a row of the table: wall time and memory of all its processes."""
    start = time.perf_counter()
    process = psutil.Popen([sys.executable, "-c", START, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most = 0
    while process.poll() is None:
        most = max(most, _memory(process))
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(process.stderr.read().decode())
    shown = " ".join(word if not Path(word).is_absolute() else Path(word).name for word in words)
    return [f"`greatgame {shown}`", f"{seconds:.1f}", f"{most / 1e6:,.0f}"]


def _memory(process: psutil.Process) -> int:
    """Add up what a process and its children hold; what they share counts for each."""
    total = 0
    for each in (process, *_children(process)):
        try:
            total += each.memory_info().rss
        except psutil.Error:  # it has just ended
            continue
    return total


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def loading(folder: Path, variables: list[str]) -> Callable[[], object]:
    """Load some variables of a batch."""
    from greatgame import runs

    runs.load(folder, [])
    return lambda: runs.load(folder, variables)


def loads(folder: Path) -> list[list[str]]:
    """Load variables of a full batch, and give a row for each: time on the core, memory beyond that of loading none."""
    from greatgame import runs

    works = {name: partial(loading, folder, [name] if name else []) for name in ("", *VARIABLES)}
    found = measure(works, rounds=3)
    sizes = {name: runs.load(folder, [name])[name].nbytes / 1e6 for name in VARIABLES}
    return [
        [
            name,
            f"{sizes[name]:,.0f}",
            f"{found[name].best:.1f}",
            f"{found[name].peak - found[''].peak:,.0f}",
        ]
        for name in VARIABLES
    ]


def main(runs: int = 10_000) -> None:
    """Measure and print everything."""
    print(machine())  # noqa: T201
    number = ["--runs", str(runs)]
    with tempfile.TemporaryDirectory() as place:
        short, full, tables = (str(Path(place) / name) for name in ("batch", "full", "tables"))
        rows = [
            command("batch", BASE, OTHER, *number, "--keep", "summary", "--out", short),
            command("compare", f"{short}/{BASE}", f"{short}/{OTHER}", "--out", tables),
            command("batch", BASE, *number, "--no-shifts", "--out", full),
        ]
        show("Commands", ["command", "seconds", "peak MB, all processes"], rows)
        heads = ["variable", "its size in MB", "core-seconds", "peak MB beyond loading none"]
        show(f"Loading one variable of {runs:,} runs", heads, loads(Path(full)))


if __name__ == "__main__":
    main()
