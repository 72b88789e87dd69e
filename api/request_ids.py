"""A name for every request: the client's own where it is sane, else one that is made.

It stands in `X-Request-Id` of every answer and in every problem, and `current` gives it to logs, so
that a user's report and a line of the log find each other.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import Final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from api.middleware.base import HttpMiddleware

HEADER: Final = "X-Request-Id"
_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def current() -> str | None:
    """Return the name of the request that is being answered; None outside of any."""
    return _current.get()


def named(given: str | None) -> str:
    """Return a client's name for its request where it is sane, else a new one.

    Sane are up to 128 ASCII letters, digits and `. _ -`, the first a letter or a digit: nothing
    that could break a line of a log or a header.
    """
    return given if given is not None and _SANE.fullmatch(given) else uuid4().hex


class RequestIds(HttpMiddleware):
    """ASGI middleware that names each request (also in `scope["state"]`) and each answer."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request under its name."""
        own = named(Headers(scope=scope).get(HEADER))
        scope.setdefault("state", {})["request_id"] = own
        _current.set(own)

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = own
            await send(message)

        await self.app(scope, receive, send_named)
