"""Texts that say the same in the same words, shown once: the first is kept, the others are named.

Two units are one where they share nearly all of their words, or where all that the later one says
stands word for word in the earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from indexer.retrieval.lexical import terms

LEAST_SHARED = 0.8
"""Of the different words of two texts together, those that both have."""
LEAST_WORDS = 8
"""A shorter text is never folded: it says too little to be a copy."""
_WORD = re.compile(r"\w+")


def fold(units: Iterable[int], text_of: Callable[[int], str], most: int) -> dict[int, list[int]]:
    """The first `most` different units in their order, each with those that say the same."""
    kept: dict[int, tuple[str, frozenset[str]]] = {}
    folded: dict[int, list[int]] = {}
    for unit in units:
        read = _read(text_of(unit))
        same = next((other for other in kept if _same(kept[other], read)), None)
        if same is not None:
            folded[same].append(unit)
        elif len(kept) < most:
            kept[unit] = read
            folded[unit] = []
    return folded


def _read(text: str) -> tuple[str, frozenset[str]]:
    return f" {' '.join(_WORD.findall(text.casefold()))} ", frozenset(terms(text))


def _same(kept: tuple[str, frozenset[str]], later: tuple[str, frozenset[str]]) -> bool:
    if len(later[0].split()) < LEAST_WORDS:
        return False
    if later[0] in kept[0]:
        return True
    both, either = len(kept[1] & later[1]), len(kept[1] | later[1])
    return both >= LEAST_SHARED * either
