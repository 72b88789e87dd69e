"""How a draft is traced, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TraceOptions:
    """Clauses for each sentence, how they are searched, and the limits of one answer."""

    k: int = 3
    """Clauses for each sentence."""
    mode: str = "hybrid"
    characters: int = 200_000
    """Code points of the text that are read."""
    citations: int = 2000
    """Citations that are checked."""
    sentences: int = 300
    """Sentences that are looked up."""
