"""What routes ask of the running application."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from api.middleware.hold import HELD
from api.settings import ServiceSettings
from api.state import Service
from indexer.read import Index


def _service(request: Request) -> Service:
    service: Service = request.scope[HELD]
    return service


def _index(request: Request, response: Response) -> Index:
    """The opened build; every answer that is made from it names it."""
    index = _service(request).index
    response.headers["ETag"] = f'"{index.build}"'
    response.headers["X-Clausegraph-Build"] = index.build
    return index


def _settings(request: Request) -> ServiceSettings:
    settings: ServiceSettings = request.app.state.settings
    return settings


OpenedIndex = Annotated[Index, Depends(_index)]
RunningService = Annotated[Service, Depends(_service)]
Settings = Annotated[ServiceSettings, Depends(_settings)]
