"""Texts that say the same in the same words, shown once: the first is kept, the others are named.

Two units are one where they share nearly all of their words, or where all that the later one says
stands word for word in the earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from indexer.retrieval.terms import terms

LEAST_SHARED = 0.8
"""Of the different words of two texts together, those that both have."""
LEAST_WORDS = 8
"""A shorter text is never folded: it says too little to be a copy."""
_READ_KEPT = 4096
"""Texts that are remembered as they are compared: the same ones are found again and again."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as it is compared."""

    words: str
    """Its words, with a blank before and behind each."""
    count: int
    terms: frozenset[str]


def fold(units: Iterable[int], text_of: Callable[[int], str], most: int) -> dict[int, list[int]]:
    """The first `most` different units in their order, each with those that say the same."""
    kept: dict[int, _Read] = {}
    folded: dict[int, list[int]] = {}
    for unit in units:
        read = _read(text_of(unit))
        same = None
        if read.count >= LEAST_WORDS:
            same = next((other for other, own in kept.items() if _same(own, read)), None)
        if same is not None:
            folded[same].append(unit)
        elif len(kept) < most:
            kept[unit] = read
            folded[unit] = []
    return folded


@lru_cache(_READ_KEPT)
def _read(text: str) -> _Read:
    words = _WORD.findall(text.casefold())
    return _Read(f" {' '.join(words)} ", len(words), frozenset(terms(text)))


def _same(kept: _Read, later: _Read) -> bool:
    if later.words in kept.words:
        return True
    few, many = sorted((len(kept.terms), len(later.terms)))
    if few < LEAST_SHARED * many:
        return False  # which most pairs are told by, without a look at their words
    both = len(kept.terms & later.terms)
    return both >= LEAST_SHARED * (few + many - both)
