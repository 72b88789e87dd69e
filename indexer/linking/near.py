"""How near some units are to every provision, computed for all of them together.

A product of matrices reads the provisions once for a block of units, where unit by unit they would
be read again and again: with a thousand times as many provisions as fit the processor's memory that
is most of the time. What is best of several is taken before rounding, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.linking.ground import DIGITS, Ground
from indexer.retrieval.embed import Vectors

BLOCK = 32
"""Units compared together: their numbers for 20,000 provisions take some 20 MB."""


@dataclass(frozen=True)
class Near:
    """The numbers of one unit, each over all provisions."""

    cosine: Vectors
    sentence: Vectors
    """Of the unit's nearest sentence."""
    below: Vectors
    """Of the nearest unit below, or of the unit itself."""
    concepts: Vectors
    elements: Vectors


def near(ground: Ground, rows: Sequence[int]) -> Iterator[Near]:
    """Yield how near the units of some rows are, in their order, computed block by block."""
    for some in blocks(rows):
        yield from near_block(ground, some)


def blocks(rows: Sequence[int]) -> list[Sequence[int]]:
    """Return rows in blocks of those that are compared together."""
    return [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]


def near_block(ground: Ground, rows: Sequence[int]) -> Iterator[Near]:
    """Yield how near the units of one block are."""
    own = list(rows)
    cosine = ground.compare(ground.unit_vectors[own])
    sentence = _best(ground, [ground.sentence_vectors(row) for row in rows])
    below = _best(ground, [ground.unit_vectors[list(ground.below.get(r, (r,)))] for r in rows])
    concepts = np.round(ground.unit_directions[own] @ ground.target_directions.T, DIGITS)
    elements = np.round(ground.unit_elements[own] @ ground.target_elements.T, DIGITS)
    return map(Near, cosine, sentence, below, concepts, elements)


def _best(ground: Ground, vectors: Sequence[Vectors]) -> Vectors:
    """Return the cosine of the nearest of each group of vectors: (groups, provisions)."""
    cosines = np.concatenate(vectors) @ ground.both.T
    starts = np.cumsum([0, *map(len, vectors[:-1])])
    best: Vectors = np.maximum.reduceat(cosines, starts, axis=0)
    return np.round(best, DIGITS)
