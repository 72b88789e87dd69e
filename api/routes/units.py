"""`GET /v1/units` and `/v1/units/{id}`: units by what is known of them, one unit, or a note."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from api.depends import OpenedIndex
from api.filters import Filtered
from api.listing import NAMED, NOT_FOUND, PROBLEMS, list_route
from api.replies import Asked, Fields, Link, Reply, Replying, short_part
from api.schemas import Json, SomeItems
from api.unit_schemas import Note, Provision, Unit, Units
from indexer.errors import NotFoundError
from indexer.read import split_edition

router = APIRouter(tags=["units"])
Identifier = Annotated[str, Path(description="identifier of a unit")]
_ONE: dict[int | str, dict[str, Any]] = {**PROBLEMS, **NAMED}


@list_route(router, "/v1/units", Units | SomeItems, NOT_FOUND)
def units(
    reply: Replying,
    index: OpenedIndex,
    filters: Filtered,
    asked: Annotated[Asked, Depends(short_part)],
    parent: Annotated[str | None, Query(description="only units directly below this one")] = None,
) -> Response:
    """List units in the order of the texts; several values of one filter are alternatives.

    With `edition` those of one edition as it prints them, by identifiers such as
    `compact@draft-2022:para_26` where it is not the current one.
    """
    items = index.browsed(filters.options(), parent)
    answer = {"items": items, "total": len(items), "build": index.build}
    return reply.listed(answer, Unit, asked, index.show_json)


@router.get("/v1/units/{identifier}", response_model=Unit | Note | Provision | Json, responses=_ONE)
async def unit(
    reply: Replying, index: OpenedIndex, identifier: Identifier, fields: Fields = None
) -> Response:
    """Return a unit by identifier, such as `compact:para_26__point_g`; or a note, or a provision.

    `compact@EDITION:para_26__point_g` is the unit as that edition prints it. A registered provision
    whose text is not in the build has `text` null and the state `text-absent`.
    """
    name = split_edition(identifier)[0]
    if name in index.instruments:
        raise _instrument(identifier, name)
    if identifier in index.units:  # read in less time than a thread takes to begin
        found = index.show_json(identifier)
    else:
        found = await run_in_threadpool(index.show_json, identifier)
    return reply.some(found, fields, links_of(found["iri"], reply))


def _instrument(identifier: str, name: str) -> NotFoundError:
    """Return the error for whoever asks for a whole instrument as a unit."""
    only = f"in={name}" if identifier == name else f"edition={identifier}"
    return NotFoundError(
        f"{identifier} is an instrument, and no unit of one.",
        mend=f"Ask /v1/instruments/{identifier}, or /v1/units?{only} for its units.",
    )


def links_of(iri: str, reply: Reply) -> tuple[Link, ...]:
    """Return the links of what goes by an IRI: its name, and what describes it on this server."""
    here = f"{reply.root}/{iri.removeprefix(reply.index.base)}"
    return (Link(iri, "canonical"), Link(f"{here}.ttl", "describedby", "text/turtle"))
