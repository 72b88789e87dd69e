"""What every middleware of ours is: something around an application that acts on HTTP alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send


class HttpMiddleware(ABC):
    """ASGI middleware (https://asgi.readthedocs.io/en/latest/specs/main.html).

    Requests go through `answer`; all else, such as the lifespan of the service, passes untouched.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the application that answers behind this."""
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Return what answers."""
        answer = self.answer if scope["type"] == "http" else self.app
        return answer(scope, receive, send)

    @abstractmethod
    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
