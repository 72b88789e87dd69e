"""What is said between the server and the processes that evaluate, as JSON and back.

server   {"ask": request, "seconds": …, "rows": …, "size": …}
process  {"needs": …}      server  {"found": …} or {"refused": true}
process  {"outcome": …}    or      {"problem": …}
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

import numpy as np

from api.sparql.wire import Message
from indexer.errors import QueryError
from indexer.sparql.meaning import Found, Hit, Needs, Search, Vector
from indexer.sparql.model import FormatError, Outcome, QuerySyntaxError, Request
from indexer.sparql.sink import LimitError


def request_json(request: Request) -> Message:
    """Return a request as JSON."""
    return asdict(request)


def request_of(value: Message) -> Request:
    """Return the request that JSON states."""
    lists = ("default_graphs", "named_graphs")
    return Request(**{**value, **{name: tuple(value[name]) for name in lists}})


def needs_json(needs: Needs) -> Message:
    """Return what a query needs as JSON."""
    return asdict(needs)


def needs_of(value: Message) -> Needs:
    """Return the needs that JSON states."""
    searches = tuple(Search(**search) for search in value["searches"])
    return Needs(searches, tuple(value["texts"]))


def found_json(found: Found) -> Message:
    """Return what was found as JSON."""
    return {
        "searches": [[[hit.iri, hit.score] for hit in hits] for hits in found.searches],
        "vectors": [_encoded(vector) for vector in found.vectors],
    }


def found_of(value: Message) -> Found:
    """Return what was found, as JSON states it."""
    searches = tuple(tuple(Hit(*hit) for hit in hits) for hits in value["searches"])
    return Found(searches, tuple(_decoded(vector) for vector in value["vectors"]))


def outcome_json(outcome: Outcome) -> Message:
    """Return what an answer is as JSON."""
    return asdict(outcome)


def outcome_of(value: Message) -> Outcome:
    """Return what an answer is, as JSON states it."""
    return Outcome(**value)


def problem_json(error: QueryError) -> Message:
    """Return an error that a query made as JSON."""
    problem: dict[str, Any] = {"message": error.message, "mend": error.mend}
    if isinstance(error, QuerySyntaxError):
        return {**problem, "kind": "syntax", "line": error.line, "column": error.column}
    if isinstance(error, FormatError):
        return {**problem, "kind": "format", "graph": error.is_graph}
    if isinstance(error, LimitError):
        return {**problem, "kind": "limit", "limit": error.limit}
    return {**problem, "kind": "query"}


def problem_of(value: Message) -> QueryError:
    """Return the error that JSON states."""
    message, mend = value["message"], value["mend"]
    match value["kind"]:
        case "syntax":
            return QuerySyntaxError(message, value["line"], value["column"], mend)
        case "format":
            return FormatError(message, mend, is_graph=value["graph"])
        case "limit":
            return LimitError(value["limit"], message, mend=mend)
    return QueryError(message, mend=mend)


def _encoded(vector: Vector) -> str:
    return base64.b64encode(vector.astype("<f4").tobytes()).decode("ascii")


def _decoded(text: str) -> Vector:
    return np.frombuffer(base64.b64decode(text), "<f4").astype(np.float32, copy=False)
