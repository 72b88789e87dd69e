"""`GET /`: what the service is and the ways into it, for programs; for browsers its first page.

The ways in are named in `api/ways.toml`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Response

from api.listing import PROBLEMS
from api.negotiate import likes_html
from api.replies import Link, Reply, Replying
from api.schemas import Json
from api.service_schemas import Home
from api.web.home import home
from indexer.read import NQUADS_DUMP, UNITS_DUMP

router = APIRouter(tags=["service"])
_DUMPS = (NQUADS_DUMP, UNITS_DUMP)
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {"schema": {"type": "string"}}}},
    406: PROBLEMS[406],
}


@router.get("/", response_model=Home, responses=_RESPONSES)
def ways(reply: Replying) -> Response:
    """Say what the service is, which build it answers from, and where everything is.

    To a browser, which likes HTML better, it is the first page.
    """
    if likes_html(reply.request.headers.get("accept")):
        return home(reply)
    root = reply.root
    described = Link(f"{root}/.well-known/void", "describedby", "text/turtle")
    return reply.json(_view(reply, root), (described,))


def _view(reply: Reply, root: str) -> Json:
    index, known = reply.index, _known()
    hashes: dict[str, str] = index.manifest["outputs"]
    return {
        "name": "clausegraph",
        "description": known["description"],
        "version": version("clausegraph"),
        "build": index.build,
        "base": index.base,
        "counts": {
            "texts": len({row["instrument"] for row in index.editions}),
            "instruments": len(index.instruments),
            "provisions": len(index.provisions),
            **{name: index.manifest["figures"][name] for name in ("units", "quads")},
        },
        "links": {
            name: {"href": f"{root}{own['path']}", "title": own["title"], "type": own["type"]}
            for name, own in known["way"].items()
        },
        "dumps": [
            {"href": f"{root}/{name}", "type": "application/gzip", "sha256": hashes[name]}
            for name in _DUMPS
            if name in hashes
        ],
    }


@cache
def _known() -> dict[str, Any]:
    return tomllib.loads(files("api").joinpath("ways.toml").read_text(encoding="utf-8"))
