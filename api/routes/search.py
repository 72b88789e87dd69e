"""`GET /v1/search`: units by meaning and by words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.depends import OpenedIndex, RunningService, Settings
from api.schemas import Json, Problem, SearchAnswer
from indexer.errors import QueryError
from indexer.read import SearchOptions

router = APIRouter(tags=["search"])

Words = Annotated[str, Query(description="what to look for, in any words", min_length=1)]


@router.get(
    "/v1/search",
    response_model=SearchAnswer,
    responses={400: {"model": Problem}, 503: {"model": Problem}},
)
def search(
    index: OpenedIndex,
    service: RunningService,
    settings: Settings,
    q: Words,
    k: Annotated[int, Query(ge=1, description="how many results")] = 10,
    mode: Annotated[str, Query(description="hybrid, semantic or lexical")] = "hybrid",
    within: Annotated[
        list[str] | None, Query(alias="in", description="only these instruments")
    ] = None,
    kind: Annotated[list[str] | None, Query(description="only units of these kinds")] = None,
    element: Annotated[
        list[int] | None, Query(description="only these elements of the framework")
    ] = None,
    binding: Annotated[
        list[str] | None, Query(description="only instruments of this bindingness")
    ] = None,
    body: Annotated[list[str] | None, Query(description="only instruments of these bodies")] = None,
) -> Json:
    """Search the units; filters apply before ranking, several of one kind are alternatives."""
    if len(q) > settings.query_chars:
        raise QueryError(
            f"q has {len(q)} code points; the limit is {settings.query_chars}.",
            mend="Ask with fewer words.",
        )
    if k > settings.most_results:
        raise QueryError(
            f"k is {k}; the limit is {settings.most_results}.", mend="Ask for fewer results."
        )
    options = SearchOptions(
        k=k,
        mode=mode,
        instruments=tuple(within or ()),
        kinds=tuple(kind or ()),
        elements=tuple(element or ()),
        bindingness=tuple(binding or ()),
        bodies=tuple(body or ()),
    )
    if mode != "lexical":
        service.need_model()
    return index.search_json(q, options)
