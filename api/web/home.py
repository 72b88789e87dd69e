"""The first page, and `/instruments`: what this is, and everything that is registered."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import APIRouter, Response

from api.replies import Link, Reply, Replying
from api.web.page import shown
from indexer.read import Index

router = APIRouter(include_in_schema=False)


def home(reply: Reply) -> Response:
    """Return the first page."""
    index = reply.index
    return shown(
        reply,
        "home.html",
        here="",
        with_text=texts(index),
        registered=len(index.instruments),
        provisions=len(index.provisions),
        figures=index.manifest["figures"],
    )


@router.get("/instruments")
def instruments(reply: Replying) -> Response:
    """List every registered instrument, those with text first."""
    counts = Counter(own.instrument for own in reply.index.provisions.values())
    link = Link(f"{reply.root}/v1/instruments?all=true", "alternate", "application/json")
    return shown(
        reply,
        "instruments.html",
        [link],
        here="instruments",
        with_text=texts(reply.index),
        groups=_by_body(reply.index),
        provisions=counts,
    )


def texts(index: Index) -> list[dict[str, Any]]:
    """Return the instruments whose text is in the build, with their editions and counts."""
    counts = index.facets.units_of()
    editions: dict[str, list[str]] = {}
    for row in index.editions:
        editions.setdefault(row["instrument"], []).append(row["edition"])
    return [
        {"of": index.instruments[name], "editions": own, "units": counts[name]}
        for name, own in editions.items()
    ]


def _by_body(index: Index) -> list[tuple[str, list[Any]]]:
    """Return the instruments by the body that is named first, the body with most first."""
    groups: dict[str, list[Any]] = {}
    for own in index.instruments.values():
        groups.setdefault(own.body[0] if own.body else "", []).append(own)
    return sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
