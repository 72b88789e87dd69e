"""The routes of the pages, put together."""

from __future__ import annotations

from typing import Final

from api.web import assets, cite, coverage, home, search, sparql, trace

ROUTERS: Final = tuple(own.router for own in (home, search, coverage, trace, cite, sparql, assets))
