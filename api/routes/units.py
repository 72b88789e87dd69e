"""`GET /v1/units` and `/v1/units/{id}`: units by what is known of them, one unit, or a note."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from api.depends import OpenedIndex
from api.filters import Filtered
from api.listing import NOT_FOUND, PROBLEMS, list_route
from api.replies import Asked, Fields, Link, Replying, short_part
from api.schemas import Json, ListOf, Note, Unit

router = APIRouter(tags=["units"])
Identifier = Annotated[
    str, Path(description="identifier of a unit", examples=["compact:para_26__point_g"])
]
_ONE: dict[int | str, dict[str, Any]] = {**PROBLEMS, **NOT_FOUND}


@list_route(router, "/v1/units", ListOf[Unit] | ListOf[Json], NOT_FOUND)
def units(
    reply: Replying,
    index: OpenedIndex,
    filters: Filtered,
    asked: Annotated[Asked, Depends(short_part)],
    parent: Annotated[str | None, Query(description="only units directly below this one")] = None,
) -> Response:
    """List units in the order of the texts; several values of one filter are alternatives."""
    items = index.browsed(filters.options(), parent)
    answer = {"items": items, "total": len(items), "build": index.build}
    return reply.listed(answer, Unit, asked, lambda name: index.unit_json(index.units[name]))


@router.get("/v1/units/{identifier}", response_model=Unit | Note | Json, responses=_ONE)
def unit(
    reply: Replying, index: OpenedIndex, identifier: Identifier, fields: Fields = None
) -> Response:
    """Return a unit by identifier, such as `compact:para_26__point_g`; or an endnote.

    `compact@EDITION:para_26__point_g` is the unit as that edition prints it.
    """
    in_edition = "@" in identifier and ":" in identifier
    if in_edition or (identifier in index.notes and identifier not in index.units):
        found = index.show_json(identifier)
    else:
        found = index.unit_json(index.unit(identifier))
    return reply.some(found, fields, links_of(found["iri"]))


def links_of(iri: str) -> tuple[Link, ...]:
    """Return the links of what goes by an IRI: its name, and what describes it."""
    return (Link(iri, "canonical"), Link(f"{iri}.ttl", "describedby", "text/turtle"))
