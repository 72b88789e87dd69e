"""Words in common, by BM25: how much of what a provision is known by a unit also says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.retrieval.embed import Vectors
from indexer.retrieval.lexical import terms

K1, B = 1.2, 0.75
DIGITS = 5


def shares(queries: Sequence[str], documents: Sequence[str]) -> Vectors:
    """Return BM25 of each query over the documents, each row divided by its best score."""
    numbers: dict[str, int] = {}
    tokens = [[numbers.setdefault(t, len(numbers)) for t in terms(text)] for text in documents]
    found = np.zeros((len(queries), len(documents)), np.float32)
    if not numbers:
        return found
    import bm25s  # a fifth of a second that no reader should pay

    index = bm25s.BM25(k1=K1, b=B, method="lucene")
    index.index((tokens, numbers), create_empty_token=False, show_progress=False)
    for row, query in enumerate(queries):
        known = [term for term in terms(query) if term in numbers]
        if known:
            found[row] = index.get_scores(known)
    best = np.maximum(found.max(axis=1, keepdims=True), 1e-6)
    return np.asarray(np.round(found / best, DIGITS), np.float32)
