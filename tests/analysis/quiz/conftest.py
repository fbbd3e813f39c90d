"""Small ensembles, so that a sitting takes no time."""

import pytest

from greatgame.analysis.quiz import worlds


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate 40 worlds instead of 200."""
    monkeypatch.setattr(worlds, "NUMBER", 40)
