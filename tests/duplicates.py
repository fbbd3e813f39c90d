"""Find code that stands twice: ``python tests/duplicates.py``; exit code 1 if there is any.

Compared are runs of statements by their syntax, so that comments, docstrings and line breaks make no difference.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("model", "scenarios", "runs", "analysis")
LEAST = 45
"""Nodes of syntax that what stands twice has at least: some six lines."""

Found = tuple[str, int]


def bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Give every list of statements without its docstring."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if isinstance(body, list) and body:
                text = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
                yield body[1:] if text else body


def pieces(body: list[ast.stmt]) -> Iterator[tuple[str, int]]:
    """Give each shortest run of statements that is long enough, as text, with its line."""
    for first in range(len(body)):
        for last in range(first + 1, len(body) + 1):
            piece = body[first:last]
            if sum(1 for statement in piece for _ in ast.walk(statement)) >= LEAST:
                if not any(isinstance(statement, ast.Import | ast.ImportFrom) for statement in piece):
                    yield "\n".join(ast.dump(statement) for statement in piece), piece[0].lineno
                break


def duplicates(files: list[Path]) -> list[tuple[Found, Found]]:
    """Find pairs of places that hold the same."""
    first: dict[str, Found] = {}
    found: list[tuple[Found, Found]] = []
    for file in files:
        for body in bodies(ast.parse(file.read_text(encoding="utf-8"))):
            for text, line in pieces(body):
                here = (file.relative_to(ROOT).as_posix(), line)
                if first.setdefault(text, here) != here:
                    found.append((first[text], here))
    return found


def main() -> int:
    """Print what stands twice."""
    found = duplicates(sorted(file for part in PARTS for file in (ROOT / part).rglob("*.py")))
    for one, other in found:
        sys.stdout.write(f"{other[0]}:{other[1]}: stands in {one[0]}:{one[1]} too; keep one of them\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
