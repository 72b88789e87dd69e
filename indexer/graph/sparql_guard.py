"""What a caller's query may not do, decided from its tokens before the engine sees it.

The engine calls whatever address a SERVICE names, and has no switch against it. Its parser tries
one reading after another and needs no blank between words, so a guard that cuts the text into
tokens in one way only can be led past a SERVICE: in

    FILTER(?a<?b)SERVICE#>
    <http://…> { … }

`<?b)SERVICE#>` looks like an IRI and is read as a comparison; in `SERVICEex:a { … }` what looks
like a prefixed name is the keyword and a name. Here every `<` is followed in both readings, and a
name that hides the keyword counts as one. The tokens are those of
https://www.w3.org/TR/sparql11-query/#sparqlGrammar, section 19.8.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from indexer.errors import QueryError

MAX_NESTING: Final = 64
"""Brackets within brackets: far more than a query needs, far fewer than crash the parser."""

UPDATES: Final = frozenset(
    {"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"}
)
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
_OPEN: Final = frozenset("({[")
_CLOSE: Final = frozenset(")}]")


class Token(NamedTuple):
    """A token of one reading: its kind, its text, its range, and the operator just before it."""

    kind: str
    text: str
    start: int
    end: int
    before: str
    """One of `_OPERATORS`, or empty."""


def check(query: str, prefixes: Iterable[str] = ()) -> None:
    """Raise QueryError where `query` is an update, reaches out, or is nested too deeply.

    `prefixes` are those that the engine is given besides the query's own. The query may still be
    no SPARQL at all: that is for the engine to say.
    """
    reader = Reader(query)
    declared = reader.declared() | set(prefixes)
    update: str | None = None
    for token in reader.all_readings():
        if _reaches_out(token, declared):
            raise QueryError(
                f"SERVICE is not offered (line {query.count(chr(10), 0, token.start) + 1}): "
                "queries run over this graph alone.",
                mend="Ask the other endpoint yourself and join the results.",
            )
        if token.kind == "word" and token.text.lower() in UPDATES:
            update = token.text.upper()
    if update is not None:
        raise QueryError(
            f"{update} is not offered: the graph is read-only.",
            mend="Use SELECT, ASK, CONSTRUCT or DESCRIBE.",
        )
    if reader.nesting() > MAX_NESTING:
        raise QueryError(
            f"The query nests brackets more than {MAX_NESTING} deep.",
            mend="Write it with fewer groups inside each other.",
        )


def names_graphs(query: str) -> bool:
    """Return whether `query` chooses its own graphs by FROM or FROM NAMED."""
    head = takewhile(lambda token: token.text != "{", Reader(query).plain)
    return any(token.kind == "word" and "from" in token.text.lower() for token in head)


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

    def nesting(self) -> int:
        """Return how deep brackets nest at most, in whichever reading."""
        depth = deepest = hidden = 0
        for token in self.plain:
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if token.kind == "iri" and "//" not in token.text.partition("#")[0]:
                hidden += sum(token.text.count(sign) for sign in _OPEN)
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


def _reaches_out(token: Token, declared: set[str]) -> bool:
    """Return whether a token is, or hides, the keyword SERVICE at a place where it can stand."""
    if token.before:
        return False
    if token.kind in ("word", "language"):
        return "service" in token.text.lower()
    if token.kind == "name":
        return any(rest in declared for rest in _behind_keyword(token.text.partition(":")[0]))
    return False


def _behind_keyword(prefix: str) -> Iterator[str]:
    """Yield what may be a prefix of its own behind a SERVICE or SERVICE SILENT glued to it."""
    for found in re.finditer("service(silent)?", prefix, re.IGNORECASE):
        yield prefix[found.start() + len("service") :]
        if found[1]:
            yield prefix[found.end() :]
