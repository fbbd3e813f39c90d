"""A pool without processes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self


class Here:
    """Does units in this process."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, function: Callable[[Any], Any], units: Sequence[Any]) -> Iterator[Any]:
        return map(function, units)
