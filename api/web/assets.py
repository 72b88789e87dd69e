"""`/static/…`: the style, the script and the sign of the pages, all of them our own.

Each address carries a hash of the file, so that browsers keep it for as long as it is true.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Response

from api.errors import problem

router = APIRouter(include_in_schema=False)
TYPES: Final = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "sign.svg": "image/svg+xml",
}
"""The files with their media types; there are no others."""
_KEPT: Final = "public, max-age=31536000, immutable"


@cache
def body(name: str) -> bytes:
    """Return a file of the pages."""
    return files("api.web").joinpath("static", name).read_bytes()


@cache
def address(name: str) -> str:
    """Return the path of a file below the root, with the hash of what is in it."""
    return f"/static/{_digest(name)}/{name}"


def _digest(name: str) -> str:
    return sha256(body(name)).hexdigest()[:16]


@router.get("/static/{digest}/{name}")
def asset(digest: str, name: str) -> Response:
    """Return a file of the pages; one of another version of the service is not found."""
    if name not in TYPES or digest != _digest(name):
        return problem(404, f"There is no file {name[:80]!r}.", mend="Load the page again.")
    headers = {"Cache-Control": _KEPT, "ETag": f'"{digest}"'}
    return Response(body(name), 200, headers, TYPES[name])
