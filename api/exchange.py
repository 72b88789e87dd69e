"""What HTTP promises of every answer, in one place: HEAD, gzip, and 304 for what has a tag.

A route says which bytes it answers and what their entity tag is; whether they travel, and in which
coding, is decided here. An answer without a tag is never turned into a 304.
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.conditional import matches, of_coding, takes_gzip
from api.middleware.base import HttpMiddleware

_LEAST_BYTES: Final = 500
_LEVEL: Final = 6
_OF_CONTENT: Final = ("Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding")
"""What a 304 leaves out: it is about a representation, and sends none (RFC 9110, 15.4.5)."""

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class Exchange(HttpMiddleware):
    """ASGI middleware around the routes: HEAD as GET without a body, codings, revalidation."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(GZipMiddleware(app, _LEAST_BYTES, _LEVEL))

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = Headers(scope=scope)
        sender = _Sender(scope["method"], asked.get("if-none-match"), send)
        await self.app(_inner(scope, asked), receive, sender)


class _Sender:
    """Sends an answer on, without its body where the client has it or did not ask for it."""

    def __init__(self, method: str, known: str | None, send: Send) -> None:
        self.method, self.known, self.send = method, known, send
        self.bare = method == "HEAD"

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start(message)
            await self.send(message)
        elif not self.bare:
            await self.send(message)
        elif not message.get("more_body", False):
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    def _start(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        tag = headers.get("etag")
        if tag is None or message["status"] != 200 or self.method not in ("GET", "HEAD"):
            return
        headers["ETag"] = tag = of_coding(tag, headers.get("content-encoding"))
        if self.known is not None and matches(self.known, tag):
            message["status"], self.bare = 304, True
            for name in _OF_CONTENT:
                del headers[name]


def _inner(scope: Scope, asked: Headers) -> Scope:
    """Return the request as routes see it: HEAD as GET, and gzip or no coding at all."""
    method = scope["method"]
    if method == "HEAD" and not _answers_head(scope):
        method = "GET"
    coding = b"gzip" if takes_gzip(asked.get("accept-encoding")) else b"identity"
    headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    return {**scope, "method": method, "headers": [*headers, (b"accept-encoding", coding)]}


def _answers_head(scope: Scope) -> bool:
    return _takes(scope, "HEAD")


def allowed_methods(scope: Scope) -> tuple[str, ...]:
    """Return the methods that some route takes at the path of a request, in alphabetical order."""
    found = {"OPTIONS", *(method for method in _METHODS if _takes(scope, method))}
    return tuple(sorted(found | {"HEAD"} if "GET" in found else found))


def _takes(scope: Scope, method: str) -> bool:
    """Whether a route answers the path of a request by a method."""
    routes: list[BaseRoute] = scope["app"].routes
    asked = {**scope, "method": method}
    return any(route.matches({**asked})[0] is Match.FULL for route in routes)
