"""faiss, and nothing beside it: a matrix that is compared whole, and cells that narrow a search.

The only importer of faiss. Both are written once and mapped into memory when they are opened, so
that opening costs the same at any size. Cells hold the rows once more, as 16-bit floats and near
ones together: what a search reads lies in a few places, and what it finds has its true cosine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np

from indexer.retrieval.arrays import Bits, Numbers
from indexer.retrieval.embed import Vectors
from indexer.retrieval.sizes import VectorSizes

BLOCK = 65_536
"""Rows that are copied into an index at a time."""
_SEED = 20_260

_engine: Any = faiss
"""The type stubs of faiss know its C++ signatures only."""


class Rows(Protocol):
    """Vectors by row that can be sliced: an array in memory or one mapped from a file."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows and dimensions."""
        ...

    def __getitem__(self, key: Any, /) -> Any:
        """Some of the rows."""
        ...


class Matrix:
    """Every vector, in the order of the rows; the answers are exact."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, queries: Vectors, count: int, bits: Bits | None = None
    ) -> tuple[Vectors, Numbers]:
        """Cosines and numbers of the best `count` rows for each query, best first.

        Numbers are below 0 where fewer rows than `count` may be found.
        """
        _threads(1)
        parameters = None
        if bits is not None:
            parameters = _engine.SearchParameters(sel=_engine.IDSelectorBitmap(bits))
        cosines, rows = self._index.search(queries, count, params=parameters)
        return cosines, rows

    def vectors(self, rows: Numbers) -> Vectors:
        """The vectors of the rows of these numbers."""
        _threads(1)
        found: Vectors = self._index.reconstruct_batch(rows)
        return found


class Cells:
    """Every vector once more, in cells around centres; some of them are looked into."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.count = int(index.nlist)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, query: Vectors, count: int, probes: int, bits: Bits | None = None
    ) -> tuple[Vectors, Numbers]:
        """Cosines and numbers of the best `count` rows of the `probes` cells nearest to a query.

        `query` has the shape (dimensions,). There are fewer where the cells do not hold so many.
        """
        _threads(1)
        selector = None if bits is None else _engine.IDSelectorBitmap(bits)
        parameters = _engine.SearchParametersIVF(nprobe=min(probes, self.count), sel=selector)
        cosines, rows = self._index.search(query.reshape(1, -1), count, params=parameters)
        there = rows[0] >= 0
        return cosines[0][there], rows[0][there]


def write_matrix(path: Path, vectors: Rows, *, half: bool) -> Matrix:
    """Write every vector, as 16-bit floats where `half` is true, and open what was written."""
    _threads(os.cpu_count() or 1)
    count, dimensions = vectors.shape
    if half:
        kind = _engine.ScalarQuantizer.QT_fp16
        index = _engine.IndexScalarQuantizer(dimensions, kind, _engine.METRIC_INNER_PRODUCT)
    else:
        index = _engine.IndexFlatIP(dimensions)
    if count:
        index.train(np.ascontiguousarray(vectors[:1], dtype=np.float32))
        index.codes.resize(count * index.code_size)  # or adding would take twice the memory
        _add(index, vectors)
    _engine.write_index(index, str(path))
    del index  # before what was written is mapped, or there would be two of them
    return read_matrix(path)


def write_cells(path: Path, vectors: Rows, cells: int, sizes: VectorSizes) -> Cells:
    """Train cells on some of the vectors, write all of them, and open what was written."""
    _threads(os.cpu_count() or 1)
    count, dimensions = vectors.shape
    index = _engine.index_factory(dimensions, f"IVF{cells},SQfp16", _engine.METRIC_INNER_PRODUCT)
    index.by_residual = False
    index.cp.seed, index.cp.niter = _SEED, sizes.training_rounds
    index.cp.min_points_per_centroid = 1
    index.cp.max_points_per_centroid = sizes.training_rows
    drawn = np.random.default_rng(_SEED).permutation(count)[: cells * sizes.training_rows]
    index.train(np.ascontiguousarray(vectors[np.sort(drawn)], dtype=np.float32))
    _add(index, vectors)
    _engine.write_index(index, str(path))
    del index
    return read_cells(path)


def read_matrix(path: Path) -> Matrix:
    """Open what `write_matrix` wrote. Raises RuntimeError where it cannot be read."""
    return Matrix(_engine.read_index(str(path), _engine.IO_FLAG_MMAP_IFC))


def read_cells(path: Path) -> Cells:
    """Open what `write_cells` wrote. Raises RuntimeError where it cannot be read, or is older."""
    index = _engine.read_index(str(path), _engine.IO_FLAG_MMAP | _engine.IO_FLAG_READ_ONLY)
    if not isinstance(index, _engine.IndexIVFScalarQuantizer):
        raise RuntimeError(f"{path.name} is of an earlier kind")
    lists = _engine.downcast_InvertedLists(index.invlists)
    lists.prefetch_nthread = 0  # starting its threads costs more than a whole search
    return Cells(index)


def _threads(count: int) -> None:
    """Let faiss use so many threads for what this thread asks next.

    One question is answered by one: two wait for each other actively, which made an answer cost up
    to eight times the processor time where other work went on.
    """
    _engine.omp_set_num_threads(count)


def _add(index: Any, vectors: Rows) -> None:
    for start in range(0, vectors.shape[0], BLOCK):
        index.add(np.ascontiguousarray(vectors[start : start + BLOCK], dtype=np.float32))
