"""Try inputs that nobody would write: ``python tests/fuzz/fuzz.py --inputs 100000 --properties 1000``.

Each input follows from the seed and its number, whatever the number of workers. What fails is written to the folder of
--out, and tried again by ``--seed N --only NUMBER``. Exit code 1 if anything failed.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from fuzzing import inputs
from fuzzing.properties import Covered, check_worlds

TOGETHER = 250
"""Inputs that a worker tries before it reports."""

WORLDS = 25
"""Worlds at random that a worker checks before it reports."""

PATIENCE = 120
"""Seconds after which an input counts as one that never ends."""


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


@dataclass
class Figures:
    """What came of some inputs."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    months: int = 0
    slowest: tuple[float, int] = (0.0, -1)
    failed: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        """Add what came of other inputs."""
        self.outcomes += other.outcomes
        self.messages += other.messages
        self.runs += other.runs
        self.months += other.months
        self.slowest = max(self.slowest, other.slowest)
        self.failed += other.failed


def stretch(seed: int, numbers: Sequence[int], top: Path) -> Figures:
    """Try some inputs, in a folder of this process below one that is given."""
    folder = top / str(os.getpid())
    if not folder.exists():
        folder.mkdir()
        inputs.prepare(folder)
    os.chdir(folder)
    found = Figures()
    for number in numbers:
        _count(found, seed, number, folder)
    return found


def _count(found: Figures, seed: int, number: int, folder: Path) -> None:
    began = time.perf_counter()
    signal.alarm(PATIENCE)
    try:
        kind, outcome = inputs.attempt(seed, number, folder)
    except Exception:  # whatever it is, it is what is looked for
        found.failed.append((number, traceback.format_exc()))
        found.outcomes[inputs.start(seed, number)[0], "failed"] += 1
    else:
        found.outcomes[kind, "valid" if outcome.valid else "refused"] += 1
        found.messages.update(outcome.messages)
        found.runs += outcome.ran > 0
        found.months += outcome.ran
    finally:
        signal.alarm(0)
    found.slowest = max(found.slowest, (time.perf_counter() - began, number))


def _too_long(*_: object) -> None:
    raise TimeoutError(f"took more than {PATIENCE} seconds")


def tried(seed: int, numbers: Sequence[int], workers: int) -> Figures:
    """Try inputs in some processes, and say from time to time how far it is."""
    signal.signal(signal.SIGALRM, _too_long)
    found = Figures()
    parts = [numbers[first : first + TOGETHER] for first in range(0, len(numbers), TOGETHER)]
    with (
        tempfile.TemporaryDirectory(prefix="greatgame-fuzz-") as top,
        ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool,
    ):
        jobs = [pool.submit(stretch, seed, part, Path(top)) for part in parts]
        for done, job in enumerate(jobs, 1):
            found.add(job.result())
            if done % 20 == 0:
                sys.stderr.write(f"{done * TOGETHER} inputs, {len(found.failed)} failures\n")
    return found


def report(found: Figures, seed: int, seconds: float) -> None:
    """Print the figures."""
    number = found.outcomes.total()
    kinds = dict.fromkeys(kind for kind, _ in sorted(found.outcomes))
    say(f"{number} inputs, seed {seed}, in {seconds:.0f} s")
    say(f"  {'kind':10}{'valid':>8}{'refused':>9}{'failed':>8}")
    for kind in kinds:
        valid, refused, failed = (found.outcomes[kind, what] for what in ("valid", "refused", "failed"))
        say(f"  {kind:10}{valid:8}{refused:9}{failed:8}")
    say(f"{len(found.messages)} distinct messages; {found.runs} scenarios run, {found.months} months in all")
    say(f"slowest: input {found.slowest[1]}, {found.slowest[0]:.1f} s")
    say(f"failures {len(found.failed)}")


def save(failed: Sequence[tuple[int, str]], seed: int, folder: Path) -> None:
    """Write each input that failed, with its traceback."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, trace in failed:
        kind, rng = inputs.start(seed, number)
        given = repr(inputs.make(kind, rng)) if kind not in inputs.doors.DOORS else kind
        (folder / f"{seed}-{number}.txt").write_text(f"{given}\n\n{trace}", encoding="utf-8", errors="backslashreplace")
    numbers = " ".join(str(number) for number, _ in failed[:20])
    say(f"written to {folder}: {numbers}; try one again with --seed {seed} --only NUMBER")


def check_many(number: int, seed: int, workers: int) -> Covered:
    """Check the properties in so many worlds at random, some at a time in each process."""
    found = Covered()
    parts = [min(WORLDS, number - first) for first in range(0, number, WORLDS)]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        jobs = [pool.submit(check_worlds, part, seed + place) for place, part in enumerate(parts)]
        for done, job in enumerate(jobs, 1):
            found.add(job.result())
            sys.stderr.write(f"{done} of {len(jobs)} parts, {len(found.failed)} failures\n")
    return found


def report_worlds(found: Covered, seconds: float) -> None:
    """Print what was checked in worlds at random."""
    say(f"{found.worlds} random worlds, {found.months} months, in {seconds:.0f} s")
    ranges = (f"{min(numbers)}-{max(numbers)} {kind}s" for kind, numbers in found.sizes.items())
    say(f"  of {', '.join(ranges)}")
    for name, number in found.checked.items():
        say(f"  {name.replace('_', ' '):44}{number:6} worlds")
    for told in found.failed:
        say(told)
    say(f"failures {len(found.failed)}")


def main() -> int:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=2000, metavar="N")
    parser.add_argument("--properties", type=int, default=0, metavar="N", help="worlds at random to check too")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="try this input alone")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="K")
    parser.add_argument("--out", type=Path, default=Path("results/fuzz"), metavar="DIR", help="for what fails")
    given = parser.parse_args()
    numbers = range(given.inputs) if given.only is None else range(given.only, given.only + 1)
    out = given.out.absolute()
    began = time.perf_counter()
    found = tried(given.seed, numbers, given.workers)
    report(found, given.seed, time.perf_counter() - began)
    if found.failed:
        save(found.failed, given.seed, out)
        say(found.failed[0][1])
    began = time.perf_counter()
    covered = check_many(given.properties, given.seed, given.workers)
    if covered.worlds:
        report_worlds(covered, time.perf_counter() - began)
    return 1 if found.failed or covered.failed else 0


if __name__ == "__main__":
    sys.exit(main())
