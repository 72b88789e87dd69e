"""`/v1/resolve` and `/v1/units/{id}/cite`: citations read and written."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from api.cite_schemas import Citation, Resolution
from api.depends import OpenedIndex, Settings
from api.schemas import Problem
from indexer.errors import QueryError
from indexer.views import Json

router = APIRouter(tags=["citations"])
TEXT = "text"
_FILES = ("application/vnd.citationstyles.csl+json", "application/x-bibtex")
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {name: {} for name in (*_FILES, "application/x-research-info-systems")}},
    400: {"model": Problem},
    404: {"model": Problem},
}


@router.get("/v1/resolve", response_model=Resolution, responses={400: {"model": Problem}})
def resolve(
    index: OpenedIndex,
    settings: Settings,
    q: Annotated[str, Query(description="a citation in any form", min_length=1)],
) -> Json:
    """Say what a citation means: one match, several, or none with the nearest. It never guesses."""
    if len(q) > settings.query_chars:
        raise QueryError(
            f"q has {len(q)} code points; the limit is {settings.query_chars}.",
            mend="Ask for one citation at a time.",
        )
    return index.resolve_json(q)


@router.get("/v1/units/{identifier}/cite", response_model=Citation, responses=_RESPONSES)
def cite(
    index: OpenedIndex,
    identifier: str,
    style: Annotated[str, Query(description="house, oscola, bluebook, mcgill or aglc")] = "house",
    format_: Annotated[
        str, Query(alias="format", description="text (JSON), csl-json, bibtex or ris")
    ] = TEXT,
) -> Response:
    """Cite a unit, a note, a registered provision or an instrument by its identifier."""
    headers = {"ETag": f'"{index.build}"', "X-Clausegraph-Build": index.build}
    answer = index.cite_json(identifier, style)
    if format_ == TEXT:
        return JSONResponse(answer, headers=headers)
    written, media_type = index.cite_file(identifier, format_)
    return Response(written, media_type=media_type, headers=headers)
