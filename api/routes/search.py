"""`GET /v1/search`: units by meaning and by words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api import metrics
from api.bounds import check_results, check_words
from api.depends import OpenedIndex, RunningService, Settings
from api.filters import Filtered, Mode
from api.listing import list_route
from api.replies import Asked, Replying, part
from api.schemas import Problem, SomeItems
from api.search_schemas import Hit, SearchAnswer

router = APIRouter(tags=["search"])

Words = Annotated[
    str,
    Query(description="what to look for, in any words", min_length=1),
]


@list_route(
    router,
    "/v1/search",
    SearchAnswer | SomeItems,
    {503: {"model": Problem, "description": "The model could not be loaded."}},
)
def search(
    reply: Replying,
    index: OpenedIndex,
    service: RunningService,
    settings: Settings,
    q: Words,
    filters: Filtered,
    asked: Annotated[Asked, Depends(part)],
    k: Annotated[int, Query(ge=1, description="how many results on all pages together")] = 10,
    mode: Mode = "hybrid",
) -> Response:
    """Search the units; filters apply before ranking, several of one kind are alternatives.

    Each item says what its score is made of (`parts`) and which of its words matched (`match`).
    `confidence` is the chance that the first answers; `no_good_match` is true where it is too low
    to call that an answer.
    """
    check_words("q", q, settings)
    check_results("k", k, settings)
    if mode != "lexical":
        service.need_model()
    found = index.search_json(q, filters.options(k, mode))
    metrics.SEARCHES.labels(mode).inc()
    return reply.listed(found, Hit, asked)
