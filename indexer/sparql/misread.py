"""Where a query stops being SPARQL, told at the word that is wrong.

The engine tells how far any of its attempts came, and an attempt at a keyword takes as many letters
as the keyword has, whatever they are: the place may lie fourteen letters behind the wrong one, and
in a short query at its end. So the query is read again with more blanks between its words than any
keyword has letters. Then no attempt comes as far as the next word, and the place that the engine
tells lies in the wrong word or in the blanks behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from indexer.sparql.model import QuerySyntaxError
from indexer.sparql.tokens import Reader, Token

MOST: Final = 20_000
"""Code points of a query that is read again; a longer one is told by the engine's place alone."""
_BLANKS: Final = " " * 24
"""More than any keyword of SPARQL has letters."""
_ALONE: Final = frozenset(",;")
"""Signs that are parts of no other, so that blanks may be put around them."""
_SHOWN: Final = 40
"""Code points of the wrong word that are shown."""
_WRITE: Final = "Write a query, such as SELECT * { ?s ?p ?o } LIMIT 10."
_FEW: Final = 3
"""Signs that would be right, up to which they are told."""
_TOLD = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Za-z]\w+")
_SENTENCE = re.compile(r"(?:[A-Z\\][\w\\*]*)(?: [\w*()]+){2,}")
_QUOTED = re.compile(r'"[^"\s]+"')
_PREFIX, _IRI = "Prefix not found", "IRI parsing failed"

Attempt = Callable[[str], str | None]
"""Reads a query and returns the engine's words on it, or None where it takes it."""


@dataclass(frozen=True, slots=True)
class _Widened:
    """A query with more blanks between its words, and where each of its tokens begins in both."""

    text: str
    tokens: Sequence[Token]
    starts: Sequence[int]
    """Of each token, in the wider text."""

    def token_at(self, place: int) -> Token | None:
        """The token at a place of the wider text, or before it; None behind the last."""
        found = bisect_right(self.starts, place) - 1
        if found < 0 or place >= self.starts[-1] + len(self.tokens[-1].text) + len(_BLANKS):
            return None
        return self.tokens[found]


def misread(query: str, attempt: Attempt, told: str) -> QuerySyntaxError:
    """Return the error for a query that is no SPARQL; `told` are the engine's words on it."""
    wide = _widened(query) if len(query) <= MOST else None
    if wide is not None and not wide.tokens:
        return QuerySyntaxError("The query is empty.", 1, 1, _WRITE)
    again = None if wide is None else attempt(wide.text)
    if wide is None or again is None:
        place, expected = _place(query, told)
        return _error(query, min(place, len(query)), "", expected)
    place, expected = _place(wide.text, again)
    token = wide.token_at(place)
    if token is None:
        return _error(query, len(query.rstrip()), "", expected)
    start = query.rfind("<", 0, token.end) if _IRI in expected else token.start
    return _error(query, start, query[start : token.end], expected)


def _widened(query: str) -> _Widened:
    tokens = Reader(query).plain
    pieces, starts, length = [query[: tokens[0].start] if tokens else query], [], 0
    for token, follows in zip_longest(tokens, tokens[1:]):
        length += len(pieces[-1])
        starts.append(length)
        gap = query[token.end : follows.start if follows else len(query)]
        glued = follows is not None and not gap and not _ALONE & {token.text, follows.text}
        blanks = "" if glued else "\n" + _BLANKS if "#" in gap else _BLANKS
        pieces.append(f"{query[token.start : token.end]}{gap}{blanks}")
    return _Widened("".join(pieces), tokens, starts)


def _place(query: str, told: str) -> tuple[int, list[str]]:
    """Where the engine stopped, as an offset, and what it would have taken there.

    Less the letters of the shortest keyword where it tried nothing else, and one where it read a
    whole name or IRI to find that it means nothing.
    """
    found = _TOLD.match(told)
    if found is None:
        return len(query), []
    expected = [part.strip() for part in re.split(r", (?![^\[]*\])", found[3])]
    lines = query.split("\n")
    place = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1
    if all(_KEYWORD.fullmatch(part) for part in expected):
        place -= min(len(part) for part in expected)
    elif {_PREFIX, _IRI} & set(expected):
        place -= 1
    return max(place, 0), expected


def _error(query: str, place: int, wrong: str, expected: Sequence[str]) -> QuerySyntaxError:
    line, column = Reader(query).place(place)
    shown = wrong if len(wrong) <= _SHOWN else f"{wrong[:_SHOWN]}…"
    at = f", at {shown!r}" if shown else ", where it ends" if place >= len(query.rstrip()) else ""
    why = _why(wrong, expected)
    said = f"The query is not SPARQL at line {line}, column {column}{at}{why}."
    return QuerySyntaxError(said, line, column)


def _why(wrong: str, expected: Sequence[str]) -> str:
    """What is known of the reason, behind a colon."""
    if _PREFIX in expected:
        return f": the prefix {wrong.partition(':')[0]}: is not declared"
    if _IRI in expected:
        return ": this is no absolute IRI"
    sentence = next((part for part in expected if _SENTENCE.fullmatch(part)), None)
    if sentence is not None:
        return f": {sentence}"
    if 0 < len(expected) <= _FEW and all(_QUOTED.fullmatch(part) for part in expected):
        return f": expected {' or '.join(expected)}"
    return ""
