"""The clauses that a search names: the whole query is a citation, or words in it are one.

Most queries cite nothing and must not pay for it: one without a figure is not looked at. Of the
words of a query only a run that holds a figure is tried, the longest first, and it counts only
where it means one thing, or is a list whose every place does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer.citing.listed import listed
from indexer.citing.names import iter_mentioned
from indexer.citing.resolver import matches
from indexer.citing.words import key

if TYPE_CHECKING:
    from indexer.citing.catalogue import Catalogue

MOST_WORDS = 16
"""Words of a query that is looked at; a longer one is a text, not a question."""
LONGEST = 8
"""Words of a citation within a query."""
MOST = 5
"""Places that a query may mean and that are still shown first."""
_FIGURE = re.compile(r"\d")
_EDGES = "“”\"'‘’?!,;"


def may_cite(query: str) -> bool:
    """Whether a query may cite something, without looking it up."""
    return bool(_FIGURE.search(query)) and len(query.split()) <= MOST_WORDS


def cited_in(query: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Identifiers of what a query cites, at most five; none where it cites nothing or too much."""
    if not may_cite(query):
        return ()
    whole = matches(query, catalogue)
    if whole:
        return whole if len(whole) <= MOST else ()
    if several := _listed(query, catalogue):
        return several
    meant = (_meant(run, catalogue) for run in _runs(query.split()))
    return next(filter(None, meant), ())


def _meant(run: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The one place that words mean, or all places of a list; nothing where that is not sure."""
    found = matches(run, catalogue)
    if found:
        return found if len(found) == 1 else ()
    named = next(iter_mentioned(catalogue.names, key(run)), None) is not None
    return _listed(run, catalogue) if named else ()


def _listed(run: str, catalogue: Catalogue) -> tuple[str, ...]:
    """All places of a list, where each means one thing and they are not too many.

    A list that spells out more is not looked up.
    """
    spelled = catalogue.lists.spelled(run)
    if spelled and len(spelled.parts) > MOST:
        return ()
    several = listed(run, catalogue, matches)
    return several.ids if several and several.sure and len(several.ids) <= MOST else ()


def _runs(words: list[str]) -> Iterator[str]:
    """Runs of two words or more that hold a figure, the longest first."""
    for length in range(min(len(words) - 1, LONGEST), 1, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if any(_FIGURE.search(word) for word in run):
                yield " ".join(run).strip(_EDGES)
