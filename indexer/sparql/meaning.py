"""Meaning-search inside a query: what is asked of the search, and its answer put into the query.

    SERVICE cg:search { [] cg:query "hazard pay" ; cg:limit 10 ; cg:unit ?u ; cg:score ?s }

has the form of a federated query (https://www.w3.org/TR/sparql11-federated-query/) but calls
nobody: the search is made before the query is run, and its rows take the place of the pattern as
VALUES. `cg:similarity(?unit, "hazard pay")` is evaluated with the query, unit by unit; only its
text is needed beforehand. Both are found among the tokens of the plain reading, so that strings,
comments and IRIs stay as they are. What is not found here is refused by `guard`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import QueryError
from indexer.nearest import hint
from indexer.sparql.patterns import Pattern, pattern_at
from indexer.sparql.strings import constant
from indexer.sparql.tokens import Reader, Token
from ontology.terms import CG, PREFIXES

Vector = NDArray[np.float32]
MODES: Final = ("hybrid", "semantic", "lexical")


@dataclass(frozen=True, slots=True)
class Search:
    """One search: its words, how many units it may give, and by which evidence."""

    text: str
    limit: int
    mode: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit found, by its IRI, and how well."""

    iri: str
    score: float


@dataclass(frozen=True, slots=True)
class Needs:
    """What has to be known before a query can run."""

    searches: tuple[Search, ...] = ()
    texts: tuple[str, ...] = ()
    """Texts that units are compared with, each once."""

    def __bool__(self) -> bool:
        return bool(self.searches or self.texts)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to `Needs`: the hits of each search, best first, and the vector of each text."""

    searches: tuple[tuple[Hit, ...], ...] = ()
    vectors: tuple[Vector, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of the search one query may ask for."""

    searches: int = 8
    """Searches, and texts to compare with, each."""
    limit: int = 1000
    """Units of one search."""
    default_limit: int = 100
    characters: int = 2000
    """Code points of one text."""


BOUNDS: Final = Bounds()
"""What a query may ask for where nothing else is set."""


class Meaning(Protocol):
    """The search behind a query."""

    def find(self, needs: Needs) -> Found:
        """Answer what a query needs. Raises QueryError for what cannot be asked."""
        ...

    def similarity(self, iri: str, vector: Vector) -> float | None:
        """Return how near a unit is to a text, or None where the IRI is no unit's."""
        ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query with what it needs."""

    query: str
    needs: Needs
    patterns: tuple[Pattern, ...]

    def with_found(self, found: Found) -> str:
        """Return the query with the rows of each search in the place of its pattern."""
        text, at = [], 0
        for pattern, hits in zip(self.patterns, found.searches, strict=True):
            text += [self.query[at : pattern.start], _values(pattern, hits)]
            at = pattern.end
        return "".join([*text, self.query[at:]])

    def without_searches(self) -> str:
        """Return the query with an empty group for each search; all else keeps its place."""
        text = self.query
        for pattern in self.patterns:
            blank = re.sub(r"[^\n]", " ", text[pattern.start + 2 : pattern.end])
            text = f"{text[: pattern.start]}{{}}{blank}{text[pattern.end :]}"
        return text


def prepare(query: str, bounds: Bounds) -> Prepared:
    """Return a query with what it needs of the search.

    Raises QueryError for a search or comparison that is malformed or beyond the bounds.
    """
    if not may_need(query):
        return Prepared(query, Needs(), ())
    reader = Reader(query)
    names = Names(PREFIXES | reader.namespaces())
    patterns = tuple(
        found
        for place, token in enumerate(reader.plain)
        if token.kind == "word" and token.text.lower() == "service"
        if (found := pattern_at(reader, place, names.of)) is not None
    )
    searches = tuple(_search(pattern, reader, bounds) for pattern in patterns)
    texts = tuple(dict.fromkeys(_texts(reader, names, bounds)))
    _few(len(searches), "searches", bounds)
    _few(len(texts), "texts to compare with", bounds)
    return Prepared(query, Needs(searches, texts), patterns)


def may_need(query: str) -> bool:
    """Return whether a query may need the search, without reading it."""
    folded = query.lower()
    return ("service" in folded and "search" in folded) or "similarity" in folded


class Names:
    """What the names in a query stand for."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = namespaces

    def of(self, token: Token) -> str | None:
        """Return the IRI that a token writes in full or with a prefix; None where it writes none.

        An IRI with an escape in it, or a relative one, names nothing of ours.
        """
        if token.kind == "iri":
            return token.text[1:-1]
        if token.kind != "name":
            return None
        prefix, _, local = token.text.partition(":")
        namespace = self._namespaces.get(prefix)
        return None if namespace is None else namespace + local


def _search(pattern: Pattern, reader: Reader, bounds: Bounds) -> Search:
    limit = bounds.default_limit if pattern.limit is None else pattern.limit
    mode = MODES[0] if pattern.mode is None else pattern.mode
    if not 1 <= limit <= bounds.limit:
        raise refusal(
            reader, pattern.start, f"cg:limit is {limit}", f"Give one from 1 to {bounds.limit}."
        )
    if mode not in MODES:
        mend = f"{hint(mode, MODES)}Use one of {', '.join(MODES)}."
        raise refusal(reader, pattern.start, f"There is no cg:mode {mode[:40]!r}", mend)
    _check_text(pattern.query, reader, pattern.start, bounds)
    return Search(pattern.query, limit, mode)


def _texts(reader: Reader, names: Names, bounds: Bounds) -> list[str]:
    """The second argument of each `cg:similarity(…)`, which must be a text written out."""
    found = []
    for place, token in enumerate(reader.plain):
        after = reader.plain[place + 1 : place + 2]
        if names.of(token) == str(CG.similarity) and after and after[0].text == "(":
            text = _second_argument(reader.plain, place + 2)
            if text is None:
                what = "cg:similarity takes a unit and a text written out"
                mend = 'Write cg:similarity(?unit, "some words").'
                raise refusal(reader, token.start, what, mend)
            _check_text(text, reader, token.start, bounds)
            found.append(text)
    return found


def _second_argument(tokens: Sequence[Token], place: int) -> str | None:
    depth, commas = 0, 0
    arguments: list[list[Token]] = [[]]
    for token in tokens[place:]:
        if token.text in ("(", "{", "["):
            depth += 1
        elif token.text in (")", "}", "]"):
            if depth == 0:
                break
            depth -= 1
        if token.text == "," and depth == 0:
            commas += 1
            arguments.append([])
        else:
            arguments[-1].append(token)
    if commas != 1 or not arguments[1] or arguments[1][0].kind != "string":
        return None
    rest = [token.kind for token in arguments[1][1:]]
    return constant(arguments[1][0].text) if rest in ([], ["language"]) else None


def _check_text(text: str, reader: Reader, start: int, bounds: Bounds) -> None:
    if not text.strip():
        raise refusal(reader, start, "The text to look for is empty", "Give some words.")
    if len(text) > bounds.characters:
        what = f"The text to look for has {len(text)} code points"
        raise refusal(reader, start, what, f"Give at most {bounds.characters}.")


def _few(count: int, what: str, bounds: Bounds) -> None:
    if count > bounds.searches:
        raise QueryError(
            f"The query has {count} {what}; the limit is {bounds.searches}.",
            mend="Ask in several queries.",
        )


def _values(pattern: Pattern, hits: Sequence[Hit]) -> str:
    """The pattern as inline data, on as many lines, so that places in errors stay right."""
    rows = []
    for rank, hit in enumerate(hits, 1):
        value = {"unit": f"<{hit.iri}>", "score": f"{hit.score:.6f}", "rank": str(rank)}
        rows.append("(" + " ".join(value[name] for name in pattern.outputs) + ")")
    variables = " ".join(pattern.outputs.values())
    return f"{{ VALUES ({variables}) {{ {' '.join(rows)} }} " + "\n" * pattern.lines + "}"


def refusal(reader: Reader, start: int, what: str, mend: str) -> QueryError:
    """Return an error about a place in a query."""
    line, column = reader.place(start)
    return QueryError(f"{what} (line {line}, column {column}).", mend=mend)
