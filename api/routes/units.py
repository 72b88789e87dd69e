"""`GET /v1/units/{id}`: one unit, or a note that is not a unit."""

from __future__ import annotations

from fastapi import APIRouter

from api.depends import OpenedIndex
from api.schemas import Json, Note, Problem, Unit

router = APIRouter(tags=["units"])


@router.get(
    "/v1/units/{identifier}", response_model=Unit | Note, responses={404: {"model": Problem}}
)
def unit(index: OpenedIndex, identifier: str) -> Json:
    """Return a unit by identifier, such as `compact:para_26__point_g`; or an endnote."""
    if identifier in index.notes and identifier not in index.units:
        return index.show_json(identifier)
    return index.unit_json(index.unit(identifier))
