"""Answers made from one build: bytes, their entity tag, how long they keep, and where they lead.

Whatever depends on the build comes from the index of the request, so that a service may change to
a new build between two requests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api import tabular
from api.conditional import etag
from api.depends import OpenedIndex, Settings
from api.errors import not_acceptable
from api.fields import chosen, fields_of, only
from api.negotiate import best
from api.paging import MOST, Page, page, query_of
from api.schemas import Json
from api.settings import ServiceSettings
from indexer.read import Index

JSON: Final = "application/json"
CSV: Final = "text/csv"
_LISTS: Final = {JSON: "json", CSV: "csv"}
Cursor = Annotated[
    str | None, Query(description="where to go on: taken from `next` or the Link of a page")
]
Limit = Annotated[int | None, Query(ge=1, le=MOST, description="most items of one page")]
Fields = Annotated[
    list[str] | None, Query(description="only these members of each item, parted by commas")
]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an answer (RFC 8288): where it leads, what that is, and in which format."""

    target: str
    rel: str
    type: str | None = None

    def __str__(self) -> str:
        return f'<{self.target}>; rel="{self.rel}"' + (f'; type="{self.type}"' if self.type else "")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a list a client asks for."""

    limit: int | None = None
    cursor: str | None = None
    fields: Sequence[str] | None = None


def _itself(item: Any) -> Json:
    view: Json = item
    return view


@dataclass(frozen=True, slots=True)
class Reply:
    """How one request is answered from the build that it found."""

    request: Request
    index: Index
    settings: ServiceSettings

    @property
    def root(self) -> str:
        """What stands before every path of the service, where a proxy takes it off."""
        root: str = self.request.scope.get("root_path", "")
        return root

    def json(
        self, content: Json, links: Sequence[Link] = (), offered: Sequence[str] = (JSON,)
    ) -> Response:
        """Answer in JSON, under the media type that the client takes; 406 where it takes none."""
        named = {media_type: media_type for media_type in offered}
        chosen_type = self._form(named)
        if chosen_type is None:
            return self._not_acceptable(named)
        return self.sent(_dumped(content), chosen_type, links)

    def some(
        self, content: Json, fields: Sequence[str] | None, links: Sequence[Link] = ()
    ) -> Response:
        """Answer with the named members of a thing. Raises QueryError for one it has not."""
        return self.json(only([content], chosen(fields, content))[0], links)

    def sent(
        self,
        body: bytes,
        media_type: str,
        links: Sequence[Link] = (),
        more: Mapping[str, str] | None = None,
    ) -> Response:
        """Answer with these bytes, under their strong entity tag."""
        service = Link(f"{self.root}/openapi.json", "service-desc")
        headers = {
            "ETag": etag(self.index.build, body, media_type),
            "Cache-Control": f"public, max-age={self.settings.cache_seconds}",
            "Vary": "Accept",
            "X-Clausegraph-Build": self.index.build,
            "Link": ", ".join(map(str, (*links, service))),
            **(more or {}),
        }
        return Response(body, 200, headers, media_type)

    def form(self) -> str | None:
        """Return `json` or `csv`, whichever the path or the client asks for; None for neither."""
        return "csv" if self.request.url.path.endswith(".csv") else self._form(_LISTS)

    def csv(self, table: bytes, found: Page[Any]) -> Response:
        """Answer with a page of a list as CSV."""
        return self.sent(table, tabular.MEDIA_TYPE, _next(found))

    def page_of(self, items: Sequence[Any], asked: Asked) -> Page[Any]:
        """Return the page that is asked for. Raises QueryError for its cursor."""
        path = self.request.url.path
        query = query_of(self.index.build, path, self.request.query_params.multi_items())
        return page(items, query, asked.limit, asked.cursor)

    def listed(
        self,
        answer: Json,
        model: type[BaseModel],
        asked: Asked,
        view: Callable[[Any], Json] = _itself,
    ) -> Response:
        """Answer with a page of a list: `answer` has all `items`, and what stands beside them.

        `view` gives the JSON of an item of the page, which `model` describes. In JSON or CSV, as
        the client asks. Raises QueryError for a cursor or a field.
        """
        names = chosen(asked.fields, fields_of(model))
        found = self.page_of(answer["items"], asked)
        form, items = self.form(), only(map(view, found.items), names)
        if form == "csv":
            return self.csv(tabular.table(tabular.columns(model, names), items), found)
        return self.paged({**answer, "items": items}, found) if form else self.refused()

    def paged(self, answer: Json, found: Page[Any]) -> Response:
        """Answer in JSON, with the address of the next page where there is one."""
        more = {"next": found.next} if found.next else {}
        return self.sent(_dumped({**answer, **more}), JSON, _next(found))

    def refused(self) -> Response:
        """Say that a list is not offered in what the client takes."""
        return self._not_acceptable(_LISTS)

    def _form(self, offered: Mapping[str, str]) -> str | None:
        return best(self.request.headers.get("accept"), offered)

    def _not_acceptable(self, offered: Mapping[str, str]) -> Response:
        return not_acceptable(self.request.headers.get("accept"), offered)


def _next(found: Page[Any]) -> tuple[Link, ...]:
    return (Link(found.next, "next"),) if found.next else ()


def _dumped(content: Json) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


async def _reply(request: Request, index: OpenedIndex, settings: Settings) -> Reply:
    return Reply(request, index, settings)


async def part(cursor: Cursor = None, limit: Limit = MOST, fields: Fields = None) -> Asked:
    """Which part of a list is asked for, as parameters of a route: a thousand items by default."""
    return Asked(limit, cursor, fields)


async def short_part(cursor: Cursor = None, limit: Limit = 100, fields: Fields = None) -> Asked:
    """The same for a list of long items: a hundred by default."""
    return Asked(limit, cursor, fields)


async def whole_part(cursor: Cursor = None, limit: Limit = None, fields: Fields = None) -> Asked:
    """The same for an answer that is whole unless a limit is asked for."""
    return Asked(limit, cursor, fields)


Replying = Annotated[Reply, Depends(_reply)]
