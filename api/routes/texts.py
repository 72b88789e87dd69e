"""`POST /v1/extract` and `POST /v1/trace`: a text of one's own, read and checked, never kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api import tabular
from api.bodies import JSON, PLAIN, sent_text
from api.bounds import trace_options
from api.depends import OpenedIndex, RunningService, Settings
from api.errors import not_acceptable
from api.filters import Mode
from api.negotiate import best
from api.schemas import Json, Problem
from api.text_schemas import Extraction, GivenText, Mention, Trace
from api.turns import Turns

router = APIRouter(tags=["texts"])
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": GivenText.model_json_schema()},
            PLAIN: {"schema": {"type": "string"}},
        },
    }
}
_WHOLE = {JSON: "json"}
_LISTS = {JSON: "json", "text/csv": "csv"}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (400, 406, 413, 415, 422)
}


async def _answered(
    request: Request,
    turns: Turns,
    limit: int,
    answer: Callable[[str], Json],
    model: Any = None,
) -> Response:
    """Answer for the text of a request, in its turn; the work is done beside the event loop.

    With the model of its items a list is given as CSV to who prefers that.
    """
    accept, offered = request.headers.get("accept"), _LISTS if model else _WHOLE
    form = best(accept, offered)
    if form is None:
        return not_acceptable(accept, offered)
    text = await sent_text(request, limit)
    if isinstance(text, Response):
        return text
    async with turns.turn():
        found = await run_in_threadpool(answer, text)
    headers = {"X-Clausegraph-Build": found["build"], "Cache-Control": "no-store"}
    headers["Vary"] = "Accept"
    if form == "csv":
        body = tabular.table(tabular.columns(model), found["items"])
        return Response(body, headers=headers, media_type=tabular.MEDIA_TYPE)
    return JSONResponse(found, headers=headers)


@router.post(
    "/v1/extract",
    response_model=Extraction,
    responses={
        **_RESPONSES,
        503: {"model": Problem},
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
    },
    openapi_extra=_BODY,
)
async def extract(
    request: Request, index: OpenedIndex, service: RunningService, settings: Settings
) -> Response:
    """Find every citation in a text, with offsets into the text as given."""
    limit = settings.text_bytes
    return await _answered(request, service.texts, limit, index.extract_json, Mention)


@router.post(
    "/v1/trace",
    response_model=Trace,
    responses={**_RESPONSES, 503: {"model": Problem}},
    openapi_extra=_BODY,
)
async def trace(
    request: Request,
    index: OpenedIndex,
    service: RunningService,
    settings: Settings,
    mode: Mode = "hybrid",
) -> Response:
    """Check a draft: its citations, the clauses near its sentences, the elements it leaves out.

    What a limit leaves out is said in `limits`.
    """
    options = trace_options(mode, settings)

    def answer(text: str) -> Json:
        if mode != "lexical":
            service.need_model()
        return index.trace_json(text, options)

    return await _answered(request, service.texts, settings.text_bytes, answer)
