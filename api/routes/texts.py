"""`POST /v1/extract` and `POST /v1/trace`: a text of one's own, read and checked, never kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api.bodies import JSON, PLAIN, sent_text
from api.depends import OpenedIndex, RunningService, Settings
from api.schemas import Json, Problem
from api.text_schemas import Extraction, GivenText, Trace
from indexer.read import TraceOptions

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
_RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (400, 413, 415, 422)
}


async def _answered(request: Request, limit: int, answer: Callable[[str], Json]) -> Response:
    """Answer for the text of a request; the work is done beside the event loop."""
    text = await sent_text(request, limit)
    if isinstance(text, Response):
        return text
    found = await run_in_threadpool(answer, text)
    headers = {"X-Clausegraph-Build": found["build"], "Cache-Control": "no-store"}
    return JSONResponse(found, headers=headers)


@router.post("/v1/extract", response_model=Extraction, responses=_RESPONSES, openapi_extra=_BODY)
async def extract(request: Request, index: OpenedIndex, settings: Settings) -> Response:
    """Find every citation in a text, with offsets into the text as given."""
    return await _answered(request, settings.text_bytes, index.extract_json)


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
    mode: Annotated[str, Query(description="hybrid, semantic or lexical")] = "hybrid",
) -> Response:
    """Check a draft: its citations, the clauses near its sentences, the elements it leaves out.

    What a limit leaves out is said in `limits`.
    """
    options = TraceOptions(
        mode=mode,
        characters=settings.trace_characters,
        citations=settings.trace_citations,
        sentences=settings.trace_sentences,
    )

    def answer(text: str) -> Json:
        if mode != "lexical":
            service.need_model()
        return index.trace_json(text, options)

    return await _answered(request, settings.text_bytes, answer)
