"""How a route that answers a list is registered: once in JSON or by Accept, once as `.csv`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.responses import Response

from api.schemas import Problem

_Route = TypeVar("_Route", bound=Callable[..., Any])
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "A parameter is wrong; `mend` says what to do."},
    406: {"model": Problem, "description": "The answer is not offered in what Accept takes."},
    422: {"model": Problem, "description": "A parameter is not of its type."},
}
NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "Nothing goes by that name; `nearest` has what does."},
}
RETIRED: dict[int | str, dict[str, Any]] = {
    301: {
        "model": Problem,
        "description": "The identifier was replaced; Location has the new address.",
        "headers": {"Location": {"schema": {"type": "string"}}},
    },
    410: {"model": Problem, "description": "The identifier was retired; `detail` says why."},
}
NAMED: dict[int | str, dict[str, Any]] = {**NOT_FOUND, **RETIRED}
"""What is answered to an identifier that names nothing, or nothing any more."""
_AS_CSV: dict[str, Any] = {
    "description": "a page of the list, one line an item (RFC 4180)",
    "content": {"text/csv": {"schema": {"type": "string"}}},
}


class Csv(Response):
    """What a `.csv` address answers."""

    media_type = "text/csv"


def list_route(
    router: APIRouter, path: str, model: Any, responses: dict[int | str, dict[str, Any]]
) -> Callable[[_Route], _Route]:
    """Register a function at a path and at the path with `.csv`; `model` is that of the JSON."""
    stated = {**PROBLEMS, **responses}

    def register(route: _Route) -> _Route:
        by_accept = {**stated, 200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
        router.get(path, response_model=model, responses=by_accept)(route)
        router.get(
            f"{path}.csv",
            response_model=None,
            response_class=Csv,
            responses={**stated, 200: _AS_CSV},
            summary=f"{route.__name__.replace('_', ' ').capitalize()} as CSV",
        )(route)
        return route

    return register
