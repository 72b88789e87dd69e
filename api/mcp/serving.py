"""The two ways of serving models: standard input and output, and HTTP behind our own server."""

from __future__ import annotations

import logging.config
from dataclasses import dataclass
from pathlib import Path

import anyio
from starlette.applications import Starlette

from api import logs
from api.server.process import AppOf, allowed_hosts, serve_app
from api.settings import ServiceSettings
from api.state import Service
from indexer.errors import InputError
from indexer.read import open_index_with_model


@dataclass(frozen=True)
class McpAppOf(AppOf):
    """Makes the application that serves models, in the process that serves it."""

    def __call__(self) -> Starlette:
        """Open the published build and return the application over it."""
        from api.mcp.server import http_app

        return http_app(_holder(self.index, self.settings), self.settings)


def serve_stdio(index: Path, settings: ServiceSettings) -> None:
    """Serve until standard input ends. Standard output carries the protocol alone."""
    logging.config.dictConfig(logs.config(settings))
    from api.mcp.server import stdio_runner

    anyio.run(stdio_runner(_holder(index, settings), settings))


def serve_http(index: Path, settings: ServiceSettings, host: str, port: int) -> None:
    """Serve over HTTP until a signal ends it. Raises InputError where the address is taken."""
    told = settings.model_copy(update={"allowed_hosts": allowed_hosts(settings, host)})
    serve_app(McpAppOf(index, told), host, port)


def address(given: str) -> tuple[str, int]:
    """Return the host and the port of `HOST:PORT`. Raises InputError for anything else."""
    host, _, port = given.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise InputError(
            f"--http is {given!r}, which is no HOST:PORT.", mend="Say --http 127.0.0.1:8001."
        )
    return host, int(port)


def _holder(index: Path, settings: ServiceSettings) -> Starlette:
    """Return what holds the service that is asked, and is given a new one for a new build."""
    holder = Starlette()
    holder.state.service = Service(open_index_with_model(index), settings)
    return holder
