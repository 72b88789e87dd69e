"""One shape for every error: problem details (RFC 9457), each with its mend where there is one."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.state import ModelUnavailableError
from indexer.errors import ClausegraphError, NotFoundError, QueryError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("clausegraph.api")
_STATUS: tuple[tuple[type[ClausegraphError], int], ...] = (
    (NotFoundError, 404),
    (QueryError, 400),
    (ModelUnavailableError, 503),
)


def problem(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Return a problem; `more` are extension members, such as `mend`."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **{key: value for key, value in more.items() if value},
    }
    return JSONResponse(body, status, dict(headers or {}), MEDIA_TYPE)


def _own(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ClausegraphError)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    place = {key: getattr(error, key, None) for key in ("line", "column", "nearest")}
    return problem(status, error.message, mend=error.mend, **place)


def _validation(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = [
        {"parameter": ".".join(str(part) for part in e["loc"][1:]), "message": e["msg"]}
        for e in error.errors()
    ]
    first = found[0]
    detail = f"Parameter {first['parameter']!r}: {first['message']}."
    return problem(422, detail, errors=found, mend="See /openapi.json for what is accepted.")


def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    mend = "See /openapi.json for what there is." if error.status_code == 404 else None
    return problem(error.status_code, str(error.detail), headers=error.headers, mend=mend)


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, "The service failed on this request; the failure is in its log.")


def install(app: FastAPI) -> None:
    """Let every error of the app answer as a problem."""
    app.add_exception_handler(ClausegraphError, _own)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
