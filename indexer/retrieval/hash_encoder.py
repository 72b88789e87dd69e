"""An encoder without a model, for tests: texts that share words get vectors that are close.

It knows nothing of meaning, but it is instant, needs no weights and gives the same bytes
everywhere, so that everything around a model can be tried without one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from indexer.retrieval.embed import ModelId, Vectors


class HashEncoder:
    """Sums a pseudo-random direction for each word of a text."""

    def __init__(self, dimensions: int = 64, window: int = 32) -> None:
        recipe = hashlib.sha256(b"sum of hashed words").hexdigest()
        self.model = ModelId("hashed-words", recipe, dimensions, window)
        self.encoded: list[str] = []
        """Every text encoded so far, in order."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`, float32 of shape (n, dimensions), each of length one."""
        self.encoded.extend(texts)
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(
            len(texts), self.model.dimensions
        )

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Ranges of the words and other marks in `text`."""
        return [found.span() for found in re.finditer(r"\w+|[^\w\s]", text)]

    def _vector(self, text: str) -> Vectors:
        words = re.findall(r"\w+", text.lower()) or [""]
        total = np.sum([self._direction(word) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _direction(self, word: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        drawn = np.random.default_rng(seed).standard_normal(self.model.dimensions)
        return drawn.astype(np.float32)
