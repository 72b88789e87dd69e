"""Concepts as numbers: which a text names, how rare they are, and which elements they serve.

A concept that a text names counts 1, every broader one half. A rare concept says more than a common
one, so each is weighed by its inverse document frequency among all the texts compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.concepts import Vocabulary
from indexer.retrieval.embed import Vectors

BROADER = 0.5


class Concepts:
    """A vocabulary whose concepts are numbered."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.ids = tuple(sorted(vocabulary.concepts))
        self._places = {name: place for place, name in enumerate(self.ids)}
        self._kept: dict[str, tuple[list[int], list[int]]] = {}

    def label(self, place: int) -> str:
        """Return the preferred label of a concept."""
        return self._vocabulary.concepts[self.ids[place]].label

    def named(self, texts: Sequence[str]) -> Vectors:
        """Return how far each text names each concept: float32 of shape (texts, concepts)."""
        found = np.zeros((len(texts), len(self.ids)), np.float32)
        new = list(dict.fromkeys(text for text in texts if text not in self._kept))
        self._kept |= zip(new, map(self._of, self._vocabulary.named(new)), strict=True)
        for row, text in enumerate(texts):
            above, names = self._kept[text]
            found[row, above], found[row, names] = BROADER, 1.0
        return found

    def elements(self, count: int) -> Vectors:
        """Return how far each concept belongs to each element: shape (concepts, count + 1)."""
        found = np.zeros((len(self.ids), count + 1), np.float32)
        for place, name in enumerate(self.ids):
            own = [number for number in self._vocabulary.concepts[name].elements if number <= count]
            found[place, own] = 1 / max(len(own), 1)
        return found

    def _of(self, names: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return the places of the concepts above those named, and of the named ones."""
        above = {higher for name in names for higher in self._vocabulary.above(name)}
        return [self._places[one] for one in above], [self._places[name] for name in names]


def rarity(*named: Vectors) -> Vectors:
    """Return the inverse document frequency of each concept over all the texts."""
    texts = sum(len(rows) for rows in named)
    holding = sum((rows >= 1).sum(axis=0) for rows in named)
    return np.log((1 + texts) / (1 + np.asarray(holding))).astype(np.float32)


def unit_length(rows: Vectors) -> Vectors:
    """Return rows scaled to length one; a row of nothing stays so."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)
