"""The OpenAPI document: what the routes state, with errors in the media type they are sent in."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI

from api.errors import MEDIA_TYPE
from api.schemas import Json

_PROBLEM = {"$ref": "#/components/schemas/Problem"}


class DocumentedApp(FastAPI):
    """An app whose document tells that errors are problem details."""

    def openapi(self) -> Json:
        """Return the document (OpenAPI 3.1), made once."""
        if self.openapi_schema is None:
            made = super().openapi()
            for response in _responses(made):
                _state_problem(response)
        return self.openapi_schema or {}


def _responses(made: Json) -> Iterator[Json]:
    for path in made["paths"].values():
        for operation in path.values():
            yield from operation["responses"].values()


def _state_problem(response: Json) -> None:
    """Say of an error that it is a problem, in the media type in which problems are sent."""
    if any(own.get("schema") == _PROBLEM for own in response.get("content", {}).values()):
        response["content"] = {MEDIA_TYPE: {"schema": _PROBLEM}}
