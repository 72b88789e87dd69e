"""The tokens of a query, in every way in which the engine may cut it.

The engine's parser tries one reading after another and needs no blank between words: what looks
like an IRI may be a comparison (see `guard`). So there is the plain reading, in which what can be
an IRI is one, and all readings together. The tokens are those of
https://www.w3.org/TR/sparql11-query/#sparqlGrammar, section 19.8.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

_PLX = r"(?:%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?#@%])"
_TOKENS: Final[Mapping[str, str]] = {
    "space": r"[\x20\t\r\n]+",
    "iri": r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>",
    "string": r"\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*+\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*+'''"
    r"|\"(?:[^\"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'",
    "variable": r"[?$]\w+",
    "blank": r"_:\w(?:[\w.\-]*[\w\-])?",
    "name": r"(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:"
    rf"(?:(?:[\w:]|{_PLX})(?:(?:[\w:.\-]|{_PLX})*(?:[\w:\-]|{_PLX}))?)?",
    "language": r"@[A-Za-z]+(?:--?[A-Za-z0-9]+)*",
    "number": r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?",
    "word": r"[^\W\d][\w.\-]*",
    "sign": r".",
}
"""In the order in which they are tried. A word runs on over dots, so that no stretch of text is
looked at twice."""
_TOKEN: Final = re.compile("|".join(f"(?P<{k}>{v})" for k, v in _TOKENS.items()), re.DOTALL)
_OPERATORS: Final = frozenset("<=!+-/|&^,")
"""Signs after which a term must follow, and no keyword can."""
_QUOTES: Final = frozenset("\"'")
OPEN: Final = frozenset("({[")
_CLOSE: Final = frozenset(")}]")


class Token(NamedTuple):
    """A token of one reading: its kind, its text, its range, and the operator just before it."""

    kind: str
    text: str
    start: int
    end: int
    before: str
    """One of `_OPERATORS`, or empty."""


class Reader:
    """The tokens of one query, in the plain reading and in all of them."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._line_ends = [match.start() for match in re.finditer(r"[\r\n]|\Z", query)]

    @cached_property
    def plain(self) -> tuple[Token, ...]:
        """The tokens of the reading in which what can be an IRI is one, in order."""
        tokens: list[Token] = []
        start, before = 0, ""
        while start < len(self._query):
            token = next(self._at(start, before), None)
            if token is None:
                break
            if token.kind != "space":
                tokens.append(token)
            start, before = token.end, _after(token)
        return tuple(tokens)

    def all_readings(self) -> Iterator[Token]:
        """Yield the tokens of every reading, each once, in no particular order.

        The work grows with the length of the query, not with the number of readings.
        """
        pending: list[tuple[int, str]] = [(0, "")]
        seen: set[tuple[int, str]] = set()
        while pending:
            state = pending.pop()
            if state not in seen and state[0] < len(self._query):
                seen.add(state)
                for token in self._at(*state):
                    pending.append((token.end, _after(token)))
                    if token.kind != "space":
                        yield token

    def declared(self) -> set[str]:
        """Return the prefixes that the query declares, also with PREFIX glued to the name."""
        names: set[str] = set()
        for name, iri in pairwise(self.plain):
            if name.kind == "name" and name.text.endswith(":") and iri.kind == "iri":
                names |= {name.text[:-1], re.sub("^prefix", "", name.text[:-1], flags=re.I)}
        return names

    def namespaces(self) -> dict[str, str]:
        """Return the IRI of each prefix that the query declares, in the plain reading."""
        return {
            name.text[:-1]: iri.text[1:-1]
            for name, iri in pairwise(self.plain)
            if name.kind == "name" and name.text.endswith(":") and iri.kind == "iri"
        }

    def place(self, start: int) -> tuple[int, int]:
        """Return the line and column, from 1, of a place in the query."""
        before = self._query[:start]
        return before.count("\n") + 1, start - before.rfind("\n")

    def nesting(self) -> int:
        """Return how deep brackets nest at most, in whichever reading."""
        depth = deepest = hidden = 0
        for token in self.plain:
            depth += (token.text in OPEN) - (token.text in _CLOSE)
            if token.kind == "iri" and "//" not in token.text.partition("#")[0]:
                hidden += sum(token.text.count(sign) for sign in OPEN)
            deepest = max(deepest, depth + hidden)
        return deepest

    def _at(self, start: int, before: str) -> Iterator[Token]:
        """Yield what can start at `start`: two tokens for a `<`, none where no reading goes on."""
        sign = self._query[start]
        if sign == "/" == before:
            return  # `//` occurs in IRIs only: this was no comparison with what follows
        if sign == "#":
            end = self._line_ends[bisect_left(self._line_ends, start)]
            yield Token("space", "", start, end, before)
            return
        match = _TOKEN.match(self._query, start)
        kind = str(match.lastgroup) if match else "sign"
        if match and not (kind == "sign" and sign in _QUOTES):
            yield Token(kind, match.group(), start, match.end(), before)
        if kind == "iri":
            yield Token("sign", sign, start, start + 1, before)


def _after(token: Token) -> str:
    if token.kind == "space":
        return token.before
    return token.text if token.text in _OPERATORS else ""
