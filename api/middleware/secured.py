"""Headers that tell a browser what an answer may do: nothing, unless its route says otherwise.

Strict-Transport-Security is the affair of the proxy that speaks TLS. A route that answers with a
page sets its own Content-Security-Policy, which is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from starlette.types import Message, Receive, Scope, Send

from api.middleware.base import HttpMiddleware

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Cross-origin, because anyone may read: what is served is public (see CORS)."""

_PAIRS: Final = tuple(
    (name.lower().encode("ascii"), value.encode("ascii")) for name, value in HEADERS.items()
)


def _secured(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer, whose names are in lower case, with those it lacks."""
    found = list(headers)
    there = {name for name, _ in found}
    return [*found, *(pair for pair in _PAIRS if pair[0] not in there)]


class Secured(HttpMiddleware):
    """ASGI middleware that adds the headers which an answer does not set itself."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _secured(message["headers"])
            await send(message)

        await self.app(scope, receive, send_secured)
