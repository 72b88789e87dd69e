"""`clausegraph mcp`, as a plug-in of the command line."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Transport(StrEnum):
    """How a client talks to the server."""

    stdio = "stdio"
    http = "http"


def mcp(
    transport: Annotated[
        Transport, typer.Option(help="Standard input and output, or streamable HTTP at /mcp.")
    ] = Transport.stdio,
    http: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Serve over HTTP there, else at 127.0.0.1:8001."),
    ] = None,
    index: Annotated[
        Path | None,
        typer.Option(
            "--index", help="Folder of the index.", show_default="$CLAUSEGRAPH_INDEX or index"
        ),
    ] = None,
) -> None:
    """Offer the published build to language models (Model Context Protocol)."""
    from api.mcp.serving import address, serve_http, serve_stdio
    from api.settings import service_settings
    from indexer.read import open_index

    settings = service_settings()
    folder = index if index is not None else settings.index
    open_index(folder)
    if http is not None or transport is Transport.http:
        serve_http(folder, settings, *address(http or "127.0.0.1:8001"))
    else:
        serve_stdio(folder, settings)
