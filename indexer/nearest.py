"""The names nearest to a name that does not exist, so that an error can say what to try."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from heapq import nlargest
from itertools import takewhile
from operator import eq

from indexer.errors import NotFoundError, QueryError

_COUNT = 3
_LEAST = 0.6
_COMPARED = 10_000
"""Names that are compared letter by letter; of more, those that begin most alike."""
_LONGEST = 200
"""Code points of a name that is read as a citation."""


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three known names that resemble `name`, the nearest first; case is ignored."""
    by_fold = {other.casefold(): other for other in known}
    fold = name.casefold()
    if fold in by_fold:
        return (by_fold[fold],)
    alike = list(by_fold)
    if len(alike) > _COMPARED:
        alike = nlargest(_COMPARED, alike, key=lambda other: _shared(fold, other))
    found = get_close_matches(fold[:200], alike, _COUNT, _LEAST)
    return tuple(by_fold[close] for close in found)


def _shared(one: str, other: str) -> int:
    """How many letters two names have in common at their beginning."""
    return sum(takewhile(bool, map(eq, one, other)))


def not_offered(message: str, name: str, known: Iterable[str], listed: str = "") -> QueryError:
    """Return the error for a value that is not there: the nearest that are, then all of them.

    `listed` says in a sentence what there is, where the known names are not to be listed as such.
    """
    names = tuple(known)
    near = nearest(name, names)
    told = listed or f"There are: {', '.join(names)}."
    return QueryError(message, mend=f"{meant(near)}{told}", nearest=near)


def meant(near: Sequence[str]) -> str:
    """Return "Did you mean …? " with names, or nothing where there are none."""
    return f"Did you mean {', '.join(near)}? " if near else ""


def hint(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean …? " with the known names that resemble `name`, or nothing."""
    return meant(nearest(name, known))


def as_cited(
    error: NotFoundError, name: str, meant_by: Callable[[str], Sequence[str]]
) -> NotFoundError:
    """Return the error for a name that is none, with what it means as a citation, if anything.

    `meant_by` gives the identifiers of what a citation means. A name with a colon, or with an
    edition behind `@`, is meant as an identifier.
    """
    in_words = len(name) <= _LONGEST and any(map(str.isdigit, name)) and not {":", "@"} & set(name)
    found = meant_by(name) if in_words else ()
    if not found:
        return error
    near = tuple(dict.fromkeys((*found, *error.nearest)))
    mend = f"As a citation it means {', '.join(found)}: ask by identifier."
    return NotFoundError(error.message, mend=mend, nearest=near)
