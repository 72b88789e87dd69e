"""`/cite`: what a citation means, and how it is written in every style. It never guesses."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api.bounds import check_words
from api.replies import Link, Replying
from api.web.page import shown, shown_once
from api.web.units import FILES, citations
from indexer.errors import QueryError
from indexer.read import Index

router = APIRouter(include_in_schema=False)


@router.get("/cite")
def cite(reply: Replying) -> Response:
    """Look up a citation, or show the empty form."""
    q = reply.request.query_params.get("q", "").strip()
    empty: dict[str, Any] = {"here": "cite", "q": q, "found": None, "error": None}
    if not q:
        return shown(reply, "cite.html", **empty)
    try:
        check_words("The citation", q, reply.settings)
        found = reply.index.resolve_json(q)
    except QueryError as error:
        return shown_once(reply, "cite.html", 400, **{**empty, "error": error})
    values = {**empty, "found": found, "one": _one(reply.index, found)}
    links = [Link(f"{reply.root}/v1/resolve", "alternate", "application/json")]
    return shown(reply, "cite.html", links, **values)


def _one(index: Index, found: dict[str, Any]) -> dict[str, Any] | None:
    """Return the only thing that is meant, with its citations; None for none or several."""
    if found["status"] != "one":
        return None
    (item,) = found["items"]
    return {"item": item, "cited_as": citations(index, item["id"]), "files": FILES}
