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
        made = super().openapi()
        for content in _contents(made):
            if content.get("application/json", {}).get("schema") == _PROBLEM:
                content[MEDIA_TYPE] = content.pop("application/json")
        return made


def _contents(made: Json) -> Iterator[Json]:
    for path in made["paths"].values():
        for operation in path.values():
            for response in operation["responses"].values():
                yield response.get("content", {})
