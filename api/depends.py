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


def service_of(request: Request) -> Service:
    """Return the service that holds a request: for routes that need nothing else looked up."""
    service: Service = request.scope[HELD]
    return service


async def _service(request: Request) -> Service:
    return service_of(request)


async def _index(request: Request) -> Index:
    """The opened build: one and the same for the whole of a request."""
    return service_of(request).index


async def _settings(request: Request) -> ServiceSettings:
    settings: ServiceSettings = request.app.state.settings
    return settings


OpenedIndex = Annotated[Index, Depends(_index)]
RunningService = Annotated[Service, Depends(_service)]
Settings = Annotated[ServiceSettings, Depends(_settings)]
