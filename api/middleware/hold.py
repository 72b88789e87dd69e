"""Each request keeps the build it began with, also where a new one is published meanwhile.

It stands next to the routes, so it also tells the outer ones which route took the request.
"""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from api.middleware.base import HttpMiddleware
from api.middleware.observed import ROUTE
from api.state import Service

HELD = "clausegraph.service"
"""Where a request's scope names the service that answers it."""


class Hold(HttpMiddleware):
    """Give a request the service of this moment, and hold that until the answer is sent."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        service: Service = scope["app"].state.service
        with service.held():
            scope[HELD] = service
            try:
                await self.app(scope, receive, send)
            finally:
                scope["state"][ROUTE] = getattr(scope.get("route"), "path", "none")
