"""Words in common, by BM25: how much of what a provision is known by a unit also says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from indexer.remembered import Remembered
from indexer.retrieval.embed import Vectors
from indexer.retrieval.lexical import terms_of
from indexer.retrieval.terms import terms

K1, B = 1.2, 0.75
DIGITS = 5


class Words:
    """The words of documents, to be asked one text after another."""

    def __init__(
        self, documents: Sequence[Sequence[str]], remembered: Remembered | None = None
    ) -> None:
        """Index documents, each given as texts that stand one after the other."""
        self._numbers: dict[str, int] = {}
        numbers = self._numbers
        texts = list(dict.fromkeys(text for parts in documents for text in parts))
        of = {
            text: [numbers.setdefault(term, len(numbers)) for term in found]
            for text, found in zip(texts, terms_of(texts, remembered), strict=True)
        }
        tokens = [[number for text in parts for number in of[text]] for parts in documents]
        self._count = len(documents)
        self._weights, self._places, self._starts = _index(tokens, numbers)

    def shares(self, query: str) -> Vectors:
        """Return BM25 of a query over the documents, divided by its best score."""
        found = np.zeros(self._count, np.float32)
        for number in (self._numbers[term] for term in terms(query) if term in self._numbers):
            own = slice(self._starts[number], self._starts[number + 1])
            found[self._places[own]] += self._weights[own]
        return np.asarray(np.round(found / max(found.max(), 1e-6), DIGITS), np.float32)


def shares(queries: Sequence[str], documents: Sequence[str]) -> Vectors:
    """Return the shares of each query over the documents, one row each."""
    words = Words([[text] for text in documents])
    return np.stack([words.shares(query) for query in queries])


def _index(tokens: Sequence[Sequence[int]], numbers: Mapping[str, int]) -> tuple[Any, Any, Any]:
    """Return weights and places of the documents of each word, and where each word begins."""
    if not numbers:
        return (), (), ()
    import bm25s  # a fifth of a second that no reader should pay

    index = bm25s.BM25(k1=K1, b=B, method="lucene")
    index.index((tokens, numbers), create_empty_token=False, show_progress=False)
    return tuple(index.scores[name] for name in ("data", "indices", "indptr"))
