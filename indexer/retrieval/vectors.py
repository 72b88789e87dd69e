"""The vectors of a build: one row for each passage, exact search, several rows to a unit.

The only importer of faiss. A unit's score is the mean of two cosines, of the best row that covers
the unit or a window of it and of its best sentence: a long unit is not punished for what else it
says, nor a stray sentence rewarded too much. A filter is applied inside the search, before ranking:
k units come back wherever k are allowed. Exact search is the right choice
at this size; half precision takes over where it is faster without losing anything that counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from indexer.errors import InputError
from indexer.retrieval.embed import Vectors

HALF_PRECISION_FROM = 50_000
"""Rows from which 16-bit floats are searched faster than 32-bit ones."""
LEAST_FETCH = 256
"""Rows fetched at first; several rows may belong to one unit."""
DIGITS = 6
"""Scores are rounded to this many decimals, so that equal texts score equally."""
_INDEX = "vectors.faiss"
_ROWS = "rows.npy"

_engine: Any = faiss
"""The type stubs of faiss know its C++ signatures only."""

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """What one vector stands for: a range of code points in a unit's clean text."""

    unit: int
    """Place of the unit among the units of the build."""
    start: int
    end: int
    sentence: bool
    """Whether the range is a single sentence, and so fit to be quoted as the match."""


class VectorIndex:
    """Rows and their vectors, opened for reading."""

    def __init__(self, index: Any, rows: Numbers) -> None:
        self._index = index
        self._rows = rows
        units = int(rows[-1, 0]) + 1 if len(rows) else 0
        self._first = np.searchsorted(rows[:, 0], np.arange(units + 1))

    def __len__(self) -> int:
        return len(self._rows)

    def search(
        self, query: Vectors, k: int, allowed: Mask | None = None
    ) -> list[tuple[int, float]]:
        """The `k` best units for one query vector of shape (dimensions,), with their scores.

        `allowed` has one truth value for each unit of the build. Best first; equal scores in the
        order of the units. Exact: more rows are fetched until no other unit can come in, for a
        unit's score is never above that of its best row.
        """
        rows_allowed = None if allowed is None else allowed[self._rows[:, 0]]
        candidates = len(self) if rows_allowed is None else int(rows_allowed.sum())
        fetch = min(max(8 * k, LEAST_FETCH), candidates)
        while fetch:
            cosines, rows = self._top_rows(query, fetch, rows_allowed)
            units = np.unique(self._rows[rows, 0])
            scores = self.scores(query, units)
            order = np.lexsort((units, -scores))[:k]
            certain = len(order) == k and scores[order[-1]] > cosines[-1]
            if certain or fetch == candidates:
                return [(int(units[place]), float(scores[place])) for place in order]
            fetch = min(4 * fetch, candidates)
        return []

    def scores(self, query: Vectors, units: Numbers) -> Vectors:
        """Mean of the cosines of each unit's best wide row and best sentence; -1 without rows."""
        found = np.full(len(units), -1.0, dtype=np.float32)
        inside = np.flatnonzero(units < len(self._first) - 1)
        first, last = self._first[units[inside]], self._first[units[inside] + 1]
        full, counts = inside[last > first], (last - first)[last > first]
        if len(full):
            starts = np.cumsum(counts) - counts
            numbers = np.repeat(first[last > first] - starts, counts) + np.arange(counts.sum())
            found[full] = self._means(query, numbers, starts)
        return found

    def cosines(self, query: Vectors, rows: Numbers) -> Vectors:
        """Cosine of each of the rows of these numbers with one query vector."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        products: Vectors = self._index.reconstruct_batch(rows) @ query
        return np.round(products, DIGITS).astype(np.float32, copy=False)

    def rows_of(self, unit: int) -> Numbers:
        """Numbers of the rows of a unit, in the order in which they were saved."""
        if not 0 <= unit < len(self._first) - 1:
            return np.zeros(0, dtype=np.int64)
        return np.arange(self._first[unit], self._first[unit + 1], dtype=np.int64)

    def row(self, number: int) -> Row:
        """What the vector of this number stands for."""
        unit, start, end, sentence = (int(value) for value in self._rows[number])
        return Row(unit, start, end, bool(sentence))

    def _means(self, query: Vectors, rows: Numbers, starts: Numbers) -> Vectors:
        """Mean of the best wide row and the best sentence of each run of `rows`."""
        cosines, sentence = self.cosines(query, rows), self._rows[rows, 3] == 1
        narrow = np.maximum.reduceat(np.where(sentence, cosines, -np.inf), starts)
        wide = np.maximum.reduceat(np.where(sentence, -np.inf, cosines), starts)
        wide = np.where(np.isfinite(wide), wide, narrow)
        narrow = np.where(np.isfinite(narrow), narrow, wide)
        means: Vectors = np.round((wide + narrow) / 2, DIGITS)
        return means

    def _top_rows(
        self, query: Vectors, count: int, allowed: Mask | None
    ) -> tuple[Vectors, Numbers]:
        """Scores and numbers of the best `count` rows, best first."""
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            parameters = _engine.SearchParameters(sel=_engine.IDSelectorBitmap(bits))
        scores, rows = self._index.search(query.reshape(1, -1), count, params=parameters)
        found = rows[0] >= 0
        return np.round(scores[0][found], DIGITS), rows[0][found]


def save(folder: Path, rows: Sequence[Row], vectors: Vectors) -> None:
    """Write the vectors and what they stand for; `rows` must be in the order of the units."""
    if len(rows) != len(vectors):
        raise ValueError(f"{len(rows)} rows but {len(vectors)} vectors")
    values = [(row.unit, row.start, row.end, row.sentence) for row in rows]
    table = np.array(values, dtype="<i8").reshape(-1, 4)
    if (np.diff(table[:, 0]) < 0).any():
        raise ValueError("rows are not in the order of their units")
    index = _new_index(vectors.shape[1], len(rows))
    if len(rows):
        index.train(vectors)
        index.add(vectors)
    folder.mkdir(parents=True, exist_ok=True)
    _engine.write_index(index, str(folder / _INDEX))
    np.save(folder / _ROWS, table)


def load(folder: Path) -> VectorIndex:
    """Open what `save` wrote, mapped into memory rather than read; InputError if it cannot be."""
    try:
        index = _engine.read_index(str(folder / _INDEX), _engine.IO_FLAG_MMAP_IFC)
        rows = np.load(folder / _ROWS, mmap_mode="r")
    except (RuntimeError, OSError, ValueError) as error:
        raise InputError(
            f"The vectors in {folder} cannot be read: {error}", mend="Build the index again."
        ) from error
    if index.ntotal != len(rows):
        raise InputError(
            f"{folder} has {index.ntotal} vectors for {len(rows)} rows.",
            mend="Build the index again.",
        )
    return VectorIndex(index, rows)


def _new_index(dimensions: int, count: int) -> Any:
    if count < HALF_PRECISION_FROM:
        return _engine.IndexFlatIP(dimensions)
    return _engine.IndexScalarQuantizer(
        dimensions, _engine.ScalarQuantizer.QT_fp16, _engine.METRIC_INNER_PRODUCT
    )
