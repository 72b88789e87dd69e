"""The names nearest to a name that does not exist, so that an error can say what to try."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_COUNT = 3
_LEAST = 0.6


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three known names that resemble `name`, the nearest first; case is ignored."""
    by_fold = {other.casefold(): other for other in known}
    if name.casefold() in by_fold:
        return (by_fold[name.casefold()],)
    found = get_close_matches(name.casefold()[:200], by_fold, _COUNT, _LEAST)
    return tuple(by_fold[fold] for fold in found)
