"""What routes ask of the running application.

Whatever a route depends on is a coroutine, here and elsewhere: the framework calls a plain function
in a thread of its own, and a change between threads costs more than all that these do.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.middleware.hold import HELD
from api.settings import ServiceSettings
from api.state import Service
from indexer.read import Index


async def _service(request: Request) -> Service:
    service: Service = request.scope[HELD]
    return service


async def _index(request: Request) -> Index:
    """The opened build: one and the same for the whole of a request."""
    return (await _service(request)).index


async def _settings(request: Request) -> ServiceSettings:
    settings: ServiceSettings = request.app.state.settings
    return settings


OpenedIndex = Annotated[Index, Depends(_index)]
RunningService = Annotated[Service, Depends(_service)]
Settings = Annotated[ServiceSettings, Depends(_settings)]
