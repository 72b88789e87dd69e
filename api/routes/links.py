"""`/v1/units/{id}/backing`, `/v1/units/{id}/backs`, `/v1/coverage`: the answers about links."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from pydantic import Field

from api.choices import among
from api.depends import OpenedIndex
from api.fields import chosen, fields_of, only
from api.link_schemas import Backing, Backs, Cell, Citation, Coverage, Curated, SomeLinks, Suggested
from api.listing import NAMED, NOT_FOUND, list_route
from api.replies import Asked, Reply, Replying, part, whole_part
from api.schemas import Json, SomeItems
from indexer.read import FAMILIES, LinkOptions, coverage_csv, links_csv

router = APIRouter(tags=["links"])
_Family = Annotated[str, Field(json_schema_extra=among(FAMILIES))]
Ends = Annotated[
    str,
    Path(description="a unit, `element:1`, an instrument, or a provision"),
]
_Whole = Annotated[Asked, Depends(whole_part)]


async def _options(
    family: Annotated[list[_Family] | None, Query(description="only these families")] = None,
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


def _linked(reply: Reply, answer: Json, asked: Asked) -> Response:
    """Answer with a page of links: the rows of the three families after one another.

    Each stays in its family; `totals` counts those of all pages, and what stands beside the rows
    is the same on every page.
    """
    names = chosen(asked.fields, fields_of(Citation, Curated, Suggested))
    rows = [(family, row) for family in FAMILIES for row in answer[family]]
    found = reply.page_of(rows, asked)
    families = {
        family: only((row for own, row in found.items if own == family), names)
        for family in FAMILIES
    }
    form = reply.form()
    if form == "csv":
        return reply.csv(links_csv(families, names), found)
    return reply.paged({**answer, **families}, found) if form else reply.refused()


@list_route(router, "/v1/units/{identifier}/backing", Backing | SomeLinks, NAMED)
def backing(
    reply: Replying, index: OpenedIndex, identifier: Ends, options: Options, asked: _Whole
) -> Response:
    """What backs a unit, an element (`element:1`) or an instrument: the three families apart.

    A paragraph answers for its recommendations, a section and an element for what is under them.
    """
    return _linked(reply, index.backing_json(identifier, options), asked)


@list_route(router, "/v1/units/{identifier}/backs", Backs | SomeLinks, NAMED)
def backs(
    reply: Replying, index: OpenedIndex, identifier: Ends, options: Options, asked: _Whole
) -> Response:
    """What a provision, a unit or an instrument backs; an article answers for its paragraphs."""
    return _linked(reply, index.backs_json(identifier, options), asked)


@list_route(router, "/v1/coverage", Coverage | SomeItems, NOT_FOUND)
def coverage(
    reply: Replying,
    index: OpenedIndex,
    options: Options,
    asked: Annotated[Asked, Depends(part)],
    element: Annotated[list[int] | None, Query(description="only these elements")] = None,
) -> Response:
    """Which elements which instruments cover, and the gaps."""
    answer = index.coverage_json(options, tuple(element or ()))
    names = chosen(asked.fields, fields_of(Cell))
    if reply.form() != "csv":
        return reply.listed(answer, Cell, asked)
    found = reply.page_of(answer["items"], asked)
    return reply.csv(coverage_csv({"items": found.items}, names), found)
