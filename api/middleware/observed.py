"""Each request leaves one line in the log and one count in the metrics, when it is answered."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import ACCESS
from api.metrics import REQUESTS, RUNNING, SECONDS
from api.middleware.base import HttpMiddleware

ROUTE: Final = "route"
"""Where a request's state names the route that took it (see api.middleware.hold)."""
_LONGEST: Final = 200
_KNOWN: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_log = logging.getLogger(ACCESS)


@dataclass(slots=True)
class _Answer:
    """What was sent so far: the status, 0 where nothing was, and the bytes of the body."""

    status: int = 0
    sent: int = 0


class Observed(HttpMiddleware):
    """ASGI middleware that measures and logs."""

    def __init__(self, app: ASGIApp, queries: bool = False) -> None:
        """Take whether the log has the query string of each request."""
        super().__init__(app)
        self._queries = queries

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer, begun = _Answer(), perf_counter()
        scope.setdefault("state", {})

        async def send_counted(message: Message) -> None:
            await send(message)
            answer.status = message.get("status", answer.status)
            answer.sent += len(message.get("body", b""))

        RUNNING.inc()
        try:
            await self.app(scope, receive, send_counted)
        finally:
            RUNNING.dec()
            self._tell(scope, _route(scope), answer, perf_counter() - begun)

    def _tell(self, scope: Scope, route: str, answer: _Answer, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _KNOWN else "other"
        REQUESTS.labels(method, route, str(answer.status)).inc()
        SECONDS.labels(route).observe(seconds)
        told: dict[str, Any] = {
            "method": method,
            "route": route,
            "status": answer.status,
            "milliseconds": round(1000 * seconds, 1),
            "bytes": answer.sent,
        }
        if self._queries:
            asked = scope["query_string"].decode("latin-1")
            told |= {"path": scope["path"][:_LONGEST], "query": asked}
        _log.info("%s %s %s", method, route, answer.status, extra={"told": told})


def _route(scope: Scope) -> str:
    """The template of the route that took a request; `none` where no route did."""
    found = scope["state"].get(ROUTE) or getattr(scope.get("route"), "path", "none")
    return str(found)
