"""What a request to `/sparql` asks, by the SPARQL 1.1 Protocol: pure functions over its parts.

https://www.w3.org/TR/sparql11-protocol/#query-operation: a query by GET, by a POSTed form, or by a
POSTed body of its own type, with the graphs of its dataset beside it. Updates are not offered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from indexer.errors import ClausegraphError
from indexer.nearest import hint

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
_CHARSETS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
"""All that is UTF-8 as it comes."""
_NAMES: Final = ("query", "format", "default-graph-uri", "named-graph-uri")
_MARK: Final = "\ufeff"
"""What some editors put before a text in UTF-8, where it says nothing."""

Pairs = list[tuple[str, str]]


class ProtocolError(ClausegraphError):
    """A request that the protocol does not know, with the status that says so."""

    def __init__(self, status: int, message: str, *, mend: str) -> None:
        super().__init__(message, mend=mend)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with what was sent beside it."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str | None = None
    """What the parameter `format` names, where there is one."""


def from_url(query_string: bytes) -> Asked | None:
    """Return what a GET asks; None where it asks nothing, but for a description.

    Raises ProtocolError.
    """
    pairs = _pairs(query_string, "URL")
    if all(name == "format" for name, _ in pairs):
        return None
    return _asked(pairs)


def from_body(query_string: bytes, content_type: str | None, body: bytes) -> Asked:
    """Return what a POST asks, by its form or by its body. Raises ProtocolError."""
    beside = _pairs(query_string, "URL")
    if media_type(content_type) == FORM:
        return _asked([*beside, *_pairs(body, "body")])
    return _asked([*beside, ("query", _text(body))])


def format_of(query_string: bytes) -> str | None:
    """Return what a URL's parameter `format` names. Raises ProtocolError."""
    values = [value for name, value in _pairs(query_string, "URL") if name == "format"]
    return values[-1] if values else None


def media_type(content_type: str | None) -> str:
    """Return the media type of a body: that of a form or of a query. Raises ProtocolError."""
    media, *parameters = (content_type or "").split(";")
    media = media.strip().lower()
    if media not in (FORM, QUERY):
        what = f"of type {media!r}" if media else "without a Content-Type"
        raise ProtocolError(
            415, f"A body {what} is not taken.", mend=f"Send it as {QUERY} or {FORM}."
        )
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in _CHARSETS:
            raise ProtocolError(
                415, f"The charset {value.strip()!r} is not taken.", mend="Send it as UTF-8."
            )
    return media


def _asked(pairs: Pairs) -> Asked:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise ProtocolError(400, "Updates are not offered.", mend="Send a query as `query`.")
    queries = given.get("query", [])
    if not queries:
        strange = next((name for name in given if name not in _NAMES), "")
        mend = f"{hint(strange, _NAMES)}Send the query as `query`."
        raise ProtocolError(400, "There is no parameter `query`.", mend=mend)
    if len(queries) > 1:
        raise ProtocolError(
            400, f"There are {len(queries)} `query` parameters.", mend="Send exactly one."
        )
    if len(given.get("format", [])) > 1:
        raise ProtocolError(400, "There are several `format` parameters.", mend="Send one.")
    return Asked(
        queries[0].removeprefix(_MARK),
        _filled(given.get("default-graph-uri", [])),
        _filled(given.get("named-graph-uri", [])),
        given.get("format", [None])[0],
    )


def _filled(values: Iterable[str]) -> tuple[str, ...]:
    """The values that say something: forms send empty ones for what was left open."""
    return tuple(value for value in values if value)


def _pairs(data: bytes, where: str) -> Pairs:
    try:
        text = data.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict")
    except UnicodeDecodeError as error:
        raise _not_utf8(where) from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8("body") from error


def _not_utf8(where: str) -> ProtocolError:
    return ProtocolError(400, f"The {where} is not UTF-8.", mend="Send it as UTF-8.")
