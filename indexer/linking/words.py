"""Words in common, by BM25: how much of what a provision is known by a unit also says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from indexer.retrieval.embed import Vectors
from indexer.retrieval.lexical import terms

K1, B = 1.2, 0.75
DIGITS = 5


class Words:
    """The words of documents, to be asked one text after another."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._numbers: dict[str, int] = {}
        numbers = self._numbers
        tokens = [[numbers.setdefault(t, len(numbers)) for t in terms(text)] for text in documents]
        self._count = len(documents)
        self._index: Any = _index(tokens, numbers) if numbers else None

    def shares(self, query: str) -> Vectors:
        """Return BM25 of a query over the documents, divided by its best score."""
        known = [term for term in terms(query) if term in self._numbers]
        if not known:
            return np.zeros(self._count, np.float32)
        found = self._index.get_scores(known)
        return np.asarray(np.round(found / max(found.max(), 1e-6), DIGITS), np.float32)


def shares(queries: Sequence[str], documents: Sequence[str]) -> Vectors:
    """Return the shares of each query over the documents, one row each."""
    words = Words(documents)
    return np.stack([words.shares(query) for query in queries])


def _index(tokens: Sequence[Sequence[int]], numbers: Mapping[str, int]) -> Any:
    import bm25s  # a fifth of a second that no reader should pay

    index = bm25s.BM25(k1=K1, b=B, method="lucene")
    index.index((tokens, numbers), create_empty_token=False, show_progress=False)
    return index
