"""What a search is asked and what it answers, as values."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.retrieval.embed import Vectors
from indexer.retrieval.rank import Mode
from indexer.retrieval.spelling import Correction


@dataclass(frozen=True, slots=True)
class Match:
    """The words of a unit that matched: code points [start, end) of its clean text."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit found, how well, and where."""

    id: str
    score: float
    """1 where the query cites the unit; its parts are what they are."""
    semantic: float | None
    lexical: float | None
    match: Match
    notions: float | None = None
    also_at: tuple[str, ...] = ()
    """Units further down that say the same in the same words."""
    cited: bool = False
    """Whether the query cites it; such hits come first."""
    good: bool = True
    """Whether it would be a match if it were the first: its chance to answer is high enough."""


@dataclass(frozen=True, slots=True)
class Results:
    """Hits, best first, and whether even the first is too weak to be an answer."""

    hits: tuple[Hit, ...]
    no_good_match: bool
    mode: Mode
    corrections: tuple[Correction, ...] = ()
    """Words of the query that were read as others."""
    confidence: float = 0.0
    """Chance that the first hit answers: 1 where the query cites it, 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with all that it is compared by; None where the mode does not compare it."""

    text: str
    vector: Vectors | None
    shares: Vectors | None
    notions: Vectors | None
