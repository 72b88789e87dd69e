"""`/healthz` and `/readyz`: is the service there, and what can it answer."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.depends import RunningService
from api.schemas import Json
from api.service_schemas import Ready

router = APIRouter(tags=["service"])
_NOW = {"Cache-Control": "no-store"}
"""What is true now may be false in a moment: nobody keeps it."""


@router.get("/healthz")
async def healthz(response: Response) -> dict[str, str]:
    """The process answers."""
    response.headers.update(_NOW)
    return {"status": "ok"}


@router.get("/readyz", response_model=Ready, responses={503: {"model": Ready}})
async def readyz(service: RunningService, response: Response) -> Json:
    """Whether meaning-search is ready; all else answers as soon as the service listens."""
    ready = service.model == "ready"
    response.headers.update(_NOW)
    response.status_code = 200 if ready else 503
    return {"ready": ready, "build": service.index.build, "model": service.model}
