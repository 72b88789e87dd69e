"""`/v1/resolve` and `/v1/units/{id}/cite`: citations read and written."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.bounds import check_words
from api.choices import among
from api.cite_schemas import Cited, Resolution, WrittenCitation
from api.depends import OpenedIndex, Settings
from api.listing import NAMED, PROBLEMS, list_route
from api.replies import Asked, Replying, part
from api.routes.units import Identifier
from api.schemas import SomeItems
from indexer.read import FILES, FORMATS, HOUSE, STYLES, TEXT

router = APIRouter(tags=["citations"])
_RESPONSES: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    **NAMED,
    200: {"content": {media_type: {} for media_type in FILES.values()}},
}


@list_route(router, "/v1/resolve", Resolution | SomeItems, {})
def resolve(
    reply: Replying,
    index: OpenedIndex,
    settings: Settings,
    q: Annotated[
        str,
        Query(description="a citation in any form", min_length=1),
    ],
    asked: Annotated[Asked, Depends(part)],
) -> Response:
    """Say what a citation means: one match, several, or none with the nearest. It never guesses.

    A list or a range, such as “arts. 6–8 of C155”, has each of its places, and `listed` is true.
    """
    check_words("q", q, settings)
    return reply.listed(index.resolve_json(q), Cited, asked)


@router.get("/v1/units/{identifier}/cite", response_model=WrittenCitation, responses=_RESPONSES)
def cite(
    reply: Replying,
    index: OpenedIndex,
    identifier: Identifier,
    style: Annotated[
        str,
        Query(
            description="in whose manner; `house` is that of the body itself",
            json_schema_extra=among(STYLES),
        ),
    ] = HOUSE,
    format_: Annotated[
        str,
        Query(
            alias="format",
            description="`text` is JSON with the citation; the others are for reference managers",
            json_schema_extra=among(FORMATS),
        ),
    ] = TEXT,
) -> Response:
    """Cite a unit, a note, a registered provision or an instrument by its identifier."""
    answer = index.cite_json(identifier, style)
    if format_ == TEXT:
        return reply.json(answer)
    written, media_type = index.cite_file(identifier, format_)
    return reply.sent(written.encode(), media_type)
