"""Query parameters that a route does not have are refused, and so is one given twice that has one
value: what is silently left out would answer another question than the one that was asked.

The OpenAPI document says which parameters a route has.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request

from indexer.errors import QueryError
from indexer.nearest import not_offered


async def _check(request: Request) -> None:
    """Raise QueryError for the first parameter that is not the route's."""
    known = _parameters(request)
    for name, count in Counter(key for key, _ in request.query_params.multi_items()).items():
        if name not in known:
            raise _unknown(name, known)
        if count > 1 and not _repeats(known[name]):
            raise QueryError(f"`{name}` is given {count} times.", mend="Give it once.")


def _parameters(request: Request) -> dict[str, Any]:
    """The schemas of the query parameters of the route that answers a request, by name."""
    app: FastAPI = request.app
    route = request.scope["route"]
    method = request.method.lower().replace("head", "get")
    stated = app.openapi()["paths"][route.path_format][method]
    own = stated.get("parameters", ())
    return {one["name"]: one["schema"] for one in own if one["in"] == "query"}


def _repeats(schema: dict[str, Any]) -> bool:
    return any(own.get("type") == "array" for own in (schema, *schema.get("anyOf", ())))


def _unknown(name: str, known: dict[str, Any]) -> QueryError:
    listed = f"There are: {', '.join(known)}." if known else "It has none."
    return not_offered(f"There is no parameter {name[:80]!r} here.", name, known, listed)


OnlyKnown = Annotated[None, Depends(_check)]
"""A dependency of every route of the JSON API."""
only_known = Depends(_check)
