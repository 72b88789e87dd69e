"""How many cells a search must visit, found when the index is built, by trying.

The queries tried are half-way between two rows of the index, drawn with a fixed seed: like a
question, and unlike a row, they lie near no vector in particular, which is harder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.retrieval.embed import Vectors
from indexer.retrieval.engine import Cells, Matrix
from indexer.retrieval.sizes import VectorSizes

_SEED = 20_261


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found when an index was built."""

    probes: int
    """Cells that a search visits."""
    recall: float
    """Share of the truly best rows that were found with so many, on average."""
    depth: int
    """The number of best rows of which that is the share."""
    queries: int


def measure(matrix: Matrix, cells: Cells, sizes: VectorSizes) -> Measured:
    """The least power of two of cells that suffice."""
    queries = _between(matrix, sizes.recall_queries)
    depth = min(sizes.recall_depth, len(matrix))
    _, best = matrix.search(queries, depth)
    probes = 1
    while True:
        found = (cells.search(query, depth, probes)[1] for query in queries)
        shares = [len(np.intersect1d(a, b)) / depth for a, b in zip(found, best, strict=True)]
        recall = float(np.mean(shares))
        if recall >= sizes.recall or probes >= cells.count:
            return Measured(min(probes, cells.count), round(recall, 4), depth, len(queries))
        probes *= 2


def _between(matrix: Matrix, count: int) -> Vectors:
    pairs = np.random.default_rng(_SEED).integers(0, len(matrix), (2, count))
    middle = matrix.vectors(pairs[0]) + matrix.vectors(pairs[1])
    lengths = np.maximum(np.linalg.norm(middle, axis=1, keepdims=True), 1e-6)
    return np.ascontiguousarray(middle / lengths, dtype=np.float32)
