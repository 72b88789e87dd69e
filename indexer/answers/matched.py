"""The words that two texts share, on both sides: a reader's way to see why a link was made.

Words are compared by their stems and without stop words, as the search by words compares them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_KEPT = 4096
Word = tuple[int, int, frozenset[str]]


@lru_cache(maxsize=_KEPT)
def _words(text: str) -> tuple[tuple[Word, ...], frozenset[str]]:
    """The words of a text that mean something, each with its stems; and all stems together."""
    from indexer.retrieval.terms import terms

    found = ((m.start(), m.end(), frozenset(terms(m[0]))) for m in _WORD.finditer(text))
    words = tuple(word for word in found if word[2])
    return words, frozenset(stem for _, _, own in words for stem in own)


def shared_words(first: str, second: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the words that each text shares with the other, in its order.

    Each is {start, end, quote}; offsets count code points of the text it stands in.
    """
    return _in(first, second), _in(second, first)


def _in(text: str, other: str) -> list[dict[str, Any]]:
    (words, _), (_, stems) = _words(text), _words(other)
    return [
        {"start": start, "end": end, "quote": text[start:end]}
        for start, end, own in words
        if not own.isdisjoint(stems)
    ]
