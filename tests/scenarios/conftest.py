"""A folder with a made-up world, and a way to write files that extend it."""

from collections.abc import Callable
from pathlib import Path

import pytest

WORLD = Path(__file__).with_name("world.yaml")

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a scenario into a folder that holds world.yaml, and give its name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "world.yaml").write_bytes(WORLD.read_bytes())

    def written(text: str | bytes, name: str = "case.yaml") -> str:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return written
