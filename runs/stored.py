"""Arrays that xarray asks for their parts; importing this imports xarray."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from xarray.backends import BackendArray
from xarray.core.indexing import IndexingSupport, LazilyIndexedArray, explicit_indexing_adapter

from .columns import column_names

if TYPE_CHECKING:
    from xarray.core.indexing import ExplicitIndexer

    from .columns import Chunks

Positions = NDArray[np.intp]


class Stored(BackendArray):
    """A variable in the files of a wide table, shape ``(replications, periods, *axes)``.

    Parameters
    ----------
    chunks : Chunks
        The files.
    name : str
        The variable.
    labels : tuple of tuple of str
        Along each of its axes.
    """

    def __init__(self, chunks: "Chunks", name: str, labels: tuple[tuple[str, ...], ...]) -> None:
        self._chunks = chunks
        self._name = name
        self._labels = labels
        self.shape: tuple[int, ...] = (len(chunks.replications), len(chunks.periods), *map(len, labels))
        columns = column_names(name, labels)
        self.dtype: np.dtype[Any] = chunks.dtype(columns[0]) if columns else np.dtype(np.float64)

    def __getitem__(self, key: "ExplicitIndexer") -> Any:
        return explicit_indexing_adapter(key, self.shape, IndexingSupport.OUTER, self._part)

    def whole(self) -> NDArray[Any]:
        """Read all of it."""
        return self._read(tuple(np.arange(length) for length in self.shape))

    def _part(self, key: tuple[Any, ...]) -> NDArray[Any]:
        """Read a part: of each axis a position, a slice or some positions."""
        positions = tuple(np.atleast_1d(np.arange(n)[part]) for part, n in zip(key, self.shape, strict=True))
        single = tuple(axis for axis, part in enumerate(key) if isinstance(part, int | np.integer))
        return self._read(positions).squeeze(axis=single)

    def _read(self, positions: tuple[Positions, ...]) -> NDArray[Any]:
        """Read positions of each axis in their order, file by file."""
        replications, periods, *others = positions
        cells = [[axis[int(i)] for i in part] for axis, part in zip(self._labels, others, strict=True)]
        columns = column_names(self._name, cells)
        found = np.empty((len(replications), len(periods), len(columns)), dtype=self.dtype)
        counts = self._chunks.counts
        ends = np.cumsum(counts)
        file_of = np.searchsorted(ends, replications, side="right")
        for file in np.unique(file_of).tolist() if found.size else ():
            here = np.flatnonzero(file_of == file)
            rows = replications[here] - (ends[file] - counts[file])
            table = self._chunks.read(file, list(dict.fromkeys(columns)))
            for i, column in enumerate(columns):
                values = table.column(column).to_numpy().reshape(counts[file], -1)
                found[here, :, i] = values[np.ix_(rows, periods)]
        return found.reshape(tuple(map(len, positions)))


def later(stored: Stored) -> LazilyIndexedArray:
    """Let an array be read when it is used, as far as it is used."""
    return LazilyIndexedArray(stored)
