"""`GET /metrics`: what is counted, for Prometheus. The proxy keeps it from the open web."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api import metrics
from api.depends import RunningService

router = APIRouter(tags=["service"])


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def exposition(service: RunningService) -> Response:
    """All metrics in the text format of Prometheus."""
    service.tell()
    return Response(
        metrics.exposition(), headers={"Cache-Control": "no-store"}, media_type=metrics.MEDIA_TYPE
    )
