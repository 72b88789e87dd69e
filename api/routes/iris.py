"""`GET /{path}`: every IRI of the graph leads somewhere.

The path below the base names a thing and answers 303 to a document about it, in the format that
the client likes best; the path with an extension is that document
(https://www.w3.org/TR/cooluris/#r303gendocument). What was withdrawn answers 301 or 410.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from starlette.convertors import PathConvertor, register_url_convertor

from api.depends import OpenedIndex
from api.errors import not_acceptable, problem
from api.listing import NOT_FOUND, RETIRED
from api.negotiate import best
from api.replies import Link, Reply, Replying
from api.schemas import Problem
from api.web.page import POLICY
from api.web.resources import Other, resource_page
from indexer.errors import RetiredError
from indexer.read import Index
from indexer.resources.find import Resource, find, named, path_of
from indexer.resources.rdf import described
from indexer.resources.told import as_json, as_text


class _Below(PathConvertor):
    """Every path but those of the service itself, whose methods are its own."""

    regex = r"(?!v1(?:/|$)|sparql$).*"


register_url_convertor("below", _Below())
router = APIRouter(tags=["identifiers"])
FORMATS: Final = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "json": "application/json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "txt": "text/plain; charset=utf-8",
}
"""The media types of documents by extension, the preferred first."""
_OFFERED: Final = {media.partition(";")[0]: name for name, media in FORMATS.items()}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "the document that the extension asks for",
        "content": {
            media: {} if "json" in media else {"schema": {"type": "string"}} for media in _OFFERED
        },
    },
    303: {"description": "where the document is that the client likes best"},
    406: {"model": Problem, "description": "The thing is not told in what Accept takes."},
    **RETIRED,
    **NOT_FOUND,
}


@router.get("/{path:below}", responses=_RESPONSES, response_class=Response)
def iri(
    request: Request,
    reply: Replying,
    index: OpenedIndex,
    path: Annotated[
        str,
        Path(description="the path of an IRI below the base, with an extension or without"),
    ],
) -> Response:
    """Lead from an IRI to a document about what it names, or give that document.

    Without an extension 303 by Accept; with .html .ttl .jsonld .json .nt .rdf or .txt the document.
    """
    root = request.scope.get("root_path", "")
    stem, extension = _parted(path)
    try:
        if extension is not None and named(index, path) is None:
            return _document(find(index, stem), extension, reply, root)
        return _see_other(find(index, path), request, reply, root)
    except RetiredError as error:
        return _withdrawn(error, index, root, extension)


def _parted(path: str) -> tuple[str, str | None]:
    """Return a path without its extension, and that; None where it has none that is offered."""
    stem, dot, extension = path.rpartition(".")
    return (stem, extension) if dot and extension in FORMATS else (path, None)


def _see_other(found: Resource, request: Request, reply: Reply, root: str) -> Response:
    accept = request.headers.get("accept")
    form = best(accept, _OFFERED)
    if form is None:
        return not_acceptable(accept, _OFFERED)
    headers = {
        "Location": f"{root}/{found.path}.{form}",
        "Vary": "Accept",
        "Cache-Control": f"public, max-age={reply.settings.cache_seconds}",
        "Link": ", ".join(map(str, _links(found, root))),
        "X-Clausegraph-Build": reply.index.build,
    }
    return Response(status_code=303, headers=headers)


def _links(found: Resource, root: str) -> tuple[Link, ...]:
    here = f"{root}/{found.path}"
    return (
        Link(found.iri, "canonical"),
        Link(f"{here}.ttl", "describedby", FORMATS["ttl"]),
        *(Link(f"{here}.{name}", "alternate", media) for media, name in _OFFERED.items()),
    )


def _document(found: Resource, form: str, reply: Reply, root: str) -> Response:
    more = {"Content-Location": f"{root}/{found.path}.{form}"}
    if form == "html":
        more["Content-Security-Policy"] = POLICY
    body = _body(found, form, reply.index, root)
    return reply.sent(body, FORMATS[form], _links(found, root), more)


def _body(found: Resource, form: str, index: Index, root: str) -> bytes:
    if form == "html":
        others = [
            Other(name, f"{root}/{found.path}.{name}", media)
            for media, name in _OFFERED.items()
            if name != "html"
        ]
        return resource_page(index, found, root, others)
    if form == "json":
        return json.dumps(as_json(index, found), ensure_ascii=False).encode()
    return as_text(index, found).encode() if form == "txt" else described(index, found, form)


def _withdrawn(error: RetiredError, index: Index, root: str, extension: str | None) -> Response:
    """Lead to what took the place of a withdrawn name, or say that nothing did."""
    if error.to is None:
        return problem(410, error.message, mend=error.mend)
    behind = f".{extension}" if extension else ""
    location = f"{root}/{quote(path_of(index, error.to), safe='/:')}{behind}"
    return problem(301, error.message, headers={"Location": location}, mend=error.mend)
