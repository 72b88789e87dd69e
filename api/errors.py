"""One shape for every error: problem details (RFC 9457), each with its mend where there is one."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from api import request_ids
from api.exchange import allowed_methods
from api.middleware.hold import HELD
from api.spoken import over_http
from api.state import ModelUnavailableError
from api.turns import CrowdedError
from indexer.errors import ClausegraphError, NotFoundError, QueryError, RetiredError
from indexer.nearest import as_cited, hint
from indexer.read import canonical

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("clausegraph.api")
_SHOWN = 100
"""Code points of a path that are told again."""
_DETAIL = 500
"""Code points of a sentence that is told whole."""
_UNKEPT = {"Cache-Control": "no-store"}
_STATUS: tuple[tuple[type[ClausegraphError], int], ...] = (
    (NotFoundError, 404),
    (QueryError, 400),
    (ModelUnavailableError, 503),
    (CrowdedError, 503),
)


def problem(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Return a problem; `more` are extension members, such as `mend`."""
    stated = {**more, "request_id": request_ids.current()}
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _short(detail),
        **{key: value for key, value in stated.items() if value},
    }
    return JSONResponse(body, status, {**_UNKEPT, **(headers or {})}, MEDIA_TYPE)


def not_acceptable(accept: str | None, offered: Iterable[str]) -> JSONResponse:
    """Return the problem for an answer that is offered in none of the types that Accept takes."""
    mend = f"Accept one of {', '.join(offered)}."
    return problem(406, f"The answer is not offered as {accept!r}.", mend=mend)


def _short(detail: str) -> str:
    """Leave out the middle of a sentence that is long by what a client sent."""
    return detail if len(detail) <= _DETAIL else f"{detail[: _DETAIL // 2]} … {detail[-_SHOWN:]}"


def _own(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ClausegraphError)
    if isinstance(error, RetiredError):
        return _retired(request, error)
    if isinstance(error, NotFoundError):
        error = _as_cited(request, error)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    place = {key: getattr(error, key, None) for key in ("line", "column", "nearest")}
    retry = getattr(error, "retry_after", None)
    headers = {"Retry-After": str(retry)} if retry else None
    return problem(status, error.message, headers=headers, mend=over_http(error.mend), **place)


def _as_cited(request: Request, error: NotFoundError) -> NotFoundError:
    """Say what the name in the path means, where it is a citation in human form."""
    name, service = request.path_params.get("identifier"), request.scope.get(HELD)
    return as_cited(error, name, service.index.meant_by) if name and service else error


def _retired(request: Request, error: RetiredError) -> JSONResponse:
    """Lead to the same question about what took the place of a withdrawn name, or say: gone.

    A name that is not in the path, but in a parameter, is only told: nothing moved.
    """
    asked = canonical(error.asked)
    parts = [canonical(own) for own in request.url.path.split("/")]
    if asked not in parts:
        return problem(404, error.message, mend=error.mend, nearest=error.nearest)
    if error.to is None:
        return problem(410, error.message, mend=error.mend)
    query = f"?{request.url.query}" if request.url.query else ""
    moved = "/".join(error.to if own == asked else own for own in parts)
    headers = {"Location": quote(moved, safe="/:") + query}
    return problem(301, error.message, headers=headers, mend=error.mend)


def _validation(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    given = error.errors()
    found = [
        {"parameter": ".".join(str(part) for part in own["loc"][1:]), "message": own["msg"]}
        for own in given
    ]
    name = str(given[0]["loc"][1])
    told = f"is {_told(given[0]['input'])}: {found[0]['message']}"
    detail = f"Parameter {name!r} {'is missing' if given[0]['type'] == 'missing' else told}."
    mend = f"Give `{name}` as /openapi.json states it."
    return problem(422, detail, errors=found, mend=mend)


def _told(value: object) -> str:
    """Return a value that a client gave, cut where it is long."""
    return repr(value if len(str(value)) <= _SHOWN else f"{str(value)[:_SHOWN]}…")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _not_allowed(request)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return _no_route(request)
    return problem(error.status_code, str(error.detail), headers=error.headers)


def _no_route(request: Request) -> Response:
    """Say that no route has the path of a request, with those that nearly have it."""
    path = request.url.path[:_SHOWN]
    known = request.app.openapi()["paths"] if isinstance(request.app, FastAPI) else ()
    mend = f"{hint(path, known)}See /openapi.json for what there is."
    return problem(404, f"Nothing goes by the path {path!r}.", mend=mend)


def _not_allowed(request: Request) -> Response:
    """Say which methods there are: to OPTIONS as the answer, to any other as a problem."""
    methods = ", ".join(allowed_methods(request.scope))
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": methods})
    return problem(
        405,
        f"{request.method} is not taken here.",
        headers={"Allow": methods},
        mend=f"Use one of {methods}.",
    )


def unexpected(request: Request, error: Exception) -> JSONResponse:
    """Log what failed and return a problem that tells nothing of its inside."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(
        500,
        "The service failed on this request; the failure is in its log.",
        headers={request_ids.HEADER: request_ids.current() or ""},
    )


def install(app: Starlette) -> None:
    """Let every error of the app answer as a problem."""
    app.add_exception_handler(ClausegraphError, _own)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, unexpected)
