"""The four forms of a request target (RFC 9112, 3.2), brought to the one that routes know.

`GET http://host/path` is `GET /path` asked of that host, whatever the Host header says; `OPTIONS *`
asks about the service as a whole. It stands outside of the check of hosts, so that this one sees
the host which the target names.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem
from api.metrics import refused
from api.middleware.base import HttpMiddleware
from api.middleware.hosts import host_name

WHOLE: Final = b"*"
"""The target that names no resource but the service (RFC 9112, 3.2.4)."""
ALLOW: Final = {"Allow": "GET, HEAD, OPTIONS, POST"}
"""What some route takes; to a method that none does 501 would fit too, and reads as a failure."""
_ABSOLUTE = re.compile(rb"(?i:https?)://([^/?#]*)(/[^?#]*)?")
_MEND: Final = "Send the path alone, such as GET /v1/units, and the name of the service as Host."


class Targets(HttpMiddleware):
    """ASGI middleware that reads absolute targets, answers `OPTIONS *` and refuses the rest."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a path for its target, or answer it."""
        asked = in_origin_form(scope)
        app: ASGIApp = self.app if asked is not None else _refused(scope)
        await app(asked or scope, receive, send)


class Whole(HttpMiddleware):
    """ASGI middleware that answers for the service as a whole; it stands within the checks."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer `OPTIONS *`; pass any other request on."""
        whole = scope.get("raw_path") == WHOLE
        app: ASGIApp = Response(status_code=204, headers=ALLOW) if whole else self.app
        await app(scope, receive, send)


def in_origin_form(scope: Scope) -> Scope | None:
    """Return a request with a path, or `*`, as its target; None where its target is malformed.

    The host of an absolute target takes the place of a well-formed Host header (RFC 9112, 3.2.2);
    a malformed one is left to be refused.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    if raw.startswith(b"/"):
        return scope
    if raw == WHOLE:
        return scope if scope["method"] == "OPTIONS" and not scope["query_string"] else None
    found = _ABSOLUTE.fullmatch(raw)
    if found is None or scope["method"] == "CONNECT":
        return None
    path = found[2] or (b"/" if _asks_something(scope) else WHOLE)
    told = {"path": unquote(path.decode("ascii", "replace")), "raw_path": path}
    return {**scope, **told, "headers": _asked_of(found[1], scope)}


def _asks_something(scope: Scope) -> bool:
    """Whether a target without a path means the root; with OPTIONS it means the whole service."""
    return bool(scope["method"] != "OPTIONS" or scope["query_string"])


def _asked_of(host: bytes, scope: Scope) -> list[tuple[bytes, bytes]]:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    stated = Headers(scope=scope).getlist("host")
    if any(host_name(own) is None for own in stated) or len(stated) > 1:
        return headers
    return [(b"host", host), *(pair for pair in headers if pair[0] != b"host")]


def _refused(scope: Scope) -> Response:
    refused("form")
    if scope["method"] == "CONNECT":
        detail = "This service is no proxy: CONNECT is not taken."
        return problem(405, detail, headers=ALLOW, mend=_MEND)
    return problem(400, "The target of the request is neither a path nor an address.", mend=_MEND)
