"""A folder with a made-up world, and a way to write files that extend it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from greatgame.scenarios import ScenarioError, load

WORLD = Path(__file__).with_name("world.yaml")


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Write a scenario into a folder that holds world.yaml, and give its name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "world.yaml").write_bytes(WORLD.read_bytes())

    def written(text: str | bytes, name: str = "case.yaml") -> str:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return written


@pytest.fixture
def complains() -> Callable[..., None]:
    """Load a broken scenario: each expected problem is there, with its place and words, and no other."""

    def complained(name: str, expected: Sequence[tuple[str, str]], settings: Sequence[str] = ()) -> None:
        with pytest.raises(ScenarioError) as caught:
            load(name, settings)
        lines = [str(problem) for problem in caught.value.problems]
        shown = "\n".join(lines)
        for place, words in expected:
            assert any(line.startswith(f"{place}: ") and words in line for line in lines), f"{place} {words}\n{shown}"
        assert len(lines) == len(expected), shown
        assert all(line.isprintable() and "pydantic" not in line for line in lines)

    return complained
