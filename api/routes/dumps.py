"""`/dump.nq.gz` and `/dump.jsonl.gz`: the whole graph and all units, as the build holds them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response

from api.conditional import matches
from api.depends import OpenedIndex, Settings
from api.errors import problem
from api.listing import NOT_FOUND
from api.replies import Replying
from api.schemas import Problem
from indexer.read import NQUADS_DUMP, UNITS_DUMP, Index

router = APIRouter(tags=["dumps"])
MEDIA_TYPE: Final = "application/gzip"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "the file; Repr-Digest has its SHA-256 (RFC 9530)",
        "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    },
    206: {"description": "the range that was asked for"},
    416: {"model": Problem, "description": "The range is not in the file."},
    **NOT_FOUND,
}


def _hash_of(index: Index, name: str) -> str | None:
    """Return the SHA-256 of a dump in hexadecimal; None where the build has no such file."""
    outputs: dict[str, str] = index.manifest["outputs"]
    return outputs.get(name)


def _without(name: str, index: Index) -> Response:
    mend = "Build the index again: builds of before hold no dumps."
    return problem(404, f"Build {index.build} has no {name}.", mend=mend)


def _sent(name: str, request: Request, index: Index, seconds: int) -> Response:
    digest = _hash_of(index, name)
    if digest is None:
        return _without(name, index)
    encoded = b64encode(bytes.fromhex(digest)).decode()
    headers = {
        "ETag": f'"{digest}"',
        "Repr-Digest": f"sha-256=:{encoded}:",
        "Cache-Control": f"public, max-age={seconds}",
        "X-Clausegraph-Build": index.build,
        "Link": f'<{request.url.path}.sha256>; rel="describedby"; type="text/plain"',
    }
    known = request.headers.get("if-none-match")
    if known is not None and matches(known, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    size = (index.folder / name).stat().st_size
    if _beyond(request, size):
        detail = f"The range is not in the file, which has {size} bytes."
        headers = {"Content-Range": f"bytes */{size}"}
        return problem(416, detail, headers=headers, mend=f"Ask for bytes 0 to {size - 1}.")
    return FileResponse(index.folder / name, 200, headers, MEDIA_TYPE)


def _beyond(request: Request, size: int) -> bool:
    """Whether a range is asked for that the file does not have.

    Any range but a single one of bytes is left out of the request, as a server may (RFC 9110,
    14.2): the answer is the whole file then.
    """
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if asked is None or (asked[1] == asked[2] == "") or _backwards(*asked.groups()):
        others = [pair for pair in request.scope["headers"] if pair[0] != b"range"]
        request.scope["headers"] = others
        return False
    return int(asked[1]) >= size if asked[1] else int(asked[2]) == 0


def _backwards(first: str, last: str) -> bool:
    return bool(first and last) and int(last) < int(first)


def _routes(name: str, what: str) -> None:
    """Register a dump, its HEAD and its checksum."""

    def dump(request: Request, index: OpenedIndex, settings: Settings) -> Response:
        return _sent(name, request, index, settings.cache_seconds)

    def checksum(reply: Replying, index: OpenedIndex) -> Response:
        digest = _hash_of(index, name)
        if digest is None:
            return _without(name, index)
        return reply.sent(f"{digest}  {name}\n".encode(), "text/plain; charset=utf-8")

    dump.__doc__ = f"{what} The bytes are those of the build, always the same; ranges are taken."
    checksum.__doc__ = f"The SHA-256 of `{name}`, as `sha256sum -c` reads it."
    short = name.removesuffix(".gz").replace(".", "_")
    get: Callable[..., Any] = router.get
    get(f"/{name}", name=short, responses=_RESPONSES, response_class=Response)(dump)
    router.head(f"/{name}", include_in_schema=False)(dump)
    get(
        f"/{name}.sha256",
        name=f"{short}_sha256",
        responses=NOT_FOUND,
        response_class=PlainTextResponse,
    )(checksum)


_routes(NQUADS_DUMP, "Every quad of the graph, sorted, as canonical N-Quads in gzip.")
_routes(UNITS_DUMP, "Every unit as one line of JSON, in the order of the texts, in gzip.")
