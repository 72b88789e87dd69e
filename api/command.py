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
) -> None:
    """Serve the published build over HTTP: JSON under /v1, SPARQL at /sparql."""
    import uvicorn

    from api.app import create_app
    from api.settings import service_settings
    from indexer.read import open_index_with_model

    settings = service_settings()
    opened = open_index_with_model(index if index is not None else settings.index)
    uvicorn.run(create_app(opened, settings), host=host, port=port, log_level="info")
