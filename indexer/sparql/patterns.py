"""`SERVICE cg:search { … }` read from tokens: one subject, its properties, nothing else.

    SERVICE [SILENT] cg:search { [] cg:query "…" ; cg:limit 10 ; cg:mode "hybrid" ;
                                    cg:unit ?u ; cg:score ?s ; cg:rank ?r }

The subject is `[]`, `_:name` or a variable that is used for nothing else; the properties may also
stand inside of the brackets. Each property comes once at most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NoReturn

from indexer.errors import QueryError
from indexer.nearest import hint
from indexer.sparql.strings import constant
from indexer.sparql.tokens import Reader, Token
from ontology.terms import CG, NAMESPACE

Resolve = Callable[[Token], str | None]

_MEND: Final = (
    'Write SERVICE cg:search { [] cg:query "words" ; cg:limit 10 ; '
    "cg:unit ?unit ; cg:score ?score }."
)
_OUTPUTS: Final = ("unit", "score", "rank")
_TAKEN: Final = {
    "query": "a text written out in quotes",
    "limit": "a whole number",
    "mode": "a word in quotes",
}
"""What the other properties take; searches are made before a query runs, so no variables."""
_SHOWN: Final = 40
"""Code points of a wrong token that are shown."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A search as written: the code points [start, end) it takes, and what it says."""

    start: int
    end: int
    lines: int
    """Line ends within it."""
    query: str
    limit: int | None
    mode: str | None
    outputs: dict[str, str]
    """The variable, with its sign, of each of `unit`, `score` and `rank` that is asked for."""


@dataclass(slots=True)
class _Cursor:
    """Tokens from a place on, with what was read of them."""

    reader: Reader
    at: int
    resolve: Resolve
    said: dict[str, str] = field(default_factory=dict)

    @property
    def token(self) -> Token | None:
        tokens = self.reader.plain
        return tokens[self.at] if self.at < len(tokens) else None

    def takes(self, text: str) -> bool:
        """Step over a token of this text, in whichever case; say whether there was one."""
        found = self.token is not None and self.token.text.lower() == text
        self.at += found
        return found

    def fail(self, what: str, first: str = "") -> NoReturn:
        """Raise QueryError at the present token; `first` goes before the usual mend."""
        token = self.token or self.reader.plain[-1]
        line, column = self.reader.place(token.start)
        said = f"{what} in cg:search (line {line}, column {column})."
        raise QueryError(said, mend=f"{first}{_MEND}")


def pattern_at(reader: Reader, place: int, resolve: Resolve) -> Pattern | None:
    """Return the search whose word SERVICE is the token at `place`; None for another service.

    `resolve` gives the IRI of a token. Raises QueryError where the search is malformed.
    """
    cursor = _Cursor(reader, place + 1, resolve)
    cursor.takes("silent")
    if cursor.token is None or resolve(cursor.token) != str(CG.search):
        return None
    cursor.at += 1
    if not cursor.takes("{"):
        cursor.fail("A { is missing")
    _statement(cursor)
    if not cursor.takes("}"):
        cursor.fail("There is more than one subject, or a } is missing")
    start, end = reader.plain[place].start, reader.plain[cursor.at - 1].end
    return _pattern(cursor, start, end)


def _pattern(cursor: _Cursor, start: int, end: int) -> Pattern:
    said = cursor.said
    if "query" not in said:
        cursor.fail("cg:query is missing")
    outputs: dict[str, str] = {name: said[name] for name in _OUTPUTS if name in said}
    if not outputs:
        cursor.fail("There is nothing to be found: cg:unit is missing")
    if len({variable[1:] for variable in outputs.values()}) < len(outputs):
        cursor.fail("One variable stands for two things")
    limit = int(said["limit"]) if "limit" in said else None
    lines = cursor.reader.place(end)[0] - cursor.reader.place(start)[0]
    return Pattern(start, end, lines, said["query"], limit, said.get("mode"), outputs)


def _statement(cursor: _Cursor) -> None:
    """Read a subject with its properties: `[]`, `[ properties ]`, `_:name` or `?name`, and more."""
    if cursor.takes("["):
        if not cursor.takes("]"):
            _properties(cursor, "]")
            if not cursor.takes("]"):
                cursor.fail("A ] is missing")
            cursor.takes(";")
    elif cursor.token is not None and cursor.token.kind in ("blank", "variable"):
        cursor.at += 1
    else:
        cursor.fail("The subject is not []")
    _properties(cursor, "}")
    cursor.takes(".")


def _properties(cursor: _Cursor, end: str) -> None:
    while cursor.token is not None and cursor.token.text not in (end, "."):
        _property(cursor)
        if not cursor.takes(";"):
            break
        while cursor.takes(";"):
            pass


def _property(cursor: _Cursor) -> None:
    """Read one property and its value."""
    token = cursor.token
    iri = cursor.resolve(token) if token else None
    name = (iri or "").removeprefix(NAMESPACE)
    if iri is None or not iri.startswith(NAMESPACE) or name not in _VALUES:
        known = [f"cg:{own}" for own in _VALUES]
        text = token.text[:_SHOWN] if token else "Nothing"
        cursor.fail(f"{text} is no property", hint(text, known))
    if name in cursor.said:
        cursor.fail(f"cg:{name} comes twice")
    cursor.at += 1
    value = cursor.token and _VALUES[name](cursor.token)
    if value is None:
        given = cursor.token.text[:_SHOWN] if cursor.token else "nothing"
        cursor.fail(f"cg:{name} takes {_TAKEN.get(name, 'a variable')}, not {given}")
    cursor.said[name] = value
    cursor.at += 1
    if cursor.token is not None and cursor.token.kind == "language":
        cursor.at += 1


def _string(token: Token) -> str | None:
    return constant(token.text) if token.kind == "string" else None


def _integer(token: Token) -> str | None:
    digits = token.text.removesuffix(".")
    whole = token.kind == "number" and digits.isascii() and digits.isdecimal()
    return digits if whole and len(digits) < 10 else None


def _variable(token: Token) -> str | None:
    return token.text if token.kind == "variable" else None


_VALUES: Final[dict[str, Callable[[Token], str | None]]] = {
    "query": _string,
    "limit": _integer,
    "mode": _string,
    "unit": _variable,
    "score": _variable,
    "rank": _variable,
}
