"""Errors as pages for who asks for pages: the problem stays what it is, its status too.

One middleware around all that may refuse, so that no route needs to know of it. What is not a
problem, and what goes to a client that does not name HTML before JSON, passes as it is.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from api.errors import MEDIA_TYPE
from api.middleware.base import HttpMiddleware
from api.negotiate import likes_html
from api.web.page import HTML, POLICY, rendered
from indexer.read import Index
from indexer.resources.find import named, path_of

_MOST_NEAR = 8
ENDPOINT = "/sparql"
"""Its clients know the protocol, and some of them name HTML among much else."""


class Readable(HttpMiddleware):
    """ASGI middleware that tells problems to browsers as pages."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.app(scope, receive, _Told(scope, send) if _asks_for_page(scope) else send)


class _Told:
    """Sends an answer on; the body of a problem is held until it is whole, and told as a page."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope, self.send = scope, send
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_problem(message):
            self.start = message
        elif self.start is None or message["type"] != "http.response.body":
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._tell(self.start)

    async def _tell(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        coded = headers.get("content-encoding") == "gzip"
        body = gzip.decompress(self.body) if coded else bytes(self.body)
        page = problem_page(self.scope, json.loads(body)) if body else b""
        del headers["content-encoding"]
        headers["Content-Type"] = HTML
        headers["Content-Security-Policy"] = POLICY
        if page:
            headers["Content-Length"] = str(len(page))
        else:  # to HEAD
            del headers["Content-Length"]
        headers.add_vary_header("Accept")
        await self.send(start)
        await self.send({"type": "http.response.body", "body": page, "more_body": False})


def _asks_for_page(scope: Scope) -> bool:
    """Whether a client wants to read; at the SPARQL endpoint it must name XHTML, as browsers do."""
    accept = Headers(scope=scope).get("accept", "")
    protocol = scope["path"].endswith(ENDPOINT)
    return likes_html(accept) and (not protocol or "application/xhtml+xml" in accept.lower())


def _is_problem(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith(MEDIA_TYPE)


def problem_page(scope: Scope, problem: dict[str, Any]) -> bytes:
    """Return the page of a problem; it tells what is near by its citation where it has one."""
    index: Index = scope["app"].state.service.index
    root = scope.get("root_path", "")
    near = [*_near(index, problem.get("nearest") or ())]
    last = unquote(scope["path"]).rstrip("/").rpartition("/")[2][:100]
    return rendered(
        "problem.html", root, here="", build=index.build, problem=problem, near=near, asked=last
    )


def _near(index: Index, names: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the words and the path of each name that is near; a name is a path or an identifier."""
    for name in list(names)[:_MOST_NEAR]:
        path = path_of(index, name) if name.partition(":")[0] in index.instruments else name
        found = named(index, path)
        known = found is not None and found.id is not None and "@" not in found.id
        if found is None or not known:
            yield name, None if found is None else path
        else:
            yield _words(index, found.id or ""), path


def _words(index: Index, identifier: str) -> str:
    if identifier.startswith("element:"):
        return index.elements[int(identifier.partition(":")[2])].label
    return identifier if identifier in index.notes else index.citation_of(identifier)
