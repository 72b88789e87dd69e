"""The last line: what fails unexpectedly is logged, and answered without its inside.

It stands within the middlewares that add headers, so that a 500 has them too; the framework's own
last line is outside of all of them.
"""

from __future__ import annotations

import logging

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope, Send

from api.errors import unexpected
from api.middleware.base import HttpMiddleware

_log = logging.getLogger("clausegraph.api")


class Guard(HttpMiddleware):
    """ASGI middleware that turns every exception into a 500 problem, or ends a begun answer."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; an answer that has begun is cut off, which its client sees."""
        begun = False

        async def send_noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except ClientDisconnect:
            _log.info("the client left before its request was whole")
        except Exception as error:
            response = unexpected(Request(scope), error)
            if not begun:
                await response(scope, receive, send)
