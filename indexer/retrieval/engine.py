"""faiss, and nothing beside it: a matrix that is compared whole, and cells that narrow a search.

The only importer of faiss. Both are written once and mapped into memory when they are opened, so
that opening costs the same at any size. Cells hold one bit for each dimension of a row (RaBitQ,
https://arxiv.org/abs/2405.12497), which is enough to choose candidates; the matrix decides.
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
_QUERY_BITS = 8

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
    """Short codes of every vector, in cells around centres; the answers are candidates."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.count = int(index.nlist)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def candidates(
        self, query: Vectors, count: int, probes: int, bits: Bits | None = None
    ) -> Numbers:
        """Numbers of about the best `count` rows of the `probes` cells nearest to a query."""
        _threads(1)
        selector = None if bits is None else _engine.IDSelectorBitmap(bits)
        parameters = _engine.IVFRaBitQSearchParameters(
            nprobe=min(probes, self.count), qb=_QUERY_BITS, sel=selector
        )
        _, rows = self._index.search(query.reshape(1, -1), count, params=parameters)
        found: Numbers = rows[0][rows[0] >= 0]
        return found


def write_matrix(path: Path, vectors: Rows, *, half: bool) -> Matrix:
    """Write every vector, as 16-bit floats where `half` is true, and return them."""
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
    return Matrix(index)


def write_cells(path: Path, vectors: Rows, cells: int, sizes: VectorSizes) -> Cells:
    """Train cells on some of the vectors, write the codes of all, and return them."""
    _threads(os.cpu_count() or 1)
    count, dimensions = vectors.shape
    index = _engine.index_factory(dimensions, f"IVF{cells},RaBitQ", _engine.METRIC_INNER_PRODUCT)
    index.cp.seed, index.cp.niter = _SEED, sizes.training_rounds
    index.cp.min_points_per_centroid = 1
    index.cp.max_points_per_centroid = sizes.training_rows
    drawn = np.random.default_rng(_SEED).permutation(count)[: cells * sizes.training_rows]
    index.train(np.ascontiguousarray(vectors[np.sort(drawn)], dtype=np.float32))
    _add(index, vectors)
    _engine.write_index(index, str(path))
    return Cells(index)


def read_matrix(path: Path) -> Matrix:
    """Open what `write_matrix` wrote. Raises RuntimeError where it cannot be read."""
    return Matrix(_engine.read_index(str(path), _engine.IO_FLAG_MMAP_IFC))


def read_cells(path: Path) -> Cells:
    """Open what `write_cells` wrote. Raises RuntimeError where it cannot be read."""
    index = _engine.read_index(str(path), _engine.IO_FLAG_MMAP | _engine.IO_FLAG_READ_ONLY)
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
