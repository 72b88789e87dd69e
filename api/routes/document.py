"""`GET /openapi.json`: the service described for programs, under an entity tag like all else."""

from __future__ import annotations

from fastapi import FastAPI, Response

from api.replies import JSON, Replying

_OPENAPI = "application/vnd.oai.openapi+json"


def document(reply: Replying) -> Response:
    """Return the document (OpenAPI 3.1), with the address of the service where that has a root."""
    app: FastAPI = reply.request.app
    at = {"servers": [{"url": reply.root}]} if reply.root else {}
    return reply.json({**app.openapi(), **at}, offered=(JSON, _OPENAPI))
