"""One order from three kinds of evidence: what a unit means, which words and which concepts it has.

The scores are added, not their ranks. The cosines say how near the meaning is; the share says how
much of the query the unit has word for word, or by another label of the same concept, and is small
for a query whose words the texts do not use; the notions say whether the unit names what the query
says in everyday words. So the weight of each differs with the query and the unit by itself.
Weights come from weights.toml.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from indexer.retrieval.embed import Vectors
from indexer.retrieval.sections import lifted
from indexer.retrieval.vectors import DIGITS, Mask, Numbers, VectorIndex
from indexer.retrieval.weights import Weights

POOL = 200
"""Best units by each kind of evidence that are scored by both."""


class Mode(StrEnum):
    """What a search compares."""

    HYBRID = "hybrid"
    SEMANTIC = "semantic"
    LEXICAL = "lexical"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit in its place, with what put it there."""

    unit: int
    score: float
    semantic: float | None
    """Mean cosine of the unit and of its best sentence, or None where meaning was not compared."""
    lexical: float | None
    """Share of the query found in words and named concepts, or None where not compared."""
    notions: float | None = None
    """Share of the concepts that the query means in everyday words, or None where not compared."""


def fuse(weights: Weights, semantic: Vectors, lexical: Vectors, notions: Vectors) -> Vectors:
    """Scores from the parts, arrays of one length."""
    rest = 1 - weights.words - weights.notions
    scores: Vectors = rest * semantic + weights.words * lexical + weights.notions * notions
    return np.round(scores, DIGITS).astype(np.float32, copy=False)


def of_parts(
    weights: Weights,
    units: Numbers,
    semantic: Vectors | None,
    lexical: Vectors | None,
    notions: Vectors | None,
) -> list[Ranked]:
    """Units with their scores, in the order given; a part is None where it is not compared."""
    if semantic is not None and lexical is not None and notions is not None:
        scores = fuse(weights, semantic, lexical, notions)
    else:
        scores = np.zeros(len(units), np.float32) if lexical is None else lexical
        scores = scores if semantic is None else semantic
    parts = [
        [None] * len(units) if part is None else [float(value) for value in part]
        for part in (semantic, lexical, notions)
    ]
    return [
        Ranked(int(unit), float(score), *rest)
        for unit, score, *rest in zip(units, scores, *parts, strict=True)
    ]


def rank_lexical(shares: Vectors, k: int, allowed: Mask | None) -> list[Ranked]:
    """The `k` best units by words alone; units that share none with the query are left out."""
    units = best_shares(shares, k, allowed)
    return [Ranked(int(u), float(shares[u]), None, float(shares[u])) for u in units]


def rank_semantic(index: VectorIndex, query: Vectors, k: int, allowed: Mask | None) -> list[Ranked]:
    """The `k` best units by meaning alone."""
    return [Ranked(u, score, score, None) for u, score in index.search(query, k, allowed)]


def rank_hybrid(
    weights: Weights,
    index: VectorIndex,
    query: Vectors,
    shares: Vectors,
    notions: Vectors,
    k: int,
    allowed: Mask | None,
    sections: Numbers | None = None,
) -> list[Ranked]:
    """The `k` best units by the sum of all, every candidate scored by all.

    Candidates are the best by meaning, the best by words and the best by notions. `sections` has
    the number of every unit's section, where they are known. Equal scores stay in the order of the
    units.
    """
    pool = max(POOL, 4 * k)
    near = dict(index.search(query, pool, allowed))
    units = np.array([*near], dtype=np.int64)
    for part in (shares, notions):
        units = np.union1d(units, best_shares(part, pool, allowed))
    semantic = np.array([near.get(int(unit), np.nan) for unit in units], dtype=np.float32)
    others = np.isnan(semantic)
    semantic[others] = index.scores(query, units[others])
    lexical, meant = shares[units], notions[units]
    scores = fuse(weights, semantic, lexical, meant)
    if sections is not None:
        scores = np.round(lifted(scores, sections[units]), DIGITS)
    best = np.lexsort((units, -scores))[:k]
    found = of_parts(weights, units[best], semantic[best], lexical[best], meant[best])
    return [replace(own, score=float(scores[at])) for own, at in zip(found, best, strict=True)]


def best_shares(shares: Vectors, k: int, allowed: Mask | None) -> Numbers:
    """The `k` allowed units with the greatest shares above 0, best first."""
    found = np.flatnonzero(shares > 0 if allowed is None else (shares > 0) & allowed)
    if len(found) > k:  # sorting all of them would take longest of all in a large build
        least = np.partition(shares[found], len(found) - k)[len(found) - k]
        found = found[shares[found] >= least]
    order = np.lexsort((found, -shares[found]))[:k]
    return found[order].astype(np.int64)
