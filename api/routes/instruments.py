"""`GET /v1/instruments` and `/v1/elements`: what the build is about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.depends import OpenedIndex
from api.schemas import Element, Instrument, Json, ListOf, Problem

router = APIRouter(tags=["instruments"])


@router.get("/v1/instruments", response_model=ListOf[Instrument])
def instruments(
    index: OpenedIndex,
    all_: Annotated[
        bool, Query(alias="all", description="also those whose text is not in the build")
    ] = False,
) -> Json:
    """List the instruments whose texts are in the build, or every registered one."""
    views = [index.instrument_json(instrument) for instrument in index.instruments.values()]
    items = [view for view in views if all_ or view["editions"]]
    return {"items": items, "total": len(items), "build": index.build}


@router.get(
    "/v1/instruments/{identifier}", response_model=Instrument, responses={404: {"model": Problem}}
)
def instrument(index: OpenedIndex, identifier: str) -> Json:
    """Return a registered instrument."""
    return index.instrument_json(index.instrument(identifier))


@router.get("/v1/elements", response_model=ListOf[Element])
def elements(index: OpenedIndex) -> Json:
    """List the elements of the Compact's framework."""
    items = [index.element_json(element) for element in index.elements.values()]
    return {"items": items, "total": len(items), "build": index.build}


@router.get("/v1/elements/{number}", response_model=Element, responses={404: {"model": Problem}})
def element(index: OpenedIndex, number: int) -> Json:
    """Return an element of the framework by number."""
    return index.element_json(index.element(number))
