"""Make anew all documents that repeat the code: `python tests/docs/remake.py`, after a change of code or scenario.

Each is read, its generated blocks are filled for the default scenario, and it is written back; what stands outside the
blocks is for people to write. `test_generated.py` fails while one of them is not what this would write.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from greatgame.analysis.documents.codebook import codebook
from greatgame.analysis.documents.odd import DEFAULT, odd
from greatgame.analysis.documents.reference import reference

ROOT = Path(__file__).parents[2]

GENERATED: dict[str, Callable[[str], str]] = {
    "model/ODD.md": odd,
    "model/CODEBOOK.md": codebook,
    "analysis/REFERENCE.md": reference,
}
"""Documents by their place in the repository, and what makes each for a scenario."""


def main() -> None:
    """Write what has changed."""
    for place, make in GENERATED.items():
        file, text = ROOT / place, make(DEFAULT)
        if text != file.read_text(encoding="utf-8"):
            file.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{place} made anew\n")


if __name__ == "__main__":
    main()
