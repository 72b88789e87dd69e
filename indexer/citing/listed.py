"""What a list or a range of places cites: each of its places by itself, or it is no match.

Either one run of labels shares what stands beside it (`arts. 6-8 of C155`), or whole citations
follow one another, each of which names its instrument (`C155 art 13 and ICESCR art 7`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from indexer.citing.catalogue import Catalogue
from indexer.citing.lists import Spelled
from indexer.citing.names import iter_mentioned
from indexer.citing.words import key

_MOST_CUTS = 12
_MOST_TOLD = 5
_UNCOUNTED = "The list is too long, or the ends of a range do not count on from each other."
_NO_ENDS = "Check the numbers, and name the instrument."
Ids = tuple[str, ...]
Matching = Callable[[str, Catalogue], Ids]


@dataclass(frozen=True, slots=True)
class Listed:
    """What was found of a list."""

    ids: Ids
    """Every place, in the order of the text; none where one of them cites nothing."""
    sure: bool
    """Whether each place means one thing, so that the text names them all."""
    ends: Ids = ()
    """What was found of the first and of the last place, where there is no match."""
    remark: str | None = None
    """Why there is no match, and what to ask instead."""


def listed(text: str, catalogue: Catalogue, matching: Matching) -> Listed | None:
    """Return what a text cites as a list; None where it is none.

    `matching` gives the matches of a citation of one place.
    """
    spelled = catalogue.lists.spelled(text)
    own = _places(spelled, catalogue, matching) if spelled else None
    if own and own.ids:
        return own
    return _citations(text, catalogue, matching, _MOST_CUTS) or own


def _places(spelled: Spelled, catalogue: Catalogue, matching: Matching) -> Listed:
    """Return what the places of one run cite: all of them, or nothing and why."""
    found = {part: matching(part, catalogue) for part in spelled.parts} if spelled.whole else {}
    if found and all(found.values()):
        return _all_of(found.values())
    first, last = spelled.parts[0], spelled.parts[-1]
    ends = (*matching(first, catalogue), *matching(last, catalogue))
    missing = [f"“{part}”" for part, ids in found.items() if not ids]
    why = f"Nothing is known of {_few(missing)}." if missing else _UNCOUNTED
    mend = f"Ask for each place alone, from “{first}” to “{last}”." if ends else _NO_ENDS
    return Listed((), False, ends, f"{why} {mend}")


def _few(names: Sequence[str]) -> str:
    left = len(names) - _MOST_TOLD
    return ", ".join(names[:_MOST_TOLD]) + (f" and {left} more" if left > 0 else "")


def _all_of(found: Iterable[Ids]) -> Listed:
    each = list(found)
    ids = tuple(dict.fromkeys(name for own in each for name in own))
    return Listed(ids, all(len(own) == 1 for own in each))


def _citations(
    text: str, catalogue: Catalogue, matching: Matching, cuts_left: int
) -> Listed | None:
    """Return what whole citations cite that follow one another."""
    cuts = catalogue.lists.cuts(text)
    if len(cuts) > cuts_left:
        return None
    for left, right in cuts:
        first = _citation(left, catalogue, matching)
        rest = first and (
            _citation(right, catalogue, matching)
            or _citations(right, catalogue, matching, len(cuts))
        )
        if first and rest:
            ids = tuple(dict.fromkeys((*first.ids, *rest.ids)))
            return Listed(ids, first.sure and rest.sure)
    return None


def _citation(text: str, catalogue: Catalogue, matching: Matching) -> Listed | None:
    """Return what a text cites that names an instrument, at one place or at several."""
    if next(iter_mentioned(catalogue.names, key(text)), None) is None:
        return None
    ids = matching(text, catalogue)
    if ids:
        return _all_of([ids])
    spelled = catalogue.lists.spelled(text)
    own = _places(spelled, catalogue, matching) if spelled else None
    return own if own and own.ids else None
