"""The application: routes put together over one opened build. No work is done at import."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI

from api import errors
from api.middleware import stack
from api.openapi import DocumentedApp
from api.parameters import only_known
from api.reload import reloading
from api.routes import (
    cite,
    document,
    dumps,
    instruments,
    iris,
    links,
    meta,
    metrics,
    search,
    texts,
    units,
    ways,
)
from api.schemas import Problem
from api.settings import ServiceSettings, service_settings
from api.sparql import route as sparql
from api.state import Service
from api.web import routers as web
from indexer.read import Index

_DESCRIPTION = (
    "Knowledge graph and semantic search over the international instruments that protect health "
    "and care workers. Read-only. Errors are problem details (RFC 9457)."
)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    await app.state.service.start()
    async with reloading(app, app.state.settings.reload_seconds):
        yield
    await app.state.service.close()


def create_app(
    index: Index, settings: ServiceSettings | None = None, overlays: Sequence[Path] = ()
) -> FastAPI:
    """Return the service over an opened build; its model loads when the service starts.

    `overlays` are files of RDF that SPARQL answers from beside the build.
    """
    settings = settings or service_settings()
    app = DocumentedApp(
        title="clausegraph",
        version=version("clausegraph"),
        description=_DESCRIPTION,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # api/routes/document.py, with a tag
        redirect_slashes=False,
        responses={"4XX": {"model": Problem}, "5XX": {"model": Problem}},
    )
    app.state.service = Service(index, settings, overlays)
    app.state.settings = settings
    stack.install(app, settings)
    errors.install(app)
    app.include_router(sparql.router)
    for module in (search, units, cite, links, texts, instruments, meta, metrics, dumps):
        app.include_router(module.router, dependencies=[only_known])
    app.include_router(ways.router)
    app.add_api_route("/openapi.json", document.document, include_in_schema=False)
    for router in web.ROUTERS:
        app.include_router(router)
    app.include_router(iris.router)  # last: it takes every path that no other route does
    return app
