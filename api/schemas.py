"""What all JSON of the service shares, as pydantic models: the OpenAPI document is made of them."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

Item = TypeVar("Item")
Json = dict[str, Any]


class ListOf(BaseModel, Generic[Item]):
    """A list, or a page of one, with its whole length and the build that it comes from."""

    items: list[Item]
    total: int = Field(description="how many there are on all pages together")
    build: str
    next: str | None = Field(
        default=None, description="address of the page that follows, below the root; else absent"
    )


class SomeItems(ListOf[Json]):
    """A list of whose items only some members were asked for, by `fields`."""


class Problem(BaseModel):
    """An error, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    mend: str | None = Field(default=None, description="what to do about it")
    nearest: list[str] | None = Field(default=None, description="names like the one not found")
    line: int | None = Field(default=None, description="of the query, where it is no SPARQL")
    column: int | None = None
    errors: list[dict[str, str]] | None = Field(default=None, description="wrong parameters")
    request_id: str | None = Field(default=None, description="also in X-Request-Id and in the log")
