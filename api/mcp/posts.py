"""Models ask by POST alone: each request stands for itself, and no stream is kept open for them.

A GET would open one (https://modelcontextprotocol.io/specification/2025-06-18/basic/transports),
on which nothing is ever sent here: it would hold one of the places for requests for ever.
"""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem
from api.middleware.base import HttpMiddleware

_ALLOW: Final = {"Allow": "POST"}


class PostsOnly(HttpMiddleware):
    """ASGI middleware that answers 405 to any other method, as the protocol asks."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        """Take the path to which models post."""
        super().__init__(app)
        self._path = path

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["path"] != self._path or scope["method"] == "POST":
            await self.app(scope, receive, send)
            return
        detail = f"{scope['method']} is not taken here: there is no stream to listen to."
        response = problem(405, detail, headers=_ALLOW, mend="Send each message by POST.")
        await response(scope, receive, send)
