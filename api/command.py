"""`clausegraph serve`, as a plug-in of the command line, so that imports run one way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    index: Annotated[
        Path | None,
        typer.Option(
            "--index", help="Folder of the index.", show_default="$CLAUSEGRAPH_INDEX or index"
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(help="Processes that answer; each holds the model.", min=1, max=64)
    ] = 1,
) -> None:
    """Serve the published build over HTTP: JSON under /v1, SPARQL at /sparql."""
    from api.server.process import AppOf, allowed_hosts, serve_app
    from api.settings import service_settings
    from indexer.read import open_index

    settings = service_settings()
    folder = index if index is not None else settings.index
    open_index(folder)
    told = settings.model_copy(update={"allowed_hosts": allowed_hosts(settings, host)})
    serve_app(AppOf(folder, told), host, port, workers)
