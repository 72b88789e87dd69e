"""The order in which requests pass through the middlewares, from the outermost in.

A request gets its name first; then it is observed, so that what any other refuses is counted too.
Headers come before the guard, so that a 500 has them. Targets become paths, then hosts and limits
refuse before any route works. HEAD, codings and revalidation are around the routes
(api/exchange.py). Problems become pages for browsers around all of these (api/web/problems.py),
whichever of them refused. Innermost, a request takes hold of the build that answers it.
"""

from __future__ import annotations

from typing import Final

from starlette.applications import Starlette

from api import request_ids
from api.exchange import Exchange
from api.middleware.guard import Guard
from api.middleware.hold import Hold
from api.middleware.hosts import ANY, Hosts
from api.middleware.limits import Limits
from api.middleware.observed import Observed
from api.middleware.pages import Pages
from api.middleware.secured import Secured
from api.middleware.targets import Targets, Whole
from api.settings import ServiceSettings
from api.sparql.limits import HEADERS
from api.web.problems import Readable

_EXPOSED: Final = ("ETag", "Link", "Location", "Retry-After", "X-Clausegraph-Build")
"""Headers that a page of another origin may read, besides those of SPARQL and of requests."""


def install(app: Starlette, settings: ServiceSettings) -> None:
    """Put the middlewares around the routes of an app; the last that is added is the outermost."""
    app.add_middleware(Hold)
    app.add_middleware(Exchange)
    install_outer(app, settings)


def install_outer(app: Starlette, settings: ServiceSettings, *, pages: bool = True) -> None:
    """Put only those around an app that bound and observe it.

    `pages` says whether pages of other sites may read the answers; else they are refused.
    """
    app.add_middleware(Whole)
    app.add_middleware(Limits, settings=settings)
    app.add_middleware(Hosts, allowed=settings.allowed_hosts or (ANY,), pages=pages)
    app.add_middleware(Targets)
    app.add_middleware(Guard)
    if pages:
        app.add_middleware(
            Pages,
            allow_origins=["*"],
            allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
            allow_headers=["*"],
            expose_headers=[*_EXPOSED, *HEADERS, request_ids.HEADER],
        )
        app.add_middleware(Readable)
    app.add_middleware(Secured)
    app.add_middleware(Observed, queries=settings.log_queries)
    app.add_middleware(request_ids.RequestIds)
