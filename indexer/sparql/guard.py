"""What a caller's query may not do, decided from its tokens before the engine sees it.

The engine calls whatever address a SERVICE names, and has no switch against it. Its parser tries
one reading after another and needs no blank between words, so a guard that cuts the text into
tokens in one way only can be led past a SERVICE: in

    FILTER(?a<?b)SERVICE#>
    <http://…> { … }

`<?b)SERVICE#>` looks like an IRI and is read as a comparison; in `SERVICEex:a { … }` what looks
like a prefixed name is the keyword and a name. Here every `<` is followed in both readings, and a
name that hides the keyword counts as one. A search of our own (`meaning`) is written out before,
so that here every SERVICE is a foreign one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from indexer.errors import QueryError
from indexer.sparql.tokens import OPEN, Reader, Token

MAX_NESTING: Final = 64
"""Brackets within brackets: far more than a query needs, far fewer than crash the parser."""

UPDATES: Final = frozenset(
    {"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"}
)
_SUSPECTS: Final = {
    "service": re.compile(r"service(?!-)"),
    **{word: re.compile(rf"{word}(?![\w.\-])") for word in UPDATES},
}
"""Keywords that a query may not have, and where each can stand: no term begins with `-`."""


def check(query: str, prefixes: Iterable[str] = ()) -> None:
    """Raise QueryError where `query` is an update, reaches out, or is nested too deeply.

    `prefixes` are those that the engine is given besides the query's own. The query may still be
    no SPARQL at all: that is for the engine to say.
    """
    if _cannot_offend(query):
        return
    reader = Reader(query)
    declared = reader.declared() | set(prefixes)
    update: str | None = None
    for token in reader.all_readings():
        if _reaches_out(token, declared):
            raise QueryError(
                f"SERVICE is not offered (line {query.count(chr(10), 0, token.start) + 1}): "
                "queries run over this graph alone, and the one service is cg:search.",
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
    if "from" not in query.lower():
        return False
    head = takewhile(lambda token: token.text != "{", Reader(query).plain)
    return any(token.kind == "word" and "from" in token.text.lower() for token in head)


def _cannot_offend(query: str) -> bool:
    """Return whether nothing in `query` can be what `check` looks for, however it is cut.

    A keyword must stand there letter by letter, since the engine knows no escapes in one, and
    brackets cannot nest deeper than there are. Most queries pass so, without being cut at all.
    """
    if sum(query.count(sign) for sign in OPEN) > MAX_NESTING:
        return False
    text = query.lower()
    return not any(word in text and where.search(text) for word, where in _SUSPECTS.items())


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
