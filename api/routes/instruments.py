"""`GET /v1/instruments` and `/v1/elements`: what the build is about."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from api.depends import OpenedIndex
from api.instrument_schemas import EditionItself, Element, Elements, Instrument, Instruments
from api.listing import NAMED, NOT_FOUND, PROBLEMS, list_route
from api.replies import Asked, Fields, Replying, part
from api.schemas import Json, SomeItems
from indexer.errors import NotFoundError
from indexer.read import AT

router = APIRouter(tags=["instruments"])
_Part = Annotated[Asked, Depends(part)]
_NAMED: dict[int | str, dict[str, Any]] = {**PROBLEMS, **NAMED}
_ONE: dict[int | str, dict[str, Any]] = {**PROBLEMS, **NOT_FOUND}


@list_route(router, "/v1/instruments", Instruments | SomeItems, {})
def instruments(
    reply: Replying,
    index: OpenedIndex,
    asked: _Part,
    all_: Annotated[
        bool, Query(alias="all", description="also those whose text is not in the build")
    ] = False,
) -> Response:
    """List the instruments whose texts are in the build, or every registered one."""
    printed = {row["instrument"] for row in index.editions}
    items = [own for own in index.instruments.values() if all_ or own.id in printed]
    answer = {"items": items, "total": len(items), "build": index.build}
    return reply.listed(answer, Instrument, asked, index.instrument_json)


@router.get(
    "/v1/instruments/{identifier}",
    response_model=Instrument | EditionItself | Json,
    responses=_NAMED,
)
def instrument(
    reply: Replying,
    index: OpenedIndex,
    identifier: Annotated[
        str, Path(description="such as `compact`, or `compact@draft-2022` for one edition")
    ],
    fields: Fields = None,
) -> Response:
    """Return a registered instrument; or one edition of it, by `compact@draft-2022`."""
    if AT not in identifier:
        index.instrument(identifier)
    elif ":" in identifier:
        raise NotFoundError(f"{identifier} is no instrument.", mend="Ask /v1/units for a unit.")
    return reply.some(index.show_json(identifier), fields)


@list_route(router, "/v1/elements", Elements | SomeItems, {})
def elements(reply: Replying, index: OpenedIndex, asked: _Part) -> Response:
    """List the elements of the Compact's framework."""
    items = list(index.elements.values())
    answer = {"items": items, "total": len(items), "build": index.build}
    return reply.listed(answer, Element, asked, index.element_json)


@router.get("/v1/elements/{number}", response_model=Element | Json, responses=_ONE)
def element(
    reply: Replying,
    index: OpenedIndex,
    number: Annotated[int, Path(description="its number, as paragraph 22 of the Compact counts")],
    fields: Fields = None,
) -> Response:
    """Return an element of the framework by number."""
    return reply.some(index.element_json(index.element(number)), fields)
