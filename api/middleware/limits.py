"""How long the parts of a request may be, and how many requests run at once.

Each refusal names its limit and the setting that moves it. The texts of `/v1/extract`, `/v1/trace`
and `/sparql` have limits of their own below the one for bodies.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPMethod
from typing import Final
from urllib.parse import unquote_plus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from api.metrics import refused
from api.middleware.base import HttpMiddleware
from api.middleware.targets import ALLOW
from api.settings import ServiceSettings

_METHODS: Final = frozenset(HTTPMethod)
RETRY_SECONDS: Final = 2
_VERSIONS: Final = frozenset({"1.0", "1.1"})
_HEADERS: Final = {
    405: ALLOW,
    415: {"Accept-Encoding": "identity"},
    503: {"Retry-After": str(RETRY_SECONDS)},
    505: {"Connection": "close"},
}
"""What some refusals say beside their words."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further."""

    status: int
    limit: str
    detail: str
    mend: str


def refusal(scope: Scope, settings: ServiceSettings) -> Refusal | None:
    """Return what is too long, too many or unknown in the head of a request; None where nothing."""
    if scope["method"] not in _METHODS:
        detail = f"The method {scope['method'][:20]!r} is not known here."
        return Refusal(405, "method", detail, "Use GET, or POST where a route takes a body.")
    return (
        _strange_version(scope)
        or _two_lengths(scope)
        or _coded(scope)
        or _long_url(scope, settings)
        or _long_headers(scope, settings)
        or _long_parameters(scope["query_string"], settings)
        or _long_body(scope, settings)
    )


def _strange_version(scope: Scope) -> Refusal | None:
    """A request in another HTTP than it may be in here (RFC 9110, 15.6.6)."""
    version = scope.get("http_version", "1.1")
    if version in _VERSIONS:
        return None
    detail = f"HTTP/{version} is not spoken here."
    return Refusal(505, "form", detail, "Send HTTP/1.1 (RFC 9112).")


def _coded(scope: Scope) -> Refusal | None:
    """A body in a coding, which nothing here decodes: small ones may hide large ones."""
    coding = ", ".join(Headers(scope=scope).getlist("content-encoding")).strip().lower()
    if coding in ("", "identity"):
        return None
    detail = f"A body in the coding {coding[:40]!r} is not taken."
    return Refusal(415, "form", detail, "Send it without a coding.")


def _two_lengths(scope: Scope) -> Refusal | None:
    """A body that states its length twice, which two servers may read apart (RFC 9112, 6.1)."""
    headers = Headers(scope=scope)
    if "transfer-encoding" not in headers or "content-length" not in headers:
        return None
    detail = "The request has both Transfer-Encoding and Content-Length."
    return Refusal(400, "form", detail, "Send one of them.")


def _over(status: int, limit: str, what: str, most: int, mend: str) -> Refusal:
    name = f"CLAUSEGRAPH_{limit.upper()}"
    return Refusal(status, limit, f"{what}; the limit is {most} ({name}).", mend)


def _long_url(scope: Scope, settings: ServiceSettings) -> Refusal | None:
    found = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if found <= settings.url_bytes:
        return None
    mend = "Send a long query by POST."
    return _over(414, "url_bytes", f"The URL has {found} bytes", settings.url_bytes, mend)


def _long_headers(scope: Scope, settings: ServiceSettings) -> Refusal | None:
    found = sum(len(name) + len(value) for name, value in scope["headers"])
    if found <= settings.header_bytes:
        return None
    mend = "Send fewer or shorter headers."
    what = f"The headers have {found} bytes"
    return _over(431, "header_bytes", what, settings.header_bytes, mend)


def _long_parameters(query: bytes, settings: ServiceSettings) -> Refusal | None:
    parts = query.split(b"&") if query else []
    if len(parts) > settings.parameters:
        what = f"The URL has {len(parts)} parameters"
        return _over(400, "parameters", what, settings.parameters, "Send fewer.")
    for part in parts:
        name, _, value = part.decode("latin-1").partition("=")
        found = len(unquote_plus(value).encode("utf-8", "replace"))
        if max(found, len(name)) > settings.parameter_bytes:
            what = f"The parameter {name[:40]!r} has {max(found, len(name))} bytes"
            mend = "Send a long query by POST."
            return _over(400, "parameter_bytes", what, settings.parameter_bytes, mend)
    return None


def _long_body(scope: Scope, settings: ServiceSettings) -> Refusal | None:
    stated = Headers(scope=scope).get("content-length", "")
    if not stated.isdecimal() or int(stated) <= settings.body_bytes:
        return None
    what = f"The body has {stated} bytes"
    return _over(413, "body_bytes", what, settings.body_bytes, "Send it in several parts.")


class Limits(HttpMiddleware):
    """ASGI middleware that refuses what is too long, too slow or too much."""

    def __init__(self, app: ASGIApp, settings: ServiceSettings) -> None:
        """Take the settings, which state the limits."""
        super().__init__(app)
        self._settings = settings
        self._running = 0

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        found = refusal(scope, self._settings) or self._crowd(scope)
        if found is not None:
            await self._refuse(found, scope, receive, send)
            return
        self._running += 1
        try:
            await self.app(scope, _Body(receive, self._settings), send)
        finally:
            self._running -= 1

    def _crowd(self, scope: Scope) -> Refusal | None:
        """Too many requests at once; probes are answered all the same."""
        most = self._settings.requests
        if self._running < most or scope["path"] in ("/healthz", "/readyz", "/metrics"):
            return None
        what = f"The service answers {self._running} requests just now"
        return _over(503, "requests", what, most, "Ask again in a moment.")

    @staticmethod
    async def _refuse(found: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        refused(found.limit)
        headers = _HEADERS.get(found.status)
        response = problem(found.status, found.detail, headers=headers, mend=found.mend)
        await response(scope, receive, send)


class _Body:
    """Receives a body within its bytes and seconds; raises HTTPException 413 or 408 beyond."""

    def __init__(self, receive: Receive, settings: ServiceSettings) -> None:
        self._receive = receive
        self._settings = settings
        self._read = 0
        self._whole = False
        self._until = asyncio.get_running_loop().time() + settings.body_seconds

    async def __call__(self) -> Message:
        """Receive the next message; once the body is whole, nothing is timed any more."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise self._slow() from None
        self._read += len(message.get("body", b""))
        if self._read > self._settings.body_bytes:
            raise self._long()
        self._whole = not message.get("more_body", False)
        return message

    def _slow(self) -> HTTPException:
        refused("body_seconds")
        most = self._settings.body_seconds
        return HTTPException(
            408,
            f"The body did not arrive within {most:g} seconds (CLAUSEGRAPH_BODY_SECONDS).",
            {"Connection": "close"},
        )

    def _long(self) -> HTTPException:
        refused("body_bytes")
        most = self._settings.body_bytes
        return HTTPException(413, f"The body is longer than {most} bytes (CLAUSEGRAPH_BODY_BYTES).")
