"""`/sparql`: queries by GET, by POSTed form and by POSTed query; nothing is ever written.

https://www.w3.org/TR/sparql11-protocol/#query-operation. Without a query the endpoint describes
itself (https://www.w3.org/TR/sparql11-service-description/#accessing), and leads browsers to a
form. HEAD, OPTIONS and other methods are answered around the routes (api/exchange.py,
api/errors.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pyoxigraph import Triple

from api.conditional import etag
from api.depends import service_of
from api.negotiate import best, likes_html
from api.sparql import protocol
from api.sparql.answer import Answer
from api.sparql.census import Census
from api.sparql.describe import Served, dataset_triples, serialized, service_triples
from api.sparql.formats import GRAPHS, RESULTS, Wanted, not_acceptable, wanted
from api.sparql.hangup import LeftError, unless_left
from api.sparql.jail import Confinement
from api.sparql.limits import HEADERS, limit_headers
from api.sparql.problems import told
from api.sparql.protocol import Asked, ProtocolError
from api.state import Service
from indexer.errors import ClausegraphError
from indexer.sparql.model import Request as Query

router = APIRouter(tags=["sparql"])

EDITOR: Final = "/sparql-editor"
"""Where browsers are led that ask nothing (api/web/sparql.py)."""
LEFT: Final = 499
"""The status for a client that left before its answer: it is only ever seen in logs."""
_TEXT = {"type": "string", "description": "a SPARQL 1.1 query"}
_GRAPH_IRIS = {"type": "array", "items": {"type": "string", "format": "iri"}}
_BESIDE: Final[dict[str, dict[str, object]]] = {
    "default-graph-uri": {**_GRAPH_IRIS, "description": "graphs merged into the default graph"},
    "named-graph-uri": {**_GRAPH_IRIS, "description": "graphs that GRAPH may name"},
    "format": {"type": "string", "description": "a format by name, in place of Accept"},
}
_RESPONSES = {
    "200": {
        "description": "results, in the format that Accept asks for",
        "content": {media: {} for media in {**RESULTS, **GRAPHS}},
    }
}
Describe = Callable[[Served, Service, Confinement, Census], Iterator[Triple]]


def _parameter(name: str, schema: dict[str, object]) -> dict[str, object]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


_DATASET = [_parameter(name, schema) for name, schema in _BESIDE.items()]
_GET = {"parameters": [_parameter("query", {**_TEXT}), *_DATASET], "responses": _RESPONSES}
_POST = {
    "parameters": _DATASET,
    "requestBody": {
        "required": True,
        "content": {
            protocol.QUERY: {"schema": _TEXT},
            protocol.FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"query": _TEXT, **_BESIDE},
                    "required": ["query"],
                }
            },
        },
    },
    "responses": _RESPONSES,
}
_VOID = {
    "parameters": [_parameter("format", _BESIDE["format"])],
    "responses": {
        "200": {
            "description": "the description, in the format that Accept asks for",
            "content": {media: {} for media in GRAPHS},
        }
    },
}


@router.get("/sparql", openapi_extra=_GET, response_class=Response)
async def sparql_get(request: Request) -> Response:
    """Answer a query given as the parameter `query`; without one, describe the endpoint."""
    service, asked = service_of(request), None
    try:
        asked = protocol.from_url(request.scope["query_string"])
        if asked is None and _is_browser(request):
            return _to_editor(request)
        if asked is None:
            return await described(request, service, _service_triples)
        return await _answered(request, service, asked)
    except ClausegraphError as error:
        return _told(error, request, service, asked)


def _is_browser(request: Request) -> bool:
    """Whether a request without a query comes from who likes a page better than any RDF."""
    accept = request.headers.get("accept")
    liked = best(accept, {**GRAPHS, "text/html": "html"})
    return likes_html(accept) and liked == "html" and not request.url.query


def _to_editor(request: Request) -> Response:
    """Lead a browser, which takes no RDF, to the page where queries are written."""
    root = request.scope.get("root_path", "")
    return Response(status_code=303, headers={"Location": f"{root}{EDITOR}", "Vary": "Accept"})


@router.post("/sparql", openapi_extra=_POST, response_class=Response)
async def sparql_post(request: Request) -> Response:
    """Answer a query given as a form's `query`, or as the body of type application/sparql-query."""
    content_type = request.headers.get("content-type")
    service, asked = service_of(request), None
    try:
        protocol.media_type(content_type)
        body = await _limited_body(request, service.settings.sparql_bytes)
        asked = protocol.from_body(request.scope["query_string"], content_type, body)
        return await _answered(request, service, asked)
    except ClausegraphError as error:
        return _told(error, request, service, asked)


@router.get("/.well-known/void", openapi_extra=_VOID, response_class=Response)
async def void(request: Request) -> Response:
    """Describe the data: its size, classes and properties, in VoID and DCAT."""
    service = service_of(request)
    try:
        return await described(request, service, _dataset_triples)
    except ClausegraphError as error:
        return _told(error, request, service)


def _told(
    error: ClausegraphError, request: Request, service: Service, asked: Asked | None = None
) -> Response:
    form = None if asked is None else asked.form
    return told(error, request.headers.get("accept"), service.sparql.limits, form)


async def described(request: Request, service: Service, about: Describe) -> Response:
    """Return what `about` says of the service, in the format that is asked for."""
    accept = request.headers.get("accept")
    named = protocol.format_of(request.scope["query_string"])
    form = wanted(accept, named).graph
    if form is None:
        raise not_acceptable(named or accept, GRAPHS)
    served = Served(str(request.base_url).rstrip("/"), service.index.base, service.index.build)
    census = await service.counted.census()
    body, media = serialized(about(served, service, await service.sparql.ready(), census), form)
    headers = {
        "ETag": etag(service.index.build, body, media),
        "Cache-Control": f"public, max-age={service.settings.cache_seconds}",
        "Vary": "Accept",
        "X-Clausegraph-Build": service.index.build,
        **limit_headers(service.sparql.limits),
    }
    return Response(body, 200, headers, media)


def _service_triples(
    served: Served, service: Service, held: Confinement, census: Census
) -> Iterator[Triple]:
    return service_triples(served, service.sparql.limits, held, census)


def _dataset_triples(
    served: Served, _service: Service, _held: Confinement, census: Census
) -> Iterator[Triple]:
    return dataset_triples(served, census)


async def _answered(request: Request, service: Service, asked: Asked) -> Response:
    longest = service.settings.sparql_bytes
    if len(asked.query.encode()) > longest:
        raise _too_long(longest)
    forms = wanted(request.headers.get("accept"), asked.form)
    try:
        answer = await unless_left(request, service.sparql.run(_query(asked, forms)))
    except LeftError:
        return Response(status_code=LEFT)
    return sent(answer, service)


def _query(asked: Asked, forms: Wanted) -> Query:
    return Query(asked.query, forms.table, forms.graph, asked.default_graphs, asked.named_graphs)


def sent(answer: Answer, service: Service) -> Response:
    """Return a whole answer as a response: in one piece if it is small, else in pieces."""
    headers = {
        "Vary": "Accept",
        "Content-Length": str(answer.size),
        "X-Clausegraph-Build": service.index.build,
        HEADERS[0]: str(answer.rows),
        "Server-Timing": f"query;dur={answer.seconds * 1000:.1f}",
        **limit_headers(service.sparql.limits),
    }
    if answer.body.holds_file:
        pieces = answer.body.pieces()
        return StreamingResponse(pieces, 200, headers, answer.media_type)
    return Response(answer.body.read(), 200, headers, answer.media_type)


async def _limited_body(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise _too_long(limit)
    return bytes(body)


def _too_long(limit: int) -> ProtocolError:
    return ProtocolError(
        413,
        f"The query is longer than {limit} bytes (CLAUSEGRAPH_SPARQL_BYTES).",
        mend="Send a shorter one.",
    )
