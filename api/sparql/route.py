"""`/sparql`: queries by GET, by POSTed form and by POSTed query; nothing is ever written.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.depends import OpenedIndex, Settings
from api.errors import problem
from api.negotiate import best
from api.sparql.formats import GRAPHS, RESULTS
from indexer.read import Index

router = APIRouter(tags=["sparql"])

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_TEXT = {"type": "string", "description": "a SPARQL 1.1 query"}
_RESPONSES = {
    "200": {
        "description": "results, in the format that Accept asks for",
        "content": {media: {} for media in (*RESULTS, *GRAPHS)},
    }
}
_GET = {
    "parameters": [{"name": "query", "in": "query", "required": True, "schema": _TEXT}],
    "responses": _RESPONSES,
}
_POST = {
    "requestBody": {
        "required": True,
        "content": {
            _QUERY: {"schema": _TEXT},
            _FORM: {
                "schema": {"type": "object", "properties": {"query": _TEXT}, "required": ["query"]}
            },
        },
    },
    "responses": _RESPONSES,
}


async def _answer(index: Index, query: str, accept: str | None) -> Response:
    table, graph = best(accept, RESULTS), best(accept, GRAPHS)
    if table is None and graph is None:
        return _not_acceptable(accept, {**RESULTS, **GRAPHS})
    forms = (table or next(iter(RESULTS.values())), graph or next(iter(GRAPHS.values())))
    found = await run_in_threadpool(index.sparql, query, *forms)
    if (graph if found.is_graph else table) is None:
        return _not_acceptable(accept, GRAPHS if found.is_graph else RESULTS)
    headers = {"Vary": "Accept", "X-Clausegraph-Build": index.build}
    return Response(found.body, 200, headers, found.media_type)


def _not_acceptable(accept: str | None, offered: Mapping[str, str]) -> Response:
    return problem(
        406,
        f"The answer is not offered as {accept!r}.",
        mend=f"Accept one of {', '.join(offered)}.",
    )


def _one_query(parameters: dict[str, list[str]]) -> str | Response:
    if "update" in parameters:
        return problem(400, "Updates are not offered.", mend="Send a query as `query`.")
    queries = parameters.get("query", [])
    if len(queries) != 1:
        return problem(
            400, f"There are {len(queries)} `query` parameters.", mend="Send exactly one."
        )
    return queries[0]


def _decoded(body: bytes) -> str | Response:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return problem(400, "The body is not UTF-8.", mend="Send it as UTF-8.")


@router.get("/sparql", openapi_extra=_GET, response_class=Response)
async def sparql_get(request: Request, index: OpenedIndex, settings: Settings) -> Response:
    """Answer a query given as the parameter `query`."""
    parameters: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        parameters.setdefault(key, []).append(value)
    return await _checked(_one_query(parameters), request, index, settings)


@router.post("/sparql", openapi_extra=_POST, response_class=Response)
async def sparql_post(request: Request, index: OpenedIndex, settings: Settings) -> Response:
    """Answer a query given as a form's `query`, or as the body of type application/sparql-query."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in (_FORM, _QUERY):
        return problem(
            415,
            f"A body of type {media or 'none'!r} is not taken.",
            mend=f"Send {_FORM} or {_QUERY}.",
        )
    body = await _limited_body(request, settings.sparql_bytes)
    text = body if isinstance(body, Response) else _decoded(body)
    if isinstance(text, str) and media == _FORM:
        text = _one_query(parse_qs(text, keep_blank_values=True))
    return await _checked(text, request, index, settings)


async def _limited_body(request: Request, limit: int) -> bytes | Response:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return problem(
                413, f"The query is longer than {limit} bytes.", mend="Send a shorter one."
            )
    return body


async def _checked(
    query: str | Response, request: Request, index: Index, settings: Settings
) -> Response:
    if isinstance(query, Response):
        return query
    if len(query.encode()) > settings.sparql_bytes:
        return problem(
            413,
            f"The query is longer than {settings.sparql_bytes} bytes.",
            mend="Send a shorter one.",
        )
    return await _answer(index, query, request.headers.get("accept"))
