"""One order from two kinds of evidence: what a unit means and which words it has.

The two scores are added, not their ranks. The cosines say how near the meaning is; the share says
how much of the query the unit has word for word, and is small for a query whose words the texts do
not use. So the weight of the words differs with each query and each unit by itself: a query of
keywords is decided by them, one in everyday language is hardly touched. docs/search-experiments.md
has the figures behind the constants.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from indexer.retrieval.embed import Vectors
from indexer.retrieval.vectors import DIGITS, Mask, Numbers, VectorIndex

WORDS_WEIGHT = 0.23
"""Of the share in the sum; the cosine has the rest."""
POOL = 200
"""Best units by each kind of evidence that are scored by both."""
LEAST_COSINE = 0.34
"""A first hit below this is no good match, by meaning."""
LEAST_SHARE = 0.28
"""A first hit below this is no good match, where only words are compared."""
MOST_WORDS = 0.55
"""From this share on a hit has most words of the query, and is a match whatever its cosine."""


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
    """Share of the query found in words, or None where words were not compared."""


def fuse(semantic: Vectors, lexical: Vectors) -> Vectors:
    """Scores from the two parts, arrays of one length."""
    scores = (1 - WORDS_WEIGHT) * semantic + WORDS_WEIGHT * lexical
    return np.round(scores, DIGITS).astype(np.float32)


def rank_lexical(shares: Vectors, k: int, allowed: Mask | None) -> list[Ranked]:
    """The `k` best units by words alone; units that share none with the query are left out."""
    units = best_shares(shares, k, allowed)
    return [Ranked(int(u), float(shares[u]), None, float(shares[u])) for u in units]


def rank_semantic(index: VectorIndex, query: Vectors, k: int, allowed: Mask | None) -> list[Ranked]:
    """The `k` best units by meaning alone."""
    return [Ranked(u, score, score, None) for u, score in index.search(query, k, allowed)]


def rank_hybrid(
    index: VectorIndex, query: Vectors, shares: Vectors, k: int, allowed: Mask | None
) -> list[Ranked]:
    """The `k` best units by the sum of both, every candidate scored by both.

    Candidates are the best by meaning and the best by words. Equal scores stay in the order of the
    units.
    """
    pool = max(POOL, 4 * k)
    near = [unit for unit, _ in index.search(query, pool, allowed)]
    units = np.union1d(np.array(near, dtype=np.int64), best_shares(shares, pool, allowed))
    semantic, lexical = index.scores(query, units), shares[units]
    scores = fuse(semantic, lexical)
    order = np.lexsort((units, -scores))[:k]
    return [
        Ranked(int(units[i]), float(scores[i]), float(semantic[i]), float(lexical[i]))
        for i in order
    ]


def best_shares(shares: Vectors, k: int, allowed: Mask | None) -> Numbers:
    """The `k` allowed units with the greatest shares above 0, best first."""
    found = np.flatnonzero(shares > 0 if allowed is None else (shares > 0) & allowed)
    if len(found) > k:  # sorting all of them would take longest of all in a large build
        least = np.partition(shares[found], len(found) - k)[len(found) - k]
        found = found[shares[found] >= least]
    order = np.lexsort((found, -shares[found]))[:k]
    return found[order].astype(np.int64)


def no_good_match(ranked: list[Ranked]) -> bool:
    """Whether even the first hit is too weak to be called an answer, or there is none."""
    if not ranked:
        return True
    first = ranked[0]
    if first.semantic is None:
        return (first.lexical or 0.0) < LEAST_SHARE
    return first.semantic < LEAST_COSINE and (first.lexical or 0.0) < MOST_WORDS
