"""The OpenAPI document: what the routes state, with errors in the media type they are sent in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fastapi import FastAPI

from api.documented import dress
from api.errors import MEDIA_TYPE
from api.schemas import Json

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_HEADERS: Final[Json] = {
    "ETag": "one for each build, representation and coding; strong",
    "Link": "next, canonical, describedby, alternate, service-desc (RFC 8288)",
    "Cache-Control": "how long the answer may be kept without asking again",
    "X-Clausegraph-Build": "the build that the answer comes from",
    "X-Request-Id": "the name of the request, also in a problem and in the log",
}
"""The headers of every answer that is made from a build."""
_UNTAGGED = ("/healthz", "/readyz", "/metrics", "/sparql", "/.well-known")


class DocumentedApp(FastAPI):
    """An app whose document tells that errors are problem details."""

    def openapi(self) -> Json:
        """Return the document (OpenAPI 3.1), made once."""
        if self.openapi_schema is None:
            made = super().openapi()
            made["components"]["headers"] = {
                name: {"description": words, "schema": {"type": "string"}}
                for name, words in _HEADERS.items()
            }
            for response in _responses(made):
                _state_problem(response)
            for path, operations in made["paths"].items():
                if not path.startswith(_UNTAGGED) and "get" in operations:
                    _state_headers(operations["get"]["responses"])
            dress(made)
        return self.openapi_schema or {}


def _responses(made: Json) -> Iterator[Json]:
    for path in made["paths"].values():
        for operation in path.values():
            yield from operation["responses"].values()


def _state_problem(response: Json) -> None:
    """Say of an error that it is a problem, in the media type in which problems are sent."""
    if any(own.get("schema") == _PROBLEM for own in response.get("content", {}).values()):
        response["content"] = {MEDIA_TYPE: {"schema": _PROBLEM}}


def _state_headers(responses: Json) -> None:
    """Say which headers an answer from a build has, and that it is not sent twice."""
    references = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
    responses["200"]["headers"] = references
    responses["304"] = {"description": "The client has it: If-None-Match named its ETag."}
