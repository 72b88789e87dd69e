"""`/v1/units/{id}/backing`, `/v1/units/{id}/backs`, `/v1/coverage`: the answers about links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from api.depends import OpenedIndex
from api.link_schemas import Backing, Backs, Coverage
from api.negotiate import best
from api.schemas import Json, Problem
from indexer.read import LinkOptions, coverage_csv, links_csv

router = APIRouter(tags=["links"])
_OFFERED = {"application/json": "json", "text/csv": "csv"}
_TABLE: dict[str, Any] = {"content": {"text/csv": {}}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: _TABLE,
    400: {"model": Problem},
    404: {"model": Problem},
}


def _options(
    family: Annotated[
        list[str] | None, Query(description="only citations, curated or suggested")
    ] = None,
    body: Annotated[list[str] | None, Query(description="only instruments of these bodies")] = None,
    binding: Annotated[list[str] | None, Query(description="only of this bindingness")] = None,
    min_probability: Annotated[
        float | None, Query(ge=0, le=1, description="least probability of a suggestion")
    ] = None,
    k: Annotated[
        int | None, Query(ge=1, description="most suggestions for each unit; else all, or 10 each")
    ] = None,
) -> LinkOptions:
    return LinkOptions(
        families=tuple(family or ()),
        bodies=tuple(body or ()),
        bindingness=tuple(binding or ()),
        min_probability=min_probability,
        k=k,
    )


Options = Annotated[LinkOptions, Depends(_options)]


def _answered(request: Request, answer: Json, table: Callable[[Json], bytes]) -> Response:
    """Answer in JSON, or in CSV where the client likes that better."""
    headers = {"ETag": f'"{answer["build"]}"', "X-Clausegraph-Build": answer["build"]}
    if best(request.headers.get("accept"), _OFFERED) == "csv":
        return Response(table(answer), media_type="text/csv; charset=utf-8", headers=headers)
    return JSONResponse(answer, headers=headers)


@router.get("/v1/units/{identifier}/backing", response_model=Backing, responses=_RESPONSES)
def backing(request: Request, index: OpenedIndex, identifier: str, options: Options) -> Response:
    """What backs a unit, an element (`element:1`) or an instrument: the three families apart.

    A paragraph answers for its recommendations, a section and an element for what is under them.
    """
    return _answered(request, index.backing_json(identifier, options), links_csv)


@router.get("/v1/units/{identifier}/backs", response_model=Backs, responses=_RESPONSES)
def backs(request: Request, index: OpenedIndex, identifier: str, options: Options) -> Response:
    """What a provision, a unit or an instrument backs; an article answers for its paragraphs."""
    return _answered(request, index.backs_json(identifier, options), links_csv)


@router.get("/v1/coverage", response_model=Coverage, responses=_RESPONSES)
def coverage(
    request: Request,
    index: OpenedIndex,
    options: Options,
    element: Annotated[list[int] | None, Query(description="only these elements")] = None,
) -> Response:
    """Which elements which instruments cover, and the gaps."""
    return _answered(request, index.coverage_json(options, tuple(element or ())), coverage_csv)
