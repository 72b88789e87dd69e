"""Which names the service answers to: a page of a stranger must not reach it under another name.

A browser that was led to a loopback address by a rebound name sends that name as Host; a service
that answers to its own names alone is safe from it (RFC 9110, 7.2; 421: 15.5.20).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem
from api.metrics import refused
from api.middleware.base import HttpMiddleware

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names of this machine itself, which are always answered to: probes and scrapers use them."""
ANY: Final = "*"
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?")


def host_name(header: str) -> str | None:
    """Return the name in a Host header, lower-case and without port; None where it is malformed."""
    found = _HOST.fullmatch(header.strip().lower())
    return found.group(1).rstrip(".") if found else None


def is_allowed(name: str, allowed: Collection[str]) -> bool:
    """Whether a name is one of `allowed`, falls under a `*.name` of them, or is this machine's."""
    if ANY in allowed or name in LOOPBACK or name in allowed:
        return True
    return any(own.startswith("*.") and name.endswith(own[1:]) for own in allowed)


class Hosts(HttpMiddleware):
    """ASGI middleware that answers 421 to a name that is not the service's, 400 to none."""

    def __init__(self, app: ASGIApp, allowed: Collection[str], pages: bool = True) -> None:
        """Take the names to answer to, `*` for any, and whether pages of other sites may ask."""
        super().__init__(app)
        self._allowed = frozenset(own.lower() for own in allowed)
        self._pages = pages

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        found = self._refusal(Headers(scope=scope))
        if found is None:
            await self.app(scope, receive, send)
            return
        status, detail = found
        refused("host")
        response = problem(status, detail, mend="Use a name that CLAUSEGRAPH_ALLOWED_HOSTS has.")
        await response(scope, receive, send)

    def _refusal(self, headers: Headers) -> tuple[int, str] | None:
        """Return the status and the reason of a refusal; None where there is none."""
        given = headers.getlist("host")
        if not self._takes(given):
            status = 421 if len(given) == 1 and host_name(given[0]) else 400
            return status, "This service does not answer to the Host of the request."
        origin = headers.get("origin")
        if self._pages or origin is None or self._takes([urlsplit(origin).netloc]):
            return None
        return 403, "This service does not answer to pages of other sites."

    def _takes(self, given: list[str]) -> bool:
        if not given and ANY in self._allowed:
            return True
        name = host_name(given[0]) if len(given) == 1 else None
        return name is not None and is_allowed(name, self._allowed)
