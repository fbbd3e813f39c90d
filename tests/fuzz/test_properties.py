"""What holds in every world: some worlds at random, always the same ones."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from .fuzzing.properties import PROPERTIES, Case, case_of
from .fuzzing.worlds import World, worlds

pytestmark = pytest.mark.no_cover  # which would make it slow and reaches nothing else

WORLDS = {1: 6, 3: 3, 10: 2}
"""Worlds for a property, by how often the command checks it."""


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_in_every_world(holds: Callable[[Case], None]) -> None:
    @settings(max_examples=WORLDS[PROPERTIES[holds]], deadline=None, derandomize=True, database=None)
    @given(worlds)
    def check(world: World) -> None:
        with case_of(world) as case:
            holds(case)

    check()
