"""Small made-up tables and what is read from them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from greatgame.analysis.readers import DataError, Readings, read

ACTORS = ("CHN", "KAZ", "KGZ", "RUS", "TJK", "USA", "UZB")
POWERS = ("CHN", "RUS", "USA")

Tell = Callable[..., Readings]
Complain = Callable[..., list[str]]


def put(folder: Path, tables: dict[str, str]) -> None:
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def tell(tmp_path: Path) -> Tell:
    """Read tables given by name and text."""

    def told(tables: dict[str, str]) -> Readings:
        put(tmp_path, tables)
        return read(tmp_path, ACTORS, POWERS)

    return told


@pytest.fixture
def complain(tmp_path: Path) -> Complain:
    """Read tables that have something wrong with them; give the lines of the error without the folder."""

    def complained(tables: dict[str, str]) -> list[str]:
        put(tmp_path, tables)
        with pytest.raises(DataError) as caught:
            read(tmp_path, ACTORS, POWERS)
        return str(caught.value).replace(f"{tmp_path}/", "").splitlines()

    return complained
