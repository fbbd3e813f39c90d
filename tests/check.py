"""All checks of the project: ``python tests/check.py``, with what ``pip install -e '.[test]'`` installs.

Every check is run, whatever the ones before it say; exit code 1 if any failed. ``--quick`` leaves out what takes longer
than a minute.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

COVERED = 90
"""Per cent of the lines of model, scenarios, runs and analysis that the tests have to reach."""

_CLOSING = re.compile(r"^=* ?\d+ (passed|failed|error).* in [\d.]+s")


@dataclass(frozen=True)
class Check:
    """A check.

    Attributes
    ----------
    name : str
        For people.
    command : sequence of str
        What Python is told to do.
    quick : bool
        Whether it takes less than a minute.
    """

    name: str
    command: Sequence[str]
    quick: bool = False


CHECKS = (
    Check("lint", ("-m", "ruff", "check"), quick=True),
    Check("format", ("-m", "ruff", "format", "--check"), quick=True),
    Check("types", ("-m", "basedpyright", "--pythonpath", sys.executable), quick=True),
    Check("duplicates", ("tests/duplicates.py",), quick=True),
    Check("documents", ("-m", "pytest", "-q", "tests/docs/test_generated.py"), quick=True),
    Check(
        "tests",
        ("-m", "pytest", "-q", "-n", str(os.cpu_count() or 1), "--cov", "--cov-report=term:skip-covered",
         f"--cov-fail-under={COVERED}"),
    ),
    Check("fuzz", ("tests/fuzz/fuzz.py", "--inputs", "2000", "--properties", "50")),
    Check("packages", ("tests/packaging/smoke.py",)),
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What came of a check.

    Attributes
    ----------
    name : str
        Of the check.
    passed : bool
        Whether it found nothing.
    seconds : float
        How long it took.
    closing : str
        The line with which pytest ends, if it is one of its.
    """

    name: str
    passed: bool
    seconds: float
    closing: str = ""


def carry_out(check: Check) -> Result:
    """Run a check; what it prints is printed at once."""
    say(f"== {check.name}: python {' '.join(check.command)}")
    began, closing = time.monotonic(), ""
    process = subprocess.Popen(
        [sys.executable, *check.command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        say(line.rstrip("\n"))
        closing = line.strip() if _CLOSING.match(line) else closing
    return Result(check.name, process.wait() == 0, time.monotonic() - began, closing)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the checks and say what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="only what takes less than a minute")
    quick = parser.parse_args().quick
    results = [carry_out(check) for check in CHECKS if check.quick or not quick]
    say("")
    for result in results:
        say(f"{'passed' if result.passed else 'FAILED'}  {result.name:10} {result.seconds:5.0f} s")
    say(f"{sum(result.seconds for result in results):.0f} s in all")
    for closing in [result.closing for result in results if result.closing][-1:]:
        say(closing)
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
